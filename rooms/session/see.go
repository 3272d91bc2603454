package session

import (
	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/people"
	"palabre/rooms/stick"
)

// View is what this person may see now: a View.
func (s *Session) View(v rooms.Viewer) any {
	st := &s.state
	view := View{
		Kind: rooms.KindSession, Status: st.status(), OpenedAt: st.OpenedAt, ClosedAt: st.ClosedAt,
		Mode: st.Mode, Me: st.meOf(v.Member, v.Role),
	}
	if p := st.People.All[v.Member]; p != nil {
		view.Listed = p.Listed
	}
	if v.Waiting {
		return view
	}
	a, r := st.agenda(), st.round()
	view.Agenda, view.Round, view.Closing, view.MyOffer = &a, r, st.Closing, st.myOffer(v.Member)
	view.People = map[rooms.MemberID]Person{}
	view.Hands = each(st.Hands.Up, st.hand)
	view.Chat = each(st.Chat.Said, st.message)
	view.Record = each(st.Record.Items, st.item)
	view.Boards = each(st.Desk.Boards, st.board)
	for m, p := range st.People.All {
		if p.Order > 0 {
			view.People[m] = person(p)
		}
	}
	if v.Role.Facilitates() {
		view.Door, view.Facil = map[rooms.MemberID]AtDoor{}, st.facil()
		for m, p := range st.People.All {
			if p.Place == people.AtDoor && p.Here {
				view.Door[m] = AtDoor{Since: p.Since}
			}
		}
	}
	return view
}

// Mentions lists the people that a view names, so that their names can be joined.
func (s *Session) Mentions(v rooms.Viewer) []rooms.MemberID {
	ms := []rooms.MemberID{}
	for _, m := range sorted(s.state.People.All) {
		p := s.state.People.All[m]
		atDoor := p.Place == people.AtDoor && p.Here && v.Role.Facilitates()
		if m == v.Member || !v.Waiting && (p.Order > 0 || atDoor) {
			ms = append(ms, m)
		}
	}
	return ms
}

func each[K ~string, A, B any](from map[K]A, see func(K) B) map[K]B {
	to := make(map[K]B, len(from))
	for k := range from {
		to[k] = see(k)
	}
	return to
}

func (st *state) status() Status {
	if st.closed() {
		return StatusClosed
	}
	return StatusOpen
}

func (st *state) meOf(m rooms.MemberID, role rooms.Role) Me {
	p := st.People.All[m]
	if p == nil {
		return Me{Member: m, Role: role, Outside: true}
	}
	return Me{
		Member: m, Role: p.Role, Waiting: p.Place == people.AtDoor, Outside: p.Place == people.Left,
		Refused: p.Place == people.Refused, Missed: st.missed(m), Again: st.again(m), Hint: st.hint(m),
	}
}

func person(p *people.Person) Person {
	return Person{
		Role: p.Role, Here: p.Here, AwaySince: p.AwaySince, Listen: p.Listen, Order: p.Order,
		Left: p.Place != people.Inside,
	}
}

func (st *state) agenda() Agenda {
	a := Agenda{Phases: st.Agenda.Phases, At: st.Agenda.At, StartedAt: st.Agenda.StartedAt, EndsAt: st.Agenda.EndsAt}
	if a.Phases == nil {
		a.Phases = []Phase{}
	}
	return a
}

func (st *state) hand(m rooms.MemberID) Hand { return Hand(st.Hands.Up[m]) }

func (st *state) message(id rooms.MessageID) Message { return Message(*st.Chat.Said[id]) }

func (st *state) item(id string) Item {
	i := st.Record.Items[id]
	return Item{Seq: i.Seq, Kind: i.Kind, Text: i.Text, Who: i.Who, Due: i.Due, By: i.By}
}

func (st *state) board(b rooms.BoardID) Board {
	d := st.Desk.Boards[b]
	return Board{Title: d.Title, Order: d.Order, Shown: st.Desk.Shown == b}
}

// round is what all may see of the round: no second offer, nobody who passed.
func (st *state) round() *Round {
	r := st.Stick.Round
	if r == nil {
		return nil
	}
	v := &Round{
		ID: r.ID, Number: r.Number, Phase: r.Phase, Question: r.Question, State: life(r), Gate: r.Gate, Clock: r.Clock,
		TurnMS: r.Turn, Order: r.Order, Seats: map[rooms.MemberID]stick.SeatView{}, Next: r.Next(st.stickHere), Second: r.Second,
	}
	for m := range r.Seats {
		v.Seats[m] = r.Seen(m, st.People.Here(m))
	}
	if o := r.Offer; o != nil && !o.Second {
		v.Offer = &Offer{To: o.To, At: o.At, By: o.By}
	}
	if h := r.Holder; h != nil {
		v.Holder = &Holder{
			Member: h.Member, Grant: h.Grant, Since: h.Since, LeftMS: h.Left, Over: h.OverAt != 0, SuspendedAt: h.SuspendedAt,
		}
	}
	if r.Centre != nil {
		v.Centre = &Centre{Since: r.Centre.Since}
	}
	if r.Pause != nil {
		v.Pause = &Pause{Since: r.Pause.Since, By: r.Pause.By}
	}
	if r.Reminder != nil {
		v.Reminder = &Reminder{Seq: r.Reminder.Seq, At: r.Reminder.At}
	}
	return v
}

func life(r *stick.Round) RoundState {
	switch {
	case r.Life == stick.Proposed:
		return RoundProposed
	case r.Life == stick.Ended:
		return RoundEnded
	case r.Pause != nil:
		return RoundPaused
	default:
		return RoundRunning
	}
}

func (st *state) hint(m rooms.MemberID) *Hint {
	if st.Stick.Round == nil {
		return nil
	}
	h := st.Stick.Round.Hints[m]
	if h == nil {
		return nil
	}
	return &Hint{Seq: h.Seq, Kind: h.Kind, Text: h.Text}
}

// missed tells whether this person's offers went by unanswered twice in the round
// that runs. She alone is told: to all others her seat is to come back to.
func (st *state) missed(m rooms.MemberID) bool {
	return st.Stick.Active() && st.Stick.Round.Missed(m)
}

// again tells whether this person passed and will be offered the stick once more. She
// alone is told, as she alone knows that she passed.
func (st *state) again(m rooms.MemberID) bool {
	return st.Stick.Active() && st.Stick.Round.Returns(m)
}

func (st *state) myOffer(m rooms.MemberID) *MyOffer {
	r := st.Stick.Round
	if r == nil || r.Offer == nil || r.Offer.To != m {
		return nil
	}
	return &MyOffer{Round: r.ID, Second: r.Offer.Second, At: r.Offer.At, Reminded: r.Offer.Reminded}
}

// facil is what those who facilitate are told; nil when there is nothing. A second
// offer is not in it: who passed is nobody's business.
func (st *state) facil() *Facil {
	r := st.Stick.Round
	if r == nil {
		return nil
	}
	f := Facil{}
	if o := r.Offer; o != nil && o.Asked && !o.Second {
		f.OfferUnanswered, f.OfferAgain = o.To, r.Seats[o.To].Silences > 0
	}
	if h := r.Holder; h != nil {
		f.HolderOver = h.Alerted
		if h.SuspendedAt != 0 {
			f.Suspended = &Suspended{Member: h.Member, Since: h.SuspendedAt, Until: h.Until}
		}
	}
	if r.Centre != nil {
		f.RestUntil = r.Centre.Until
	}
	if r.TakenBack != nil {
		f.TakenBack = &TakenBack{Member: r.TakenBack.Member, Reason: r.TakenBack.Reason}
	}
	if f == (Facil{}) {
		return nil
	}
	return &f
}

// talked lists the messages that an event of the chat changes, the one that falls
// out of the room's memory with it.
func talked(st *state, p codec.Event) []rooms.MessageID {
	switch p := p.(type) {
	case chat.Said:
		if old := st.Chat.Falls(); old != "" {
			return []rooms.MessageID{p.ID, old}
		}
		return []rooms.MessageID{p.ID}
	case chat.Kept:
		return []rooms.MessageID{p.ID}
	case chat.Retracted:
		return []rooms.MessageID{p.ID}
	}
	return nil
}

// subject is the person whom an event of people is about: nobody else's cells, and
// nobody else's way of being seen, change with it.
func subject(p codec.Event) rooms.MemberID {
	switch p := p.(type) {
	case people.Waited:
		return p.Member
	case people.Entered:
		return p.Member
	case people.TurnedAway:
		return p.Member
	case people.Pardoned:
		return p.Member
	case people.Departed:
		return p.Member
	case people.PutOut:
		return p.Member
	case people.Dropped:
		return p.Member
	case people.Returned:
		return p.Member
	case people.Listening:
		return p.Member
	case people.Listed:
		return p.Member
	case people.RoleGiven:
		return p.Member
	}
	return ""
}
