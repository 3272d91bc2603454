package session

import (
	"palabre/rooms"
	"palabre/rooms/people"
	"palabre/rooms/rights"
)

// CmdSeat seats somebody at another's side, given by the host alone, which made her id
// and keeps her name: its arguments are SeatArgs.
const CmdSeat = "people.seat"

func carryCommands() []command {
	return []command{
		byHost(CmdSeat, "A person takes part through another's connection: at the same device, or on a telephone beside it.", seat),
		inside("people.unseat", "", "who carries her", "A person whom I carry leaves.", unseat),
		inside("people.write", rights.SessionTakePart, anyone, "Takes part in writing, or no longer.",
			func(t *tx, a AsOnArgs) *rooms.Refusal {
				m, no := t.as(a.As)
				if no != nil {
					return no
				}
				return t.happen(t.state().People.Write(m, a.On), nil)
			}),
	}
}

// as is whose gesture it is: mine, or that of a person whom I carry.
func (t *tx) as(m rooms.MemberID) (rooms.MemberID, *rooms.Refusal) {
	if m == "" || m == t.me() {
		return t.me(), nil
	}
	if !t.state().People.Carries(t.me(), m) {
		return "", rooms.Refuse(people.CodeNotCarried)
	}
	return m, nil
}

func seat(t *tx, a SeatArgs) *rooms.Refusal {
	if no := checkID("member", a.Member); no != nil {
		return no
	}
	return t.happen(t.state().People.Carry(a.Member, a.Behind))
}

func unseat(t *tx, a MemberArgs) *rooms.Refusal {
	if !t.state().People.Carries(t.me(), a.Member) {
		return rooms.Refuse(people.CodeNotCarried)
	}
	return t.happen(people.Departed{Member: a.Member}, nil)
}

// company lets those whom somebody carries follow what happened to her.
func (t *tx) company(m rooms.MemberID, follow func(rooms.MemberID)) {
	for _, c := range t.state().People.Company(m) {
		follow(c)
	}
}
