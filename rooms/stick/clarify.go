package stick

import (
	"slices"

	"palabre/rooms"
)

// Codes of the refusals round a clarification.
const (
	CodeAsksHerself   = "asks_herself"   // the holder asks nobody
	CodeTooManyAsk    = "too_many_ask"   // as many as the holder can see already ask
	CodeNotAsking     = "not_asking"     // that person asks nothing (any more)
	CodeClarifies     = "clarifying"     // a clarification is under way
	CodeNotClarifying = "not_clarifying" // none is, or it is another's
)

// ClarifyFor is how long a clarification lasts at most, in ms (ST-32).
const ClarifyFor rooms.Millis = 120_000

const maxAsking = 8

// Clarifying is a question that the holder let somebody ask: both are heard, and the
// holder's clock stands still.
type Clarifying struct {
	Member rooms.MemberID `json:"member"`
	Since  rooms.Millis   `json:"since"`
	Until  rooms.Millis   `json:"until"`
}

type (
	// ClarityAsked is somebody who would ask the holder to make something clear.
	ClarityAsked struct {
		Member rooms.MemberID `json:"member"`
	}
	// ClarityDropped is a request that is no longer: declined by the holder, or taken back.
	ClarityDropped struct {
		Member rooms.MemberID `json:"member"`
	}
	// ClarityBegun is the holder who lets somebody ask.
	ClarityBegun struct {
		Member rooms.MemberID `json:"member"`
		Until  rooms.Millis   `json:"until"`
	}
	// ClarityEnded is the holder alone heard again.
	ClarityEnded struct {
		Member rooms.MemberID `json:"member"`
	}
)

// EventName is the name in the log.
func (ClarityAsked) EventName() string { return "stick.clarity_asked" }

// EventName is the name in the log.
func (ClarityDropped) EventName() string { return "stick.clarity_dropped" }

// EventName is the name in the log.
func (ClarityBegun) EventName() string { return "stick.clarity_begun" }

// EventName is the name in the log.
func (ClarityEnded) EventName() string { return "stick.clarity_ended" }

// AskClarity tells the holder alone that somebody would ask her something (ST-32).
func (t *Table) AskClarity(m rooms.MemberID, grant uint64) *rooms.Refusal {
	h, no := t.speaking(grant)
	switch {
	case no != nil:
		return no
	case h.Member == m:
		return rooms.Refuse(CodeAsksHerself)
	case !t.Seatable(m):
		return rooms.Refuse(rooms.CodeNotAllowed)
	case slices.Contains(h.Asking, m), h.Clarifying != nil && h.Clarifying.Member == m:
		return nil
	case len(h.Asking) >= maxAsking:
		return rooms.Refuse(CodeTooManyAsk)
	}
	t.Emit(ClarityAsked{Member: m})
	return nil
}

// AnswerAsking is the holder's answer: on, the person is heard with her and her own
// clock stands still; off, the request goes, and its person is not told why. Whoever
// asked takes it back in the same way.
func (t *Table) AnswerAsking(by, m rooms.MemberID, grant uint64, on bool) *rooms.Refusal {
	h, no := t.speaking(grant)
	switch {
	case no != nil:
		return no
	case by != h.Member && (by != m || on):
		return rooms.Refuse(CodeNotHolder)
	case !slices.Contains(h.Asking, m):
		return rooms.Refuse(CodeNotAsking)
	case on && h.Clarifying != nil:
		return rooms.Refuse(CodeClarifies)
	case on && !t.Here(m):
		return rooms.Refuse(CodeNotAsking)
	case on:
		t.Emit(ClarityBegun{Member: m, Until: t.At + ClarifyFor})
	default:
		t.Emit(ClarityDropped{Member: m})
	}
	return nil
}

// EndClarity leaves the holder alone heard again, by her gesture or the asker's, or of
// those who run the round.
func (t *Table) EndClarity(by rooms.MemberID, runs bool) *rooms.Refusal {
	r, no := t.moving()
	if no != nil {
		return no
	}
	h := r.Holder
	if h == nil || h.Clarifying == nil || by != h.Member && by != h.Clarifying.Member && !runs {
		return rooms.Refuse(CodeNotClarifying)
	}
	t.Emit(ClarityEnded{Member: h.Clarifying.Member})
	return nil
}

// speaking is the holder by that grant, while she is there.
func (t *Table) speaking(grant uint64) (*Holder, *rooms.Refusal) {
	r, no := t.moving()
	if no != nil {
		return nil, no
	}
	if r.Holder == nil || r.Holder.SuspendedAt != 0 {
		return nil, rooms.Refuse(CodeNoHolder)
	}
	if r.Holder.Grant != grant {
		return nil, rooms.Refuse(CodeNotHolder)
	}
	return r.Holder, nil
}

// unasked forgets what somebody who is gone had asked of the holder.
func (t *Table) unasked(m rooms.MemberID) {
	h := t.Round.Holder
	switch {
	case h == nil:
	case h.Page != nil && h.Page.Reader == m:
		t.Emit(Reading{Grant: h.Grant})
	case h.Clarifying != nil && h.Clarifying.Member == m:
		t.Emit(ClarityEnded{Member: m})
	case slices.Contains(h.Asking, m):
		t.Emit(ClarityDropped{Member: m})
	}
}

func (t *Table) dueClarity(c *Clarifying) due {
	return due{c.Until, func() { t.Emit(ClarityEnded{Member: c.Member}) }}
}

// runs tells whether the holder's clock does: not while she is away, nor while
// somebody asks her to make something clear.
func (h *Holder) runs() bool { return h.SuspendedAt == 0 && h.Clarifying == nil }

func (r *Round) clarity(at rooms.Millis, e any) {
	h := r.Holder
	if h == nil {
		return
	}
	switch e := e.(type) {
	case ClarityAsked:
		h.Asking = append(h.Asking, e.Member)
	case ClarityDropped:
		h.Asking = without(h.Asking, e.Member)
	case ClarityBegun:
		h.stops(at)
		h.Asking = without(h.Asking, e.Member)
		h.Clarifying = &Clarifying{Member: e.Member, Since: at, Until: e.Until}
	case ClarityEnded:
		h.Clarifying, h.Since = nil, at
		if h.OverAt != 0 {
			h.OverAt = at // the grace begins again: the question was another's time
		}
	}
}
