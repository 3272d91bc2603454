package api

import (
	"context"
	"time"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/community"
)

type peek struct {
	Body struct {
		Token string `json:"token" maxLength:"200"`
	}
}

// Invitation is what a link tells before it is used.
type Invitation struct {
	Kind      string     `json:"kind" enum:"meeting,community"`
	Title     string     `json:"title,omitempty" doc:"The meeting's, unless it is confidential."`
	Mode      string     `json:"mode,omitempty" enum:"open,confidential"`
	Community string     `json:"community" doc:"The community's name; empty for a confidential meeting."`
	Host      string     `json:"host,omitempty"`
	Name      string     `json:"name,omitempty" doc:"What the invited person was called, to fill the field."`
	StartsAt  *time.Time `json:"starts_at,omitempty"`
	Zone      string     `json:"zone,omitempty"`
	Minutes   int        `json:"minutes,omitempty"`
}

func (a *API) peek(ctx context.Context, _ auth.Identity, in *peek) (*as[Invitation], error) {
	var seen community.Peek
	err := a.linked(ctx, func() (err error) {
		seen, err = a.Community.PeekInvitation(ctx, in.Body.Token)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := Invitation{Kind: "community", Community: seen.Community.Name, Host: seen.Host, Name: seen.Name}
	if m := seen.Meeting; m != nil {
		start := at(m.StartsAt)
		out.Kind, out.Title, out.Mode, out.StartsAt, out.Zone, out.Minutes = "meeting", m.Title, string(m.Mode), &start, m.Zone, m.Minutes
	}
	return body(out), nil
}

type enter struct {
	Body struct {
		Token string `json:"token" maxLength:"200"`
		Name  string `json:"name,omitempty" maxLength:"200" doc:"What others will see. A member's own name is kept."`
	}
}

type entered struct {
	SetCookie string `header:"Set-Cookie"` // "" is not sent
	Body      Welcome
}

// Welcome is where an accepted invitation leads.
type Welcome struct {
	Meeting   string `json:"meeting,omitempty"`
	Community string `json:"community,omitempty" doc:"Set when the invitation made the person a member."`
	Member    string `json:"member"`
	Name      string `json:"name"`
	Guest     bool   `json:"guest"`
	Next      string `json:"next" doc:"Path of this site to go to."`
}

func (a *API) enter(ctx context.Context, who auth.Identity, in *enter) (*entered, error) {
	var came community.Entered
	err := a.linked(ctx, func() (err error) {
		came, err = a.Community.Enter(ctx, who.Actor, in.Body.Token, in.Body.Name)
		return err
	})
	if err != nil {
		return nil, err
	}
	session, err := a.Auth.Welcome(ctx, came, text(ctx, keyToken), text(ctx, keyAgent))
	if err != nil {
		return nil, err
	}
	out := &entered{Body: Welcome{
		Meeting: string(came.Meeting), Member: string(came.Member), Name: came.Name, Guest: came.Guest,
		Next: "/r/" + string(came.Meeting) + "/antichambre",
	}}
	if came.Meeting == "" {
		out.Body.Community, out.Body.Next = string(came.Community), "/c/"+string(came.Community)
	}
	if session.Cookie != "" {
		out.SetCookie = auth.Cookie(session.Cookie, session.Expires, a.Clock.Now()).String()
	}
	return out, nil
}

type inviteGuest struct {
	Meeting string `path:"meeting" maxLength:"64"`
	Body    struct {
		Email string `json:"email" maxLength:"254"`
		Name  string `json:"name,omitempty" maxLength:"200"`
		Lang  string `json:"lang,omitempty" enum:"fr,en"`
	}
}

// Invited tells how many letters left, and to whom one could not.
type Invited struct {
	Sent   int      `json:"sent"`
	Failed []string `json:"failed,omitempty" doc:"Addresses whose letter did not leave: try again."`
}

func (a *API) inviteGuest(ctx context.Context, who auth.Identity, in *inviteGuest) (*as[Invited], error) {
	if !a.limits.allow("invite", string(who.Actor.Member), inviteByMember) {
		return nil, tooMany()
	}
	to := reader(in.Body.Email, in.Body.Name, in.Body.Lang)
	one, err := a.Community.InviteGuest(ctx, who.Actor, community.MeetingID(in.Meeting), in.Body.Email, in.Body.Name, community.Lang(to.Lang))
	if err != nil {
		return nil, err
	}
	page, err := a.Community.MeetingPage(ctx, who.Actor, community.MeetingID(in.Meeting))
	if err != nil {
		return nil, err
	}
	m := letterMeeting(page.Meeting, page.Community.Name, who.Name)
	to.Email, to.Name = one.Invitation.Email, one.Invitation.Name
	if err := a.Letters.InviteGuest(ctx, to, m, a.invitationURL(one.Secret), at(a.Clock.Now())); err != nil {
		a.log.Error().Err(err).Str("request", requestID(ctx)).Msg("courriel non parti / mail not sent")
		return body(Invited{Failed: []string{one.Invitation.Email}}), nil
	}
	if err := a.Community.Mailed(ctx, one.Invitation, page.Meeting); err != nil { // it left all the same
		a.log.Error().Err(err).Str("request", requestID(ctx)).Msg("envoi non noté / sending not recorded")
	}
	return body(Invited{Sent: 1}), nil
}

// URL is an address to give to people.
type URL struct {
	URL string `json:"url"`
}

func (a *API) guestLink(ctx context.Context, who auth.Identity, in *OneMeeting) (*as[URL], error) {
	secret, err := a.Community.MakeGuestLink(ctx, who.Actor, in.id())
	if err != nil {
		return nil, err
	}
	return body(URL{a.invitationURL(secret)}), nil
}

func (a *API) revokeGuestLinks(ctx context.Context, who auth.Identity, in *OneMeeting) (*empty, error) {
	return &empty{}, a.Community.RevokeGuestLinks(ctx, who.Actor, in.id())
}

type oneGuest struct {
	OneMeeting
	Guest string `path:"guest" maxLength:"64"`
}

// revokeGuest ends one guest's way in: she is out of the room at once.
func (a *API) revokeGuest(ctx context.Context, who auth.Identity, in *oneGuest) (*empty, error) {
	guest := rooms.MemberID(in.Guest)
	if err := a.Community.RevokeGuest(ctx, who.Actor, in.id(), guest); err != nil {
		return nil, err
	}
	a.Barred(context.WithoutCancel(ctx), in.id(), guest)
	return &empty{}, nil
}

func (a *API) invitationURL(secret string) string {
	return a.Public.Scheme + "://" + a.Public.Host + "/invitation#" + secret
}
