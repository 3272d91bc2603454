package scenario_test

import (
	"os"
	"strings"
	"testing"

	"palabre/rooms/scenario"
)

// The guide's example is a scenario, and the guide names every field, kind and rule.
func TestTheGuideIsTrue(t *testing.T) {
	guide, err := os.ReadFile("../../docs/fr/scenarios.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(guide), "```yaml\n")
	example, _, found := strings.Cut(rest, "```")
	if !found {
		t.Fatal("no example")
	}
	s, err := scenario.Read([]byte(example))
	if err != nil {
		t.Fatal(err)
	}
	if p := scenario.Unfold(s, s.Seats.For, scenario.Options{}); scenario.Minutes(p.Phases) != 30 || len(p.Phases) != 4 {
		t.Errorf("%d min, %d phases", scenario.Minutes(p.Phases), len(p.Phases))
	}
	for _, word := range strings.Fields(`id title purpose seats minutes door stay_until cast loops credit rows kind rule groups traces board artifact least steps
		per loop stays times each from to for order turn_s rounds first not answers answer_s once free size most by keep keep_hosts plenary stick write vote break closing
		open hands role silence inside lot chosen facet fresh self none bare`) {
		if !strings.Contains(string(guide), word) {
			t.Errorf("the guide does not say %q", word)
		}
	}
}
