package scenario_test

import (
	"encoding/json"
	"strings"
	"testing"

	"palabre/rooms/floor"
	"palabre/rooms/hands"
	"palabre/rooms/scenario"
)

// A phase's rule is the floor's rule, in the same JSON: what one writes the other reads.
func TestRulesAreTheFloors(t *testing.T) {
	for _, s := range library(t) {
		for _, p := range scenario.Unfold(s, s.Seats.For, scenario.Options{}).Phases {
			raw, err := json.Marshal(p.Rule)
			if err != nil {
				t.Fatal(err)
			}
			var u floor.Rule
			if err := json.Unmarshal(raw, &u); err != nil {
				t.Fatal(err)
			}
			if string(u.Kind) != string(p.Rule.Kind) || string(u.Role) != string(p.Rule.Role) || string(u.Not) != string(p.Rule.Not) || u.Seats != p.Rule.Seats || u.Free != p.Rule.Free || string(u.Order) != string(p.Rule.Order) {
				t.Errorf("%s: %s became %+v", p.ID, raw, u)
			}
			known := []string{string(floor.Open), string(floor.Hands), string(floor.OneRole), string(floor.Silence), string(floor.Stick), string(floor.Inside)}
			if !strings.Contains(" "+strings.Join(known, " ")+" ", " "+string(u.Kind)+" ") {
				t.Errorf("%s: the floor does not know %q", p.ID, u.Kind)
			}
		}
	}
	for mine, theirs := range map[scenario.Order]hands.Order{scenario.ByArrival: hands.ByArrival, scenario.FirstFirst: hands.FirstFirst, scenario.LeastHeard: hands.LeastHeard} {
		if string(mine) != string(theirs) {
			t.Errorf("%s is %s", mine, theirs)
		}
	}
}
