package session

import (
	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
	"palabre/rooms/people"
)

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

// subjects are those who may see otherwise after an event: the person it is about, and
// everyone when groups open, close or change tables.
func (st *state) subjects(p codec.Event) []rooms.MemberID {
	var who []rooms.MemberID
	switch p := p.(type) {
	case groups.Placed:
		who = []rooms.MemberID{p.Member}
	case groups.Freed:
		who = []rooms.MemberID{p.Member}
	case groups.Visited:
		who = []rooms.MemberID{p.Member}
	case groups.Swapped:
		who = []rooms.MemberID{p.A, p.B}
	case groups.Opened, groups.Ended, groups.Turned, groups.Done:
		return st.People.Circle()
	default:
		if m := subject(p); m != "" {
			who = []rooms.MemberID{m}
		}
	}
	return who
}

// circleName is how audiences name the circle of somebody inside: none while there are no
// groups.
func (st *state) circleName(m rooms.MemberID) string {
	if !st.Groups.Active() {
		return ""
	}
	return name(st.where(m))
}

// inPlenary is the group of those who are in none, while groups are open.
const inPlenary = "plenary"

func name(g rooms.GroupID) string {
	if g == plenary {
		return inPlenary
	}
	return string(g)
}

// audience is the people of a circle.
func (st *state) audience(g rooms.GroupID) rooms.Audience {
	if !st.Groups.Active() {
		return rooms.Everyone
	}
	return rooms.Audience{Group: name(g)}
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
	case people.Carried:
		return p.Member
	case people.Writing:
		return p.Member
	}
	return ""
}
