package gateway_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// again opens a new connection of the same tab, which goes on from where the old one was.
func (c *client) again(w *world, tab string) *client {
	c.t.Helper()
	d := w.dialTab(c.name, tab)
	d.rooms, d.n = c.rooms, c.n
	for id, r := range d.rooms {
		d.say(wire.Join{Room: id, Pos: &wire.Position{Log: r.log, Seq: r.seq}})
	}
	return d
}

func (r *replica) dense(t *testing.T, first rooms.Seq) {
	t.Helper()
	for k, s := range r.events {
		if rooms.Seq(s) != first+1+rooms.Seq(k) {
			t.Fatalf("event %d is %v after %d", k, s, first)
		}
	}
}

func TestResumeFromTheRing(t *testing.T) {
	w := newWorld(t)
	writer := w.dial("f-writer")
	writer.join(parlour)
	writer.join(board)
	c := w.dialTab("marie", "tab")
	c.join(parlour)
	first := c.join(board).seq
	_ = c.ws.Close()
	for i := range 20 {
		writer.done(parlour, "say", fmt.Sprintf(`{"text":"%d"}`, i))
		writer.done(board, "say", fmt.Sprintf(`{"text":"%d"}`, i))
	}
	c = c.again(w, "tab")
	lines := c.at(parlour, writer.rooms[parlour].seq).view["lines"].(map[string]any)
	r := c.at(board, writer.at(board, 21).seq)
	r.dense(t, first)
	if len(lines) != 20 || len(r.events) != 20 {
		t.Errorf("%d lines, %d events", len(lines), len(r.events))
	}
	for _, id := range []rooms.RoomID{parlour, board} {
		if m := c.rooms[id].modes; strings.Join(m, " ") != "view resume" {
			t.Errorf("%s joined by %v", id, m)
		}
	}
}

// I6: a page that did not know what became of its words joined again on the same connection, and said where it was; what came to it
// before that was heard led it further. It was told to go on from where it had been, and given the same once more.
func TestResumingGoesOnFromWhatWasSent(t *testing.T) {
	w := newWorld(t)
	writer := w.dial("f-writer")
	writer.join(board)
	c := w.dialTab("marie", "tab")
	before := c.join(board)
	old := &wire.Position{Log: before.log, Seq: before.seq}
	for i := range 5 {
		writer.done(board, "say", fmt.Sprintf(`{"text":"%d"}`, i))
	}
	head := writer.at(board, 6).seq
	c.at(board, head)
	for range 3 { // the second and the third replace one that may not have found its place
		c.say(wire.Join{Room: board, Pos: old})
	}
	writer.done(board, "say", `{"text":"after"}`)
	r := c.at(board, head+1)
	r.dense(t, old.Seq)
	for _, m := range r.modes[1:] {
		if m != "resume" {
			t.Errorf("joined by %v", r.modes)
		}
	}
}

// Beyond the ring a board resumes from the log, in the middle of a burst too; a session gets a fresh view.
func TestResumeBeyondTheRing(t *testing.T) {
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { o.RingEntries = 4 }})
	writer := w.dial("f-writer")
	writer.join(parlour)
	writer.join(board)
	c := w.dialTab("marie", "tab")
	c.join(parlour)
	first := c.join(board).seq
	_ = c.ws.Close()
	for i := range 40 {
		writer.done(parlour, "say", fmt.Sprintf(`{"text":"%d"}`, i))
		writer.done(board, "say", fmt.Sprintf(`{"text":"%d"}`, i))
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 100 {
			if i%16 == 15 { // an honest client has at most sixteen unanswered
				writer.done(board, "say", `{"text":"burst"}`)
			} else {
				writer.do(board, "say", `{"text":"burst"}`)
			}
		}
	})
	c = c.again(w, "tab")
	r := c.at(board, 141)
	wg.Wait()
	r.dense(t, first)
	c.at(parlour, 41)
	if m := c.rooms[board].modes; strings.Join(m, " ") != "view resume" {
		t.Errorf("the board joined by %v", m)
	}
	if m := c.rooms[parlour].modes; strings.Join(m, " ") != "view view" {
		t.Errorf("the session joined by %v", m)
	}
}

// A host that won the room anew does not know whom a former one let in: who follows joins again before a frame of it is
// read for her. (Simulated: somebody whom a former host had let wait at the door followed the next one's frames, and never
// came in.)
func TestFollowersOfAFormerHostJoinAgain(t *testing.T) {
	w := newWorld(t)
	writer := w.dial("f-writer")
	writer.join(parlour)
	c := w.dialTab("marie", "tab")
	c.join(parlour)
	w.log.Steal(parlour, "another", 1)
	if _, _, err := w.host.Do(t.Context(), parlour, rooms.Command{Name: "say", Args: []byte(`{"text":"fenced"}`)}); !errors.Is(err, host.ErrFenced) {
		t.Fatalf("a fenced host said %v", err)
	}
	writer.done(parlour, "say", `{"text":"said"}`)
	head, _ := w.host.Head(parlour)
	r := c.at(parlour, head)
	if lines, _ := r.view["lines"].(map[string]any); len(lines) != 1 {
		t.Errorf("she reads %v", r.view)
	}
	if m := r.modes; len(m) < 2 {
		t.Errorf("joined by %v", m)
	}
}

// When words were taken out of a log, what the ring and the host had at hand of before is gone: who comes back from there
// gets a new view, and who stays is not disturbed.
func TestResumeAfterForgetting(t *testing.T) {
	w := newWorld(t)
	writer := w.dial("f-writer")
	writer.join(parlour)
	stays := w.dial("sam")
	stays.join(parlour)
	c := w.dialTab("marie", "tab")
	before := c.join(parlour).seq
	_ = c.ws.Close()
	for i := range 10 {
		writer.done(parlour, "say", fmt.Sprintf(`{"text":"%d"}`, i))
	}
	head := stays.at(parlour, writer.rooms[parlour].seq).seq
	if _, ok := w.host.Recent(parlour, before); !ok {
		t.Fatal("the host has nothing at hand: this test looks at nothing")
	}
	if err := w.host.Forget(t.Context(), parlour); err != nil {
		t.Fatal(err)
	}
	w.gateway.Forget(parlour, head)
	if _, ok := w.host.Recent(parlour, before); ok {
		t.Error("the host remembers")
	}
	c = c.again(w, "tab")
	c.at(parlour, head)
	writer.done(parlour, "say", `{"text":"last"}`)
	for _, one := range []*client{c, stays} {
		one.at(parlour, writer.rooms[parlour].seq)
	}
	if m := c.rooms[parlour].modes; strings.Join(m, " ") != "view view" {
		t.Errorf("she came back by %v", m)
	}
	if m := stays.rooms[parlour].modes; strings.Join(m, " ") != "view" {
		t.Errorf("who stayed was disturbed: %v", m)
	}
}

// Whoever was at the door when the connection was lost does not resume with what was said inside.
func TestResumeDoesNotOpenTheDoor(t *testing.T) {
	w := newWorld(t)
	lead := w.dial("f-lead")
	lead.join(parlour)
	guest := w.dialTab("g-guest", "tab")
	guest.join(parlour)
	_ = guest.ws.Close()
	lead.done(parlour, "say", `{"text":"inside"}`)
	lead.done(parlour, "admit", `{"member":"g-guest"}`)
	guest = guest.again(w, "tab")
	if n := len(guest.at(parlour, 3).view["lines"].(map[string]any)); n != 1 {
		t.Errorf("after admission she sees %d lines", n)
	}
	_ = guest.ws.Close()
	lead.done(parlour, "remove", `{"member":"g-guest"}`)
	lead.done(parlour, "say", `{"text":"without her"}`)
	guest = guest.again(w, "tab")
	if m := guest.until("left"); m["code"] != "not_admitted" {
		t.Error(m)
	}
}

// A reader that stands still is cut with the code that says "resume", harms nobody, and then lacks nothing.
func TestStalledReadersAreCutAndLoseNothing(t *testing.T) {
	w := newWorld(t, tune{gateway: func(o *gateway.Options) {
		o.Goodbye, o.Dead, o.Stall, o.RingBytes = time.Minute, time.Minute, time.Minute, 256<<10
	}})
	writer := w.dial("f-writer")
	writer.join(board)
	healthy := w.dial("healthy")
	start := healthy.join(board).seq
	stalled := make([]*client, 10)
	for i := range stalled {
		stalled[i] = w.dialTab(fmt.Sprint("stalled", i), fmt.Sprint("tab", i))
		// Else the kernel takes megabytes for a reader that stands still.
		if err := stalled[i].ws.NetConn().(*net.TCPConn).SetReadBuffer(32 << 10); err != nil {
			t.Fatal(err)
		}
		stalled[i].join(board)
	}
	before := heap()
	text := strings.Repeat("x", 8<<10)
	const n = 160
	var wg sync.WaitGroup
	wg.Go(func() { healthy.at(board, n+1) })
	for i := range n {
		if i%16 == 15 {
			writer.done(board, "say", fmt.Sprintf(`{"text":"%s"}`, text))
		} else {
			writer.do(board, "say", fmt.Sprintf(`{"text":"%s"}`, text))
		}
	}
	wg.Wait()
	healthy.rooms[board].dense(t, start)
	if grown := int64(heap()) - int64(before) - logBytes(w); grown > 10<<20 {
		t.Errorf("10 stalled readers cost %d KiB", grown>>10)
	}
	for i, c := range stalled {
		if code := c.end(); code != int(wire.CloseBehind) {
			t.Errorf("%s closed with %d", c.name, code)
			continue
		}
		c = c.again(w, fmt.Sprint("tab", i))
		r := c.at(board, n+1)
		if rooms.Seq(len(r.events)) < n && strings.Join(r.modes, " ") == "view resume" {
			t.Errorf("%s has %d events", c.name, len(r.events))
		}
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// logBytes is what the test's own log and folded room hold: no part of what stalled readers cost.
func logBytes(w *world) int64 {
	n := int64(0)
	for _, e := range w.log.Events(board) {
		n += int64(len(e.Data))
	}
	return 3 * n // the log, the room's lines, the host's and the ring's recent ones are bounded apart
}

// lossy loses some batches, and can be told to lose all.
type lossy struct {
	*local.Bus
	mu   sync.Mutex
	n    int
	deaf bool
}

func (l *lossy) Publish(ctx context.Context, b host.Batch) error {
	l.mu.Lock()
	l.n++
	lose := !b.Volatile && (l.n%3 == 0 || l.deaf)
	l.mu.Unlock()
	if lose {
		return nil
	}
	return l.Bus.Publish(ctx, b) //nolint:wrapcheck // a test's bus
}

func TestLossyBusHeals(t *testing.T) {
	bus := &lossy{Bus: local.New()}
	w := newWorld(t, tune{bus: bus})
	writer, reader := w.dial("f-writer"), w.dial("reader")
	for _, c := range []*client{writer, reader} {
		c.join(parlour)
		c.join(board)
	}
	first := reader.rooms[board].seq
	for i := range 60 {
		writer.done(parlour, "say", fmt.Sprintf(`{"text":"%d"}`, i))
		writer.done(board, "say", fmt.Sprintf(`{"text":"%d"}`, i))
	}
	bus.mu.Lock()
	bus.deaf = true // the last ones are lost and nothing comes after: heads are compared
	bus.mu.Unlock()
	writer.done(parlour, "say", `{"text":"last"}`)
	end := writer.done(board, "say", `{"text":"last"}`)
	reader.at(board, end).dense(t, first)
	reader.at(parlour, 62)
	if n := len(reader.rooms[parlour].view["lines"].(map[string]any)); n != 61 {
		t.Errorf("%d lines", n)
	}
}

// Who joins while the bus is away misses nothing either, though no batch ever told the channel where the room is.
func TestJoiningADeafBusHeals(t *testing.T) {
	bus := &lossy{Bus: local.New(), deaf: true}
	w := newWorld(t, tune{bus: bus})
	writer, reader := w.dial("f-writer"), w.dial("reader")
	writer.join(parlour)
	reader.join(parlour)
	seq := writer.done(parlour, "say", `{"text":"said to nobody"}`)
	if n := len(reader.at(parlour, seq).view["lines"].(map[string]any)); n != 1 {
		t.Errorf("%d lines", n)
	}
}

// The room is taken by another node and comes back: people stay connected and end with what the log says.
func TestFencedRoomGoesOnForItsPeople(t *testing.T) {
	w := newWorld(t, tune{host: func(o *host.Options) { o.RenewEvery = time.Hour }})
	c := w.dial("marie")
	c.join(parlour)
	c.done(parlour, "say", `{"text":"kept"}`)
	now := rooms.Millis(time.Now().UnixMilli())
	w.log.Steal(parlour, "elsewhere", now+300)
	if code := c.refused(parlour, "say", `{"text":"lost"}`); code != "host_moved" {
		t.Error(code)
	}
	seq := c.done(parlour, "say", `{"text":"after"}`)
	d := w.dial("paul")
	if got := fmt.Sprint(d.join(parlour).view["lines"]); got != fmt.Sprint(c.at(parlour, seq).view["lines"]) {
		t.Errorf("a newcomer sees %s", got)
	}
}

// bare opens a connection with hardly any memory of its own: one socket, and a buffer lent by the caller.
func (w *world) bare(name string, buf []byte) net.Conn {
	w.t.Helper()
	conn, err := net.Dial("tcp", w.server.Listener.Addr().String())
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { _ = conn.Close() })
	request := "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " + wire.Subprotocol + "\r\nOrigin: " + origin + "\r\nX-Member: " + name + "\r\n\r\n"
	bareTalk(w.t, conn, buf, []byte(request), "\r\n\r\n")
	for _, m := range []struct {
		say  wire.FromClient
		hear string
	}{{wire.Hello{V: 1, Client: rooms.ClientID(name)}, "welcome"}, {wire.Join{Room: board}, "joined"}} {
		data, err := wire.EncodeClient(m.say)
		if err != nil {
			w.t.Fatal(err)
		}
		masked := append([]byte{0x81, 0x80 | byte(len(data)), 0, 0, 0, 0}, data...) // a mask of zeros changes nothing
		bareTalk(w.t, conn, buf, masked, m.hear)
	}
	return conn
}

func bareTalk(t *testing.T, conn net.Conn, buf, say []byte, hear string) {
	t.Helper()
	if _, err := conn.Write(say); err != nil {
		t.Fatal(err)
	}
	n := 0
	for !bytes.Contains(buf[:n], []byte(hear)) {
		got, err := conn.Read(buf[n:])
		if err != nil {
			t.Fatalf("waiting for %s: %v", hear, err)
		}
		n += got
	}
}

// An idle connection that follows a room costs less than 10 KiB of memory of the process (the client's end included).
func TestIdleConnectionIsSmall(t *testing.T) {
	w := newWorld(t)
	const n = 500
	buf := make([]byte, 64<<10)
	w.bare("warm", buf)
	before := heap()
	for i := range n {
		w.bare(fmt.Sprint("idle", i), buf)
	}
	each := int64(heap()-before) / n
	t.Logf("%d bytes for an idle connection", each)
	if each > idleLimit {
		t.Errorf("an idle connection takes %d bytes", each)
	}
}

// A drain sets a write deadline. It was left behind, and the first write after it had passed ended a healthy connection.
func TestConnectionOutlivesTheDeadlineOfItsDrain(t *testing.T) {
	const stall = 200 * time.Millisecond
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { o.Stall = stall }})
	writer := w.dial("f-writer")
	writer.join(board)
	for range 40 {
		writer.done(board, "say", fmt.Sprintf(`{"text":"%s"}`, strings.Repeat("x", 60<<10)))
	}
	c := w.dial("marie")
	c.join(board) // a view of megabytes, more than one write takes
	for begun := time.Now(); time.Since(begun) < 2*stall; {
		c.say(wire.Ping{I: 1})
		c.until("pong")
	}
	seq := c.done(board, "say", `{"text":"still here"}`)
	writer.at(board, seq)
}
