package roomtest_test

import (
	"encoding/json"
	"testing"

	"palabre/rooms"
	"palabre/rooms/session"
)

// FuzzCommand gives any command with any arguments, as a facilitator, a member or
// the host, to a meeting in the middle of a round: nothing breaks, and every promise
// of the world holds (SE-7).
func FuzzCommand(f *testing.F) {
	for i, c := range session.Commands() {
		b, err := json.Marshal(c.Args)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), uint8(i%3), string(b))
	}
	f.Add(uint8(0), uint8(0), `{"from":9223372036854775807}`)
	f.Add(uint8(0), uint8(1), `{"id":"é","text":"\ud800"}`)
	f.Add(uint8(0), uint8(2), `{"member":"cleo","since":-9223372036854775808}`)
	f.Add(uint8(0), uint8(2), `{"gap_ms":9223372036854775807}`)
	f.Add(uint8(0), uint8(0), `{} {}`)
	f.Fuzz(func(t *testing.T, which, who uint8, args string) {
		w := lived(t, "plan open strict\nana people.enter\ncleo people.enter\ndina people.enter\nana agenda.next from=-1\n"+
			"ana stick.prepare round=r1 turn_s=60\nana stick.begin\ncleo stick.take\nana chat.say id=m1 text=bonjour")
		all := session.Commands()
		for _, c := range []session.CommandDoc{all[int(which)%len(all)], all[(int(which)+7)%len(all)]} {
			cmd := rooms.Command{Client: "fuzz", At: w.Now, Name: c.Name, Args: json.RawMessage(args)}
			switch who % 3 {
			case 0:
				cmd.Actor = rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}
			case 1:
				cmd.Actor = rooms.Actor{Member: "cleo", Standing: rooms.RoleMember}
			default:
				cmd.Actor = rooms.Actor{System: true}
			}
			if _, _, err := w.Do(cmd); err != nil {
				t.Fatalf("%s %s: %v", c.Name, args, err)
			}
			if a, no := session.CheckArgs(c.Name, json.RawMessage(args)); no == nil && a == nil {
				t.Fatalf("%s: arguments read as nothing", c.Name)
			}
		}
		if err := w.ReplayFrom(len(w.Log) / 2); err != nil {
			t.Fatal(err)
		}
	})
}
