package records

import (
	"context"
	"database/sql"

	"palabre/server/community"
	"palabre/server/store/db"
)

// crowd is what everybody who comes in is looked up by.
type crowd struct {
	sessions    together[db.AuthSession]
	people      together[db.Person]
	guests      together[db.Guest]
	memberships together[db.Membership] // by member
	meetings    together[db.Meeting]
	boards      together[db.Board]
}

func newCrowd(q *db.Queries, again func(error) bool) *crowd {
	return &crowd{
		sessions:    together[db.AuthSession]{find: q.FindAuthSessions, key: func(r db.AuthSession) string { return r.Token }, again: again},
		people:      together[db.Person]{find: q.FindPeople, key: func(r db.Person) string { return r.ID }, again: again},
		guests:      together[db.Guest]{find: q.FindGuests, key: func(r db.Guest) string { return r.ID }, again: again},
		memberships: together[db.Membership]{find: q.FindMemberships, key: func(r db.Membership) string { return r.Member }, again: again},
		meetings:    together[db.Meeting]{find: q.FindMeetings, key: func(r db.Meeting) string { return r.ID }, again: again},
		boards:      together[db.Board]{find: q.FindBoards, key: func(r db.Board) string { return r.ID }, again: again},
	}
}

// FindAuthSession implements community.Records.
func (s *Store) FindAuthSession(ctx context.Context, token community.Hash) (community.AuthSession, error) {
	row, err := s.crowd.sessions.first(ctx, string(token))
	return one(s.kept, row, err, sure(authSessionOf))
}

// FindPerson implements community.Records.
func (s *Store) FindPerson(ctx context.Context, id community.MemberID) (community.Person, error) {
	row, err := s.crowd.people.first(ctx, string(id))
	return one(s.kept, row, err, sure(personOf))
}

// FindGuest implements community.Records.
func (s *Store) FindGuest(ctx context.Context, id community.MemberID) (community.Guest, error) {
	row, err := s.crowd.guests.first(ctx, string(id))
	return one(s.kept, row, err, sure(guestOf))
}

// FindMembership implements community.Records.
func (s *Store) FindMembership(ctx context.Context, c community.CommunityID, m community.MemberID) (community.Membership, error) {
	rows, err := s.crowd.memberships.get(ctx, string(m))
	for _, row := range rows {
		if row.Community == string(c) {
			return membershipOf(row), nil
		}
	}
	if err == nil {
		err = sql.ErrNoRows
	}
	return community.Membership{}, s.told(err)
}

// FindMeeting implements community.Records.
func (s *Store) FindMeeting(ctx context.Context, id community.MeetingID) (community.Meeting, error) {
	row, err := s.crowd.meetings.first(ctx, string(id))
	return one(s.kept, row, err, meetingOf)
}

// FindBoard implements community.Records.
func (s *Store) FindBoard(ctx context.Context, id community.BoardID) (community.Board, error) {
	row, err := s.crowd.boards.first(ctx, string(id))
	return one(s.kept, row, err, sure(boardOf))
}
