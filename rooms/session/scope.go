package session

import (
	"strings"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
)

// scope is the part of the view that an event can change.
type scope struct {
	status, agenda, stick, hands, record, boards, talk bool
	floor, cast, spread, shares, team, plan, groups    bool

	person rooms.MemberID
	chat   []rooms.MessageID
	pages  pages
}

func scopeOf(st *state, p codec.Event) scope {
	sc := ownScope(st, p)
	sc.pages = pagesOf(p)
	return sc
}

func ownScope(st *state, p codec.Event) scope {
	switch p := p.(type) {
	case Redacted:
		sc := scope{chat: st.Chat.At(p.places()), stick: true, boards: true, groups: true, record: true}
		if len(p.Floor) > 0 {
			sc.floor, sc.cast, sc.hands, sc.shares, sc.spread = true, true, true, true, true
		}
		return sc
	case Within:
		return scope{stick: true, spread: true, shares: true}
	case agenda.Paused, agenda.Resumed: // clocks of groups and floors stand still
		return scope{agenda: true, floor: true, groups: true, shares: true, spread: true}
	case agenda.Replanned:
		return scope{agenda: true, floor: true, plan: true}
	case groups.Opened, groups.Ended: // everybody sees all afresh
		return scope{groups: true}
	case HostResumed:
		return scope{agenda: true, stick: true, floor: true, shares: true, groups: true}
	case CloseAsked:
		return scope{status: true}
	case Closed:
		return scope{status: true, talk: true, spread: true}
	}
	return machineScope(st, p)
}

// machineScope is what the events of a machine can change.
func machineScope(st *state, p codec.Event) scope {
	machine, _, _ := strings.Cut(p.EventName(), ".")
	switch machine {
	case "people":
		return scope{person: subject(p), stick: true, floor: true, spread: true, groups: true}
	case "agenda":
		return scope{agenda: true, floor: true}
	case "stick":
		return scope{stick: true, spread: true, shares: true}
	case "hands":
		return scope{hands: true, floor: true}
	case "floor":
		return scope{floor: true, spread: true, shares: true}
	case "groups":
		return scope{groups: true, stick: true, floor: true}
	case "team":
		return scope{team: true}
	case "cast":
		return scope{cast: true, floor: true}
	case "equity":
		return scope{spread: true, shares: true, floor: true}
	case "record":
		return scope{record: true}
	case "boards":
		return scope{boards: true}
	case "chat":
		return scope{chat: talked(st, p)}
	}
	return scope{} // founding: nobody is there to be told
}

// voice tells whether it can change who is heard.
func (sc scope) voice() bool {
	return sc.stick || sc.floor || sc.agenda || sc.groups || sc.cast || sc.status || sc.person != ""
}

// alone tells whether something can change that one person is told alone, and so who carries her.
func (sc scope) alone() bool {
	return sc.stick || sc.floor || sc.shares || sc.person != "" || sc.pages.owned()
}
