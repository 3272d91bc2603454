package community

import (
	"context"
	"errors"

	"palabre/rooms"
)

// What records answer when they cannot do what was asked. Use cases turn them
// into refusals.
var (
	ErrNotFound = errors.New("community: no such record")
	// ErrExists: a unique key is taken (an e-mail, a membership, a meeting's minutes).
	ErrExists = errors.New("community: exists already")
	// ErrSpent: a link that is unknown, used, expired or revoked; nobody outside
	// learns which.
	ErrSpent = errors.New("community: link of no use any more")
	// ErrCursorMoved: another projector advanced this cursor meanwhile.
	ErrCursorMoved = errors.New("community: cursor moved")
	// ErrFull: the disk is full; nothing was written.
	ErrFull = errors.New("community: no room left on the disk")
)

// Store keeps records. Called on the Store itself a method is a transaction of
// its own; Write makes several into one: all or nothing, and fn may run again
// after a conflict, so it must only touch tx. Inside fn use tx alone.
type Store interface {
	Records
	Write(ctx context.Context, fn func(tx Records) error) error
}

// Records is everything that can be kept and found. "Find…" answers ErrNotFound;
// "List…" answers an empty list; "Add…" answers ErrExists when a key is taken.
type Records interface {
	Communities
	People
	Meetings
	Boards
	Scenarios
	Documents
	Invitations
	Notices
	Logins
	Cursors
}

// Communities keeps networks, communities and who belongs to them.
type Communities interface {
	AddNetwork(context.Context, Network) error
	// FindNetwork finds by name, whatever its case.
	FindNetwork(ctx context.Context, name string) (Network, error)
	FindNetworkByID(context.Context, NetworkID) (Network, error)
	ListNetworks(context.Context) ([]Network, error)

	AddCommunity(context.Context, Community) error
	FindCommunity(context.Context, CommunityID) (Community, error)
	// SaveCommunity replaces what may change: kind, name, intention, network, region, charter.
	SaveCommunity(context.Context, Community) error
	// ListCommunitiesOf lists the communities a person belongs to, by name; Next is not filled.
	ListCommunitiesOf(context.Context, MemberID) ([]Mine, error)

	AddMembership(context.Context, Membership) error
	FindMembership(context.Context, CommunityID, MemberID) (Membership, error)
	// SaveMembership replaces the role, the organization, the region and the function.
	SaveMembership(context.Context, Membership) error
	RemoveMembership(context.Context, CommunityID, MemberID) error
	// ListMembers lists a community's members, facilitators first, then by name.
	ListMembers(context.Context, CommunityID) ([]MemberLine, error)
}

// People keeps persons and guests.
type People interface {
	AddPerson(context.Context, Person) error
	FindPerson(context.Context, MemberID) (Person, error)
	FindPersonByEmail(ctx context.Context, email string) (Person, error)
	// SavePerson replaces e-mail, name, lang and admin; ErrExists when the e-mail is another's.
	SavePerson(context.Context, Person) error
	// HasAdmin tells whether an administrator has an e-mail, so that she can come back.
	HasAdmin(context.Context) (bool, error)
	// FindLostAdmin finds the administrator who has none yet.
	FindLostAdmin(context.Context) (Person, error)

	AddGuest(context.Context, Guest) error
	FindGuest(context.Context, MemberID) (Guest, error)
	SaveGuestName(ctx context.Context, id MemberID, name string) error
	ListGuests(context.Context, MeetingID) ([]Guest, error)
	// RevokeGuest ends a guest's way into the meeting; ErrNotFound when she has none.
	RevokeGuest(ctx context.Context, meeting MeetingID, id MemberID, now rooms.Millis) error

	AddVisit(context.Context, Visit) error
	FindVisit(context.Context, MeetingID, MemberID) (Visit, error)
	// RevokeVisit ends a visitor's way into the meeting; ErrNotFound when she has none.
	RevokeVisit(ctx context.Context, meeting MeetingID, member MemberID, now rooms.Millis) error
	// ListVisitors lists a meeting's visitors under their own names, as guests.
	ListVisitors(context.Context, MeetingID) ([]Guest, error)
	// ListVisited lists the open meetings that a person may visit.
	ListVisited(context.Context, MemberID) ([]MeetingID, error)

	// Names joins ids (persons and guests) to names; unknown ids are absent.
	Names(context.Context, []MemberID) (map[MemberID]string, error)
}

// Meetings keeps meetings.
type Meetings interface {
	AddMeeting(context.Context, Meeting) error
	FindMeeting(context.Context, MeetingID) (Meeting, error)
	// SaveMeeting replaces what may change while planned: title, kind, time, zone,
	// minutes, intention, mode, phases, origin, cancelled, version. Status is left alone. ErrNotFound
	// when the meeting is not planned any more or is cancelled.
	SaveMeeting(context.Context, Meeting) error
	// MarkOpened and MarkClosed follow the session's log; repeating them changes nothing.
	MarkOpened(ctx context.Context, id MeetingID, at rooms.Millis) error
	MarkClosed(ctx context.Context, id MeetingID, at rooms.Millis) error
	// ListMeetings lists a community's meetings that are not cancelled, latest first.
	ListMeetings(context.Context, CommunityID) ([]Meeting, error)
	// ListUpcoming lists the planned and open meetings of all the member's
	// communities that end after the instant, soonest first.
	ListUpcoming(ctx context.Context, member MemberID, after rooms.Millis) ([]Meeting, error)
	// ListOpen lists the meetings of all communities that were opened and not closed, by when they were to start.
	ListOpen(context.Context) ([]Meeting, error)
}

// Boards keeps what is known of boards, and which meetings they are in.
type Boards interface {
	AddBoard(context.Context, Board) error
	FindBoard(context.Context, BoardID) (Board, error)
	// SaveBoard replaces the title, the last change's time and when it was emptied.
	SaveBoard(context.Context, Board) error
	// LinkBoard puts a board into a meeting, after those already there; again is no change.
	LinkBoard(context.Context, MeetingID, BoardID) error
	// ListBoardsOfMeeting lists in the order they were linked.
	ListBoardsOfMeeting(context.Context, MeetingID) ([]Board, error)
	// ListBoards lists a community's boards, last changed first.
	ListBoards(context.Context, CommunityID) ([]Board, error)
	// ListMeetingsOfBoard lists the meetings a board was or will be in, latest first.
	ListMeetingsOfBoard(context.Context, BoardID) ([]MeetingID, error)
}

// Scenarios keeps the scenarios of communities.
type Scenarios interface {
	AddScenario(context.Context, Scenario) error
	FindScenario(context.Context, ScenarioID) (Scenario, error)
	// SaveScenario replaces the file, whether it is shared, and the time of the last change.
	SaveScenario(context.Context, Scenario) error
	RemoveScenario(context.Context, ScenarioID) error
	// ListScenarios lists a community's own, in the order they came.
	ListScenarios(context.Context, CommunityID) ([]Scenario, error)
	// ListSharedScenarios lists what a network's other communities share with this one.
	ListSharedScenarios(context.Context, NetworkID, CommunityID) ([]Scenario, error)
}

// Documents keeps documents.
type Documents interface {
	// AddDocument answers ErrExists when its meeting has one of that kind.
	AddDocument(context.Context, Document) error
	FindDocument(context.Context, DocumentID) (Document, error)
	FindDocumentOf(context.Context, MeetingID, DocumentKind) (Document, error)
	// ReplaceDocument replaces what a new making changes (title, provenance, blobs,
	// tree), for instance after a redaction.
	ReplaceDocument(context.Context, Document) error
	// ListDocuments lists a community's documents, latest first, without trees.
	ListDocuments(context.Context, CommunityID) ([]Document, error)
	ListDocumentsOfMeeting(context.Context, MeetingID) ([]Document, error)
	// ListDrafts lists the drafts of communities that the member facilitates, latest first.
	ListDrafts(context.Context, MemberID) ([]Document, error)
}

// Invitations keeps invitations and guest links.
type Invitations interface {
	AddInvitation(context.Context, Invitation) error
	FindInvitation(context.Context, Hash) (Invitation, error)
	FindInvitationByID(context.Context, InvitationID) (Invitation, error)
	// ListMailed lists those to a meeting whose letter left, used or not, the latest first.
	ListMailed(context.Context, MeetingID) ([]Invitation, error)
	// ListInvitations lists those not used, of a community or of a meeting.
	ListInvitations(context.Context, CommunityID, MeetingID) ([]Invitation, error)
	// ListInvitationsTo lists those into communities, sent to an e-mail, that may
	// still be used: whoever proves the e-mail accepts them.
	ListInvitationsTo(ctx context.Context, email string, now rooms.Millis) ([]Invitation, error)
	// UseInvitation marks it used by one atomic change; ErrSpent when it was used or has expired.
	UseInvitation(ctx context.Context, token Hash, by MemberID, now rooms.Millis) (Invitation, error)
	RemoveInvitation(context.Context, InvitationID) error

	AddGuestLink(context.Context, GuestLink) error
	FindGuestLink(context.Context, Hash) (GuestLink, error)
	// RevokeGuestLinks ends all the meeting's links.
	RevokeGuestLinks(ctx context.Context, meeting MeetingID, now rooms.Millis) error
}

// Notices keeps the letters that members and invited guests are owed about meetings.
type Notices interface {
	// AddNotice answers ErrExists when its reader is owed one of that version already.
	AddNotice(context.Context, Notice) error
	// SaveNotice replaces due, tries, done and sent of a notice that is not done yet;
	// ErrNotFound otherwise.
	SaveNotice(context.Context, Notice) error
	// TakeNotice gives a notice that is due to one sender alone, until the instant: its
	// DueAt moves there. ErrNotFound when it is not as it was listed: another took it, or
	// it is done.
	TakeNotice(ctx context.Context, n Notice, until rooms.Millis) error
	// ListNoticesDue lists those not done that are due by the instant, first due first.
	ListNoticesDue(ctx context.Context, now rooms.Millis, most int) ([]Notice, error)
	// NextNotice is when the first one after the instant is due, 0 for none.
	NextNotice(ctx context.Context, after rooms.Millis) (rooms.Millis, error)
	// ListNoticesTo lists a reader's notices of a meeting, oldest version first.
	ListNoticesTo(context.Context, MeetingID, Reader) ([]Notice, error)
	// ListReached lists the members of a community who have an e-mail.
	ListReached(context.Context, CommunityID) ([]MemberID, error)
}

// Logins keeps login links and signed-in browsers, for package auth.
type Logins interface {
	AddLoginLink(context.Context, LoginLink) error
	// RedeemLoginLink marks it used by one atomic change and gives it; ErrSpent
	// when it is unknown, used or expired. Of any number of callers at once one wins.
	RedeemLoginLink(ctx context.Context, token Hash, now rooms.Millis) (LoginLink, error)
	// SpendFirstLinks marks all links that would make an administrator used: one was.
	SpendFirstLinks(ctx context.Context, now rooms.Millis) error
	// CountLoginLinks counts those asked for an e-mail since the instant.
	CountLoginLinks(ctx context.Context, email string, since rooms.Millis) (int, error)

	AddAuthSession(context.Context, AuthSession) error
	FindAuthSession(context.Context, Hash) (AuthSession, error)
	TouchAuthSession(ctx context.Context, id AuthSessionID, seen, expires rooms.Millis) error
	RevokeAuthSession(ctx context.Context, id AuthSessionID, now rooms.Millis) error
	RevokeAuthSessionsOf(ctx context.Context, member MemberID, now rooms.Millis) error
	// ListAuthSessions lists a member's live sessions, last seen first.
	ListAuthSessions(ctx context.Context, member MemberID, now rooms.Millis) ([]AuthSession, error)
	// SweepLogins forgets links and sessions that ended before the instant.
	SweepLogins(ctx context.Context, before rooms.Millis) error
}

// Cursors keeps how far each projector has read each room. A projector's effect
// and its cursor are written in one Write, so each happens exactly once.
type Cursors interface {
	// Cursor is the last sequence read, 0 before the first.
	Cursor(ctx context.Context, projector string, room rooms.RoomID) (rooms.Seq, error)
	// AdvanceCursor moves it; ErrCursorMoved when it is not at from.
	AdvanceCursor(ctx context.Context, projector string, room rooms.RoomID, from, to rooms.Seq) error
	// ListCursors gives a projector's cursors of all rooms.
	ListCursors(ctx context.Context, projector string) (map[rooms.RoomID]rooms.Seq, error)
}
