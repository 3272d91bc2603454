package host

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"palabre/rooms"
)

// readBytes is how much of a log is read at a time.
const readBytes = 1 << 20

// patience is how long a room waits for another owner's lease to end, or for a store that does not answer, before it is
// given up.
const patience = 12 * time.Second

// open claims the room, reads its state and founds it if it is new.
func (l *live) open() error {
	begun := l.h.Clock.Now()
	lease, err := l.claim()
	if err != nil {
		return err
	}
	won := l.h.Clock.Now()
	if err := l.load(lease.LogID, lease.Head); err != nil {
		l.free(lease.Term)
		return err
	}
	read := l.h.Clock.Now()
	l.queue.begin(lease.Term, lease.Head)
	l.term.Store(lease.Term)
	l.since = lease.Term
	if l.h.Many { // its gate opens with the first renewal
		select {
		case l.h.renewSoon <- struct{}{}:
		default:
		}
	}
	if err := l.found(lease); err != nil {
		l.term.Store(0)
		l.free(lease.Term)
		return err
	}
	l.hearFirst()
	l.recount()
	l.rearm()
	l.h.Logger.Debug().Str("room", string(l.id)).Uint64("term", lease.Term).Uint64("head", uint64(lease.Head)).
		Int64("won_ms", int64(won-begun)).Int64("read_ms", int64(read-won)).Int64("begun_ms", int64(l.h.Clock.Now()-read)).
		Msg("a room is hosted")
	return nil
}

func (l *live) free(term uint64) {
	ctx, cancel := context.WithTimeout(noCancel{l.h.ctx}, 2*time.Second)
	defer cancel()
	if err := l.h.Log.Release(ctx, l.h.Owner, l.id, term, l.h.LeaseNow()); err != nil {
		l.h.Logger.Warn().Err(err).Str("room", string(l.id)).Msg("un bail n’a pas été rendu; il finira de lui-même / a lease was not released; it will expire")
	}
}

// claim wins the room, waiting a while for another owner's lease to end.
func (l *live) claim() (Lease, error) {
	begun := l.h.Clock.Now()
	for {
		now, asked := l.h.LeaseNow(), l.h.Clock.Now()
		until := now + rooms.Millis(l.h.Lease.Milliseconds())
		lease, err := l.h.Log.Claim(l.h.ctx, l.id, l.h.Owner, now, until)
		if err == nil {
			l.sure(until)
			l.h.OnHeld(l.id, asked)
			return lease, nil
		}
		if !errors.Is(err, ErrHeld) || l.h.Many || l.h.Clock.Now()-begun > rooms.Millis(patience.Milliseconds()) {
			return Lease{}, fmt.Errorf("host: claim %s: %w", l.id, err)
		}
		if err := l.pause(250 * time.Millisecond); err != nil {
			return Lease{}, err
		}
	}
}

func (l *live) pause(d time.Duration) error {
	over := make(chan struct{})
	stop := l.h.Clock.After(d, func() { close(over) })
	select {
	case <-over:
		return nil
	case <-l.h.ctx.Done():
		stop()
		return ErrStopped
	}
}

// load reads the state at head: the snapshot if this program can use it, and the log after it.
func (l *live) load(logID string, head rooms.Seq) error {
	l.logID.Store(logID)
	ctx := l.h.ctx
	room, err := l.base(ctx, logID, head)
	if err != nil {
		return err
	}
	since := 0
	for room.Head() < head {
		segments, err := l.h.Log.Read(ctx, l.id, room.Head(), readBytes)
		if err != nil {
			return fmt.Errorf("host: read %s: %w", l.id, err)
		}
		before := room.Head()
		for _, s := range segments {
			n, err := replay(room, s)
			if err != nil {
				return fmt.Errorf("host: replay %s: %w", l.id, err)
			}
			since += n
		}
		if room.Head() == before {
			return fmt.Errorf("host: the log of %s ends at %d, its head is %d", l.id, before, head)
		}
	}
	if room.Head() != head {
		return fmt.Errorf("host: the log of %s goes on to %d, its head is %d", l.id, room.Head(), head)
	}
	l.room, l.sinceSnap, l.deadline = room, since, 0
	return nil
}

func (l *live) base(ctx context.Context, logID string, head rooms.Seq) (rooms.Room, error) {
	snap, ok, err := l.h.Log.Snapshot(ctx, l.id)
	if err != nil {
		return nil, fmt.Errorf("host: snapshot of %s: %w", l.id, err)
	}
	if ok && snap.CodeVersion == l.h.CodeVersion && snap.LogID == logID && snap.Seq <= head {
		room, err := l.h.Rooms.Restore(ctx, l.id, snap.Data)
		if err == nil && room.Head() == snap.Seq {
			return room, nil
		}
		l.h.Logger.Warn().Err(err).Str("room", string(l.id)).Msg("un résumé ne sert pas; tout le journal est relu / a snapshot was not usable; the whole log is read")
	}
	room, err := l.h.Rooms.Open(ctx, l.id)
	if err != nil {
		return nil, fmt.Errorf("host: open %s: %w", l.id, err)
	}
	return room, nil
}

// replay applies the events of a segment that the room has not seen.
func replay(room rooms.Room, s Segment) (int, error) {
	events, err := decodeEvents(s.Data)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, e := range events {
		if e.Seq <= room.Head() {
			continue
		}
		if e.Seq != room.Head()+1 {
			return n, fmt.Errorf("event %d follows %d", e.Seq, room.Head())
		}
		if err := room.Apply(e); err != nil {
			return n, fmt.Errorf("event %d: %w", e.Seq, err)
		}
		n++
	}
	return n, nil
}

func decodeEvents(data []byte) ([]rooms.Event, error) {
	list := make([]byte, 0, len(data)+2)
	list = append(append(append(list, '['), data...), ']')
	var events []rooms.Event
	if err := json.Unmarshal(list, &events); err != nil {
		return nil, fmt.Errorf("host: decode events: %w", err)
	}
	return events, nil
}

// found gives a new room its founding commands, and tells an old one how long it had no host.
func (l *live) found(lease Lease) error {
	if lease.Head > 0 {
		if gap := l.h.LeaseNow() - lease.Since; lease.Since > 0 && gap > 0 && l.id.Kind() == rooms.KindSession {
			args, err := marshal(struct {
				Gap rooms.Millis `json:"gap_ms"`
			}{gap})
			if err != nil {
				return err
			}
			l.system(rooms.CmdResumed, args)
		}
		return nil
	}
	first, err := l.h.Rooms.Found(l.h.ctx, l.id)
	if err != nil {
		return fmt.Errorf("host: found %s: %w", l.id, err)
	}
	for _, c := range first {
		c.At, c.Actor.System = l.h.Clock.Now(), true
		steps, refusal := l.room.Handle(c)
		if refusal != nil && refusal.Code != rooms.CodeRepeated {
			return fmt.Errorf("host: found %s: %s: %w", l.id, c.Name, refusal)
		}
		l.record(true, steps)
	}
	return nil
}

// foundAgain gives the founding commands anew to a room whose first append failed. While nothing can be saved it is done
// later, not over and over.
func (l *live) foundAgain() error {
	if l.room.Head() > 0 {
		return nil
	}
	if readonly, _ := l.h.state.readonly(); readonly {
		l.h.Clock.After(time.Second, func() { _ = l.mail.push(task{kind: taskFound}, true) })
		return nil
	}
	return l.found(Lease{})
}

// hearFirst tells who is heard when a room begins to be hosted, once all before is committed.
func (l *live) hearFirst() {
	v, ok := l.room.(rooms.Voiced)
	if !ok {
		return
	}
	a := v.Audible()
	l.audible = a
	l.after(func(err error) {
		if err == nil {
			l.h.OnAudible(l.id, a)
		}
	}, true) // what changes it comes after
}

// reload throws the tentative state away and reads the room again. What the store made of a doubtful append is settled
// by reading: when the log ends with that very segment, it was committed and its askers are told so. It fails when the room
// must be given up. When it is not there, it may come yet, of a store that was slow to do what it did not answer: no new command is
// decided until the room was won anew (assure), whose term what is late does not have.
func (l *live) reload() error {
	if wait := l.queue.flight(); wait != nil {
		<-wait
	}
	flew, cause := l.queue.whatFlew()
	if cause == nil {
		return nil // two resets were asked for; the first did it
	}
	begun := l.h.Clock.Now()
	for {
		err := safely(func() error { return l.reread(flew, cause) })
		if err == nil {
			return nil
		}
		late := l.h.Clock.Now()-begun > rooms.Millis(patience.Milliseconds())
		if late || errors.Is(err, ErrStopped) || errors.Is(err, ErrHeld) {
			return err
		}
		l.h.Logger.Warn().Err(err).Str("room", string(l.id)).Msg("une salle n’a pu être relue; on essaie encore / a room could not be read again; trying on")
		if err := l.pause(500 * time.Millisecond); err != nil {
			return err
		}
	}
}

func (l *live) reread(flew Segment, cause error) error {
	term, logID := l.term.Load(), ""
	if s, ok := l.logID.Load().(string); ok {
		logID = s
	}
	var head rooms.Seq
	var last Segment
	if errors.Is(cause, ErrFenced) {
		lease, err := l.claim()
		if err != nil {
			return err
		}
		term, logID, head = lease.Term, lease.LogID, lease.Head
	} else {
		var err error
		if head, last, err = l.logHead(); err != nil {
			return err
		}
		if last.Term > term { // what is there is another host's, however far it leads
			l.queue.halt(ErrFenced)
			return l.reread(Segment{}, ErrFenced)
		}
	}
	if err := l.load(logID, head); err != nil {
		return err
	}
	committed := flew.To != 0 && last.Term == flew.Term && last.From == flew.From && bytes.Equal(last.Data, flew.Data)
	// What another host decided may have given somebody another sight of the room, of which she need not have heard.
	elsewhere := errors.Is(cause, ErrFenced) && head != l.queue.published()
	settled, asked := l.queue.settled(committed), l.queue.asked(committed)
	if l.queue.callOff(committed, cause) {
		l.startDeliver()
	}
	l.doubt, l.owed = l.doubtful(flew, committed, asked, cause), l.owed || asked
	l.queue.begin(term, head)
	l.resumeAt(term, settled)
	if err := l.foundAgain(); err != nil {
		return err
	}
	l.saveProbe()
	l.heardAgain()
	for m, p := range l.people {
		if v, may := l.room.Viewer(m, p.standing); v != p.viewer || may != p.may || elsewhere {
			p.viewer, p.may, p.since = v, may, l.room.Head()
		}
	}
	l.recount()
	l.rearm()
	return nil
}

// doubtful tells whether nothing can be decided before the room was won anew: what is not in the log may come there late, or somebody
// was told that her words were called off, and what she said after them, which waits, would be done before she says them again. A room
// that was won anew takes nothing of its former terms, nor one that moved on what was to follow on the place before; a store that is
// full did nothing.
func (l *live) doubtful(flew Segment, committed, asked bool, cause error) bool {
	if errors.Is(cause, ErrFenced) {
		return false
	}
	return asked || !committed && (l.doubt || flew.To != 0 && !errors.Is(cause, ErrFull))
}

// logHead finds where the log really ends, from the last place known to be committed, and its last segment: none when
// nothing came after that place.
func (l *live) logHead() (head rooms.Seq, last Segment, err error) {
	head = l.queue.published()
	for {
		segments, err := l.h.Log.Read(l.h.ctx, l.id, head, readBytes)
		if err != nil {
			return 0, Segment{}, fmt.Errorf("host: read %s: %w", l.id, err)
		}
		if len(segments) == 0 {
			return head, last, nil
		}
		last = segments[len(segments)-1]
		head = last.To
	}
}

// heardAgain tells who is heard after the tentative state was thrown away, whether it changed or not: what was told before
// may never have come to be told, or have been silenced when the lease was believed lost.
func (l *live) heardAgain() {
	v, ok := l.room.(rooms.Voiced)
	if !ok {
		return
	}
	a := v.Audible()
	l.audible = a
	l.after(func(error) { l.h.OnAudible(l.id, a) }, true)
}
