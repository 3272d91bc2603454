package session

import (
	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/record"
	"palabre/rooms/rights"
	"palabre/rooms/scenario"
)

// talkCommands are hands, chat, decisions and follow-ups.
func talkCommands() []command {
	const part = rights.SessionTakePart
	return []command{
		gesture("hands.raise", anyone, "Asks for the floor, for me or for whom I carry; not while a round runs.",
			func(t *tx, m rooms.MemberID, _ AsArgs) *rooms.Refusal {
				return t.then(t.state().Hands.Raise(m, t.state().active(t.circle())))
			}),
		inside("hands.lower", part, "its owner, or who carries her; facilitators", "Lowers a hand, mine when no member is named.", lower),
		inside("chat.say", part, anyone, "Writes in the chat.", say),
		inside("chat.keep", part, "its author; in an open meeting also facilitators", "Lets the minutes keep a message, or no longer.", keep),
		inside("chat.retract", part, ownOrRun, "Takes the words of a message back; its place stays.", retract),
		inside("record.add", rights.SessionNote, "members and facilitators", "Writes a decision or a follow-up; those who run, what is retained.", addItem),
		inside("record.edit", rights.SessionNote, ownOrRun, "Writes it anew.", editItem),
		inside("record.remove", rights.SessionNote, ownOrRun, "Takes it away.", removeItem),
	}
}

func lower(t *tx, a LowerArgs) *rooms.Refusal {
	m := a.Member
	if m == "" {
		m = t.me()
	}
	if !t.may(rights.SessionLower, rights.Resource{Own: m == t.me() || t.state().People.Carries(t.me(), m)}) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	return t.then(t.state().Hands.Lower(m), nil)
}

func say(t *tx, a SayArgs) *rooms.Refusal {
	if no := checkID("id", a.ID); no != nil {
		return no
	}
	e, no := t.state().Chat.Say(a.ID, a.Text, t.circle())
	traces := t.state().traces()
	switch {
	case a.Team && !t.may(rights.SessionTemper, rights.Resource{}):
		return rooms.Refuse(rooms.CodeNotAllowed)
	case a.Team:
		e, no = t.state().Chat.SayTeam(a.ID, a.Text)
	case a.In != nil && *a.In != t.circle():
		return rooms.Refuse(chat.CodeElsewhere) // words for three people may have waited for a network until all were back
	case traces == scenario.NoTraces:
		return rooms.Refuse(chat.CodeClosed)
	}
	if said, ok := e.(chat.Said); ok {
		said.Bare = traces == scenario.Bare || traces == scenario.NoTraces
		e = said
	}
	return t.then(e, no)
}

// over is what a right to a message depends on.
func (t *tx) over(id rooms.MessageID) rights.Resource {
	m := t.state().Chat.Said[id]
	if m != nil && m.Team && !t.may(rights.SessionTemper, rights.Resource{}) {
		m = &chat.Message{} // between others: hers it is not, and she is not told that it is there
	}
	return rights.Resource{Own: m == nil || m.By == t.me(), Open: t.state().Mode == ModeOpen}
}

func keep(t *tx, a KeepArgs) *rooms.Refusal {
	if !t.may(rights.SessionKeep, t.over(a.ID)) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	return t.then(t.state().Chat.Keep(a.ID, a.On))
}

func retract(t *tx, a RetractArgs) *rooms.Refusal {
	if !t.may(rights.SessionRetract, t.over(a.ID)) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	return t.then(t.state().Chat.Retract(a.ID))
}

// read makes an item of the arguments; who must be someone of this session.
func (t *tx) item(a ItemArgs) (record.Item, *rooms.Refusal) {
	if no := checkID("id", a.ID); no != nil {
		return record.Item{}, no
	}
	text, no := words("text", a.Text, maxItem, true)
	if no != nil {
		return record.Item{}, no
	}
	if p := t.state().People.All[a.Who]; a.Who != "" && (p == nil || p.Order == 0) {
		return record.Item{}, bad("who")
	}
	if a.Kind == record.Summary { // what a round came to is said by whoever keeps it (RE-4)
		if !t.may(rights.SessionRun, rights.Resource{}) {
			return record.Item{}, rooms.Refuse(rooms.CodeNotAllowed)
		}
		a.Who, a.Due = "", ""
	}
	return record.Item{ID: a.ID, Kind: a.Kind, Text: text, Who: a.Who, Due: a.Due, By: t.me()}, nil
}

func addItem(t *tx, a ItemArgs) *rooms.Refusal {
	i, no := t.item(a)
	if no != nil {
		return no
	}
	return t.then(t.state().Record.Add(i))
}

// amends refuses those who may not change an item that is there.
func (t *tx) amends(id string) *rooms.Refusal {
	i, ok := t.state().Record.Items[id]
	if !t.may(rights.SessionAmend, rights.Resource{Own: !ok || i.By == t.me()}) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	return nil
}

func editItem(t *tx, a ItemArgs) *rooms.Refusal {
	i, no := t.item(a)
	if no != nil {
		return no
	}
	if no := t.amends(a.ID); no != nil {
		return no
	}
	return t.then(t.state().Record.Edit(i))
}

func removeItem(t *tx, a ItemIDArgs) *rooms.Refusal {
	if no := t.amends(a.ID); no != nil {
		return no
	}
	return t.then(t.state().Record.Remove(a.ID))
}
