package stick

import "palabre/rooms"

// due is what the passing of time will make happen first: when, and what. A nil do
// means that nothing is waited for.
type due struct {
	at rooms.Millis
	do func()
}

// Deadline is the next instant at which time changes something; 0 for never.
func (t *Table) Deadline() rooms.Millis { return t.due().at }

// Tick makes happen, one after the other, everything whose instant has come.
func (t *Table) Tick() {
	for {
		d := t.due()
		if d.do == nil || d.at > t.At {
			return
		}
		d.do()
	}
}

func (t *Table) due() due {
	if !t.Active() {
		return due{}
	}
	r := t.Round
	switch {
	case r.Pause != nil && r.Pause.Bell != nil:
		return t.dueBell(r.Pause)
	case r.Pause != nil:
		return due{}
	case r.Offer != nil:
		return t.dueOffer(r.Offer)
	case r.Holder != nil && r.Holder.SuspendedAt != 0:
		return due{r.Holder.Until, func() { t.setAside(); t.onwards("") }}
	case r.Holder != nil && r.Holder.Clarifying != nil:
		return t.dueClarity(r.Holder.Clarifying)
	case r.Holder != nil && r.Turn > 0:
		return t.dueTurn(r.Holder)
	case r.Centre != nil && r.Centre.Until != 0:
		return due{r.Centre.Until, func() { t.Emit(Finished{Why: WhyComplete}) }}
	case r.Centre != nil && !t.Led:
		return due{r.Centre.Since + CentreFor, func() { t.advance("") }}
	}
	return due{}
}

// dueOffer: a reminder at 20 s, the facilitators at 45 s, then on (ST-10, ST-11).
func (t *Table) dueOffer(o *Offer) due {
	switch {
	case !o.Reminded && o.At+RemindAfter < o.Until:
		return due{o.At + RemindAfter, func() { t.Emit(Reminded{To: o.To}) }}
	case !o.Asked && !o.Second && t.Led && o.At+AskAfter < o.Until:
		return due{o.At + AskAfter, func() { t.Emit(Asked{To: o.To}) }}
	default:
		return due{o.Until, func() { t.unanswered(WhySilence); t.onwards("") }}
	}
}

// dueTurn: the marks of the holder's time (ST-17, ST-18). Silence is no mark.
func (t *Table) dueTurn(h *Holder) due {
	up := h.Since + h.Left
	mark := func(after rooms.Millis, m Mark) due {
		return due{up + after, func() { t.Emit(Marked{Member: h.Member, Grant: h.Grant, Mark: m, UpAt: up}) }}
	}
	if t.Round.Clock == Strict {
		if h.OverAt == 0 {
			return mark(0, MarkOver)
		}
		return due{h.OverAt + GraceFor, func() {
			t.Emit(TurnEnded{Member: h.Member, Grant: h.Grant, Why: WhyTime})
			t.onwards(h.Member)
		}}
	}
	switch {
	case !h.TimeUp:
		return mark(0, MarkTimeUp)
	case h.Alerted == 0:
		return mark(AlertAfter, MarkAlert)
	case !h.Concluded:
		return mark(ConcludeAfter, MarkConclude)
	}
	return due{}
}
