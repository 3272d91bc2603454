package roomtest_test

import (
	"testing"

	"palabre/rooms/roomtest"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
)

// TestScenarios: each scenario is lived from its first phase to its close, by the people it is written for, with a pass, a lost connection and a
// late arrival; who is heard is checked in each phase, and what each phase leaves is there.
func TestScenarios(t *testing.T) {
	all, err := scenario.Library()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) != 13 {
		t.Fatalf("%d scenarios in the library", len(all))
	}
	for i, s := range all {
		t.Run(string(s.ID), func(t *testing.T) {
			t.Parallel()
			lives(t, s.ID, []session.Mode{session.ModeOpen, session.ModeConfidential}[i%2])
		})
	}
}

func lives(t *testing.T, id scenario.ID, mode session.Mode) {
	t.Helper()
	l, err := roomtest.LiveScenario(id, mode)
	if err != nil {
		t.Fatal(err)
	}
	if v := l.See("ana"); v.Status != session.StatusClosed {
		t.Fatal("it did not close")
	}
	t.Logf("%s: %d people, %d phases, %d events, %d artifacts", id, len(l.People), len(l.See("ana").Agenda.Phases), len(l.Log), len(l.Left))
}
