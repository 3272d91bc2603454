package groups

import (
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
)

const minute rooms.Millis = 60_000

// RecallFor is how far ahead a return is announced unless asked otherwise, in seconds.
const RecallFor = 60

const (
	maxRecall = 600
	maxTold   = 500
)

type (
	// OpenArgs come with groups.open: Set is the proposal that the person saw. Minutes
	// replaces what was proposed. Boards are one for each group, in their order, minted by
	// the client and opened with the groups; or none.
	OpenArgs struct {
		Set     SetID           `json:"set"`
		Minutes int             `json:"minutes,omitempty"`
		Boards  []rooms.BoardID `json:"boards,omitempty"`
	}
	// SetArgs come with groups.announce: the proposal that the person saw.
	SetArgs struct {
		Set SetID `json:"set"`
	}
	// ExtendArgs come with groups.extend; fewer minutes when negative. EndsAt is when the person
	// saw groups end, or come back once they are recalled, 0 for never: so that two presses at
	// once have one effect. Clients of before do not say it.
	ExtendArgs struct {
		Minutes int           `json:"minutes"`
		EndsAt  *rooms.Millis `json:"ends_at,omitempty"`
	}
	// RecallArgs come with groups.recall: the return is so many seconds ahead, RecallFor
	// when absent.
	RecallArgs struct {
		InS *int `json:"in_s,omitempty"`
	}
	// TurnArgs come with groups.turn: the next table. Round is the one that the person
	// saw, so that two presses at once have one effect.
	TurnArgs struct {
		Round   int    `json:"round"`
		Seed    uint64 `json:"seed,omitempty"`
		Minutes int    `json:"minutes,omitempty"`
	}
	// GroupArgs name a group.
	GroupArgs struct {
		Group rooms.GroupID `json:"group"`
	}
	// DoneArgs come with groups.done: my group is done, or goes on.
	DoneArgs struct {
		On bool `json:"on"`
	}
	// SayArgs come with groups.say.
	SayArgs struct {
		Text string `json:"text"`
	}
	// WishArgs come with groups.wish.
	WishArgs struct {
		On bool `json:"on"`
	}
)

// Open decides that people go to their groups (GR-12). Opened already, they are; another
// proposal than the one that the person saw is not opened.
func (s *State) Open(a OpenArgs, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	switch {
	case s.Active() && s.Set.ID == a.Set:
		return nil, nil
	case s.Active():
		return nil, rooms.Refuse(CodeOpen)
	case s.Set == nil || s.Set.Life != Proposed || s.Set.ID != a.Set:
		return nil, rooms.Refuse(CodeNone)
	case a.Minutes < 0 || a.Minutes > maxMinutes:
		return nil, refuse(CodeNoTime, "max", maxMinutes)
	case len(a.Boards) != 0 && len(a.Boards) != len(s.Set.Groups):
		return nil, bad("boards")
	}
	return Opened{Until: until(at, a.Minutes, s.Set.Minutes), Boards: a.Boards}, nil
}

func until(at rooms.Millis, minutes, otherwise int) rooms.Millis {
	if minutes == 0 {
		minutes = otherwise
	}
	if minutes == 0 {
		return 0
	}
	return at + rooms.Millis(minutes)*minute
}

// Announce decides that each is told her group before groups open (GR-27).
func (s *State) Announce(a SetArgs) (codec.Event, *rooms.Refusal) {
	switch {
	case s.Set == nil || s.Set.Life != Proposed || s.Set.ID != a.Set:
		return nil, rooms.Refuse(CodeNone)
	case s.Set.Announced:
		return nil, nil
	default:
		return Announced{}, nil
	}
}

// Extend decides another end; groups that were recalled go on (GR-12).
func (s *State) Extend(a ExtendArgs, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	if !s.Active() {
		return nil, rooms.Refuse(CodeNone)
	}
	set := s.Set
	if a.EndsAt != nil && *a.EndsAt != set.end() {
		return nil, rooms.Refuse(CodeMoved)
	}
	from := set.Until
	if set.Life == Recalled || from == 0 {
		from = at
	}
	end := max(from+rooms.Millis(a.Minutes)*minute, at)
	tooMuch := a.Minutes == 0 || a.Minutes > maxMinutes || a.Minutes < -maxMinutes || end-set.OpenedAt > maxMinutes*minute
	if tooMuch || a.Minutes < 0 && (set.Life == Recalled || set.Until == 0) {
		return nil, refuse(CodeNoTime, "max", maxMinutes)
	}
	if a.Minutes < 0 {
		end = min(end, set.Until) // over already: no later for that
	}
	if set.Life == Open && end == set.Until {
		return nil, nil
	}
	return Extended{Minutes: a.Minutes, Until: end}, nil
}

// end is when people of open groups come back, as far as is known; 0 for never.
func (set *Set) end() rooms.Millis {
	if set.Life == Recalled {
		return set.ClosesAt
	}
	return set.Until
}

// Recall announces the return (GR-13); said again with a number of seconds, at another instant.
func (s *State) Recall(a RecallArgs, at rooms.Millis) (codec.Event, *rooms.Refusal) {
	in := RecallFor
	if a.InS != nil {
		in = *a.InS
	}
	switch {
	case !s.Active():
		return nil, rooms.Refuse(CodeNone)
	case in < 0 || in > maxRecall:
		return nil, refuse(CodeNoTime, "max", maxRecall)
	}
	closes := at + rooms.Millis(in)*1000
	if s.Set.Life == Recalled && (a.InS == nil || s.Set.ClosesAt == closes) {
		return nil, nil
	}
	return Called{ClosesAt: closes}, nil
}

// Close decides that everyone is back now; with no groups open, nothing (GR-14).
func (s *State) Close(why Why) codec.Event {
	if !s.Active() {
		return nil
	}
	return Ended{Why: why}
}

// Deadline is the next instant at which time changes something; 0 for never.
func (s *State) Deadline() rooms.Millis {
	if s.Set == nil || s.Set.Life != Recalled {
		return 0
	}
	return s.Set.ClosesAt
}

// Tick is what the coming of that instant makes happen; nil for nothing.
func (s *State) Tick(at rooms.Millis) codec.Event {
	if d := s.Deadline(); d == 0 || d > at {
		return nil
	}
	return Ended{Why: WhyReturned}
}

// Help calls for help for the group that she is in (GR-18).
func (s *State) Help(m rooms.MemberID) (codec.Event, *rooms.Refusal) {
	i, no := s.in(m)
	if no != nil || s.Set.Groups[i].Help != nil {
		return nil, no
	}
	return Asked{Group: s.Set.ID.Group(i + 1)}, nil
}

// NoHelp takes her group's call back.
func (s *State) NoHelp(m rooms.MemberID) (codec.Event, *rooms.Refusal) {
	i, no := s.in(m)
	if no != nil || s.Set.Groups[i].Help == nil {
		return nil, no
	}
	return Answered{Group: s.Set.ID.Group(i + 1), Taken: true}, nil
}

// in is the open group in which she is a member.
func (s *State) in(m rooms.MemberID) (int, *rooms.Refusal) {
	if !s.Active() {
		return -1, rooms.Refuse(CodeNone)
	}
	i := s.Set.of(m)
	switch {
	case i < 0:
		return -1, rooms.Refuse(CodeNotInOne)
	case s.Set.Groups[i].Done:
		return -1, rooms.Refuse(CodeDone)
	}
	return i, nil
}

// Answer says, for somebody who facilitates, that a call was heard. A call that is no
// more needs no answer.
func (s *State) Answer(a GroupArgs) (codec.Event, *rooms.Refusal) {
	if !s.Active() {
		return nil, rooms.Refuse(CodeNone)
	}
	switch g := s.Group(a.Group); {
	case g == nil:
		return nil, rooms.Refuse(CodeNoGroup)
	case g.Help == nil:
		return nil, nil
	}
	return Answered{Group: a.Group}, nil
}

// Visit takes somebody who facilitates to a group without making her a member of it,
// which answers its call (GR-19).
func (s *State) Visit(m rooms.MemberID, a GroupArgs, r Room) ([]codec.Event, *rooms.Refusal) {
	if !r.Facilitates(m) {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	if !s.Active() {
		return nil, rooms.Refuse(CodeNone)
	}
	g := s.Group(a.Group)
	switch {
	case g == nil:
		return nil, rooms.Refuse(CodeNoGroup)
	case g.Done:
		return nil, rooms.Refuse(CodeDone)
	case s.Member(m) == a.Group:
		return s.visitEnds(m), nil
	case s.Set.Visits[m] == a.Group:
		return nil, nil
	}
	es := []codec.Event{Visited{Member: m, Group: a.Group}}
	if g.Help != nil {
		es = append(es, Answered{Group: a.Group})
	}
	return es, nil
}

// Back ends her visit: she is where she belongs.
func (s *State) Back(m rooms.MemberID) (codec.Event, *rooms.Refusal) {
	if !s.Active() {
		return nil, rooms.Refuse(CodeNone)
	}
	if s.Set.Visits[m] == "" {
		return nil, nil
	}
	return Visited{Member: m}, nil
}

// Say tells a sentence to all groups (GR-20).
func (s *State) Say(a SayArgs) (codec.Event, *rooms.Refusal) {
	text := chat.Clean(a.Text)
	switch {
	case !s.Active():
		return nil, rooms.Refuse(CodeNone)
	case text == "":
		return nil, rooms.Refuse(chat.CodeEmpty)
	case utf8.RuneCountInString(text) > maxTold:
		return nil, refuse(chat.CodeLong, "max", maxTold)
	}
	return Said{Text: text}, nil
}

// Finish says that her group is done and back in the plenary, or goes on (GR-21).
func (s *State) Finish(m rooms.MemberID, a DoneArgs) ([]codec.Event, *rooms.Refusal) {
	if !s.Active() {
		return nil, rooms.Refuse(CodeNone)
	}
	i := s.Set.of(m)
	if i < 0 {
		return nil, rooms.Refuse(CodeNotInOne)
	}
	g := s.Set.Groups[i]
	if g.Done == a.On {
		return nil, nil
	}
	es := []codec.Event{Done{Group: s.Set.ID.Group(i + 1), On: a.On}}
	if !a.On {
		return es, nil
	}
	if s.over(i) {
		es = append(es, Ended{Why: WhyDone})
	}
	return es, nil
}
