package roomtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cards"
	"palabre/rooms/cast"
	"palabre/rooms/rights"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/rooms/stick"
	"palabre/rooms/team"
)

// Dice is where chance comes from: rapid in properties, a seed in simulations.
// Roll answers 0 ≤ n < sides.
type Dice interface {
	Roll(sides int, what string) int
}

// Cast is a meeting's people, with one who has no business there.
func Cast() []Person {
	return []Person{
		{"ana", rooms.RoleFacilitator},
		{"bea", rooms.RoleCoFacilitator},
		{"cleo", rooms.RoleMember},
		{"dina", rooms.RoleMember},
		{"elie", rights.RolePassive},
		{"fay", rooms.RoleGuest},
		{"gus", rooms.RoleGuest},
		{"hector", ""},
	}
}

// ShowPlan is a meeting with a phase of each kind that matters.
func ShowPlan(mode session.Mode) session.Plan {
	return session.Plan{
		Mode: mode, StrictClock: true,
		Parts: []cast.Part{{ID: "client", Title: "Cliente"}, {ID: "narrateur", Title: "Narratrice"}},
		Phases: []session.Phase{
			{ID: "accueil", Title: "Accueil", Kind: agenda.Plenary, Minutes: 15},
			{ID: "ecrire", Title: "On écrit", Kind: agenda.Write, Minutes: 5},
			{ID: "ronde", Title: "Ronde", Kind: agenda.Stick, Minutes: 20, Question: "Qu'est-ce qui vous amène?", TurnS: 60},
		},
		Boards: []session.PlanBoard{{Board: "tableau-1", Title: "Constats"}},
	}
}

// ScenarioPlan is a plan with the phases and parts of a scenario, in French.
func ScenarioPlan(s scenario.Scenario, people int, p session.Plan) session.Plan {
	p.Phases = nil
	for _, ph := range scenario.Unfold(s, people, scenario.Options{Lang: scenario.French}).Phases {
		p.Phases = append(p.Phases, agenda.Of(ph))
	}
	p.Parts, p.Door, p.Until = s.Parts(scenario.French), s.Door, s.Until
	return p
}

// Traffic makes histories: plausible gestures mostly, wrong ones often, retries,
// reorderings, drops, reloads, restarts and the passing of time.
type Traffic struct {
	W    *World
	Dice Dice
	Mood Mood

	n    map[rooms.MemberID]uint64
	ids  int
	sent []rooms.Command // may be sent again
	held []rooms.Command // numbered, sent later than younger ones
}

// NewTraffic makes histories in that world.
func NewTraffic(w *World, d Dice) *Traffic {
	return &Traffic{W: w, Dice: d, n: map[rooms.MemberID]uint64{}}
}

// Populate lets the cast come in, so that histories begin with a meeting.
func (t *Traffic) Populate() error {
	for _, p := range t.W.Watchers {
		if _, _, err := t.W.Do(t.command(p.Member, "people.enter", session.EnterArgs{Listed: true})); err != nil {
			return err
		}
	}
	_, _, err := t.W.Do(t.command("ana", "people.admit", session.MemberArgs{Member: "fay"}))
	return err
}

// Step makes one thing happen and checks it.
func (t *Traffic) Step() error {
	t.W.Now += rooms.Millis([]int{0, 1, 400, 3000, 9000, 21_000, 46_000, 95_000}[t.Dice.Roll(8, "pause")])
	if d := t.W.Live.Deadline(); d != 0 && t.Dice.Roll(2, "tick") > 0 {
		t.W.Now = max(t.W.Now, d)
		return t.do(t.W.Host(rooms.CmdTick, ""))
	}
	switch r := t.Dice.Roll(100, "kind"); {
	case r < 6 && len(t.sent) > 0:
		return t.do(t.sent[t.Dice.Roll(len(t.sent), "again")])
	case r < 9 && len(t.held) > 0:
		i := t.Dice.Roll(len(t.held), "held")
		c := t.held[i]
		t.held = slices.Delete(t.held, i, i+1)
		c.At = t.W.Now
		return t.do(c)
	case r < 11 && !t.W.light:
		return t.W.Restart()
	case r < 24:
		return t.do(t.hostCommand())
	default:
		c := t.personCommand()
		if t.Dice.Roll(12, "hold") == 0 {
			t.held = append(t.held, c)
			return nil
		}
		return t.do(c)
	}
}

// lately is when a line that is known to be lost was, as a host knows it.
func (t *Traffic) lately() rooms.Millis { return t.W.Now - rooms.Millis(t.Dice.Roll(10_001, "lost")) }

// Wish is what somebody would ask now, seeing what the world shows; it is not given to the world.
func (t *Traffic) Wish() rooms.Command { return t.personCommand() }

func (t *Traffic) do(c rooms.Command) error {
	_, _, err := t.W.Do(c)
	if !c.Actor.System {
		t.sent = append(t.sent, c)
	}
	return err
}

func (t *Traffic) hostCommand() rooms.Command {
	m := t.who()
	switch t.Dice.Roll(14, "host") {
	case 13:
		return t.W.Host(session.CmdLapse, args(session.LapseArgs{Ends: t.W.Now - rooms.Millis(t.Dice.Roll(86_400_000, "ends"))}))
	case 12:
		sheet := lately(t.W.See("ana").Sheets, func(s cards.SheetView) int { return s.Order })
		return t.W.Host(session.CmdPlaced, args(cards.SheetArgs{Sheet: sheet}))
	case 10, 11:
		seat := rooms.MemberID([]string{"ines", "jo"}[t.Dice.Roll(2, "seat")])
		return t.W.Host(session.CmdSeat, args(session.SeatArgs{Member: seat, Behind: m}))
	case 0, 1, 2:
		return t.W.Host(rooms.CmdDropped, args(session.DroppedArgs{Member: m, Since: t.lately()}))
	case 7:
		return t.W.Host(rooms.CmdResumed, args(session.ResumedArgs{GapMS: rooms.Millis(t.Dice.Roll(60_000, "gap"))}))
	case 9:
		role := []rooms.Role{rooms.RoleMember, rooms.RoleFacilitator}[t.Dice.Roll(2, "standing")]
		return t.W.Host(session.CmdStanding, args(session.RoleArgs{Member: m, Role: role}))
	case 8: // any place, mostly one of late: words that are shown go under everyone's eyes
		back := t.Dice.Roll(min(40, int(t.W.Live.Head())+1), "place")
		return t.W.Host(session.CmdRedact, args(session.RedactArgs{Seqs: []rooms.Seq{t.W.Live.Head() - rooms.Seq(back)}}))
	default:
		for _, p := range t.W.Watchers { // who is away is back, often
			if seen, ok := t.W.See("ana").People[p.Member]; ok && !seen.Here && t.Dice.Roll(2, "away") == 0 {
				m = p.Member
			}
		}
		return t.W.Host(rooms.CmdBack, args(session.MemberArgs{Member: m}))
	}
}

func (t *Traffic) who() rooms.MemberID {
	return t.W.Watchers[t.Dice.Roll(len(t.W.Watchers), "who")].Member
}

func (t *Traffic) command(m rooms.MemberID, name string, a any) rooms.Command {
	t.n[m]++
	c := rooms.Command{
		Client: rooms.ClientID("tab-" + string(m)), N: t.n[m], At: t.W.Now, Name: name, Args: json.RawMessage(args(a)),
		Actor: rooms.Actor{Member: m},
	}
	for _, p := range t.W.Watchers {
		if p.Member == m {
			c.Actor.Standing = p.Standing
		}
	}
	return c
}

func args(a any) string {
	b, err := json.Marshal(a)
	if err != nil {
		panic(fmt.Sprintf("roomtest: arguments that JSON cannot say: %v", err))
	}
	return string(b)
}

// Command is a command of people with that name: somebody's, with what it would carry.
func (t *Traffic) Command(name string) rooms.Command {
	if isPaper(name) {
		return t.paper(t.who(), name)
	}
	return t.command(t.who(), name, t.argsFor(name, t.W.See("ana").Round))
}

// personCommand is often what someone would do now, and sometimes anything at all.
func (t *Traffic) personCommand() rooms.Command {
	round := t.W.See("ana").Round
	t.change()
	if t.Dice.Roll(10, "in the mood") < 7 {
		if c, ok := t.inMood(round); ok {
			return c
		}
	}
	switch r := t.Dice.Roll(11, "what"); {
	case r < 6 && round != nil:
		if c, ok := t.inRound(round); ok {
			return c
		}
	case r == 9:
		if c, ok := t.inGroups(); ok {
			return c
		}
	case r == 7 || r == 8:
		return t.onFloor(round)
	case r == 10:
		return t.onPaper()
	case r == 6 || (t.Mood == Sticks || t.Mood == Parts) && (round == nil || round.State == session.RoundEnded):
		name := t.pick("stick.prepare", "stick.prepare", "agenda.next")
		return t.command("ana", name, t.argsFor(name, nil))
	}
	return t.Command(t.anyName())
}

// inRound is the gesture of someone the stick is with, or of those who run it.
func (t *Traffic) inRound(r *session.Round) (rooms.Command, bool) {
	for _, p := range t.W.Watchers {
		company := t.W.See(p.Member).Company
		for _, m := range slices.Sorted(maps.Keys(company)) {
			if c := company[m]; c.Offer != nil && t.Dice.Roll(4, "company") > 0 {
				name := t.pick("stick.take", "stick.take", "stick.pass", "stick.later")
				return t.command(p.Member, name, session.RoundArgs{Round: c.Offer.Round, As: m}), true
			}
		}
		if o := t.W.See(p.Member).MyOffer; o != nil && t.Dice.Roll(4, "offered") > 0 {
			name := t.pick("stick.take", "stick.take", "stick.pass", "stick.later")
			return t.command(p.Member, name, session.RoundArgs{Round: o.Round}), true
		}
	}
	if h := r.Holder; h != nil && t.Dice.Roll(3, "holder") > 0 {
		if c, ok := t.holds(h); ok {
			return c, true
		}
		name := t.pick("stick.release", "stick.release", "stick.centre", "stick.take_back", "stick.nudge", "stick.go_on", "stick.wait",
			"stick.ask", "stick.ask", "stick.clarified", "stick.write", "stick.read", "stick.read_done", "stick.pause", "stick.ring", "stick.remind")
		if len(t.W.See(r.Holder.Member).Me.Asking) > 0 && t.Dice.Roll(2, "answer") == 0 {
			name = "stick.clarify"
		}
		if r.Holder.Clarifying != nil && t.Dice.Roll(3, "drop") == 0 {
			return t.W.Host(rooms.CmdDropped, args(session.DroppedArgs{Member: r.Holder.Member, Since: t.lately()})), true
		}
		by := r.Holder.Member
		if name == "stick.ask" || name == "stick.read" {
			by = t.who()
		}
		if carrier := t.W.See("ana").People[by].Behind; carrier != "" {
			by = carrier // her gestures are that person's (PE-13)
		}
		if slices.Contains([]string{"stick.take_back", "stick.nudge", "stick.go_on", "stick.wait", "stick.pause", "stick.remind"}, name) {
			by = "ana"
		}
		return t.command(by, name, t.argsFor(name, r)), true
	}
	if r.Centre != nil && r.Variant != stick.Circle && t.Dice.Roll(3, "centre") > 0 {
		return t.command(t.who(), "stick.pick", session.NoArgs{}), true
	}
	if r.Centre != nil && len(r.Next) > 0 {
		name := t.pick("stick.pick", "stick.pick", "stick.pass", "stick.later")
		if name == "stick.pick" {
			return t.command(r.Next[0], name, session.NoArgs{}), true
		}
		return t.command(r.Next[0], name, session.RoundArgs{Round: r.ID}), true
	}
	if r.State == session.RoundProposed {
		name := t.pick("stick.begin", "stick.begin", "stick.order")
		return t.command("ana", name, t.argsFor(name, r)), true
	}
	if r.State == session.RoundPaused && (r.Pause.Bell == nil || t.Dice.Roll(2, "bell") == 0) {
		return t.command("bea", "stick.resume", session.NoArgs{}), true
	}
	return rooms.Command{}, false
}

func (t *Traffic) pick(names ...string) string { return names[t.Dice.Roll(len(names), "name")] }

// anyName is any command of people; ends of things are rare, or histories would be short.
func (t *Traffic) anyName() string {
	for {
		all := session.Commands()
		c := all[t.Dice.Roll(len(all), "command")]
		if c.Who == "host" {
			continue
		}
		rare := c.Name == "session.close" || c.Name == "stick.end" || c.Name == "people.remove" || c.Name == "people.leave"
		if rare && t.Dice.Roll(6, "rare") > 0 {
			continue
		}
		return c.Name
	}
}

// argsFor is what the command would carry, right or wrong.
func (t *Traffic) argsFor(name string, r *session.Round) any {
	m, roll := t.who(), func(n int) int { return t.Dice.Roll(n, name) }
	t.ids++
	id, said, item := fmt.Sprintf("id-%d", t.ids), t.said(), t.item()
	switch name {
	case "people.enter":
		return session.EnterArgs{Listen: roll(4) == 0, Listed: roll(2) == 0}
	case "people.unseat":
		return session.MemberArgs{Member: []rooms.MemberID{"ines", "jo"}[roll(2)]}
	case "people.admit", "people.refuse", "people.remove":
		return session.MemberArgs{Member: m}
	case "people.leave":
		return session.LeaveArgs{Anyway: roll(2) == 0}
	case "hands.lower":
		return session.LowerArgs{Member: []rooms.MemberID{"", m}[roll(2)]}
	case "people.listen":
		return session.OnArgs{On: roll(2) == 0}
	case "people.list", "people.write":
		return session.AsOnArgs{On: roll(3) > 0, As: []rooms.MemberID{"", "", "ines", "jo"}[roll(4)]}
	case "people.role":
		roles := []rooms.Role{rooms.RoleFacilitator, rooms.RoleCoFacilitator, rooms.RoleMember, rooms.RoleGuest, "reine"}
		return session.RoleArgs{Member: m, Role: roles[roll(5)]}
	case "agenda.next", "agenda.back":
		return session.FromArgs{From: t.at(roll)}
	case "agenda.go":
		return session.GoArgs{Phase: t.phase(roll), From: t.at(roll)}
	case "agenda.pause":
		return session.PauseArgs{Minutes: roll(7)}
	case "agenda.skip":
		return session.SkipArgs{Phase: t.phase(roll), On: roll(3) > 0}
	case "agenda.replan":
		a := session.ReplanArgs{From: t.at(roll), Phases: []agenda.Length{{Phase: t.phase(roll), Minutes: roll(30), TurnS: roll(2) * 45}}}
		if v := t.W.See("ana"); v.Replan != nil && roll(2) == 0 {
			a = session.ReplanArgs{From: v.Agenda.At, Phases: v.Replan.Phases}
		}
		return a
	case "team.hand_over":
		return team.HandArgs{To: m}
	case "team.wear":
		return team.WearArgs{Post: team.Posts()[roll(4)], Member: []rooms.MemberID{"", m, m}[roll(3)]}
	case "team.order":
		return team.OrderArgs{Order: []rooms.MemberID{m, "bea"}[:1+roll(2)]}
	case "agenda.extend":
		a := session.ExtendArgs{Minutes: roll(9) - 4}
		if v := t.W.See("ana"); v.Agenda != nil && roll(2) == 0 {
			from := v.Agenda.At - roll(4)/3
			a.From, a.EndsAt = &from, v.Agenda.EndsAt
		}
		return a
	case "chat.say":
		if roll(3) == 0 {
			return session.SayArgs{ID: rooms.MessageID(id), Text: "chat: entre-nous: un mot", Team: true}
		}
		return session.SayArgs{ID: rooms.MessageID(id), Text: "chat: voir https://example.org"}
	case "chat.keep":
		return session.KeepArgs{ID: said, On: roll(3) > 0}
	case "chat.retract":
		return session.RetractArgs{ID: said}
	case "record.add":
		return session.ItemArgs{ID: id, Kind: "decision", Text: "decided: " + id, Who: m, Due: "2026-12-01"}
	case "record.edit":
		return session.ItemArgs{ID: item, Kind: "follow_up", Text: "decided: anew " + id}
	case "record.remove":
		return session.ItemIDArgs{ID: item}
	case "boards.open", "boards.rename":
		return session.BoardArgs{Board: rooms.BoardID(fmt.Sprintf("tableau-%d", roll(4))), Title: "Titre " + id}
	case "boards.show":
		return session.ShowArgs{Board: rooms.BoardID([]string{"", "tableau-1", "tableau-2"}[roll(3)])}
	default:
		if a, ok := t.floorArgs(name, m, roll); ok {
			return a
		}
		if strings.HasPrefix(name, "groups.") {
			return t.groupsArgs(name, m)
		}
		return t.stickArgs(name, m, r, roll)
	}
}

// said is a message that someone may act upon, item a decision.
func (t *Traffic) said() rooms.MessageID {
	ids := slices.Sorted(maps.Keys(t.W.See("ana").Chat))
	return append(ids, "no-such")[t.Dice.Roll(len(ids)+1, "message")]
}

func (t *Traffic) item() string {
	ids := slices.Sorted(maps.Keys(t.W.See("ana").Record))
	return append(ids, "no-such")[t.Dice.Roll(len(ids)+1, "item")]
}
