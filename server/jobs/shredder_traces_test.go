package jobs_test

import (
	"testing"

	"palabre/rooms/agenda"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
)

// After a phase without traces no file of the store, no batch and no snapshot holds who held the stick, nor a word said round it,
// wherever the process dies in between (TR-3), in a session of either mode; the log that is left is the session, for the next process.
func TestAPhaseWithoutTracesIsForgottenWhereverItDies(t *testing.T) {
	for _, place := range []string{"", "before it is recorded", "after it is recorded", "before the words go", "after the words went", "before memory forgets"} {
		t.Run("dies "+place, func(t *testing.T) {
			p := converse(t, session.ModeOpen, session.Phase{
				ID: "cercle", Title: "Cercle", Kind: agenda.Stick, Minutes: 20, Rule: &scenario.Rule{Kind: scenario.WithStick, TurnS: 60},
				Traces: scenario.NoTraces,
			})
			p.do("ana", "agenda.next", `{"from":-1}`)
			p.do("ana", "stick.prepare", `{"round":"r1","question":"canari-question","turn_s":60,"order":["cleo","ana"]}`)
			p.do("ana", "stick.begin", "")
			p.do("cleo", "stick.take", `{"round":"r1"}`)
			p.do("ana", "stick.nudge", `{"grant":1,"text":"canari-aparte"}`)
			p.do("ana", "stick.take_back", `{"grant":1,"reason":"canari-motif"}`)
			p.do("cleo", "harvest.offer", `{"id":"h1","text":"canari-offert","for":"community"}`)
			for _, words := range []string{"canari-question", "canari-aparte", "canari-motif", "stick.granted"} {
				if p.found(words) == "" {
					t.Fatalf("%s is nowhere before: this test looks at nothing", words)
				}
			}
			p.do("ana", "session.close", "")
			p.faults[place] = true
			p.shred()
			for _, words := range []string{"canari-question", "canari-aparte", "canari-motif", "stick.", "turn_ended"} {
				if at := p.found(words); at != "" {
					t.Errorf("%s is in %s", words, at)
				}
			}
			if p.found("canari-offert") == "" {
				t.Error("what was offered is gone")
			}
			if _, recorded := p.whole(); recorded != 1 {
				t.Errorf("recorded %d times", recorded)
			}
			p.down()
			p.up()
			if m := p.sees("none"); m.Text != "" {
				t.Errorf("%+v", m)
			}
		})
	}
}
