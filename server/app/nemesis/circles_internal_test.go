package nemesis

import (
	"testing"
	"time"

	"palabre/rooms"
)

// I8: what was said in one circle may not be heard in another, though everyone is heard in both; from the moment somebody saw
// that people sat apart.
func TestSoundOfAnotherCircleIsSeen(t *testing.T) {
	all := hearing{rooms.Audible{Mode: rooms.HearEveryone}}
	apart := hearing{rooms.Audible{
		Mode:  rooms.HearEveryone,
		Apart: []rooms.Circle{{Group: "g1", People: []rooms.MemberID{"lea", "sam"}, Mode: rooms.HearEveryone}},
	}}
	g := gates{hear: []hearing{all, apart}, at: []time.Duration{100 * ms, 500 * ms}, seen: []time.Duration{110 * ms, 520 * ms}}
	for name, c := range map[string]struct {
		ear, speaker rooms.MemberID
		said         time.Duration
		let          bool
	}{
		"before they sat apart":        {"ana", "lea", 200 * ms, true},
		"committed and not yet seen":   {"ana", "lea", 510 * ms, true},
		"in the same circle":           {"sam", "lea", 530 * ms, true},
		"in the plenary":               {"ana", "bo", 530 * ms, true},
		"a circle heard in plenary":    {"ana", "lea", 530 * ms, false},
		"the plenary heard in a group": {"lea", "ana", 530 * ms, false},
	} {
		g.ear = c.ear
		if let, why := g.lets(string(c.speaker), c.said, c.said+10*ms); let != c.let {
			t.Errorf("%s: %t, want %t (%s)", name, let, c.let, why)
		}
	}
	g.ear = "lea"
	if g.gated(530*ms, 600*ms) {
		t.Error("open talk in a group is told to be a round")
	}
}
