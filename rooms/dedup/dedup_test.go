package dedup_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/rooms/dedup"
)

const ana rooms.MemberID = "ana"

// What a client may still have in its outbox (16 commands) is recognised, with the
// answer it first got; nothing that had its effect is let through again; and a
// snapshot remembers as much.
func TestARetryIsRecognisedWhileAnOutboxMayHoldIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := dedup.New()
		answers := map[string]rooms.Seq{}
		last := map[rooms.ClientID]uint64{}
		for seq := rooms.Seq(1); seq < 250; seq++ {
			client := rapid.SampledFrom([]rooms.ClientID{"a", "b", "c"}).Draw(t, "client")
			n := last[client] + rapid.Uint64Range(1, 2).Draw(t, "step")
			if no := s.Check(ana, client, n); no != nil {
				t.Fatalf("new command %s/%d refused: %v", client, n, no)
			}
			s.Note(ana, client, n, seq)
			answers[fmt.Sprint(client, n)], last[client] = seq, n
			back := rapid.Uint64Range(0, 150).Draw(t, "back")
			if back >= n {
				continue
			}
			first, had := answers[fmt.Sprint(client, n-back)]
			no := s.Check(ana, client, n-back)
			switch {
			case had && back < 16:
				if no == nil || no.Code != rooms.CodeRepeated || no.Data["seq"] != first {
					t.Fatalf("retry of %s/%d: %v, first answered %d", client, n-back, no, first)
				}
			case no == nil: // it had its effect, or left no trace: it was decided before n
				t.Fatalf("%s/%d is let through after %d", client, n-back, n)
			}
		}
		kept, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		back := dedup.New()
		if err := json.Unmarshal(kept, &back); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(back)
		if err != nil || !bytes.Equal(kept, again) {
			t.Fatalf("%s\n%s %v", kept, again, err)
		}
	})
}

// Memory is bounded for each person, and nobody's tabs make another's forgotten.
func TestTheQuietestTabOfAPersonIsForgottenAndNobodyElses(t *testing.T) {
	const tabs = 1000
	s := dedup.New()
	s.Note("bea", "hers", 1, 1)
	s.Note(ana, "quiet", 1, 2)
	for i := range tabs {
		s.Note(ana, rooms.ClientID(fmt.Sprint("c", i)), 1, rooms.Seq(i+3))
	}
	if s.Check(ana, "quiet", 1) != nil {
		t.Error("the quietest tab is still remembered")
	}
	last := rooms.ClientID(fmt.Sprint("c", tabs-1))
	for who, tab := range map[rooms.MemberID]rooms.ClientID{"bea": "hers", ana: last} {
		if no := s.Check(who, tab, 1); no == nil || no.Code != rooms.CodeRepeated {
			t.Errorf("%s's %s is forgotten: %v", who, tab, no)
		}
	}
	kept, err := json.Marshal(s)
	if err != nil || len(kept) > 4000 {
		t.Errorf("%d bytes after %d tabs, %v", len(kept), tabs, err)
	}
}

func TestTheLastEventOfACommandIsItsAnswerAndUnnumberedOnesLeaveNoTrace(t *testing.T) {
	s := dedup.New()
	s.Note(ana, "a", 3, 7)
	s.Note(ana, "a", 3, 8)
	s.Note(ana, "a", 0, 9)
	if no := s.Check(ana, "a", 3); no == nil || no.Data["seq"] != rooms.Seq(8) {
		t.Errorf("answer %v, want 8", no)
	}
	if s.Check(ana, "a", 0) != nil {
		t.Error("an unnumbered command was refused")
	}
}

// I4: a page said two things. The first was refused, the second was done and saved, and the store's answer was lost, so that she was
// told neither. The room that was won anew did not know of the refusal; said again, the first had an effect, after the second.
func TestARefusalThatNobodyHeardIsNotDecidedAnewAfterWhatCameNext(t *testing.T) {
	s := dedup.New()
	s.Note(ana, "a", 1, 1)
	s.Note(ana, "a", 3, 2)
	if no := s.Check(ana, "a", 2); no == nil || no.Code != rooms.CodeStale {
		t.Errorf("answer %v, want %s", no, rooms.CodeStale)
	}
	if no := s.Check(ana, "a", 4); no != nil {
		t.Errorf("a new command was answered %v", no)
	}
}
