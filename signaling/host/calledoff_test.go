package host_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

// closedBook is a log whose appends are lost, and which cannot be read, until it is opened.
type closedBook struct {
	*overtaken
	shut   bool
	opened chan struct{}
}

func (b *closedBook) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) ([]host.Segment, error) {
	if b.shut {
		<-b.opened
	}
	return b.Log.Read(ctx, room, after, maxBytes)
}

// stamped is what a page says of the host of a term.
func stamped(n, under uint64, text string) rooms.Command {
	c := say("tab", n, text)
	c.Actor.Member, c.Under = "m", under
	return c
}

// I4: the store went away under a page's words, whose answer was lost with its line; what it said after them waited until the host
// could read its room again, and was done; then the page, back, said the first again, which were done after. (An hour under faults
// told it: what somebody drew last lay beneath what she had drawn before.) What came after words that were called off is not decided:
// the page says all again, in order.
func TestWhatFollowsWordsThatWereCalledOffIsSaidAgain(t *testing.T) {
	for _, many := range []bool{false, true} {
		synctest.Test(t, func(t *testing.T) {
			log := &closedBook{overtaken: &overtaken{Log: hosttest.NewLog()}, opened: make(chan struct{})}
			n := newNode(t, log.Log, "a", func(o *host.Options) { o.Log, o.Many = log, many })
			term := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
			must(t, n, say("o", 1, "x"))
			log.shut, log.by = true, func(host.Segment) {}
			first := ask(n, stamped(1, term.Term, "first"))
			rest(10 * time.Millisecond)
			second := ask(n, stamped(2, term.Term, "second"))
			rest(3 * time.Second) // it can be saved again
			log.shut = false
			close(log.opened)
			rest(3 * time.Second)
			n.note(func() {
				if !errors.Is(first.Err, host.ErrNotSaved) || !errors.Is(second.Err, host.ErrFormer) {
					t.Errorf("told %+v, then %+v (among many: %t)", first, second, many)
				}
			})
			back := join(n, host.JoinRequest{Conn: "d", Member: "m", Standing: rooms.RoleMember})
			rest(10 * time.Millisecond)
			if back.Term <= term.Term {
				t.Fatalf("term %d after %d", back.Term, term.Term)
			}
			first, second = ask(n, stamped(1, back.Term, "first")), ask(n, stamped(2, back.Term, "second"))
			rest(10 * time.Millisecond)
			n.note(func() {
				if first.Err != nil || second.Err != nil || first.Seq == 0 || first.Seq >= second.Seq {
					t.Errorf("again: %+v, then %+v (among many: %t)", first, second, many)
				}
			})
			dense(t, log.Events(room))
			n.stop(t)
		})
	}
}
