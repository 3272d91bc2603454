package sim

import (
	"bytes"
	"encoding/json"
	"reflect"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
	"palabre/signaling/host"
)

// book follows a room's log as it is written, and knows what must follow from it: the state at each place, who was
// answered what, whose turn it is.
type book struct {
	w      *world
	room   rooms.RoomID
	live   rooms.Room
	events []rooms.Event
	kept   []kept // states now and then
	order  *roomtest.Orders
	words  *words
	done   map[string]rooms.Seq // the last event of each command
	no     map[string]string    // commands of which somebody was told that they left no trace, and why
	heard  map[uint64]rooms.Audible
	last   map[rooms.MemberID]uint64 // the highest number of a command of each person's that had an effect
}

type kept struct {
	seq  rooms.Seq
	data []byte
}

const keepEvery = 16

func newBook(w *world, room rooms.RoomID) *book {
	b := &book{w: w, room: room, words: newWords(), done: map[string]rooms.Seq{}, no: map[string]string{}, heard: map[uint64]rooms.Audible{}, last: map[rooms.MemberID]uint64{}}
	b.live = b.empty()
	b.order = roomtest.NewOrders(func() *session.Session {
		s, _ := b.live.(*session.Session) // asked of sessions alone
		return s
	})
	return b
}

func (b *book) empty() rooms.Room {
	if b.room.Kind() == rooms.KindSession {
		return session.New(b.room)
	}
	return boardRoom{board.New(b.room)}
}

func (b *book) head() rooms.Seq { return rooms.Seq(len(b.events)) }

// write follows a segment that was just committed.
func (b *book) write(seg host.Segment) {
	events, err := decodeEvents(seg.Data)
	if err != nil {
		b.w.fail("a segment of %s does not decode: %v", b.room, err)
		return
	}
	if seg.From != b.head() || seg.To != seg.From+rooms.Seq(len(events)) {
		b.w.fail("I2: a segment of %s says %d-%d and has %d events after %d", b.room, seg.From, seg.To, len(events), b.head())
	}
	for _, e := range events {
		b.event(e)
	}
}

func (b *book) event(e rooms.Event) {
	if e.Seq != b.head()+1 {
		b.w.fail("I2: event %d of %s follows %d", e.Seq, b.room, b.head())
		return
	}
	if err := b.live.Apply(e); err != nil {
		b.w.fail("I2: the log of %s does not replay: %v", b.room, err)
		return
	}
	b.events = append(b.events, e)
	b.w.note("  %s %d %s %s", short(b.room), e.Seq, e.Name, e.By)
	if b.room.Kind() == rooms.KindSession {
		if err := b.order.Event(e); err != nil {
			b.w.fail("I1: %s, event %d: %v", b.room, e.Seq, err)
		}
		if err := b.words.event(e); err != nil {
			b.w.fail("%s, event %d: %v", b.room, e.Seq, err)
		}
	}
	if b.room.Kind() == rooms.KindSession { // of a veiled event, its payload says whose it is
		whose, err := session.Cause(e)
		if err != nil {
			b.w.fail("%s, event %d: %v", b.room, e.Seq, err)
			return
		}
		e.By, e.Client, e.N = whose.By, whose.Client, whose.N
	}
	if e.Client != "" && e.N != 0 {
		id := commandID(e.By, e.Client, e.N)
		last, again := b.done[id]
		if again && (last != e.Seq-1 || b.room.Kind() == rooms.KindBoard) {
			b.w.fail("I4: %s has an effect at %d and another at %d of %s", id, last, e.Seq, b.room)
		}
		if why, ok := b.no[id]; ok {
			b.w.fail("I4: %s was answered (%s) and has an effect at %d of %s", id, why, e.Seq, b.room)
		}
		b.done[id] = e.Seq
		if !again {
			b.inOrder(e)
		}
	}
	if v, ok := b.live.(rooms.Voiced); ok {
		a := v.Audible()
		b.heard[a.Grant] = a
	}
	if e.Seq%keepEvery == 0 {
		data, err := b.live.Snapshot()
		if err != nil {
			b.w.fail("%s at %d has no snapshot: %v", b.room, e.Seq, err)
			return
		}
		b.kept = append(b.kept, kept{e.Seq, data})
	}
}

// inOrder: what a page asked in an order is done in that order, whatever failed meanwhile and wherever the room is hosted next.
func (b *book) inOrder(e rooms.Event) {
	if e.Client != tabOf(e.By) { // a session's, which governs a board
		return
	}
	if e.N < b.last[e.By] {
		b.w.fail("I4: %s was asked before %d, and is done after it, at %d of %s", commandID(e.By, e.Client, e.N), b.last[e.By], e.Seq, b.room)
	}
	b.last[e.By] = max(b.last[e.By], e.N)
}

// at is the room as the log says it was at a place; a new one each time.
func (b *book) at(seq rooms.Seq) rooms.Room {
	room := b.empty()
	if i := int(seq/keepEvery) - 1; i >= 0 && i < len(b.kept) {
		restored, err := founder{b.w}.Restore(nil, b.room, b.kept[i].data) //nolint:staticcheck // it asks nobody
		if err != nil {
			b.w.fail("%s at %d is not restored: %v", b.room, b.kept[i].seq, err)
			return room
		}
		room = restored
	}
	for _, e := range b.events[room.Head():min(seq, b.head())] {
		if err := room.Apply(e); err != nil {
			b.w.fail("%s does not replay: %v", b.room, err)
		}
	}
	return room
}

// published looks at what a host tells on the bus: nothing that is not in the log, and of boards the log's own words.
func (b *book) published(from *node, data []byte) {
	batch, err := host.DecodeBatch(data)
	switch {
	case err != nil:
		b.w.fail("a batch of %s does not decode: %v", from.name, err)
		return
	case batch.Volatile:
		return
	case batch.To > b.head() || batch.From >= batch.To:
		b.w.fail("I2: %s tells %s %d-%d, which is committed to %d", from.name, b.room, batch.From, batch.To, b.head())
		return
	case b.room.Kind() != rooms.KindBoard:
		return
	}
	for _, p := range batch.Parts {
		events, err := decodeEvents(p.Data)
		if err != nil {
			b.w.fail("a batch of %s does not decode: %v", from.name, err)
			return
		}
		for _, e := range events {
			if e.Seq == 0 || e.Seq > b.head() || !reflect.DeepEqual(e, b.events[e.Seq-1]) {
				b.w.fail("I2: %s tells an event %d of %s that is not the log's", from.name, e.Seq, b.room)
				return
			}
		}
	}
}

// checkSnapshot compares a snapshot that a host saves with the log.
func (b *book) checkSnapshot(s host.Snapshot) {
	if s.Seq > b.head() {
		b.w.fail("I2: a snapshot of %s at %d, which is committed to %d", b.room, s.Seq, b.head())
		return
	}
	want, err := b.at(s.Seq).Snapshot()
	if err != nil || !bytes.Equal(want, s.Data) {
		b.w.fail("I5: the snapshot of %s at %d is not the log's state there\n%s\n%s", b.room, s.Seq, s.Data, want)
	}
}

// acknowledged: what a person was told is done is in the log, at that place.
func (b *book) acknowledged(x *wish, seq rooms.Seq) {
	at, ok := b.done[x.id()]
	switch {
	case seq > b.head():
		b.w.fail("I3: %s %s was acknowledged at %d of %s, which is committed to %d", x.id(), x.cmd.Name, seq, b.room, b.head())
	case ok && at != seq:
		b.w.fail("I4: %s %s was acknowledged at %d of %s and is at %d", x.id(), x.cmd.Name, seq, b.room, at)
	case !ok:
		b.w.fail("I3: %s %s was acknowledged at %d of %s and is not in its log", x.id(), x.cmd.Name, seq, b.room)
	}
}

// traceless: what a person was told is refused, or had nothing to do, has no effect, before or after: however often it was said,
// and wherever a copy of it still is.
func (b *book) traceless(x *wish, why string) {
	if at, ok := b.done[x.id()]; ok {
		b.w.fail("I4: %s %s was answered (%s) and has had its effect at %d of %s", x.id(), x.cmd.Name, why, at, b.room)
	}
	b.no[x.id()] = why
}

// whole replays the log from nothing, and from the store's snapshot.
func (b *book) whole(snapshot *host.Snapshot) {
	room := b.empty()
	for _, e := range b.events {
		raw, err := json.Marshal(e)
		if err == nil {
			var again rooms.Event
			if err = json.Unmarshal(raw, &again); err == nil {
				err = room.Apply(again)
			}
		}
		if err != nil {
			b.w.fail("I2: the log of %s does not replay: %v", b.room, err)
			return
		}
	}
	have, err1 := b.live.Snapshot()
	want, err2 := room.Snapshot()
	if err1 != nil || err2 != nil || !bytes.Equal(have, want) {
		b.w.fail("I5: %s replayed differs from %s lived", b.room, b.room)
	}
	if snapshot != nil {
		b.checkSnapshot(*snapshot)
	}
}
