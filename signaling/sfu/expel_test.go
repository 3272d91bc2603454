package sfu_test

import (
	"testing"

	"palabre/signaling/sfu"
)

// Somebody lost her socket, so that her media lived on for a while, and was put out of the room meanwhile: for twenty
// seconds she would have heard what was not for her any more. Let in again, she begins anew at once.
func TestWhoIsPutOutHearsNothingThoughHerSocketIsLost(t *testing.T) {
	s := newSFU(t)
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(false)
	s.SetAudible("salle", only(1, "awa"))
	b.awaitFrom(a, 0, 20)
	b.peer.Detach()
	s.Expel(func(room, member string) bool { return room == "salle" && member == "benoit" })
	awaitStats(t, s, "salle", func(st sfu.RoomStats) bool { _, in := st.Members["benoit"]; return !in })
	since := a.sent.Load()
	awaitStats(t, s, "salle", func(sfu.RoomStats) bool { return a.sent.Load() > since+50 })
	for _, h := range b.snapshot() {
		if h.count > since+1 { // one may have been on its way
			t.Fatalf("packet %d was heard by somebody who was put out before %d", h.count, since)
		}
	}
	again := join(t, s, "salle", "benoit", 30)
	again.awaitFrom(a, since, 10)
}
