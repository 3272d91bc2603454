package cast_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/cast"
	"palabre/rooms/codec"
)

var parts = []cast.Part{
	{ID: "narrator", Title: "Narratrice"}, {ID: "guardian", Title: "Gardienne"}, {ID: "host", Title: "Hôte", Group: true, Stays: true},
	{ID: "client", Title: "Cliente", Group: true, Loop: "turn"},
}

// world is a room of twelve in which everything that concerns parts may happen.
type world struct {
	state   cast.State
	log     []rooms.Event
	inside  []rooms.MemberID
	away    map[rooms.MemberID]bool
	listens map[rooms.MemberID]bool
	leads   map[rooms.MemberID]bool
	groups  []cast.Group
	sets    int
}

func newWorld() *world {
	w := &world{state: cast.New(parts), away: map[rooms.MemberID]bool{}, listens: map[rooms.MemberID]bool{}, leads: map[rooms.MemberID]bool{"m00": true}}
	for i := range 12 {
		w.inside = append(w.inside, name(i))
	}
	return w
}

func name(i int) rooms.MemberID { return rooms.MemberID(fmt.Sprintf("m%02d", i)) }

func (w *world) room() cast.Room {
	return cast.Room{
		Circle: w.inside, Groups: w.groups,
		Here:        func(m rooms.MemberID) bool { return slices.Contains(w.inside, m) && !w.away[m] },
		Facilitates: func(m rooms.MemberID) bool { return w.leads[m] },
		Listens:     func(m rooms.MemberID) bool { return w.listens[m] },
	}
}

type failer interface {
	Helper()
	Fatalf(format string, args ...any)
	Fatal(args ...any)
}

// happen records events as the log does: written and read again.
func (w *world) happen(t failer, es ...codec.Event) {
	t.Helper()
	for _, e := range es {
		if e == nil {
			continue
		}
		data, err := codec.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		ev := rooms.Event{Seq: rooms.Seq(len(w.log) + 1), Name: e.EventName(), Data: data}
		w.log = append(w.log, ev)
		read, err := cast.Events().Decode(ev)
		if err != nil {
			t.Fatal(err)
		}
		w.state.Apply(read)
	}
}

// settled is what the session asks for after people moved.
func (w *world) settled(t failer) { w.happen(t, w.state.Settle(w.room())...) }

// seat makes new groups of a size, in the order of arrival.
func (w *world) seat(t failer, size int) {
	w.sets++
	w.groups = nil
	for i := 0; i < len(w.inside); i += size {
		w.groups = append(w.groups, cast.Group{ID: rooms.GroupID(fmt.Sprintf("s%d:%d", w.sets, len(w.groups)+1)), Members: slices.Clone(w.inside[i:min(i+size, len(w.inside))])})
	}
	w.settled(t)
}

// leave takes someone out of the room, and of her group.
func (w *world) leave(t failer, m rooms.MemberID) {
	w.inside = slices.DeleteFunc(slices.Clone(w.inside), func(o rooms.MemberID) bool { return o == m })
	for i, g := range w.groups {
		w.groups[i].Members = slices.DeleteFunc(slices.Clone(g.Members), func(o rooms.MemberID) bool { return o == m })
	}
	w.settled(t)
}

func (w *world) snapshot(t failer) string {
	t.Helper()
	b, err := json.Marshal(w.state)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// [CA-1] [CA-2] [CA-7] [CA-8] [CA-13] [CA-14] whatever happens: one player a part and circle, who is there and may; one part of a kind a
// person; a refusal changes nothing; the log tells all; snapshots read back.
func TestWhateverHappens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			w.step(t)
			w.check(t)
		}
		again := cast.New(parts)
		for _, ev := range w.log {
			e, err := cast.Events().Decode(ev)
			if err != nil {
				t.Fatal(err)
			}
			again.Apply(e)
		}
		var back cast.State
		if err := json.Unmarshal([]byte(w.snapshot(t)), &back); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(again, w.state) || w.snapshot(t) != (&world{state: back}).snapshot(t) {
			t.Fatal("the log or the snapshot tells another state")
		}
	})
}

func (w *world) step(t *rapid.T) {
	m := name(rapid.IntRange(0, 12).Draw(t, "who"))
	part := rapid.SampledFrom([]cast.PartID{"narrator", "guardian", "host", "client", cast.Facilitator, "nobody"}).Draw(t, "part")
	group := rooms.GroupID("")
	if len(w.groups) > 0 && rapid.Bool().Draw(t, "named") {
		group = w.groups[rapid.IntRange(0, len(w.groups)-1).Draw(t, "group")].ID
	}
	before := w.snapshot(t)
	var es []codec.Event
	var no *rooms.Refusal
	one := func(e codec.Event, refused *rooms.Refusal) {
		no = refused
		if e != nil {
			es = []codec.Event{e}
		}
	}
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0:
		es, no = w.state.Give(cast.GiveArgs{Part: part, Group: group, Member: m}, w.room())
	case 1:
		es, no = w.state.Volunteer(m, cast.PartArgs{Part: part}, w.room(), rapid.Bool().Draw(t, "led"))
	case 2:
		one(w.state.Leave(m, cast.PartArgs{Part: part}))
	case 3:
		es, no = w.state.Hand(m, cast.GiveArgs{Part: part, Member: name(rapid.IntRange(0, 12).Draw(t, "to"))}, w.room())
	case 4:
		one(w.state.Take(cast.TakeArgs{Part: part, Group: group}))
	case 5:
		w.away[m] = !w.away[m]
	case 6:
		w.listens[m] = !w.listens[m]
		w.settled(t)
	case 7:
		if slices.Contains(w.inside, m) {
			w.leave(t, m)
		} else {
			w.inside = append(slices.Clone(w.inside), m)
		}
	case 8:
		w.seat(t, rapid.IntRange(2, 5).Draw(t, "size"))
	case 9:
		w.groups = nil
		w.settled(t)
	case 10:
		w.happen(t, w.state.Turn("turn", rapid.IntRange(1, 4).Draw(t, "pass"), w.room()))
	default:
		w.happen(t, w.state.Over("")...)
	}
	if w.snapshot(t) != before && no != nil {
		t.Fatalf("deciding changed the state")
	}
	if no != nil && len(es) > 0 {
		t.Fatalf("refused with events")
	}
	w.happen(t, es...)
}

func (w *world) check(t *rapid.T) {
	r := w.room()
	players := map[string]bool{}
	for _, h := range w.state.Held {
		where := fmt.Sprint(h.Part, h.Group)
		if players[where] {
			t.Fatalf("two play %s", where)
		}
		players[where] = true
		if !slices.Contains(r.Circle, h.Member) || w.listens[h.Member] {
			t.Fatalf("%s plays %s and is not there", h.Member, h.Part)
		}
		if p, _ := w.state.Part(h.Part); p.Group && len(w.groups) > 0 && r.Where(h.Member) != h.Group {
			t.Fatalf("%s plays %s of %s and sits in %q", h.Member, h.Part, h.Group, r.Where(h.Member))
		}
	}
	for _, m := range append(slices.Clone(w.inside), "elsewhere") {
		for _, seen := range w.state.View(m, r) {
			if seen.Group != "" && len(w.groups) > 0 && seen.Group != r.Where(m) && !w.leads[m] {
				t.Fatalf("%s sees who plays %s in %s", m, seen.Part, seen.Group)
			}
		}
		if circle := r.Where(m); circle != "" && w.state.Plays(m, "client", circle) != slices.Contains(w.state.Players("client"), m) {
			t.Fatalf("%s is the client elsewhere than in %q", m, circle)
		}
	}
}

// [CA-9] [CA-10] [CA-12] Troïka: whatever the sizes, who is away when and who leaves the part, nobody is the client twice; and after
// as many passes as were missed, everyone who is here and did not decline has been, once.
func TestEveryoneIsTheClientOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		w.inside = w.inside[:rapid.IntRange(2, 12).Draw(t, "people")]
		w.seat(t, rapid.IntRange(2, 4).Draw(t, "size"))
		been, declined := map[rooms.MemberID]int{}, map[rooms.MemberID]bool{}
		largest, late := 0, rapid.IntRange(0, 3).Draw(t, "late")
		for _, g := range w.groups {
			largest = max(largest, len(g.Members))
		}
		for pass := 1; pass <= 2*largest+late; pass++ {
			w.away = map[rooms.MemberID]bool{}
			if pass <= late {
				w.away[name(rapid.IntRange(0, 11).Draw(t, "away"))] = true
			}
			w.happen(t, w.state.Turn("turn", pass, w.room()))
			if again := w.state.Turn("turn", pass, w.room()); again != nil {
				t.Fatal("a pass begins twice")
			}
			if pass <= late && rapid.Bool().Draw(t, "declines") {
				m := w.inside[rapid.IntRange(0, len(w.inside)-1).Draw(t, "decliner")]
				if e, no := w.state.Leave(m, cast.PartArgs{Part: "client"}); no == nil {
					w.happen(t, e)
					declined[m] = true
				}
			}
			for _, g := range w.groups {
				if m, ok := w.state.Player("client", g.ID); ok {
					if !slices.Contains(g.Members, m) || w.away[m] {
						t.Fatalf("%s is not of %s, or not here", m, g.ID)
					}
					been[m]++
				}
			}
		}
		for _, m := range w.inside {
			want := 1
			if declined[m] {
				want = 0
			}
			if been[m] != want {
				t.Fatalf("%s was the client %d times, declined %v", m, been[m], declined[m])
			}
		}
	})
}

// [CA-11] told: they go back a phase into the pass before, and forth again; the same people are clients. When the loop is
// over nobody is.
func TestAPassThatComesAgain(t *testing.T) {
	w := newWorld()
	w.seat(t, 3)
	clients := func() string { return fmt.Sprint(w.state.Players("client")) }
	var was [4]string
	for pass := 1; pass <= 3; pass++ {
		w.happen(t, w.state.Turn("turn", pass, w.room()))
		was[pass] = clients()
	}
	if was[1] != "[m00 m03 m06 m09]" || was[3] != "[m02 m05 m08 m11]" {
		t.Fatal(was)
	}
	w.happen(t, w.state.Over("")...)
	if clients() != "[]" {
		t.Errorf("after the loop: %s", clients())
	}
	for _, pass := range []int{3, 2, 1, 2} {
		w.happen(t, w.state.Turn("turn", pass, w.room()))
		if clients() != was[pass] {
			t.Errorf("pass %d: %s, was %s", pass, clients(), was[pass])
		}
	}
	w.happen(t, w.state.Turn("turn", 4, w.room()))
	if clients() != "[]" { // everyone has been [CA-10]
		t.Errorf("fourth pass: %s", clients())
	}
}

// [CA-9] two parts that go round in one loop follow each other, and nobody has both at once.
func TestTwoPartsGoRound(t *testing.T) {
	w := newWorld()
	w.state = cast.New([]cast.Part{{ID: "client", Group: true, Loop: "turn"}, {ID: "scribe", Group: true, Loop: "turn"}})
	w.inside = w.inside[:3]
	w.seat(t, 3)
	for pass, want := range []string{"[m00] [m01]", "[m01] [m02]", "[m02] [m00]"} {
		w.happen(t, w.state.Turn("turn", pass+1, w.room()))
		if got := fmt.Sprint(w.state.Players("client"), " ", w.state.Players("scribe")); got != want {
			t.Errorf("pass %d: %s, want %s", pass+1, got, want)
		}
	}
}

// [CA-12] told: those who facilitate take the part back in the first pass; whose it was has a later one.
func TestAPartTakenBackIsNotAPass(t *testing.T) {
	w := newWorld()
	w.inside = w.inside[:3]
	w.seat(t, 3)
	w.happen(t, w.state.Turn("turn", 1, w.room()))
	e, no := w.state.Take(cast.TakeArgs{Part: "client", Group: w.groups[0].ID})
	if no != nil {
		t.Fatal(no)
	}
	w.happen(t, e)
	var got []string
	for pass := 2; pass <= 5; pass++ {
		w.happen(t, w.state.Turn("turn", pass, w.room()))
		got = append(got, fmt.Sprint(w.state.Players("client")))
	}
	if fmt.Sprint(got) != "[[m00] [m01] [m02] []]" {
		t.Errorf("%v", got)
	}
}

// [CA-12] told: the client of the first pass is replaced; she has a later pass. Who leaves it of her own has none.
func TestWhoWasReplacedHasALaterPass(t *testing.T) {
	w := newWorld()
	w.inside = w.inside[:3]
	w.seat(t, 3)
	w.happen(t, w.state.Turn("turn", 1, w.room()))
	es, no := w.state.Give(cast.GiveArgs{Part: "client", Member: "m01"}, w.room())
	if no != nil {
		t.Fatal(no)
	}
	w.happen(t, es...)
	var got []string
	for pass := 2; pass <= 4; pass++ {
		w.happen(t, w.state.Turn("turn", pass, w.room()))
		got = append(got, fmt.Sprint(w.state.Players("client")))
		if pass == 3 {
			e, no := w.state.Leave("m02", cast.PartArgs{Part: "client"})
			if no != nil {
				t.Fatal(no)
			}
			w.happen(t, e)
		}
	}
	if fmt.Sprint(got) != "[[m00] [m02] []]" {
		t.Errorf("%v", got)
	}
}

// [CA-3] [CA-4] [CA-5] [CA-6] told: a narrator volunteers, loses her connection, comes back, hands over; the one who has it leaves the
// room, and nobody plays the part.
func TestANarrator(t *testing.T) {
	w := newWorld()
	plays := func(part cast.PartID) string { return fmt.Sprint(w.state.In(part, "")) }
	volunteers := func(m rooms.MemberID, part cast.PartID, led bool) string {
		es, no := w.state.Volunteer(m, cast.PartArgs{Part: part}, w.room(), led)
		if no != nil {
			return no.Code
		}
		w.happen(t, es...)
		return ""
	}
	if plays("narrator") != "[]" || volunteers("m04", "narrator", true) != "" || volunteers("m05", "narrator", true) != cast.CodeTaken {
		t.Errorf("narrator: %s", plays("narrator"))
	}
	w.away["m04"] = true
	w.settled(t)
	if plays("narrator") != "[m04]" {
		t.Errorf("the part does not wait: %s", plays("narrator"))
	}
	es, no := w.state.Hand("m04", cast.GiveArgs{Part: "narrator", Member: "m07"}, w.room())
	if no != nil {
		t.Fatal(no)
	}
	w.happen(t, es...)
	if plays("narrator") != "[m07]" {
		t.Errorf("not handed over: %s", plays("narrator"))
	}
	w.leave(t, "m07")
	if plays("narrator") != "[]" {
		t.Errorf("who left plays: %s", plays("narrator"))
	}
	if got := volunteers("m05", cast.Facilitator, true); got != cast.CodeLed {
		t.Errorf("%q", got)
	}
	if got := volunteers("m05", cast.Facilitator, false); got != "" || plays(cast.Facilitator) != "[m05]" {
		t.Errorf("%q, %s leads", got, plays(cast.Facilitator))
	}
}

// [CA-8] told: world café. Hosts keep their tables when the others move, and speak in plenary when groups have closed.
func TestHostsSpeakAfterTheTables(t *testing.T) {
	w := newWorld()
	w.seat(t, 4)
	for i, g := range w.groups {
		es, no := w.state.Give(cast.GiveArgs{Part: "host", Member: g.Members[i]}, w.room())
		if no != nil {
			t.Fatal(no)
		}
		w.happen(t, es...)
	}
	w.groups[0].Members, w.groups[1].Members = append([]rooms.MemberID{"m00"}, w.groups[1].Members[2:]...), append([]rooms.MemberID{"m05", "m04"}, w.groups[0].Members[1:]...)
	w.settled(t)
	w.groups = nil
	w.settled(t)
	if got := fmt.Sprint(w.state.In("host", "")); got != "[m00 m05 m10]" {
		t.Errorf("hosts: %s", got)
	}
	w.seat(t, 4) // other groups, with no host yet
	if got := w.state.Players("host"); len(got) != 0 {
		t.Errorf("%v", got)
	}
}
