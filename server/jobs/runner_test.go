package jobs_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	asked map[rooms.RoomID][]time.Time
}

func (*picky) Name() string       { return "picky" }
func (*picky) Reads() jobs.Source { return jobs.Source{Kind: rooms.KindSession} }
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
		return false, errors.New("cannot")
	}
	return true, nil
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
		r.Committed("ses_good", 1)
		r.Committed("ses_bad", 2)
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

// counted is a log of one room whose events nobody is concerned by but the last, and a store that counts writes.
type counted struct {
	community.Store // of which nothing else is asked
	events          int
	cursor          rooms.Seq
	written         []rooms.Seq
}

func (c *counted) Read(_ context.Context, room rooms.RoomID, after rooms.Seq, _ int) ([]host.Segment, error) {
	var out []host.Segment
	for n := after + 1; n <= rooms.Seq(c.events); n++ {
		out = append(out, host.Segment{Room: room, From: n - 1, To: n, Data: fmt.Appendf(nil, `{"s":%d,"e":"said"}`, n)})
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
	return t.counted.advance(from, to)
}

func (c *counted) advance(from, to rooms.Seq) error {
	if from != c.cursor {
		return community.ErrCursorMoved
	}
	c.cursor = to
	c.written = append(c.written, to)
	return nil
}

// aloof is concerned by every hundredth event.
type aloof struct {
	store *counted
	next  rooms.Seq
	fault string
}

func (*aloof) Name() string       { return "aloof" }
func (*aloof) Reads() jobs.Source { return jobs.Source{Kind: rooms.KindSession} }
func (a *aloof) Project(_ context.Context, _ rooms.RoomID, at jobs.Span, events []rooms.Event) (bool, error) {
	for _, e := range events {
		if e.Seq != a.next+1 {
			a.fault = fmt.Sprintf("event %d was given after %d", e.Seq, a.next)
		}
		a.next = e.Seq
	}
	if at.To%100 != 0 {
		return false, nil
	}
	return true, a.store.advance(at.Kept, at.To)
}

// Every message of a chat made four cursors move, each with a flush of the disk of its own: in a lively meeting the
// projectors cost more than the meeting.
func TestWhatConcernsNobodyIsNotWritten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		store := &counted{}
		a := &aloof{store: store}
		r := jobs.NewRunner(store, store, zerolog.Nop(), a)
		done := make(chan error, 1)
		go func() { done <- r.Run(ctx) }()
		for n := range 250 {
			store.events = n + 1
			r.Committed("ses_a", rooms.Seq(n+1))
			time.Sleep(time.Second) // of the bubble: the runner takes breath between two passes
			synctest.Wait()
		}
		if a.fault != "" || a.next != 250 {
			t.Errorf("%s; read up to %d", a.fault, a.next)
		}
		if want := []rooms.Seq{1, 100, 200}; !slices.Equal(store.written, want) {
			t.Errorf("the cursor was written at %v, not at %v", store.written, want)
		}
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}
