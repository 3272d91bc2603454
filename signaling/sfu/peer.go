package sfu

import (
	"errors"
	"fmt"
	"time"
)

// attach gives the person a socket, her first or another one; nil when she is over.
func (p *person) attach(connection string, send func(ToClient)) *Peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over.Load() {
		return nil
	}
	p.gen++
	if p.send != nil && p.connection != connection {
		p.former = p.send
	}
	p.connection, p.send, p.lingerEnds = connection, send, time.Time{}
	p.kick()
	return &Peer{p: p, gen: p.gen}
}

func (p *person) handle(m FromClient) (err error) {
	defer func() {
		if v := recover(); v != nil {
			p.room.failed("handle", v)
			err = fmt.Errorf("sfu: %T: %w", m, ErrFailed)
		}
	}()
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.over.Load() {
		return fmt.Errorf("sfu: %T: %w", m, ErrClosed)
	}
	if costly(m) && !p.building.Allow() {
		return fmt.Errorf("sfu: %T: %w", m, ErrHasty)
	}
	switch m := m.(type) {
	case Start:
		return p.start(m)
	case PubOffer:
		return p.offered(m)
	case SubAnswer:
		return p.answered(m)
	case Restart:
		return p.restart(m)
	case Sending:
		p.sending = m
		if p.pub != nil {
			p.pub.sending(m)
		}
		p.room.kick()
		return nil
	case Wants:
		return p.wish(m)
	default:
		return fmt.Errorf("sfu: %T: %w", m, ErrMalformed)
	}
}

// costly tells what makes keys, sockets or descriptions.
func costly(m FromClient) bool {
	switch m.(type) {
	case Start, PubOffer, Restart:
		return true
	case SubAnswer, Sending, Wants:
		return false
	default:
		return false
	}
}

func (p *person) start(m Start) error {
	if len(m.Attempt) > maxID {
		return fmt.Errorf("sfu: start: %w", ErrMalformed)
	}
	if p.former != nil {
		p.former(Closed{Reason: CloseReplaced})
		p.former = nil
	}
	p.dropLocked()
	s, err := newSub(p, m.Attempt)
	if err != nil {
		return errors.Join(ErrFailed, err)
	}
	p.sub, p.reset = s, false
	_, err = s.step(time.Now())
	return err
}

// started answers whether there is something an offer or an answer can be about. What was on its way when a Reset was said
// is ignored, and is no fault of the browser.
func (p *person) started() (bool, error) {
	switch {
	case p.reset:
		return false, nil
	case p.sub == nil:
		return false, fmt.Errorf("sfu: %w", ErrNoStart)
	default:
		return true, nil
	}
}

func (p *person) offered(m PubOffer) error {
	if ok, err := p.started(); !ok {
		return err
	}
	if err := checkOffer(m); err != nil {
		return err
	}
	if p.pub == nil {
		made, err := newPub(p)
		if err != nil {
			return errors.Join(ErrFailed, err)
		}
		p.pub = made
	}
	return p.pub.offered(m)
}

func (p *person) answered(m SubAnswer) error {
	if ok, err := p.started(); !ok {
		return err
	}
	if err := p.sub.answered(m); err != nil {
		return err
	}
	p.kick()
	return nil
}

func (p *person) restart(m Restart) error {
	if p.sub == nil || p.sub.attempt != m.Attempt {
		p.reset = true // what she has belongs to another page, which keeps it until this one starts
		p.tell(Reset{Reason: ResetUnknown})
		return nil
	}
	p.former = nil // the same page: what it had before is a socket that is dead
	if !p.sub.negotiated {
		p.resetLocked(ResetUnknown)
		return nil
	}
	p.sub.rejoined()
	p.sub.restart = true
	p.kick()
	return nil
}

func (p *person) wish(m Wants) error {
	if len(m.Video) > maxWishes {
		return fmt.Errorf("sfu: %d wishes: %w", len(m.Video), ErrMalformed)
	}
	p.wants = wishes{audioOnly: m.AudioOnly, video: m.Video}
	p.kick()
	return nil
}

// Peer is one connection's hold on a person's media. Its methods may be called from anywhere, but not from within the send
// function it was joined with.
type Peer struct {
	p   *person
	gen uint64
}

func (h *Peer) stale() bool {
	h.p.mu.Lock()
	defer h.p.mu.Unlock()
	return h.gen != h.p.gen
}

// Handle does what a browser asks. Errors are Refusals (errors.As); after any of them the browser may send Start.
func (h *Peer) Handle(m FromClient) error {
	if h.stale() {
		return fmt.Errorf("sfu: %T: %w", m, ErrClosed)
	}
	return h.p.handle(m)
}

// Detach says that the socket is lost: media goes on for 20 s, then ends if nobody joined with the same connection.
func (h *Peer) Detach() {
	h.p.mu.Lock()
	defer h.p.mu.Unlock()
	if h.gen != h.p.gen || h.p.over.Load() {
		return
	}
	h.p.lingerEnds, h.p.send = time.Now().Add(lingerFor), nil
	h.p.kick()
}

// Close ends the connection's media at once.
func (h *Peer) Close() {
	h.p.mu.Lock()
	defer h.p.mu.Unlock()
	if h.gen == h.p.gen {
		h.p.endLocked("")
	}
}
