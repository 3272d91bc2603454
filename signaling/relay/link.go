package relay

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"slices"
	"sync"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// What one link may have on its way.
const (
	maxAsked   = 4096
	maxOwed    = 64 << 20         // bytes asked, not yet answered
	maxQueued  = 2 * maxFrame     // bytes to be written, not yet taken by the network
	maxUndone  = 2 * maxOwed      // bytes of what the other side asked, not yet begun
	stallAfter = 2 * time.Second  // a write without progress
	writePiece = 256 << 10        // bytes written at once, so that progress is seen
	callTime   = 10 * time.Second // the most a call of another node may take
)

// link is one connection between two nodes: one side asks, the other answers and tells. Both beat.
type link struct {
	r    *Relay
	node NodeID // the other side
	conn net.Conn
	most int           // bytes of a frame that comes in
	hold int           // bytes that may wait to be written
	got  func(f frame) // what is not an answer; called by the reader, in order
	over chan struct{}

	mu     sync.Mutex
	err    error // why it ended
	nextID uint64
	asked  map[uint64]asked
	owed   int // bytes of these
	queue  [][]byte
	queued int // bytes of these, and of what is being written
	work   chan struct{}
}

// asked is what waits for its answer.
type asked struct {
	answer func(frame, error)
	size   int
}

func newLink(r *Relay, node NodeID, conn net.Conn, most int, got func(frame)) *link {
	return &link{
		r: r, node: node, conn: conn, most: most, hold: maxQueued, got: got, over: make(chan struct{}),
		asked: map[uint64]asked{}, work: make(chan struct{}, 1),
	}
}

// run reads and writes until the link ends.
func (l *link) run(in *bufio.Reader) {
	l.r.spawn(l.write)
	l.r.spawn(l.beat)
	from := attentive{in, l.conn, l.r.Silence}
	for {
		f, err := read(from, l.most)
		if err != nil {
			l.end(err)
			return
		}
		switch f.Kind {
		case kindBeat:
		case kindAnswer:
			l.answered(f)
		default:
			l.got(f)
		}
	}
}

// attentive reads for as long as something comes: a large view on a slow way is no silence, though no beat passes it.
type attentive struct {
	in      *bufio.Reader
	conn    net.Conn
	silence time.Duration
}

func (a attentive) Read(p []byte) (int, error) {
	if err := a.conn.SetReadDeadline(time.Now().Add(a.silence)); err != nil {
		return 0, err //nolint:wrapcheck // told by end
	}
	return a.in.Read(p) //nolint:wrapcheck // io.EOF must stay itself
}

func (l *link) beat() {
	for {
		if l.r.pause(l.r.ctx, l.r.BeatEvery) != nil {
			return
		}
		if l.broken() {
			return
		}
		l.tell(frame{head: head{Kind: kindBeat}})
	}
}

func (l *link) answered(f frame) {
	l.mu.Lock()
	a := l.asked[f.ID]
	delete(l.asked, f.ID)
	l.owed -= a.size
	l.mu.Unlock()
	if a.answer != nil {
		a.answer(f, nil)
	}
}

// tell sends a frame, some time. Of an answer that is too big, or a large one for which too much waits, the asker is told that there
// is none: who is to be given a view asks again in a moment. A link that cannot take the rest breaks.
func (l *link) tell(f frame) {
	data, err := encode(f)
	if err == nil && f.Kind == kindAnswer && len(f.blobs) > 0 && !l.takes(len(data)) {
		err = fmt.Errorf("%w: too much waits", errTooBig)
	}
	if errors.Is(err, errTooBig) && f.Kind == kindAnswer {
		l.r.Logger.Error().Err(err).Str("room", string(f.Room)).Msg("une réponse trop grande pour un lien / an answer does not fit on a link")
		data, err = encode(frame{head: head{ID: f.ID, Kind: kindAnswer, Err: nameOf(err)}})
	}
	if err != nil {
		l.r.Logger.Error().Err(err).Str("kind", string(f.Kind)).Msg("une trame n’a pu être écrite / a frame could not be written")
		l.end(err)
		return
	}
	l.send(data)
}

// takes tells whether so many bytes more may wait.
func (l *link) takes(size int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.queued+size <= l.hold
}

func (l *link) send(data []byte) {
	l.mu.Lock()
	if l.err != nil {
		l.mu.Unlock()
		return
	}
	l.queue = append(l.queue, data)
	l.queued += len(data)
	tooMuch := l.queued > l.hold
	l.mu.Unlock()
	if tooMuch {
		l.end(fmt.Errorf("%w: too much waits", ErrLink))
		return
	}
	select {
	case l.work <- struct{}{}:
	default:
	}
}

// ask sends a frame and gives its answer to answer, once; ErrLink when the link breaks first. What is too big is not sent: the
// other side would break the link, for all rooms, as often as it is asked again.
func (l *link) ask(f frame, answer func(frame, error)) {
	data, err := l.asking(&f, answer)
	if err != nil {
		answer(frame{}, err)
		return
	}
	l.send(data)
}

// asking gives a frame its number and notes who waits for its answer.
func (l *link) asking(f *frame, answer func(frame, error)) ([]byte, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case l.err != nil:
		return nil, ErrLink
	case len(l.asked) >= maxAsked:
		return nil, host.ErrBusy
	}
	l.nextID++
	f.ID = l.nextID
	data, err := encode(*f)
	switch {
	case err != nil:
	case len(data) > maxAsk:
		err = fmt.Errorf("%w: %s of %d bytes", errTooBig, f.Kind, len(data))
	case l.owed+len(data) > maxOwed:
		err = host.ErrBusy
	default:
		l.asked[f.ID] = asked{answer, len(data)}
		l.owed += len(data)
	}
	return data, err
}

func (l *link) write() {
	for {
		select {
		case <-l.work:
		case <-l.over:
			return
		}
		l.mu.Lock()
		queue := l.queue
		l.queue = nil
		l.mu.Unlock()
		var batch []byte
		for i, data := range queue {
			queue[i] = nil
			alone := len(data) >= writePiece // it is not copied
			if !alone {
				batch = append(batch, data...)
			}
			if !alone && len(batch) < writePiece && i+1 < len(queue) {
				continue
			}
			err := l.put(batch)
			if batch = batch[:0]; err == nil && alone {
				err = l.put(data)
			}
			if err != nil {
				l.end(err)
				return
			}
		}
	}
}

func (l *link) put(data []byte) error {
	for len(data) > 0 {
		if err := l.conn.SetWriteDeadline(time.Now().Add(stallAfter)); err != nil {
			return err //nolint:wrapcheck // told by end
		}
		n, err := l.conn.Write(data[:min(len(data), writePiece)])
		if err != nil {
			return err //nolint:wrapcheck // told by end
		}
		data = data[n:]
		l.mu.Lock()
		l.queued -= n
		l.mu.Unlock()
	}
	return nil
}

// end breaks the link: what was asked on it is told so.
func (l *link) end(why error) {
	l.mu.Lock()
	if l.err != nil {
		l.mu.Unlock()
		return
	}
	l.err = why
	waiting := l.asked
	l.asked, l.queue = nil, nil
	close(l.over)
	l.mu.Unlock()
	_ = l.conn.Close()                                     // it is over, however it closes
	for _, id := range slices.Sorted(maps.Keys(waiting)) { // in the order in which they were asked
		waiting[id].answer(frame{}, ErrLink)
	}
}

func (l *link) broken() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err != nil
}

// What is asked of a room's host.

func (l *link) submit(room rooms.RoomID, cmd rooms.Command, answer func(host.Answer)) {
	body, err := json.Marshal(wireCommand{cmd.Client, cmd.N, cmd.Actor, cmd.Name, cmd.Under, cmd.After})
	if err != nil {
		answer(host.Answer{Err: fmt.Errorf("relay: encode %s: %w", cmd.Name, err)})
		return
	}
	l.ask(frame{head: head{Kind: kindSubmit, Room: room, Body: body}, blobs: [][]byte{cmd.Args}}, func(f frame, err error) {
		answer(answerOf(f, err))
	})
}

func answerOf(f frame, err error) host.Answer {
	if err == nil {
		err = errorOf(f.Err)
	}
	var w wireAnswer
	if err == nil {
		err = json.Unmarshal(f.Body, &w)
	}
	if err != nil {
		return host.Answer{Err: err}
	}
	return host.Answer{Seq: w.Seq, Value: w.Value, Refusal: w.Refusal, Nothing: w.Nothing}
}

func (l *link) join(room rooms.RoomID, req host.JoinRequest, joined func(host.Joined)) {
	body, err := json.Marshal(req)
	if err != nil {
		joined(host.Joined{Err: fmt.Errorf("relay: encode: %w", err)})
		return
	}
	l.ask(frame{head: head{Kind: kindJoin, Room: room, Conn: req.Conn, Body: body}}, func(f frame, err error) {
		if err != nil {
			joined(host.Joined{Err: err})
			return
		}
		j, err := joinedOf(room, f)
		if err != nil {
			j.Err = ErrLink
			l.end(err)
		}
		joined(j)
	})
}

func (l *link) leave(room rooms.RoomID, conn host.ConnID, done func(error)) {
	l.ask(frame{head: head{Kind: kindLeave, Room: room, Conn: conn}}, func(_ frame, err error) { done(err) })
}

// call asks and waits.
func (l *link) call(ctx context.Context, f frame) (frame, error) {
	ctx, cancel := context.WithTimeout(ctx, callTime)
	defer cancel()
	type result struct {
		f   frame
		err error
	}
	got := make(chan result, 1)
	l.ask(f, func(f frame, err error) {
		if err == nil {
			err = errorOf(f.Err)
		}
		got <- result{f, err}
	})
	select {
	case g := <-got:
		return g.f, g.err
	case <-ctx.Done():
		return frame{}, fmt.Errorf("relay: %s: %w", f.Kind, ctx.Err())
	}
}

func (l *link) recent(ctx context.Context, room rooms.RoomID, after rooms.Seq) ([]host.Batch, bool) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	body, err := json.Marshal(after)
	if err != nil {
		return nil, false
	}
	f, err := l.call(ctx, frame{head: head{Kind: kindRecent, Room: room, Body: body}})
	if err != nil {
		return nil, false
	}
	var found bool
	if err := json.Unmarshal(f.Body, &found); err != nil || !found {
		return nil, false
	}
	out := make([]host.Batch, 0, len(f.blobs))
	for _, data := range f.blobs {
		b, err := host.DecodeBatch(data)
		if err != nil {
			return nil, false
		}
		out = append(out, b)
	}
	return out, true
}

func (l *link) forget(ctx context.Context, room rooms.RoomID) error {
	_, err := l.call(ctx, frame{head: head{Kind: kindForget, Room: room}})
	return err
}

// heads asks where rooms are.
func (l *link) heads(ctx context.Context, ids []rooms.RoomID) (map[rooms.RoomID]rooms.Seq, error) {
	body, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("relay: encode: %w", err)
	}
	f, err := l.call(ctx, frame{head: head{Kind: kindHeads, Body: body}})
	if err != nil {
		return nil, err
	}
	var heads map[rooms.RoomID]rooms.Seq
	if err := json.Unmarshal(f.Body, &heads); err != nil {
		return nil, errors.Join(errFrame, err)
	}
	return heads, nil
}
