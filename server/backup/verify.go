package backup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"palabre/assets/blob"
	"palabre/rooms"
	"palabre/signaling/host"
)

// Log is what is read of the rooms of an installation that may be served meanwhile.
type Log interface {
	Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, maxBytes int) ([]host.Segment, error)
	Snapshot(ctx context.Context, room rooms.RoomID) (host.Snapshot, bool, error)
}

// Ender tells a room's head as its row has it and where its log ends, at one instant.
type Ender interface {
	Ends(ctx context.Context, room rooms.RoomID) (head, last rooms.Seq, err error)
}

// Machine is how this program reads rooms back.
type Machine struct {
	// Empty is a room before its first event; false when there is no such kind.
	Empty       func(rooms.RoomID) (rooms.Room, bool)
	Restore     func(ctx context.Context, room rooms.RoomID, snapshot []byte) (rooms.Room, error)
	CodeVersion int
}

// Verifier reads every room's log from its first event and says what is wrong.
type Verifier struct {
	Log     Log
	Ends    Ender
	Machine Machine
	// Found is told of each thing that is wrong, once.
	Found func(Finding)
	Tell  Progress
}

// Sum is what was looked at.
type Sum struct {
	Rooms, Events, Snapshots, Documents, Blobs, Findings int
	// Withdrawn is where words were last withdrawn from each board.
	Withdrawn map[rooms.RoomID]rooms.Seq
}

// again is how often a room is read anew when something seems wrong: words that are
// destroyed while it is read look like that.
const again = 3

// Rooms reads rooms, of which each was found as its row says. Read is how far those
// projectors came that destroy words: see Cursors. The error is of a store that does not
// answer, not of what is in it.
func (v Verifier) Rooms(ctx context.Context, all []Room, read map[rooms.RoomID]rooms.Seq) (sum Sum, err error) {
	sum.Withdrawn = map[rooms.RoomID]rooms.Seq{}
	for i, r := range all {
		v.Tell(ReadingLogs, i, len(all))
		var one reading
		for range again {
			if one, err = v.room(ctx, r, read[r.ID]); err != nil {
				return sum, err
			}
			if len(one.found) == 0 {
				break
			}
		}
		for _, f := range one.found {
			v.Found(f)
		}
		sum.Rooms++
		sum.Events += one.events
		sum.Findings += len(one.found)
		if one.compared {
			sum.Snapshots++
		}
		if one.withdrawn > 0 {
			sum.Withdrawn[r.ID] = one.withdrawn
		}
	}
	v.Tell(ReadingLogs, len(all), len(all))
	return sum, nil
}

// Cursors finds the projectors that are ahead, and how far those came that destroy words.
func (v Verifier) Cursors(ctx context.Context, cut Cut) (read map[rooms.RoomID]rooms.Seq, findings int, err error) {
	heads := map[rooms.RoomID]rooms.Seq{}
	for _, r := range cut.Rooms() {
		heads[r.ID] = r.Head
	}
	tables, err := cut.Tables(ctx)
	if err != nil {
		return nil, 0, err
	}
	read = map[rooms.RoomID]rooms.Seq{}
	for _, t := range tables {
		if t.Name != cursorsTable {
			continue
		}
		for row, err := range cut.Rows(ctx, t) {
			if err != nil {
				return nil, 0, err
			}
			name, room, seq, ok := cursor(t, row)
			if !ok {
				return nil, 0, errors.New("backup: a row of cursors cannot be read")
			}
			if seq > heads[room] {
				v.Found(Finding{What: Ahead, Subject: string(room), Seq: heads[room]})
				findings++
			}
			if destroys(name, room) {
				read[room] = seq
			}
		}
	}
	return read, findings, nil
}

// reading is one room being read.
type reading struct {
	state     rooms.Room
	at        rooms.Seq
	term      uint64
	snap      host.Snapshot
	compare   bool // there is a snapshot of this program's
	compared  bool
	events    int
	withdrawn rooms.Seq
	words     words
	found     []Finding
}

func (r *reading) wrong(what What, room rooms.RoomID, at rooms.Seq) {
	r.found = append(r.found, Finding{What: what, Subject: string(room), Seq: at})
}

// room reads one room. Shredded is how far the projector came that destroys its words.
func (v Verifier) room(ctx context.Context, row Room, shredded rooms.Seq) (reading, error) {
	r := reading{words: newWords(row.ID, shredded)}
	var ok bool
	if r.state, ok = v.Machine.Empty(row.ID); !ok {
		r.wrong(NoKind, row.ID, 0)
		return r, nil
	}
	snap, ok, err := v.Log.Snapshot(ctx, row.ID)
	if err != nil {
		return r, err
	}
	until := row.Head
	if r.compare = ok && snap.CodeVersion == v.Machine.CodeVersion && snap.LogID == row.LogID; r.compare {
		r.snap, until = snap, max(until, snap.Seq)
	}
	done, err := v.replay(ctx, &r, row.ID, until)
	if err != nil {
		return r, err
	}
	head, last, err := v.Ends.Ends(ctx, row.ID)
	if err != nil {
		return r, err
	}
	if head != last || done && r.at < row.Head {
		r.wrong(HeadMoved, row.ID, last)
	}
	if !done {
		return r, nil
	}
	if r.compare && !r.compared { // it is of a place that the log does not have
		r.wrong(Stale, row.ID, r.snap.Seq)
	}
	return r, v.destroyed(ctx, &r, row.ID)
}

// replay applies the log up to a place; false when it cannot be followed to its end.
func (v Verifier) replay(ctx context.Context, r *reading, room rooms.RoomID, until rooms.Seq) (bool, error) {
	for r.at < until {
		list, err := v.Log.Read(ctx, room, r.at, readBytes)
		if err != nil {
			return false, err
		}
		if len(list) == 0 {
			return true, nil
		}
		for _, s := range list {
			if r.at >= until {
				break
			}
			if what, at := v.segment(ctx, r, s); what != sound {
				r.wrong(what, room, at)
				return false, nil
			}
		}
	}
	return true, nil
}

// sound is nothing wrong.
const sound = whats

// segment applies one segment; what is wrong with it, and where.
func (v Verifier) segment(ctx context.Context, r *reading, s host.Segment) (What, rooms.Seq) {
	switch {
	case s.From != r.at:
		return Gap, r.at
	case s.Term < r.term:
		return OldTerm, r.at
	}
	events, err := decode(s.Data)
	if err != nil {
		return Unreadable, r.at
	}
	if rooms.Seq(len(events)) != s.To-s.From {
		return Gap, s.From
	}
	r.term = s.Term
	for _, e := range events {
		if e.Seq != r.at+1 {
			return Misnumbered, r.at + 1
		}
		if apply(r.state, e) != nil || r.state.Head() != e.Seq {
			return Refused, e.Seq
		}
		r.at = e.Seq
		r.events++
		r.words.read(e)
		if withdraws(s.Room, e) {
			r.withdrawn = e.Seq
		}
		if r.compare && r.at == r.snap.Seq {
			r.compared = true
			if !v.same(ctx, s.Room, r.state, r.snap.Data) {
				return Stale, r.at
			}
		}
	}
	return sound, 0
}

func decode(data []byte) (events []rooms.Event, err error) {
	err = json.Unmarshal(append(append([]byte{'['}, data...), ']'), &events)
	return events, err
}

// apply gives an event to a room. Damage that no code foresaw is damage all the same.
func apply(room rooms.Room, e rooms.Event) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("backup: panic: %v", p)
		}
	}()
	return room.Apply(e)
}

// same tells whether a snapshot holds the state of a room. Both are read back and
// written again, so that the same state is the same bytes.
func (v Verifier) same(ctx context.Context, id rooms.RoomID, state rooms.Room, snapshot []byte) bool {
	data, err := state.Snapshot()
	if err != nil {
		return false
	}
	var forms [2][]byte
	for i, one := range [][]byte{data, snapshot} {
		room, err := v.Machine.Restore(ctx, id, one)
		if err != nil {
			return false
		}
		if forms[i], err = room.Snapshot(); err != nil {
			return false
		}
	}
	return bytes.Equal(forms[0], forms[1])
}

// Blobs reads every file to its end and compares it with its name.
func (v Verifier) Blobs(ctx context.Context, blobs Blobs, sum *Sum) error {
	if blobs == nil {
		return nil
	}
	for info, err := range blobs.List(ctx) {
		if err != nil {
			return fmt.Errorf("backup: list blobs: %w", err)
		}
		v.Tell(CopyingBlobs, sum.Blobs, 0)
		_, err := readBlob(ctx, blobs, info.Name)
		switch {
		case errors.Is(err, blob.ErrNotFound): // deleted meanwhile
			continue
		case errors.Is(err, blob.ErrDamaged):
			v.Found(Finding{What: BadBlob, Subject: string(info.Name)})
			sum.Findings++
		case err != nil:
			return fmt.Errorf("backup: blob %s: %w", info.Name, err)
		}
		sum.Blobs++
	}
	return nil
}
