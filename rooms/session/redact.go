package session

import (
	"encoding/json"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/stick"
)

// KeepTalk is how long the talk of an open session is kept after its close, in ms.
const KeepTalk rooms.Millis = 30 * 24 * 3600 * 1000

// Redact takes a person's words out of an event that keeps its place: what was said
// in the chat, nudged, or given as a reason. False for an event without such words
// (any more), which is returned as it is. A log with redacted events replays (SE-9).
func Redact(e rooms.Event) (rooms.Event, bool) {
	p, err := registry.Decode(e)
	if err != nil {
		return e, false
	}
	bare, ok := withoutWords(p)
	if !ok {
		return e, false
	}
	data, err := json.Marshal(bare)
	if err != nil {
		return e, false
	}
	e.Data = data
	return e, true
}

func withoutWords(p codec.Event) (codec.Event, bool) {
	switch p := p.(type) {
	case chat.Said:
		return chat.Said{ID: p.ID}, p.Text != ""
	case stick.Nudged:
		return stick.Nudged{Member: p.Member}, p.Text != ""
	case stick.TurnEnded:
		said := p.Reason != ""
		p.Reason = ""
		return p, said
	default:
		return nil, false
	}
}

func (r Redacted) places() map[rooms.Seq]bool {
	m := make(map[rooms.Seq]bool, len(r.Seqs))
	for _, s := range r.Seqs {
		m[s] = true
	}
	return m
}

// Words is what a session's log, read from its beginning, says of the words in it.
type Words struct {
	// Due are the places of those that must be destroyed by now, and of which the log
	// does not say so yet.
	Due []rooms.Seq
	// Redacted are the places whose words the log says are destroyed.
	Redacted []rooms.Seq
	// ClosedAt is when the session closed, 0 while it is open. Later is when more falls
	// due by itself, 0 when nothing does.
	ClosedAt, Later rooms.Millis
}

// WordsOf finds the words to destroy at an instant (SE-10, CH-3, CH-5, CH-6): those of
// retracted messages at once; at the close of a confidential session, and KeepTalk
// after that of an open one, every message that is not kept, and the private words and
// reasons round the stick.
func WordsOf(log []rooms.Event, now rooms.Millis) (Words, error) {
	r := reader{
		said: map[rooms.MessageID]rooms.Seq{}, loose: map[rooms.Seq]bool{}, gone: map[rooms.Seq]bool{}, recorded: map[rooms.Seq]bool{},
	}
	for _, e := range log {
		p, err := registry.Decode(e)
		if err != nil {
			return Words{}, err
		}
		r.read(e, p)
	}
	w := Words{ClosedAt: r.closedAt, Redacted: sorted(r.recorded)}
	for _, s := range sorted(r.loose) {
		at, ever := r.due(s)
		switch {
		case !ever || r.recorded[s]:
		case at <= now:
			w.Due = append(w.Due, s)
		default:
			w.Later = at
		}
	}
	return w, nil
}

// reader follows the words of a log. Loose are the places that have some, true unless
// they are kept; gone are those taken back; recorded those that the log says are
// destroyed.
type reader struct {
	said                  map[rooms.MessageID]rooms.Seq
	loose, gone, recorded map[rooms.Seq]bool
	closedAt              rooms.Millis
	forget                bool
}

func (r *reader) read(e rooms.Event, p codec.Event) {
	switch p := p.(type) {
	case Redacted:
		for _, s := range p.Seqs {
			r.recorded[s] = true
		}
	case Closed:
		r.closedAt, r.forget = e.At, p.Forget
	case chat.Kept:
		if at, ok := r.said[p.ID]; ok && has(r.loose, at) {
			r.loose[at] = !p.On
		}
	case chat.Retracted:
		r.gone[r.said[p.ID]] = true
	case chat.Said:
		r.said[p.ID] = e.Seq
	}
	if _, ok := withoutWords(p); ok {
		r.loose[e.Seq] = true
	}
}

// due is when the words at a place are to be destroyed; false when they stay.
func (r *reader) due(s rooms.Seq) (at rooms.Millis, ever bool) {
	switch {
	case r.gone[s]:
		return 0, true
	case r.closedAt == 0 || !r.loose[s]:
		return 0, false
	case r.forget: // at once, whatever the clocks say
		return 0, true
	default:
		return r.closedAt + KeepTalk, true
	}
}

func has(m map[rooms.Seq]bool, s rooms.Seq) bool { _, ok := m[s]; return ok }
