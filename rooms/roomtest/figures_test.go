package roomtest_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

var figures = flag.Bool("figures", false, "print what a round and a long meeting cost, a line each")

// TestFigures says what a round costs on the wire, and what a meeting of three hours leaves: for package bench, which reads the
// lines that begin with "figure". Whatever is measured, no pass sends each person more than a screen's worth of a kilobyte.
func TestFigures(t *testing.T) {
	t.Parallel()
	for _, people := range []int{30, 200} {
		sent, passes := bytesOfPasses(t, people)
		each := float64(sent) / float64(passes) / float64(people)
		if each <= 0 || each > 1024 {
			t.Errorf("a pass in a circle of %d sends %.0f bytes to each person", people, each)
		}
		figure("bytes_per_pass_"+fmt.Sprint(people), float64(sent)/float64(passes), "bytes")
		figure("bytes_per_pass_each_"+fmt.Sprint(people), each, "bytes")
	}
	l, err := roomtest.LiveScenarioQuickly("RM", session.ModeOpen)
	if err != nil {
		t.Fatal(err)
	}
	size := 0
	for _, e := range l.Log {
		b, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		size += len(b) + 1
	}
	begun := time.Now()
	s := session.New(roomtest.Room)
	for _, e := range l.Log {
		if err := s.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	figure("log_of_three_hours", float64(size), "bytes")
	figure("events_of_three_hours", float64(len(l.Log)), "events")
	figure("replay_of_three_hours", float64(time.Since(begun).Microseconds())/1000, "ms")
}

func figure(name string, value float64, unit string) {
	if *figures {
		fmt.Printf("figure %s %.3f %s\n", name, value, unit)
	}
}

// bytesOfPasses passes the stick round a circle, and counts what is sent to all for each pass: the holder's gesture and the taking
// of it by the next.
func bytesOfPasses(t *testing.T, people int) (sent, passes int) {
	t.Helper()
	s := session.New(roomtest.Room)
	n, now := uint64(0), roomtest.Start
	do := func(a rooms.Actor, name string, args any) []rooms.Step {
		raw, err := json.Marshal(args)
		if err != nil {
			t.Fatal(err)
		}
		n++
		now += 1000
		steps, no := s.Handle(rooms.Command{Client: "tab", N: n, Actor: a, At: now, Name: name, Args: raw})
		if no != nil {
			t.Fatal(name, no)
		}
		return steps
	}
	do(rooms.Actor{System: true}, session.CmdOpen, roomtest.ShowPlan(session.ModeOpen))
	all := []rooms.Actor{{Member: "ana", Standing: rooms.RoleFacilitator}}
	for i := range people - 1 {
		all = append(all, rooms.Actor{Member: rooms.MemberID(id(i)), Standing: rooms.RoleMember})
	}
	for _, a := range all {
		do(a, "people.enter", session.EnterArgs{})
	}
	do(all[0], "stick.prepare", session.PrepareArgs{Round: "r1", Question: "Et vous?", TurnS: 60})
	do(all[0], "stick.begin", session.NoArgs{})
	for grant := uint64(1); grant <= 20; grant++ {
		v, _ := s.View(rooms.Viewer{Member: "ana", Role: rooms.RoleFacilitator}).(session.View)
		by := v.Round.Offer.To
		steps := do(rooms.Actor{Member: by, Standing: rooms.RoleMember}, "stick.take", session.RoundArgs{Round: "r1"})
		steps = append(steps, do(rooms.Actor{Member: by, Standing: rooms.RoleMember}, "stick.release", session.ReleaseArgs{Grant: grant})...)
		for _, step := range steps {
			for _, d := range step.Deltas {
				raw, err := json.Marshal(d.Ops)
				if err != nil {
					t.Fatal(err)
				}
				switch {
				case d.To.Member != "", d.To.Role != "":
					sent += len(raw)
				default:
					sent += len(raw) * people
				}
			}
		}
		passes++
	}
	return sent, passes
}
