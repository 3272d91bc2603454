package api

import (
	"context"
	"time"

	"palabre/server/auth"
	"palabre/server/community"
)

// Me is the first thing the application asks.
type Me struct {
	Member      Member          `json:"member"`
	Admin       bool            `json:"admin"`
	Communities []CommunityCard `json:"communities"`
	Next        *MeetingCard    `json:"next,omitempty"`
	Drafts      []DocumentCard  `json:"drafts"`
}

// Member is who is signed in.
type Member struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email,omitempty"`
	Lang  string `json:"lang" enum:"fr,en"`
	Guest bool   `json:"guest"`
}

func (a *API) me(ctx context.Context, who auth.Identity, _ *none) (*as[Me], error) {
	if who.Actor.Nobody() {
		return nil, community.RefuseSignIn
	}
	out := Me{
		Member: Member{
			ID: string(who.Actor.Member), Name: who.Name, Email: who.Email, Lang: string(who.Lang), Guest: who.Actor.Guest,
		},
		Admin: who.Actor.Admin, Communities: []CommunityCard{}, Drafts: []DocumentCard{},
	}
	if who.Actor.Guest {
		entry, err := a.Community.Entry(ctx, who.Actor, who.Meeting)
		if err == nil {
			card := meetingCard(entry.Meeting, entry.Community.Name, string(entry.Standing))
			out.Next = &card
		}
		return body(out), nil
	}
	home, err := a.Community.Home(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	for _, c := range home.Communities {
		card := communityCard(c)
		out.Communities = append(out.Communities, card)
		if home.Next != nil && home.Next.Community == c.Community.ID {
			next := meetingCard(*home.Next, card.Name, card.Role)
			out.Next = &next
		}
	}
	out.Drafts = documentCards(home.Drafts)
	return body(out), nil
}

type changeMe struct {
	Body struct {
		Name *string `json:"name,omitempty" maxLength:"200"`
		Lang *string `json:"lang,omitempty" enum:"fr,en"`
		// Email is hers once she has opened the link that is sent to it.
		Email *string `json:"email,omitempty" maxLength:"254" doc:"A link is sent there; it is the person's once she has opened it."`
	}
}

func (a *API) changeMe(ctx context.Context, who auth.Identity, in *changeMe) (*as[Member], error) {
	if err := person(who); err != nil {
		return nil, err
	}
	if in.Body.Email != nil {
		if err := a.askAddress(ctx, who, *in.Body.Email); err != nil {
			return nil, err
		}
	}
	p, err := a.Community.ChangeMe(ctx, who.Actor, community.MeChange{Name: in.Body.Name, Lang: in.Body.Lang})
	if err != nil {
		return nil, err
	}
	return body(Member{ID: string(p.ID), Name: p.Name, Email: p.Email, Lang: string(p.Lang)}), nil
}

func (a *API) askAddress(ctx context.Context, who auth.Identity, email string) error {
	clean, err := community.Email(email)
	if err != nil {
		return err
	}
	if !a.limits.allow("link", text(ctx, keyAddress), linkByAddress) || !a.limits.allow("email", clean, linkByEmail) {
		return tooMany()
	}
	return a.Auth.AskAddress(clean, "/", who)
}

// Session is one browser where the person is signed in.
type Session struct {
	ID      string    `json:"id"`
	Agent   string    `json:"agent" doc:"Browser and system, in two words."`
	Since   time.Time `json:"since"`
	Seen    time.Time `json:"seen"`
	Current bool      `json:"current"`
}

func (a *API) mySessions(ctx context.Context, who auth.Identity, _ *none) (*as[[]Session], error) {
	if err := person(who); err != nil {
		return nil, err
	}
	all, err := a.Auth.Sessions(ctx, who.Actor.Member)
	if err != nil {
		return nil, err
	}
	out := make([]Session, 0, len(all))
	for _, s := range all {
		out = append(out, Session{
			ID: string(s.ID), Agent: s.Agent, Since: at(s.CreatedAt), Seen: at(s.SeenAt), Current: s.ID == who.Session,
		})
	}
	return body(out), nil
}

type oneSession struct {
	Session string `path:"session" maxLength:"64"`
}

func (a *API) endSession(ctx context.Context, who auth.Identity, in *oneSession) (*empty, error) {
	if err := person(who); err != nil {
		return nil, err
	}
	id := community.AuthSessionID(in.Session)
	if err := a.Auth.Revoke(ctx, who.Actor.Member, id); err != nil {
		return nil, err
	}
	a.Ended(who.Actor.Member, id)
	return &empty{}, nil
}
