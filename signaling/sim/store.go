package sim

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/relay"
)

// errStore is what a store says that did not do as asked, or does not tell.
var errStore = errors.New("sim: the store failed")

// errDead ends the calls of a node that died.
var errDead = errors.New("sim: the node is dead")

// store is the database of all nodes. Calls are done one at a time, by the simulation.
type store struct {
	w     *world
	rooms map[rooms.RoomID]*record
	nodes map[relay.NodeID]*seen
	// down is until when nobody is answered; slow, until when everybody waits long.
	down, slow time.Time
	refuses    bool // when down: at once, instead of letting wait
}

type seen struct {
	node relay.Node
	at   rooms.Millis
}

// record is a room's row, its log, and the oracle that follows it.
type record struct {
	owner    string
	term     uint64
	head     rooms.Seq
	until    rooms.Millis
	segments []host.Segment
	snapshot *host.Snapshot
	book     *book
}

func newStore(w *world) *store {
	return &store{w: w, rooms: map[rooms.RoomID]*record{}, nodes: map[relay.NodeID]*seen{}}
}

func (s *store) now() rooms.Millis { return rooms.Millis(s.w.now().UnixMilli()) }

func (s *store) known(room rooms.RoomID) *record {
	r := s.rooms[room]
	if r == nil {
		r = &record{book: newBook(s.w, room)}
		s.rooms[room] = r
	}
	return r
}

// port is the store as one node reaches it. It is its host's log and its relay's registry.
type port struct{ n *node }

var (
	_ host.Log       = port{}
	_ relay.Registry = port{}
)

type reply[T any] struct {
	value T
	err   error
}

// ask has the store do something, some time, and waits for its answer. Writes may fail before or after they were done.
func ask[T any](ctx context.Context, p port, key string, write bool, do func(*store) (T, error)) (T, error) {
	w, n := p.n.w, p.n
	select {
	case <-n.died:
		var none T
		return none, errDead
	default:
	}
	got := make(chan reply[T], 1)
	answer := func(value T, err error) {
		r := reply[T]{value, err}
		word := "ok"
		if err != nil {
			word = err.Error()
		}
		e := &event{key: "answer " + n.name + " " + key + ": " + word, max: 2 * time.Millisecond, node: n, run: func() { got <- r }}
		if n.limp.After(w.now()) {
			e.max = 1500 * time.Millisecond
		}
		w.post(e)
	}
	name := "store " + n.name + " " + key
	waited := false
	var attempt func()
	attempt = func() {
		var none T
		ok, until := w.store.hears(n)
		switch {
		case n.asleep && !w.chance(500): // it sleeps with the call unsent
			n.held = append(n.held, &event{key: name, run: attempt})
		case !waited && w.store.slow.After(w.now()):
			waited = true
			w.post(&event{key: name, max: 800 * time.Millisecond, run: attempt})
		case !ok && until.IsZero():
			answer(none, errStore)
		case !ok:
			w.post(&event{key: name, due: until.Add(w.between(0, 20*time.Millisecond)), fixed: true, parked: true, run: attempt})
		case n.dead && !w.chance(500): // it died before the call was sent
		case write && w.faulty && w.chance(w.opt.Failing):
			failing(w, w.store, key, do, answer)
		default:
			answer(do(w.store))
		}
	}
	w.post(&event{key: name, max: 3 * time.Millisecond, run: attempt})
	return await(ctx, n, got)
}

// await waits for an answer, for as long as the node lives.
func await[T any](ctx context.Context, n *node, got <-chan reply[T]) (T, error) {
	var none T
	select {
	case r := <-got:
		return r.value, r.err
	case <-n.died:
		return none, errDead
	case <-ctx.Done():
		return none, ctx.Err()
	}
}

// hears tells whether a node's call is done; else it fails at once, or waits until an instant.
func (s *store) hears(n *node) (ok bool, until time.Time) {
	now := s.w.now()
	switch {
	case s.down.After(now) && s.refuses:
		return false, time.Time{}
	case s.down.After(now):
		return false, s.down
	case n.cut.After(now):
		return false, n.cut
	default:
		return true, time.Time{}
	}
}

// failing is a write that the asker is told failed: it did, it did not, or it is done a little later.
func failing[T any](w *world, st *store, key string, do func(*store) (T, error), answer func(T, error)) {
	var none T
	switch w.rng.IntN(3) {
	case 0:
		w.count("write failed")
	case 1:
		w.count("write done, answer lost")
		_, err := do(st)
		w.note("  done all the same: %s %v", key, err)
	default:
		w.count("write done late, answer lost")
		w.later("late "+key, w.between(0, 900*time.Millisecond), func() {
			_, err := do(st)
			w.note("  done late: %v", err)
		})
	}
	answer(none, errStore)
}

// short is a room's name in traces.
func short(room rooms.RoomID) string {
	kind, id, _ := strings.Cut(string(room), "_")
	return kind + id[len(id)-1:]
}

// Claim is part of host.Log.
func (p port) Claim(ctx context.Context, room rooms.RoomID, owner string, now, until rooms.Millis) (host.Lease, error) {
	return ask(ctx, p, "claim "+short(room), true, func(s *store) (host.Lease, error) {
		r := s.known(room)
		fresh := r.term == 0
		if r.owner != "" && r.owner != owner && r.until > now {
			return host.Lease{}, host.ErrHeld
		}
		lease := host.Lease{Term: r.term + 1, Head: r.head, LogID: "log-" + string(room)}
		if !fresh {
			lease.Since = min(r.until, now)
		}
		if r.owner == owner {
			until = host.Moved(r.until, until)
		}
		r.owner, r.term, r.until = owner, r.term+1, until
		s.w.note("  %s is hosted by %s, term %d, head %d", short(room), owner, r.term, r.head)
		return lease, nil
	})
}

// Append is part of host.Log.
func (p port) Append(ctx context.Context, segments []host.Segment) ([]error, error) {
	names := make([]string, len(segments))
	copies := slices.Clone(segments)
	for i := range copies {
		copies[i].Data = slices.Clone(copies[i].Data)
		names[i] = fmt.Sprintf("%s@%d %d-%d", short(copies[i].Room), copies[i].Term, copies[i].From, copies[i].To)
	}
	slices.Sort(names)
	return ask(ctx, p, "append "+strings.Join(names, " "), true, func(s *store) ([]error, error) {
		out := make([]error, len(copies))
		for i, seg := range copies {
			r := s.known(seg.Room)
			if r.term != seg.Term || r.head != seg.From {
				out[i] = host.ErrFenced
				s.w.note("  fenced: %s %d-%d by term %d", short(seg.Room), seg.From, seg.To, seg.Term)
				continue
			}
			r.segments, r.head = append(r.segments, seg), seg.To
			r.book.write(seg)
		}
		return out, nil
	})
}

// Read is part of host.Log.
func (p port) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) ([]host.Segment, error) {
	return ask(ctx, p, fmt.Sprintf("read %s after %d", short(room), after), false, func(s *store) ([]host.Segment, error) {
		var out []host.Segment
		size := 0
		for _, seg := range s.known(room).segments {
			if seg.To <= after || size > maxBytes {
				continue
			}
			out = append(out, seg)
			size += len(seg.Data)
		}
		return out, nil
	})
}

// Renew is part of host.Log.
func (p port) Renew(ctx context.Context, owner string, until rooms.Millis, held []host.Held) ([]rooms.RoomID, error) {
	held = slices.Clone(held)
	slices.SortFunc(held, func(a, b host.Held) int { return strings.Compare(string(a.Room), string(b.Room)) })
	return ask(ctx, p, fmt.Sprintf("renew %d", len(held)), true, func(s *store) ([]rooms.RoomID, error) {
		var lost []rooms.RoomID
		for _, h := range held {
			r := s.known(h.Room)
			if r.owner != owner || r.term != h.Term {
				s.w.note("  lost: %s@%d", short(h.Room), h.Term)
				lost = append(lost, h.Room)
				continue
			}
			r.until = host.Moved(r.until, until)
		}
		return lost, nil
	})
}

// Release is part of host.Log.
func (p port) Release(ctx context.Context, owner string, room rooms.RoomID, term uint64, now rooms.Millis) error {
	_, err := ask(ctx, p, fmt.Sprintf("release %s@%d", short(room), term), true, func(s *store) (struct{}, error) {
		if r := s.known(room); r.owner == owner && r.term == term {
			r.owner, r.until = "", now
		}
		return struct{}{}, nil
	})
	return err
}

// Handover is part of host.Log.
func (p port) Handover(ctx context.Context, owner string, room rooms.RoomID, term uint64, to string, until rooms.Millis) error {
	_, err := ask(ctx, p, fmt.Sprintf("hand over %s@%d to %s", short(room), term, to), true, func(s *store) (struct{}, error) {
		r := s.known(room)
		if owner == "" || r.owner != owner || r.term != term {
			return struct{}{}, host.ErrFenced
		}
		r.owner, r.until = to, until
		return struct{}{}, nil
	})
	return err
}

// Snapshot is part of host.Log.
func (p port) Snapshot(ctx context.Context, room rooms.RoomID) (host.Snapshot, bool, error) {
	type found struct {
		host.Snapshot
		ok bool
	}
	f, err := ask(ctx, p, "snapshot "+short(room), false, func(s *store) (found, error) {
		if snap := s.known(room).snapshot; snap != nil {
			return found{*snap, true}, nil
		}
		return found{}, nil
	})
	return f.Snapshot, f.ok, err
}

// SaveSnapshot is part of host.Log.
func (p port) SaveSnapshot(ctx context.Context, snap host.Snapshot) error {
	_, err := ask(ctx, p, fmt.Sprintf("save snapshot %s %d", short(snap.Room), snap.Seq), true, func(s *store) (struct{}, error) {
		r := s.known(snap.Room)
		r.book.checkSnapshot(snap)
		if r.snapshot == nil || r.snapshot.Seq <= snap.Seq {
			r.snapshot = &snap
		}
		return struct{}{}, nil
	})
	return err
}

// Beat is part of relay.Registry.
func (p port) Beat(ctx context.Context, self relay.Node) ([]relay.Node, error) {
	return ask(ctx, p, "beat", true, func(s *store) ([]relay.Node, error) {
		s.nodes[self.ID] = &seen{self, s.now()}
		var out []relay.Node
		for _, id := range slices.Sorted(maps.Keys(s.nodes)) {
			if s.now()-s.nodes[id].at <= 3000 {
				out = append(out, s.nodes[id].node)
			}
		}
		return out, nil
	})
}

// Holder is part of relay.Registry.
func (p port) Holder(ctx context.Context, room rooms.RoomID) (relay.NodeID, time.Duration, error) {
	r, err := ask(ctx, p, "holder "+short(room), false, func(s *store) (record, error) { return *s.known(room), nil })
	if err != nil || r.owner == "" {
		return "", 0, err
	}
	return relay.NodeID(r.owner), time.Duration(r.until-p.n.Now()) * time.Millisecond, nil
}

// decodeEvents reads a segment's events.
func decodeEvents(data []byte) ([]rooms.Event, error) {
	var events []rooms.Event
	err := json.Unmarshal(slices.Concat([]byte("["), data, []byte("]")), &events)
	return events, err
}
