package nemesis

import (
	"context"
	"fmt"
	"time"
)

// Op is a command as the person who gave it knows it.
type Op struct {
	Client int
	Member string
	Tab    string
	Room   string
	N      uint64
	Name   string
	Args   any
	Called time.Duration // first said
	Back   time.Duration // answered; 0 for never
	OK     bool
	Again  bool // the answer was that it had its effect before
	Code   string
	Seq    uint64
	Tries  int
	Copied bool // a copy was said besides, as a network that repeats itself does
	Have   int  // points that the board has of a stroke, with board_point_gap
	done   chan struct{}
}

func (op *Op) String() string {
	return fmt.Sprintf("%s of %d, tab %s, n %d in %s (said %d times, first at %.3fs, answered at %.3fs)",
		op.Name, op.Client, op.Tab[:8], op.N, op.Room, op.Tries, op.Called.Seconds(), op.Back.Seconds())
}

// Send gives a command; nil when the room is not followed now or too much waits.
func (p *Client) Send(room, name string, args any) *Op {
	const most = 8
	p.order.Lock()
	defer p.order.Unlock()
	p.mu.Lock()
	f := p.rooms[room]
	if f == nil || !f.live || len(f.pending) >= most {
		p.mu.Unlock()
		return nil
	}
	f.n++
	op := &Op{
		Client: p.Place, Member: p.Member, Tab: p.Tab, Room: room, N: f.n, Name: name, Args: args, Called: p.w.now(), done: make(chan struct{}),
	}
	f.pending = append(f.pending, op)
	p.all = append(p.all, op)
	const twice, later = 5, 10 // in a hundred: at once, and after a while, when it was answered
	again := p.dice.IntN(100)
	op.Copied = again < later
	p.mu.Unlock()
	said := p.give(op)
	switch {
	case again < twice:
		_ = p.say(said) // said again on the next socket, if it is not answered
	case again < later:
		time.AfterFunc(time.Duration(again*again)*10*time.Millisecond, func() { p.repeat(room, said) })
	}
	return op
}

// have gives how many points the board has of a stroke, when it refused to go on from elsewhere.
func (p *Client) have(op *Op) (int, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return op.Have, op.Code == "board_point_gap" && op.Have > 0
}

// repeat says again, to the byte, what was said before, as a network that repeats itself does: answered or not.
func (p *Client) repeat(room string, said map[string]any) {
	if p.Live(room) {
		p.w.noted("said twice")
		_ = p.say(said) // it was said before
	}
}

// give says a command, perhaps again, and gives what was said.
func (p *Client) give(op *Op) map[string]any {
	p.mu.Lock()
	op.Tries++
	args := op.Args
	said := map[string]any{"t": "do", "r": op.Room, "n": op.N, "c": op.Name, "a": args}
	if args == nil {
		said["a"] = struct{}{}
	}
	f := p.rooms[op.Room]
	if f.term > 0 {
		said["term"] = f.term
	}
	if before := f.before(op.N); before > 0 {
		said["after"] = before
	}
	p.mu.Unlock()
	_ = p.say(said) // said again on the next socket
	return said
}

// Do gives a command as soon as one can, and waits for its answer.
func (p *Client) Do(ctx context.Context, room, name string, args any) (*Op, error) {
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	for {
		if op := p.Send(room, name, args); op != nil {
			select {
			case <-op.done:
				return op, nil
			case <-ctx.Done():
				return op, fmt.Errorf("%s by %s: %w", name, p.Name, ctx.Err())
			}
		}
		select {
		case <-every.C:
		case <-ctx.Done():
			return nil, fmt.Errorf("%s by %s: %w", name, p.Name, ctx.Err())
		}
	}
}

// Must gives a command that has to be taken.
func (p *Client) Must(ctx context.Context, room, name string, args any) error {
	op, err := p.Do(ctx, room, name, args)
	if err == nil && !op.OK {
		err = fmt.Errorf("%s by %s: refused: %s", name, p.Name, op.Code)
	}
	return err
}

// answered settles a command; p.mu is held.
func (p *Client) answered(f *followed, m *message) {
	for i, op := range f.pending {
		if op.N != m.N {
			continue
		}
		if m.Code == "room_unavailable" || m.Code == "not_followed" && op.Tries > 1 { // an earlier copy may have had its effect
			p.w.noted("no " + m.Code)
			f.doubt = true
			time.AfterFunc(300*time.Millisecond, func() { p.rejoin(f.room) })
			return
		}
		if m.T == "no" && m.Code == "host_moved" && op.Tries > 1 {
			p.w.noted("host_moved after a retry")
		}
		f.pending = append(f.pending[:i:i], f.pending[i+1:]...)
		op.Args = nil // it is not said again
		op.Back, op.Seq, op.Code, op.Have = p.w.now(), m.Seq, m.Code, m.Data.Have
		op.OK = m.T == "ok"
		if m.Code == "repeated" {
			op.OK, op.Again, op.Seq = true, true, m.Data.Seq
		}
		if op.OK {
			p.w.answered(f.room, done{p.Place, op.Called, op.Back})
		} else {
			p.w.noted("no " + m.Code)
		}
		close(op.done)
		return
	}
}
