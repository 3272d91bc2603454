package team_test

import (
	"encoding/json"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/team"
)

type world struct {
	t      testing.TB
	s      team.State
	at     rooms.Millis
	circle []rooms.MemberID
	here   map[rooms.MemberID]bool
	leads  map[rooms.MemberID]bool
	away   map[rooms.MemberID]rooms.Millis
	plan   []rooms.MemberID
	log    []codec.Event
	when   []rooms.Millis
}

func newWorld(t testing.TB, order ...rooms.MemberID) *world {
	return &world{
		t: t, s: team.New(order), at: 1000, here: map[rooms.MemberID]bool{}, away: map[rooms.MemberID]rooms.Millis{}, plan: order,
		leads: map[rooms.MemberID]bool{"ana": true, "bea": true, "cleo": true},
	}
}

func (w *world) room() team.Room {
	return team.Room{
		At: w.at, Circle: w.circle, Here: func(m rooms.MemberID) bool { return w.here[m] },
		Facilitates: func(m rooms.MemberID) bool { return w.leads[m] },
	}
}

func (w *world) emit(es ...codec.Event) {
	for _, e := range es {
		if e == nil {
			continue
		}
		data, err := codec.Encode(e)
		if err != nil {
			w.t.Fatal(err)
		}
		read, err := team.Events().Decode(rooms.Event{Name: e.EventName(), Data: data})
		if err != nil {
			w.t.Fatal(err)
		}
		w.log, w.when = append(w.log, read), append(w.when, w.at)
		w.s.Apply(w.at, read)
	}
}

func (w *world) do(decide func() (codec.Event, *rooms.Refusal)) string {
	before := w.image()
	e, no := decide()
	if w.image() != before || no != nil && e != nil {
		w.t.Fatal("TE-13: a decision changed something by itself")
	}
	w.emit(e)
	if no != nil {
		return no.Code
	}
	return ""
}

func (w *world) image() string {
	b, err := json.Marshal(w.s)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

func (w *world) inside(m rooms.MemberID) bool { return slices.Contains(w.circle, m) }

func (w *world) enter(m rooms.MemberID) {
	if !w.inside(m) {
		w.circle = append(w.circle, m)
	}
	w.here[m] = true
	delete(w.away, m)
	w.emit(w.s.Returned(m, w.room()))
}

func (w *world) drop(m rooms.MemberID, ago rooms.Millis) {
	if w.inside(m) && w.here[m] {
		w.here[m], w.away[m] = false, w.at-ago
		w.emit(w.s.Dropped(m, w.at-ago))
	}
}

func (w *world) leave(m rooms.MemberID, removed bool) {
	if w.inside(m) {
		w.circle = slices.DeleteFunc(w.circle, func(x rooms.MemberID) bool { return x == m })
		w.here[m] = false
		delete(w.away, m)
		w.emit(w.s.Parted(m, removed, w.room())...)
	}
}

func (w *world) role(m rooms.MemberID, facilitates bool) {
	if w.leads[m] == facilitates {
		return
	}
	if w.leads[m] = facilitates; facilitates {
		w.emit(w.s.Settle(w.room()))
	} else {
		w.emit(w.s.Parted(m, true, w.room())...)
	}
}

func (w *world) tick() { w.emit(w.s.Tick(w.room())) }

func everybody() []rooms.MemberID { return []rooms.MemberID{"ana", "bea", "cleo", "dina", "elie"} }

// successor says who follows, from the rules' words: in the declared order those who
// facilitate and are here, then the others by arrival.
func (w *world) successor(from rooms.MemberID) rooms.MemberID {
	order := w.plan
	for _, e := range w.log {
		if e, ok := e.(team.Ordered); ok {
			order = e.Order
		}
	}
	for _, list := range [][]rooms.MemberID{order, w.circle} {
		for _, m := range list {
			if w.inside(m) && w.here[m] && w.leads[m] && m != from {
				return m
			}
		}
	}
	return ""
}

// claims reads the log: who lost the lead by absence or leaving, was not removed since, and had it before
// whoever took it again; nobody once it was handed over.
func (w *world) claims() []rooms.MemberID {
	var cs []rooms.MemberID
	for _, e := range w.log {
		switch e := e.(type) {
		case team.Forfeited:
			cs = slices.DeleteFunc(cs, func(m rooms.MemberID) bool { return m == e.Member })
		case team.Led:
			if e.Why == team.WhyHanded {
				cs = nil
			}
			if e.Claim {
				cs = append(slices.DeleteFunc(cs, func(m rooms.MemberID) bool { return m == e.From }), e.From)
			}
			for i, m := range cs {
				if m == e.Member {
					cs = cs[:i]
					break
				}
			}
		}
	}
	return cs
}

func (w *world) check(rt *rapid.T) {
	lead := w.s.Leads()
	anyone := w.successor("")
	switch {
	case lead == "" && anyone != "":
		rt.Fatalf("TE-2: %s is here and none leads", anyone)
	case lead != "" && (!w.inside(lead) || !w.leads[lead]):
		rt.Fatalf("TE-1: %s leads; inside %t, facilitates %t", lead, w.inside(lead), w.leads[lead])
	case lead != "" && !w.here[lead] && w.at >= w.away[lead]+team.GoneFor:
		rt.Fatalf("TE-4: %s is gone for %d ms and leads", lead, w.at-w.away[lead])
	}
	for p, m := range w.s.Posts {
		if !w.inside(m) || !w.leads[m] {
			rt.Fatalf("TE-9: %s is %s; inside %t, facilitates %t", m, p, w.inside(m), w.leads[m])
		}
	}
	if !slices.Equal(w.s.Claims, w.claims()) && len(w.s.Claims)+len(w.claims()) > 0 {
		rt.Fatalf("TE-7: %v may take the lead again, should be %v", w.s.Claims, w.claims())
	}
	for _, m := range w.s.Claims {
		if !w.leads[m] {
			rt.Fatalf("TE-7: %s has a claim and not the role", m)
		}
	}
}

// TestHistories TE-1 to TE-7, TE-9 to TE-11, TE-13 over random meetings.
func TestHistories(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		plan := rapid.Permutation([]rooms.MemberID{"bea", "cleo", "dina"}).Draw(rt, "plan")[:rapid.IntRange(0, 3).Draw(rt, "declared")]
		w := newWorld(t, plan...)
		for range rapid.IntRange(1, 60).Draw(rt, "steps") {
			w.pass(rt, rooms.Millis(rapid.IntRange(0, 25_000).Draw(rt, "pause")))
			w.gesture(rt)
			w.check(rt)
		}
		again := team.New(plan)
		for i, e := range w.log {
			if e, ok := e.(slept); ok {
				again.Shift(e.by)
			}
			again.Apply(w.when[i], e)
		}
		b, err := json.Marshal(again)
		if err != nil || string(b) != w.image() {
			rt.Fatalf("the log tells another story: %v\n%s\n%s", err, b, w.image())
		}
	})
}

// slept marks in a test's log that clocks stood still, which is an event of the session.
type slept struct{ by rooms.Millis }

func (slept) EventName() string { return "host.resumed" }

func (w *world) pass(rt *rapid.T, by rooms.Millis) {
	end := w.at + by
	if d := w.s.Deadline(); d != 0 && d <= end {
		w.at = max(w.at, d)
		from, next := w.s.Leads(), w.successor(w.s.Leads())
		w.tick()
		if w.s.Leads() != next || w.s.Last.From != from || w.s.Last.Why != team.WhyTookOver {
			rt.Fatalf("TE-4: %q took over, should be %q: %+v", w.s.Leads(), next, w.s.Last)
		}
	}
	w.at = max(w.at, end)
}

func (w *world) gesture(rt *rapid.T) {
	m, x := rapid.SampledFrom(everybody()).Draw(rt, "m"), rapid.SampledFrom(everybody()).Draw(rt, "x")
	lead := w.s.Leads()
	switch rapid.IntRange(0, 13).Draw(rt, "what") {
	case 0, 1, 2:
		w.enter(m)
	case 3, 4, 5:
		w.drop(m, rooms.Millis(rapid.IntRange(0, 12_000).Draw(rt, "ago")))
	case 6:
		removed := rapid.Bool().Draw(rt, "removed")
		next := w.successor(m)
		if was := w.inside(m); was && m == lead {
			w.leave(m, removed)
			if w.s.Leads() != next || w.s.Last.Why != team.WhyFollowed {
				rt.Fatalf("TE-5: %q follows %s, should be %q", w.s.Leads(), m, next)
			}
		} else {
			w.leave(m, removed)
		}
	case 7:
		w.role(m, !w.leads[m])
	case 8:
		code := w.do(func() (codec.Event, *rooms.Refusal) { return w.s.HandOver(m, team.HandArgs{To: x}, w.room()) })
		able := w.inside(x) && w.here[x] && w.leads[x]
		if (code == "") != (m == lead && lead != "" && (able || x == m)) {
			rt.Fatalf("TE-3: %s hands to %s, lead %q: %q", m, x, lead, code)
		}
	case 9, 10:
		code := w.do(func() (codec.Event, *rooms.Refusal) { return w.s.TakeBack(m, w.room()) })
		if may := slices.Contains(w.claims(), m); code == "" && w.s.Leads() != m || code != "" && may && w.inside(m) && w.here[m] {
			rt.Fatalf("TE-7: %s takes back from %q: %q", m, lead, code)
		}
	case 11:
		w.do(func() (codec.Event, *rooms.Refusal) {
			return w.s.Wear(m, team.WearArgs{Post: rapid.SampledFrom(team.Posts()).Draw(rt, "post"), Member: x}, w.room())
		})
	case 12:
		w.do(func() (codec.Event, *rooms.Refusal) {
			return w.s.Declare(m, team.OrderArgs{Order: []rooms.MemberID{x, m}}, w.room())
		})
	case 13:
		by := rooms.Millis(rapid.IntRange(1, 50_000).Draw(rt, "gap"))
		w.s.Shift(by)
		w.log, w.when = append(w.log, slept{by}), append(w.when, w.at)
		w.at += by
		for p := range w.away {
			w.away[p] += by
		}
	}
}

// TestTakeover TE-4, TE-6, TE-7: the lead's browser is killed; the next in the declared order leads after 30 s;
// back, she takes it again in one gesture.
func TestTakeover(t *testing.T) {
	w := newWorld(t, "cleo", "bea")
	w.enter("ana")
	w.enter("bea")
	if w.s.Leads() != "ana" {
		t.Fatal("the first who facilitates does not lead")
	}
	w.enter("cleo")
	w.enter("dina")
	w.drop("ana", 10_000)
	w.at += 19_999
	if w.tick(); w.s.Leads() != "ana" {
		t.Fatal("taken over before 30 s")
	}
	w.at++
	if w.tick(); w.s.Leads() != "cleo" {
		t.Fatalf("%q leads", w.s.Leads())
	}
	if v := w.s.View(); v.Posts[team.Lead] != "cleo" || *v.Last != (team.Change{At: w.at, Why: team.WhyTookOver, From: "ana"}) {
		t.Fatalf("%+v", v)
	}
	w.drop("cleo", 0)
	w.drop("bea", 0)
	w.at += 30_000
	w.tick()
	if w.s.Leads() != "" {
		t.Fatal("somebody who is not here leads")
	}
	w.enter("cleo") // none leads: who comes does
	w.enter("ana")
	if w.s.Leads() != "cleo" || !w.s.MayTakeBack("ana") || w.s.MayTakeBack("cleo") {
		t.Fatalf("%q leads, claims %v", w.s.Leads(), w.s.Claims)
	}
	take := func(m rooms.MemberID) string {
		return w.do(func() (codec.Event, *rooms.Refusal) { return w.s.TakeBack(m, w.room()) })
	}
	if c := take("ana"); c != "" || w.s.Leads() != "ana" || w.s.MayTakeBack("cleo") {
		t.Fatalf("%q, %q leads", c, w.s.Leads())
	}
	if c := take("cleo"); c != team.CodeNoClaim {
		t.Fatal(c)
	}
	if c := w.do(func() (codec.Event, *rooms.Refusal) { return w.s.HandOver("ana", team.HandArgs{To: "cleo"}, w.room()) }); c != "" || w.s.MayTakeBack("ana") {
		t.Fatal(c, "what is handed over is not hers any more")
	}
}

// TestHanded TE-3, TE-7: what is handed over is nobody's to take again, not hers either who lost it before.
func TestHanded(t *testing.T) {
	w := newWorld(t)
	for _, m := range []rooms.MemberID{"ana", "bea", "cleo"} {
		w.enter(m)
	}
	w.leave("ana", false)
	w.enter("ana")
	if w.s.Leads() != "bea" || !w.s.MayTakeBack("ana") {
		t.Fatalf("%q leads, claims %v", w.s.Leads(), w.s.Claims)
	}
	hand := func(by, to rooms.MemberID) string {
		return w.do(func() (codec.Event, *rooms.Refusal) { return w.s.HandOver(by, team.HandArgs{To: to}, w.room()) })
	}
	if c := hand("cleo", "ana") + hand("bea", "dina") + hand("bea", "cleo"); c != team.CodeNotLead+team.CodeUnable {
		t.Fatal(c)
	}
	if w.s.Leads() != "cleo" || w.s.MayTakeBack("ana") || w.s.MayTakeBack("bea") {
		t.Fatalf("%q leads, claims %v", w.s.Leads(), w.s.Claims)
	}
}

// TestStill TE-11: without a host nobody is gone any longer than before.
func TestStill(t *testing.T) {
	w := newWorld(t)
	w.enter("ana")
	w.enter("bea")
	w.drop("ana", 10_000)
	w.at += 60_000
	w.s.Shift(60_000)
	if w.tick(); w.s.Leads() != "ana" || w.s.Deadline() != w.at+20_000 {
		t.Fatal("the 30 s ran without a host")
	}
	w.enter("ana")
	if w.s.Deadline() != 0 {
		t.Fatal("back, and waited for")
	}
}

// TestPosts TE-1, TE-8, TE-9, TE-10.
func TestPosts(t *testing.T) {
	w := newWorld(t)
	for _, m := range everybody() {
		w.enter(m)
	}
	wear := func(by rooms.MemberID, p team.Post, m rooms.MemberID) string {
		return w.do(func() (codec.Event, *rooms.Refusal) {
			return w.s.Wear(by, team.WearArgs{Post: p, Member: m}, w.room())
		})
	}
	for _, tt := range []struct {
		by   rooms.MemberID
		post team.Post
		m    rooms.MemberID
		want string
	}{
		{"ana", team.Guardian, "bea", ""},
		{"cleo", team.Scribe, "cleo", ""}, // nobody wears it
		{"cleo", team.Guardian, "cleo", team.CodeNotLead},
		{"cleo", team.Guardian, "", team.CodeNotLead},
		{"bea", team.Guardian, "", ""},
		{"ana", team.Guardian, "bea", ""},
		{"dina", team.Technique, "dina", team.CodeNotLead},
		{"ana", team.Technique, "dina", team.CodeUnable},
		{"ana", team.Lead, "bea", rooms.CodeBadArgs},
		{"ana", "tambour", "bea", rooms.CodeBadArgs},
		{"ana", team.Technique, "bea", ""},
	} {
		if got := wear(tt.by, tt.post, tt.m); got != tt.want {
			t.Errorf("%s gives %s to %q: %q, want %q", tt.by, tt.post, tt.m, got, tt.want)
		}
	}
	w.drop("bea", 0)
	if w.s.Posts[team.Guardian] != "bea" || w.s.Posts[team.Technique] != "bea" {
		t.Error("a lost connection takes a post")
	}
	w.leave("bea", false)
	w.role("cleo", false)
	if v := w.s.View(); len(v.Posts) != 1 || v.Posts[team.Lead] != "ana" {
		t.Errorf("%+v", v)
	}
	declare := func(by rooms.MemberID, order ...rooms.MemberID) string {
		return w.do(func() (codec.Event, *rooms.Refusal) {
			return w.s.Declare(by, team.OrderArgs{Order: order}, w.room())
		})
	}
	w.role("cleo", true)
	w.enter("bea")
	if c := declare("bea", "cleo") + declare("ana", "dina") + declare("ana", "bea", "bea") + declare("ana", "cleo", "bea"); c != team.CodeNotLead+team.CodeUnable+rooms.CodeBadArgs {
		t.Error(c)
	}
	w.leave("ana", true)
	if w.s.Leads() != "cleo" || w.s.MayTakeBack("ana") {
		t.Errorf("%q leads; removed, ana may take back: %t", w.s.Leads(), w.s.MayTakeBack("ana"))
	}
}
