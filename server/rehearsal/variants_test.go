package rehearsal_test

import (
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/server/rehearsal"
)

// In a round "centre" or "popcorn" nobody ever took the stick: seats waited to be next, and nobody is next there (ST-33). In one
// where the holder names, nobody was ever named. Each of the eight now has it, and the round ends.
func TestEachVariantGoesByItself(t *testing.T) {
	rule := scenario.Rule{Kind: scenario.WithStick, TurnS: 60}
	plan := session.Plan{Phases: []agenda.Phase{{ID: "r", Title: "Ronde", Kind: agenda.Stick, Minutes: 30, Rule: &rule}}}
	for _, variant := range []string{"", "centre", "naming", "popcorn"} {
		for seed := range uint64(5) {
			told := run(t, rehearsal.Ask{Plan: plan, People: 8, Seed: seed, At: 40 * minute, Gestures: []rehearsal.Gesture{
				gesture(minute, "agenda.next", `{"from":-1}`),
				gesture(minute, "stick.prepare", fmt.Sprintf(`{"round":"r1","turn_s":60,"seat":"none","variant":%q}`, variant)),
				gesture(minute, "stick.begin", `{}`),
			}})
			held := map[rooms.MemberID]bool{}
			for _, l := range told.Journal {
				if l.Kind == rehearsal.Holds {
					held[l.Member] = true
				}
			}
			if told.Refused != nil || told.View.Round.State != session.RoundEnded || len(held) < 6 {
				t.Errorf("%q, seed %d: refused %v, %d had the stick, %s", variant, seed, told.Refused, len(held), told.View.Round.State)
			}
		}
	}
}
