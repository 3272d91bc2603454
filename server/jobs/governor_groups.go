package jobs

import (
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/groups"
	"palabre/rooms/session"
)

// holding is a board with those who are let in: a small group and those who facilitate while
// groups are open (Apart), everyone of the meeting again afterwards.
type holding struct {
	board   rooms.BoardID
	members map[rooms.MemberID]board.Right
	apart   bool
}

// seatings are the events after which somebody else may be in a small group.
func seatings() []string {
	return []string{
		groups.Made{}.EventName(), groups.Withdrawn{}.EventName(), groups.Placed{}.EventName(), groups.Swapped{}.EventName(),
		groups.Freed{}.EventName(), groups.Opened{}.EventName(), groups.Turned{}.EventName(), groups.Ended{}.EventName(),
		groups.Hosted{}.EventName(),
	}
}

// seat follows who sits in which group.
func (c *circle) seat(e rooms.Event) error {
	if !slices.Contains(seatings(), e.Name) {
		return nil
	}
	p, err := session.Decode(e)
	if err != nil {
		return fmt.Errorf("event %d %s: %w", e.Seq, e.Name, err)
	}
	c.groups.Apply(e.At, e.Seq, e.By, p)
	return nil
}

// common are the boards that no group has.
func (c *circle) common() []rooms.BoardID {
	return slices.DeleteFunc(slices.Clone(c.boards), func(b rooms.BoardID) bool { return c.held[b] != nil })
}

// hold says which boards change hands now: those of groups that are open, whoever comes to sit
// there or leaves, and those whose groups have closed.
func (c *circle) hold() []holding {
	now := map[rooms.BoardID]map[rooms.MemberID]board.Right{}
	if c.groups.Active() {
		for i, g := range c.groups.Set.Groups {
			if slices.Contains(c.boards, g.Board) {
				now[g.Board] = c.letIn(c.groups.Set.ID.Group(i + 1))
			}
		}
	}
	var changed []holding
	for _, b := range c.boards {
		switch members := now[b]; {
		case members != nil && (c.held[b] == nil || !maps.Equal(members, c.held[b])):
			changed = append(changed, holding{board: b, members: members, apart: true})
		case members == nil && c.held[b] != nil:
			changed = append(changed, holding{board: b, members: maps.Clone(c.members)})
		}
	}
	c.held = now
	return changed
}

// letIn are those of the meeting who write on a group's board.
func (c *circle) letIn(g rooms.GroupID) map[rooms.MemberID]board.Right {
	in := map[rooms.MemberID]board.Right{}
	for m := range c.members {
		if c.roles[m].Facilitates() || c.groups.Member(m) == g {
			in[m] = board.Write
		}
	}
	return in
}
