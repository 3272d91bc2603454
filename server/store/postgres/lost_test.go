package postgres_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

// The server commits, and the connection breaks before its answer arrives: the
// store finds out that it was committed instead of saying that nothing was, or once
// more. When the connection breaks before the commit arrives, it is said again: a
// broken connection made every room of the node read its log anew, and refuse meanwhile.
func TestALostAnswerToACommitIsFoundOut(t *testing.T) {
	for _, c := range []struct {
		name    string
		forward bool
		mark    string
		rest    int // segments of the same room after the first: then a transaction is begun
	}{
		{"after the commit", true, asksCommit, 1},
		{"before the commit", false, asksCommit, 1},
		{"after the statement that is its own commit", true, "ses_a", 0},
		{"before the statement that is its own commit", false, "ses_a", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			address, cutter := behind(t, pgtest.Database(t), c.forward)
			cutter.mark = []byte(c.mark)
			s, err := store.Open(t.Context(), "", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			lease, err := s.Log.Claim(t.Context(), "ses_a", "node", 1000, 9_000_000)
			if err != nil {
				t.Fatal(err)
			}
			var head rooms.Seq
			for rounds := range 6 {
				cutter.armed.Store(rounds%2 == 1)
				list := []host.Segment{storetest.Segment("ses_none", 1, 0, 1)}
				to := head
				for range 1 + c.rest {
					list = append(list, storetest.Segment("ses_a", lease.Term, to, to+1))
					to++
				}
				fenced, err := s.Log.Append(t.Context(), list)
				if err != nil || fenced[1] != nil || fenced[len(fenced)-1] != nil || !errors.Is(fenced[0], host.ErrFenced) || cutter.armed.Load() {
					t.Fatalf("%v, %v", fenced, err)
				}
				head = to
			}
			if got := storetest.Whole(t, s.Log, "ses_a"); got != head || head < 6 {
				t.Fatalf("%d events, %d were acknowledged", got, head)
			}
		})
	}
}

// The answer to a claim, or to a renewal, is lost, or it never arrived: it is said again, and does no harm twice.
func TestALostAnswerToAClaimOrARenewalIsAskedForAgain(t *testing.T) {
	for _, forward := range []bool{true, false} {
		t.Run(fmt.Sprintf("arrived %t", forward), func(t *testing.T) {
			address, cutter := behind(t, pgtest.Database(t), forward)
			cutter.mark = []byte("ses_a")
			s, err := store.Open(t.Context(), "", address)
			if err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}()
			cutter.armed.Store(true)
			lease, err := s.Log.Claim(t.Context(), "ses_a", "node", 1000, 9_000)
			terms := uint64(1)
			if forward {
				terms = 2
			}
			if err != nil || lease.Term != terms || cutter.armed.Load() {
				t.Fatalf("%+v, %v", lease, err)
			}
			cutter.armed.Store(true)
			lost, err := s.Log.Renew(t.Context(), "node", 9_500, []host.Held{{Room: "ses_a", Term: lease.Term}, {Room: "ses_b", Term: 1}})
			if err != nil || len(lost) != 1 || lost[0] != "ses_b" || cutter.armed.Load() {
				t.Fatalf("%v, %v", lost, err)
			}
			if owner, until, err := s.Log.Holder(t.Context(), "ses_a"); err != nil || owner != "node" || until != 9_500 {
				t.Fatalf("held by %q until %d, %v", owner, until, err)
			}
		})
	}
}

// cutter stands between a client and the server; once armed it cuts the next
// connection that says its mark.
type cutter struct {
	server  string
	forward bool   // what has the mark still reaches the server, which answers into the void
	mark    []byte // what is cut when it passes
	armed   atomic.Bool
	// sleep, when set, stands between the client and the server instead of a cut.
	sleep func()
}

// asksCommit is the message that asks for a commit. The word alone is also in that which begins a connection: synchronous_commit.
const asksCommit = "Q\x00\x00\x00\x0bcommit\x00"

// behind gives the address of a database behind a cutter.
func behind(t *testing.T, address string, forward bool) (string, *cutter) {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "cut") //nolint:usetesting // short, as sockets' paths must be
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	c := &cutter{server: filepath.Join(q.Get("host"), ".s.PGSQL.5432"), forward: forward}
	l, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := errors.Join(l.Close(), os.RemoveAll(dir)); err != nil {
			t.Error(err)
		}
	})
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			go c.serve(client)
		}
	}()
	q.Set("host", dir)
	u.RawQuery = q.Encode()
	return u.String(), c
}

func (c *cutter) serve(client net.Conn) {
	server, err := net.Dial("unix", c.server)
	if err != nil {
		_ = client.Close() // the client sees why: its connection broke
		return
	}
	var deaf atomic.Bool
	answered := make(chan struct{}, 1)
	go func() { // answers
		defer func() { _ = client.Close() }()
		buffer := make([]byte, 1<<16)
		for {
			n, err := server.Read(buffer)
			if err != nil {
				return
			}
			if deaf.Load() {
				answered <- struct{}{}
				return
			}
			if _, err := client.Write(buffer[:n]); err != nil {
				return
			}
		}
	}()
	defer func() { _ = server.Close() }()
	buffer := make([]byte, 1<<16)
	for {
		n, err := client.Read(buffer)
		if err != nil {
			return
		}
		if bytes.Contains(buffer[:n], c.mark) && c.armed.CompareAndSwap(true, false) {
			if c.sleep != nil {
				c.sleep()
				if _, err := server.Write(buffer[:n]); err != nil {
					return
				}
				continue
			}
			deaf.Store(true)
			if c.forward {
				_, _ = io.Copy(server, bytes.NewReader(buffer[:n])) // a failure shows as no answer
				<-answered
			}
			_ = client.Close()
			return
		}
		if _, err := server.Write(buffer[:n]); err != nil {
			return
		}
	}
}
