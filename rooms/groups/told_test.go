package groups_test

import (
	"reflect"
	"slices"
	"testing"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
)

func (w *world) chosen(gs ...[]rooms.MemberID) {
	w.t.Helper()
	w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Chosen, Groups: gs, Minutes: 10}))
}

func (w *world) finish(m rooms.MemberID, on bool) *rooms.Refusal {
	return w.do(m, func() ([]codec.Event, *rooms.Refusal) { return w.s.Finish(m, groups.DoneArgs{On: on}) })
}

func (w *world) visit(m rooms.MemberID, g rooms.GroupID) *rooms.Refusal {
	return w.do(m, func() ([]codec.Event, *rooms.Refusal) {
		return w.s.Visit(m, groups.GroupArgs{Group: g}, w.room())
	})
}

// TestProposalIsForThoseWhoRun GR-1, GR-11, GR-23: seven in pairs are drawn, adjusted
// before anyone is told, then opened.
func TestProposalIsForThoseWhoRun(t *testing.T) {
	w := newWorld(t, 7, "ana")
	w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Lot, Size: 2, Seed: 5, Titles: []string{"Rivière"}, Minutes: 6}))
	if w.s.Seen() != nil || w.s.Where("m00") != "" {
		t.Fatal("a proposal is seen by all")
	}
	l := w.s.Led(w.room())
	if len(l.Groups) != 3 || len(l.Groups["s-3"].Members) != 3 || l.Groups["s-1"].Title != "Rivière" || len(l.Unplaced) != 0 || !l.Sure {
		t.Fatalf("%+v", l)
	}
	a, b := w.s.Set.Groups[0].Members[0], w.s.Set.Groups[2].Members[0]
	w.must(w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Swap(groups.SwapArgs{A: a, B: b}) }))
	w.must(w.do("ana", func() ([]codec.Event, *rooms.Refusal) {
		return w.s.Move("ana", groups.MoveArgs{Member: a, Group: "s-1"}, w.room())
	}))
	w.must(w.one("ana", func() (codec.Event, *rooms.Refusal) {
		return w.s.Title(groups.TitleArgs{Group: "s-2", Title: " Lac\x07 "})
	}))
	w.must(w.open(groups.OpenArgs{Boards: []rooms.BoardID{"b1", "b2", "b3"}}))
	v := w.s.Seen()
	want := map[rooms.GroupID]groups.Seen{"s-1": {N: 1, Title: "Rivière", Count: 3}, "s-2": {N: 2, Title: "Lac", Count: 2}, "s-3": {N: 3, Count: 2}}
	if v.Until != w.at+6*60_000 || !reflect.DeepEqual(v.Groups, want) {
		t.Fatalf("%+v", v)
	}
	own := w.s.Own(w.s.Where(a))
	if own.Group != "s-1" || own.Board != "b1" || !slices.Contains(own.Members, b) || !slices.Contains(own.Members, a) {
		t.Fatalf("%+v", own)
	}
	w.must(w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Recall(groups.RecallArgs{}, w.at) }))
	w.at += 60_000
	w.tick()
	if w.s.Seen() != nil || w.s.Led(w.room()) != nil || w.s.Own("s-1") != nil || w.s.Where(a) != "" {
		t.Fatal("GR-23: after the close somebody is told who sat where")
	}
}

// TestLateAndAlone GR-15 to GR-17: somebody drops and keeps her place; her companion is
// told that she is alone and joins others; somebody late goes where there are fewest.
func TestLateAndAlone(t *testing.T) {
	w := newWorld(t, 7, "ana")
	w.chosen([]rooms.MemberID{"m00", "m01"}, []rooms.MemberID{"m02", "m03"}, []rooms.MemberID{"m04", "m05", "m06"})
	w.must(w.open(groups.OpenArgs{}))
	w.refused(w.join("m04", "s-1"), groups.CodeStay)
	w.here["m00"] = false
	if w.s.Member("m00") != "s-1" || !w.s.Alone("m01", w.room()) || w.s.Alone("m02", w.room()) {
		t.Fatal("a place does not wait, or nobody is told to be alone")
	}
	w.here["m00"] = true
	if w.s.Alone("m01", w.room()) {
		t.Fatal("alone with a companion who is back")
	}
	w.leave("m00")
	if w.s.Member("m00") != "" || !w.s.Alone("m01", w.room()) {
		t.Fatal("a place is not freed")
	}
	w.enter("m00") // back, she is late: not to the group of one that she left by chance, but to the smallest
	if !slices.Equal(w.s.Unplaced(w.room()), []rooms.MemberID{"m00"}) || w.s.Where("m00") != "" {
		t.Fatal("who is late is not in the plenary")
	}
	w.must(w.join("m01", "")) // alone: elsewhere, where there are fewest
	if w.s.Member("m01") != "s-2" {
		t.Fatalf("m01 joined %q", w.s.Member("m01"))
	}
	w.must(w.do("ana", func() ([]codec.Event, *rooms.Refusal) {
		return w.s.Move("ana", groups.MoveArgs{Member: "m00"}, w.room())
	}))
	if w.s.Member("m00") != "s-2" { // three and three: the first; s-1 is empty, nobody is sent there
		t.Fatalf("m00 was moved to %q", w.s.Member("m00"))
	}
}

// TestSelfChosen GR-10: places run out, one changes one's mind, and all see who is where.
func TestSelfChosen(t *testing.T) {
	w := newWorld(t, 5, "ana")
	w.must(w.propose(groups.ProposeArgs{Set: "s", By: groups.Self, Count: 2, Limit: 3, Titles: []string{"Aînés", "Jeunes"}}))
	w.refused(w.join("m00", "s-1"), groups.CodeNone)
	w.must(w.open(groups.OpenArgs{}))
	for _, m := range []rooms.MemberID{"m00", "m01", "m02"} {
		w.must(w.join(m, "s-1"))
	}
	no := w.join("m03", "s-1")
	w.refused(no, groups.CodeFull)
	if no.Data["max"] != 3 {
		t.Errorf("%v", no.Data)
	}
	w.must(w.join("m00", "s-2"))
	w.must(w.join("m03", "s-1"))
	if v := w.s.Seen().Groups["s-1"]; !v.Full || !slices.Equal(v.Members, []rooms.MemberID{"m01", "m02", "m03"}) {
		t.Errorf("%+v", v)
	}
	w.must(w.do("m00", func() ([]codec.Event, *rooms.Refusal) { return w.s.Out("m00", groups.OutArgs{}) }))
	w.refused(w.one("m00", func() (codec.Event, *rooms.Refusal) { return w.s.Help("m00") }), groups.CodeNotInOne)
	w.refused(w.join("m00", "s-9"), groups.CodeNoGroup)
}

// TestHelp GR-18, GR-19: a call is told once, a visit answers it, and who visits is not of the group.
func TestHelp(t *testing.T) {
	w := newWorld(t, 4, "ana", "bea")
	w.chosen([]rooms.MemberID{"m00", "m01"}, []rooms.MemberID{"m02", "m03"})
	w.must(w.open(groups.OpenArgs{}))
	ask := func(m rooms.MemberID) {
		w.must(w.one(m, func() (codec.Event, *rooms.Refusal) { return w.s.Help(m) }))
	}
	ask("m00")
	n := len(w.log)
	ask("m01")
	if len(w.log) != n || w.s.Led(w.room()).Groups["s-1"].Help.By != "m00" {
		t.Fatal("a second call of the same group")
	}
	w.refused(w.visit("m02", "s-1"), rooms.CodeNotAllowed)
	w.must(w.visit("bea", "s-1"))
	if own := w.s.Own("s-1"); own.Help != nil || !slices.Equal(own.Visitors, []rooms.MemberID{"bea"}) || slices.Contains(own.Members, "bea") {
		t.Fatalf("%+v", own)
	}
	if w.s.Where("bea") != "s-1" || w.s.Member("bea") != "" {
		t.Fatal("a visit makes a member")
	}
	ask("m02")
	w.must(w.one("m03", func() (codec.Event, *rooms.Refusal) { return w.s.NoHelp("m03") }))
	ask("m02")
	w.must(w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Answer(groups.GroupArgs{Group: "s-2"}) }))
	w.must(w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Answer(groups.GroupArgs{Group: "s-2"}) }))
	w.must(w.one("bea", func() (codec.Event, *rooms.Refusal) { return w.s.Back("bea") }))
	if w.s.Where("bea") != "" || w.s.Set.Groups[1].Help != nil {
		t.Fatal("a visit, or a call, that does not end")
	}
}

// TestEarlyReturn GR-21: one group is done, goes on, is done again; with the other, groups close.
func TestEarlyReturn(t *testing.T) {
	w := newWorld(t, 4, "ana")
	w.chosen([]rooms.MemberID{"m00", "m01"}, []rooms.MemberID{"m02", "m03"})
	w.must(w.open(groups.OpenArgs{}))
	w.must(w.visit("ana", "s-1"))
	w.must(w.finish("m00", true))
	if w.s.Where("m01") != "" || w.s.Where("ana") != "" || w.s.Where("m02") != "s-2" {
		t.Fatal("a group that is done is not in the plenary")
	}
	w.refused(w.visit("ana", "s-1"), groups.CodeDone)
	w.must(w.finish("m01", false))
	if w.s.Where("m00") != "s-1" {
		t.Fatal("a group does not go on")
	}
	w.must(w.finish("m01", true))
	w.must(w.finish("m02", true))
	if w.s.Active() || w.log[len(w.log)-1].e != codec.Event(groups.Ended{Why: groups.WhyDone}) {
		t.Fatal("all are done and groups are open")
	}
}

// TestTime GR-12, GR-13, GR-24: an end that comes moves nobody; a recall is taken back by
// extending; without a host time stands still.
func TestTime(t *testing.T) {
	w := newWorld(t, 4, "ana")
	w.chosen([]rooms.MemberID{"m00", "m01"}, []rooms.MemberID{"m02", "m03"})
	w.must(w.open(groups.OpenArgs{Minutes: 2}))
	opened := w.at
	w.at += 3 * 60_000
	w.tick()
	if !w.s.Active() || w.s.Deadline() != 0 {
		t.Fatal("time ends groups by itself")
	}
	w.must(w.open(groups.OpenArgs{Set: "s"})) // open already: no other end
	w.refused(w.open(groups.OpenArgs{Set: "t"}), groups.CodeOpen)
	if w.s.Set.Until != opened+2*60_000 {
		t.Fatal("opening twice is not opening once")
	}
	extend := func(minutes int) *rooms.Refusal {
		return w.one("ana", func() (codec.Event, *rooms.Refusal) {
			return w.s.Extend(groups.ExtendArgs{Minutes: minutes}, w.at)
		})
	}
	w.must(extend(5))
	if w.s.Set.Until != opened+7*60_000 {
		t.Fatalf("until %d", w.s.Set.Until)
	}
	w.must(extend(-10))
	if w.s.Set.Until != w.at {
		t.Fatalf("until %d, before now", w.s.Set.Until)
	}
	w.refused(extend(0), groups.CodeNoTime)
	w.refused(extend(599), groups.CodeNoTime)
	in := 90
	recall := func() (codec.Event, *rooms.Refusal) { return w.s.Recall(groups.RecallArgs{InS: &in}, w.at) }
	w.must(w.one("ana", recall))
	w.must(w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Recall(groups.RecallArgs{}, w.at+50) }))
	w.s.Shift(30_000)
	if w.s.Deadline() != w.at+120_000 {
		t.Fatalf("the countdown ran without a host: %d", w.s.Deadline()-w.at)
	}
	w.must(extend(1))
	if w.s.Set.Life != groups.Open || w.s.Deadline() != 0 || w.s.Set.Until != w.at+60_000 {
		t.Fatal("extending does not take a recall back")
	}
	in = 601
	w.refused(w.one("ana", recall), groups.CodeNoTime)
	in = 0
	w.must(w.one("ana", recall))
	w.tick()
	if w.s.Active() {
		t.Fatal("a return at once is not at once")
	}
	w.refused(extend(1), groups.CodeNone)
}

// TestTold GR-20: a sentence to all groups, whose words can be taken out.
func TestTold(t *testing.T) {
	w := newWorld(t, 4, "ana")
	say := func(text string) *rooms.Refusal {
		return w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Say(groups.SayArgs{Text: text}) })
	}
	w.refused(say("Plus que cinq minutes"), groups.CodeNone)
	w.chosen([]rooms.MemberID{"m00", "m01"}, []rooms.MemberID{"m02", "m03"})
	w.must(w.open(groups.OpenArgs{}))
	w.refused(say(" \x00 "), chat.CodeEmpty)
	w.must(say(" Plus que cinq minutes "))
	told := w.s.Seen().Told
	if told == nil || told.Text != "Plus que cinq minutes" || told.By != "ana" || told.At != w.at {
		t.Fatalf("%+v", told)
	}
	w.s.Redact(map[rooms.Seq]bool{told.Seq: true})
	if w.s.Seen().Told.Text != "" {
		t.Fatal("words that were taken out are seen")
	}
}

// TestCircles GR-11, GR-21: the circles in which people are, and who hosts.
func TestCircles(t *testing.T) {
	w := newWorld(t, 4, "ana")
	w.chosen([]rooms.MemberID{"m00", "m01"}, []rooms.MemberID{"m02", "m03"})
	if len(w.s.Circles()) != 0 {
		t.Fatal("a proposal has circles")
	}
	host := func(g rooms.GroupID, m rooms.MemberID) *rooms.Refusal {
		return w.one("ana", func() (codec.Event, *rooms.Refusal) {
			return w.s.Host(groups.HostArgs{Group: g, Member: m})
		})
	}
	w.refused(host("s-1", "m02"), groups.CodeUnknown)
	w.refused(host("s-3", "m02"), groups.CodeNoGroup)
	w.must(host("s-1", "m01"))
	w.must(w.open(groups.OpenArgs{}))
	w.must(w.finish("m02", true))
	if !slices.Equal(w.s.Circles(), []rooms.GroupID{"s-1"}) || w.s.Own("s-1").Host != "m01" {
		t.Fatalf("%v", w.s.Circles())
	}
	w.must(host("s-1", ""))
	w.must(w.do("ana", func() ([]codec.Event, *rooms.Refusal) { return w.s.Out("ana", groups.OutArgs{Member: "m00"}) }))
	w.must(w.do("ana", func() ([]codec.Event, *rooms.Refusal) { return w.s.Out("ana", groups.OutArgs{Member: "m01"}) }))
	if w.s.Active() { // whoever is left has said that she is done
		t.Fatal("all who have a group are done and groups are open")
	}
}

// TestAnotherProposal GR-1: between her eyes and her hand the proposal changed; what she did not see is not opened.
func TestAnotherProposal(t *testing.T) {
	w := newWorld(t, 4, "ana")
	w.chosen([]rooms.MemberID{"m00", "m01"}, []rooms.MemberID{"m02", "m03"})
	w.must(w.propose(groups.ProposeArgs{Set: "t", By: groups.Lot, Size: 2}))
	w.refused(w.open(groups.OpenArgs{Set: "s"}), groups.CodeNone)
	w.refused(w.propose(groups.ProposeArgs{Set: "t/é", By: groups.Lot, Size: 2}), rooms.CodeBadArgs)
	w.must(w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Withdraw() }))
	if w.s.Led(w.room()) != nil {
		t.Fatal("withdrawn, and seen")
	}
	w.refused(w.one("ana", func() (codec.Event, *rooms.Refusal) { return w.s.Withdraw() }), groups.CodeNone)
}
