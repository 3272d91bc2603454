package host

import (
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"palabre/rooms"
)

// live is one open room: an actor, its mailbox, its queue. Fields below the line belong to the actor's goroutine.
type live struct {
	h       *Host
	id      rooms.RoomID
	mail    *mailbox
	queue   queue
	opened  chan struct{} // closed once openErr is set
	openErr error
	gone    chan struct{} // closed when the actor has ended
	term    atomic.Uint64 // of the lease held, 0 for none
	until   atomic.Int64  // the end of the lease as far as it is known, by LeaseNow
	probe   atomic.Pointer[Snapshot]
	roomy   chan struct{}
	// followers is how many connections there are, for the committer.
	followers atomic.Int32
	logID     atomic.Value // string
	telling   sync.Mutex   // held while it is told that the lease goes on, and while it ends
	tail      tail         // the deliverer's

	// ----
	room      rooms.Room
	traceless traceless
	since     uint64 // the first of the terms in which nobody else has had the room, up to the one held
	doubt     bool   // nothing is decided in this term: an append that failed may be in the log yet, or what follows it was said
	owed      bool   // somebody is to say again what was called off, before what she said after it is done
	people    map[rooms.MemberID]*person
	conns     map[ConnID]rooms.MemberID
	audible   rooms.Audible
	deadline  rooms.Millis
	stopTick  func()
	sinceSnap int
	lastUse   rooms.Millis
	stopping  bool
	heir      string // the owner that takes the room when it has stopped
	idle      bool   // stopping for want of people, which somebody who comes overrules
}

func newLive(h *Host, id rooms.RoomID) *live {
	l := &live{
		h: h, id: id, mail: newMailbox(h.Mailbox),
		opened: make(chan struct{}), gone: make(chan struct{}), roomy: make(chan struct{}, 1),
		people: map[rooms.MemberID]*person{}, conns: map[ConnID]rooms.MemberID{},
	}
	l.queue.room = id
	return l
}

func (l *live) heldTerm() uint64 { return l.term.Load() }

// reset asks the actor to throw the tentative state away. It is called by the committer and the lease keeper.
func (l *live) reset(cause error) {
	l.queue.halt(cause)
	_ = l.mail.push(task{kind: taskReset}, true) // a room that is gone has nothing to throw away
}

// landed takes the committer's news of the flying segment.
func (l *live) landed(err error) {
	deliver := l.queue.landed(err)
	select {
	case l.roomy <- struct{}{}:
	default:
	}
	if err != nil {
		_ = l.mail.push(task{kind: taskReset}, true)
		return
	}
	if deliver {
		l.startDeliver()
	}
}

// run is the actor.
func (l *live) run() {
	defer close(l.gone)
	defer l.h.forget(l)
	l.openErr = safely(l.open)
	close(l.opened)
	if l.openErr != nil {
		l.refuseAll(l.mail.close(), l.openErr)
		return
	}
	l.lastUse = l.h.Clock.Now()
	idle := l.h.Clock.After(l.h.IdleAfter, l.idleCheck)
	defer func() { idle(); l.endTimers() }()
	for {
		if l.queue.crowded() {
			select {
			case <-l.roomy:
			case <-l.h.ctx.Done():
			}
		}
		select {
		case <-l.mail.wake:
		case <-l.h.ctx.Done():
			l.refuseAll(l.mail.close(), ErrStopped)
			return
		}
		tasks := l.mail.take()
		for i, t := range tasks {
			if err := l.assure(t); err != nil {
				l.giveUp(err, tasks[i:])
				return
			}
			if err := l.guard(t); err != nil {
				l.giveUp(err, tasks[i+1:])
				return
			}
		}
		if l.stopping && l.release() {
			return
		}
	}
}

// assure has a host among many know that the room is still its own before it says anything of it: another may have gone on
// since the lease ended, and an answer, a refusal or a view without an append would come from the past. What it cannot know
// it asks by winning the room anew. So does any host that is in doubt, once it can be saved again: what is late comes before that,
// and is read, or never.
func (l *live) assure(t task) error {
	readonly, _ := l.h.state.readonly()
	asked := t.kind == taskCommand || t.kind == taskJoin
	past := l.h.Many && asked && l.h.LeaseNow() >= rooms.Millis(l.until.Load())
	late := l.doubt && !readonly && (asked || t.kind == taskTick)
	if !past && !late {
		return nil
	}
	l.queue.halt(ErrFenced)
	return l.reload()
}

// safely makes an error of a fault in a room's code: a log that one room cannot read is no matter of the others.
func safely(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("host: a fault in the room: %v", p)
		}
	}()
	return f()
}

func (l *live) idleCheck() { _ = l.mail.push(task{kind: taskStop, conn: idleConn}, true) }

// idleConn marks the stop that idleness proposes, which people in the room overrule.
const idleConn ConnID = "idle"

// guard runs one task. A fault of a room's code costs that room its tentative state, and no other room anything.
func (l *live) guard(t task) (err error) {
	defer func() {
		if p := recover(); p != nil {
			l.h.Logger.Error().Str("room", string(l.id)).Str("command", t.cmd.Name).Any("panic", p).Msg("une salle a failli / a room failed")
			fault := fmt.Errorf("%w: a fault in the room", ErrNotSaved)
			if t.answer != nil {
				t.answer(Answer{Err: fault})
			}
			if t.joined != nil {
				t.joined(Joined{Err: fault})
			}
			l.queue.halt(fault)
			err = l.reload()
		}
	}()
	return l.do(t)
}

func (l *live) do(t task) error {
	switch t.kind {
	case taskCommand:
		l.lastUse = l.h.Clock.Now()
		if why := l.cannotSave(t.cmd); why != nil {
			l.after(func(error) { t.answer(Answer{Err: why}) }, false)
			break
		}
		l.command(t.cmd, t.answer)
	case taskJoin:
		l.lastUse = l.h.Clock.Now()
		l.join(t.join, t.joined)
	case taskLeave:
		l.leave(t.conn)
	case taskTick:
		l.tick()
	case taskDropped:
		l.dropped(t.member)
	case taskBack:
		if p := l.people[t.member]; p != nil {
			l.back(t.member, p)
		}
	case taskReset:
		return l.reload()
	case taskFound:
		return l.foundAgain()
	case taskStop:
		l.stop(t.conn == idleConn, t.heir)
	case taskForget:
		l.forget(t.answer)
	case taskUntold:
		l.after(func(error) { l.forgetTold() }, false)
	case taskTail:
		l.after(func(error) { l.restTail() }, false)
	case taskLook:
	}
	return nil
}

// command decides one command and queues all that follows from it.
func (l *live) command(c rooms.Command, answer func(Answer)) {
	if l.former(c) {
		answer(Answer{Err: ErrFormer})
		return
	}
	if l.overtakes(c) {
		answer(Answer{Err: ErrUnordered})
		return
	}
	c.At = l.h.Clock.Now()
	a, known := l.traceless.recall(c)
	if !known {
		a = l.decide(c)
	}
	l.after(func(err error) {
		if err != nil {
			a = Answer{Err: notSaved(err)}
		}
		answer(a)
	}, false)
}

// decide decides a command that was not decided before, unless the log has its trace.
func (l *live) decide(c rooms.Command) (a Answer) {
	steps, refusal := l.room.Handle(c)
	if refusal != nil {
		a = Answer{Refusal: refusal}
	} else {
		a = Answer{Seq: l.room.Head(), Nothing: len(steps) == 0}
		if r, ok := l.room.(Answerer); ok {
			a.Value = r.Answer(steps)
		}
		l.record(c.Actor.System, steps)
	}
	l.traceless.note(c, a, l.room.Head())
	return a
}

// Answerer is a room that has more to say to an asker than "done": its Answer becomes the value of ok.
type Answerer interface{ Answer([]rooms.Step) []byte }

// system gives one of the host's own commands. A refusal is an answer like another: there was nothing to do.
func (l *live) system(name string, args []byte) {
	c := rooms.Command{Client: "host", Actor: rooms.Actor{System: true}, Name: name, Args: args}
	l.command(c, func(Answer) {})
}

// record queues the events of one command with what they change for whom.
func (l *live) record(system bool, steps []rooms.Step) {
	if len(steps) == 0 {
		return
	}
	events, parts, err := encodeSteps(l.id.Kind(), steps)
	if err != nil {
		panic(fmt.Sprintf("host: %s: %v", l.id, err)) // a room made what JSON cannot hold: guard handles it
	}
	seats := l.reseat(system, steps)
	wake := l.queue.decided(outcome{events: events, to: l.room.Head(), parts: parts, seats: seats, audible: l.heard(), steps: steps})
	if wake {
		l.h.commit.soil(l)
	}
	l.sinceSnap += len(steps)
	if l.sinceSnap >= l.h.SnapshotEvery {
		l.snapshot()
	}
	l.rearm()
}

// heard tells who is heard when that has just changed.
func (l *live) heard() *rooms.Audible {
	v, ok := l.room.(rooms.Voiced)
	if !ok {
		return nil
	}
	a := v.Audible()
	if a.Equal(l.audible) {
		return nil
	}
	l.audible = a
	return &a
}

// rearm sets the timer of the room's deadline.
func (l *live) rearm() {
	at := l.room.Deadline()
	if at == l.deadline && (at == 0 || l.stopTick != nil) {
		return
	}
	if l.stopTick != nil {
		l.stopTick()
		l.stopTick = nil
	}
	l.deadline = at
	if at != 0 {
		l.tickIn(time.Duration(max(at-l.h.Clock.Now(), 0)) * time.Millisecond)
	}
}

func (l *live) tickIn(d time.Duration) {
	l.stopTick = l.h.Clock.After(d, func() { _ = l.mail.push(task{kind: taskTick}, true) })
}

// tick tells the room that its deadline passed. A deadline that stays past (the store is full, the clock stepped back)
// is tried again in a second, not at once.
func (l *live) tick() {
	l.stopTick = nil
	if l.deadline == 0 {
		return
	}
	now := l.h.Clock.Now()
	if now < l.deadline {
		l.tickIn(time.Duration(l.deadline-now) * time.Millisecond)
		return
	}
	if readonly, _ := l.h.state.readonly(); !readonly {
		l.system(rooms.CmdTick, nil)
		l.rearm()
	}
	if l.stopTick == nil && l.deadline != 0 {
		l.tickIn(time.Second)
	}
}

// after queues something to be told once all decided so far is committed.
func (l *live) after(done func(error), cut bool) {
	if l.queue.after(done, cut) {
		l.startDeliver()
	}
}

func (l *live) startDeliver() {
	l.h.wg.Add(1)
	go func() { defer l.h.wg.Done(); l.deliver() }()
}

// deliver tells the world what is committed, in order. There is one per room at a time.
func (l *live) deliver() {
	for {
		items := l.queue.next()
		if len(items) == 0 {
			return
		}
		for i := range items {
			l.tell(&items[i])
		}
	}
}

func (l *live) tell(it *item) {
	if it.seg != nil {
		l.tail.follow(*it.seg)
	}
	if it.audible != nil {
		l.h.OnAudible(l.id, *it.audible)
	}
	if it.batch != nil {
		l.queue.publishing(*it.batch)
		if err := l.h.Bus.Publish(l.h.ctx, *it.batch); err != nil {
			l.h.Logger.Debug().Err(err).Str("room", string(l.id)).Msg("a batch was not published; gateways will ask for it")
		}
		l.h.OnCommitted(Commit{Room: l.id, From: it.batch.From, To: it.batch.To, At: it.at, Names: it.names})
	}
	if it.done != nil {
		it.done(it.err)
	}
}
