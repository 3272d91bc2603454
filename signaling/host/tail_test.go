package host_test

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

const shared rooms.RoomID = "brd_1"

// readings is a log that counts how often it is read, and can be silent.
type readings struct {
	*hosttest.Log
	read   atomic.Int64
	silent atomic.Bool
}

func (r *readings) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, most int) ([]host.Segment, error) {
	r.read.Add(1)
	if r.silent.Load() {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return r.Log.Read(ctx, room, after, most)
}

// cameBack is a board whose host died, at a node where those come who were there.
type cameBack struct {
	*node
	t    *testing.T
	log  *readings
	was  host.Joined // where everybody was
	drew uint64
	came int
	told rooms.Seq // the board's head
}

// comeBack has a board drawn on, in so many lines, and its host die. Each story is told in a bubble of time.
func comeBack(t *testing.T, lines int, story func(*cameBack)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		b := &cameBack{t: t, log: &readings{Log: hosttest.NewLog()}}
		b.node = newNode(t, b.log.Log, "first")
		for range lines {
			b.draw("")
		}
		b.was = b.come("", 0)
		b.stop(t)
		b.node = newNode(t, b.log.Log, "second", func(o *host.Options) { o.Log = b.log })
		story(b)
		b.stop(t)
	})
}

func (b *cameBack) line(more string) rooms.Command {
	b.drew++
	return say("ada", b.drew, fmt.Sprint("line ", b.drew, more))
}

func (b *cameBack) draw(more string) {
	b.t.Helper()
	seq, refusal, err := b.Do(context.Background(), shared, b.line(more))
	if err != nil || refusal != nil {
		b.t.Fatal(refusal, err)
	}
	b.told = seq
}

// joins has somebody come who follows this history of the board from a place.
func (b *cameBack) joins(history string, at rooms.Seq) chan host.Joined {
	got := make(chan host.Joined, 1)
	who := fmt.Sprint("p", b.came)
	b.came++
	b.Join(context.Background(), shared, host.JoinRequest{
		Conn: host.ConnID(who), Member: rooms.MemberID(who), Standing: rooms.RoleMember, Log: history, Seq: at,
	}, func(j host.Joined) { got <- j })
	return got
}

func (b *cameBack) come(history string, at rooms.Seq) host.Joined {
	b.t.Helper()
	j := <-b.joins(history, at)
	if j.Err != nil {
		b.t.Fatal(j.Err)
	}
	return j
}

// led checks that what a joiner is given leads from her place to the head she is told, with every event once.
func (b *cameBack) led(j host.Joined, from rooms.Seq) {
	b.t.Helper()
	at, events := from, 0
	for _, s := range j.Tail {
		if s.From != at {
			b.t.Fatalf("from %d: %d to %d", at, s.From, s.To)
		}
		at, events = s.To, events+strings.Count(string(s.Data), "line ")
	}
	if !j.Resume || at != j.To || events != int(j.To-from) {
		b.t.Fatalf("resumed %t from %d to %d of %d, %d events", j.Resume, from, at, j.To, events)
	}
}

// reads checks how often the log is read meanwhile.
func (b *cameBack) reads(want int64, why string, do func()) {
	b.t.Helper()
	before := b.log.read.Load()
	do()
	if got := b.log.read.Load() - before; got != want {
		b.t.Errorf("%s: the log was read %d times, want %d", why, got, want)
	}
}

// A board's host died, and thirty people came back who lacked the same few lines: each had the log read, one after the other, while the
// board's news waited; and when that took a second, each was given the whole board.
func TestWhoComesBackTogetherIsReadForOnce(t *testing.T) {
	comeBack(t, 20, func(b *cameBack) {
		b.led(b.come(b.was.Log, b.was.To-5), b.was.To-5)
		b.reads(0, "thirty who lack the same, and what is drawn meanwhile", func() {
			for i := range 30 {
				at := b.was.To - rooms.Seq(i%5)
				b.led(b.come(b.was.Log, at), at)
				if i%3 == 0 {
					b.draw("")
				}
			}
		})
		b.reads(1, "one who was further back", func() { b.led(b.come(b.was.Log, 2), 2) })
		b.reads(0, "those who were not, after her", func() { b.led(b.come(b.was.Log, b.was.To), b.was.To) })
	})
}

// Nothing is kept that was to be forgotten: words that were taken out of the log, here or by another host meanwhile, and what nobody
// came for in ten seconds, though nobody draws.
func TestWhatThoseWhoCameBackLackedIsNotKept(t *testing.T) {
	for name, forget := range map[string]func(*cameBack){
		"words taken out": func(b *cameBack) {
			if err := b.Forget(context.Background(), shared); err != nil {
				b.t.Fatal(err)
			}
		},
		"words taken out by another node": func(b *cameBack) { b.ForgetTold(shared) },
		"another host meanwhile": func(b *cameBack) {
			b.log.Steal(shared, "third", 1)
			if _, _, err := b.Do(context.Background(), shared, b.line("")); err == nil {
				b.t.Fatal("saved in a term that was over")
			}
			b.draw("")
		},
		"nobody for long": func(*cameBack) { rest(11 * time.Second) },
	} {
		t.Run(name, func(t *testing.T) {
			comeBack(t, 20, func(b *cameBack) {
				at := b.was.To - 5
				b.led(b.come(b.was.Log, at), at)
				b.reads(0, "kept at first", func() { b.led(b.come(b.was.Log, at), at) })
				rest(9 * time.Second)
				b.reads(0, "kept for ten seconds", func() { b.led(b.come(b.was.Log, at), at) })
				rest(9 * time.Second)
				b.reads(0, "and for ten more", func() { b.led(b.come(b.was.Log, at), at) })
				forget(b)
				b.reads(1, "forgotten", func() { b.led(b.come(b.was.Log, at), at) })
			})
		})
	}
}

// Somebody came back between two lines that were saved as one: what is committed next was taken for a hole, and all was read again.
func TestWhoComesInTheMiddleOfACommitSharesIt(t *testing.T) {
	comeBack(t, 20, func(b *cameBack) {
		at := b.was.To - 5
		b.draw("")
		saved := b.log.Block()
		answers := make(chan host.Answer, 3)
		answer := func(a host.Answer) { answers <- a }
		b.Submit(context.Background(), shared, b.line(""), answer)
		<-b.log.Waiting // what follows is saved together, after it
		b.Submit(context.Background(), shared, b.line(""), answer)
		middle := b.joins(b.was.Log, at)
		b.Submit(context.Background(), shared, b.line(""), answer)
		synctest.Wait()
		b.reads(1, "the one in the middle", func() {
			saved()
			for range 3 {
				if a := <-answers; a.Err != nil || a.Refusal != nil {
					b.t.Fatal(a)
				}
			}
			j := <-middle
			if b.led(j, at); j.To != b.told+2 {
				b.t.Fatalf("she came at %d, not between %d and %d", j.To, b.told+1, b.told+3)
			}
		})
		b.reads(0, "those after her", func() {
			b.led(b.come(b.was.Log, at), at)
			b.draw("")
			b.led(b.come(b.was.Log, at), at)
		})
	})
}

// One who was hours behind is given the board; what the others share was thrown away for her each time.
func TestWhoIsFarBehindTakesNothingFromTheOthers(t *testing.T) {
	comeBack(t, 1, func(b *cameBack) {
		for range 8 {
			b.draw(strings.Repeat(" and on", 16<<10))
		}
		b.draw("")
		at := b.told - 1
		b.led(b.come(b.was.Log, at), at)
		if j := b.come(b.was.Log, 1); j.Resume || j.View == nil {
			b.t.Fatalf("resumed %t with %d segments", j.Resume, len(j.Tail))
		}
		b.reads(0, "one who is near", func() { b.led(b.come(b.was.Log, at), at) })
		b.reads(0, "others as far behind as the first", func() {
			for i := range 5 {
				if j := b.come(b.was.Log, rooms.Seq(i%2)); j.Resume || j.View == nil {
					b.t.Fatalf("resumed %t with %d segments", j.Resume, len(j.Tail))
				}
			}
		})
	})
}

// The log was silent for a second for each of thirty, one after the other, and nothing was told on the board for half a minute.
func TestALogThatIsSilentIsWaitedForOnce(t *testing.T) {
	comeBack(t, 20, func(b *cameBack) {
		b.draw("")
		b.log.silent.Store(true)
		begun := time.Now()
		for range 30 {
			if j := b.come(b.was.Log, b.was.To-5); j.Resume || j.View == nil {
				b.t.Fatalf("resumed %t with %d segments", j.Resume, len(j.Tail))
			}
		}
		if took := time.Since(begun); took > 1100*time.Millisecond {
			b.t.Errorf("thirty people waited %v", took)
		}
		b.log.silent.Store(false)
		rest(2 * time.Second)
		b.led(b.come(b.was.Log, b.was.To-5), b.was.To-5)
	})
}
