package records

import (
	"context"
	"database/sql"
	"errors"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

func invitationOf(r db.Invitation) community.Invitation {
	return community.Invitation{
		ID: community.InvitationID(r.ID), Token: community.Hash(r.Token), Email: r.Email, Name: r.Name,
		Community: community.CommunityID(r.Community), Meeting: community.MeetingID(r.Meeting), Role: community.Role(r.Role),
		InvitedBy: community.MemberID(r.InvitedBy), CreatedAt: rooms.Millis(r.CreatedAt), ExpiresAt: rooms.Millis(r.ExpiresAt),
		UsedAt: rooms.Millis(r.UsedAt), UsedBy: community.MemberID(r.UsedBy), Lang: community.Lang(r.Lang),
	}
}

func guestLinkOf(r db.GuestLink) community.GuestLink {
	return community.GuestLink{
		ID: community.GuestLinkID(r.ID), Token: community.Hash(r.Token), Meeting: community.MeetingID(r.Meeting),
		CreatedBy: community.MemberID(r.CreatedBy), CreatedAt: rooms.Millis(r.CreatedAt), RevokedAt: rooms.Millis(r.RevokedAt),
	}
}

func loginLinkOf(r db.LoginLink) community.LoginLink {
	return community.LoginLink{
		ID: community.LoginLinkID(r.ID), Token: community.Hash(r.Token), Email: r.Email, Next: r.Next, Admin: r.Admin,
		CreatedAt: rooms.Millis(r.CreatedAt), ExpiresAt: rooms.Millis(r.ExpiresAt), UsedAt: rooms.Millis(r.UsedAt),
		Member: community.MemberID(r.Member),
	}
}

func authSessionOf(r db.AuthSession) community.AuthSession {
	return community.AuthSession{
		ID: community.AuthSessionID(r.ID), Token: community.Hash(r.Token), Member: community.MemberID(r.Member),
		Meeting: community.MeetingID(r.Meeting), CreatedAt: rooms.Millis(r.CreatedAt), SeenAt: rooms.Millis(r.SeenAt),
		ExpiresAt: rooms.Millis(r.ExpiresAt), RevokedAt: rooms.Millis(r.RevokedAt), Agent: r.Agent,
	}
}

// spent: an atomic use that found no row found a link of no use.
func spent(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return community.ErrSpent
	}
	return err
}

func (k kept) AddInvitation(ctx context.Context, i community.Invitation) error {
	return k.added(k.write.AddInvitation(ctx, db.AddInvitationParams{
		ID: string(i.ID), Token: string(i.Token), Email: i.Email, Name: i.Name, Community: string(i.Community),
		Meeting: string(i.Meeting), Role: string(i.Role), InvitedBy: string(i.InvitedBy), CreatedAt: millis(i.CreatedAt),
		ExpiresAt: millis(i.ExpiresAt), UsedAt: millis(i.UsedAt), UsedBy: string(i.UsedBy), Lang: string(i.Lang),
	}))
}

func (k kept) FindInvitation(ctx context.Context, token community.Hash) (community.Invitation, error) {
	row, err := k.read.FindInvitation(ctx, string(token))
	return one(k, row, err, sure(invitationOf))
}

func (k kept) FindInvitationByID(ctx context.Context, id community.InvitationID) (community.Invitation, error) {
	row, err := k.read.FindInvitationByID(ctx, string(id))
	return one(k, row, err, sure(invitationOf))
}

func (k kept) ListMailed(ctx context.Context, m community.MeetingID) ([]community.Invitation, error) {
	rows, err := k.read.ListMailed(ctx, string(m))
	return each(k, rows, err, sure(invitationOf))
}

func (k kept) ListInvitations(ctx context.Context, c community.CommunityID, m community.MeetingID) ([]community.Invitation, error) {
	rows, err := k.read.ListInvitations(ctx, db.ListInvitationsParams{Community: string(c), Meeting: string(m)})
	return each(k, rows, err, sure(invitationOf))
}

func (k kept) ListInvitationsTo(ctx context.Context, email string, now rooms.Millis) ([]community.Invitation, error) {
	rows, err := k.read.ListInvitationsTo(ctx, db.ListInvitationsToParams{Email: email, ExpiresAt: millis(now)})
	return each(k, rows, err, sure(invitationOf))
}

func (k kept) UseInvitation(ctx context.Context, token community.Hash, by community.MemberID, now rooms.Millis) (community.Invitation, error) {
	row, err := k.write.UseInvitation(ctx, db.UseInvitationParams{Token: string(token), UsedBy: string(by), Now: millis(now)})
	return one(k, row, spent(err), sure(invitationOf))
}

func (k kept) RemoveInvitation(ctx context.Context, id community.InvitationID) error {
	return k.saved(k.write.RemoveInvitation(ctx, string(id)))
}

func (k kept) AddGuestLink(ctx context.Context, l community.GuestLink) error {
	return k.added(k.write.AddGuestLink(ctx, db.AddGuestLinkParams{
		ID: string(l.ID), Token: string(l.Token), Meeting: string(l.Meeting), CreatedBy: string(l.CreatedBy),
		CreatedAt: millis(l.CreatedAt), RevokedAt: millis(l.RevokedAt),
	}))
}

func (k kept) FindGuestLink(ctx context.Context, token community.Hash) (community.GuestLink, error) {
	row, err := k.read.FindGuestLink(ctx, string(token))
	return one(k, row, err, sure(guestLinkOf))
}

func (k kept) RevokeGuestLinks(ctx context.Context, m community.MeetingID, now rooms.Millis) error {
	return k.done(k.write.RevokeGuestLinks(ctx, db.RevokeGuestLinksParams{Meeting: string(m), RevokedAt: millis(now)}))
}

func (k kept) AddLoginLink(ctx context.Context, l community.LoginLink) error {
	return k.added(k.write.AddLoginLink(ctx, db.AddLoginLinkParams{
		ID: string(l.ID), Token: string(l.Token), Email: l.Email, Next: l.Next, Admin: l.Admin,
		CreatedAt: millis(l.CreatedAt), ExpiresAt: millis(l.ExpiresAt), UsedAt: millis(l.UsedAt), Member: string(l.Member),
	}))
}

func (k kept) RedeemLoginLink(ctx context.Context, token community.Hash, now rooms.Millis) (community.LoginLink, error) {
	if _, err := k.write.HoldFirstLinks(ctx); err != nil {
		return community.LoginLink{}, k.told(err)
	}
	row, err := k.write.RedeemLoginLink(ctx, db.RedeemLoginLinkParams{Token: string(token), Now: millis(now)})
	return one(k, row, spent(err), sure(loginLinkOf))
}

func (k kept) SpendFirstLinks(ctx context.Context, now rooms.Millis) error {
	return k.done(k.write.SpendFirstLinks(ctx, millis(now)))
}

func (k kept) CountLoginLinks(ctx context.Context, email string, since rooms.Millis) (int, error) {
	n, err := k.read.CountLoginLinks(ctx, db.CountLoginLinksParams{Email: email, CreatedAt: millis(since)})
	return int(n), k.told(err)
}

func (k kept) AddAuthSession(ctx context.Context, s community.AuthSession) error {
	return k.added(k.write.AddAuthSession(ctx, db.AddAuthSessionParams{
		ID: string(s.ID), Token: string(s.Token), Member: string(s.Member), Meeting: string(s.Meeting),
		CreatedAt: millis(s.CreatedAt), SeenAt: millis(s.SeenAt), ExpiresAt: millis(s.ExpiresAt),
		RevokedAt: millis(s.RevokedAt), Agent: s.Agent,
	}))
}

func (k kept) FindAuthSession(ctx context.Context, token community.Hash) (community.AuthSession, error) {
	row, err := k.read.FindAuthSession(ctx, string(token))
	return one(k, row, err, sure(authSessionOf))
}

func (k kept) TouchAuthSession(ctx context.Context, id community.AuthSessionID, seen, expires rooms.Millis) error {
	return k.saved(k.write.TouchAuthSession(ctx, db.TouchAuthSessionParams{ID: string(id), SeenAt: millis(seen), ExpiresAt: millis(expires)}))
}

func (k kept) RevokeAuthSession(ctx context.Context, id community.AuthSessionID, now rooms.Millis) error {
	return k.done(k.write.RevokeAuthSession(ctx, db.RevokeAuthSessionParams{ID: string(id), RevokedAt: millis(now)}))
}

func (k kept) RevokeAuthSessionsOf(ctx context.Context, member community.MemberID, now rooms.Millis) error {
	return k.done(k.write.RevokeAuthSessionsOf(ctx, db.RevokeAuthSessionsOfParams{Member: string(member), RevokedAt: millis(now)}))
}

func (k kept) ListAuthSessions(ctx context.Context, member community.MemberID, now rooms.Millis) ([]community.AuthSession, error) {
	rows, err := k.read.ListAuthSessions(ctx, db.ListAuthSessionsParams{Member: string(member), ExpiresAt: millis(now)})
	return each(k, rows, err, sure(authSessionOf))
}

func (k kept) SweepLogins(ctx context.Context, before rooms.Millis) error {
	if _, err := k.write.SweepLoginLinks(ctx, millis(before)); err != nil {
		return k.told(err)
	}
	// One row at a time: a statement that held many would wait in a ring with another that
	// holds some of them in another order, such as signing a person out everywhere.
	ended, err := k.read.ListEndedAuthSessions(ctx, millis(before))
	if err != nil {
		return k.told(err)
	}
	for _, id := range ended {
		if _, err := k.write.ForgetAuthSession(ctx, id); err != nil {
			return k.told(err)
		}
	}
	return nil
}
