package poll_test

import (
	"encoding/json"
	"testing"

	"palabre/rooms"
	"palabre/rooms/poll"
	"palabre/rooms/veil/veiltest"
)

// FuzzApply: nothing that a log may say stops a replay, and no snapshot is unreadable.
func FuzzApply(f *testing.F) {
	r := poll.Events()
	names := veiltest.Sorted(r)
	f.Add(uint8(6), `{"poll":"p","nth":2,"member":"m","ballot":{"rank":["a","z","z"]}}`, uint8(1), `{"poll":"p","result":{"cast":-1}}`)
	f.Add(uint8(4), `{"poll":"p","option":"a"}`, uint8(0), `{"poll":"p"}`)
	f.Fuzz(func(t *testing.T, a uint8, first string, b uint8, second string) {
		for _, kind := range kinds {
			s, log := poll.New(), poll.NewLog()
			tell := func(seq rooms.Seq, e any) {
				if p, ok := e.(interface{ EventName() string }); ok {
					s.Apply(seq, p)
					log.Read(seq, p)
				}
			}
			tell(1, poll.Prepared{Poll: "p", Setup: poll.Setup{
				Kind: kind, Secret: true, Options: options("a", "b"), Asks: []poll.Question{{ID: "q", Kind: poll.Scale}, {ID: "w", Kind: poll.Words, Words: []string{"élan"}}},
			}})
			tell(2, poll.Started{Poll: "p"})
			tell(3, poll.Voted{Poll: "p", Nth: 1, Member: "m", Ballot: &poll.Ballot{Rank: []poll.OptionID{"a"}}})
			for i, in := range []struct {
				which uint8
				data  string
			}{{a, first}, {b, second}, {a, first}} {
				e, err := r.Decode(rooms.Event{Name: names[int(in.which)%len(names)], Data: json.RawMessage(in.data)})
				if err != nil {
					return
				}
				tell(rooms.Seq(4+i), e)
				if bare, ok := poll.Redact(e); ok {
					if _, again := poll.Redact(bare); again {
						t.Fatalf("%#v is not bare", bare)
					}
				}
			}
			for _, seq := range log.Places() {
				log.Fate(seq)
			}
			raw, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			back := poll.New()
			if err := json.Unmarshal(raw, &back); err != nil || veiltest.Text(back) != string(raw) {
				t.Fatalf("%s came back as %s", raw, veiltest.Text(back))
			}
			for id := range s.Polls {
				_, _ = s.Seen(id, 3, true)
				_, _ = s.Close(poll.CloseArgs{Poll: id, Few: true}, nil)
			}
			s.Redact(map[rooms.Seq]bool{3: true, 4: true})
			s.CloseAll()
		}
	})
}
