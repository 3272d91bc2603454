package equity

import (
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
)

// Share is what one person was heard. MS is in milliseconds.
type Share struct {
	MS     rooms.Millis `json:"ms,omitempty"`
	Turns  int          `json:"turns,omitempty"`
	Opened int          `json:"opened,omitempty"` // rounds that she opened
}

// Plus adds two shares.
func (s Share) Plus(o Share) Share {
	return Share{MS: s.MS + o.MS, Turns: s.Turns + o.Turns, Opened: s.Opened + o.Opened}
}

// Hold is a turn or a floor under way. Its clock runs from Since unless Still.
type Hold struct {
	Member rooms.MemberID `json:"member"`
	Since  rooms.Millis   `json:"since"`
	Still  bool           `json:"still,omitempty"` // suspended
	Ran    rooms.Ran      `json:"ran,omitempty"`   // what was counted of it before pauses, lately
}

// Circle is what is under way in one circle.
type Circle struct {
	Hold   *Hold `json:"hold,omitempty"`
	Paused bool  `json:"paused,omitempty"`
	Opens  bool  `json:"opens,omitempty"` // a round began, and nobody took the stick yet
	// Cut are those whose turn was set aside in this round.
	Cut map[rooms.MemberID]bool `json:"cut,omitempty"`
}

// State is the count of one session, with what earlier ones of the season left.
type State struct {
	Off     bool                      `json:"off,omitempty"`
	Said    map[rooms.MemberID]Share  `json:"said"`
	Season  map[rooms.MemberID]Share  `json:"season,omitempty"`
	Circles map[rooms.GroupID]*Circle `json:"circles"`
}

// New is a session in which nobody was heard yet; season is what earlier ones left.
func New(season map[rooms.MemberID]Share) State {
	return State{Said: map[rooms.MemberID]Share{}, Season: season, Circles: map[rooms.GroupID]*Circle{}}
}

// Switched is the count switched off by the group, or on again.
type Switched struct {
	On bool `json:"on"`
}

// EventName is the name in the log.
func (Switched) EventName() string { return "equity.switched" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Switched](r)
	return r
}

// SwitchArgs come with equity.switch.
type SwitchArgs struct {
	On bool `json:"on"`
}

// Switch decides whether turns are counted (EQ-8); nil when that changes nothing.
func (s *State) Switch(a SwitchArgs) codec.Event {
	if a.On != s.Off {
		return nil
	}
	return Switched(a)
}

// Apply records that the group switched the count, at that instant. What was counted is kept aside while it is off (EQ-8); a turn
// or a floor under way is counted up to there, and the next one when it is on again.
func (s *State) Apply(at rooms.Millis, e codec.Event) {
	sw, ok := e.(Switched)
	if !ok {
		return
	}
	for _, c := range s.Circles {
		s.stop(c, at)
		c.Hold, c.Opens = nil, false
	}
	s.Off = !sw.On
}

// Close forgets what is kept aside when the session closes without having switched the count on again (EQ-8).
func (s *State) Close() {
	if s.Off {
		s.Said, s.Circles = map[rooms.MemberID]Share{}, map[rooms.GroupID]*Circle{}
	}
}

func (s *State) circle(g rooms.GroupID) *Circle {
	c := s.Circles[g]
	if c == nil {
		c = &Circle{}
		s.Circles[g] = c
	}
	return c
}

func (s *State) add(m rooms.MemberID, more Share) { s.Said[m] = s.Said[m].Plus(more) }

// stop counts what the holding has lasted since its clock runs.
func (s *State) stop(c *Circle, at rooms.Millis) {
	if h := c.Hold; h != nil && !h.Still && !c.Paused {
		s.add(h.Member, Share{MS: max(0, at-h.Since)})
	}
}

// Begins is a round that begins in a circle.
func (s *State) Begins(g rooms.GroupID) {
	if !s.Off {
		c := s.circle(g)
		c.Opens, c.Paused, c.Cut = true, false, nil
	}
}

// Starts is a turn of the stick (round), or a floor, that somebody has from now on.
func (s *State) Starts(g rooms.GroupID, m rooms.MemberID, at rooms.Millis, round bool) {
	if s.Off {
		return
	}
	c := s.circle(g)
	s.stop(c, at)
	c.Hold = &Hold{Member: m, Since: at}
	more := Share{Turns: 1}
	if round && c.Cut[m] {
		delete(c.Cut, m)
		more.Turns = 0
	}
	if round && c.Opens {
		c.Opens = false
		more.Opened = 1
	}
	s.add(m, more)
}

// Stops is the end of what somebody had, at that instant.
func (s *State) Stops(g rooms.GroupID, at rooms.Millis) {
	if c := s.Circles[g]; c != nil {
		s.stop(c, at)
		c.Hold = nil
	}
}

// Aside is the end of a turn of which something remains: it is the same when she is back (EQ-3).
func (s *State) Aside(g rooms.GroupID, at rooms.Millis) {
	c := s.Circles[g]
	if c == nil || c.Hold == nil {
		return
	}
	if c.Cut == nil {
		c.Cut = map[rooms.MemberID]bool{}
	}
	c.Cut[c.Hold.Member] = true
	s.Stops(g, at)
}

// Suspends is a turn whose clock stands still, since its holder's connection was lost at
// that instant; GoesOn, that it runs again.
func (s *State) Suspends(g rooms.GroupID, since rooms.Millis) {
	if c := s.Circles[g]; c != nil && c.Hold != nil {
		s.stop(c, since)
		s.add(c.Hold.Member, Share{MS: -c.Hold.Ran.Since(since)})
		c.Hold.Still, c.Hold.Ran = true, nil
	}
}

// GoesOn is a suspended turn whose clock runs again.
func (s *State) GoesOn(g rooms.GroupID, at rooms.Millis) {
	if c := s.Circles[g]; c != nil && c.Hold != nil {
		c.Hold.Still, c.Hold.Since = false, at
	}
}

// Pauses is a round whose clocks all stand still; Resumes, that they run again.
func (s *State) Pauses(g rooms.GroupID, at rooms.Millis) {
	if s.Off {
		return
	}
	c := s.circle(g)
	s.stop(c, at)
	if h := c.Hold; h != nil && !h.Still && !c.Paused {
		h.Ran = h.Ran.With(h.Since, at)
	}
	c.Paused = true
}

// Resumes is a paused round that goes on.
func (s *State) Resumes(g rooms.GroupID, at rooms.Millis) {
	c := s.Circles[g]
	if c == nil || !c.Paused {
		return
	}
	c.Paused = false
	if c.Hold != nil {
		c.Hold.Since = at
	}
}

// Ends is a round that is over: nothing of it goes on.
func (s *State) Ends(g rooms.GroupID, at rooms.Millis) {
	if c := s.Circles[g]; c != nil {
		s.stop(c, at)
		delete(s.Circles, g)
	}
}

// Shift leaves out the time in which the room had no host.
func (s *State) Shift(by rooms.Millis) {
	for _, c := range s.Circles {
		if c.Hold != nil {
			c.Hold.Since += by
		}
	}
}

// Mine is what one person is told of herself. While Since is set her time runs from there,
// beside HeardMS.
type Mine struct {
	HeardMS  rooms.Millis `json:"heard_ms"`
	Since    rooms.Millis `json:"since,omitempty"`
	Turns    int          `json:"turns"`
	SeasonMS rooms.Millis `json:"season_ms"` // earlier sessions of the season
}

// Mine is a person's own count (EQ-5); nil when nothing is counted.
func (s *State) Mine(m rooms.MemberID) *Mine {
	if s.Off {
		return nil
	}
	v := &Mine{HeardMS: s.Said[m].MS, Turns: s.Said[m].Turns, SeasonMS: s.Season[m].MS}
	for _, c := range s.Circles {
		if h := c.Hold; h != nil && h.Member == m && !h.Still && !c.Paused {
			v.Since = h.Since
		}
	}
	return v
}

// Heard is what the order of hands asks about a person; a nil function when nothing is counted.
func (s *State) Heard() func(rooms.MemberID) (turns int, time rooms.Millis) {
	if s.Off {
		return nil
	}
	return func(m rooms.MemberID) (int, rooms.Millis) { return s.Said[m].Turns, s.Said[m].MS }
}

// fewest people about whom a figure may be shown.
const fewest = 5

// Spread is how the word is shared, naming nobody.
type Spread struct {
	People   int          `json:"people"`
	MedianMS rooms.Millis `json:"median_ms"`
	TopThree int          `json:"top_three"` // percent of all time, of the three most heard
	Unheard  int          `json:"unheard"`
	// Season is the same of this session with the earlier ones of the season; absent in the first.
	Season *Figures `json:"season,omitempty"`
}

// Figures say how the word is shared over a time.
type Figures struct {
	MedianMS rooms.Millis `json:"median_ms"`
	TopThree int          `json:"top_three"`
	Unheard  int          `json:"unheard"`
}

// Spread is what those who facilitate are told about these people (EQ-6): everyone who
// takes part. Nil when nothing is counted, and about fewer than five.
func (s *State) Spread(people []rooms.MemberID) *Spread {
	if s.Off || len(people) < fewest {
		return nil
	}
	now := figures(people, func(m rooms.MemberID) Share { return s.Said[m] })
	v := &Spread{People: len(people), MedianMS: now.MedianMS, TopThree: now.TopThree, Unheard: now.Unheard}
	if len(s.Season) > 0 {
		whole := figures(people, func(m rooms.MemberID) Share { return s.Season[m].Plus(s.Said[m]) })
		v.Season = &whole
	}
	return v
}

// figures are those about three people or more.
func figures(people []rooms.MemberID, of func(rooms.MemberID) Share) (v Figures) {
	var times []rooms.Millis
	var all, top rooms.Millis
	for _, m := range people {
		said := of(m)
		if said.Turns == 0 {
			v.Unheard++
		}
		times = append(times, said.MS)
		all += said.MS
	}
	slices.Sort(times)
	n := len(times)
	v.MedianMS = (times[(n-1)/2] + times[n/2]) / 2
	for _, t := range times[n-3:] {
		top += t
	}
	if all > 0 {
		v.TopThree = int((100*top + all/2) / all)
	}
	return v
}

// Reason is why somebody has her place in the order proposed.
type Reason string

// The reasons.
const (
	NotOpened Reason = "not_opened" // has not opened a round yet
	Arrived   Reason = "arrival"
)

// Place is one place of the order proposed.
type Place struct {
	Member rooms.MemberID `json:"member"`
	Why    Reason         `json:"why"`
}

// Propose is the order proposed for a circle (EQ-7), given in the order of arrival. By the time that each was heard it would say, of
// people with a name, who has spoken least this season.
func (s *State) Propose(circle []rooms.MemberID) []Place {
	order := make([]Place, len(circle))
	for i, m := range circle {
		order[i] = Place{Member: m, Why: Arrived}
	}
	if s.Off {
		return order
	}
	for i, m := range circle {
		if s.Season[m].Plus(s.Said[m]).Opened == 0 {
			order[i].Why = NotOpened
		}
	}
	slices.SortStableFunc(order, func(a, b Place) int {
		switch a.Why {
		case b.Why:
			return 0
		case NotOpened:
			return -1
		default:
			return 1
		}
	})
	return order
}

// Totals is what this session adds to the season, by person; nil when nothing is counted.
func (s *State) Totals() map[rooms.MemberID]Share {
	if s.Off {
		return nil
	}
	return maps.Clone(s.Said)
}
