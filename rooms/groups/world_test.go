package groups_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
)

// world is a room around the groups, with the log of what happened.
type world struct {
	t      testing.TB
	s      groups.State
	at     rooms.Millis
	circle []rooms.MemberID
	here   map[rooms.MemberID]bool
	leads  map[rooms.MemberID]bool
	listen map[rooms.MemberID]bool
	log    []entry
}

type entry struct {
	at rooms.Millis
	by rooms.MemberID
	e  codec.Event
}

func newWorld(t testing.TB, members int, leads ...rooms.MemberID) *world {
	w := &world{
		t: t, s: groups.New(nil), at: 1000,
		here: map[rooms.MemberID]bool{}, leads: map[rooms.MemberID]bool{}, listen: map[rooms.MemberID]bool{},
	}
	for _, m := range leads {
		w.leads[m] = true
		w.enter(m)
	}
	for i := range members {
		w.enter(name(i))
	}
	return w
}

func name(i int) rooms.MemberID { return rooms.MemberID(fmt.Sprintf("m%02d", i)) }

func (w *world) enter(m rooms.MemberID) {
	if !slices.Contains(w.circle, m) {
		w.circle = append(w.circle, m)
	}
	w.here[m] = true
}

func (w *world) leave(m rooms.MemberID) {
	w.circle = slices.DeleteFunc(w.circle, func(x rooms.MemberID) bool { return x == m })
	w.here[m] = false
	w.emit("", w.s.Gone(m)...)
}

func (w *world) room() groups.Room {
	return groups.Room{
		At: w.at, Circle: w.circle,
		Here:        func(m rooms.MemberID) bool { return w.here[m] },
		Facilitates: func(m rooms.MemberID) bool { return w.leads[m] },
		Listens:     func(m rooms.MemberID) bool { return w.listen[m] },
	}
}

// emit applies events as the session will: encoded, read back, one after the other.
func (w *world) emit(by rooms.MemberID, es ...codec.Event) {
	for _, e := range es {
		if e == nil {
			w.t.Fatal("an event that is nil")
		}
		data, err := codec.Encode(e)
		if err != nil {
			w.t.Fatal(err)
		}
		read, err := groups.Events().Decode(rooms.Event{Name: e.EventName(), Data: data})
		if err != nil {
			w.t.Fatal(err)
		}
		w.log = append(w.log, entry{w.at, by, read})
		w.s.Apply(w.at, rooms.Seq(len(w.log)), by, read)
	}
}

// do decides, checks GR-25, and lets what was decided happen.
func (w *world) do(by rooms.MemberID, decide func() ([]codec.Event, *rooms.Refusal)) *rooms.Refusal {
	before := w.image()
	es, no := decide()
	if w.image() != before {
		w.t.Fatal("GR-25: a decision changed something by itself")
	}
	if no != nil {
		if len(es) != 0 {
			w.t.Fatal("GR-25: a refusal with events")
		}
		return no
	}
	w.emit(by, es...)
	return nil
}

func (w *world) one(by rooms.MemberID, decide func() (codec.Event, *rooms.Refusal)) *rooms.Refusal {
	return w.do(by, func() ([]codec.Event, *rooms.Refusal) {
		e, no := decide()
		if e == nil {
			return nil, no
		}
		return []codec.Event{e}, no
	})
}

func (w *world) image() string {
	b, err := json.Marshal(w.s)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

func (w *world) propose(a groups.ProposeArgs) *rooms.Refusal {
	return w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Propose("ana", a, "phase", w.room()) })
}

func (w *world) open(a groups.OpenArgs) *rooms.Refusal {
	return w.one("ana", func() (codec.Event, *rooms.Refusal) {
		if a.Set == "" {
			a.Set = w.s.Set.ID
		}
		return w.s.Open(a, w.at)
	})
}

func (w *world) join(m rooms.MemberID, g rooms.GroupID) *rooms.Refusal {
	return w.do(m, func() ([]codec.Event, *rooms.Refusal) { return w.s.Join(m, groups.JoinArgs{Group: g}, w.room()) })
}

func (w *world) turn(seed uint64) *rooms.Refusal {
	return w.one("ana", func() (codec.Event, *rooms.Refusal) {
		return w.s.Turn(groups.TurnArgs{Round: w.s.Set.Round, Seed: seed}, w.room())
	})
}

func (w *world) tick() { w.emit("", some(w.s.Tick(w.at))...) }

func some(e codec.Event) []codec.Event {
	if e == nil {
		return nil
	}
	return []codec.Event{e}
}

func (w *world) must(no *rooms.Refusal) {
	w.t.Helper()
	if no != nil {
		w.t.Fatalf("refused: %s %v", no.Code, no.Data)
	}
}

func (w *world) refused(no *rooms.Refusal, code string) {
	w.t.Helper()
	if no == nil || no.Code != code {
		w.t.Fatalf("want %s, got %v", code, no)
	}
}

// people of the groups of the present set, each sorted.
func (w *world) people() [][]rooms.MemberID {
	var gs [][]rooms.MemberID
	for _, g := range w.s.Set.Groups {
		ms := slices.Clone(g.Members)
		slices.Sort(ms)
		gs = append(gs, ms)
	}
	return gs
}
