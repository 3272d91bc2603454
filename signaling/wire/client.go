package wire

import (
	"encoding/json"

	"palabre/rooms"
)

// FromClient is what a browser says.
//
//sumtype:decl
type FromClient interface{ fromClient() }

// Hello is the first message of a connection.
type Hello struct {
	V      int            `json:"v"`
	Client rooms.ClientID `json:"client"` // the tab: a UUID kept for its life
	Lang   string         `json:"lang"`   // "fr" or "en"
}

// Join asks to follow a room. Pos is what the client has of it already.
type Join struct {
	Room rooms.RoomID `json:"r"`
	Pos  *Position    `json:"pos,omitempty"`
}

// Position is a place in one history of a room's log.
type Position struct {
	Log string    `json:"log"`
	Seq rooms.Seq `json:"seq"`
}

// Leave ends following a room.
type Leave struct {
	Room rooms.RoomID `json:"r"`
}

// Do asks for something to happen. N rises by one per command of this client in this room; the same N again is the same
// command again. Term is the highest that a "joined" of the room's log told: no other host than that one decides it. 0: not said. After is the
// number of the command before it that has no answer yet: it is not decided before that one. 0: none.
type Do struct {
	Room    rooms.RoomID    `json:"r"`
	Term    uint64          `json:"term,omitempty"`
	After   uint64          `json:"after,omitempty"`
	N       uint64          `json:"n"`
	Command string          `json:"c"`
	Args    json.RawMessage `json:"a,omitempty"`
}

// Eph says something volatile: the latest of a kind replaces the one before, null takes it away.
type Eph struct {
	Room  rooms.RoomID    `json:"r"`
	Kind  string          `json:"k"`
	Value json.RawMessage `json:"v"`
}

// Media is a message for the media server.
type Media struct {
	Room    rooms.RoomID    `json:"r"`
	Message json.RawMessage `json:"m"`
}

// Ping asks for a Pong with the same number.
type Ping struct {
	I uint64 `json:"i"`
}

func (Hello) fromClient() {}
func (Join) fromClient()  {}
func (Leave) fromClient() {}
func (Do) fromClient()    {}
func (Eph) fromClient()   {}
func (Media) fromClient() {}
func (Ping) fromClient()  {}
