package roomtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"palabre/rooms"
	"palabre/rooms/session"
)

// Person is someone of the cast, with what the community makes of her.
type Person struct {
	Member   rooms.MemberID
	Standing rooms.Role
}

// World plays one session and checks, at every step, what must always be true:
// replay equals play (a shadow applies each event from its JSON), sequences are
// dense, refusals change nothing, each client's fold is her view, and nothing is
// delivered outside its audience.
type World struct {
	Live     *session.Session
	Now      rooms.Millis
	Log      []rooms.Event
	Watchers []*Watcher
	shadow   *session.Session
	order    *Oracle // of a light world, in which all sit in one circle
	paper    *Ledger
	heard    rooms.Audible
	last     []byte               // the snapshot after the last event
	answered map[string]rooms.Seq // commands that had an effect, by identity
	light    bool
	circles  *Orders
}

// Room is the room that worlds play in.
const Room rooms.RoomID = "ses_0192f000-0000-7000-8000-000000000001"

// Start is the instant at which worlds begin.
const Start rooms.Millis = 1_800_000_000_000

// NewWorld founds a session with that plan, watched by the cast.
func NewWorld(plan session.Plan, cast []Person) (*World, error) { return found(plan, cast, false) }

// NewLightWorld founds one that asks the oracle of every event, and one effect of every
// command, but looks at no view and replays nothing: many more histories fit in a minute.
func NewLightWorld(plan session.Plan, cast []Person) (*World, error) { return found(plan, cast, true) }

func found(plan session.Plan, cast []Person, light bool) (*World, error) {
	w := &World{
		Live: session.New(Room), Now: Start, shadow: session.New(Room), order: NewOracle(), paper: NewLedger(),
		answered: map[string]rooms.Seq{}, light: light,
	}
	w.circles = NewOrders(func() *session.Session { return w.shadow })
	args, err := json.Marshal(plan)
	if err != nil {
		return nil, fmt.Errorf("plan: %w", err)
	}
	_, no, err := w.Do(w.Host(session.CmdOpen, string(args)))
	if err != nil {
		return nil, fmt.Errorf("open: %w", err)
	}
	if no != nil {
		return nil, fmt.Errorf("open: %w", no)
	}
	for _, p := range cast {
		c := &Watcher{Person: p}
		if light {
			w.Watchers = append(w.Watchers, c)
			continue
		}
		if err := w.join(c, w.shadow); err != nil {
			return nil, err
		}
		w.Watchers = append(w.Watchers, c)
	}
	return w, nil
}

// Host is a command of the host's own, now.
func (w *World) Host(name, args string) rooms.Command {
	return rooms.Command{Actor: rooms.Actor{System: true}, At: w.Now, Name: name, Args: json.RawMessage(args)}
}

// Do gives one command and checks everything. The error is a broken promise of the
// session, never a refusal.
func (w *World) Do(c rooms.Command) ([]rooms.Step, *rooms.Refusal, error) {
	steps, no := w.Live.Handle(c)
	if no != nil && len(steps) > 0 {
		return nil, nil, fmt.Errorf("%s: refused with %d steps", c.Name, len(steps))
	}
	if err := w.checkAnswer(c, steps, no); err != nil {
		return nil, nil, err
	}
	if w.light {
		return steps, no, w.follow(c, steps)
	}
	for i := range steps {
		if err := w.step(steps[i]); err != nil {
			return nil, nil, fmt.Errorf("%s by %q, event %d %s: %w", c.Name, c.Actor.Member, steps[i].Event.Seq, steps[i].Event.Name, err)
		}
	}
	if err := w.settled(len(steps) == 0); err != nil {
		return nil, nil, fmt.Errorf("%s: %w", c.Name, err)
	}
	return steps, no, nil
}

// follow asks the oracle alone.
func (w *World) follow(c rooms.Command, steps []rooms.Step) error {
	for _, s := range steps {
		w.Log = append(w.Log, s.Event)
		if err := w.forgets(s.Event); err != nil {
			return err
		}
		if w.order == nil {
			continue
		}
		if err := w.order.Event(s.Event); err != nil {
			return fmt.Errorf("%s by %q, event %d %s: %w", c.Name, c.Actor.Member, s.Event.Seq, s.Event.Name, err)
		}
	}
	return nil
}

// settled: a refusal, or a command without effect, left the state as it was; and
// replay equals play.
func (w *World) settled(unchanged bool) error {
	after, err := w.Live.Snapshot()
	if err != nil {
		return err
	}
	if unchanged {
		if w.last != nil && !bytes.Equal(w.last, after) {
			return errors.New("changed the state without an event")
		}
		return nil
	}
	w.last = after
	if err := w.listens(); err != nil {
		return err
	}
	if w.Live.Head()%4 != 0 {
		return nil // what differs goes on differing
	}
	return w.sameAsShadow(after)
}

// checkAnswer: one command identity, one effect, one answer.
func (w *World) checkAnswer(c rooms.Command, steps []rooms.Step, no *rooms.Refusal) error {
	if c.Actor.System || c.N == 0 {
		return nil
	}
	id := fmt.Sprintf("%s/%s/%d", c.Actor.Member, c.Client, c.N)
	first, known := w.answered[id]
	switch {
	case known && no == nil:
		return fmt.Errorf("%s %s had a second effect", id, c.Name)
	case known && no.Code == rooms.CodeStale:
		return nil
	case known && (no.Code != rooms.CodeRepeated || no.Data["seq"] != first):
		return fmt.Errorf("%s %s: answered %s %v, first %d", id, c.Name, no.Code, no.Data, first)
	case !known && no != nil && no.Code == rooms.CodeRepeated:
		return fmt.Errorf("%s %s: called repeated, never had an effect", id, c.Name)
	case len(steps) > 0:
		w.answered[id] = steps[len(steps)-1].Event.Seq
	}
	return nil
}

// forgets: of a veiled gesture that is redacted, nobody remembers what it was answered.
func (w *World) forgets(e rooms.Event) error {
	p, err := session.Decode(e)
	if err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	gone, ok := p.(session.Redacted)
	if !ok {
		return nil
	}
	maps.DeleteFunc(w.answered, func(_ string, at rooms.Seq) bool {
		return slices.Contains(gone.Seqs, at) && session.Veiled(w.Log[at-1].Name)
	})
	return nil
}

func (w *World) step(s rooms.Step) error {
	b, err := json.Marshal(s.Event)
	if err != nil {
		return fmt.Errorf("encode: %w", err)
	}
	var e rooms.Event
	if err := json.Unmarshal(b, &e); err != nil {
		return fmt.Errorf("decode: %w", err)
	}
	if e.Seq != w.shadow.Head()+1 {
		return fmt.Errorf("sequence %d after %d", e.Seq, w.shadow.Head())
	}
	if err := w.shadow.Apply(e); err != nil {
		return fmt.Errorf("apply: %w", err)
	}
	w.Log = append(w.Log, e)
	if err := w.forgets(e); err != nil {
		return err
	}
	if err := w.circles.Event(e); err != nil {
		return err
	}
	if err := w.paper.Event(e); err != nil {
		return err
	}
	if err := w.alone(s); err != nil {
		return err
	}
	for _, c := range w.Watchers {
		if err := w.deliver(c, s); err != nil {
			return fmt.Errorf("watcher %s: %w", c.Member, err)
		}
	}
	return nil
}

func (w *World) sameAsShadow(live []byte) error {
	shadow, err := w.shadow.Snapshot()
	if err != nil {
		return err
	}
	if !bytes.Equal(live, shadow) {
		return fmt.Errorf("replay differs from play\nlive   %s\nreplay %s", live, shadow)
	}
	if w.Live.Deadline() != w.shadow.Deadline() || !reflect.DeepEqual(w.Live.Audible(), w.shadow.Audible()) {
		return errors.New("replay waits or hears otherwise than play")
	}
	return nil
}

// Restart makes the world go on from a snapshot, as a new host would.
func (w *World) Restart() error {
	b, err := w.Live.Snapshot()
	if err != nil {
		return err
	}
	s, err := session.Restore(Room, b)
	if err != nil {
		return fmt.Errorf("restart: %w", err)
	}
	w.Live = s
	return nil
}

// See is what a person sees now.
func (w *World) See(m rooms.MemberID) session.View {
	for _, c := range w.Watchers {
		if c.Member == m {
			if v, ok := w.Live.Viewer(m, c.Standing); ok {
				return w.Live.View(v).(session.View)
			}
		}
	}
	return session.View{}
}

// ReplayFrom checks that a snapshot taken after the first n events, with the rest of
// the log, is the session as it was lived.
func (w *World) ReplayFrom(n int) error {
	for _, c := range w.Watchers {
		if err := w.compare(c); err != nil {
			return fmt.Errorf("watcher %s: %w", c.Member, err)
		}
	}
	s := session.New(Room)
	for i, e := range w.Log {
		if i == n && n > 0 {
			b, err := s.Snapshot()
			if err != nil {
				return err
			}
			if s, err = session.Restore(Room, b); err != nil {
				return fmt.Errorf("snapshot after %d: %w", n, err)
			}
		}
		if err := s.Apply(e); err != nil {
			return fmt.Errorf("replay: %w", err)
		}
	}
	a, err := s.Snapshot()
	if err != nil {
		return err
	}
	b, err := w.Live.Snapshot()
	if err != nil {
		return err
	}
	if !bytes.Equal(a, b) {
		return fmt.Errorf("snapshot after %d and tail:\n%s\nlived:\n%s", n, a, b)
	}
	return nil
}
