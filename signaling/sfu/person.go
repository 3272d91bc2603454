package sfu

import (
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
