package storetest

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/signaling/host"
)

// room is what the simplest log remembers of a room.
type room struct {
	owner string
	term  uint64
	until rooms.Millis
	head  rooms.Seq
}

// runModel drives a log with random histories beside the simplest thing that
// could keep the same promises, and compares every answer.
func runModel(t *testing.T, log store.Log) {
	history := 0
	rapid.Check(t, func(rt *rapid.T) {
		history++
		m := &model{t: t, log: log, prefix: fmt.Sprintf("ses_h%d_", history), rooms: map[rooms.RoomID]*room{}}
		rt.Repeat(map[string]func(*rapid.T){
			"claim": m.claim, "append": m.append, "renew": m.renew, "release": m.release, "handover": m.handover,
		})
		m.check(rt)
	})
}

type model struct {
	t      *testing.T
	log    store.Log
	prefix string
	now    rooms.Millis
	rooms  map[rooms.RoomID]*room
}

func (m *model) room(rt *rapid.T) rooms.RoomID {
	return rooms.RoomID(m.prefix + rapid.SampledFrom([]string{"a", "b", "c"}).Draw(rt, "room"))
}

func (m *model) owner(rt *rapid.T) string {
	return rapid.SampledFrom([]string{ada, bo}).Draw(rt, "owner")
}

func (m *model) claim(rt *rapid.T) {
	id, owner := m.room(rt), m.owner(rt)
	m.now += rooms.Millis(rapid.IntRange(0, 40).Draw(rt, "later"))
	until := m.now + 50
	lease, err := m.log.Claim(m.t.Context(), id, owner, m.now, until)
	r := m.rooms[id]
	if r == nil {
		r = &room{}
		m.rooms[id] = r
	}
	if r.owner != "" && r.owner != owner && r.until > m.now {
		if !errors.Is(err, host.ErrHeld) {
			rt.Fatalf("claimed a room held by %s: %v", r.owner, err)
		}
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	var since rooms.Millis
	if r.term > 0 {
		since = min(r.until, m.now)
	}
	if r.owner == owner {
		until = host.Moved(r.until, until)
	}
	r.owner, r.until, r.term = owner, until, r.term+1
	if lease.Term != r.term || lease.Head != r.head || lease.Since != since {
		rt.Fatalf("lease %+v, want term %d, head %d, since %d", lease, r.term, r.head, since)
	}
}

func (m *model) append(rt *rapid.T) {
	n := rapid.IntRange(1, 5).Draw(rt, "segments")
	segments, want := make([]host.Segment, n), make([]error, n)
	for i := range n {
		id := m.room(rt)
		r := m.rooms[id]
		if r == nil {
			r = &room{} // not kept: nothing may come of it
		}
		term := r.term - min(r.term, uint64(rapid.IntRange(0, 3).Draw(rt, "older")/3))
		from := r.head + rooms.Seq(rapid.SampledFrom([]int{0, 0, 0, 0, 1}).Draw(rt, "gap"))
		to := from + rooms.Seq(rapid.IntRange(1, 4).Draw(rt, "events"))
		segments[i] = Segment(id, term, from, to)
		if term != r.term || r.term == 0 || from != r.head {
			want[i] = host.ErrFenced
			continue
		}
		r.head = to
	}
	got, err := m.log.Append(m.t.Context(), segments)
	if err != nil {
		rt.Fatal(err)
	}
	for i := range want {
		if !errors.Is(got[i], want[i]) {
			rt.Fatalf("segment %d of %+v: %v, want %v", i, segments, got[i], want[i])
		}
	}
}

func (m *model) renew(rt *rapid.T) {
	owner := m.owner(rt)
	var held []host.Held
	var want []rooms.RoomID
	until := m.now + rooms.Millis(rapid.IntRange(10, 90).Draw(rt, "until"))
	for _, name := range []string{"a", "b", "c"} {
		id := rooms.RoomID(m.prefix + name)
		h := host.Held{Room: id, Term: uint64(rapid.IntRange(0, 4).Draw(rt, "term"))}
		r := m.rooms[id]
		if r != nil && rapid.Bool().Draw(rt, "current") {
			h.Term = r.term
		}
		held = append(held, h)
		if r == nil || r.owner != owner || r.term != h.Term {
			want = append(want, id)
			continue
		}
		r.until = host.Moved(r.until, until)
	}
	lost, err := m.log.Renew(m.t.Context(), owner, until, held)
	if err != nil || !slices.Equal(lost, want) {
		rt.Fatalf("lost %v, %v; want %v", lost, err, want)
	}
}

func (m *model) release(rt *rapid.T) {
	id, owner := m.room(rt), m.owner(rt)
	term := uint64(rapid.IntRange(0, 4).Draw(rt, "term"))
	r := m.rooms[id]
	if r != nil && rapid.Bool().Draw(rt, "current") {
		term = r.term
	}
	if err := m.log.Release(m.t.Context(), owner, id, term, m.now); err != nil {
		rt.Fatal(err)
	}
	if r != nil && r.owner == owner && r.term == term {
		r.owner, r.until = "", m.now
	}
}

func (m *model) handover(rt *rapid.T) {
	id, owner, to := m.room(rt), m.owner(rt), m.owner(rt)
	r := m.rooms[id]
	if r == nil {
		r = &room{} // not kept: nothing may come of it
	}
	term := r.term + uint64(rapid.IntRange(0, 3).Draw(rt, "newer")/3)
	until := m.now + rooms.Millis(rapid.IntRange(1, 60).Draw(rt, "until"))
	err := m.log.Handover(m.t.Context(), owner, id, term, to, until)
	if r.owner != owner || r.term != term {
		if !errors.Is(err, host.ErrFenced) {
			rt.Fatalf("%s handed over what %q holds at term %d: %v", owner, r.owner, r.term, err)
		}
		return
	}
	if err != nil {
		rt.Fatal(err)
	}
	r.owner, r.until = to, until
}

// check: every log is dense, and as long as it should be, and held by whom it should be.
func (m *model) check(rt *rapid.T) {
	for id, r := range m.rooms {
		until := r.until
		if r.owner == "" {
			until = 0
		}
		if owner, end, err := m.log.Holder(m.t.Context(), id); err != nil || owner != r.owner || end != until {
			rt.Fatalf("%s: held by %q until %d, %v; want %q until %d", id, owner, end, err, r.owner, until)
		}
		if head := Whole(m.t, m.log, id); head != r.head {
			rt.Fatalf("%s: head %d, want %d", id, head, r.head)
		}
	}
}
