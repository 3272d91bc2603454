package redis_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/bus/bustest"
	"palabre/server/bus/redis"
	"palabre/signaling/host"
)

// with opens a bus of nodes that know these secrets.
func with(t *testing.T, s *bustest.Server, secrets ...string) *redis.Bus {
	t.Helper()
	b, err := redis.New("redis://"+s.Addr, secrets, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	return b
}

// A meeting once went through Redis in clear: whoever reads there read every word, and who said it. Now all that such a
// reader sees of it is which room something was said in, when, and how much.
func TestRedisCannotRead(t *testing.T) {
	s := bustest.Start(t)
	a, b := open(t, "redis://"+s.Addr), open(t, "redis://"+s.Addr)
	c := s.Client()
	defer func() { _ = c.Close() }()
	tap := c.PSubscribe(t.Context(), "*")
	defer func() { _ = tap.Close() }()
	if _, err := tap.Receive(t.Context()); err != nil {
		t.Fatal(err)
	}
	got := make(chan host.Batch, 100)
	defer b.Subscribe("ses_1", func(x host.Batch) { got <- x })()
	await(t, []*bustest.Server{s}, "ses_1", 1)
	said := []host.Batch{
		{
			Room: "ses_1", Term: 7, From: 1, To: 2, Parts: []host.Part{{To: rooms.Facilitators(), Data: []byte(`["le mot secret"]`), Mentions: []rooms.MemberID{"mbr_lea"}}},
			Seats: []host.Seat{{Viewer: rooms.Viewer{Member: "mbr_sam", Role: rooms.RoleGuest}, View: []byte(`{"vue":"de Sam"}`)}},
		},
		{Room: "ses_1", Volatile: true, Parts: []host.Part{{To: rooms.Everyone, Data: []byte(`["mbr_lea","mic",true]`)}}}, // presence
	}
	for _, x := range said {
		if err := a.Publish(t.Context(), x); err != nil {
			t.Fatal(err)
		}
		if y := <-got; fmt.Sprint(y) != fmt.Sprint(x) {
			t.Errorf("arrived as %+v", y)
		}
	}
	for range said {
		m, err := tap.ReceiveMessage(t.Context())
		for err == nil && m.Channel != channel("ses_1") { // a beat
			m, err = tap.ReceiveMessage(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"le mot secret", "mbr_lea", "mbr_sam", "de Sam", `"mic"`} {
			if strings.Contains(m.Payload, word) {
				t.Errorf("%q can be read in %q", word, m.Payload)
			}
		}
	}
	if keys := s.Do("DBSIZE"); keys != int64(0) {
		t.Errorf("something is kept: %v", keys)
	}
}

// Somebody who may write to Redis, and knows how messages are made, opened no microphone and said no word: what she makes
// without the secret is counted and goes no further; nor is what a version without seals says.
func TestRedisCannotForge(t *testing.T) {
	s := bustest.Start(t)
	const theirs = "what somebody else would guess, at length"
	a, forger := with(t, s, secret), with(t, s, theirs)
	got := make(chan host.Batch, 100)
	defer a.Subscribe("ses_1", func(x host.Batch) { got <- x })()
	await(t, []*bustest.Server{s}, "ses_1", 1)
	for range 5 {
		if err := forger.Publish(t.Context(), host.Batch{Room: "ses_1", Volatile: true, Parts: []host.Part{{To: rooms.Everyone, Data: []byte(`["mbr_lea","mic",true]`)}}}); err != nil {
			t.Fatal(err)
		}
	}
	bustest.Until(t, "all are counted", func() bool { return a.Counts().Dropped.Forged == 5 })
	data, err := host.EncodeBatch(host.Batch{Room: "ses_1", From: 1, To: 2})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Client()
	defer func() { _ = c.Close() }()
	for _, clear := range []string{"PLB1" + strings.Repeat("\x00", 28) + string(data), "PLB2" + strings.Repeat("\x01", 24) + string(data)} {
		if err := c.Publish(t.Context(), channel("ses_1"), clear).Err(); err != nil {
			t.Fatal(err)
		}
	}
	bustest.Until(t, "what is not sealed is counted", func() bool {
		n := a.Counts().Dropped
		return n.Damaged == 1 && n.Forged == 6
	})
	if len(got) > 0 || a.Counts().Received != 0 {
		t.Error("something forged was handed on")
	}
}

// The secret is changed while a meeting goes on: first every node also takes the new one, then each seals with it, then the
// old one is forgotten. At no step is a node not heard by another.
func TestTheSecretIsChanged(t *testing.T) {
	s := bustest.Start(t)
	const before, after = "the secret of last year", "the secret of this year"
	steps := [][]string{{before}, {before, after}, {after, before}, {after}}
	for i, step := range steps[1:] {
		a, b := with(t, s, steps[i]...), with(t, s, step...)
		for _, way := range [][2]*redis.Bus{{a, b}, {b, a}} {
			flow, stop := bustest.NewFlow(t, way[0], way[1], "ses_1")
			flow.Passes()
			stop()
			if n := way[1].Counts().Dropped; n.Forged > 0 {
				t.Errorf("step %d: %+v", i, n)
			}
		}
	}
	// Without the steps they do not hear each other.
	a, b := with(t, s, before), with(t, s, after)
	flow, stop := bustest.NewFlow(t, a, b, "ses_2")
	defer stop()
	await(t, []*bustest.Server{s}, "ses_2", 1)
	bustest.Until(t, "what cannot be opened is counted", func() bool {
		flow.Publish("ses_2")
		return b.Counts().Dropped.Forged > 0
	})
	if flow.Last("ses_2") != 0 {
		t.Error("heard under another secret")
	}
	if _, err := redis.New("redis://"+s.Addr, nil, zerolog.Nop()); err == nil {
		t.Error("a bus without a secret was made")
	}
}
