package roomtest_test

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"testing"

	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// Whatever people may ask is asked in histories, here and in simulated nodes, with the arguments that it takes: a new command that
// nobody taught the generator fails here.
func TestEveryCommandIsInTheTraffic(t *testing.T) {
	t.Parallel()
	w, err := roomtest.NewWorld(roomtest.ShowPlan(session.ModeOpen), roomtest.Cast())
	if err != nil {
		t.Fatal(err)
	}
	traffic := roomtest.NewTraffic(w, dice{rand.New(rand.NewPCG(1, 1))})
	if err := traffic.Populate(); err != nil {
		t.Fatal(err)
	}
	seat, err := json.Marshal(session.SeatArgs{Member: "ines", Behind: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	if _, no, err := w.Do(w.Host(session.CmdSeat, string(seat))); no != nil || err != nil {
		t.Fatal(no, err)
	}
	for _, c := range session.Commands() {
		if c.Who == "host" {
			continue
		}
		said := map[string]bool{}
		for range 60 {
			cmd := traffic.Command(c.Name)
			if _, no := session.CheckArgs(c.Name, cmd.Args); no != nil {
				t.Errorf("%s %s: %s", c.Name, cmd.Args, no.Code)
			}
			var fields map[string]any
			if err := json.Unmarshal(cmd.Args, &fields); err != nil {
				t.Fatal(err)
			}
			for name := range fields {
				said[name] = true
			}
		}
		if takes := reflect.TypeOf(c.Args); takes.NumField() > 0 && len(said) == 0 && takes != reflect.TypeFor[session.AsArgs]() {
			t.Errorf("%s is given without any of what it takes: %s", c.Name, takes)
		}
		// For whom one carries, and for one's own group, it is decided otherwise than for oneself and for all.
		for field, name := range map[string]string{"As": "as", "Group": "group"} {
			if _, takes := reflect.TypeOf(c.Args).FieldByName(field); takes && !said[name] {
				t.Errorf("%s is never given %s", c.Name, name)
			}
		}
	}
}
