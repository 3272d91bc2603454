package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cards"
	"palabre/rooms/desk"
	"palabre/rooms/scenario"
)

// CmdPlaced says that the revealed cards of a sheet are on their board, given by the host
// alone: its arguments are cards.SheetArgs. A closed session takes it too.
const CmdPlaced = "cards.placed"

type (
	// CardArgs come with cards.write.
	CardArgs struct {
		cards.WriteArgs
		AsArgs
	}
	// TakeCardArgs come with cards.withdraw.
	TakeCardArgs struct {
		cards.CardArgs
		AsArgs
	}
	// FinishArgs come with cards.done.
	FinishArgs struct {
		cards.DoneArgs
		AsArgs
	}
)

func cardCommands() []command {
	return []command{
		onPaper("cards.open", "Opens a sheet on which people write, each by herself: all, or those of a group.",
			func(_ *state, a cards.OpenArgs) string { return a.Group }, openSheet),
		onPaper("cards.reveal", "Shows all cards of a sheet at once, in an order drawn by lot.",
			func(st *state, a cards.RevealArgs) string { return st.sheetGroup(a.Sheet) }, revealSheet),
		onPaper("cards.give_up", "Ends a sheet without showing its cards, which are destroyed.",
			func(st *state, a cards.SheetArgs) string { return st.sheetGroup(a.Sheet) },
			func(t *tx, a cards.SheetArgs) *rooms.Refusal { return t.then(t.state().Cards.GiveUp(a)) }),
		gesture("cards.write", anyone+", or in the group that the sheet is of", "Writes a card, or writes mine otherwise. Nobody else sees it before the reveal.", writeCard),
		gesture("cards.withdraw", "its author", "Takes a card of mine away; from a signed reveal too.",
			func(t *tx, m rooms.MemberID, a TakeCardArgs) *rooms.Refusal {
				return t.then(t.state().Cards.Withdraw(m, a.CardArgs))
			}),
		gesture("cards.done", anyone+", or in the group that the sheet is of", "Says that I have finished writing, or no longer.",
			func(t *tx, m rooms.MemberID, a FinishArgs) *rooms.Refusal {
				if no := t.state().writes(t.state().sheetGroup(a.Sheet), m); no != nil {
					return no
				}
				return t.then(t.state().Cards.Finish(m, a.DoneArgs))
			}),
		byHost(CmdPlaced, "The revealed cards of a sheet are on their board; open or closed.",
			func(t *tx, a cards.SheetArgs) *rooms.Refusal { return t.then(t.state().Cards.Place(a)) }),
	}
}

// id is an id of a command, with its name there.
type id struct{ field, id string }

func checkIDs(ids ...id) *rooms.Refusal {
	for _, i := range ids {
		if no := checkID(i.field, i.id); no != nil {
			return no
		}
	}
	return nil
}

// sheetGroup is the group that a sheet is of, "" for everyone's and for no sheet.
func (st *state) sheetGroup(id cards.SheetID) string {
	if sh := st.Cards.Sheets[id]; sh != nil {
		return sh.Group
	}
	return ""
}

// writeCard: another group's sheet is as one that is not there.
func writeCard(t *tx, m rooms.MemberID, a CardArgs) *rooms.Refusal {
	if no := checkIDs(id{"sheet", string(a.Sheet)}, id{"card", string(a.Card)}); no != nil {
		return no
	}
	if no := t.state().writes(t.state().sheetGroup(a.Sheet), m); no != nil {
		return no
	}
	return t.then(t.state().Cards.Write(m, a.WriteArgs))
}

// placed refuses a setup whose phase is none of the meeting's, or whose group is none in which
// people are.
func (t *tx) placed(phase rooms.PhaseID, group string) *rooms.Refusal {
	if phase != "" && !slices.ContainsFunc(t.state().Agenda.Phases, func(p agenda.Phase) bool { return p.ID == phase }) {
		return bad("phase")
	}
	if group != "" && t.state().keeper(group) == plenary {
		return bad("group")
	}
	return nil
}

func openSheet(t *tx, a cards.OpenArgs) *rooms.Refusal {
	if no := checkID("sheet", a.Sheet); no != nil {
		return no
	}
	if no := t.placed(a.Phase, a.Group); no != nil {
		return no
	}
	e, no := t.state().Cards.Open(a)
	if no == nil && t.state().passing(scenario.FromCards) {
		e = cards.Flee(e)
	}
	return t.then(e, no)
}

// revealSheet: a group's cards go to its own board, while people are in it (CK-15). Those of
// groups that have closed may go as one lot (CK-16).
func revealSheet(t *tx, a cards.RevealArgs) *rooms.Refusal {
	st := t.state()
	_, there := st.Desk.Boards[a.Board]
	if at := st.keeper(st.sheetGroup(a.Sheet)); at != plenary {
		there = a.Board == st.Groups.Group(at).Board
	}
	if a.Board != "" && !there {
		return rooms.Refuse(desk.CodeNoBoard)
	}
	if at := func(id cards.SheetID) rooms.GroupID { return st.keeper(st.sheetGroup(id)) }; len(a.With) > 0 {
		for _, id := range append([]cards.SheetID{a.Sheet}, a.With...) {
			if at(id) != plenary {
				return rooms.Refuse(cards.CodeNotTogether)
			}
		}
	}
	return t.then(st.Cards.Reveal(a, st.People.Line))
}
