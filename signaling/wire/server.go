package wire

import (
	"encoding/json"

	"palabre/rooms"
)

// FromServer is what a browser is told.
//
//sumtype:decl
type FromServer interface{ fromServer() }

// Welcome answers Hello.
type Welcome struct {
	V      int            `json:"v"`
	Member rooms.MemberID `json:"member"`
	Now    rooms.Millis   `json:"now"`
	Beat   int            `json:"beat"` // milliseconds of silence between beats
}

// The modes of Joined.
const (
	ModeResume = "resume" // what follows Position comes next
	ModeView   = "view"   // replace what you had
)

// Joined says that the client follows the room from Seq on. It also comes unasked, in the stream's order, when all that
// she may see changed.
type Joined struct {
	Room  rooms.RoomID              `json:"r"`
	Log   string                    `json:"log"`
	Seq   rooms.Seq                 `json:"seq"`
	Term  uint64                    `json:"term,omitempty"` // of the room's host; not in one that comes unasked with the room's order
	Mode  string                    `json:"mode" enum:"resume,view"`
	View  json.RawMessage           `json:"view,omitempty"`
	Names map[rooms.MemberID]string `json:"names,omitempty"`
	Eph   []EphItem                 `json:"eph,omitempty"`
}

// Frame leads a room from one position to another. D holds view operations ([path, value] or [path]) in a session, events
// on a board. A client that is not at From joins again with the position it has.
type Frame struct {
	Room  rooms.RoomID              `json:"r"`
	From  rooms.Seq                 `json:"from"`
	To    rooms.Seq                 `json:"to"`
	D     []json.RawMessage         `json:"d"`
	Names map[rooms.MemberID]string `json:"names,omitempty"`
}

// Ok says that the command N is saved.
type Ok struct {
	Room rooms.RoomID    `json:"r"`
	N    uint64          `json:"n"`
	Seq  rooms.Seq       `json:"seq"`
	V    json.RawMessage `json:"v,omitempty"`
}

// No says that the command N had no effect, and why.
type No struct {
	Room rooms.RoomID   `json:"r"`
	N    uint64         `json:"n"`
	Code string         `json:"code"`
	Fr   string         `json:"fr"`
	En   string         `json:"en"`
	Data map[string]any `json:"data,omitempty"`
}

// EphFrame gives the volatile news of a room.
type EphFrame struct {
	Room rooms.RoomID `json:"r"`
	D    []EphItem    `json:"d"`
}

// EphItem is [member, kind, value]; value null: taken away.
type EphItem = json.RawMessage

// MediaOut is a message of the media server.
type MediaOut struct {
	Room    rooms.RoomID    `json:"r"`
	Message json.RawMessage `json:"m"`
}

// Pong answers Ping.
type Pong struct {
	I   uint64       `json:"i"`
	Now rooms.Millis `json:"now"`
}

// Left says that the client does not follow the room any more, or could not begin to.
type Left struct {
	Room rooms.RoomID `json:"r"`
	Code string       `json:"code"`
	Fr   string       `json:"fr"`
	En   string       `json:"en"`
}

// Store says that nothing can be saved for now (Readonly), or that it can again.
type Store struct {
	Readonly bool   `json:"readonly"`
	Fr       string `json:"fr"`
	En       string `json:"en"`
}

// Err refuses a frame; the connection goes on.
type Err struct {
	Code string `json:"code"`
	Fr   string `json:"fr"`
	En   string `json:"en"`
}

// Bye is the last message before the server closes; RetryMs is how long to wait before coming back.
type Bye struct {
	Code    string `json:"code"`
	Fr      string `json:"fr"`
	En      string `json:"en"`
	RetryMs int    `json:"retry_ms"`
}

func (Welcome) fromServer()  {}
func (Joined) fromServer()   {}
func (Frame) fromServer()    {}
func (Ok) fromServer()       {}
func (No) fromServer()       {}
func (EphFrame) fromServer() {}
func (MediaOut) fromServer() {}
func (Pong) fromServer()     {}
func (Left) fromServer()     {}
func (Store) fromServer()    {}
func (Err) fromServer()      {}
func (Bye) fromServer()      {}
