package session

import (
	"encoding/json"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
	"palabre/rooms/poll"
	"palabre/rooms/stick"
	"palabre/rooms/veil"
)

// KeepTalk is how long the talk of an open session is kept after its close, in ms.
const KeepTalk rooms.Millis = 30 * 24 * 3600 * 1000

// Redact takes a person's words out of an event that keeps its place: what was said
// in the chat, nudged, or given as a reason; written on a card, chosen, or offered, and by
// whom. False for an event without such words
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
		return chat.Said{ID: p.ID, Circle: p.Circle, Team: p.Team, Bare: p.Bare}, p.Text != ""
	case groups.Said:
		return groups.Said{}, p.Text != ""
	case Within:
		return p.withoutWords()
	case stick.Nudged:
		return stick.Nudged{Member: p.Member}, p.Text != ""
	case stick.Written:
		said := p.Text != ""
		p.Text = ""
		return p, said
	case stick.TurnEnded:
		said := p.Reason != ""
		p.Reason = ""
		return p, said
	default:
		return withoutPapers(p)
	}
}

// withoutWords: what was said round the stick of a group goes as it does in the plenary.
func (w Within) withoutWords() (codec.Event, bool) {
	inner, err := w.Inner()
	if err != nil {
		return nil, false
	}
	bare, said := withoutWords(inner)
	if !said {
		return nil, false
	}
	return within(w.Circle, bare), true
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
	// Floor are the places of which nothing but the place may stay by now, and of which the log does not say so yet; Forgotten
	// those of which it does, each as it is to be.
	Floor     []rooms.Seq
	Forgotten []rooms.Event
	// ClosedAt is when the session closed, 0 while it is open. Later is when more falls
	// due by itself, 0 when nothing does.
	ClosedAt, Later rooms.Millis
}

// WordsOf finds the words to destroy at an instant (SE-10, CH-3, CH-5, CH-6): those of
// retracted messages at once; at the close of a confidential session, and KeepTalk
// after that of an open one, every message that is not kept, and the private words and
// reasons round the stick. Of cards, votes and sentences their machines say what is due
// when (CK-14, PO-12, HV-8, RE-5). Of a phase without traces the revealed cards' words, what was asked, proposed and
// said of votes, and the names of boards and groups go at the close (TR-5).
func WordsOf(log []rooms.Event, now rooms.Millis) (Words, error) {
	r := newReader()
	for _, e := range log {
		p, err := registry.Decode(e)
		if err != nil {
			return Words{}, err
		}
		r.read(e, p)
	}
	w := Words{ClosedAt: r.closedAt, Redacted: sorted(r.recorded)}
	for _, s := range sorted(r.tracks.floors) {
		switch {
		case r.forgotten[s]:
			w.Forgotten = append(w.Forgotten, rooms.Event{Seq: s, At: r.tracks.floors[s], Name: Forgotten{}.EventName()})
		case r.closedAt != 0:
			w.Floor = append(w.Floor, s)
		}
	}
	for _, s := range sorted(r.loose) {
		at, ever := r.due(s)
		switch {
		case !ever || r.recorded[s] || r.closedAt != 0 && has(r.tracks.floors, s):
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
	papers                papers
	tracks                tracks
	voices                map[rooms.Seq]bool // results in people's own words, and what they proposed to a vote that leaves all
	lasting               map[poll.ID]bool   // votes that leave all
	forgotten             map[rooms.Seq]bool
}

func newReader() *reader {
	return &reader{
		said: map[rooms.MessageID]rooms.Seq{}, loose: map[rooms.Seq]bool{}, gone: map[rooms.Seq]bool{}, recorded: map[rooms.Seq]bool{},
		papers: newPapers(), tracks: newTracks(), forgotten: map[rooms.Seq]bool{}, voices: map[rooms.Seq]bool{}, lasting: map[poll.ID]bool{},
	}
}

// Lasting is the log of a closed session without anything that may go from it one day: the same before that has gone, and after.
func Lasting(log []rooms.Event) ([]rooms.Event, error) {
	r := newReader()
	for _, e := range log {
		p, err := registry.Decode(e)
		if err != nil {
			return nil, err
		}
		r.read(e, p)
	}
	out := make([]rooms.Event, len(log))
	for i, e := range log {
		out[i] = e
		switch at, floor := r.tracks.floors[e.Seq]; {
		case floor:
			out[i] = rooms.Event{Seq: e.Seq, At: min(e.At, at), Name: Forgotten{}.EventName()}
		case r.tracks.names[e.Seq]:
			out[i], _ = Unname(e)
		case !r.papers.stands(e.Seq):
			out[i], _ = Redact(e)
		}
	}
	return out, nil
}

func (r *reader) read(e rooms.Event, p codec.Event) {
	switch p := p.(type) {
	case Redacted:
		for _, s := range p.Seqs {
			r.recorded[s] = true
		}
		for _, s := range p.Floor {
			r.forgotten[s] = true
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
	case poll.Prepared:
		r.lasting[p.Poll] = p.Leaves == poll.All
	case poll.OptionAdded:
		r.voices[e.Seq] = r.lasting[p.Poll]
	case poll.Counted:
		r.voices[e.Seq] = true
	}
	r.papers.read(e.Seq, p)
	r.tracks.read(e, p)
	if _, ok := withoutWords(p); ok || r.tracks.names[e.Seq] {
		r.loose[e.Seq] = true
	}
}

// due is when the words at a place are to be destroyed; false when they stay.
func (r *reader) due(s rooms.Seq) (at rooms.Millis, ever bool) {
	fate, ok := r.papers.fate(s)
	switch {
	case r.tracks.names[s], ok && r.tracks.none[s] && (fate == veil.WithTalk || r.voices[s]):
		return 0, r.closedAt != 0
	case ok && fate == veil.Stays, ok && fate == veil.AtClose && r.closedAt == 0:
		return 0, false
	case r.gone[s], ok && fate != veil.WithTalk:
		return 0, true
	case r.closedAt == 0 || !r.loose[s]:
		return 0, false
	case r.forget, r.tracks.bare[s] && !ok: // at once, whatever the clocks say
		return 0, true
	default:
		return r.closedAt + KeepTalk, true
	}
}

func has[K comparable, V any](m map[K]V, s K) bool { _, ok := m[s]; return ok }
