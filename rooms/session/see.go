package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/equity"
	"palabre/rooms/groups"
	"palabre/rooms/people"
	"palabre/rooms/stick"
	"palabre/rooms/team"
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
	g := st.where(v.Member)
	a := st.agenda()
	view.Agenda, view.Round, view.Closing, view.MyOffer = &a, st.round(g), st.Closing, st.myOffer(v.Member)
	view.People, view.Company = map[rooms.MemberID]Person{}, map[rooms.MemberID]Companion{}
	for _, m := range st.People.Company(v.Member) {
		view.Company[m] = st.companion(m)
	}
	view.Voice = st.voice(g)
	view.Floor, view.Cast, view.Share = st.floorView(g), st.castView(g), st.Equity.Mine(v.Member)
	tv := st.teamView()
	view.Team = &tv
	view.Written = st.written(v.Member, v.Role.Facilitates())
	view.Groups, view.Group = st.Groups.Seen(), st.Groups.Own(g)
	view.Coming = st.Groups.Coming(v.Member)
	if st.proposalIsEverybodys() {
		view.Proposal = st.Groups.Led(st.groupsRoom(st.At))
	}
	view.Hands, view.Chat = map[rooms.MemberID]Hand{}, map[rooms.MessageID]Message{}
	for m := range st.Hands.Up {
		if st.where(m) == g {
			view.Hands[m] = st.hand(m)
		}
	}
	for id, m := range st.Chat.Said {
		if m.Team && !v.Role.Facilitates() {
			continue
		}
		if m.Circle == plenary || m.Circle == g {
			view.Chat[id] = st.message(id)
		}
	}
	view.Record = each(st.Record.Items, st.item)
	view.Boards = each(st.Desk.Boards, st.board)
	for m, p := range st.People.All {
		if p.Order > 0 {
			view.People[m] = person(p)
		}
	}
	if v.Role.Facilitates() {
		view.Door, view.Facil = map[rooms.MemberID]AtDoor{}, st.facil()
		view.Says, view.Spread, view.Order = st.says(), st.Equity.Spread(st.seated()), st.proposed()
		view.Led, view.CastAll = st.Groups.Led(st.groupsRoom(st.At)), st.castAll()
		view.Takeover, view.Replan = slices.Clone(st.Team.Order), st.replan()
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
	var until rooms.Millis
	if p.Place == people.AtDoor {
		until = p.Until
	}
	return Me{
		Until: until, Member: m, Role: p.Role, Waiting: p.Place == people.AtDoor, Outside: p.Place == people.Left,
		Refused: p.Place == people.Refused, Missed: st.missed(m), Again: st.again(m), Hint: st.hint(m),
		Asking: st.asking(m), Asked: st.asked(m), Invited: st.invited(m),
		Claim: st.claim(m), Alone: st.alone(m),
	}
}

func person(p *people.Person) Person {
	return Person{
		Role: p.Role, Here: p.Here, AwaySince: p.AwaySince, Listen: p.Listen, Order: p.Order,
		Left: p.Place != people.Inside, Behind: p.Behind, Writes: p.Writes,
	}
}

func (st *state) agenda() Agenda {
	a := Agenda{
		At: st.Agenda.At, StartedAt: st.Agenda.StartedAt, EndsAt: st.Agenda.EndsAt, By: st.Agenda.By, Pause: copied(st.Agenda.Pause),
	}
	a.Skipped = append(a.Skipped, sorted(st.Agenda.Skipped)...)
	a.Phases = make([]Phase, len(st.Agenda.Phases))
	for i, p := range st.Agenda.Phases {
		p.Say = ""
		a.Phases[i] = p
	}
	return a
}

func (st *state) teamView() team.View {
	v := st.Team.View()
	v.Last = copied(v.Last)
	return v
}

// claim tells whether this person may take the lead again; she alone is told, while she
// facilitates.
func (st *state) claim(m rooms.MemberID) bool { return st.facilitates(m) && st.Team.MayTakeBack(m) }

// replan is what the rest of the meeting would become so that it ends in time; nil when it
// does, or while the meeting pauses.
func (st *state) replan() *agenda.Proposal {
	if st.closed() || st.Agenda.Pause != nil {
		return nil
	}
	return st.Agenda.Propose(len(st.seated()))
}

// says is what the scenario lets those who facilitate say, by phase.
func (st *state) says() map[rooms.PhaseID]string {
	say := map[rooms.PhaseID]string{}
	for _, p := range st.Agenda.Phases {
		if p.Say != "" {
			say[p.ID] = p.Say
		}
	}
	return say
}

// proposalIsEverybodys: in a room that is not led, everyone who may run sees what is proposed.
func (st *state) proposalIsEverybodys() bool {
	return !st.People.Led() && st.Groups.Set != nil && st.Groups.Set.Life == groups.Proposed
}

// alone tells whether nobody else is connected in her group; she alone is told.
func (st *state) alone(m rooms.MemberID) bool {
	return st.People.Inside(m) && st.Groups.Alone(m, st.groupsRoom(st.At))
}

// roundOf is the round of the circle that somebody is in; nil for none.
func (st *state) roundOf(m rooms.MemberID) *stick.Round {
	if s := st.stickOf(st.where(m)); s != nil {
		return s.Round
	}
	return nil
}

// runs is that round while it runs.
func (st *state) runs(m rooms.MemberID) *stick.Round {
	if r := st.roundOf(m); r != nil && r.Life == stick.Running {
		return r
	}
	return nil
}

// invited tells whether this person is invited to go out of the inner circle; she alone
// is told.
func (st *state) invited(m rooms.MemberID) bool {
	return m != "" && st.Floor.Invited(st.where(m)) == m
}

// proposed is the order that the next circle is proposed; nil while a round runs.
func (st *state) proposed() []equity.Place {
	if st.Stick.Active() || st.closed() {
		return nil
	}
	return st.Equity.Propose(st.seated())
}

func (st *state) hand(m rooms.MemberID) Hand { return Hand(st.Hands.Up[m]) }

func (st *state) message(id rooms.MessageID) Message { return Message(*st.Chat.Said[id]) }

func (st *state) item(id string) Item {
	i := st.Record.Items[id]
	return Item{Seq: i.Seq, Kind: i.Kind, Text: i.Text, Who: i.Who, Due: i.Due, By: i.By}
}

func (st *state) board(b rooms.BoardID) Board {
	d := st.Desk.Boards[b]
	return Board{Title: d.Title, Order: d.Order, Shown: st.Desk.Shown == b, Group: st.Groups.Holds(b)}
}

// round is what all may see of the round: no second offer, nobody who passed.
func (st *state) round(g rooms.GroupID) *Round {
	s := st.stickOf(g)
	if s == nil || s.Round == nil {
		return nil
	}
	r := s.Round
	v := &Round{
		ID: r.ID, Number: r.Number, Phase: r.Phase, Question: r.Question, State: life(r), Variant: r.Variant, Among: r.Among, Gate: r.Gate, Clock: r.Clock,
		TurnMS: r.Turn, Order: r.Order, Seats: map[rooms.MemberID]stick.SeatView{}, Next: r.Next(st.hereIn(g)), Second: r.Second,
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
			Clarifying: copied(h.Clarifying), Page: copied(h.Page),
		}
	}
	if r.Centre != nil {
		v.Centre = &Centre{Since: r.Centre.Since}
	}
	if r.Pause != nil {
		v.Pause = &Pause{Since: r.Pause.Since, By: r.Pause.By, Bell: copied(r.Pause.Bell)}
	}
	if r.Reminder != nil {
		v.Reminder = &Reminder{Seq: r.Reminder.Seq, At: r.Reminder.At}
	}
	v.Why, v.More = r.Why, slices.Clone(r.More)
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
	r := st.roundOf(m)
	if r == nil || r.Hints[m] == nil {
		return nil
	}
	h := r.Hints[m]
	return &Hint{Seq: h.Seq, Kind: h.Kind, Text: h.Text}
}

// missed tells whether this person's offers went by unanswered twice in the round
// that runs. She alone is told: to all others her seat is to come back to.
func (st *state) missed(m rooms.MemberID) bool {
	r := st.runs(m)
	return r != nil && r.Missed(m)
}

// again tells whether this person passed and will be offered the stick once more. She
// alone is told, as she alone knows that she passed.
func (st *state) again(m rooms.MemberID) bool {
	r := st.runs(m)
	return r != nil && r.Returns(m)
}

// companion is what somebody who is carried would be told alone: who carries her is told.
func (st *state) companion(m rooms.MemberID) Companion {
	return Companion{
		Offer: st.myOffer(m), Hint: st.hint(m), Missed: st.missed(m), Again: st.again(m), Asking: st.asking(m), Asked: st.asked(m),
		Listed: st.People.All[m].Listed, Invited: st.invited(m), Share: st.Equity.Mine(m), Own: st.ownOf(m),
	}
}

// asking lists those who would have this person, the holder, make something clear. She
// alone is told.
func (st *state) asking(m rooms.MemberID) []rooms.MemberID {
	r := st.runs(m)
	if r == nil || r.Holder == nil || r.Holder.Member != m {
		return nil
	}
	return slices.Clone(r.Holder.Asking)
}

// asked tells whether this person would have the holder make something clear.
func (st *state) asked(m rooms.MemberID) bool {
	r := st.runs(m)
	return r != nil && r.Holder != nil && slices.Contains(r.Holder.Asking, m)
}

// copied is a value of its own, so that what was seen does not change with the state.
func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

func (st *state) myOffer(m rooms.MemberID) *MyOffer {
	r := st.roundOf(m)
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
