package jobs_test

import (
	"context"
	"errors"
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

func (p *picky) Project(_ context.Context, room rooms.RoomID, _, _ rooms.Seq, _ []rooms.Event) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked[room] = append(p.asked[room], time.Now())
	if room == "ses_bad" {
		return errors.New("cannot")
	}
	return nil
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
