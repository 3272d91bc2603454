package relay

import (
	"encoding/json"
	"net"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/host"
)

// seats is a media server that knows who has a seat.
type seats map[host.ConnID]bool

func (s seats) Join(_ rooms.RoomID, _ rooms.MemberID, _ rooms.ClientID, conn host.ConnID, _ func(json.RawMessage)) {
	s[conn] = true
}
func (seats) Handle(rooms.RoomID, rooms.MemberID, host.ConnID, json.RawMessage) {}
func (s seats) Detach(_ rooms.RoomID, _ rooms.MemberID, conn host.ConnID)       { delete(s, conn) }
func (s seats) Leave(_ rooms.RoomID, _ rooms.MemberID, conn host.ConnID)        { delete(s, conn) }

// A link broke; the next had brought its people's sound again before this side noticed, and then the goodbye of the first took it
// away: a page that heard nobody, and that nobody heard, until it was loaded again.
func TestAGoodbyeLeavesTheSoundOfTheNextLink(t *testing.T) {
	held := seats{}
	r := &Relay{Options: Options{Logger: zerolog.Nop(), Media: held}}
	join := func(number uint64, room rooms.RoomID) *guest {
		near, _ := net.Pipe()
		g := &guest{r: r, number: number, media: map[wayKey]struct{}{}}
		g.link = newLink(r, "b", near, maxAsk, nil)
		g.mediaAsked(frame{head: head{Kind: kindMediaJoin, Room: room, Conn: "c", Body: []byte(`{"m":"lea","t":"tab"}`)}})
		return g
	}
	first, next := join(1, "ses_1"), join(2, "ses_1")
	first.goodbye()
	if len(held) != 1 || !held[next.own("c")] {
		t.Errorf("seats after the first link's goodbye: %v", held)
	}
	next.mediaAsked(frame{head: head{Kind: kindMediaLeave, Room: "ses_1", Conn: "c"}})
	if len(held) != 0 {
		t.Errorf("seats after she left: %v", held)
	}
}
