package jobs_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/jobs"
	"palabre/signaling/host"
)

// twoRooms is a log of rooms with one event each, and cursors that nobody moves.
type twoRooms struct{ community.Store }

func (twoRooms) Read(_ context.Context, room rooms.RoomID, after rooms.Seq, _ int) ([]host.Segment, error) {
	if after > 0 {
		return nil, nil
	}
	return []host.Segment{{Room: room, To: 1, Data: []byte(`{"seq":1,"name":"said"}`)}}, nil
}

func (twoRooms) Heads(context.Context, string, rooms.Millis) (map[rooms.RoomID]rooms.Seq, error) {
	return map[rooms.RoomID]rooms.Seq{"ses_bad": 1}, nil
}

func (twoRooms) Cursor(context.Context, string, rooms.RoomID) (rooms.Seq, error) { return 0, nil }
func (twoRooms) ListCursors(context.Context, string) (map[rooms.RoomID]rooms.Seq, error) {
	return map[rooms.RoomID]rooms.Seq{}, nil
}

// picky fails for one room, and notes when it was asked for which.
type picky struct {
	mu    sync.Mutex
	why   error // "cannot" when nil
	asked map[rooms.RoomID][]time.Time
}

func (*picky) Name() string { return "picky" }
func (*picky) Reads() jobs.Source {
	return jobs.Source{Kind: rooms.KindSession, Events: []string{"said"}}
}
func (p *picky) times(r rooms.RoomID) []time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.asked[r]
}

func (p *picky) Project(_ context.Context, room rooms.RoomID, _ jobs.Span, _ []rooms.Event) (bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[room] = append(p.asked[room], time.Now())
	if room == "ses_bad" {
		return false, cmp.Or(p.why, errors.New("cannot"))
	}
	return true, nil
}

// journal is what was logged, written by each of the runner's workers.
type journal struct {
	mu sync.Mutex
	b  strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.String()
}

// At every close the journal said that the minutes and the templates were "to be tried again": they waited for boards that another
// projector was giving back, or for rooms on their way to another node, and had them a moment later. An operator is told of what
// fails, at once, and of a wait that lasts.
func TestWaitsAreToldWhenTheyLast(t *testing.T) {
	for name, c := range map[string]struct {
		why  error
		wait bool
	}{
		"a failure":              {errors.New("cannot"), false},
		"another's work":         {fmt.Errorf("the board is lent: %w", jobs.ErrNotYet), true},
		"a room that moves":      {fmt.Errorf("relay: %w", host.ErrHeld), true},
		"a program that ends":    {host.ErrStopped, true},
		"a host that was passed": {host.ErrFenced, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var said journal
				ctx, cancel := context.WithCancel(t.Context())
				r := jobs.NewRunner(twoRooms{}, twoRooms{}, zerolog.New(&said), &picky{why: c.why, asked: map[rooms.RoomID][]time.Time{}})
				done := make(chan error, 1)
				go func() { done <- r.Run(ctx) }()
				time.Sleep(3 * time.Second)
				synctest.Wait()
				if told := said.String() != ""; told == c.wait {
					t.Errorf("after three seconds it says %q", said.String())
				}
				time.Sleep(time.Minute)
				synctest.Wait()
				if !strings.Contains(said.String(), "à reprendre / to be tried again") {
					t.Errorf("after a minute it says %q", said.String())
				}
				cancel()
				if err := <-done; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// A room that failed made all others wait, up to half a minute: the boards of a
// meeting under way were not lent because of a log that nobody could read.
func TestARoomThatFailsHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := &picky{asked: map[rooms.RoomID][]time.Time{}}
		r := jobs.NewRunner(twoRooms{}, twoRooms{}, zerolog.Nop(), p)
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		time.Sleep(time.Minute) // of the bubble: the bad room's wait has grown
		tries := len(p.times("ses_bad"))
		if tries < 3 || tries > 20 {
			t.Errorf("the bad room was tried %d times in a minute", tries)
		}
		now := time.Now()
		r.Committed(host.Commit{Room: "ses_good", To: 1, Names: []string{"said"}})
		r.Committed(host.Commit{Room: "ses_bad", From: 1, To: 2, Names: []string{"said"}})
		synctest.Wait()
		if good := p.times("ses_good"); len(good) != 1 || !good[0].Equal(now) {
			t.Errorf("the good room was read at %v, not %v", good, now)
		}
		if again := len(p.times("ses_bad")); again != tries {
			t.Errorf("the bad room was tried before its time")
		}
		time.Sleep(time.Minute)
		if again := len(p.times("ses_bad")); again == tries {
			t.Error("the bad room was given up")
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// A board that could not be opened was tried again for ever, and everybody who joined any board of that node waited for it, a second
// each.
func TestWhoWaitsForOneRoomWaitsForNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		p := &picky{asked: map[rooms.RoomID][]time.Time{}}
		r := jobs.NewRunner(twoRooms{}, twoRooms{}, zerolog.Nop(), p)
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		time.Sleep(time.Minute) // of the bubble: the bad room waits for its time
		waited := func(room rooms.RoomID) time.Duration {
			begun := time.Now()
			brief, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			_ = r.QuietIn(brief, "picky", room) // how long it took says what came of it
			return time.Since(begun)
		}
		r.Committed(host.Commit{Room: "ses_good", To: 1, Names: []string{"said"}})
		if took := waited("ses_good"); took >= time.Second || len(p.times("ses_good")) != 1 {
			t.Errorf("after %v the good room was read %d times", took, len(p.times("ses_good")))
		}
		if took := waited("ses_other"); took != 0 {
			t.Errorf("where there is nothing to do it waits for %v", took)
		}
		if took := waited("ses_bad"); took < time.Second {
			t.Errorf("the bad room was settled after %v", took)
		}
		if err := r.QuietIn(ctx, "nobody", "ses_good"); err == nil {
			t.Error("a projector that is none is waited for")
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// counted is the log of one room, whose hundredth, hundred and fiftieth and two hundredth events matter, and a store that
// counts what is asked of it.
type counted struct {
	community.Store // of which nothing else is asked
	head, cursor    rooms.Seq
	read            int // events read from the log
	written         []rooms.Seq
}

func (c *counted) name(n rooms.Seq) string {
	if n%100 == 0 || n == 150 {
		return "mattered"
	}
	return "said"
}

func (c *counted) Read(_ context.Context, room rooms.RoomID, after rooms.Seq, _ int) ([]host.Segment, error) {
	var out []host.Segment
	for n := after + 1; n <= c.head; n++ {
		c.read++
		out = append(out, host.Segment{Room: room, From: n - 1, To: n, Data: fmt.Appendf(nil, `{"s":%d,"at":%d,"e":%q}`, n, n, c.name(n))})
	}
	return out, nil
}

func (*counted) Heads(context.Context, string, rooms.Millis) (map[rooms.RoomID]rooms.Seq, error) {
	return map[rooms.RoomID]rooms.Seq{}, nil
}
func (c *counted) Cursor(context.Context, string, rooms.RoomID) (rooms.Seq, error) {
	return c.cursor, nil
}
func (*counted) ListCursors(context.Context, string) (map[rooms.RoomID]rooms.Seq, error) {
	return map[rooms.RoomID]rooms.Seq{}, nil
}

func (c *counted) Write(_ context.Context, fn func(community.Records) error) error {
	return fn(countedTx{counted: c})
}

type countedTx struct {
	community.Records
	counted *counted
}

func (t countedTx) AdvanceCursor(_ context.Context, _ string, _ rooms.RoomID, from, to rooms.Seq) error {
	if from != t.counted.cursor {
		return community.ErrCursorMoved
	}
	t.counted.cursor = to
	t.counted.written = append(t.counted.written, to)
	return nil
}

// aloof is concerned by what matters, and notes where it was told of it.
type aloof struct {
	store  *counted
	latest bool
	told   []rooms.Seq
	spans  []jobs.Span
}

func (*aloof) Name() string { return "aloof" }
func (a *aloof) Reads() jobs.Source {
	return jobs.Source{Kind: rooms.KindSession, Events: []string{"mattered"}, Latest: a.latest}
}

func (a *aloof) Project(ctx context.Context, room rooms.RoomID, at jobs.Span, events []rooms.Event) (bool, error) {
	a.spans = append(a.spans, at)
	kept := false
	for _, e := range events {
		if e.Name == "mattered" {
			a.told, kept = append(a.told, e.Seq), true
		}
	}
	if !kept {
		return false, nil
	}
	return true, a.store.Write(ctx, func(tx community.Records) error { return tx.AdvanceCursor(ctx, "aloof", room, at.Kept, at.To) })
}

// chatter lets a room commit its events one by one; the host says so except where told says no.
func chatter(t *testing.T, a *aloof, upto rooms.Seq, told func(rooms.Seq) bool) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := jobs.NewRunner(a.store, a.store, zerolog.Nop(), a)
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		for n := rooms.Seq(1); n <= upto; n++ {
			a.store.head = n
			if told(n) {
				r.Committed(host.Commit{Room: "ses_a", From: n - 1, To: n, At: rooms.Millis(n), Names: []string{a.store.name(n)}})
			}
			time.Sleep(time.Second) // of the bubble: the runner takes breath between two passes
			synctest.Wait()
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// Every message of a chat made four cursors move, each with a flush of the disk of its own, after as many readings of the
// log: in a lively meeting the projectors cost more than the meeting.
func TestWhatConcernsNobodyIsNeitherReadNorWritten(t *testing.T) {
	a := &aloof{store: &counted{}}
	chatter(t, a, 250, func(rooms.Seq) bool { return true })
	want := []rooms.Seq{100, 150, 200}
	if !slices.Equal(a.told, want) || !slices.Equal(a.store.written, want) || a.store.read != 3 {
		t.Errorf("told of %v, written at %v, %d events read", a.told, a.store.written, a.store.read)
	}
	if last := a.spans[2]; last != (jobs.Span{Kept: 150, Since: 150, From: 199, To: 200}) {
		t.Errorf("given %+v", last)
	}
}

// Another node may have committed what nobody here heard of.
func TestWhatWasNotHeardOfIsRead(t *testing.T) {
	a := &aloof{store: &counted{}}
	chatter(t, a, 250, func(n rooms.Seq) bool { return n != 150 })
	if want := []rooms.Seq{100, 150, 200}; !slices.Equal(a.told, want) || a.store.read != 101 {
		t.Errorf("told of %v, %d events read", a.told, a.store.read)
	}
}

// A board's list wants to know when it was last drawn on: the log was read for it, whole, every three seconds.
func TestTheLatestIsKnownWithoutTheLog(t *testing.T) {
	a := &aloof{store: &counted{}, latest: true}
	chatter(t, a, 250, func(rooms.Seq) bool { return true })
	if want := []rooms.Seq{100, 150, 200}; !slices.Equal(a.told, want) || a.store.read != 0 {
		t.Errorf("told of %v, %d events read", a.told, a.store.read)
	}
}

// Cursors that are never moved make every start read everything again.
func TestTheCursorFollowsFromAfar(t *testing.T) {
	a := &aloof{store: &counted{head: 7000, cursor: 7000}}
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		r := jobs.NewRunner(a.store, a.store, zerolog.Nop(), a)
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		for n := rooms.Seq(7000); n < 13_000; n += 50 {
			a.store.head = n + 50
			r.Committed(host.Commit{Room: "ses_a", From: n, To: n + 50, Names: []string{"said"}})
			time.Sleep(time.Second) // of the bubble
			synctest.Wait()
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	if want := []rooms.Seq{9000, 11_000, 13_000}; !slices.Equal(a.store.written, want) || a.store.read != 0 {
		t.Errorf("written at %v, %d events read", a.store.written, a.store.read)
	}
}

// A room that came back to a node found the cursor moved by another one meanwhile: what followed from its news was lost
// until somebody spoke again.
func TestAMovedCursorIsFollowed(t *testing.T) {
	a := &aloof{store: &counted{}}
	chatter(t, a, 200, func(n rooms.Seq) bool {
		if n == 150 {
			a.store.cursor = 120 // another node read up to here
		}
		return true
	})
	if want := []rooms.Seq{100, 150, 150, 200}; !slices.Equal(a.told, want) || a.store.cursor != 200 {
		t.Errorf("told of %v, the cursor is at %d", a.told, a.store.cursor)
	}
}
