package community

import (
	"context"
	"errors"
	"slices"

	"palabre/rooms"
)

// Reader is whom a letter is for: a member, or who was invited by e-mail to a meeting as
// a guest. One of the two is set.
type Reader struct {
	Member     MemberID
	Invitation InvitationID
}

// Notice is a letter that one reader is owed about one version of a meeting: that it
// is planned, moved or cancelled, whichever is true when the letter leaves. It is
// written with the change itself, so that no crash forgets it. A guest's first one is
// her invitation, which has left when it is written.
type Notice struct {
	Meeting MeetingID
	Version int
	Reader
	StartsAt  rooms.Millis // of the meeting at that version; 0 in notices of before it was kept
	CreatedAt rooms.Millis
	DueAt     rooms.Millis // when to try
	Tries     int          // that failed
	DoneAt    rooms.Millis // 0 while it is owed
	Sent      bool         // false when done: the letter had become pointless
}

// announce makes everyone who should know of the meeting's present version owed a
// letter, and says how many they are.
func (s *Service) announce(ctx context.Context, tx Records, m Meeting) (int, error) {
	if s.owed == nil {
		return 0, nil
	}
	now := s.clock.Now()
	members, err := s.reached(ctx, tx, m.Community)
	if err != nil || m.CancelledAt == 0 && m.EndsAt() < now {
		return 0, err
	}
	told := 0
	for _, member := range members {
		if m.CancelledAt != 0 {
			before, err := tx.ListNoticesTo(ctx, m.ID, Reader{Member: member})
			if err != nil {
				return 0, err
			}
			if len(before) == 0 { // she came after it was announced, and heard of nothing
				continue
			}
		}
		n := Notice{Meeting: m.ID, Version: m.Version, Reader: Reader{Member: member}, StartsAt: m.StartsAt, CreatedAt: now, DueAt: now}
		if err := tx.AddNotice(ctx, n); err != nil {
			return 0, err
		}
		told++
	}
	return told, s.announceToGuests(ctx, tx, m)
}

// announceNext owes a new member the letter of her community's next meeting, which was announced before she came. Those after it
// are on its page: a whole season of letters on the first day would be too many.
func (s *Service) announceNext(ctx context.Context, tx Records, id CommunityID, member MemberID) error {
	if s.owed == nil {
		return nil
	}
	now := s.clock.Now()
	upcoming, err := tx.ListUpcoming(ctx, member, now)
	if err != nil {
		return err
	}
	next := slices.IndexFunc(upcoming, func(m Meeting) bool { return m.Community == id && m.OpenedAt == 0 })
	if next < 0 {
		return nil
	}
	m := upcoming[next]
	err = tx.AddNotice(ctx, Notice{Meeting: m.ID, Version: m.Version, Reader: Reader{Member: member}, StartsAt: m.StartsAt, CreatedAt: now, DueAt: now})
	if errors.Is(err, ErrExists) { // she was here before
		return nil
	}
	return err
}

// announceToGuests owes the news to those who were mailed an invitation: it told them an
// hour, and they have no page to look at. Whoever is told as a member is not told twice,
// nor whoever was invited twice.
func (s *Service) announceToGuests(ctx context.Context, tx Records, m Meeting) error {
	mailed, err := tx.ListMailed(ctx, m.ID)
	if err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, i := range mailed {
		if seen[i.Email] {
			continue
		}
		seen[i.Email] = true
		if err := s.owe(ctx, tx, m, i); err != nil {
			return err
		}
	}
	return nil
}

// owe writes the letter that an invited guest is owed about the meeting as it is.
func (s *Service) owe(ctx context.Context, tx Records, m Meeting, i Invitation) error {
	if as, err := tx.FindPersonByEmail(ctx, i.Email); err == nil {
		mine, err := tx.ListNoticesTo(ctx, m.ID, Reader{Member: as.ID})
		if err != nil || slices.ContainsFunc(mine, func(n Notice) bool { return n.Version == m.Version }) {
			return err
		}
	} else if !errors.Is(err, ErrNotFound) {
		return err
	}
	now := s.clock.Now()
	return tx.AddNotice(ctx, Notice{Meeting: m.ID, Version: m.Version, Reader: Reader{Invitation: i.ID}, StartsAt: m.StartsAt, CreatedAt: now, DueAt: now})
}

// Mailed says that the letter of an invitation to a meeting left, which told the meeting
// as it was. Should it have changed since, the guest is owed the news.
func (s *Service) Mailed(ctx context.Context, i Invitation, was Meeting) error {
	changed := false
	err := s.store.Write(ctx, func(tx Records) error {
		now := s.clock.Now()
		err := tx.AddNotice(ctx, Notice{
			Meeting: i.Meeting, Version: was.Version, Reader: Reader{Invitation: i.ID}, StartsAt: was.StartsAt,
			CreatedAt: now, DueAt: now, DoneAt: now, Sent: true,
		})
		if err != nil {
			return err
		}
		m, err := tx.FindMeeting(ctx, i.Meeting)
		if err != nil {
			return err
		}
		if changed = s.owed != nil && m.Version != was.Version; changed {
			return s.owe(ctx, tx, m, i)
		}
		return nil
	})
	if changed && err == nil {
		s.owed()
	}
	return told("mailed", err)
}

// announced lets the letters leave.
func (s *Service) announced() {
	if s.owed != nil {
		s.owed()
	}
}

// reached lists the members whom an announcement reaches, none when nobody is written to.
func (s *Service) reached(ctx context.Context, r Records, id CommunityID) ([]MemberID, error) {
	if s.owed == nil {
		return nil, nil
	}
	return r.ListReached(ctx, id)
}
