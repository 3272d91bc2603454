package relay

import (
	"bufio"
	"io"
	"net"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
)

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
