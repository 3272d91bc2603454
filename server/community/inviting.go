package community

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"palabre/rooms"
)

// How long invitations live, in ms. One to a meeting also ends with the meeting.
const (
	invitationLife      = 30 * day
	guestInvitationLife = 90 * day // after the meeting's start, which may be moved
)

// maxGuests bounds the guests of one meeting: a link that leaked fills no disk.
const maxGuests = 300

// Sent is an invitation with its secret, which is known here and never again: the
// caller mails it.
type Sent struct {
	Invitation Invitation
	Secret     string
}

// Invite invites people by e-mail into a community. Those who belong to it
// already are left out of the answer.
func (s *Service) Invite(ctx context.Context, actor Actor, id CommunityID, emails []string, role Role) ([]Sent, error) {
	clean, err := addresses(emails)
	if err != nil {
		return nil, err
	}
	if !role.Valid() {
		return nil, RefuseBadChoice.in("role")
	}
	var sent []Sent
	err = s.store.Write(ctx, func(tx Records) error {
		sent = nil
		if _, _, err := s.community(ctx, tx, actor, id, InviteMembers); err != nil {
			return err
		}
		for _, email := range clean {
			known, err := belongs(ctx, tx, id, email)
			if err != nil {
				return err
			}
			if known {
				continue
			}
			one := s.invitation(actor, email)
			one.Invitation.Community, one.Invitation.Role = id, role
			one.Invitation.ExpiresAt = one.Invitation.CreatedAt + invitationLife
			if err := tx.AddInvitation(ctx, one.Invitation); err != nil {
				return err
			}
			sent = append(sent, one)
		}
		return nil
	})
	return sent, told("invite", err)
}

func addresses(emails []string) ([]string, error) {
	if len(emails) == 0 {
		return nil, RefuseEmpty.in("emails")
	}
	if len(emails) > maxEmails {
		return nil, RefuseTooMany.in("emails")
	}
	out := make([]string, 0, len(emails))
	for _, e := range emails {
		clean, err := Email(e)
		if err != nil {
			return nil, RefuseBadEmail.in("emails")
		}
		if !slices.Contains(out, clean) {
			out = append(out, clean)
		}
	}
	return out, nil
}

func belongs(ctx context.Context, tx Records, id CommunityID, email string) (bool, error) {
	p, err := tx.FindPersonByEmail(ctx, email)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	_, err = tx.FindMembership(ctx, id, p.ID)
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

func (s *Service) invitation(actor Actor, email string) Sent {
	secret := s.ids.Secret()
	return Sent{Secret: secret, Invitation: Invitation{
		ID: InvitationID(s.ids.ID()), Token: HashOf(secret), Email: email,
		InvitedBy: actor.Member, CreatedAt: s.clock.Now(),
	}}
}

// InviteGuest invites one person, by e-mail, to one meeting. Lang is that of her letters.
// Once the letter has left, Mailed is to be told.
func (s *Service) InviteGuest(ctx context.Context, actor Actor, id MeetingID, email, name string, lang Lang) (Sent, error) {
	email, err := Email(email)
	if err != nil {
		return Sent{}, err
	}
	if name, err = line("name", name, maxName, false); err != nil {
		return Sent{}, err
	}
	one := s.invitation(actor, email)
	err = s.store.Write(ctx, func(tx Records) error {
		m, _, err := s.meeting(ctx, tx, actor, id, InviteGuests)
		if err != nil {
			return err
		}
		if err := joinable(m); err != nil {
			return err
		}
		one.Invitation.Meeting, one.Invitation.Name, one.Invitation.Lang = id, name, cmp.Or(lang, French)
		one.Invitation.ExpiresAt = max(m.StartsAt, one.Invitation.CreatedAt) + guestInvitationLife
		return tx.AddInvitation(ctx, one.Invitation)
	})
	return one, told("invite guest", err)
}

// MakeGuestLink makes a new link to a meeting for guests and gives its secret,
// known here and never again. Links made before go on working.
func (s *Service) MakeGuestLink(ctx context.Context, actor Actor, id MeetingID) (string, error) {
	secret := s.ids.Secret()
	err := s.store.Write(ctx, func(tx Records) error {
		m, _, err := s.meeting(ctx, tx, actor, id, InviteGuests)
		if err != nil {
			return err
		}
		if err := joinable(m); err != nil {
			return err
		}
		return tx.AddGuestLink(ctx, GuestLink{
			ID: GuestLinkID(s.ids.ID()), Token: HashOf(secret), Meeting: id,
			CreatedBy: actor.Member, CreatedAt: s.clock.Now(),
		})
	})
	return secret, told("make guest link", err)
}

// RevokeGuestLinks ends all the guest links of a meeting.
func (s *Service) RevokeGuestLinks(ctx context.Context, actor Actor, id MeetingID) error {
	err := s.store.Write(ctx, func(tx Records) error {
		if _, _, err := s.meeting(ctx, tx, actor, id, InviteGuests); err != nil {
			return err
		}
		return tx.RevokeGuestLinks(ctx, id, s.clock.Now())
	})
	return told("revoke guest links", err)
}

// RevokeGuest ends one guest's way into a meeting, and signs her out.
func (s *Service) RevokeGuest(ctx context.Context, actor Actor, id MeetingID, guest MemberID) error {
	err := s.store.Write(ctx, func(tx Records) error {
		if _, _, err := s.meeting(ctx, tx, actor, id, InviteGuests); err != nil {
			return err
		}
		now := s.clock.Now()
		err := tx.RevokeGuest(ctx, id, guest, now)
		if err == nil {
			return tx.RevokeAuthSessionsOf(ctx, guest, now)
		}
		if errors.Is(err, ErrNotFound) { // she has an account, and stays signed in
			return tx.RevokeVisit(ctx, id, guest, now)
		}
		return err
	})
	return told("revoke guest", err)
}

// joinable refuses a meeting that nobody can join any more.
func joinable(m Meeting) error {
	switch {
	case m.CancelledAt != 0:
		return RefuseCancelled
	case m.Status == Closed:
		return RefuseOver
	default:
		return nil
	}
}

// Peek is what a link may tell before it is used. Meeting is nil for an
// invitation into a community; the title of a confidential meeting is empty.
type Peek struct {
	Community Community
	Meeting   *Meeting
	Host      string // the name of who invited
	Name      string // what the guest was called in a personal invitation
	Role      Role
}

// PeekInvitation looks at a link without using it.
func (s *Service) PeekInvitation(ctx context.Context, secret string) (Peek, error) {
	subject, err := s.subject(ctx, s.store, HashOf(secret))
	if err != nil {
		return Peek{}, told("peek", err)
	}
	out := Peek{Name: subject.name, Role: subject.role}
	id := subject.community
	if subject.meeting != "" {
		m, err := s.store.FindMeeting(ctx, subject.meeting)
		if err != nil {
			return Peek{}, told("peek", err)
		}
		if err := joinable(m); err != nil {
			return Peek{}, err
		}
		if m.Mode == Confidential {
			m.Title, m.Intention, m.Phases = "", "", nil
		}
		out.Meeting, id = &m, m.Community
	}
	if out.Community, err = s.store.FindCommunity(ctx, id); err != nil {
		return Peek{}, told("peek", err)
	}
	if out.Meeting != nil && out.Meeting.Mode == Confidential {
		out.Community.Name, out.Community.Intention = "", ""
	}
	names, err := s.store.Names(ctx, []MemberID{subject.by})
	out.Host = names[subject.by]
	return out, told("peek", err)
}

// subject is what a link leads to, whatever its kind.
type subject struct {
	community CommunityID
	meeting   MeetingID
	by        MemberID
	usedBy    MemberID
	email     string
	name      string
	role      Role
	personal  bool
}

// subject finds a live link by its hash; ErrSpent for any that is of no use.
func (s *Service) subject(ctx context.Context, r Records, token Hash) (subject, error) {
	inv, err := r.FindInvitation(ctx, token)
	if err == nil {
		if inv.ExpiresAt <= s.clock.Now() || inv.Community != "" && inv.UsedAt != 0 {
			return subject{}, ErrSpent
		}
		return subject{
			community: inv.Community, meeting: inv.Meeting, by: inv.InvitedBy, usedBy: inv.UsedBy,
			email: inv.Email, name: inv.Name, role: inv.Role, personal: true,
		}, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return subject{}, err
	}
	link, err := r.FindGuestLink(ctx, token)
	if errors.Is(err, ErrNotFound) || err == nil && link.RevokedAt != 0 {
		return subject{}, ErrSpent
	}
	return subject{meeting: link.Meeting, by: link.CreatedBy}, err
}

// Entered is who came in by a link, and where: auth signs her in.
type Entered struct {
	Member    MemberID
	Guest     bool
	Name      string
	Community CommunityID
	Meeting   MeetingID // "" for an invitation into a community
	At        rooms.Millis
}
