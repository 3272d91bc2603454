package minutes

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/desk"
	"palabre/rooms/groups"
	"palabre/rooms/people"
	"palabre/rooms/record"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// story is what minutes retain of a session.
type story struct {
	opened, closed rooms.Millis
	mode           session.Mode
	phases         []agenda.Phase
	steps          []step
	course         course
	people         []*person // in order of arrival
	rounds         []*round
	proposed       map[rooms.GroupID]*round // by circle; "" is the plenary
	messages       []*message
	items          []record.Item
	boards         []session.PlanBoard
	chosen         chosen
	groups         map[rooms.GroupID]string // their titles
	print          string                   // fingerprint of the log
}

// person is someone who was in the room.
type person struct {
	id     rooms.MemberID
	role   rooms.Role
	led    bool // facilitated, at some time
	listed bool
}

// step is one stay in a phase. Idle is how long the room had no host meanwhile: clocks stood still. Gained is by how many minutes
// it was made longer on purpose, below 0 shorter.
type step struct {
	phase, gained     int
	from, until, idle rooms.Millis
}

// round is a round that began, in the plenary ("") or in a small group. Nothing of what its seats lived is here.
type round struct {
	group    rooms.GroupID
	number   int
	phase    rooms.PhaseID
	question string
	order    []rooms.MemberID
}

// message is one that someone wants kept. Own: its author does.
type message struct {
	seq       rooms.Seq
	id        rooms.MessageID
	by        rooms.MemberID
	text      string
	kept, own bool
}

// read folds the log. Events that minutes do not need are not even decoded.
func read(log []rooms.Event) (*story, error) {
	s := &story{chosen: newChosen(), groups: map[rooms.GroupID]string{}, proposed: map[rooms.GroupID]*round{}}
	sum := sha256.New()
	lasting, err := session.Lasting(log)
	if err != nil {
		return nil, fmt.Errorf("minutes: %w", err)
	}
	for i, e := range log {
		if err := seal(sum, lasting[i]); err != nil {
			return nil, err
		}
		if !needed(e.Name) {
			continue
		}
		p, err := session.Decode(e)
		if err != nil {
			return nil, fmt.Errorf("minutes: %w", err)
		}
		if s.opened == 0 {
			if _, ok := p.(session.Opened); !ok {
				return nil, ErrNotFounded
			}
		}
		if err := s.follow(e, p); err != nil {
			return nil, fmt.Errorf("minutes: %w", err)
		}
	}
	switch {
	case s.opened == 0:
		return nil, ErrNotFounded
	case s.closed == 0:
		return nil, ErrNotClosed
	}
	s.print = hex.EncodeToString(sum.Sum(nil))
	return s, nil
}

// seal adds to the log's fingerprint an event without what may be taken out of the log one
// day: the document stays the one it was.
func seal(sum hash.Hash, e rooms.Event) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("minutes: event %d: %w", e.Seq, err)
	}
	_, _ = sum.Write(append(line, '\n')) // a hash never fails
	return nil
}

// needed tells the events that a document may be made of.
func needed(name string) bool {
	switch name {
	case "session.opened", "session.closed", "session.redacted", "host.resumed",
		"people.entered", "people.carried", "people.listed", "people.role_given",
		"agenda.moved", "agenda.extended", "agenda.paused", "agenda.resumed", "agenda.skipped", "agenda.replanned", "groups.proposed", "groups.titled", "groups.within", "chat.said", "chat.kept", "chat.retracted",
		"record.added", "record.edited", "record.removed", "boards.opened", "boards.renamed",
		"poll.prepared", "poll.option_added", "poll.option_removed", "poll.closed", "harvest.offered", "harvest.gathered", "harvest.withdrawn",
		"stick.prepared", "stick.ordered", "stick.begun", "stick.withdrawn", "stick.seated", "stick.ended":
		return true
	}
	return false
}

func (s *story) follow(e rooms.Event, p codec.Event) error {
	gained := s.course.follow(p)
	switch p := p.(type) {
	case session.Opened:
		s.opened, s.mode, s.phases, s.boards = e.At, p.Mode, p.Phases, slices.Clone(p.Boards)
		s.course.agenda = agenda.New(p.Phases)
	case session.Closed:
		s.closed = cmp.Or(p.Lapsed, e.At)
		s.chosen.harvest.Close()
		s.leave(s.closed)
	case session.Redacted:
		s.chosen.redact(p.Seqs)
		s.items = slices.DeleteFunc(s.items, func(i record.Item) bool { return slices.Contains(p.Seqs, i.At) })
		for _, m := range s.messages {
			if slices.Contains(p.Seqs, m.seq) {
				m.text = ""
			}
		}
	case session.HostResumed:
		if n := len(s.steps); n > 0 {
			s.steps[n-1].idle += p.GapMS
		}
	case agenda.Moved:
		s.leave(e.At)
		s.steps = append(s.steps, step{phase: p.At, from: e.At})
	case agenda.Extended:
		if n := len(s.steps); n > 0 {
			s.steps[n-1].gained += gained
		}
	case desk.Opened:
		s.boards = append(s.boards, session.PlanBoard{Board: p.Board, Title: p.Title})
	case desk.Renamed:
		if i := slices.IndexFunc(s.boards, func(b session.PlanBoard) bool { return b.Board == p.Board }); i >= 0 {
			s.boards[i].Title = p.Title
		}
	default:
		s.meet(p)
		s.turn("", p)
		s.write(e, p)
		s.chosen.choose(e, p)
		return s.part(e, p)
	}
	return nil
}

// part follows the small groups: their names, and what they asked in rounds of their own.
func (s *story) part(e rooms.Event, p codec.Event) error {
	switch p := p.(type) {
	case groups.Made:
		for i, g := range p.Groups {
			s.groups[p.Set.Group(i+1)] = g.Title
		}
	case groups.Titled:
		s.groups[p.Group] = p.Title
	case session.Within:
		inner, err := p.Inner()
		if err != nil {
			return fmt.Errorf("event %d: %w", e.Seq, err)
		}
		s.turn(p.Circle, inner)
	}
	return nil
}

// leave ends the stay in the present phase.
func (s *story) leave(at rooms.Millis) {
	if n := len(s.steps); n > 0 && s.steps[n-1].until == 0 {
		s.steps[n-1].until = at
	}
}

// meet follows who is there.
func (s *story) meet(p codec.Event) {
	switch p := p.(type) {
	case people.Entered:
		one := s.person(p.Member)
		if one == nil {
			one = &person{id: p.Member}
			s.people = append(s.people, one)
		}
		one.role, one.listed = p.Role, p.Listed
		one.led = one.led || p.Role.Facilitates()
	case people.Carried:
		if s.person(p.Member) == nil {
			s.people = append(s.people, &person{id: p.Member, role: rooms.RoleGuest})
		}
	case people.Listed:
		if one := s.person(p.Member); one != nil {
			one.listed = p.On
		}
	case people.RoleGiven:
		if one := s.person(p.Member); one != nil {
			one.role = p.Role
			one.led = one.led || p.Role.Facilitates()
		}
	}
}

func (s *story) person(m rooms.MemberID) *person {
	for _, p := range s.people {
		if p.id == m {
			return p
		}
	}
	return nil
}

// tells tells whether the minutes tell of the rounds of a phase: not of one that leaves its artifact only, or nothing (TR-1).
func (s *story) tells(id rooms.PhaseID) bool {
	return !slices.ContainsFunc(s.phases, func(p agenda.Phase) bool {
		return p.ID == id && p.Traces != "" && p.Traces != scenario.Full
	})
}

// turn follows the rounds of a circle: what was asked, and who sat there.
func (s *story) turn(circle rooms.GroupID, p codec.Event) {
	proposed := s.proposed[circle]
	switch p := p.(type) {
	case stick.Prepared:
		s.proposed[circle] = &round{group: circle, phase: p.Phase, question: p.Question, order: slices.Clone(p.Order)}
	case stick.Ordered:
		if proposed != nil {
			proposed.order = slices.Clone(p.Order)
		}
	case stick.Begun:
		if proposed != nil && s.tells(proposed.phase) {
			proposed.number = p.Number
			s.rounds = append(s.rounds, proposed)
		}
	case stick.Seated:
		if proposed != nil && !slices.Contains(proposed.order, p.Member) {
			proposed.order = append(proposed.order, p.Member)
		}
	case stick.Withdrawn, stick.Finished:
		delete(s.proposed, circle)
	}
}

// write follows what people wrote to be kept.
func (s *story) write(e rooms.Event, p codec.Event) {
	switch p := p.(type) {
	case chat.Said:
		s.messages = append(s.messages, &message{seq: e.Seq, id: p.ID, by: e.By, text: p.Text})
	case chat.Kept:
		if m := s.message(p.ID); m != nil {
			m.kept, m.own = p.On, p.On && e.By == m.by
		}
	case chat.Retracted:
		if m := s.message(p.ID); m != nil {
			m.kept, m.own, m.text = false, false, ""
		}
	case record.Added:
		p.At = e.Seq
		s.items = append(s.items, p.Item)
	case record.Edited:
		if i := s.item(p.ID); i >= 0 {
			p.At = e.Seq
			s.items[i] = p.Item
		}
	case record.Removed:
		if i := s.item(p.ID); i >= 0 {
			s.items = slices.Delete(s.items, i, i+1)
		}
	}
}

// message finds the last message of that id: the room may have forgotten an older one.
func (s *story) message(id rooms.MessageID) *message {
	for i := len(s.messages) - 1; i >= 0; i-- {
		if s.messages[i].id == id {
			return s.messages[i]
		}
	}
	return nil
}

func (s *story) item(id string) int {
	return slices.IndexFunc(s.items, func(i record.Item) bool { return i.ID == id })
}
