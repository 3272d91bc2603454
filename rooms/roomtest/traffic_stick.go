package roomtest

import (
	"fmt"

	"palabre/rooms"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// holds is what a turn asks for that few have: she writes it, somebody reads it aloud; her connection is back.
func (t *Traffic) holds(h *session.Holder) (rooms.Command, bool) {
	switch who := t.W.See("ana").People[h.Member]; {
	case t.Dice.Roll(3, "what few do") > 0:
	case h.SuspendedAt != 0:
		return t.W.Host(rooms.CmdBack, args(session.MemberArgs{Member: h.Member})), true
	case who.Writes && h.Page == nil && who.Behind == "":
		return t.command(h.Member, "stick.write", session.WriteArgs{Grant: h.Grant, Text: "écrit: un tour"}), true
	case h.Page != nil && h.Page.Reader == "":
		return t.command(t.who(), "stick.read", session.GrantArgs{Grant: h.Grant}), true
	}
	return rooms.Command{}, false
}

func (t *Traffic) stickArgs(name string, m rooms.MemberID, r *session.Round, roll func(int) int) any {
	var round rooms.RoundID = "ronde-0"
	var grant uint64
	holder := rooms.MemberID("personne")
	if r != nil {
		round = r.ID
		if r.Holder != nil {
			grant, holder = r.Holder.Grant, r.Holder.Member
		}
	}
	var as rooms.MemberID
	switch carried := t.W.See("ana").People[holder].Behind != ""; {
	case carried && roll(5) > 0:
		as = holder
	case roll(12) == 0:
		as = "ines"
	}
	switch name {
	case "stick.prepare":
		a := session.PrepareArgs{Round: rooms.RoundID(fmt.Sprintf("ronde-%d", t.ids)), Question: "Et vous?"}
		a.TurnS = []int{0, 30, 60, 60}[roll(4)]
		a.Seat = []stick.LeadSeat{"", stick.LeadFirst, stick.LeadLast, stick.LeadNone}[roll(4)]
		a.Gate = []stick.Gate{stick.GateHolder, stick.GateHolder, stick.GateOpen}[roll(3)]
		a.Clock = []stick.Clock{stick.Soft, stick.Strict}[roll(2)]
		a.Variant = []stick.Variant{stick.Circle, stick.Circle, stick.FromCentre, stick.Naming, stick.Popcorn, "ronde"}[roll(6)]
		if r != nil && len(r.More) > 0 && roll(2) == 0 {
			a.Among = r.More
		}
		return a
	case "stick.order":
		return session.OrderArgs{Order: []rooms.MemberID{m, "ana"}, Round: []rooms.RoundID{"", round}[roll(2)]}
	case "stick.begin", "stick.end":
		return session.SeenRoundArgs{Round: []rooms.RoundID{"", round, round}[roll(3)]}
	case "stick.take", "stick.pass", "stick.later":
		return session.RoundArgs{Round: round, As: as}
	case "stick.release":
		a := session.ReleaseArgs{Grant: grant - uint64(roll(6)/5), As: as}
		if r != nil && r.Variant != stick.Circle && roll(3) > 0 {
			a.To = m
		}
		return a
	case "stick.centre", "stick.ask", "stick.read", "stick.read_done":
		return session.GrantArgs{Grant: grant - uint64(roll(6)/5), As: as}
	case "stick.pick", "stick.rang", "stick.clarified":
		return session.AsArgs{As: as}
	case "stick.write":
		return session.WriteArgs{Grant: grant, Text: []string{"", "écrit: un tour", "écrit: le même tour, autrement"}[roll(3)], As: as}
	case "stick.clarify":
		if asking := t.W.See(holder).Me.Asking; len(asking) > 0 {
			m = asking[roll(len(asking))]
		}
		return session.ClarifyArgs{Grant: grant, Member: m, On: roll(3) > 0, As: as}
	case "stick.ring":
		return session.BellArgs{Seconds: []int{10, 15, 30, 60}[roll(4)], As: as}
	case "stick.more":
		return session.MoreArgs{Round: round, On: roll(4) > 0, As: as}
	case "stick.nudge":
		return session.NudgeArgs{Grant: grant, Text: "nudge:" + string(holder) + ":"}
	case "stick.take_back":
		return session.TakeBackArgs{Grant: grant, Reason: "reason:" + string(holder) + ":"}
	case "stick.gate":
		return session.GateArgs{Gate: []stick.Gate{stick.GateHolder, stick.GateOpen}[roll(2)]}
	case "stick.clock":
		return session.ClockArgs{Clock: []stick.Clock{stick.Soft, stick.Strict}[roll(2)]}
	default:
		return session.NoArgs{}
	}
}
