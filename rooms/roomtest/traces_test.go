package roomtest_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
)

// spoken tells whether an event is of who spoke.
func spoken(name string) bool {
	for _, of := range []string{"stick.", "floor.", "hands.", "cast.", "groups.within", "chat."} {
		if strings.HasPrefix(name, of) {
			return true
		}
	}
	return false
}

// TR-1, TR-3, TR-4: a circle of speech is lived in whole, then its words and floors go: the log says nothing of who spoke, when or
// how long, nobody sees it any more, it replays to the session that was lived, and what people offered is still there.
func TestACircleLeavesNoTraces(t *testing.T) {
	t.Parallel()
	for _, id := range []scenario.ID{"CP", "AP"} {
		for _, mode := range []session.Mode{session.ModeOpen, session.ModeConfidential} {
			l, err := roomtest.LiveScenario(id, mode)
			if err != nil {
				t.Fatal(err)
			}
			floors := 0
			for _, e := range l.Log {
				if spoken(e.Name) {
					floors++
				}
			}
			if floors < 40 {
				t.Fatalf("%s: %d events of floors: this test looks at nothing", id, floors)
			}
			destroy(t, l.World, l.Now)
			instants := map[rooms.Millis]bool{}
			for _, e := range l.Log {
				if spoken(e.Name) {
					t.Fatalf("%s: %d %s is in the log", id, e.Seq, e.Name)
				}
				if e.Name == "agenda.moved" {
					instants[e.At] = true
				}
				if e.Name == (session.Forgotten{}).EventName() {
					if floors--; e.By != "" || e.Client != "" || e.N != 0 || len(e.Data) > 0 || !instants[e.At] {
						t.Fatalf("%s: %+v says too much", id, e)
					}
				}
			}
			if floors != 0 {
				t.Errorf("%s: %d events were not forgotten, and are not there", id, floors)
			}
			if err := l.ReplayFrom(len(l.Log) / 3); err != nil {
				t.Fatal(err)
			}
			v := l.See("cleo")
			if v.Round != nil || len(v.Hands) > 0 || v.Share != nil && v.Share.HeardMS > 0 {
				t.Errorf("%s: cleo sees %+v %+v", id, v.Round, v.Share)
			}
			if id == "CP" && len(v.Harvest) < 4 {
				t.Errorf("what was offered is gone: %+v", v.Harvest)
			}
		}
	}
}

// next moves to the next phase, whatever runs.
func next(t *testing.T, w *roomtest.World) {
	t.Helper()
	for i, c := range []rooms.Command{{Name: "stick.end"}, {Name: "agenda.next"}} {
		c.N = uint64(2*w.Live.Head()) + uint64(i)
		c.Client, c.At, c.Actor = "last", w.Now, rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}
		if a := w.See("ana").Agenda; c.Name == "agenda.next" && a != nil {
			c.Args = []byte(fmt.Sprintf(`{"from":%d}`, a.At))
		}
		if _, _, err := w.Do(c); err != nil {
			t.Fatal(err)
		}
	}
}

// TR-1 to TR-4 over random meetings whose phases leave this or that: of a phase without traces nothing is left, what the others
// left is, and the log replays.
func TestTracesOfRandomMeetings(t *testing.T) {
	t.Parallel()
	forgotten, left := 0, 0
	for seed := range uint64(12) {
		d := dice{rand.New(rand.NewPCG(seed, 3))}
		plan := roomtest.ShowPlan([]session.Mode{session.ModeOpen, session.ModeConfidential}[seed%2])
		for i := range plan.Phases {
			plan.Phases[i].Traces = []scenario.Traces{scenario.NoTraces, scenario.Full, scenario.Bare}[i%3]
		}
		w, err := roomtest.NewWorld(plan, roomtest.Cast())
		if err != nil {
			t.Fatal(err)
		}
		traffic := roomtest.NewTraffic(w, d)
		if err := traffic.Populate(); err != nil {
			t.Fatal(err)
		}
		for step := range 160 {
			if step%50 == 0 {
				next(t, w)
			}
			if err := traffic.Step(); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		end := rooms.Command{Client: "last", N: 1_000_000, Actor: rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}, At: w.Now, Name: "session.close"}
		if _, _, err := w.Do(end); err != nil {
			t.Fatal(err)
		}
		if w.See("ana").Status != session.StatusClosed {
			continue
		}
		lived := slices.Clone(w.Log)
		destroy(t, w, w.Now)
		if err := w.ReplayFrom(len(w.Log) / 2); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		at := scenario.Full
		for i, e := range lived {
			if e.Name == "agenda.moved" {
				var moved struct{ At int }
				if err := json.Unmarshal(e.Data, &moved); err != nil {
					t.Fatal(err)
				}
				at = plan.Phases[moved.At].Traces
			}
			gone := w.Log[i].Name != e.Name
			switch floor := spoken(e.Name) && !strings.HasPrefix(e.Name, "chat."); {
			case floor && at == scenario.NoTraces && e.Name != "floor.ruled" && !gone:
				t.Errorf("seed %d: %d %s is left", seed, e.Seq, e.Name)
			case gone && !floor:
				t.Errorf("seed %d: %d %s is forgotten", seed, e.Seq, e.Name)
			case gone:
				forgotten++
			case floor:
				left++
			}
			if e.Name == "chat.said" && at == scenario.NoTraces && !strings.Contains(string(e.Data), `"team":true`) {
				t.Errorf("seed %d: something was written while the chat was closed", seed)
			}
			if e.Name == "chat.said" && at == scenario.Bare && strings.Contains(string(w.Log[i].Data), `"text":"c`) {
				t.Errorf("seed %d: words of a bare phase are left: %s", seed, w.Log[i].Data)
			}
		}
	}
	if forgotten < 60 || left < 60 {
		t.Fatalf("%d forgotten, %d left: this test shows too little", forgotten, left)
	}
}
