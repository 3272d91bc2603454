package postgres

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"palabre/rooms"
)

// far is a database with a clock of its own, seen over a network.
type far struct {
	elapsed      time.Duration // true time, by which all is measured
	ahead        time.Duration // of its clock
	there, back  time.Duration // what the next question takes
	wall         time.Time
	unknownUntil error
}

func (f *far) clock() *Clock {
	return &Clock{
		elapsed: func() time.Duration { return f.elapsed },
		wall:    func() time.Time { return f.wall },
		ask: func(_ context.Context, asking func(), answered func(int64)) error {
			if f.unknownUntil != nil {
				return f.unknownUntil
			}
			asking()
			f.elapsed += f.there
			micros := f.now().Microseconds()
			f.elapsed += f.back
			answered(micros)
			return nil
		},
	}
}

func (f *far) now() time.Duration { return f.elapsed + f.ahead }

// However lopsided the network, the clock is wrong by no more than it says.
func TestTheClockIsWrongByNoMoreThanItSays(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	f := &far{ahead: 1_790_000_000 * time.Second}
	c := f.clock()
	for range 5000 {
		f.there, f.back = time.Duration(chance.IntN(40_000))*time.Microsecond, time.Duration(chance.IntN(40_000))*time.Microsecond
		if err := c.Measure(t.Context()); err != nil {
			t.Fatal(err)
		}
		f.elapsed += 500 * time.Millisecond
		wrong := (c.now() - f.now()).Abs()
		if wrong > c.Doubt()+time.Microsecond || c.Doubt() > 40*time.Millisecond {
			t.Fatalf("wrong by %v, says %v at most", wrong, c.Doubt())
		}
		if now := rooms.Millis(c.now().Milliseconds()); c.Now() != now {
			t.Fatalf("%d, %d", c.Now(), now)
		}
	}
	if c.Doubt() > 15*time.Millisecond {
		t.Errorf("the best of %d answers leaves a doubt of %v", samplesKept, c.Doubt())
	}
}

// The database's clock is set, or another server answers: one answer is enough to know.
// A doubtful answer does not spoil what is known.
func TestAClockThatWasSetIsFollowed(t *testing.T) {
	f := &far{ahead: time.Hour, there: time.Millisecond, back: time.Millisecond}
	c := f.clock()
	measure := func() {
		t.Helper()
		if err := c.Measure(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	for range 20 {
		measure()
	}
	f.there, f.back = 5*time.Second, 0 // lopsided
	measure()
	if wrong := (c.now() - f.now()).Abs(); wrong > time.Millisecond {
		t.Errorf("a slow answer moved it by %v", wrong)
	}
	f.there, f.back = time.Millisecond, time.Millisecond
	for _, jump := range []time.Duration{30 * time.Second, -time.Minute, 50 * time.Millisecond} {
		f.ahead += jump
		f.there, f.back = 3*time.Millisecond, 2*time.Millisecond // worse answers than those of before
		measure()
		if wrong := (c.now() - f.now()).Abs(); wrong > 3*time.Millisecond {
			t.Errorf("set by %v, wrong by %v", jump, wrong)
		}
		f.there, f.back = time.Millisecond, time.Millisecond
		for range 3 {
			measure()
		}
	}
}

// The machine's own clock may jump as it likes: it moves nothing, and is told.
func TestTheWallClockMovesNothing(t *testing.T) {
	f := &far{ahead: 1_790_000_000 * time.Second, there: time.Millisecond, back: time.Millisecond}
	c := f.clock()
	if err := c.Measure(t.Context()); err != nil {
		t.Fatal(err)
	}
	before := c.Now()
	for _, by := range []time.Duration{-24 * time.Hour, -time.Second, 0, 90 * time.Minute} {
		f.wall = time.Unix(0, 0).Add(f.now() + by)
		if c.Now() != before {
			t.Errorf("it is %d, a moment ago it was %d", c.Now(), before)
		}
		if apart := c.Apart(); (apart - by).Abs() > time.Millisecond {
			t.Errorf("apart by %v, was set by %v", apart, by)
		}
	}
	f.unknownUntil = context.DeadlineExceeded
	f.elapsed += time.Minute
	if err := c.Measure(t.Context()); err == nil {
		t.Fatal("measured a database that is away")
	}
	if got := c.Now(); got != before+60_000 {
		t.Errorf("after a minute it is %d, it was %d", got, before)
	}
}
