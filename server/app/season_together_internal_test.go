package app

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/groups"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/signaling/host"
)

// live is a session that is lived a command at a time.
type live struct {
	tb      testing.TB
	s       *session.Session
	n       uint64
	now     rooms.Millis
	commits [][]rooms.Event
}

func (l *live) do(a rooms.Actor, name, args string) {
	l.tb.Helper()
	l.n, l.now = l.n+1, l.now+1000
	steps, no := l.s.Handle(rooms.Command{Client: "tab", N: l.n, Actor: a, At: l.now, Name: name, Args: json.RawMessage(args)})
	if no != nil {
		l.tb.Fatal(name, no)
	}
	var events []rooms.Event
	for _, step := range steps {
		events = append(events, step.Event)
	}
	if len(events) > 0 {
		l.commits = append(l.commits, events)
	}
}

// enters is everybody, the first of whom facilitates.
func (l *live) enters(plan session.Plan) (lead rooms.Actor) {
	l.tb.Helper()
	args, err := json.Marshal(plan)
	if err != nil {
		l.tb.Fatal(err)
	}
	l.do(rooms.Actor{System: true}, session.CmdOpen, string(args))
	lead = rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}
	l.do(lead, "people.enter", "{}")
	for _, m := range []rooms.MemberID{"bea", "cleo", "dina", "elie"} {
		l.do(rooms.Actor{Member: m, Standing: rooms.RoleMember}, "people.enter", "{}")
	}
	return lead
}

// sits has people sit in groups for a moment.
func (l *live) sits(lead rooms.Actor, n int, who string) {
	l.tb.Helper()
	l.do(lead, "groups.propose", fmt.Sprintf(`{"set":"s%d","by":"chosen","groups":%s}`, n, who))
	l.do(lead, "groups.open", fmt.Sprintf(`{"set":"s%d"}`, n))
	l.do(lead, "groups.close", "{}")
	l.now += 20_000 // everybody is back
	l.do(rooms.Actor{System: true}, rooms.CmdTick, "{}")
}

// inPairs lives a session in which bea sits with cleo, and then, in a phase without traces, with dina.
func inPairs(tb testing.TB, room rooms.RoomID, begins rooms.Millis) [][]rooms.Event {
	tb.Helper()
	l := &live{tb: tb, s: session.New(room), now: begins}
	lead := l.enters(session.Plan{Mode: session.ModeOpen, Phases: []agenda.Phase{
		{ID: "a", Title: "En paires", Kind: agenda.Groups, Minutes: 10}, {ID: "b", Title: "À part", Kind: agenda.Groups, Minutes: 10, Traces: scenario.NoTraces},
	}})
	for i, pairs := range []string{`[["bea","cleo"],["dina","elie"]]`, `[["bea","dina"],["cleo","elie"]]`} {
		l.do(lead, "agenda.next", fmt.Sprintf(`{"from":%d}`, i-1))
		l.sits(lead, i, pairs)
	}
	l.do(lead, "session.close", "{}")
	return l.commits
}

// GR-8: « never twice with the same » knew nothing of the season's earlier meetings, and in each the same pairs came back. Now the plan tells who
// sat together in them, but of phases without traces; no draw puts those together who have already been.
func TestPairsAreNewAllSeason(t *testing.T) {
	st, next, _ := aSeason(t, 1, inPairs)
	f := roomFactory{
		communities: community.NewService(st.Records, host.SystemClock{}, chance{}, community.Table{}), records: st.Records, season: newSeason(st),
	}
	first, err := f.Found(t.Context(), next.ID.Room())
	if err != nil || len(first) != 1 {
		t.Fatal(first, err)
	}
	var plan session.Plan
	if err := json.Unmarshal(first[0].Args, &plan); err != nil {
		t.Fatal(err)
	}
	told := []string{}
	for _, pair := range plan.Together {
		told = append(told, fmt.Sprint(pair))
	}
	if slices.Sort(told); strings.Join(told, " ") != "[bea cleo] [dina elie]" {
		t.Fatalf("the plan tells that these sat together: %q", told)
	}
	for seed := range 20 {
		l := &live{tb: t, s: session.New("ses_suivante"), now: 1000}
		lead := l.enters(plan)
		l.do(lead, "groups.propose", fmt.Sprintf(`{"set":"s","by":"fresh","size":2,"seed":%d}`, seed))
		made, err := session.Decode(l.commits[len(l.commits)-1][0])
		if err != nil {
			t.Fatal(err)
		}
		set, ok := made.(groups.Made)
		if !ok || set.Repeats != 0 || !set.Sure {
			t.Errorf("seed %d: %+v", seed, made)
		}
	}
}

// A season of many groups tells the latest, so that no opening grows without an end.
func TestASeasonTellsTheLatestGroups(t *testing.T) {
	st, next, _ := aSeason(t, 3, func(tb testing.TB, room rooms.RoomID, begins rooms.Millis) [][]rooms.Event {
		tb.Helper()
		l := &live{tb: tb, s: session.New(room), now: begins}
		lead := l.enters(session.Plan{Mode: session.ModeOpen})
		for i := range togetherMost / 4 {
			l.sits(lead, i, `[["bea","cleo"],["dina","elie"]]`)
		}
		l.do(lead, "session.close", "{}")
		return l.commits
	})
	before, err := newSeason(st).of(t.Context(), next)
	if err != nil || len(before.together) != togetherMost {
		t.Errorf("%d groups of %d: %v", len(before.together), 3*togetherMost/2, err)
	}
}
