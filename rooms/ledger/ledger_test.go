package ledger_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/rooms/ledger"

	"pgregory.net/rapid"
)

func command(client string, n uint64) rooms.Command {
	return rooms.Command{Client: rooms.ClientID(client), N: n, Actor: rooms.Actor{Member: "ana"}}
}

func event(client string, n uint64, seq rooms.Seq) rooms.Event {
	return rooms.Event{Seq: seq, By: "ana", Client: rooms.ClientID(client), N: n}
}

func TestARetryIsRecognisedWhileAnOutboxMayHoldIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var l ledger.Ledger
		answers := map[string]rooms.Seq{}
		last := map[string]uint64{}
		for seq := rooms.Seq(1); seq < 120; seq++ {
			client := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "client")
			n := last[client] + rapid.Uint64Range(1, 2).Draw(t, "step")
			if refusal := l.Check(command(client, n)); refusal != nil {
				t.Fatalf("new command %s/%d refused: %v", client, n, refusal)
			}
			l.Record(event(client, n, seq))
			answers[fmt.Sprint(client, n)] = seq
			last[client] = n
			back := rapid.Uint64Range(0, 40).Draw(t, "back")
			if back >= n {
				continue
			}
			refusal := l.Check(command(client, n-back))
			first, had := answers[fmt.Sprint(client, n-back)]
			switch {
			case had && back < 16:
				if refusal == nil || refusal.Code != rooms.CodeRepeated || refusal.Data["seq"] != first {
					t.Fatalf("retry of %s/%d: %v, first answered %d", client, n-back, refusal, first)
				}
			case refusal == nil:
				t.Fatalf("%s/%d let through after %d", client, n-back, n)
			}
		}
		kept, err := json.Marshal(&l)
		if err != nil {
			t.Fatal(err)
		}
		var back ledger.Ledger
		if err := json.Unmarshal(kept, &back); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(&back)
		if err != nil || !bytes.Equal(kept, again) {
			t.Fatalf("%s\n%s %v", kept, again, err)
		}
	})
}

func TestMemoryIsBoundedAndTheQuietestIsForgotten(t *testing.T) {
	var l ledger.Ledger
	l.Record(event("quiet", 1, 1))
	for i := range ledger.Width {
		l.Record(event(fmt.Sprint("c", i), 1, rooms.Seq(i+2)))
	}
	if l.Check(command("quiet", 1)) != nil {
		t.Error("the quietest client is still remembered")
	}
	if refusal := l.Check(command("c0", 1)); refusal == nil || refusal.Code != rooms.CodeRepeated {
		t.Errorf("a recent client is forgotten: %v", refusal)
	}
}

func TestTheLastEventOfACommandIsItsAnswerAndUnnumberedOnesLeaveNoTrace(t *testing.T) {
	var l ledger.Ledger
	l.Record(event("a", 3, 7))
	l.Record(event("a", 3, 8))
	l.Record(event("a", 0, 9))
	if refusal := l.Check(command("a", 3)); refusal == nil || refusal.Data["seq"] != rooms.Seq(8) {
		t.Errorf("answer %v, want 8", refusal)
	}
	if l.Check(command("a", 0)) != nil {
		t.Error("an unnumbered command was refused")
	}
}
