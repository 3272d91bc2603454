package stick

import (
	"slices"

	"palabre/rooms"
)

// firstHere is the index of the first present person of a list, -1 for none.
func (t *Table) firstHere(list []rooms.MemberID) int { return slices.IndexFunc(list, t.Here) }

// skip puts off to the end those who are absent before the i-th of the queue. One
// whose turn was cut keeps her place: she is next as soon as she is back (ST-25).
func (t *Table) skip(i int) {
	for _, m := range slices.Clone(t.Round.Queue[:i]) {
		if !t.Round.Seats[m].Owed {
			t.Emit(Deferred{Member: m, Why: WhyAbsent, Queued: true, Skipped: true})
		}
	}
}

// advance holds the stick out to whoever comes next: the queue, then once more
// those who passed; then it rests for whoever may still take part in it, the absent and
// those who must ask; when everyone has had the occasion the round ends (ST-15).
func (t *Table) advance(by rooms.MemberID) {
	r := t.Round
	if !t.Active() || r.Pause != nil {
		return
	}
	if i := t.firstHere(r.Queue); i >= 0 {
		to := r.Queue[i]
		t.skip(i)
		t.Emit(Given{To: to, By: by, Until: t.At + OfferFor})
		return
	}
	if i := t.firstHere(r.Again); i >= 0 {
		to := r.Again[i]
		if !r.Second {
			t.Emit(SecondSweep{})
		}
		t.Emit(Given{To: to, Second: true, Until: t.At + SecondFor})
		return
	}
	if len(r.Queue) == 0 && !r.awaited() && r.Variant != Popcorn {
		t.Emit(Finished{Why: WhyComplete})
		return
	}
	if r.Centre == nil || r.Centre.Until == 0 {
		t.Emit(Centred{Until: t.At + RestFor})
	}
}

// settle advances a round in which nothing is under way: no holder, no offer, and
// no stick laid in the centre by someone's gesture.
func (t *Table) settle() {
	if !t.Active() {
		return
	}
	r := t.Round
	if r.Holder != nil || r.Offer != nil {
		return
	}
	if r.Centre != nil && r.Centre.Until == 0 && t.firstHere(r.Queue) >= 0 {
		return
	}
	t.onwards("")
}

// Dropped lets the round react to a person without a connection since then (ST-22).
func (t *Table) Dropped(m rooms.MemberID, since rooms.Millis) {
	if !t.Active() {
		return
	}
	t.silent(m)
	t.unasked(m)
	r := t.Round
	switch {
	case r.Holder != nil && r.Holder.Member == m:
		h := r.Holder
		since = max(since, h.Ran.Began(h.Since))
		left := h.leftAt(since, r.Pause != nil)
		if r.Turn == 0 {
			left = 0
		}
		t.Emit(Suspended{Member: m, Grant: h.Grant, Since: since, LeftMS: left, Until: t.At + SuspendFor})
	case r.Offer != nil && r.Offer.To == m && r.Seats[m].spoke():
		t.Emit(Declined{Member: m})
	case r.Offer != nil && r.Offer.To == m:
		t.Emit(Deferred{Member: m, Why: WhyAbsent, Queued: true})
	}
	t.settle()
}

// Returned lets the round react to a person who is connected again (ST-24).
func (t *Table) Returned(m rooms.MemberID) {
	if !t.Active() {
		return
	}
	if h := t.Round.Holder; h != nil && h.Member == m && h.SuspendedAt != 0 {
		t.Emit(Recovered{Member: m, Grant: h.Grant, LeftMS: h.Left})
	}
	t.settle()
}

// Joined seats a person who came in, or takes part again, at the end (ST-27). In a
// round that runs, one who has had her occasion keeps it.
func (t *Table) Joined(m rooms.MemberID) {
	r := t.Round
	if r == nil || r.Life == Ended || !t.Seatable(m) || m == r.Lead && r.LeadSeat == LeadNone {
		return
	}
	if r.Among && !r.seated(m) {
		return // she asks for it (ST-34)
	}
	if s := r.Seats[m]; s == nil || s.State == Gone {
		t.Emit(Seated{Member: m})
	}
	t.settle()
}

// Parted lets the round go on without a person who left or listens only (ST-28).
func (t *Table) Parted(m rooms.MemberID) {
	r := t.Round
	if r == nil {
		return
	}
	if slices.Contains(r.More, m) {
		t.Emit(MoreDropped{Member: m})
	}
	if r.Life == Running {
		t.silent(m)
		t.unasked(m)
	}
	if r.Life == Ended || !r.seated(m) || r.Seats[m].State == Gone {
		return
	}
	if h := r.Holder; h != nil && h.Member == m {
		t.Emit(TurnEnded{Member: m, Grant: h.Grant, Why: WhyLeft})
	}
	t.Emit(Unseated{Member: m})
	t.settle()
}
