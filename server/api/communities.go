package api

import (
	"context"
	"time"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/mail"
)

// OneCommunity is a path that names a community. Paths are exported: huma reads no
// parameter of an unexported embedded struct.
type OneCommunity struct {
	Community string `path:"community" maxLength:"64"`
}

func (in OneCommunity) id() community.CommunityID { return community.CommunityID(in.Community) }

func (a *API) communities(ctx context.Context, who auth.Identity, _ *none) (*as[[]CommunityCard], error) {
	if err := person(who); err != nil {
		return nil, err
	}
	home, err := a.Community.Home(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	out := make([]CommunityCard, 0, len(home.Communities))
	for _, c := range home.Communities {
		out = append(out, communityCard(c))
	}
	return body(out), nil
}

type found struct {
	Body struct {
		Name      string `json:"name" maxLength:"200"`
		Kind      string `json:"kind" enum:"CDP,CPS,CP"`
		Intention string `json:"intention,omitempty" maxLength:"4000"`
		Network   string `json:"network,omitempty" maxLength:"200"`
		Region    string `json:"region,omitempty" maxLength:"200"`
	}
}

// Made names what was just made.
type Made struct {
	ID string `json:"id"`
}

func (a *API) foundCommunity(ctx context.Context, who auth.Identity, in *found) (*as[Made], error) {
	if err := person(who); err != nil {
		return nil, err
	}
	c, err := a.Community.CreateCommunity(ctx, who.Actor, community.NewCommunity{
		Name: in.Body.Name, Kind: community.Kind(in.Body.Kind), Intention: in.Body.Intention,
		Network: in.Body.Network, Region: in.Body.Region,
	})
	if err != nil {
		return nil, err
	}
	return body(Made{string(c.ID)}), nil
}

// Community is a community's page.
type Community struct {
	ID        string          `json:"id"`
	Name      string          `json:"name"`
	Kind      string          `json:"kind" enum:"CDP,CPS,CP"`
	Network   string          `json:"network,omitempty"`
	Region    string          `json:"region,omitempty"`
	Intention string          `json:"intention"`
	Charter   []string        `json:"charter"`
	Role      string          `json:"role" enum:"facilitator,member"`
	Members   []CommunityLine `json:"members"`
	Meetings  []MeetingCard   `json:"meetings"`
	Documents []DocumentCard  `json:"documents"`
	Boards    []BoardCard     `json:"boards"`
	Reached   int             `json:"reached" doc:"How many members the announcement of a meeting is sent to."`
	Pending   []Pending       `json:"pending,omitempty" doc:"Invitations not used yet, for those who may invite."`
}

// CommunityLine is one member on the community's page.
type CommunityLine struct {
	ID           string `json:"id"`
	Name         string `json:"name"`
	Role         string `json:"role" enum:"facilitator,member"`
	Organization string `json:"organization,omitempty"`
	Region       string `json:"region,omitempty" doc:"Where she works, as she wrote it."`
	Function     string `json:"function,omitempty" doc:"What she does there, as she wrote it."`
}

// Pending is an invitation that nobody used yet.
type Pending struct {
	Email string    `json:"email"`
	Role  string    `json:"role" enum:"facilitator,member"`
	Since time.Time `json:"since"`
}

func (a *API) community(ctx context.Context, who auth.Identity, in *OneCommunity) (*as[Community], error) {
	page, err := a.Community.CommunityPage(ctx, who.Actor, in.id())
	if err != nil {
		return nil, err
	}
	c := page.Community
	out := Community{
		ID: string(c.ID), Name: c.Name, Kind: string(c.Kind), Network: page.NetworkName, Region: c.Region,
		Intention: c.Intention, Charter: c.Agreements(), Role: string(page.Role), Reached: page.Reached,
		Members: []CommunityLine{}, Meetings: []MeetingCard{},
		Documents: documentCards(page.Documents), Boards: boardCards(page.Boards),
	}
	for _, m := range page.Members {
		out.Members = append(out.Members, CommunityLine{
			ID: string(m.Member), Name: m.Name, Role: string(m.Role),
			Organization: m.Organization, Region: m.Region, Function: m.Function,
		})
	}
	for _, m := range page.Meetings {
		out.Meetings = append(out.Meetings, meetingCard(m, c.Name, string(page.Role)))
	}
	for _, i := range page.Pending {
		out.Pending = append(out.Pending, Pending{Email: i.Email, Role: string(i.Role), Since: at(i.CreatedAt)})
	}
	return body(out), nil
}

type changeCommunity struct {
	OneCommunity
	Body struct {
		Name      *string   `json:"name,omitempty" maxLength:"200"`
		Kind      *string   `json:"kind,omitempty" enum:"CDP,CPS,CP"`
		Intention *string   `json:"intention,omitempty" maxLength:"4000"`
		Network   *string   `json:"network,omitempty" maxLength:"200"`
		Region    *string   `json:"region,omitempty" maxLength:"200"`
		Charter   *[]string `json:"charter,omitempty" maxItems:"40"`
	}
}

func (a *API) changeCommunity(ctx context.Context, who auth.Identity, in *changeCommunity) (*empty, error) {
	b := in.Body
	_, err := a.Community.ChangeCommunity(ctx, who.Actor, in.id(), community.CommunityChange{
		Name: b.Name, Kind: (*community.Kind)(b.Kind), Intention: b.Intention, Network: b.Network, Region: b.Region, Charter: b.Charter,
	})
	return &empty{}, err
}

type inviteMembers struct {
	OneCommunity
	Body struct {
		Emails []string `json:"emails" maxItems:"100"`
		Role   string   `json:"role,omitempty" enum:"facilitator,member" default:"member"`
		Lang   string   `json:"lang,omitempty" enum:"fr,en"`
	}
}

func (a *API) inviteMembers(ctx context.Context, who auth.Identity, in *inviteMembers) (*as[Invited], error) {
	if !a.limits.allow("invite", string(who.Actor.Member), inviteByMember) {
		return nil, tooMany()
	}
	sent, err := a.Community.Invite(ctx, who.Actor, in.id(), in.Body.Emails, community.Role(in.Body.Role))
	if err != nil {
		return nil, err
	}
	page, err := a.Community.CommunityPage(ctx, who.Actor, in.id())
	if err != nil {
		return nil, err
	}
	var out Invited
	for _, one := range sent {
		to := reader(one.Invitation.Email, one.Invitation.Name, in.Body.Lang)
		if err := a.Letters.JoinCommunity(ctx, to, page.Community.Name, who.Name, a.invitationURL(one.Secret)); err != nil {
			a.log.Error().Err(err).Str("request", requestID(ctx)).Msg("courriel non parti / mail not sent")
			out.Failed = append(out.Failed, one.Invitation.Email)
			continue
		}
		out.Sent++
	}
	return body(out), nil
}

func reader(email, name, lang string) mail.Person {
	if lang == "" {
		lang = string(community.French)
	}
	return mail.Person{Email: email, Name: name, Lang: lang}
}

// OneMember is a path that names a member of a community.
type OneMember struct {
	OneCommunity
	Member string `path:"member" maxLength:"64"`
}

type changeMember struct {
	OneMember
	Body struct {
		Role         *string `json:"role,omitempty" enum:"facilitator,member"`
		Organization *string `json:"organization,omitempty" maxLength:"200"`
		Region       *string `json:"region,omitempty" maxLength:"200"`
		Function     *string `json:"function,omitempty" maxLength:"200"`
	}
}

func (a *API) changeMember(ctx context.Context, who auth.Identity, in *changeMember) (*empty, error) {
	member, role := rooms.MemberID(in.Member), (*community.Role)(in.Body.Role)
	other, err := a.Community.ChangeMember(ctx, who.Actor, in.id(), member, community.MemberChange{
		Role: role, Organization: in.Body.Organization, Region: in.Body.Region, Function: in.Body.Function,
	})
	if err != nil {
		return nil, err
	}
	if other {
		a.Stands(context.WithoutCancel(ctx), in.id(), member)
	}
	return &empty{}, nil
}

func (a *API) removeMember(ctx context.Context, who auth.Identity, in *OneMember) (*empty, error) {
	member := rooms.MemberID(in.Member)
	if err := a.Community.RemoveMember(ctx, who.Actor, in.id(), member); err != nil {
		return nil, err
	}
	a.Removed(context.WithoutCancel(ctx), in.id(), member)
	return &empty{}, nil
}
