package community

import (
	"context"

	"palabre/rooms"
)

// Notice is a letter that one member is owed about one version of a meeting: that it
// is planned, moved or cancelled, whichever is true when the letter leaves. It is
// written with the change itself, so that no crash forgets it.
type Notice struct {
	Meeting   MeetingID
	Version   int
	Member    MemberID
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
			before, err := tx.ListNoticesTo(ctx, m.ID, member)
			if err != nil {
				return 0, err
			}
			if len(before) == 0 { // she came after it was announced, and heard of nothing
				continue
			}
		}
		n := Notice{Meeting: m.ID, Version: m.Version, Member: member, CreatedAt: now, DueAt: now}
		if err := tx.AddNotice(ctx, n); err != nil {
			return 0, err
		}
		told++
	}
	return told, nil
}

// announced lets the letters leave.
func (s *Service) announced(m Meeting) {
	if m.Told > 0 {
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
