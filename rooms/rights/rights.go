package rights

import (
	"slices"

	"palabre/rooms"
)

// Verb is one thing that can be done.
type Verb string

// The verbs, by what they act upon.
const (
	CommunityCreate Verb = "community.create"
	CommunityRead   Verb = "community.read"
	CommunityEdit   Verb = "community.edit"
	CommunityInvite Verb = "community.invite"
	CommunityRole   Verb = "community.role"
	CommunityRemove Verb = "community.remove"

	MeetingPlan   Verb = "meeting.plan"
	MeetingRead   Verb = "meeting.read"
	MeetingEdit   Verb = "meeting.edit"
	MeetingInvite Verb = "meeting.invite"

	ScenarioRead  Verb = "scenario.read"
	ScenarioWrite Verb = "scenario.write"
	ScenarioShare Verb = "scenario.share" // with the communities of the network

	SessionEnter    Verb = "session.enter"     // in the room, perhaps by the door
	SessionDirect   Verb = "session.direct"    // in without waiting at the door
	SessionTakePart Verb = "session.take_part" // chat, hand, her own gestures with the stick
	SessionRun      Verb = "session.run"       // phases, the stick's round, boards
	SessionTemper   Verb = "session.temper"    // a private word to the holder, taking the stick back
	SessionAdmit    Verb = "session.admit"
	SessionRole     Verb = "session.role"
	SessionRemove   Verb = "session.remove"
	SessionClose    Verb = "session.close"
	SessionCloseAsk Verb = "session.close_ask" // one of the two people that close a session nobody leads
	SessionLower    Verb = "session.lower_hand"
	SessionKeep     Verb = "session.keep_message"
	SessionRetract  Verb = "session.retract_message"
	SessionNote     Verb = "session.note" // write a decision or a follow-up
	SessionAmend    Verb = "session.amend_note"

	BoardRead   Verb = "board.read"
	BoardWrite  Verb = "board.write"
	BoardGovern Verb = "board.govern"
	// BoardWithdraw is to take words out of a board and of its past.
	BoardWithdraw Verb = "board.withdraw"

	DocumentRead  Verb = "document.read"
	DocumentEdit  Verb = "document.edit"
	DocumentRaise Verb = "document.raise"
)

// condition is one cell of the table.
type condition struct {
	name string
	test func(Resource) bool
}

// The conditions of the cells, by the name that the matrix prints.
//
//nolint:gochecknoglobals // constants: Go has no constant structs
var (
	always  = condition{"yes", func(Resource) bool { return true }}
	own     = condition{"own", func(r Resource) bool { return r.Own }}
	unled   = condition{"if nobody leads", func(r Resource) bool { return !r.Led }}
	inGroup = condition{"in a group that nobody leads", func(r Resource) bool { return r.Group && !r.Led }}
	guests  = condition{"if invited", func(r Resource) bool { return r.Guests }}
	open    = condition{"own, or mode open", func(r Resource) bool { return r.Own || r.Open }}
	present = condition{"if present", func(r Resource) bool { return r.Here }}
	common  = condition{"unless a group's, or present", func(r Resource) bool { return r.Here || !r.Apart }}
	free    = condition{"unless locked", func(r Resource) bool { return !r.Locked }}
	ownHere = condition{"own, if present", func(r Resource) bool { return r.Own && r.Here }}
	lent    = condition{"present, unless locked", func(r Resource) bool { return r.Here && !r.Locked }}
	below   = condition{"who does not lead", func(r Resource) bool { return r.Target != rooms.RoleFacilitator }}
	notLead = condition{"not a guest to lead", func(r Resource) bool {
		return (r.Target != rooms.RoleGuest || !r.Gives.Facilitates()) && validGift(r.Gives)
	}}
	shown  = condition{"present, or shown to community", func(r Resource) bool { return r.Here || r.Level >= LevelCommunity }}
	far    = condition{"shown to network", func(r Resource) bool { return r.Level >= LevelNetwork }}
	public = condition{"shown to all", func(r Resource) bool { return r.Level >= LevelPublic }}
)

func validGift(r rooms.Role) bool {
	return slices.Contains([]rooms.Role{
		rooms.RoleFacilitator, rooms.RoleCoFacilitator, rooms.RoleMember, rooms.RoleGuest,
	}, r)
}

type cells map[rooms.Role]condition

const (
	fac = rooms.RoleFacilitator
	cof = rooms.RoleCoFacilitator
	mem = rooms.RoleMember
	gue = rooms.RoleGuest
	pas = RolePassive
	lia = RoleLiaison
	dir = RoleDirector
	fun = RoleFunder
	adm = RoleAdmin
)

// table is the whole of it. A role that a row does not name may not.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var table = map[Verb]cells{
	// Accounts come by invitation alone: whoever has one may found a community.
	CommunityCreate: {adm: always, lia: always, fac: always, cof: always, mem: always, pas: always, dir: always, fun: always, RoleNone: always},
	// Keeping the installation gives no eye into a community, and no hand.
	CommunityRead:   {lia: always, fac: always, cof: always, mem: always, pas: always},
	CommunityEdit:   {lia: always, fac: always},
	CommunityInvite: {lia: always, fac: always, cof: always},
	CommunityRole:   {lia: always, fac: always},
	CommunityRemove: {lia: always, fac: always},

	MeetingPlan:   {lia: always, fac: always, cof: always},
	MeetingRead:   {lia: always, fac: always, cof: always, mem: always, pas: always, gue: guests},
	MeetingEdit:   {lia: always, fac: always, cof: always},
	MeetingInvite: {lia: always, fac: always, cof: always},

	ScenarioRead:  {lia: always, fac: always, cof: always, mem: always, pas: always},
	ScenarioWrite: {lia: always, fac: always, cof: always},
	ScenarioShare: {lia: always, fac: always},

	SessionEnter:    {fac: always, cof: always, mem: always, pas: always, gue: guests, lia: guests},
	SessionDirect:   {fac: always, cof: always, mem: always, pas: always},
	SessionTakePart: {fac: always, cof: always, mem: always, gue: always, pas: always},
	SessionRun:      {fac: always, cof: always, mem: unled, gue: inGroup},
	SessionTemper:   {fac: always, cof: always},
	SessionAdmit:    {fac: always, cof: always},
	SessionRole:     {fac: notLead},
	SessionRemove:   {fac: always, cof: below},
	SessionClose:    {fac: always, cof: always},
	SessionCloseAsk: {mem: unled},
	SessionLower:    {fac: always, cof: always, mem: own, gue: own, pas: own},
	SessionKeep:     {fac: open, cof: open, mem: own, gue: own, pas: own},
	SessionRetract:  {fac: always, cof: always, mem: own, gue: own, pas: own},
	SessionNote:     {fac: always, cof: always, mem: always},
	SessionAmend:    {fac: always, cof: always, mem: own},

	// A small group's board is its own and theirs who facilitate there: both are present on it.
	BoardRead:   {fac: common, cof: common, mem: common, pas: common, gue: present},
	BoardWrite:  {fac: always, cof: always, mem: free, pas: free, gue: lent},
	BoardGovern: {fac: always, cof: always},
	// Whatever else she may do there at that time: locked, lent, shown only.
	BoardWithdraw: {fac: own, cof: own, mem: own, pas: own, gue: ownHere},

	DocumentRead: {
		fac: shown, cof: shown, mem: shown, pas: shown, gue: present,
		lia: far, dir: far, fun: public, adm: public, RoleNone: public,
	},
	DocumentEdit:  {fac: present, cof: present, mem: present},
	DocumentRaise: {fac: always, lia: always, cof: own, mem: own, gue: own, pas: own},
}

// Authorize tells whether the actor may do this to that. The host may do what it
// asks; everyone else needs a row and a cell whose condition holds.
func Authorize(a Actor, v Verb, r Resource) bool {
	if a.System {
		return true
	}
	c, ok := table[v][a.Role]
	return ok && c.test(r)
}

// Roles lists the columns of the matrix, Verbs its rows in alphabetical order.
func Roles() []rooms.Role { return []rooms.Role{adm, lia, fac, cof, mem, gue, pas, dir, fun, RoleNone} }

// Verbs lists every verb that some row allows.
func Verbs() []Verb {
	vs := make([]Verb, 0, len(table))
	for v := range table {
		vs = append(vs, v)
	}
	slices.Sort(vs)
	return vs
}

// Cell says in words when the role may: "yes", a condition, or "-".
func Cell(role rooms.Role, v Verb) string {
	if c, ok := table[v][role]; ok {
		return c.name
	}
	return "-"
}
