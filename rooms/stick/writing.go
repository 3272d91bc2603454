package stick

import "palabre/rooms"

// Codes of the refusals round a written turn.
const (
	CodeNothingToRead = "nothing_to_read" // the holder has written nothing
	CodeReads         = "reads_already"   // somebody reads it aloud
	CodeNotReading    = "not_reading"     // nobody reads, or another does
)

type (
	// Written is what a holder who takes part in writing contributes, as it now is.
	Written struct {
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		Text   string         `json:"text,omitempty"`
	}
	// Reading is somebody who reads it aloud; nobody any more when empty.
	Reading struct {
		Member rooms.MemberID `json:"member,omitempty"`
		Grant  uint64         `json:"grant"`
	}
)

// Page is a written turn: its words, the event that has them, and who reads it aloud.
type Page struct {
	Seq    rooms.Seq      `json:"seq"`
	Text   string         `json:"text"`
	Reader rooms.MemberID `json:"reader,omitempty"`
}

// EventName is the name in the log.
func (Written) EventName() string { return "stick.written" }

// EventName is the name in the log.
func (Reading) EventName() string { return "stick.reading" }

// WriteTurn lets the holder write what she contributes (ST-35).
func (t *Table) WriteTurn(m rooms.MemberID, grant uint64, text string) *rooms.Refusal {
	if no := t.holding(m, grant); no != nil {
		return no
	}
	if p := t.Round.Holder.Page; p == nil && text == "" || p != nil && p.Text == text {
		return nil
	}
	t.Emit(Written{Member: m, Grant: grant, Text: text})
	return nil
}

// Read lets somebody be heard who reads the holder's words aloud.
func (t *Table) Read(m rooms.MemberID, grant uint64) *rooms.Refusal {
	h, no := t.speaking(grant)
	switch {
	case no != nil:
		return no
	case h.Member == m || !t.Present(m):
		return rooms.Refuse(CodeNotReading)
	case h.Page == nil || h.Page.Text == "":
		return rooms.Refuse(CodeNothingToRead)
	case h.Page.Reader == m:
		return nil
	case h.Page.Reader != "":
		return rooms.Refuse(CodeReads)
	}
	t.Emit(Reading{Member: m, Grant: grant})
	return nil
}

// EndReading ends the reading: by who reads, the holder, or those who run the round.
func (t *Table) EndReading(by rooms.MemberID, grant uint64, runs bool) *rooms.Refusal {
	r, no := t.moving()
	if no != nil {
		return no
	}
	h := r.Holder
	if h == nil || h.Grant != grant || h.Page == nil || h.Page.Reader == "" || by != h.Member && by != h.Page.Reader && !runs {
		return rooms.Refuse(CodeNotReading)
	}
	t.Emit(Reading{Grant: grant})
	return nil
}

func (r *Round) written(seq rooms.Seq, e any) {
	h := r.Holder
	if h == nil {
		return
	}
	switch e := e.(type) {
	case Written:
		p := &Page{Seq: seq, Text: e.Text}
		if h.Page != nil && e.Text != "" {
			p.Reader = h.Page.Reader
		}
		h.Page = p
	case Reading:
		if h.Page != nil {
			h.Page.Reader = e.Member
		}
	}
}
