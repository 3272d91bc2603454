package host

import (
	"context"
	"errors"
	"fmt"
	"time"

	"palabre/rooms"
)

// snapshot encodes the state and saves it once it is committed.
func (l *live) snapshot() {
	l.sinceSnap = 0
	snap, ok := l.encodeSnapshot()
	if !ok {
		return
	}
	l.after(func(err error) {
		if err != nil {
			return
		}
		l.probe.Store(&snap)
		l.h.wg.Add(1)
		go func() { defer l.h.wg.Done(); l.save(snap) }()
	}, false)
}

func (l *live) encodeSnapshot() (Snapshot, bool) {
	var data []byte
	err := safely(func() (err error) { data, err = l.room.Snapshot(); return err })
	if err != nil {
		l.h.Logger.Error().Err(err).Str("room", string(l.id)).Msg("l’état d’une salle n’a pu être résumé / a room could not be snapshotted")
		return Snapshot{}, false
	}
	logID, _ := l.logID.Load().(string)
	return Snapshot{Room: l.id, Seq: l.room.Head(), LogID: logID, CodeVersion: l.h.CodeVersion, Data: data}, true
}

func (l *live) save(s Snapshot) {
	ctx, cancel := context.WithTimeout(noCancel{l.h.ctx}, 10*time.Second)
	defer cancel()
	if err := l.h.Log.SaveSnapshot(ctx, s); err != nil {
		l.h.Logger.Warn().Err(err).Str("room", string(l.id)).Msg("un résumé n’a pas été gardé; le journal a tout / a snapshot was not saved; the log has it all")
	}
}

// saveProbe keeps a committed snapshot with which the lease keeper tries whether the store can be written again.
func (l *live) saveProbe() {
	if s, ok := l.encodeSnapshot(); ok {
		l.probe.Store(&s)
	}
}

// stop begins the room's end: asked for by the host, or proposed after a time without people and without commands.
func (l *live) stop(idle bool, heir string) {
	if !idle {
		l.stopping, l.idle = true, false
		if heir != "" {
			l.heir = heir
		}
		return
	}
	now := l.h.Clock.Now()
	if len(l.conns) > 0 || now-l.lastUse < rooms.Millis(l.h.IdleAfter.Milliseconds()) || l.inGrace() {
		l.h.Clock.After(l.h.IdleAfter, l.idleCheck)
		return
	}
	l.stopping, l.idle = true, true
}

func (l *live) inGrace() bool {
	for _, p := range l.people {
		if p.grace != nil {
			return true
		}
	}
	return false
}

// release ends the room when all is committed and told; false when it must be tried again after the next task.
func (l *live) release() bool {
	if !l.queue.quiet() {
		// The last answers are on their way: look again when they are told.
		l.after(func(error) { _ = l.mail.push(task{kind: taskLook}, true) }, false)
		return false
	}
	if l.idle && !l.mail.closeEmpty() {
		l.stopping, l.idle = false, false // somebody came at the last moment
		l.h.Clock.After(l.h.IdleAfter, l.idleCheck)
		return false
	}
	l.refuseAll(l.mail.close(), ErrStopped)
	if l.sinceSnap > 0 {
		if s, ok := l.encodeSnapshot(); ok {
			l.save(s)
		}
	}
	term := l.letGo()
	if l.heir == "" || !l.bequeath(term) {
		l.free(term)
	}
	return true
}

// bequeath passes the lease on to the heir.
func (l *live) bequeath(term uint64) bool {
	ctx, cancel := context.WithTimeout(noCancel{l.h.ctx}, 2*time.Second)
	defer cancel()
	until := l.h.LeaseNow() + rooms.Millis(l.h.Lease.Milliseconds())
	err := l.h.Log.Handover(ctx, l.h.Owner, l.id, term, l.heir, until)
	if err != nil {
		l.h.Logger.Warn().Err(err).Str("room", string(l.id)).Msg("une salle n’a pas été remise; le premier qui la demande la prend / a room was not handed over; whoever asks first takes it")
	}
	return err == nil
}

// Handover ends a room here, once all is committed and a snapshot written, and passes its lease on to another owner. Whoever
// asks for the room meanwhile is told ErrHeld or ErrStopped. A room that is not live here has nothing to hand over.
func (h *Host) Handover(ctx context.Context, room rooms.RoomID, to string) error {
	h.mu.Lock()
	l := h.live[room]
	h.mu.Unlock()
	if l == nil {
		return nil
	}
	_ = l.mail.push(task{kind: taskStop, heir: to}, true) // one that is gone has stopped
	select {
	case <-l.gone:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("host: hand over %s: %w", room, ctx.Err())
	}
}

// Open makes this node the room's host: nil when it is. ErrHeld: another node is.
func (h *Host) Open(ctx context.Context, room rooms.RoomID) error {
	for {
		l, err := h.get(ctx, room)
		if err != nil {
			return err
		}
		select {
		case <-l.gone: // it was just released
		default:
			return nil
		}
	}
}

// Live lists the rooms that are hosted here.
func (h *Host) Live() []rooms.RoomID {
	h.mu.Lock()
	defer h.mu.Unlock()
	all := make([]rooms.RoomID, 0, len(h.live))
	for id := range h.live {
		all = append(all, id)
	}
	return all
}

// refuseAll answers tasks that will not be done.
func (l *live) refuseAll(tasks []task, why error) {
	for _, t := range tasks {
		if t.answer != nil {
			t.answer(Answer{Err: why})
		}
		if t.joined != nil {
			t.joined(Joined{Err: why})
		}
	}
}

// giveUp ends the room with people in it: it cannot be read, or another node has it. Rest was taken from the mailbox and
// not done.
func (l *live) giveUp(why error, rest []task) {
	l.term.Store(0)
	if l.queue.callOff(false, l.lastWord(why)) {
		l.startDeliver()
	}
	l.letGo() // before the room can be opened here again, and tell of itself
	l.h.forget(l)
	undone := why
	if l.h.Many && !errors.Is(why, ErrHeld) && !errors.Is(why, ErrStopped) {
		undone = ErrFenced // it is asked again where the room is next
	}
	l.refuseAll(rest, undone)
	l.refuseAll(l.mail.close(), undone)
	if !errors.Is(why, ErrStopped) {
		l.h.Logger.Error().Err(why).Str("room", string(l.id)).Msg("une salle a été abandonnée / a room was given up")
		l.h.OnClosed(l.id, why)
	}
}

// lastWord is what those are told whose commands were decided when their room is given up. An append that was under way may be
// in the log or not: among many nodes they are asked again, in their order, where the room is next, and found there by their
// numbers; alone, nobody knows.
func (l *live) lastWord(why error) error {
	flew, halted := l.queue.whatFlew()
	switch {
	case l.h.Many:
		return ErrFenced
	case flew.To != 0 && !errors.Is(halted, ErrFenced):
		return ErrStopped
	case halted != nil:
		return halted
	default:
		return why
	}
}

func (l *live) endTimers() {
	if l.stopTick != nil {
		l.stopTick()
	}
	for _, p := range l.people {
		p.endGrace()
	}
}
