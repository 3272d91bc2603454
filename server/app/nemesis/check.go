package nemesis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
	"palabre/server/store"
)

// rested is how long everybody may take, without faults, to be answered and to see the same.
const rested = 45 * time.Second

// Rest ends the traffic, waits until every command is answered and everybody is at the head, and checks everything.
func (l *Lab) Rest(ctx context.Context) (*Report, error) {
	if l.calm != nil {
		l.calm()
		l.busy.Wait()
	}
	late, cancel := context.WithTimeout(ctx, rested)
	defer cancel()
	for _, p := range l.Clients {
		if err := await(late, "every answer", func() bool { return p.Pending() == 0 }); err != nil {
			l.w.violated("I12", "%s has %d commands without an answer after %s of rest", p.Name, p.Pending(), rested)
		}
	}
	r := l.report()
	for i, m := range l.Meetings {
		for _, room := range []string{m.Session, m.Board} {
			log, err := l.read(ctx, room)
			if err != nil {
				return nil, err
			}
			l.held(ctx, m, room, log)
			if room == m.Session && i == 0 && len(l.Sounds) > 0 {
				l.silence(log)
			}
			r.count(log)
		}
	}
	r.judged(l.w)
	return r, nil
}

// held holds everything that was told of a room against its log.
func (l *Lab) held(ctx context.Context, m *Meeting, room string, log []logged) {
	l.dense(room, log)
	l.witnessed(room, log)
	l.converged(ctx, m, room, log)
	if room == m.Session {
		l.stick(room, log)
		l.secrets(room, log)
		return
	}
	l.boards(room, l.gone(ctx, room, log))
	l.governed(ctx, m)
}

// governed: at rest a session's board gives each person what she has in the session: a projector follows the log, whichever node
// it runs on and whatever died in between.
func (l *Lab) governed(ctx context.Context, m *Meeting) {
	late, cancel := context.WithTimeout(ctx, rested)
	defer cancel()
	for _, p := range m.People {
		if p.At(m.Session, "people."+p.Member) == nil {
			continue // she left: the board may not even be followed
		}
		err := await(late, "her right", func() bool {
			view, err := p.Fresh(late, m.Board)
			return err == nil && Dig(view, "may") == "write"
		})
		if err != nil {
			l.w.violated("projector", "%s, who is in the session, may not write on %s", p.Name, m.Board)
		}
	}
}

// logged is one event and its bytes.
type logged struct {
	rooms.Event
	raw []byte
}

// read reads a room's log from the store.
func (l *Lab) read(ctx context.Context, room string) ([]logged, error) {
	s, err := store.OpenWith(ctx, store.Options{DatabaseURL: l.Cluster.Store(), Many: true})
	if err != nil {
		return nil, err
	}
	log, err := readRoom(ctx, s, room)
	return log, errors.Join(err, s.Close())
}

func readRoom(ctx context.Context, s *store.Store, room string) (all []logged, err error) {
	const most = 4 << 20
	for {
		after := rooms.Seq(0)
		if len(all) > 0 {
			after = all[len(all)-1].Seq
		}
		segments, err := s.Log.Read(ctx, rooms.RoomID(room), after, most)
		if err != nil || len(segments) == 0 {
			return all, err
		}
		for _, seg := range segments {
			var raws []json.RawMessage
			if err := json.Unmarshal(bytes.Join([][]byte{[]byte("["), seg.Data, []byte("]")}, nil), &raws); err != nil {
				return nil, fmt.Errorf("%s after %d: %w", room, seg.From, err)
			}
			for _, raw := range raws {
				e := logged{raw: raw}
				if err := json.Unmarshal(raw, &e.Event); err != nil {
					return nil, fmt.Errorf("%s after %d: %w", room, seg.From, err)
				}
				if e.Seq > after {
					all = append(all, e)
				}
			}
		}
	}
}

// dense is I2.
func (l *Lab) dense(room string, log []logged) {
	for i, e := range log {
		if e.Seq != rooms.Seq(i+1) {
			l.w.violated("I2", "%s: event %d is the %dth", room, e.Seq, i+1)
			return
		}
		if i > 0 && e.At < log[i-1].At {
			l.w.violated("I2", "%s: event %d is before the one before", room, e.Seq)
		}
	}
}

// stick is I1, and the order of ST-5 besides: the oracle of the rooms' own tests follows the log.
func (l *Lab) stick(room string, log []logged) {
	live := session.New(rooms.RoomID(room))
	orders := roomtest.NewOrders(func() *session.Session { return live })
	for _, e := range log {
		err := live.Apply(e.Event)
		if err == nil {
			err = orders.Event(e.Event)
		}
		if err != nil {
			l.w.violated("I1", "%s at %d: %v", room, e.Seq, err)
			return
		}
	}
	l.holders(room, log)
}

// holders is I1 as it is said, read from the log alone.
func (l *Lab) holders(room string, log []logged) {
	holder, last := "", uint64(0)
	for _, e := range log {
		var d struct {
			Member string
			Grant  uint64
		}
		switch e.Name {
		case "stick.granted", "stick.turn_ended", "stick.set_aside", "stick.ended":
			if err := json.Unmarshal(e.Data, &d); err != nil {
				l.w.violated("I1", "%s at %d: %v", room, e.Seq, err)
				return
			}
		default:
			continue
		}
		if e.Name != "stick.granted" {
			holder = ""
			continue
		}
		if holder != "" || d.Grant <= last {
			l.w.violated("I1", "%s at %d: grant %d to %s while %q holds grant %d", room, e.Seq, d.Grant, d.Member, holder, last)
		}
		holder, last = d.Member, d.Grant
	}
}

// converged is I5: at rest everybody is at the head, and what her page folded is the view she would be given anew.
func (l *Lab) converged(ctx context.Context, m *Meeting, room string, log []logged) {
	late, cancel := context.WithTimeout(ctx, rested)
	defer cancel()
	head := uint64(0)
	if len(log) > 0 {
		head = uint64(log[len(log)-1].Seq)
	}
	for _, p := range append([]*Client{m.Lead}, m.People...) {
		if room == m.Board && p.At(m.Session, "people."+p.Member) == nil {
			continue // she left the session, and the board with it
		}
		err := await(late, "the head", func() bool {
			p.mu.Lock()
			defer p.mu.Unlock()
			return p.rooms[room].live && p.rooms[room].seq >= head
		})
		if err != nil {
			l.w.violated("I5", "%s is at %s while %s is at %d", p.Name, p.where(room), room, head)
			continue
		}
		if strings.HasPrefix(room, "brd_") {
			continue // its page folds events: see boards
		}
		l.sameView(late, p, room)
	}
}

// sameView compares what was folded with a view given anew. The room may move meanwhile, by itself: then again.
func (l *Lab) sameView(ctx context.Context, p *Client, room string) {
	for {
		folded, at := p.shown(room)
		if _, err := p.Fresh(ctx, room); err != nil {
			l.w.violated("I5", "%v", err)
			return
		}
		fresh, now := p.shown(room)
		switch {
		case at != now:
			if ctx.Err() != nil {
				return
			}
		case !reflect.DeepEqual(folded, fresh):
			l.w.violated("I5", "%s at %d of %s shows otherwise than a view anew: %s", p.Name, at, room, difference("", folded, fresh))
			return
		default:
			return
		}
	}
}

// shown is a copy of what a page shows, and where.
func (p *Client) shown(room string) (any, uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.rooms[room]
	raw, err := json.Marshal(f.view)
	if err != nil {
		return nil, f.seq // it was decoded from JSON
	}
	return decoded(raw), f.seq
}

// difference is the first place where two views differ.
func difference(path string, a, b any) string {
	x, ok := a.(map[string]any)
	y, both := b.(map[string]any)
	if !ok || !both {
		return fmt.Sprintf("%s: %.200v | %.200v", path, a, b)
	}
	for k := range x {
		if !reflect.DeepEqual(x[k], y[k]) {
			return difference(path+"."+k, x[k], y[k])
		}
	}
	for k := range y {
		if _, there := x[k]; !there {
			return fmt.Sprintf("%s.%s: nothing | %.200v", path, k, y[k])
		}
	}
	return ""
}

func (p *Client) where(room string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.rooms[room]
	return fmt.Sprintf("%d (live: %t, left: %q, node %d)", f.seq, f.live, f.left, p.node)
}

// boards: every event that a page was told is the log's, byte for byte, but for those whose words were withdrawn since.
func (l *Lab) boards(room string, log []logged) {
	bare, _ := withdrawn(log)
	for _, p := range l.Clients {
		p.mu.Lock()
		f := p.rooms[room]
		if f == nil {
			p.mu.Unlock()
			continue
		}
		for seq, sum := range f.events {
			if sum == 0 {
				continue
			}
			if seq == 0 || seq > len(log) {
				l.w.violated("I5", "%s was told event %d of %s, which has %d", p.Name, seq, room, len(log))
				continue
			}
			if sumOf(log[seq-1].raw) != sum && !bare[rooms.Seq(seq)] {
				l.w.violated("I5", "%s was told event %d of %s otherwise than it is in the log", p.Name, seq, room)
			}
		}
		for _, seq := range f.otherwise {
			if !bare[rooms.Seq(seq)] {
				l.w.violated("I5", "%s was told event %d of %s twice, differently", p.Name, seq, room)
			}
		}
		p.mu.Unlock()
	}
}
