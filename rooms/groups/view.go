package groups

import (
	"slices"

	"palabre/rooms"
)

// View is what all inside see of groups that are open. While they are proposed, those who
// run see Led and nobody sees this; once closed, there is nothing to see.
type View struct {
	Set      SetID        `json:"set"`
	By       Method       `json:"by"`
	State    Life         `json:"state"`
	Round    int          `json:"round"`
	Until    rooms.Millis `json:"until,omitempty"`
	ClosesAt rooms.Millis `json:"closes_at,omitempty"`
	// Groups are all of them, by id.
	Groups map[rooms.GroupID]Seen `json:"groups"`
	Told   *Told                  `json:"told,omitempty"`
}

// Seen is a group as all see it. Members only when people choose their group themselves.
type Seen struct {
	N       int              `json:"n"` // its number, from 1
	Title   string           `json:"title,omitempty"`
	Count   int              `json:"count"`
	Full    bool             `json:"full,omitempty"`
	Done    bool             `json:"done,omitempty"`
	Members []rooms.MemberID `json:"members,omitempty"`
}

// Own is a group as its members and who visits it see it.
type Own struct {
	Group    rooms.GroupID    `json:"group"`
	Title    string           `json:"title,omitempty"`
	Members  []rooms.MemberID `json:"members"`
	Visitors []rooms.MemberID `json:"visitors"`
	Host     rooms.MemberID   `json:"host,omitempty"`
	Board    rooms.BoardID    `json:"board,omitempty"`
	Help     *Help            `json:"help,omitempty"`
	Done     bool             `json:"done,omitempty"`
}

// Led is what those who run see of a proposal, and those who facilitate of groups that are open.
type Led struct {
	Set     SetID  `json:"set"`
	By      Method `json:"by"`
	State   Life   `json:"state"`
	Limit   int    `json:"limit,omitempty"`
	Minutes int    `json:"minutes,omitempty"`
	Repeats int    `json:"repeats,omitempty"`
	Sure    bool   `json:"sure,omitempty"`
	// Announced: each was told her group.
	Announced bool `json:"announced,omitempty"`

	Groups   map[rooms.GroupID]Own `json:"groups"`
	Unplaced []rooms.MemberID      `json:"unplaced"`
	Willing  []rooms.MemberID      `json:"willing"` // those who facilitate and want a place
}

// Seen is what all inside see; nil when there is nothing.
func (s *State) Seen() *View {
	if !s.Active() {
		return nil
	}
	set := s.Set
	v := &View{
		Set: set.ID, By: set.By, State: set.Life, Round: set.Round, Until: set.Until, ClosesAt: set.ClosesAt,
		Groups: map[rooms.GroupID]Seen{}, Told: s.Told,
	}
	for i, g := range set.Groups {
		seen := Seen{N: i + 1, Title: g.Title, Count: len(g.Members), Full: set.full(i), Done: g.Done}
		if set.By == Self {
			seen.Members = slices.Clone(g.Members)
		}
		v.Groups[set.ID.Group(i+1)] = seen
	}
	return v
}

// Own is a group as it sees itself; nil unless it is open.
func (s *State) Own(id rooms.GroupID) *Own {
	if g := s.Group(id); g == nil || !s.Active() {
		return nil
	}
	o := s.own(s.Set.index(id))
	return &o
}

// Coming is the group to which somebody will go, once groups have been announced and until they
// open; nil for none (GR-27).
func (s *State) Coming(m rooms.MemberID) *Own {
	if s.Set == nil || s.Set.Life != Proposed || !s.Set.Announced {
		return nil
	}
	i := s.Set.of(m)
	if i < 0 {
		return nil
	}
	o := s.own(i)
	return &o
}

func (s *State) own(i int) Own {
	g, id := s.Set.Groups[i], s.Set.ID.Group(i+1)
	o := Own{
		Group: id, Title: g.Title, Members: append([]rooms.MemberID{}, g.Members...), Visitors: []rooms.MemberID{},
		Host: g.Host, Board: g.Board, Help: g.Help, Done: g.Done,
	}
	for m, at := range s.Set.Visits {
		if at == id {
			o.Visitors = append(o.Visitors, m)
		}
	}
	slices.Sort(o.Visitors)
	return o
}

// Led is what is seen by those who run, or facilitate; nil when there is nothing.
func (s *State) Led(r Room) *Led {
	if s.Set == nil || s.Set.Life == Closed {
		return nil
	}
	set := s.Set
	l := &Led{
		Set: set.ID, By: set.By, State: set.Life, Limit: set.Limit, Minutes: set.Minutes, Repeats: set.Repeats, Sure: set.Sure,
		Announced: set.Announced, Groups: map[rooms.GroupID]Own{}, Unplaced: s.Unplaced(r), Willing: []rooms.MemberID{},
	}
	for i := range set.Groups {
		l.Groups[set.ID.Group(i+1)] = s.own(i)
	}
	for _, m := range r.Circle {
		if r.Facilitates(m) && s.Willing[m] {
			l.Willing = append(l.Willing, m)
		}
	}
	return l
}
