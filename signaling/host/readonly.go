package host

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"palabre/rooms"
)

// noCancel keeps a context's values and drops its end.
type noCancel struct{ context.Context } //nolint:containedctx // a context is what it is

func (noCancel) Done() <-chan struct{} { return nil }
func (noCancel) Err() error            { return nil }

// readonlyState is whether the node can save. It cannot from the first failed append, or from when the store has not answered for
// Overdue, until a probe writes again.
type readonlyState struct {
	telling sync.Mutex // what is told last is what holds
	mu      sync.Mutex
	err     error
}

// errSilent means that the store has not answered for a while; an append may wait for longer before it fails.
var errSilent = errors.New("host: the store does not answer")

// readonly gives why nothing can be saved; the error is ErrFull or ErrNotSaved.
func (r *readonlyState) readonly() (bool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err != nil, r.err
}

func (r *readonlyState) fail(h *Host, err error) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.mu.Lock()
	was := r.err != nil
	r.err = notSaved(err)
	r.mu.Unlock()
	if !was {
		h.OnReadonly(true, errors.Is(err, ErrFull))
	}
}

func (r *readonlyState) mend(h *Host) {
	r.telling.Lock()
	defer r.telling.Unlock()
	r.mu.Lock()
	was := r.err != nil
	r.err = nil
	r.mu.Unlock()
	if was {
		h.Logger.Info().Msg("on peut de nouveau enregistrer / the store can be written again")
		h.OnReadonly(false, false)
	}
}

// notSaved makes of a failed append what its askers are told. ErrStopped stays: nobody knows.
func notSaved(err error) error {
	if errors.Is(err, ErrFull) || errors.Is(err, ErrFenced) || errors.Is(err, ErrNotSaved) || errors.Is(err, ErrStopped) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotSaved, err)
}

// Rememberer is a room that knows what became of a command: nil for one that it was not given before.
type Rememberer interface {
	Answered(c rooms.Command) *rooms.Refusal
}

// hosts tells whether a room is live here.
func (h *Host) hosts(room rooms.RoomID) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.live[room] != nil
}

// cannotSave tells why a command is not even decided while nothing can be saved, or while what was not saved may be yet; nil for one
// that was decided before, which is answered as it was. It takes its turn behind what waits: of a command that is asked twice, by a
// relay that did not know what became of the first, the first may have its effect yet.
func (l *live) cannotSave(c rooms.Command) error {
	_, why := l.h.state.readonly()
	if why == nil && l.doubt {
		why = ErrNotSaved
	}
	if why == nil || l.former(c) || l.decided(c) {
		return nil
	}
	return why
}

// decided tells whether a command was decided before.
func (l *live) decided(c rooms.Command) bool {
	if _, known := l.traceless.recall(c); known {
		return true
	}
	r, ok := l.room.(Rememberer)
	return ok && r.Answered(c) != nil
}

// overtakes tells whether a new command would be decided before one that its page said first: that one waited in vain for the room's
// host, or for the store, and is to be said again.
func (l *live) overtakes(c rooms.Command) bool {
	if c.After == 0 {
		return false
	}
	before := c
	before.N = c.After
	return !l.decided(before) && !l.decided(c)
}

// renewLoop keeps the leases of all live rooms and, while the store cannot be written, tries it. A store that does not answer for
// Overdue can save nothing.
func (h *Host) renewLoop() {
	heard, failures := h.heed(), 0
	defer func() { heard() }()
	for {
		tick := make(chan struct{})
		stop := h.Clock.After(h.RenewEvery, func() { close(tick) })
		select {
		case <-tick:
		case <-h.renewSoon:
			stop()
		case <-h.ctx.Done():
			stop()
			return
		}
		err := h.renew()
		switch {
		case err == nil:
			if failures > 0 {
				h.Logger.Info().Int("failures", failures).Msg("les baux sont de nouveau renouvelés / leases are renewed again")
			}
			heard()
			heard, failures = h.heed(), 0
		case h.ctx.Err() == nil:
			if failures++; failures == 1 { // then every half-second: once is enough
				h.Logger.Warn().Err(err).Msg("les baux n’ont pu être renouvelés / leases were not renewed")
			}
		}
	}
}

// heed says after Overdue that nothing can be saved, unless it is stopped: the store answered.
func (h *Host) heed() (stop func()) {
	if h.Overdue == 0 {
		return func() {}
	}
	return h.Clock.After(h.Overdue, func() { h.state.fail(h, errSilent) })
}

// renew fails when the store does not answer; what could not be saved is no failure.
func (h *Host) renew() error {
	h.mu.Lock()
	byID := make(map[rooms.RoomID]*live, len(h.live))
	for id, l := range h.live {
		byID[id] = l
	}
	h.mu.Unlock()
	held := make([]Held, 0, len(byID))
	var probe *Snapshot
	for _, id := range slices.Sorted(maps.Keys(byID)) { // in one order: nodes do not wait for each other's rows in a ring
		l := byID[id]
		if term := l.heldTerm(); term != 0 {
			held = append(held, Held{Room: id, Term: term})
			if s := l.probe.Load(); s != nil {
				probe = s
			}
		}
	}
	readonly, _ := h.state.readonly()
	if len(held) == 0 && !readonly {
		return h.Reach(h.ctx)
	}
	if err := h.renewAll(byID, held); err != nil || !readonly {
		return err
	}
	// A lease is a small row written over; a snapshot needs space as an append does.
	if probe != nil {
		if err := h.Log.SaveSnapshot(h.ctx, *probe); err != nil {
			return nil //nolint:nilerr // it answers
		}
	}
	h.state.mend(h)
	return nil
}

// renewAll renews the leases, and gives up the rooms that are another's.
func (h *Host) renewAll(byID map[rooms.RoomID]*live, held []Held) error {
	begun := h.Clock.Now()
	until := h.LeaseNow() + rooms.Millis(h.Lease.Milliseconds())
	lost, err := h.Log.Renew(h.ctx, h.Owner, until, held)
	if err != nil {
		return fmt.Errorf("host: renew: %w", err)
	}
	gone := make(map[rooms.RoomID]bool, len(lost))
	for _, id := range lost {
		gone[id] = true
	}
	lost = lost[:0]
	for _, one := range held {
		switch l := byID[one.Room]; {
		case !gone[one.Room]:
			l.sure(until)
			l.tellHeld(one.Term, begun)
		case l.heldTerm() == one.Term: // else it was won anew meanwhile, or given up
			lost = append(lost, one.Room)
		}
	}
	for _, id := range lost {
		h.OnLost(id)
		byID[id].reset(ErrFenced)
	}
	return nil
}
