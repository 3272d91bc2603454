package equity_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/equity"
	"palabre/rooms/floor"
	"palabre/rooms/stick"
)

const second rooms.Millis = 1000

// meeting is a round of the stick in the plenary, as it really runs, and a floor given in
// a group beside it; the count follows their events. A second is the shortest of times here.
type meeting struct {
	rt    *rapid.T
	s     equity.State
	at    rooms.Millis
	stick stick.State
	here  map[rooms.MemberID]bool
	led   bool
	floor *floor.Holder
	grant uint64
	// watched is the slow count: one second after the other, whoever is heard has it.
	watched map[rooms.MemberID]rooms.Millis
	// busy is, of each circle, for how long somebody was heard.
	busy map[rooms.GroupID]rooms.Millis
}

func people() []rooms.MemberID { return []rooms.MemberID{"ana", "bea", "cleo", "dina", "elie", "fay"} }

func newMeeting(rt *rapid.T) *meeting {
	m := &meeting{
		rt: rt, s: equity.New(nil), at: 100 * second, here: map[rooms.MemberID]bool{}, led: true,
		watched: map[rooms.MemberID]rooms.Millis{}, busy: map[rooms.GroupID]rooms.Millis{},
	}
	for _, p := range people() {
		m.here[p] = true
	}
	return m
}

func (m *meeting) table() *stick.Table {
	return &stick.Table{
		State: &m.stick, At: m.at, Led: m.led,
		Here:     func(p rooms.MemberID) bool { return m.here[p] },
		Present:  func(p rooms.MemberID) bool { return m.here[p] },
		Seatable: func(rooms.MemberID) bool { return true },
		Emit: func(e codec.Event) {
			if e, ok := e.(stick.Suspended); ok {
				m.unwatch("", e.Member, max(e.Since, m.stick.Round.Holder.Since))
			}
			m.stick.Apply(m.at, 1, e)
			m.s.Stick("", m.at, e)
		},
	}
}

// unwatch takes back the seconds that were watched after the connection was lost.
func (m *meeting) unwatch(g rooms.GroupID, p rooms.MemberID, since rooms.Millis) {
	if g == "" && m.stick.Round.Pause != nil {
		return
	}
	m.watched[p] -= m.at - since
	m.busy[g] -= m.at - since
}

// pass lets seconds pass, one by one, and looks who is heard in each.
func (m *meeting) pass(n int) {
	for range n {
		if limited, ps := m.stick.Hearing(); limited && len(ps) > 0 {
			m.watched[ps[0]] += second
			m.busy[""] += second
		}
		if m.floor != nil {
			m.watched[m.floor.Member] += second
			m.busy["s-1"] += second
		}
		m.at += second
	}
	m.table().Tick()
}

func (m *meeting) gesture() {
	rt, t := m.rt, m.table()
	p := rapid.SampledFrom(people()).Draw(rt, "who")
	r := m.stick.Round
	switch k := rapid.IntRange(0, 15).Draw(rt, "what"); {
	case r == nil || r.Life == stick.Ended:
		t.Prepare(stick.Proposal{
			Round: "r", Lead: "ana", LeadSeat: stick.LeadLast, Circle: people(), Gate: stick.GateHolder,
			Clock: stick.Soft, Turn: 60 * second,
		})
	case r.Life == stick.Proposed:
		if t.Begin() == nil {
			t.First()
		}
	case k <= 3 && r.Offer != nil:
		t.Take(r.Offer.To, r.ID)
	case k <= 5 && r.Holder != nil:
		t.Release(r.Holder.Member, r.Holder.Grant, "")
	case k == 6 && r.Holder != nil:
		t.ToCentre(r.Holder.Member, r.Holder.Grant)
	case k == 7 && r.Holder != nil:
		t.TakeBack(r.Holder.Grant, "")
	case k == 8:
		t.PauseNow("ana")
	case k <= 10:
		t.GoOn()
	case k == 11:
		t.Continue("ana")
	case k == 12:
		t.Offer("ana")
	case k == 13 && rapid.IntRange(0, 3).Draw(rt, "end") == 0:
		t.End(stick.WhyEnded)
	default:
		m.connection(p)
	}
}

func (m *meeting) connection(p rooms.MemberID) {
	if m.here[p] = !m.here[p]; m.here[p] {
		m.table().Returned(p)
		return
	}
	m.table().Dropped(p, m.at-rooms.Millis(rapid.IntRange(0, 10).Draw(m.rt, "ago"))*second)
}

func (m *meeting) speak() {
	p := rapid.SampledFrom(people()).Draw(m.rt, "speaks")
	if h := m.floor; h != nil {
		e := floor.Ended{Circle: "s-1", Member: h.Member, Grant: h.Grant}
		if rapid.Bool().Draw(m.rt, "dropped") {
			e.Since = max(h.Since, m.at-rooms.Millis(rapid.IntRange(1, 10).Draw(m.rt, "ago"))*second)
			m.unwatch("s-1", h.Member, e.Since)
		}
		m.floor = nil
		m.s.Floor(m.at, e)
		return
	}
	m.grant++
	m.floor = &floor.Holder{Member: p, Grant: m.grant, Since: m.at}
	m.s.Floor(m.at, floor.Given{Circle: "s-1", Member: p, Grant: m.grant})
}

// gone is a time without a host: clocks stand still, nobody is heard.
func (m *meeting) gone() {
	by := rooms.Millis(rapid.IntRange(1, 60).Draw(m.rt, "gap")) * second
	m.at += by
	m.stick.Shift(by)
	m.s.Shift(by)
	if m.floor != nil {
		m.floor.Since += by
	}
}

func (m *meeting) counted(p rooms.MemberID) rooms.Millis {
	mine := m.s.Mine(p)
	sum := mine.HeardMS
	for g, c := range m.s.Circles {
		if h := c.Hold; h != nil && h.Member == p && !h.Still && !c.Paused {
			sum += m.at - h.Since
			if mine.Since == 0 {
				m.rt.Fatalf("%s is heard in %q, and her clock does not run", p, g)
			}
		}
	}
	return sum
}

func (m *meeting) check() {
	var all, busy rooms.Millis
	for _, p := range people() {
		if got := m.counted(p); got != m.watched[p] {
			m.rt.Fatalf("EQ-1: %s: %d s counted, %d s watched", p, got/second, m.watched[p]/second)
		}
		all += m.counted(p)
	}
	for _, b := range m.busy {
		busy += b
	}
	if all != busy {
		m.rt.Fatalf("EQ-2: times add up to %d s, somebody was heard for %d s", all/second, busy/second)
	}
}

// TestExact EQ-1, EQ-2: over random rounds of the real stick, with drops, pauses, a host
// that sleeps and floors given in a group, the count is what watching each second tells.
func TestExact(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMeeting(rt)
		for range rapid.IntRange(1, 80).Draw(rt, "steps") {
			m.pass(rapid.IntRange(0, 40).Draw(rt, "seconds"))
			switch rapid.IntRange(0, 11).Draw(rt, "kind") {
			case 0:
				m.gone()
			case 1, 2:
				m.speak()
			case 3:
				m.snapshot()
			default:
				m.gesture()
			}
			m.check()
		}
	})
}

// snapshot writes the state and reads it back.
func (m *meeting) snapshot() {
	b, err := json.Marshal(m.s)
	if err != nil {
		m.rt.Fatal(err)
	}
	s := equity.New(nil)
	if err := json.Unmarshal(b, &s); err != nil {
		m.rt.Fatal(err)
	}
	m.s = s
}

// TestTurns EQ-3, EQ-4: a turn that a lost connection cut is one turn; who takes first opened.
func TestTurns(t *testing.T) {
	s := equity.New(nil)
	for at, e := range []codec.Event{
		stick.Begun{Number: 1},
		stick.Granted{Member: "bea", Grant: 1},
		stick.Suspended{Member: "bea", Grant: 1, Since: 2},
		stick.SetAside{Member: "bea", Grant: 1},
		stick.Granted{Member: "ana", Grant: 2},
		stick.TurnEnded{Member: "ana", Grant: 2},
		stick.Granted{Member: "bea", Grant: 3},
		stick.TurnEnded{Member: "bea", Grant: 3},
		stick.Declined{Member: "cleo"},
		stick.Finished{},
	} {
		s.Stick("", rooms.Millis(at), e)
	}
	want := map[rooms.MemberID]equity.Share{"bea": {MS: 1 + 1, Turns: 1, Opened: 1}, "ana": {MS: 1, Turns: 1}}
	if got := s.Totals(); len(got) != 2 || got["bea"] != want["bea"] || got["ana"] != want["ana"] {
		t.Errorf("%+v", got)
	}
}

// TestSpread EQ-6: told figures, and none about fewer than five.
func TestSpread(t *testing.T) {
	s := equity.New(nil)
	five := []rooms.MemberID{"ana", "bea", "cleo", "dina", "elie"}
	for i, m := range five[:4] {
		s.Floor(0, floor.Given{Member: m})
		s.Floor(rooms.Millis(i+1)*10*second, floor.Ended{Member: m})
	}
	if got := s.Spread(five[:4]); got != nil {
		t.Errorf("figures about four people: %+v", got)
	}
	if got := s.Spread(five); *got != (equity.Spread{People: 5, MedianMS: 20 * second, TopThree: 90, Unheard: 1}) {
		t.Errorf("%+v", got)
	}
	if got := s.Spread(append(five, "fay")); *got != (equity.Spread{People: 6, MedianMS: 15 * second, TopThree: 90, Unheard: 2}) {
		t.Errorf("%+v", got)
	}
	even := equity.New(nil)
	seven := append(slices.Clone(five), "fay", "gus")
	for _, m := range seven {
		even.Floor(0, floor.Given{Member: m})
		even.Floor(10*second, floor.Ended{Member: m})
	}
	if got := even.Spread(seven); *got != (equity.Spread{People: 7, MedianMS: 10 * second, TopThree: 43}) { // 42.9
		t.Errorf("%+v", got)
	}
	later := equity.New(map[rooms.MemberID]equity.Share{"ana": {MS: 30 * second, Turns: 2}, "elie": {MS: 20 * second, Turns: 1}, "gone": {MS: 900 * second, Turns: 9}})
	later.Floor(0, floor.Given{Member: "bea"})
	later.Floor(10*second, floor.Ended{Member: "bea"})
	got := later.Spread(five)
	if want := (equity.Figures{MedianMS: 10 * second, TopThree: 100, Unheard: 2}); got.Season == nil || *got.Season != want || got.Unheard != 4 {
		t.Errorf("of the season, of those who are here: %+v %+v", got, got.Season)
	}
	quiet := equity.New(nil)
	if got := quiet.Spread(five); *got != (equity.Spread{People: 5, Unheard: 5}) {
		t.Errorf("%+v", got)
	}
}

// TestProposal EQ-7: the place of each is how many come before her by the rule's words, and its reason is true. How long each was
// heard decides nothing: the order told those who facilitate who had spoken least, by name.
func TestProposal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 8).Draw(rt, "n")
		season := map[rooms.MemberID]equity.Share{}
		var circle []rooms.MemberID
		for i := range n {
			m := rooms.MemberID(fmt.Sprint("m", i))
			circle = append(circle, m)
			if rapid.Bool().Draw(rt, "known") {
				season[m] = equity.Share{MS: rooms.Millis(rapid.IntRange(0, 3).Draw(rt, "ms")), Opened: rapid.IntRange(0, 1).Draw(rt, "opened")}
			}
		}
		s := equity.New(season)
		now := rooms.Millis(0)
		for range rapid.IntRange(0, 4).Draw(rt, "rounds") {
			if n == 0 {
				break
			}
			m := rapid.SampledFrom(circle).Draw(rt, "opens")
			s.Stick("", now, stick.Begun{})
			s.Stick("", now, stick.Granted{Member: m})
			now += rooms.Millis(rapid.IntRange(0, 3).Draw(rt, "for"))
			s.Stick("", now, stick.Finished{})
		}
		sum := func(m rooms.MemberID) equity.Share { return season[m].Plus(s.Totals()[m]) }
		before := func(a, b rooms.MemberID) bool {
			x, y := sum(a), sum(b)
			switch {
			case (x.Opened == 0) != (y.Opened == 0):
				return x.Opened == 0
			default:
				return slices.Index(circle, a) < slices.Index(circle, b)
			}
		}
		order := s.Propose(circle)
		if len(order) != n {
			rt.Fatalf("%d places, %d people", len(order), n)
		}
		for i, p := range order {
			ahead := 0
			for _, m := range circle {
				if m != p.Member && before(m, p.Member) {
					ahead++
				}
			}
			why := equity.Arrived
			if sum(p.Member).Opened == 0 {
				why = equity.NotOpened
			}
			if ahead != i || p.Why != why {
				rt.Fatalf("%s is at %d by %s; %d come before her, by %s: %v", p.Member, i, p.Why, ahead, why, order)
			}
		}
	})
}

// TestSwitchedOff EQ-8, EQ-5: one touch wiped everybody's count of the meeting for good. While it is off nothing is shown or counted;
// on again, nothing is lost; the close forgets what is kept aside, and a snapshot of it has nothing.
func TestSwitchedOff(t *testing.T) {
	s := equity.New(map[rooms.MemberID]equity.Share{"ana": {MS: 50, Opened: 1}})
	do := func(at rooms.Millis, on bool) {
		e := s.Switch(equity.SwitchArgs{On: on})
		if e == nil {
			t.Fatal("no change")
		}
		data, err := codec.Encode(e)
		if err != nil {
			t.Fatal(err)
		}
		read, err := equity.Events().Decode(rooms.Event{Name: e.EventName(), Data: data})
		if err != nil {
			t.Fatal(err)
		}
		s.Apply(at, read)
	}
	s.Stick("", 0, stick.Begun{})
	s.Stick("", 0, stick.Granted{Member: "bea"})
	s.Stick("", 9, stick.TurnEnded{Member: "bea"})
	s.Stick("", 9, stick.Granted{Member: "ana"})
	if mine := *s.Mine("ana"); mine != (equity.Mine{Since: 9, Turns: 1, SeasonMS: 50}) {
		t.Errorf("%+v", mine)
	}
	if s.Switch(equity.SwitchArgs{On: true}) != nil {
		t.Error("on already")
	}
	do(11, false)
	s.Stick("", 12, stick.Paused{})
	s.Stick("", 12, stick.TurnEnded{Member: "ana"})
	s.Stick("", 13, stick.Begun{})
	s.Stick("", 13, stick.Granted{Member: "dina"})
	s.Floor(14, floor.Given{Circle: "g", Member: "cleo"})
	five := []rooms.MemberID{"bea", "ana", "cleo", "dina", "elie"}
	if s.Mine("ana") != nil || s.Spread(five) != nil || s.Heard() != nil || s.Totals() != nil || s.Propose(five)[0] != (equity.Place{Member: "bea", Why: equity.Arrived}) {
		t.Error("something is counted or shown")
	}
	do(15, true)
	s.Stick("", 20, stick.TurnEnded{Member: "dina"})      // its beginning was not counted: nor is its end
	s.Floor(20, floor.Ended{Circle: "g", Member: "cleo"}) // nor this one's
	s.Floor(20, floor.Given{Circle: "g", Member: "cleo"})
	s.Floor(25, floor.Ended{Circle: "g", Member: "cleo"})
	want := map[rooms.MemberID]equity.Share{"bea": {MS: 9, Turns: 1, Opened: 1}, "ana": {MS: 2, Turns: 1}, "cleo": {MS: 5, Turns: 1}}
	if got := s.Totals(); !maps.Equal(got, want) {
		t.Errorf("on again: %+v", got)
	}
	do(30, false)
	s.Close()
	b, err := json.Marshal(s)
	if err != nil || string(b) != `{"off":true,"said":{},"season":{"ana":{"ms":50,"opened":1}},"circles":{}}` {
		t.Errorf("%v %s", err, b)
	}
}
