package nemesis

import (
	"slices"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/session"
)

// Whatever people may ask in a meeting they ask under faults too: a new command that nobody taught the traffic fails here.
func TestEveryCommandIsAskedUnderFaults(t *testing.T) {
	asked := map[string]bool{}
	for _, g := range slices.Concat(byAnyone(), aboutGroups(), aboutFloor(), aboutPapers(), affairs()) {
		asked[g.name] = true
	}
	for _, name := range []string{ // traffic.go, lab.go
		"stick.prepare", "stick.begin", "stick.end", "stick.pause", "stick.resume", "stick.take", "stick.pass", "stick.release",
		"people.enter", "people.leave", "people.listen", "people.admit", "boards.open",
	} {
		asked[name] = true
	}
	for _, c := range session.Commands() {
		ends := c.Name == "session.close" || c.Name == "people.remove" || c.Name == "people.refuse" || c.Name == "people.role"
		if c.Who != "host" && !asked[c.Name] && !ends {
			t.Errorf("nobody ever asks %s", c.Name)
		}
		delete(asked, c.Name)
	}
	for name := range asked {
		t.Errorf("%s is no command", name)
	}
}

// I7: what somebody was told of another's words is held against the log.
func TestWordsToldTooEarlyAreSeen(t *testing.T) {
	const id = "0192f000-0000-7000-8000-00000000000a"
	for name, c := range map[string]struct {
		want  string
		event string
		word  string
	}{
		"a card before the reveal":            {"I7", "cards.written", "secret:sam:" + id},
		"a card that was revealed":            {"", "cards.revealed", "secret:sam:" + id},
		"words of which the log knows naught": {"", "hands.cleared", "secret:sam:" + id},
		"what a group wrote, from elsewhere":  {"I7", "hands.cleared", "circle:g1:"},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			data := `{}`
			if strings.HasPrefix(c.event, "cards") {
				data = `{"card":"` + id + `","text":"` + c.word + `"}`
			}
			s.event(0, c.event, data)
			s.w.sighted(sighting{s.p, room, c.word, 1, 1})
			s.judge(room, s.log, []hearing{{rooms.Audible{Mode: rooms.HearEveryone}}})
			s.only(t, c.want)
		})
	}
}
