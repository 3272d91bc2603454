package relay

import (
	"context"
	"encoding/json"
	"net"
	"testing"
	"testing/synctest"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/host"
)

// here is a host that hosts all it is asked for.
type here struct{ Host }

func (here) Leave(rooms.RoomID, host.ConnID) {}
func (here) Join(_ context.Context, _ rooms.RoomID, _ host.JoinRequest, joined func(host.Joined)) {
	joined(host.Joined{})
}

// A room moved away, and the node that had hosted it kept for ever what its people had had there: who followed it from which node,
// who sat in it, their media.
func TestNothingIsLeftWhereARoomWas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		held := seats{}
		r := New(Options{Self: Node{ID: "a"}, Host: here{}, Media: held, Logger: zerolog.Nop(), Later: true})
		near, _ := net.Pipe()
		g := &guest{r: r, number: 1, conns: map[rooms.RoomID]map[host.ConnID]uint64{}, media: map[wayKey]struct{}{}}
		g.link = newLink(r, "b", near, maxAsk, nil)
		r.guests[g] = struct{}{}
		const room = "ses_1"
		r.route(room).place = place{here: true}
		r.Join(t.Context(), room, host.JoinRequest{Conn: "own", Member: "marie"}, func(host.Joined) {})
		r.MediaServer().Join(room, "marie", "tab", "own", func(json.RawMessage) {})
		g.join(t.Context(), frame{head: head{ID: 7, Room: room, Body: []byte(`{"Conn":"c","Member":"lea"}`)}})
		g.mediaAsked(frame{head: head{Kind: kindMediaJoin, Room: room, Conn: "c", Body: []byte(`{"m":"lea","t":"tab"}`)}})
		if len(held) != 2 || len(g.conns[room]) != 1 || len(r.seated.ways[room]) != 2 {
			t.Fatalf("before: %v %v %v", held, g.conns, r.seated.ways)
		}
		r.Released(room)
		synctest.Wait()
		if s := &r.seated; len(held)+len(g.conns)+len(g.media)+len(s.ways)+len(s.chair)+len(s.of) != 0 {
			t.Errorf("left: %v %v %v %v %v %v", held, g.conns, g.media, s.ways, s.chair, s.of)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
}

// away is a host that hosts nothing.
type away struct{ Host }

func (away) Join(_ context.Context, _ rooms.RoomID, _ host.JoinRequest, joined func(host.Joined)) {
	joined(host.Joined{Err: host.ErrHeld})
}

// Who asked to come in where the room was no more was remembered there as if she had.
func TestWhoIsTurnedAwayIsForgotten(t *testing.T) {
	r := &Relay{Options: Options{Logger: zerolog.Nop(), Host: away{}}}
	near, _ := net.Pipe()
	g := &guest{r: r, number: 1, conns: map[rooms.RoomID]map[host.ConnID]uint64{}}
	g.link = newLink(r, "b", near, maxAsk, nil)
	g.join(t.Context(), frame{head: head{ID: 7, Room: "ses_1", Body: []byte(`{"Conn":"c","Member":"lea"}`)}})
	if len(g.conns)+len(r.seated.ways) != 0 {
		t.Errorf("remembered: %v %v", g.conns, r.seated.ways)
	}
}

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
