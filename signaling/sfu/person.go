package sfu

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pion/webrtc/v4"
	"golang.org/x/time/rate"
)

// person is one member's media in one room: a pub, a sub, and what goes on in them. She outlives her socket for a while.
type person struct {
	sfu     *SFU
	room    *room
	member  string
	order   uint64 // of arrival
	figures figures

	kicked chan struct{} // capacity 1: something she depends on changed
	done   chan struct{}
	over   atomic.Bool
	broken atomic.Bool // her media failed and must begin again

	mu         sync.Mutex // signaling; never taken by a packet
	gen        uint64     // raised by each Join: calls of an older Peer do nothing
	connection string
	send       func(ToClient)
	former     func(ToClient) // to whom her media still belongs, until the newcomer's first word
	lingerEnds time.Time      // zero while her socket is there
	wants      wishes
	sending    Sending
	pub        *pub
	sub        *sub
	building   *rate.Limiter
	reset      bool // she was asked to begin again and has not yet
	failures   int  // times her media began again by itself
}

// figures are counted for one person since she joined.
type figures struct {
	audio, gated, unseated, video, written atomic.Uint64
}

func newPerson(s *SFU, r *room, member string, order uint64) *person {
	return &person{
		sfu: s, room: r, member: member, order: order,
		kicked: make(chan struct{}, 1), done: make(chan struct{}),
		sending:  Sending{Mic: true, Cam: true},
		building: rate.NewLimiter(rate.Every(buildEvery), buildBurst),
	}
}

func (p *person) kick() {
	select {
	case p.kicked <- struct{}{}:
	default:
	}
}

// run is the person's one goroutine: it looks again when kicked or when a wait is over, and clears up at the end.
func (p *person) run() {
	defer p.leave()
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		select {
		case <-p.done:
			return
		case <-p.kicked:
		case <-timer.C:
		}
		timer.Reset(p.guarded(func(now time.Time) time.Duration { return p.step(now) }))
	}
}

// guarded runs one step; a panic in it ends the room's media and nothing else.
func (p *person) guarded(step func(time.Time) time.Duration) (wait time.Duration) {
	wait = time.Hour //nolint:wastedassign // what a step that panics answers
	defer p.room.guard("person")
	return step(time.Now())
}

// step does what is due and says how long to sleep if nobody kicks.
func (p *person) step(now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.lingerEnds.IsZero() && !now.Before(p.lingerEnds) {
		p.endLocked("")
		return time.Hour
	}
	if p.broken.Swap(false) {
		if p.failures++; p.failures > maxFailures {
			p.endLocked(CloseEnded)
			return time.Hour
		}
		p.resetLocked(ResetFailed)
	}
	next := now.Add(time.Hour)
	if !p.lingerEnds.IsZero() {
		next = p.lingerEnds
	}
	if p.sub != nil && p.lingerEnds.IsZero() {
		due, err := p.sub.step(now)
		if err != nil {
			p.room.log.Warn().Err(err).Msg("sub could not be renegotiated")
			p.resetLocked(ResetFailed)
		} else if due.Before(next) {
			next = due
		}
		if p.sub != nil && p.sub.unanswered(now) {
			p.resetLocked(ResetUnspoken)
		}
	}
	return max(next.Sub(now), time.Millisecond)
}

// tell sends a message to the browser, if there is a socket.
func (p *person) tell(m ToClient) {
	if p.send != nil && p.lingerEnds.IsZero() {
		p.send(m)
	}
}

// resetLocked drops all media and asks the browser to begin again.
func (p *person) resetLocked(why ResetReason) {
	p.dropLocked()
	p.reset = true
	p.tell(Reset{Reason: why})
}

// dropLocked closes both peer connections, in the background: closing waits for their goroutines.
func (p *person) dropLocked() {
	closers := p.takeLocked()
	if len(closers) == 0 {
		return
	}
	shut := func() { p.shut(closers) }
	if !p.sfu.spawn(shut) {
		shut()
	}
}

// takeLocked takes the person off the fan-out and returns what is left to close.
func (p *person) takeLocked() []*webrtc.PeerConnection {
	var pcs []*webrtc.PeerConnection
	if p.pub != nil {
		p.pub.stop()
		pcs = append(pcs, p.pub.pc)
		p.pub = nil
	}
	if p.sub != nil {
		p.sub.stop()
		pcs = append(pcs, p.sub.pc)
		p.sub = nil
	}
	return pcs
}

func (p *person) shut(pcs []*webrtc.PeerConnection) {
	defer p.room.guard("close")
	for _, pc := range pcs {
		if err := pc.GracefulClose(); err != nil {
			p.room.log.Debug().Err(err).Msg("peer connection closed badly")
		}
	}
}

// end ends her media for good; an empty reason is said to nobody.
func (p *person) end(why CloseReason) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.endLocked(why)
}

func (p *person) endLocked(why CloseReason) {
	if p.over.Swap(true) {
		return
	}
	if why != "" {
		p.tell(Closed{Reason: why})
	}
	p.send = nil
	close(p.done)
}

// expel ends her media without waiting for what she is being answered.
func (p *person) expel() {
	if !p.over.Swap(true) {
		close(p.done)
	}
}

// leave is the last thing run does.
func (p *person) leave() {
	p.mu.Lock()
	p.send = nil
	pcs := p.takeLocked()
	p.mu.Unlock()
	p.room.mu.Lock()
	if p.room.people[p.member] == p {
		delete(p.room.people, p.member)
	}
	p.room.mu.Unlock()
	p.shut(pcs)
	p.sfu.forgetIdle(p.room)
}

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
