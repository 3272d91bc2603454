package community

import (
	"context"
	"errors"
	"slices"

	"palabre/rooms"
)

// NewMeeting is what one gives to plan a meeting. Minutes 0 means DefaultMinutes,
// Mode "" means Confidential.
type NewMeeting struct {
	Title, Intention, Zone string
	StartsAt               rooms.Millis
	Minutes                int
	Mode                   Mode
	Kind                   MeetingKind
	Phases                 []Phase
	Origin                 *Origin
	Boards                 []BoardID
}

// PlanMeeting plans a meeting of a community and announces it to its members.
func (s *Service) PlanMeeting(ctx context.Context, actor Actor, id CommunityID, in NewMeeting) (Meeting, error) {
	now := s.clock.Now()
	m := Meeting{
		ID: MeetingID(s.ids.ID()), Community: id, Status: Planned, CreatedBy: actor.Member, CreatedAt: now,
		Minutes: DefaultMinutes, Mode: Confidential,
	}
	change := MeetingChange{
		Title: &in.Title, Intention: &in.Intention, Zone: &in.Zone, StartsAt: &in.StartsAt,
		Kind: &in.Kind, Phases: &in.Phases, Origin: in.Origin,
	}
	if in.Minutes != 0 {
		change.Minutes = &in.Minutes
	}
	if in.Mode != "" {
		change.Mode = &in.Mode
	}
	if len(in.Boards) > maxBoards {
		return m, RefuseTooMany.in("boards")
	}
	err := s.store.Write(ctx, func(tx Records) (err error) {
		if _, _, err := s.community(ctx, tx, actor, id, PlanMeetings); err != nil {
			return err
		}
		if err := m.change(change, now); err != nil {
			return err
		}
		if err := tx.AddMeeting(ctx, m); err != nil {
			return err
		}
		for _, b := range in.Boards {
			if err := linkBoard(ctx, tx, m, b); err != nil {
				return err
			}
		}
		m.Told, err = s.announce(ctx, tx, m)
		return err
	})
	if err == nil {
		s.announced()
	}
	return m, told("plan meeting", err)
}

// MeetingChange is what one changes of a planned meeting; nil leaves as is.
type MeetingChange struct {
	Title, Intention, Zone *string
	StartsAt               *rooms.Millis
	Minutes                *int
	Mode                   *Mode
	Kind                   *MeetingKind
	Phases                 *[]Phase
	Origin                 *Origin // with Phases: nil when they came from no scenario
}

// ChangeMeeting changes a meeting that has not started. Members are written to when
// its time changes.
func (s *Service) ChangeMeeting(ctx context.Context, actor Actor, id MeetingID, in MeetingChange) (Meeting, error) {
	return s.changeMeeting(ctx, actor, id, func(_ Records, m *Meeting) error {
		return m.change(in, s.clock.Now())
	})
}

// CancelMeeting cancels a meeting that has not started and ends its guest links.
// Those who were told of it are told of this.
func (s *Service) CancelMeeting(ctx context.Context, actor Actor, id MeetingID) (Meeting, error) {
	return s.changeMeeting(ctx, actor, id, func(tx Records, m *Meeting) error {
		m.CancelledAt = s.clock.Now()
		return tx.RevokeGuestLinks(ctx, id, m.CancelledAt)
	})
}

func (s *Service) changeMeeting(ctx context.Context, actor Actor, id MeetingID, change func(Records, *Meeting) error) (Meeting, error) {
	var out Meeting
	err := s.store.Write(ctx, func(tx Records) error {
		m, _, err := s.meeting(ctx, tx, actor, id, ChangeMeetings)
		if err != nil {
			return err
		}
		switch {
		case m.CancelledAt != 0:
			return RefuseCancelled
		case m.Status == Closed:
			return RefuseOver
		case m.Status != Planned:
			return RefuseStarted
		}
		before := m
		if err := change(tx, &m); err != nil {
			return err
		}
		moved := m.StartsAt != before.StartsAt || m.Minutes != before.Minutes || m.Zone != before.Zone
		if moved || m.CancelledAt != 0 {
			m.Version++
		}
		err = tx.SaveMeeting(ctx, m)
		if errors.Is(err, ErrNotFound) { // it opened between the two statements
			return RefuseStarted
		}
		if err == nil && m.Version != before.Version {
			m.Told, err = s.announce(ctx, tx, m)
		}
		out = m
		return err
	})
	if err == nil && out.Version > 0 {
		s.announced()
	}
	return out, told("change meeting", err)
}

func (m *Meeting) change(in MeetingChange, now rooms.Millis) (err error) {
	if in.Title != nil {
		if m.Title, err = line("title", *in.Title, maxTitle, true); err != nil {
			return err
		}
	}
	if in.Intention != nil {
		if m.Intention, err = prose("intention", *in.Intention, maxText); err != nil {
			return err
		}
	}
	if in.Mode != nil {
		if *in.Mode != Open && *in.Mode != Confidential {
			return RefuseBadChoice.in("mode")
		}
		m.Mode = *in.Mode
	}
	if in.Kind != nil {
		if !slices.Contains([]MeetingKind{"", Welcome, Monthly, Review, Workshop}, *in.Kind) {
			return RefuseBadChoice.in("kind")
		}
		m.Kind = *in.Kind
	}
	if in.Phases != nil {
		if m.Phases, m.Origin, err = runOfShow(*in.Phases, in.Origin); err != nil {
			return err
		}
	}
	return m.move(in, now)
}

// move changes when the meeting is.
func (m *Meeting) move(in MeetingChange, now rooms.Millis) (err error) {
	if in.Zone != nil {
		if m.Zone, err = zone(*in.Zone); err != nil {
			return err
		}
	}
	if in.Minutes != nil {
		if *in.Minutes < 5 || *in.Minutes > maxMinutes {
			return RefuseBadMinutes.in("minutes")
		}
		m.Minutes = *in.Minutes
	}
	if in.StartsAt != nil {
		m.StartsAt = *in.StartsAt
		if m.StartsAt <= 0 || m.StartsAt > latestMillis || m.EndsAt() < now {
			return RefuseBadTime.in("starts_at")
		}
	}
	return nil
}

// linkBoard puts a board of the meeting's community into the meeting.
func linkBoard(ctx context.Context, tx Records, m Meeting, id BoardID) error {
	b, err := tx.FindBoard(ctx, id)
	if errors.Is(err, ErrNotFound) || err == nil && b.Community != m.Community {
		return RefuseElsewhere.in("boards")
	}
	if err != nil {
		return err
	}
	here, err := tx.ListBoardsOfMeeting(ctx, m.ID)
	if err != nil {
		return err
	}
	there := slices.ContainsFunc(here, func(o Board) bool { return o.ID == id })
	if b.EmptiedAt != 0 && !there {
		return RefuseEmptied.in("boards")
	}
	if len(here) >= maxBoards {
		return RefuseTooMany.in("boards")
	}
	return tx.LinkBoard(ctx, m.ID, id)
}

// ResumeBoard opens a board again in another meeting of its community ("reprendre
// à la prochaine rencontre").
func (s *Service) ResumeBoard(ctx context.Context, actor Actor, board BoardID, meeting MeetingID) error {
	err := s.store.Write(ctx, func(tx Records) error {
		m, _, err := s.meeting(ctx, tx, actor, meeting, ResumeBoards)
		if err != nil {
			return err
		}
		if err := joinable(m); err != nil {
			return err
		}
		return linkBoard(ctx, tx, m, board)
	})
	return told("resume board", err)
}
