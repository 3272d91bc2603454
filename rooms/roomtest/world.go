package roomtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"

	"palabre/rooms"
	"palabre/rooms/session"
)

// Person is someone of the cast, with what the community makes of her.
type Person struct {
	Member   rooms.MemberID
	Standing rooms.Role
}

// Watcher is one person's client: it knows what it was sent and nothing else.
type Watcher struct {
	Person
	Doc    Doc // nil while she may not join
	viewer rooms.Viewer
	names  map[rooms.MemberID]bool // whose name she was told
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
	order    *Oracle
	heard    rooms.Audible
	last     []byte               // the snapshot after the last event
	answered map[string]rooms.Seq // commands that had an effect, by identity
}

// Room is the room that worlds play in.
const Room rooms.RoomID = "ses_0192f000-0000-7000-8000-000000000001"

// Start is the instant at which worlds begin.
const Start rooms.Millis = 1_800_000_000_000

// NewWorld founds a session with that plan, watched by the cast.
func NewWorld(plan session.Plan, cast []Person) (*World, error) {
	w := &World{
		Live: session.New(Room), Now: Start, shadow: session.New(Room), order: NewOracle(),
		answered: map[string]rooms.Seq{},
	}
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
	if err := w.order.Event(e); err != nil {
		return err
	}
	for _, c := range w.Watchers {
		if err := w.deliver(c, s); err != nil {
			return fmt.Errorf("watcher %s: %w", c.Member, err)
		}
	}
	return nil
}

// deliver is the edge in small: ops go to those who see them, then a person whose
// view changed as a whole gets it anew.
func (w *World) deliver(c *Watcher, s rooms.Step) error {
	afresh, told := false, false
	for _, d := range s.Deltas {
		if c.Doc == nil && d.To.Member != c.Member || !d.To.Sees(c.viewer) && d.To.Member != c.Member {
			continue
		}
		afresh, told = afresh || d.Afresh, true
		if c.Doc == nil {
			continue
		}
		for _, m := range d.Mentions {
			c.names[m] = true
		}
		for _, op := range d.Ops {
			if err := w.canary(c, op); err != nil {
				return err
			}
			if err := c.Doc.Fold(op); err != nil {
				return err
			}
		}
	}
	if afresh {
		return w.join(c, w.shadow)
	}
	if !told && s.Event.Seq%4 != 0 {
		return nil // a change that she was not told of is seen at the next look
	}
	return w.compare(c)
}

func (w *World) join(c *Watcher, s *session.Session) error {
	v, ok := s.Viewer(c.Member, c.Standing)
	c.viewer, c.Doc = v, nil
	if !ok {
		return nil
	}
	doc, err := AsDoc(s.View(v))
	if err != nil {
		return err
	}
	c.Doc, c.names = doc.(map[string]any), map[rooms.MemberID]bool{}
	for _, m := range s.Mentions(v) {
		c.names[m] = true
	}
	return w.canaries(c)
}

// named: nobody is shown whose name was not told.
func (c *Watcher) named() error {
	for _, part := range []string{"people", "door"} {
		ms, _ := c.Doc[part].(map[string]any)
		for m := range ms {
			if !c.names[rooms.MemberID(m)] {
				return fmt.Errorf("sees %s in %s without a name", m, part)
			}
		}
	}
	return nil
}

func (w *World) compare(c *Watcher) error {
	v, ok := w.shadow.Viewer(c.Member, c.Standing)
	if ok != (c.Doc != nil) || v != c.viewer && ok {
		return fmt.Errorf("seen as %+v %v, was joined as %+v %v, and was not told", v, ok, c.viewer, c.Doc != nil)
	}
	if !ok {
		return nil
	}
	want, err := AsDoc(w.shadow.View(v))
	if err != nil {
		return err
	}
	got := maps.Clone(map[string]any(c.Doc))
	if me, _ := got["me"].(map[string]any); me["outside"] == true && v.Waiting {
		got["status"], got["closed_at"] = "", "" // one who never came is told at her next join
		want.(map[string]any)["status"], want.(map[string]any)["closed_at"] = "", ""
	}
	if !reflect.DeepEqual(any(got), want) {
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		return fmt.Errorf("folded\n%s\nview\n%s", a, b)
	}
	return c.named()
}

// canaries looks in all that a client holds for words that are not for her.
func (w *World) canaries(c *Watcher) error {
	return w.canary(c, rooms.Op{Path: []string{"view"}, Value: c.Doc})
}

// canary: words written by generators tell whom they are for. "chat:" is for those
// inside, "nudge:<m>:" for m, "reason:<m>:" for m and those who facilitate.
func (w *World) canary(c *Watcher, op rooms.Op) error {
	b, err := json.Marshal(op.Value)
	if err != nil {
		return fmt.Errorf("op: %w", err)
	}
	text, v := string(b), c.viewer
	if me, _ := c.Doc["me"].(map[string]any); me["missed"] == true { // hers alone to know, once
		text = strings.Replace(text, `"missed":true`, "", 1)
	}
	for _, word := range []string{"passed", "silence", "missed", "\"spoke\""} {
		if strings.Contains(text, word) {
			return fmt.Errorf("is told %q at %v", word, op.Path)
		}
	}
	if v.Waiting && (strings.Contains(text, "chat:") || strings.Contains(text, "decided:")) {
		return fmt.Errorf("waits outside and reads %s at %v", text, op.Path)
	}
	own := string(c.Member) + ":"
	if strings.Count(text, "nudge:") != strings.Count(text, "nudge:"+own) {
		return fmt.Errorf("reads a nudge for someone else at %v: %s", op.Path, text)
	}
	if !v.Role.Facilitates() && strings.Count(text, "reason:") != strings.Count(text, "reason:"+own) {
		return fmt.Errorf("reads a reason for someone else at %v: %s", op.Path, text)
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
