package community

import (
	"context"

	"palabre/rooms"
)

// opensBefore is how long before its hour a meeting's door opens, in ms.
const opensBefore rooms.Millis = 15 * 60 * 1000

// OpensAt is when the meeting's door opens for everyone.
func OpensAt(m Meeting) rooms.Millis { return m.StartsAt - opensBefore }

// MayEnterAt tells whether somebody with this standing may go in now: whoever
// facilitates may open the door before its hour, others follow.
func MayEnterAt(m Meeting, standing rooms.Role, now rooms.Millis) bool {
	if m.CancelledAt != 0 || m.Status == Closed {
		return false
	}
	return m.Status == Opened || standing.Facilitates() || now >= OpensAt(m)
}

// leadOf is who facilitates a meeting: whoever planned it, when she facilitates the
// community, or else the first who does; nobody's line when nobody does.
func leadOf(members []MemberLine, m Meeting) MemberLine {
	lead := MemberLine{}
	for _, l := range members {
		if l.Role == Facilitator && (lead.Member == "" || l.Member == m.CreatedBy) {
			lead = l
		}
	}
	return lead
}

// NamesAt names everyone who may be in a meeting's room, for someone who may
// enter it: the community's members and the meeting's guests.
func (s *Service) NamesAt(ctx context.Context, actor Actor, id MeetingID) (map[MemberID]string, error) {
	m, st, err := s.meeting(ctx, s.store, actor, id, EnterMeeting)
	if err != nil {
		return nil, err
	}
	if over(st, m) {
		return nil, RefuseOver
	}
	members, err := s.store.ListMembers(ctx, m.Community)
	if err != nil {
		return nil, told("names", err)
	}
	guests, err := s.store.ListGuests(ctx, id)
	if err != nil {
		return nil, told("names", err)
	}
	visitors, err := s.store.ListVisitors(ctx, id)
	if err != nil {
		return nil, told("names", err)
	}
	out := make(map[MemberID]string, len(members)+len(guests)+len(visitors))
	for _, l := range members {
		out[l.Member] = l.Name
	}
	if m.Mode == Confidential && m.Status == Closed {
		return out, nil // who came from elsewhere is written nowhere without her consent
	}
	for _, v := range visitors {
		out[v.ID] = v.Name
	}
	for _, g := range guests {
		out[g.ID] = g.Name
	}
	return out, nil
}
