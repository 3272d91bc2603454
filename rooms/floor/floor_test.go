package floor_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/floor"
	"palabre/rooms/hands"
)

type entry struct {
	at rooms.Millis
	e  codec.Event
}

// world is a session around the floors: who is in which circle, with the log.
type world struct {
	t     testing.TB
	s     floor.State
	at    rooms.Millis
	in    map[rooms.MemberID]rooms.GroupID
	here  map[rooms.MemberID]bool
	leads map[rooms.MemberID]bool
	parts map[floor.Part][]rooms.MemberID
	up    []rooms.MemberID // raised hands, by arrival
	log   []entry
}

func everybody() []rooms.MemberID {
	return []rooms.MemberID{"ana", "bea", "cleo", "dina", "elie", "fay", "gus"}
}

func newWorld(t testing.TB) *world {
	w := &world{
		t: t, s: floor.New(), at: 1000, in: map[rooms.MemberID]rooms.GroupID{}, here: map[rooms.MemberID]bool{},
		leads: map[rooms.MemberID]bool{"ana": true}, parts: map[floor.Part][]rooms.MemberID{},
	}
	for _, m := range everybody() {
		w.in[m], w.here[m] = "", true
	}
	return w
}

func (w *world) room(g rooms.GroupID) floor.Room {
	r := floor.Room{
		At:          w.at,
		Here:        func(m rooms.MemberID) bool { return w.here[m] },
		Facilitates: func(m rooms.MemberID) bool { return w.leads[m] },
		Plays:       func(p floor.Part) []rooms.MemberID { return w.parts[p] },
	}
	for _, m := range everybody() {
		at, inside := w.in[m]
		if inside && at == g {
			r.People = append(r.People, m)
		}
		r.Led = r.Led || inside && w.leads[m] && w.here[m]
	}
	for _, m := range w.up {
		if slices.Contains(r.People, m) {
			r.Line = append(r.Line, hands.Place{Member: m, Why: hands.Arrived})
		}
	}
	return r
}

func (w *world) emit(es ...codec.Event) {
	for _, e := range es {
		data, err := codec.Encode(e)
		if err != nil {
			w.t.Fatal(err)
		}
		read, err := floor.Events().Decode(rooms.Event{Name: e.EventName(), Data: data})
		if err != nil {
			w.t.Fatal(err)
		}
		w.log = append(w.log, entry{w.at, read})
		w.s.Apply(w.at, read)
		if given, ok := read.(floor.Given); ok {
			w.up = slices.DeleteFunc(w.up, func(m rooms.MemberID) bool { return m == given.Member })
		}
	}
}

func (w *world) do(decide func() ([]codec.Event, *rooms.Refusal)) *rooms.Refusal {
	before := w.image()
	es, no := decide()
	if w.image() != before || no != nil && len(es) > 0 {
		w.t.Fatal("FL-18: a decision changed something by itself")
	}
	w.emit(es...)
	return no
}

func (w *world) one(decide func() (codec.Event, *rooms.Refusal)) *rooms.Refusal {
	return w.do(func() ([]codec.Event, *rooms.Refusal) {
		e, no := decide()
		return some(e), no
	})
}

func some(e codec.Event) []codec.Event {
	if e == nil {
		return nil
	}
	return []codec.Event{e}
}

func (w *world) image() string {
	b, err := json.Marshal(w.s)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

// move takes somebody to another circle; to "-", out of the session.
func (w *world) move(m rooms.MemberID, to rooms.GroupID) {
	from, inside := w.in[m]
	if to == "-" {
		delete(w.in, m)
	} else {
		w.in[m] = to
	}
	if inside && from != to {
		w.emit(w.s.Gone(from, m)...)
	}
}

func (w *world) settle() {
	for _, g := range circles() {
		w.emit(some(w.s.Settle(g, w.room(g)))...)
	}
}

func circles() []rooms.GroupID { return []rooms.GroupID{"", "s-1"} }

// oracle reads the log of one circle and says who is heard: slow, and from the rules' words.
func (w *world) oracle(g rooms.GroupID) (everyone bool, heard []rooms.MemberID) {
	rule, inner := floor.Rule{Kind: floor.Open}, []rooms.MemberID{}
	var holder rooms.MemberID
	for _, en := range w.log {
		next := rule
		switch e := en.e.(type) {
		case floor.Ruled:
			next = floor.Rule{Kind: floor.Open}
			if e.Apart == (g != "") {
				next = e.Rule
			}
		case floor.Changed:
			if e.Circle == g {
				next = e.Rule
			}
		case floor.Given:
			if e.Circle == g {
				holder = e.Member
			}
		case floor.Ended:
			if e.Circle == g {
				holder = ""
			}
		case floor.Entered:
			if e.Circle == g {
				inner = append(inner, e.Member)
			}
		case floor.Left:
			if e.Circle == g {
				inner = slices.DeleteFunc(inner, func(m rooms.MemberID) bool { return m == e.Member })
			}
		case floor.Closed:
			if e.Circle == g {
				inner, holder = nil, ""
				next = w.lastRule(en, g)
			}
		}
		if next.Kind != floor.Inside {
			inner = nil
		}
		rule = next
	}
	return w.hears(g, rule, holder, inner)
}

// lastRule is the phase's rule for a circle that begins anew.
func (w *world) lastRule(at entry, g rooms.GroupID) floor.Rule {
	rule := floor.Rule{Kind: floor.Open}
	for _, en := range w.log {
		if e, ok := en.e.(floor.Ruled); ok {
			rule = floor.Rule{Kind: floor.Open}
			if e.Apart == (g != "") {
				rule = e.Rule
			}
		}
		if reflect.DeepEqual(en, at) {
			return rule
		}
	}
	return rule
}

func (w *world) hears(g rooms.GroupID, rule floor.Rule, holder rooms.MemberID, inner []rooms.MemberID) (bool, []rooms.MemberID) {
	var players, leads, all []rooms.MemberID
	turned := false
	for _, m := range everybody() {
		if at, inside := w.in[m]; !inside || at != g {
			continue
		}
		all = append(all, m)
		plays := func(p floor.Part) bool {
			return p == floor.Facilitators && w.leads[m] || slices.Contains(w.parts[p], m)
		}
		if w.leads[m] {
			leads = append(leads, m)
		}
		if plays(rule.Role) && w.here[m] {
			players = append(players, m)
		}
		turned = turned || rule.Not != "" && plays(rule.Not)
	}
	everyone, heard := false, []rooms.MemberID{}
	switch rule.Kind {
	case floor.Open, floor.Stick:
		everyone = true
	case floor.OneRole:
		heard = players
		if len(players) == 0 {
			heard = leads
		}
		everyone = len(heard) == 0
	case floor.Hands:
		heard = slices.Clone(leads)
		if holder != "" && !slices.Contains(heard, holder) {
			heard = append(heard, holder)
		}
	case floor.Inside:
		heard = slices.Clone(inner)
	case floor.Silence:
	}
	if everyone && !turned {
		return true, nil
	}
	if everyone {
		heard = all
	}
	heard = slices.DeleteFunc(slices.Clone(heard), func(m rooms.MemberID) bool {
		return rule.Not != "" && (slices.Contains(w.parts[rule.Not], m) || rule.Not == floor.Facilitators && w.leads[m])
	})
	slices.Sort(heard)
	return false, heard
}

func drawRule(rt *rapid.T) floor.Rule {
	u := floor.Rule{Kind: rapid.SampledFrom([]floor.Kind{floor.Open, floor.Hands, floor.Hands, floor.OneRole, floor.Silence, floor.Stick, floor.Inside, floor.Inside}).Draw(rt, "kind")}
	switch u.Kind {
	case floor.OneRole:
		u.Role = rapid.SampledFrom([]floor.Part{"client", floor.Facilitators}).Draw(rt, "role")
	case floor.Inside:
		u.Seats, u.Free = rapid.IntRange(1, 3).Draw(rt, "seats"), rapid.IntRange(0, 1).Draw(rt, "free")
	default:
	}
	if rapid.IntRange(0, 2).Draw(rt, "not?") == 0 {
		u.Not = rapid.SampledFrom([]floor.Part{"client", "narrator"}).Draw(rt, "not")
	}
	return u
}

// gesture is one random thing; it may be refused.
func (w *world) gesture(rt *rapid.T) {
	m := rapid.SampledFrom(everybody()).Draw(rt, "m")
	g, inside := w.in[m]
	r := w.room(g)
	type es = []codec.Event
	type no = *rooms.Refusal
	last := w.s.Circles[g]
	switch k := rapid.IntRange(0, 15).Draw(rt, "what"); {
	case k == 0:
		w.emit(w.s.Begin(drawRule(rt), rapid.Bool().Draw(rt, "apart"))...)
	case k == 1:
		w.move(m, rapid.SampledFrom([]rooms.GroupID{"", "s-1", "-"}).Draw(rt, "to"))
	case k == 2:
		if w.here[m] = inside && !w.here[m]; inside && !w.here[m] {
			w.emit(some(w.s.Dropped(g, m, w.at-rooms.Millis(rapid.IntRange(0, 12_000).Draw(rt, "ago"))))...)
		}
	case k == 3:
		w.leads[m] = !w.leads[m]
	case k == 4:
		p := rapid.SampledFrom([]floor.Part{"client", "narrator"}).Draw(rt, "part")
		w.parts[p] = []rooms.MemberID{m}
	case k == 5:
		w.emit(w.s.Close("s-1")...)
	case k <= 7:
		if inside && !slices.Contains(w.up, m) {
			w.up = append(w.up, m)
		}
	case k == 8 && inside:
		w.do(func() (es, no) { return w.s.Change(g, floor.RuleArgs{Rule: drawRule(rt)}) })
	case k <= 10 && inside:
		a := floor.GiveArgs{}
		if last != nil && rapid.IntRange(0, 5).Draw(rt, "blind") > 0 {
			a.From = last.Grant
		}
		if rapid.IntRange(0, 3).Draw(rt, "named") == 0 {
			a.Member = rapid.SampledFrom(everybody()).Draw(rt, "to")
		}
		w.do(func() (es, no) { return w.s.Give(g, a, r) })
	case k == 11 && inside:
		a := floor.EndArgs{Grant: w.s.Grant}
		w.one(func() (codec.Event, no) { return w.s.End(g, m, w.leads[m], a) })
	case k <= 13 && inside:
		w.do(func() (es, no) { return w.s.Enter(g, m, r) })
	case inside:
		x := rapid.SampledFrom(everybody()).Draw(rt, "x")
		w.one(func() (codec.Event, no) { return w.s.Leave(g, m, x) })
	}
}

// TestHistories FL-1 to FL-9, FL-12 to FL-16, FL-18: over random histories of two circles, who is
// heard is what the log and the rules' words say.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		w := newWorld(t)
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			w.at += rooms.Millis(rapid.IntRange(0, 9000).Draw(rt, "pause"))
			w.gesture(rt)
			w.settle()
			w.check(rt)
		}
		again := floor.New()
		for _, en := range w.log {
			again.Apply(en.at, en.e)
		}
		b, err := json.Marshal(again)
		if err != nil || string(b) != w.image() {
			rt.Fatalf("the log tells another story: %v\n%s\n%s", err, b, w.image())
		}
	})
}

func (w *world) check(rt *rapid.T) {
	grants := uint64(0)
	for _, en := range w.log {
		if e, ok := en.e.(floor.Given); ok {
			if e.Grant <= grants {
				rt.Fatalf("FL-9: grant %d after %d", e.Grant, grants)
			}
			grants = e.Grant
		}
	}
	for _, g := range circles() {
		r := w.room(g)
		h := w.s.Heard(g, r)
		everyone, heard := w.oracle(g)
		if (h.Mode == rooms.HearEveryone) != everyone || !slices.Equal(h.Members, heard) {
			rt.Fatalf("circle %q, rule %+v: heard %+v, should be %t %v", g, w.s.In(g), h, everyone, heard)
		}
		u, v := w.s.In(g), w.s.View(g, r)
		if held := w.s.Holder(g); held != nil {
			if u.Kind != floor.Hands || !slices.Contains(r.People, held.Member) || !r.Here(held.Member) {
				rt.Fatalf("FL-13: %q has the floor; %+v", held.Member, u)
			}
		} else if u.Kind == floor.Hands && !r.Led && slices.ContainsFunc(r.Line, func(p hands.Place) bool { return r.Here(p.Member) }) {
			rt.Fatal("FL-12: nobody leads, somebody asks, nobody has the floor")
		}
		if c := w.s.Circles[g]; c != nil && u.Kind != floor.Inside && len(c.Inside) > 0 {
			rt.Fatalf("FL-16: %v are inside of nothing", c.Inside)
		}
		invited := w.s.Invited(g)
		if v.Full != (u.Kind == floor.Inside && u.Free > 0 && len(v.Inside) >= u.Places()) || invited != "" && (!v.Full || v.Inside[0] != invited) {
			rt.Fatalf("FL-15: %+v, invited %q", v, invited)
		}
	}
}

// TestFishbowl FL-14, FL-15, FL-16: four seats and a free one.
func TestFishbowl(t *testing.T) {
	w := newWorld(t)
	w.emit(w.s.Begin(floor.Rule{Kind: floor.Inside, Seats: 4}, false)...)
	enter := func(m rooms.MemberID) *rooms.Refusal {
		return w.do(func() ([]codec.Event, *rooms.Refusal) { return w.s.Enter("", m, w.room("")) })
	}
	for _, m := range []rooms.MemberID{"bea", "cleo", "dina", "elie"} {
		if no := enter(m); no != nil {
			t.Fatal(no.Code)
		}
	}
	if no := enter("fay"); no == nil || no.Code != floor.CodeFull || no.Data["max"] != 4 || w.s.Invited("") != "" {
		t.Fatalf("a circle without a free seat: %v, %q invited", no, w.s.Invited(""))
	}
	w.emit(w.s.Begin(floor.Rule{Kind: floor.Inside, Seats: 4, Free: 1}, false)...) // who is inside stays
	if no := enter("fay"); no != nil {
		t.Fatal(no.Code)
	}
	if !w.s.Full("") || w.s.Invited("") != "bea" || enter("gus") == nil {
		t.Fatal("the free seat is taken, and nobody is asked to go out")
	}
	if h := w.s.Heard("", w.room("")); !slices.Equal(h.Members, []rooms.MemberID{"bea", "cleo", "dina", "elie", "fay"}) {
		t.Fatalf("%v", h)
	}
	w.one(func() (codec.Event, *rooms.Refusal) { return w.s.Leave("", "dina", "dina") }) // not who was invited: as well
	if w.s.Full("") || w.s.Invited("") != "" {
		t.Fatal("a seat is free and somebody is invited to go out")
	}
	if no := enter("gus"); no != nil || w.s.Invited("") != "bea" {
		t.Fatal("the seat that is free is not taken")
	}
	w.here["elie"] = false
	if no := enter("dina"); no != nil || !slices.Equal(w.s.View("", w.room("")).Inside, []rooms.MemberID{"bea", "cleo", "fay", "gus", "dina"}) {
		t.Fatalf("a seat without anyone is kept from who comes: %v", w.s.View("", w.room("")).Inside)
	}
	w.emit(w.s.Begin(floor.Rule{Kind: floor.Open}, false)...)
	if w.s.Full("") || enter("ana").Code != floor.CodeNoInner {
		t.Fatal("a fishbowl in an open phase")
	}
}

// TestHands FL-6, FL-10, FL-11: two gestures at once have one effect; she who speaks ends it, others only when they run.
func TestHands(t *testing.T) {
	w := newWorld(t)
	w.emit(w.s.Begin(floor.Rule{Kind: floor.Hands}, false)...)
	give := func(a floor.GiveArgs) string {
		return code(w.do(func() ([]codec.Event, *rooms.Refusal) { return w.s.Give("", a, w.room("")) }))
	}
	end := func(by rooms.MemberID, grant uint64) string {
		return code(w.one(func() (codec.Event, *rooms.Refusal) {
			return w.s.End("", by, by == "ana", floor.EndArgs{Grant: grant})
		}))
	}
	if c := give(floor.GiveArgs{}); c != floor.CodeNobody {
		t.Fatal(c)
	}
	w.up = []rooms.MemberID{"cleo", "bea"}
	if c := give(floor.GiveArgs{}); c != "" || w.s.Holder("").Member != "cleo" {
		t.Fatal(c)
	}
	if c := give(floor.GiveArgs{}); c != floor.CodeMoved {
		t.Fatal("two gestures at once gave the floor twice")
	}
	if h := w.s.Heard("", w.room("")); !slices.Equal(h.Members, []rooms.MemberID{"ana", "cleo"}) {
		t.Fatalf("%v", h)
	}
	if c := end("bea", 1); c != rooms.CodeNotAllowed {
		t.Fatal(c)
	}
	if c := end("cleo", 1) + end("cleo", 1); c != floor.CodeOver {
		t.Fatal(c)
	}
	if c := give(floor.GiveArgs{Member: "zoe", From: 1}); c != floor.CodeNotThere {
		t.Fatal(c)
	}
	if c := give(floor.GiveArgs{Member: "fay", From: 1}) + give(floor.GiveArgs{From: 2}); c != "" || w.s.Holder("").Member != "bea" {
		t.Fatal(c)
	}
	w.at += 30_000
	w.s.Shift(10_000)
	if w.s.Holder("").Since != w.at-20_000 {
		t.Fatal("FL-17: the floor's clock ran without a host")
	}
	w.here["bea"] = false
	w.emit(w.s.Dropped("", "bea", w.at-12_000))
	want := floor.Ended{Member: "bea", Grant: 3, Why: floor.WhyDropped, Since: w.at - 12_000}
	if got := w.log[len(w.log)-1].e; got != codec.Event(want) {
		t.Fatalf("%+v", got)
	}
}

// TestNobodyLeads FL-12: while somebody leads, nobody has the floor by herself; without, the next who is connected.
func TestNobodyLeads(t *testing.T) {
	w := newWorld(t)
	w.emit(w.s.Begin(floor.Rule{Kind: floor.Hands}, false)...)
	w.up, w.here["cleo"] = []rooms.MemberID{"cleo", "bea", "dina"}, false
	if w.settle(); w.s.Holder("") != nil {
		t.Fatal("the floor is given while somebody leads")
	}
	w.here["ana"] = false
	if w.settle(); w.s.Holder("").Member != "bea" || w.log[len(w.log)-1].e != codec.Event(floor.Given{Member: "bea", Grant: 1, Why: hands.Arrived}) {
		t.Fatal("nobody leads, and the next has not the floor")
	}
	w.one(func() (codec.Event, *rooms.Refusal) { return w.s.End("", "bea", false, floor.EndArgs{Grant: 1}) })
	if w.settle(); w.s.Holder("").Member != "dina" {
		t.Fatal("the next does not follow")
	}
	w.move("dina", "-")
	if e := w.log[len(w.log)-1].e; e != codec.Event(floor.Ended{Member: "dina", Grant: 2, Why: floor.WhyLeft}) {
		t.Fatalf("%+v", e)
	}
}

func code(no *rooms.Refusal) string {
	if no == nil {
		return ""
	}
	return no.Code
}

// TestBackTurned FL-8: in the Troïka the client turns her back; in a group without a client everyone speaks.
func TestBackTurned(t *testing.T) {
	w := newWorld(t)
	w.parts["client"] = []rooms.MemberID{"bea", "elie"}
	for _, m := range []rooms.MemberID{"bea", "cleo", "dina"} {
		w.move(m, "s-1")
	}
	w.move("fay", "s-2")
	w.emit(w.s.Begin(floor.Rule{Kind: floor.Open, Not: "client"}, true)...)
	if h := w.s.Heard("s-1", w.room("s-1")); !slices.Equal(h.Members, []rooms.MemberID{"cleo", "dina"}) {
		t.Errorf("%v", h)
	}
	if h := w.s.Heard("s-2", w.room("s-2")); h.Mode != rooms.HearEveryone {
		t.Errorf("%v", h)
	}
	if h := w.s.Heard("", w.room("")); h.Mode != rooms.HearEveryone {
		t.Errorf("the plenary has no rule while groups have one: %v", h)
	}
}

// TestRulesThatAreNot FL-2.
func TestRulesThatAreNot(t *testing.T) {
	w := newWorld(t)
	for _, u := range []floor.Rule{{}, {Kind: "cacophonie"}, {Kind: floor.OneRole}, {Kind: floor.Inside}, {Kind: floor.Inside, Seats: 60}, {Kind: floor.Hands, Order: "taille"}} {
		no := w.do(func() ([]codec.Event, *rooms.Refusal) { return w.s.Change("", floor.RuleArgs{Rule: u}) })
		if code(no) != floor.CodeBadRule {
			t.Errorf("%+v: %v", u, no)
		}
	}
	if no := w.do(func() ([]codec.Event, *rooms.Refusal) {
		return w.s.Change("", floor.RuleArgs{Rule: floor.Rule{Kind: floor.Silence}})
	}); no != nil || !w.s.View("", w.room("")).Changed {
		t.Error("another rule is not chosen")
	}
	if w.emit(w.s.Begin(floor.Rule{Kind: floor.Hands}, false)...); w.s.In("").Kind != floor.Hands {
		t.Error("FL-1: what was changed outlives its phase")
	}
}
