package cards_test

import (
	"encoding/json"
	"math"
	"testing"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/veil/veiltest"
)

// FuzzApply: nothing that a log may say stops a replay, and no snapshot is unreadable.
func FuzzApply(f *testing.F) {
	r := cards.Events()
	names := veiltest.Sorted(r)
	f.Add(uint8(0), `{"sheet":"s","per":1}`, uint8(1), `{"sheet":"s","unsigned":true,"texts":["a"]}`)
	f.Add(uint8(3), `{"sheet":"s"}`, uint8(6), `{"sheet":"s","card":"c","text":"a"}`)
	f.Fuzz(func(t *testing.T, a uint8, first string, b uint8, second string) {
		s := cards.New()
		s.Apply(1, 1, cards.Opened{Sheet: "s", Setup: cards.Setup{Per: 2, Chars: 9}})
		s.Apply(2, 2, cards.Written{Sheet: "s", Card: "c", Member: "m", Text: "oui"})
		words := cards.NewWords()
		for i, in := range []struct {
			which uint8
			data  string
		}{{a, first}, {b, second}, {a, first}} {
			e, err := r.Decode(rooms.Event{Name: names[int(in.which)%len(names)], Data: json.RawMessage(in.data)})
			if err != nil {
				return
			}
			s.Apply(3, rooms.Seq(3+i), e)
			words.Read(rooms.Seq(3+i), e)
			if bare, ok := cards.Redact(e); ok {
				if _, again := cards.Redact(bare); again {
					t.Fatalf("%#v is not bare", bare)
				}
			}
		}
		for _, seq := range words.Places() {
			words.Fate(seq)
		}
		raw, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		back := cards.New()
		if err := json.Unmarshal(raw, &back); err != nil || veiltest.Text(back) != string(raw) {
			t.Fatalf("%s came back as %s", raw, veiltest.Text(back))
		}
		for id := range s.Sheets {
			_, _ = s.Seen(id, []rooms.MemberID{"m"})
			if _, err := s.Batches(id); err != nil && !math.IsInf(s.Sheets[id].Spot.X, 0) {
				t.Fatal(err)
			}
		}
		s.Redact(map[rooms.Seq]bool{2: true, 3: true})
		s.Close(true)
	})
}
