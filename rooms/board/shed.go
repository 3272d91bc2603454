package board

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/dedup"
)

// NameForgotten is what an event is called of which nothing stays but its place.
const NameForgotten = "forgotten"

// TemplateClient is the client under which the server draws what a board is made from: nobody's words.
const TemplateClient rooms.ClientID = "stencil"

// Span is places of a log, both ends included.
type Span struct {
	From rooms.Seq `json:"from"`
	To   rooms.Seq `json:"to"`
}

// Shed is what comes with the release of a board of whose past some is forgotten (B10): the places where people wrote it,
// and what the board is without it.
type Shed struct {
	// Upto is the place that it was found at: at another one the board does not take it.
	Upto  rooms.Seq  `json:"upto"`
	Spans []Span     `json:"spans"`
	Gone  []string   `json:"gone,omitempty"` // elements that never were
	Back  []returned `json:"back,omitempty"` // elements as they were
	// Emptied: nothing of anybody's is left, and nobody writes here any more.
	Emptied bool `json:"emptied,omitempty"`
}

// returned is an element as snapshots have it.
type returned struct {
	Element json.RawMessage `json:"el"`
	Author  *authorship     `json:"author,omitempty"`
}

type releaseArgs struct {
	Shed *Shed `json:"shed,omitempty"`
}

// ShedOf is what a release took out of a board's past, nil for nothing and for other events.
func ShedOf(e rooms.Event) (*Shed, error) {
	if e.Name != NameRelease {
		return nil, nil //nolint:nilnil // nothing was taken out: neither is an error
	}
	var args releaseArgs
	if err := json.Unmarshal(e.Data, &args); err != nil {
		return nil, fmt.Errorf("board: event %d: %w", e.Seq, err)
	}
	return args.Shed, nil
}

// Without finds what a board is without what people wrote on it at some instants. Log is the whole of its log. False when
// they wrote nothing then.
func Without(room rooms.RoomID, log []rooms.Event, then func(rooms.Millis) bool) (Shed, bool, error) {
	s, open := Shed{}, false
	for _, e := range log {
		s.Upto = e.Seq
		if !written(e) {
			continue
		}
		switch was := open; {
		case !then(e.At):
			open = false
		case was:
			s.Spans[len(s.Spans)-1].To = e.Seq
		default:
			s.Spans, open = append(s.Spans, Span{e.Seq, e.Seq}), true
		}
	}
	if len(s.Spans) == 0 {
		return Shed{}, false, nil
	}
	now, kept, blank, x := New(room), New(room), New(room), NewShedder(s)
	for _, e := range log {
		if e.Name == NameOp && e.Client == TemplateClient {
			blank.head = e.Seq - 1
			if err := blank.Apply(e); err != nil {
				return Shed{}, false, err
			}
		}
		bare, _, err := x.Read(e)
		if err == nil {
			err = now.Apply(e)
		}
		if err == nil {
			err = kept.Apply(bare)
		}
		if err != nil {
			return Shed{}, false, err
		}
	}
	s.Emptied = len(kept.els) == len(blank.els) // what is left is the template
	return s.compare(now, kept), true, nil
}

func (s Shed) compare(now, kept *Board) Shed {
	for _, id := range slices.Sorted(maps.Keys(now.els)) {
		if kept.els[id] == nil {
			s.Gone = append(s.Gone, id)
		}
	}
	for _, entry := range kept.order.entries {
		e, was := kept.els[entry.id], now.els[entry.id]
		if was == nil || !bytes.Equal(was.encode(entry.id), e.encode(entry.id)) || !was.author.same(e.author) {
			s.Back = append(s.Back, returned{Element: e.encode(entry.id), Author: e.author})
		}
	}
	return s
}

// same tells whether both say the same.
func (a *authorship) same(o *authorship) bool {
	if a == nil || o == nil {
		return a == o
	}
	return a.text == o.text && a.link == o.link && a.pen == o.pen && a.shut == o.shut && maps.EqualFunc(a.hands, o.hands, slices.Equal[[]imprint])
}

// written tells what people did to elements.
func written(e rooms.Event) bool {
	return (e.Name == NameOp || e.Name == NameWithdraw) && e.Client != TemplateClient
}

// Shedder reads a board's log from its beginning and takes out of it what was shed: events become places, and what was
// done later to the elements that they touched goes too, for it says them again.
type Shedder struct {
	shed    Shed
	touched map[string]bool
	at      rooms.Millis // of the last event that stays
}

// NewShedder is for one release, whose log it is to be given.
func NewShedder(s Shed) *Shedder { return &Shedder{shed: s, touched: map[string]bool{}} }

// Read takes the log's next event and gives it as it is to be; false when that is as it was.
func (x *Shedder) Read(e rooms.Event) (rooms.Event, bool, error) {
	if e.Seq > x.shed.Upto || !written(e) {
		x.at = e.At
		return e, false, nil
	}
	within := slices.ContainsFunc(x.shed.Spans, func(s Span) bool { return s.From <= e.Seq && e.Seq <= s.To })
	if e.Name == NameWithdraw {
		if within {
			return x.forgotten(e), true, nil
		}
		return e, false, nil
	}
	done, err := decodeChange(e.Data)
	if err != nil {
		return e, false, fmt.Errorf("board: event %d: %w", e.Seq, err)
	}
	if within {
		for _, o := range done.Ops {
			x.touched[o.ID] = true
		}
		return x.forgotten(e), true, nil
	}
	x.at = e.At
	before := len(done.Ops) + len(done.Fix)
	done.Ops = slices.DeleteFunc(done.Ops, func(o op) bool { return x.touched[o.ID] })
	done.Fix = slices.DeleteFunc(done.Fix, func(f fix) bool { return x.touched[f.ID] })
	if len(done.Ops)+len(done.Fix) == before {
		return e, false, nil
	}
	e.Data = done.encode()
	return e, true, nil
}

func (x *Shedder) forgotten(e rooms.Event) rooms.Event {
	return rooms.Event{Seq: e.Seq, At: min(e.At, x.at), Name: NameForgotten}
}

// shed makes the board what it is without what was shed. Whom it answered goes too: the log does not say it any more. So the board
// cannot know a command that comes again, its answer lost, nor one that was made then and comes late; from now on it takes of people
// only what they say that they made on what they see now.
func (b *Board) shed(s *Shed) error {
	b.dedup, b.access.Shed = dedup.New(), b.head+1
	for _, id := range s.Gone {
		if e := b.els[id]; e != nil {
			b.order.remove(e.index, id)
			b.bytes -= e.size()
			if !e.dead {
				b.live--
			}
			delete(b.els, id)
		}
	}
	for _, r := range s.Back {
		if err := b.restore(r.Element, r.Author); err != nil {
			return err
		}
	}
	return nil
}

// Emptied tells whether the board was emptied for good.
func (b *Board) Emptied() bool { return b.access.Emptied }

// LentTo is the session that holds the board, "" for none.
func (b *Board) LentTo() rooms.RoomID { return b.access.Lent }
