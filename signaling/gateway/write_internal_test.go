//go:build linux

package gateway

import (
	"bytes"
	"errors"
	"net"
	"syscall"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/signaling/wire"
)

// socket is a plain socket as the gateway has it, and what closes it.
type socket struct {
	net.Conn
	closed func()
}

func (s *socket) Close() error                     { s.closed(); return nil }
func (s *socket) SetReadDeadline(time.Time) error  { return nil }
func (s *socket) SetWriteDeadline(time.Time) error { return nil }

// pair is two ends of a socket that do not block.
func pair(t *testing.T) (here, there int) {
	t.Helper()
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = syscall.Close(fds[0]), syscall.Close(fds[1]) })
	return fds[0], fds[1]
}

// arrived is what can be read of a socket now.
func arrived(t *testing.T, fd int) []byte {
	t.Helper()
	var all []byte
	for buf := make([]byte, 4096); ; {
		n, err := syscall.Read(fd, buf)
		if errors.Is(err, syscall.EAGAIN) || n == 0 {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, buf[:n]...)
	}
}

// following is a connection that follows a room, at 0, whose ring leads to what these frames lead to.
func following(fd int, frames ...[]byte) (*conn, *sub) {
	c := &conn{g: &Gateway{}, fd: fd, net: &socket{closed: func() {}}}
	ch := &channel{g: c.g, room: "brd_1", known: true, head: rooms.Seq(len(frames))}
	for i, f := range frames {
		ch.entries = append(ch.entries, &entry{from: rooms.Seq(i), to: rooms.Seq(i + 1), all: f})
	}
	s := &sub{conn: c, ch: ch, live: true}
	c.subs, ch.subs = []*sub{s}, []*sub{s}
	return c, s
}

// What did not fit in one write was written after the first had failed and the socket was closed: the kernel may have
// given its number to somebody else's connection, who then was sent another room's words.
func TestNothingIsWrittenToASocketThatWasGivenUp(t *testing.T) {
	mine, reset := pair(t)
	other, reader := pair(t)
	c, s := following(mine, bytes.Repeat([]byte{'x'}, maxWrite+1), []byte("and this"))
	c.net = &socket{closed: func() { // the number is somebody else's at once
		if err := syscall.Dup3(other, mine, 0); err != nil {
			t.Error(err)
		}
	}}
	if err := syscall.Shutdown(reset, syscall.SHUT_RDWR); err != nil {
		t.Fatal(err)
	}
	c.advance(s, s.ch.view(), nil)
	c.send([]byte("nor that"))
	if !c.dead {
		t.Error("the connection lives")
	}
	if got := arrived(t, reader); len(got) > 0 {
		t.Errorf("somebody else was sent %d bytes: %.20q", len(got), got)
	}
}

// An answer that waits for its frames is overtaken by nothing said after it, and leaves when the frames will not come.
func TestAnAnswerThatWaitsKeepsItsPlaceAndLeaves(t *testing.T) {
	for _, one := range []struct {
		story string
		then  func(*conn, *sub)
		want  string
	}{
		{"its frame comes", func(c *conn, s *sub) { c.advance(s, s.ch.view(), nil) }, "<frame><ok 1>"},
		{"a refusal follows", func(c *conn, _ *sub) { c.send([]byte("<no 2>")) }, "<ok 1><no 2>"},
		{"an answer that waits for nothing follows", func(c *conn, s *sub) { c.answer(s, 9, []byte("<ok 2>")) }, "<ok 1><ok 2>"},
		{"she leaves the room", func(c *conn, s *sub) { c.forgetLocked(s) }, "<ok 1>"},
		{"she joins it anew", func(c *conn, s *sub) { c.replace(&sub{conn: c, ch: s.ch}) }, "<ok 1>"},
		{"the connection ends", func(c *conn, _ *sub) { c.shut(wire.CloseRestart, 0) }, "<ok 1>"},
	} {
		here, there := pair(t)
		c, s := following(here, []byte("<frame>"))
		c.answer(s, 1, []byte("<ok 1>"))
		if got := arrived(t, there); len(got) > 0 {
			t.Fatalf("%s: the answer did not wait: %q", one.story, got)
		}
		one.then(c, s)
		if got := arrived(t, there); !bytes.HasPrefix(got, []byte(one.want)) {
			t.Errorf("%s: %.40q", one.story, got)
		}
	}
}

// Whoever was put out and asks to join again is at the door as anybody: she does not speak by the place that she lost.
func TestWhoWasPutOutInheritsNothing(t *testing.T) {
	c, s := following(noFD)
	s.placed, s.media, s.gone = true, true, true
	again := &sub{conn: c, ch: s.ch}
	if _, ok, _ := c.replace(again); !ok || again.placed || again.media {
		t.Errorf("%v %+v", ok, again)
	}
}
