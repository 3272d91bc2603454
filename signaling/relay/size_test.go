package relay

import (
	"net"
	"testing"

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
