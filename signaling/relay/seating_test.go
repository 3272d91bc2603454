package relay

import (
	"context"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/host"
)

// slow is a host that lets people in when it is told to.
type slow struct {
	Host
	let func()
}

func (*slow) Open(context.Context, rooms.RoomID) error { return nil }
func (*slow) Leave(rooms.RoomID, host.ConnID)          {}
func (h *slow) Join(_ context.Context, _ rooms.RoomID, _ host.JoinRequest, joined func(host.Joined)) {
	h.let = func() { joined(host.Joined{}) }
}

// I11: of a page that left before it was let in, or whose room had moved when it left, this node remembered who sat there for ever.
func TestNobodySitsAfterLeaving(t *testing.T) {
	req := host.JoinRequest{Conn: "c", Member: "marie", Tab: "tab"}
	for name, story := range map[string]func(*Relay, *route, *slow){
		"before she is let in": func(r *Relay, _ *route, h *slow) { r.Leave("ses_1", "c"); h.let() },
		"from a room that moved": func(r *Relay, rt *route, h *slow) {
			h.let()
			l := newLink(r, "b", nil, maxAsk, nil)
			rt.mu.Lock()
			rt.place = place{link: l}
			rt.mu.Unlock()
			r.Leave("ses_1", "c")
		},
	} {
		h := &slow{}
		r := New(Options{Self: Node{ID: "a"}, Host: h, Logger: zerolog.Nop(), Later: true})
		rt := r.route("ses_1")
		rt.place = place{here: true}
		r.Join(t.Context(), "ses_1", req, func(host.Joined) {})
		story(r, rt, h)
		if s := &r.seated; len(s.ways)+len(s.chair)+len(s.of) != 0 {
			t.Errorf("%s: %v %v %v", name, s.ways, s.chair, s.of)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}
