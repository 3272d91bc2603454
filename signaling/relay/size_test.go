package relay

import (
	"bufio"
	"errors"
	"io"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Four thousand requests of two MiB each could wait for their answers, and as much for being written again once it was begun to be:
// what waits on a link is bounded by its bytes too. A view for which there is no room is none, for now; the link does not break.
func TestWhatWaitsOnALinkIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe()
		l := newLink(&Relay{Options: Options{Logger: zerolog.Nop()}}, "b", near, maxAsk, nil)
		l.hold = 5 << 20
		done := make(chan struct{})
		go func() { defer close(done); l.write() }()
		view := make([]byte, 2<<20)
		for id := range uint64(4) {
			l.tell(frame{head: head{ID: id + 1, Kind: kindAnswer, Room: "brd_1"}, blobs: [][]byte{view}})
			synctest.Wait() // the first is being written
		}
		for id := range uint64(4) {
			f, err := read(far, maxFrame)
			if err != nil || f.ID != id+1 || (errorOf(f.Err) == nil) != (id < 2) {
				t.Errorf("answer %d: %+v (%v)", id+1, f.head, err)
			}
		}
		synctest.Wait()
		if l.queued != 0 || l.broken() {
			t.Errorf("%d bytes wait, broken: %t", l.queued, l.broken())
		}
		go func() { _, _ = io.Copy(io.Discard, far) }() // until the end
		var busy, owed int
		l.hold = maxQueued
		for range 100 {
			l.ask(frame{head: head{Kind: kindSubmit, Room: "ses_1"}, blobs: [][]byte{view[:1<<20]}}, func(_ frame, err error) {
				if errors.Is(err, host.ErrBusy) {
					busy++
				}
			})
			owed = max(owed, l.owed)
		}
		if busy < 36 || busy > 40 || owed > maxOwed {
			t.Errorf("%d were told that too much waits, %d bytes were owed", busy, owed)
		}
		l.answered(frame{head: head{ID: 1}})
		l.end(ErrLink)
		<-done
	})
}

// A node that asks without end, whatever it is answered, has its link broken.
func TestWhatIsAskedWithoutEndBreaksTheLink(t *testing.T) {
	near, _ := net.Pipe()
	g := &guest{r: &Relay{}, lines: map[rooms.RoomID]*line{"ses_1": {}}} // a room that is slow to open
	g.link = newLink(g.r, "b", near, maxAsk, g.asked)
	one := make([]byte, 1<<20)
	for range maxUndone >> 20 {
		g.asked(frame{head: head{Kind: kindMedia, Room: "ses_1"}, blobs: [][]byte{one}})
	}
	if g.link.broken() {
		t.Error("it broke early")
	}
	if g.asked(frame{head: head{Kind: kindMedia, Room: "ses_1"}, blobs: [][]byte{one}}); !g.link.broken() {
		t.Error("it goes on")
	}
}

// A view that does not fit in a frame broke the link, and with it every room that was reached by it, as often as it was asked
// for again.
func TestAnAnswerThatIsTooBigIsNone(t *testing.T) {
	near, far := net.Pipe()
	l := newLink(&Relay{Options: Options{Logger: zerolog.Nop()}}, "b", near, maxAsk, nil)
	done := make(chan struct{})
	go func() { defer close(done); l.write() }()
	l.tell(frame{head: head{ID: 7, Kind: kindAnswer, Room: "brd_1"}, blobs: [][]byte{make([]byte, maxFrame)}})
	f, err := read(far, maxFrame)
	if err != nil || f.ID != 7 || f.Kind != kindAnswer || errorOf(f.Err) == nil {
		t.Errorf("told %+v (%v)", f.head, err)
	}
	if l.broken() {
		t.Error("the link broke")
	}
	l.end(ErrLink)
	<-done
}

// A large view came slowly over a busy way; the link took that for silence, broke in the middle, and began the same view again.
func TestWhatComesSlowlyIsNoSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := New(Options{Self: Node{ID: "a"}, Logger: zerolog.Nop(), Later: true})
		near, far := net.Pipe()
		got := make(chan frame, 1)
		l := newLink(r, "b", near, maxFrame, func(f frame) { got <- f })
		done := make(chan struct{})
		go func() { defer close(done); l.run(bufio.NewReader(near)) }()
		go func() { _, _ = io.Copy(io.Discard, far) }() // its beats, until the end
		data, err := encode(frame{head: head{Kind: kindMoved, Room: "brd_1"}, blobs: [][]byte{make([]byte, 1<<20)}})
		if err != nil {
			t.Fatal(err)
		}
		begun := time.Now()
		for piece := range slices.Chunk(data, len(data)/8) {
			time.Sleep(time.Second)
			if _, err := far.Write(piece); err != nil {
				t.Fatalf("after %s: %v", time.Since(begun), err)
			}
		}
		if f := <-got; f.Room != "brd_1" {
			t.Errorf("%+v came", f.head)
		}
		if time.Sleep(2 * time.Second); !l.broken() {
			t.Error("silence did not break the link")
		}
		<-done
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
}
