package groups

import (
	"slices"
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
)

// Codes of this machine's refusals.
const (
	CodeOpen     = "groups_open"    // groups are open: close them first
	CodeNone     = "no_groups"      // no groups are there for this gesture
	CodeFew      = "groups_too_few" // fewer than two people to place
	CodeMany     = "groups_too_many"
	CodeUnknown  = "groups_unknown" // names someone who has no place, or twice; Data "member"
	CodeUnasked  = "groups_unasked" // someone who facilitates and did not ask for a place; Data "member"
	CodeNoGroup  = "no_such_group"
	CodeFull     = "group_full" // Data "max"
	CodeStay     = "stay_in_group"
	CodeDone     = "group_done"
	CodeNotInOne = "not_in_group"
	CodeNoTime   = "groups_no_time" // not that many minutes, or seconds
	CodeMoved    = "groups_moved"   // another gesture changed their end first
)

// Bounds of what is asked.
const (
	maxMinutes = 600
	maxGroups  = 100
	maxTitle   = 120
)

// ProposeArgs come with groups.propose: how groups are made. Size (and no group of more
// than Most) or Count, not both, for what is drawn; Count and Limit for self-chosen groups; Groups for chosen ones. Hosts are
// of the first groups, in their order. Values are of the facet; Alike brings together
// people of one value instead of mixing them. Minutes is for how long groups will be open, 0 for
// no end. Seed is whatever the client drew, below 2⁵³.
type ProposeArgs struct {
	Set    SetID                     `json:"set"`
	By     Method                    `json:"by"`
	Size   int                       `json:"size,omitempty"`
	Most   int                       `json:"most,omitempty"`
	Count  int                       `json:"count,omitempty"`
	Limit  int                       `json:"limit,omitempty"`
	Seed   uint64                    `json:"seed,omitempty"`
	Groups [][]rooms.MemberID        `json:"groups,omitempty"`
	Values map[rooms.MemberID]string `json:"values,omitempty"`
	Alike  bool                      `json:"alike,omitempty"`
	// Together keeps those who sat together in the last round together: pairs become fours.
	Together bool             `json:"together,omitempty"`
	Titles   []string         `json:"titles,omitempty"`
	Hosts    []rooms.MemberID `json:"hosts,omitempty"`
	Minutes  int              `json:"minutes,omitempty"`
}

func bad(field string) *rooms.Refusal {
	return &rooms.Refusal{Code: rooms.CodeBadArgs, Data: map[string]any{"field": field}}
}

func refuse(code, name string, value any) *rooms.Refusal {
	return &rooms.Refusal{Code: code, Data: map[string]any{name: value}}
}

// Propose decides a set of groups, asked for by somebody who runs; it replaces a
// proposal that has not opened (GR-1 to GR-10).
func (s *State) Propose(by rooms.MemberID, a ProposeArgs, phase rooms.PhaseID, r Room) (codec.Event, *rooms.Refusal) {
	if s.Active() {
		return nil, rooms.Refuse(CodeOpen)
	}
	if no := s.check(a); no != nil {
		return nil, no
	}
	e := Made{Set: a.Set, Phase: phase, By: a.By, Minutes: a.Minutes, Groups: []Named{}, Sure: true}
	var gs [][]rooms.MemberID
	var no *rooms.Refusal
	switch a.By {
	case Chosen:
		gs, no = s.named(by, a.Groups, r)
	case Self:
		gs, e.Limit = make([][]rooms.MemberID, a.Count), a.Limit
	default:
		gs, no = s.drawn(by, a, r, &e)
	}
	if no != nil {
		return nil, no
	}
	for i, ms := range gs {
		g := Named{Members: ms}
		if ms == nil {
			g.Members = []rooms.MemberID{}
		}
		if i < len(a.Titles) {
			g.Title = a.Titles[i]
		}
		if i < len(a.Hosts) {
			if a.By != Self && !slices.Contains(ms, a.Hosts[i]) {
				return nil, refuse(CodeUnknown, "member", a.Hosts[i])
			}
			g.Host = a.Hosts[i]
		}
		e.Groups = append(e.Groups, g)
	}
	return e, nil
}

func (s *State) check(a ProposeArgs) *rooms.Refusal {
	known := func(sat Sat) bool { return sat.Set == a.Set }
	switch {
	case !a.Set.valid() || slices.ContainsFunc(s.Past, known):
		return bad("set")
	case a.Minutes < 0 || a.Minutes > maxMinutes:
		return refuse(CodeNoTime, "max", maxMinutes)
	case a.Count < 0 || a.Size < 0 || a.Limit < 0 || a.Most < 0:
		return bad("size")
	case a.Count > maxGroups || len(a.Groups) > maxGroups:
		return refuse(CodeMany, "max", maxGroups)
	}
	for _, t := range a.Titles {
		if utf8.RuneCountInString(t) > maxTitle || chat.Clean(t) != t {
			return bad("titles")
		}
	}
	return a.fits()
}

// valid tells whether a set's id is made of letters, digits, - and _, at most 56.
func (s SetID) valid() bool {
	for _, r := range string(s) {
		if (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && r != '-' && r != '_' {
			return false
		}
	}
	return s != "" && len(s) <= 56
}

// fits refuses what does not go with the method.
func (a ProposeArgs) fits() *rooms.Refusal {
	switch a.By {
	case Chosen:
		if len(a.Groups) == 0 {
			return bad("groups")
		}
	case Self:
		if a.Count == 0 || a.Limit == 0 || len(a.Hosts) > 0 {
			return bad("count")
		}
	case Lot, Facet, Fresh:
		if (a.Size == 0) == (a.Count == 0) || a.Size == 1 || a.Most != 0 && a.Most < a.Size {
			return bad("size")
		}
		if a.Together && a.By != Lot {
			return bad("together")
		}
	default:
		return bad("by")
	}
	return nil
}

// mayPlace refuses to place someone who has no place here, asked by that person (GR-3).
func (s *State) mayPlace(by, m rooms.MemberID, r Room) *rooms.Refusal {
	switch {
	case !r.inside(m):
		return refuse(CodeUnknown, "member", m)
	case r.Facilitates(m) && m != by && !s.Willing[m]:
		return refuse(CodeUnasked, "member", m)
	default:
		return nil
	}
}

// named are groups chosen by hand.
func (s *State) named(by rooms.MemberID, groups [][]rooms.MemberID, r Room) ([][]rooms.MemberID, *rooms.Refusal) {
	seen := map[rooms.MemberID]bool{}
	for _, g := range groups {
		for _, m := range g {
			if seen[m] {
				return nil, refuse(CodeUnknown, "member", m)
			}
			seen[m] = true
			if no := s.mayPlace(by, m, r); no != nil {
				return nil, no
			}
		}
	}
	return groups, nil
}

// drawn are groups made by a draw; what it cost goes in the event.
func (s *State) drawn(by rooms.MemberID, a ProposeArgs, r Room, e *Made) ([][]rooms.MemberID, *rooms.Refusal) {
	people := s.Placed(r)
	for i, h := range a.Hosts {
		if no := s.mayPlace(by, h, r); no != nil {
			return nil, no
		}
		if slices.Contains(a.Hosts[:i], h) {
			return nil, refuse(CodeUnknown, "member", h)
		}
		if !slices.Contains(people, h) {
			people = append(people, h)
		}
	}
	sizes, no := sizesFor(len(people), a)
	if no != nil {
		return nil, no
	}
	if len(a.Hosts) > len(sizes) {
		return nil, refuse(CodeMany, "max", len(sizes))
	}
	d := draw{seed: a.Seed, pair: indifferent}
	for g, n := range sizes {
		t := table{places: n}
		if g < len(a.Hosts) {
			t.host, t.places = a.Hosts[g], n-1
		}
		d.tables = append(d.tables, t)
	}
	d.people = slices.DeleteFunc(people, func(m rooms.MemberID) bool { return slices.Contains(a.Hosts, m) })
	switch {
	case a.Together:
		d.pair, d.starts = like(s.sides()), byValue(d.people, s.sides())
	case a.By == Fresh:
		h := s.met()
		d.pair = func(x, y rooms.MemberID) int { return h[both(x, y)] }
	case a.By == Facet && a.Alike:
		d.pair, d.starts = like(a.Values), byValue(d.people, a.Values)
	case a.By == Facet:
		d.pair, d.starts = unlike(a.Values), byValue(d.people, a.Values)
	}
	gs, cost, sure := d.solve()
	e.Sure = sure
	if a.By == Fresh {
		e.Repeats = cost
	}
	return gs, nil
}

func sizesFor(n int, a ProposeArgs) ([]int, *rooms.Refusal) {
	if n < 2 {
		return nil, rooms.Refuse(CodeFew)
	}
	if a.Count > n/2 {
		return nil, refuse(CodeMany, "max", n/2)
	}
	sizes := SizesOf(n, a.Size, a.Most)
	if a.Count > 0 {
		sizes = Split(n, a.Count)
	}
	if len(sizes) > maxGroups {
		return nil, refuse(CodeMany, "max", maxGroups)
	}
	return sizes, nil
}

// Withdraw takes a proposal back.
func (s *State) Withdraw() (codec.Event, *rooms.Refusal) {
	if s.Set == nil || s.Set.Life != Proposed {
		return nil, rooms.Refuse(CodeNone)
	}
	return Withdrawn{}, nil
}
