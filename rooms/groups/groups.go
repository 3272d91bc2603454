package groups

import (
	"slices"
	"strconv"

	"palabre/rooms"
)

// SetID names one making of groups; a client mints it.
type SetID string

// Group is the id of a set's n-th group, from 1.
func (s SetID) Group(n int) rooms.GroupID {
	return rooms.GroupID(string(s) + "-" + strconv.Itoa(n))
}

// Method is how people come together.
type Method string

// The methods: drawn by lot, named by hand, by what people have in common or not, with
// whom one has not sat yet, or as each chooses.
const (
	Lot    Method = "lot"
	Chosen Method = "chosen"
	Facet  Method = "facet"
	Fresh  Method = "fresh"
	Self   Method = "self"
)

// Life is where a set is in its life.
type Life string

// The life of a set.
const (
	Proposed Life = "proposed"
	Open     Life = "open"
	Recalled Life = "recalled"
	Closed   Life = "closed"
)

// Group is one group. Been are all who sat in it since it opened, or since the last
// change of tables: whoever sat in one group in one round has met.
type Group struct {
	Title   string           `json:"title,omitempty"`
	Members []rooms.MemberID `json:"members"`
	Host    rooms.MemberID   `json:"host,omitempty"`
	Board   rooms.BoardID    `json:"board,omitempty"`
	Help    *Help            `json:"help,omitempty"`
	Done    bool             `json:"done,omitempty"`
	Been    []rooms.MemberID `json:"been,omitempty"`
	Named   rooms.Seq        `json:"named,omitempty"` // the place in the log of its title, when it was given apart
}

// Help is a call that nobody answered yet.
type Help struct {
	By rooms.MemberID `json:"by"`
	At rooms.Millis   `json:"at"`
}

// Set is one making of groups, with its life.
type Set struct {
	ID       SetID         `json:"id"`
	Phase    rooms.PhaseID `json:"phase,omitempty"`
	By       Method        `json:"by"`
	Life     Life          `json:"life"`
	Round    int           `json:"round"` // of tables; 1 from the opening on
	Groups   []*Group      `json:"groups"`
	Limit    int           `json:"limit,omitempty"`   // places of a self-chosen group
	Minutes  int           `json:"minutes,omitempty"` // to be open for; 0: without an end
	Repeats  int           `json:"repeats,omitempty"` // pairs that meet again, counted as often as they met
	Sure     bool          `json:"sure,omitempty"`    // fewer repeats are known to be impossible
	OpenedAt rooms.Millis  `json:"opened_at,omitempty"`
	Until    rooms.Millis  `json:"until,omitempty"`
	Named    rooms.Seq     `json:"named,omitempty"`     // the place in the log where it was made, with titles
	ClosesAt rooms.Millis  `json:"closes_at,omitempty"` // recalled: everyone is back then
	// Announced: each is told her group, before it opens.
	Announced bool `json:"announced,omitempty"`
	// Untold: who sat together in it is told to no later session.
	Untold bool `json:"untold,omitempty"`
	// Visits are those who facilitate and are in a group without being of it.
	Visits map[rooms.MemberID]rooms.GroupID `json:"visits"`
}

// Sat is one round of one set, once it is over: who sat in each group.
type Sat struct {
	Set    SetID              `json:"set"`
	Groups [][]rooms.MemberID `json:"groups"`
	Untold bool               `json:"untold,omitempty"`
}

// Told is the last sentence told to all groups.
type Told struct {
	Seq  rooms.Seq      `json:"seq"`
	At   rooms.Millis   `json:"at"`
	By   rooms.MemberID `json:"by"`
	Text string         `json:"text"`
}

// State is the groups of one session: the last set, and with whom everyone sat.
type State struct {
	Set  *Set  `json:"set,omitempty"`
	Past []Sat `json:"past"`
	// Before are those who sat together in earlier sessions, a list for each time.
	Before [][]rooms.MemberID `json:"before,omitempty"`
	// Willing are those who facilitate and want a place.
	Willing map[rooms.MemberID]bool `json:"willing"`
	Told    *Told                   `json:"told,omitempty"`
}

// New is a session without groups yet; before tells who sat together in earlier ones,
// a list of people for each time.
func New(before [][]rooms.MemberID) State {
	return State{Past: []Sat{}, Before: before, Willing: map[rooms.MemberID]bool{}}
}

// Untell keeps from later sessions who sits together in the set that is open.
func (s *State) Untell() {
	if s.Active() {
		s.Set.Untold = true
	}
}

// Together are those who sat together in this session, a list for each group of each round that is over, the latest first. Who sat alone,
// and what is untold, is not in it.
func (s *State) Together() [][]rooms.MemberID {
	all := [][]rooms.MemberID{}
	for _, sat := range slices.Backward(s.Past) {
		for _, g := range sat.Groups {
			if len(g) > 1 && !sat.Untold {
				all = append(all, slices.Clone(g))
			}
		}
	}
	return all
}

// maxPast bounds the rounds that are remembered for GR-8; the oldest go first.
const maxPast = 60

// Active tells whether people are in groups.
func (s *State) Active() bool { return s.Set != nil && (s.Set.Life == Open || s.Set.Life == Recalled) }

// index of a group by its id, -1 for none.
func (set *Set) index(id rooms.GroupID) int {
	for i := range set.Groups {
		if set.ID.Group(i+1) == id {
			return i
		}
	}
	return -1
}

// of is the index of the group that she is a member of, -1 for none.
func (set *Set) of(m rooms.MemberID) int {
	return slices.IndexFunc(set.Groups, func(g *Group) bool { return slices.Contains(g.Members, m) })
}

// Member is the group that she is a member of, "" for none; of a proposal too.
func (s *State) Member(m rooms.MemberID) rooms.GroupID {
	if s.Set == nil || s.Set.Life == Closed {
		return ""
	}
	if i := s.Set.of(m); i >= 0 {
		return s.Set.ID.Group(i + 1)
	}
	return ""
}

// Where is the circle that she is in now: the group that she visits, else hers while it
// is open and not done, else the plenary "".
func (s *State) Where(m rooms.MemberID) rooms.GroupID {
	if !s.Active() {
		return ""
	}
	if g, ok := s.Set.Visits[m]; ok {
		return g
	}
	if i := s.Set.of(m); i >= 0 && !s.Set.Groups[i].Done {
		return s.Set.ID.Group(i + 1)
	}
	return ""
}

// Circles are the groups in which people are, in order: open, and not done.
func (s *State) Circles() []rooms.GroupID {
	ids := []rooms.GroupID{}
	if !s.Active() {
		return ids
	}
	for i, g := range s.Set.Groups {
		if !g.Done {
			ids = append(ids, s.Set.ID.Group(i+1))
		}
	}
	return ids
}

// All are the groups of the set that is open, those that are done too.
func (s *State) All() []rooms.GroupID {
	ids := []rooms.GroupID{}
	if s.Active() {
		for i := range s.Set.Groups {
			ids = append(ids, s.Set.ID.Group(i+1))
		}
	}
	return ids
}

// Group is a group of the last set by its id; nil for none.
func (s *State) Group(id rooms.GroupID) *Group {
	if s.Set == nil {
		return nil
	}
	if i := s.Set.index(id); i >= 0 {
		return s.Set.Groups[i]
	}
	return nil
}

// Holds is the group that has a board while groups are open; "" for none.
func (s *State) Holds(b rooms.BoardID) rooms.GroupID {
	if !s.Active() || b == "" {
		return ""
	}
	for i, g := range s.Set.Groups {
		if g.Board == b {
			return s.Set.ID.Group(i + 1)
		}
	}
	return ""
}

// Room is what groups need to know of the session at this moment.
type Room struct {
	At          rooms.Millis
	Circle      []rooms.MemberID // inside, in order of arrival
	Here        func(rooms.MemberID) bool
	Facilitates func(rooms.MemberID) bool
	Listens     func(rooms.MemberID) bool
}

func (r Room) inside(m rooms.MemberID) bool { return slices.Contains(r.Circle, m) }

// Placed are those whom a draw places, in order of arrival (GR-3).
func (s *State) Placed(r Room) []rooms.MemberID {
	ms := []rooms.MemberID{}
	for _, m := range r.Circle {
		if !r.Listens(m) && (!r.Facilitates(m) || s.Willing[m]) {
			ms = append(ms, m)
		}
	}
	return ms
}

// Unplaced are those inside who belong in a group and have none, in order of arrival.
func (s *State) Unplaced(r Room) []rooms.MemberID {
	return slices.DeleteFunc(s.Placed(r), func(m rooms.MemberID) bool { return s.Set != nil && s.Set.of(m) >= 0 })
}

// Alone tells whether she is in an open group in which nobody else is connected (GR-17).
func (s *State) Alone(m rooms.MemberID, r Room) bool {
	if !s.Active() {
		return false
	}
	i := s.Set.of(m)
	if i < 0 || s.Set.Groups[i].Done {
		return false
	}
	return !slices.ContainsFunc(s.Set.Groups[i].Members, func(x rooms.MemberID) bool { return x != m && r.Here(x) })
}
