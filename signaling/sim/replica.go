package sim

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/roomtest"
	"palabre/signaling/host"
)

// replica is what a page holds of a room: in a session a view, folded without one rule; of a board its events.
type replica struct {
	w      *world
	room   rooms.RoomID
	who    rooms.MemberID
	have   bool
	out    bool // she was put out, or never let in
	pos    rooms.Seq
	log    string
	term   uint64 // the newest that the page heard of
	viewer rooms.Viewer
	doc    roomtest.Doc
	brd    *board.Board
}

// settle takes the answer to a join; false when a promise was broken.
func (r *replica) settle(f *follower, req host.JoinRequest, j host.Joined) bool {
	r.out = false
	if !j.Resume {
		return r.view(j.To, j.Log, j.Viewer, j.View)
	}
	if !r.have || req.Seq != r.pos && len(j.Tail) > 0 {
		r.have = false // it is elsewhere by now: a new view
		f.join()
		return false
	}
	r.viewer = j.Viewer
	for _, seg := range j.Tail {
		if seg.From != r.pos {
			r.w.fail("I6: %s at %d is given %d-%d of %s as its tail", r.who, r.pos, seg.From, seg.To, r.room)
			return false
		}
		if !r.events(seg.Data, seg.To) {
			return false
		}
		r.pos = seg.To
	}
	return true
}

// view replaces all: it must be what the log says at that place, and no earlier place than before.
func (r *replica) view(to rooms.Seq, log string, v rooms.Viewer, data []byte) bool {
	if log == r.log && to < r.pos {
		r.w.fail("I6: %s goes back in %s from %d to %d", r.who, r.room, r.pos, to)
		return false
	}
	b := r.w.store.known(r.room).book
	if to > b.head() {
		r.w.fail("I2: %s sees %s at %d, which is committed to %d", r.who, r.room, to, b.head())
		return false
	}
	r.have, r.out, r.pos, r.log, r.viewer = true, false, to, log, v
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		r.w.fail("a view of %s does not decode: %v", r.room, err)
		return false
	}
	r.doc = doc
	if r.room.Kind() == rooms.KindBoard {
		r.brd = b.at(to).(boardRoom).Board
	}
	return r.canary(string(data), to) && r.same(b)
}

// take folds a batch that leads on from the replica's place; true when it puts her out.
func (r *replica) take(p *person, b host.Batch) (out bool) {
	for _, s := range b.Seats {
		if s.Viewer.Member != p.Member {
			continue
		}
		if s.Out {
			return true
		}
		r.view(b.To, s.Log, s.Viewer, s.View)
		return false
	}
	for _, part := range b.Parts {
		if !part.To.Sees(r.viewer) {
			continue
		}
		if !r.canary(string(part.Data), b.To) {
			return false
		}
		if r.room.Kind() == rooms.KindBoard {
			if !r.events(part.Data, 0) {
				return false
			}
		} else if err := r.fold(part.Data); err != nil {
			r.w.fail("I5: %s in %s at %d: %v", r.who, r.room, r.pos, err)
			return false
		}
	}
	if r.brd != nil && (!r.untold(b.To) || r.brd.Head() != b.To) {
		r.w.fail("I6: the board of %s is at %d after %d-%d", r.who, r.brd.Head(), b.From, b.To)
	}
	r.pos = b.To
	if r.w.chance(60) {
		r.same(r.w.store.known(r.room).book)
	}
	return false
}

// events applies a board's events, up to a place when it is given.
func (r *replica) events(data []byte, upto rooms.Seq) bool {
	events, err := decodeEvents(data)
	if err != nil {
		r.w.fail("events of %s do not decode: %v", r.room, err)
		return false
	}
	for _, e := range events {
		if !r.untold(e.Seq - 1) {
			return false
		}
		if err := r.brd.Apply(e); err != nil {
			r.w.fail("I6: %s of %s: %v", r.room, r.who, err)
			return false
		}
	}
	if upto != 0 && r.brd.Head() != upto {
		r.w.fail("I6: the board of %s is at %d after a tail to %d", r.who, r.brd.Head(), upto)
		return false
	}
	return true
}

// untold follows the events of a board up to a place that pages are not told of, since nothing changes for them: who may
// write there, other than those who are given a new view.
func (r *replica) untold(upto rooms.Seq) bool {
	log := r.w.store.known(r.room).book.events
	for r.brd.Head() < upto && int(upto) <= len(log) {
		e := log[r.brd.Head()]
		before, _ := r.brd.View(r.viewer).(board.View)
		if err := r.brd.Apply(e); err != nil || board.Sent(e) {
			r.w.fail("I6: %s was not told event %d of %s (%v)", r.who, e.Seq, r.room, err)
			return false
		}
		if after, _ := r.brd.View(r.viewer).(board.View); after.May != before.May || after.Why != before.Why || after.Lent != before.Lent || after.Locked != before.Locked {
			r.w.fail("I5: %s may %s %s in %s since event %d, and was not told", r.who, after.May, after.Why, r.room, e.Seq)
			return false
		}
	}
	return true
}

// fold applies operations on the view, as the wire has them: [path, value] or [path].
func (r *replica) fold(data []byte) error {
	if len(data) == 0 {
		return nil
	}
	var items [][]json.RawMessage
	if err := json.Unmarshal(slices.Concat([]byte("["), data, []byte("]")), &items); err != nil {
		return fmt.Errorf("operations: %w", err)
	}
	for _, item := range items {
		op := rooms.Op{Gone: len(item) == 1}
		if err := json.Unmarshal(item[0], &op.Path); err != nil {
			return fmt.Errorf("path: %w", err)
		}
		if !op.Gone {
			op.Value = item[1]
		}
		if err := r.doc.Fold(op); err != nil {
			return err
		}
	}
	return nil
}

// same compares with what the log says at the replica's place.
func (r *replica) same(b *book) bool {
	room := b.at(r.pos)
	v, ok := room.Viewer(r.who, r.w.standing(r.who))
	if !ok || v != r.viewer {
		r.w.fail("I5: %s is %+v in %s at %d, and thinks %+v", r.who, v, r.room, r.pos, r.viewer)
		return false
	}
	if r.brd != nil {
		have, err1 := r.brd.Snapshot()
		want, err2 := room.Snapshot()
		if err1 != nil || err2 != nil || string(have) != string(want) {
			r.w.fail("I5: the board of %s at %d is\n%s\nand the log says\n%s", r.who, r.pos, have, want)
			return false
		}
		return true
	}
	want, err := roomtest.AsDoc(room.View(v))
	if err != nil {
		r.w.fail("a view does not encode: %v", err)
		return false
	}
	have := map[string]any(r.doc)
	if me, _ := have["me"].(map[string]any); me["outside"] == true && v.Waiting {
		return true // one who never came is told at her next join
	}
	if !reflect.DeepEqual(any(have), want) {
		a, _ := json.Marshal(have) // for the message
		c, _ := json.Marshal(want)
		r.w.fail("I5: %s in %s at %d has folded\n%s\nand the log says\n%s", r.who, r.room, r.pos, a, c)
		return false
	}
	return true
}
