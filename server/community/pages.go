package community

import (
	"context"
	"errors"
	"slices"

	"palabre/rooms"
)

// Home is what a person sees first. Next is her next meeting; a guest has none of this.
type Home struct {
	Person      Person
	Communities []Mine
	Next        *Meeting
	Drafts      []Document
}

// Home gathers a person's home page.
func (s *Service) Home(ctx context.Context, actor Actor) (Home, error) {
	if actor.Nobody() || actor.Guest {
		return Home{}, RefuseSignIn
	}
	var out Home
	var err error
	if out.Person, err = s.store.FindPerson(ctx, actor.Member); err != nil {
		return out, told("home", err)
	}
	if out.Communities, err = s.store.ListCommunitiesOf(ctx, actor.Member); err != nil {
		return out, told("home", err)
	}
	upcoming, err := s.store.ListUpcoming(ctx, actor.Member, s.clock.Now())
	if err != nil {
		return out, told("home", err)
	}
	for i := range upcoming {
		m := &upcoming[i]
		if out.Next == nil {
			out.Next = m
		}
		for j := range out.Communities {
			mine := &out.Communities[j]
			if mine.Community.ID == m.Community && mine.Next == nil {
				mine.Next = m
			}
		}
	}
	out.Drafts, err = s.store.ListDrafts(ctx, actor.Member)
	return out, told("home", err)
}

// Page is a community's page. Pending is for those who may invite.
type Page struct {
	Community   Community
	NetworkName string
	Role        Role
	Members     []MemberLine
	Meetings    []Meeting
	Documents   []Document
	Boards      []Board
	Pending     []Invitation
	Reached     int // members whom the announcement of a meeting would reach
}

// CommunityPage gathers what a member sees of her community.
func (s *Service) CommunityPage(ctx context.Context, actor Actor, id CommunityID) (Page, error) {
	c, st, err := s.community(ctx, s.store, actor, id, SeeCommunity)
	if err != nil {
		return Page{}, err
	}
	out := Page{Community: c, Role: st.Role}
	if out.NetworkName, err = networkName(ctx, s.store, c.Network); err != nil {
		return out, told("community page", err)
	}
	if out.Members, err = s.store.ListMembers(ctx, id); err != nil {
		return out, told("community page", err)
	}
	if out.Meetings, err = s.store.ListMeetings(ctx, id); err != nil {
		return out, told("community page", err)
	}
	if out.Documents, err = s.store.ListDocuments(ctx, id); err != nil {
		return out, told("community page", err)
	}
	if out.Boards, err = s.store.ListBoards(ctx, id); err != nil {
		return out, told("community page", err)
	}
	out.Boards = slices.DeleteFunc(out.Boards, emptied)
	reached, err := s.reached(ctx, s.store, id)
	if err != nil {
		return out, told("community page", err)
	}
	out.Reached = len(reached)
	if s.may.May(actor, InviteMembers, st) {
		out.Pending, err = s.store.ListInvitations(ctx, id, "")
	}
	return out, told("community page", err)
}

// emptied tells whether nobody works with a board any more: it is offered nowhere, and the meetings it was in still tell of it.
func emptied(b Board) bool { return b.EmptiedAt != 0 }

func networkName(ctx context.Context, r Records, id NetworkID) (string, error) {
	if id == "" {
		return "", nil
	}
	n, err := r.FindNetworkByID(ctx, id)
	return n.Name, err
}

// MeetingPage is a meeting as a member sees it before or after. Guests is for those who
// invite, and until the close: nobody else is told of who did not agree to be named.
type MeetingPage struct {
	Meeting   Meeting
	Community Community
	Role      Role
	Guests    []Guest
	Boards    []Board
	Documents []Document
}

// MeetingPage gathers what a member sees of a meeting.
func (s *Service) MeetingPage(ctx context.Context, actor Actor, id MeetingID) (MeetingPage, error) {
	m, st, err := s.meeting(ctx, s.store, actor, id, SeeMeeting)
	if err != nil {
		return MeetingPage{}, err
	}
	out := MeetingPage{Meeting: m, Role: st.Role}
	if out.Community, err = s.store.FindCommunity(ctx, m.Community); err != nil {
		return out, told("meeting page", err)
	}
	if m.Status != Closed && s.may.May(actor, InviteGuests, st) {
		if out.Guests, err = s.guests(ctx, id); err != nil {
			return out, told("meeting page", err)
		}
	}
	if out.Boards, err = s.store.ListBoardsOfMeeting(ctx, id); err != nil {
		return out, told("meeting page", err)
	}
	out.Documents, err = s.store.ListDocumentsOfMeeting(ctx, id)
	return out, told("meeting page", err)
}

// guests lists those who may enter the meeting as guests, with or without an account.
func (s *Service) guests(ctx context.Context, id MeetingID) ([]Guest, error) {
	all, err := s.store.ListGuests(ctx, id)
	if err != nil {
		return nil, err
	}
	visitors, err := s.store.ListVisitors(ctx, id)
	return slices.DeleteFunc(append(all, visitors...), func(g Guest) bool { return g.RevokedAt != 0 }), err
}

// Entry is what somebody about to enter a meeting is told, guests too. Host is the name
// of who facilitates, "" when the community has nobody to.
type Entry struct {
	Meeting    Meeting
	Community  Community
	Host       string
	Agreements []string
	Name       string
	Standing   rooms.Role
}

// Entry gathers what the antechamber shows.
func (s *Service) Entry(ctx context.Context, actor Actor, id MeetingID) (Entry, error) {
	m, st, err := s.meeting(ctx, s.store, actor, id, EnterMeeting)
	if err != nil {
		return Entry{}, err
	}
	if m.CancelledAt != 0 {
		return Entry{}, RefuseCancelled
	}
	out := Entry{Meeting: m, Standing: st.room()}
	if out.Community, err = s.store.FindCommunity(ctx, m.Community); err != nil {
		return out, told("entry", err)
	}
	out.Agreements = out.Community.Agreements()
	members, err := s.store.ListMembers(ctx, m.Community)
	if err != nil {
		return out, told("entry", err)
	}
	out.Host = leadOf(members, m).Name
	names, err := s.store.Names(ctx, []MemberID{actor.Member})
	out.Name = names[actor.Member]
	return out, told("entry", err)
}

// room is the role that a standing gives in live rooms.
func (st Standing) room() rooms.Role {
	if st.Invited {
		return rooms.RoleGuest
	}
	return st.Role.Standing()
}

// Standing is the actor's role in a live room by what the records say, "" for
// none: gateways ask it when she joins.
func (s *Service) Standing(ctx context.Context, actor Actor, room rooms.RoomID) (rooms.Role, error) {
	if actor.Nobody() {
		return "", nil
	}
	var role rooms.Role
	var err error
	switch room.Kind() {
	case rooms.KindSession:
		role, err = s.atMeeting(ctx, actor, MeetingID(room.Meeting()))
	case rooms.KindBoard:
		role, err = s.atBoard(ctx, actor, room.Board())
	}
	if errors.Is(err, ErrNotFound) {
		return "", nil
	}
	return role, told("standing", err)
}

func (s *Service) atMeeting(ctx context.Context, actor Actor, id MeetingID) (rooms.Role, error) {
	m, err := s.store.FindMeeting(ctx, id)
	if err != nil || m.CancelledAt != 0 {
		return "", err
	}
	st, err := standingAt(ctx, s.store, actor, m)
	if err != nil || over(st, m) || !s.may.May(actor, EnterMeeting, st) {
		return "", err
	}
	return st.room(), nil
}

// over tells whether the meeting's end was the end of one's way in: a guest was
// invited to a meeting, not to what it leaves.
func over(st Standing, m Meeting) bool { return st.Invited && m.Status == Closed }

// atBoard: members of the board's community; guests and visitors while their meeting
// is open and has that board.
func (s *Service) atBoard(ctx context.Context, actor Actor, id BoardID) (rooms.Role, error) {
	b, err := s.store.FindBoard(ctx, id)
	if err != nil {
		return "", err
	}
	st, err := standing(ctx, s.store, actor, b.Community)
	if err != nil {
		return "", err
	}
	if s.may.May(actor, SeeBoards, st) {
		return st.room(), nil
	}
	meetings, err := s.invitedTo(ctx, actor)
	for _, m := range meetings {
		boards, err := s.store.ListBoardsOfMeeting(ctx, m)
		if err != nil {
			return "", err
		}
		for _, b := range boards {
			if b.ID == id {
				return rooms.RoleGuest, nil
			}
		}
	}
	return "", err
}

// invitedTo lists the open meetings that the actor is a guest of.
func (s *Service) invitedTo(ctx context.Context, actor Actor) ([]MeetingID, error) {
	if !actor.Guest {
		return s.store.ListVisited(ctx, actor.Member)
	}
	g, err := s.store.FindGuest(ctx, actor.Member)
	if err != nil || g.RevokedAt != 0 {
		return nil, err
	}
	m, err := s.store.FindMeeting(ctx, g.Meeting)
	if err != nil || m.Status != Opened {
		return nil, err
	}
	return []MeetingID{m.ID}, nil
}

// Plan is what a meeting's session is founded on.
type Plan struct {
	Meeting    Meeting
	Community  Community
	Agreements []string
	Boards     []Board
	Lead       MemberID // who planned it, while she still facilitates; else any facilitator
}

// Plan gathers it for the host of the session's room: no one asks, so no right is checked.
func (s *Service) Plan(ctx context.Context, id MeetingID) (Plan, error) {
	m, err := s.store.FindMeeting(ctx, id)
	if err != nil {
		return Plan{}, told("plan", err)
	}
	if m.CancelledAt != 0 {
		return Plan{}, RefuseCancelled
	}
	out := Plan{Meeting: m}
	if out.Community, err = s.store.FindCommunity(ctx, m.Community); err != nil {
		return out, told("plan", err)
	}
	out.Agreements = out.Community.Agreements()
	if out.Boards, err = s.store.ListBoardsOfMeeting(ctx, id); err != nil {
		return out, told("plan", err)
	}
	out.Boards = slices.DeleteFunc(out.Boards, emptied)
	members, err := s.store.ListMembers(ctx, m.Community)
	out.Lead = leadOf(members, m).Member
	return out, told("plan", err)
}

// Document gives a document to a member of its community.
func (s *Service) Document(ctx context.Context, actor Actor, id DocumentID) (Document, error) {
	if actor.Nobody() {
		return Document{}, RefuseSignIn
	}
	d, err := s.store.FindDocument(ctx, id)
	if err != nil {
		return Document{}, told("document", err)
	}
	_, _, err = s.community(ctx, s.store, actor, d.Community, SeeDocuments)
	if err != nil {
		return Document{}, err
	}
	return d, nil
}

// BoardPage is a board with the meetings it was or will be in, latest first.
type BoardPage struct {
	Board    Board
	Meetings []MeetingID
	MayWrite bool
	Standing rooms.Role // the asker's, in the board's community
}

// Board gives a board to a member of its community.
func (s *Service) Board(ctx context.Context, actor Actor, id BoardID) (BoardPage, error) {
	if actor.Nobody() {
		return BoardPage{}, RefuseSignIn
	}
	b, err := s.store.FindBoard(ctx, id)
	if err != nil {
		return BoardPage{}, told("board", err)
	}
	_, st, err := s.community(ctx, s.store, actor, b.Community, SeeBoards)
	if err != nil {
		return BoardPage{}, err
	}
	out := BoardPage{Board: b, MayWrite: s.may.May(actor, WriteBoards, st), Standing: st.Role.Standing()}
	out.Meetings, err = s.store.ListMeetingsOfBoard(ctx, id)
	return out, told("board", err)
}

// Names joins ids to names, for rooms whose members the caller may see.
func (s *Service) Names(ctx context.Context, ids []MemberID) (map[MemberID]string, error) {
	names, err := s.store.Names(ctx, ids)
	return names, told("names", err)
}
