package community_test

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store"
)

const noon = rooms.Millis(1_790_000_000_000)

const hour = rooms.Millis(3_600_000)

type ids struct{ n atomic.Int64 }

func (i *ids) ID() string     { return fmt.Sprintf("%08d-0000-7000-8000-000000000000", i.n.Add(1)) }
func (i *ids) Secret() string { return fmt.Sprintf("secret-%d", i.n.Add(1)) }

type clock struct{ now rooms.Millis }

func (c *clock) Now() rooms.Millis { return c.now }

// village is the use cases on a real store, with a community: lise facilitates,
// omar is a member, ines belongs to none.
type village struct {
	*community.Service
	t                *testing.T
	store            community.Store
	clock            *clock
	ids              *ids
	lise, omar, ines community.Actor
	nobody           community.Actor
	c                community.Community
}

func newVillage(t *testing.T) *village {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	v := &village{t: t, store: s.Records, clock: &clock{now: noon}, ids: &ids{}}
	v.Service = community.NewService(s.Records, v.clock, v.ids, community.Table{})
	v.lise, v.omar, v.ines = v.person("lise"), v.person("omar"), v.person("ines")
	v.c, err = v.CreateCommunity(t.Context(), v.lise, community.NewCommunity{
		Name: " Voisinage  solidaire ", Kind: community.CDP, Network: "Regroupement", Intention: "Apprendre\r\nensemble",
	})
	v.ok(err)
	sent, err := v.Invite(t.Context(), v.lise, v.c.ID, []string{"Omar@Example.org", "omar@example.org"}, community.Member)
	v.ok(err)
	if len(sent) != 1 {
		t.Fatalf("%d invitations for one address", len(sent))
	}
	in, err := v.Enter(t.Context(), v.omar, sent[0].Secret, "")
	v.ok(err)
	if in.Member != v.omar.Member || in.Guest || in.Community != v.c.ID {
		t.Fatalf("entered %+v", in)
	}
	return v
}

func (v *village) person(name string) community.Actor {
	v.t.Helper()
	p := community.Person{
		ID: community.MemberID(v.ids.ID()), Email: name + "@example.org", Name: name, Lang: community.French, CreatedAt: noon,
	}
	v.ok(v.store.AddPerson(v.t.Context(), p))
	return community.Actor{Member: p.ID}
}

func (v *village) ok(err error) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
}

func (v *village) refused(err, want error) {
	v.t.Helper()
	if !errors.Is(err, want) {
		v.t.Errorf("%v, want %v", err, want)
	}
}

func plan() community.NewMeeting {
	return community.NewMeeting{
		Title: "Rencontre d’octobre", Zone: "America/Toronto", StartsAt: noon + 24*hour,
		Phases: []community.Phase{
			{ID: "a", Title: "Accueil", Kind: "plenary", Minutes: 15},
			{ID: "b", Title: "Ronde", Kind: "stick", Minutes: 30, Question: "Qu’est-ce qui vous amène?", TurnS: 90},
		},
	}
}

func (v *village) meeting() community.Meeting {
	v.t.Helper()
	m, err := v.PlanMeeting(v.t.Context(), v.lise, v.c.ID, plan())
	v.ok(err)
	return m
}

func TestFoundingCleansAndFindsItsNetwork(t *testing.T) {
	v := newVillage(t)
	if v.c.Name != "Voisinage solidaire" || v.c.Intention != "Apprendre\nensemble" {
		t.Errorf("%+v", v.c)
	}
	page, err := v.CommunityPage(t.Context(), v.lise, v.c.ID)
	v.ok(err)
	if page.Role != community.Facilitator || page.NetworkName != "Regroupement" || len(page.Members) != 2 ||
		page.Members[0].Name != "lise" || len(page.Pending) != 0 {
		t.Errorf("page %+v", page)
	}
	if len(page.Community.Agreements()) == 0 {
		t.Error("no agreements by default")
	}
	charter := []string{"  Ce qui se dit ici reste ici. ", " "}
	c, err := v.ChangeCommunity(t.Context(), v.lise, v.c.ID, community.CommunityChange{Charter: &charter})
	v.ok(err)
	if len(c.Charter) != 1 || c.Charter[0] != "Ce qui se dit ici reste ici." || c.Name != v.c.Name {
		t.Errorf("changed %+v", c)
	}
}

func TestAMeetingIsPlannedChangedAndCancelled(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	m := v.meeting()
	if m.Minutes != community.DefaultMinutes || m.Mode != community.Confidential || m.Status != community.Planned {
		t.Errorf("defaults %+v", m)
	}
	mode, starts := community.Open, noon+48*hour
	changed, err := v.ChangeMeeting(ctx, v.lise, m.ID, community.MeetingChange{Mode: &mode, StartsAt: &starts})
	v.ok(err)
	if changed.Mode != community.Open || changed.StartsAt != starts || changed.Title != m.Title || len(changed.Phases) != 2 {
		t.Errorf("changed %+v", changed)
	}
	home, err := v.Home(ctx, v.omar)
	v.ok(err)
	if home.Next == nil || home.Next.ID != m.ID || len(home.Communities) != 1 || home.Communities[0].Next == nil {
		t.Errorf("home %+v", home)
	}
	secret, err := v.MakeGuestLink(ctx, v.lise, m.ID)
	v.ok(err)
	_, err = v.CancelMeeting(ctx, v.lise, m.ID)
	v.ok(err)
	_, err = v.CancelMeeting(ctx, v.lise, m.ID)
	v.refused(err, community.RefuseCancelled)
	_, err = v.Enter(ctx, v.nobody, secret, "Visiteuse")
	v.refused(err, community.RefuseSpent)
	_, err = v.Plan(ctx, m.ID)
	v.refused(err, community.RefuseCancelled)
	home, err = v.Home(ctx, v.omar)
	if err != nil || home.Next != nil {
		t.Errorf("a cancelled meeting is next: %+v, %v", home.Next, err)
	}

	m = v.meeting()
	v.ok(v.store.MarkOpened(ctx, m.ID, noon))
	_, err = v.ChangeMeeting(ctx, v.lise, m.ID, community.MeetingChange{Mode: &mode})
	v.refused(err, community.RefuseStarted)
	v.ok(v.store.MarkClosed(ctx, m.ID, noon))
	_, err = v.ChangeMeeting(ctx, v.lise, m.ID, community.MeetingChange{Mode: &mode})
	v.refused(err, community.RefuseOver)
	_, err = v.MakeGuestLink(ctx, v.lise, m.ID)
	v.refused(err, community.RefuseOver)
}

func TestGuests(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	m := v.meeting()
	secret, err := v.MakeGuestLink(ctx, v.lise, m.ID)
	v.ok(err)
	peek, err := v.PeekInvitation(ctx, secret)
	v.ok(err)
	if peek.Meeting == nil || peek.Meeting.Title != "" || peek.Meeting.Phases != nil || peek.Host != "lise" {
		t.Errorf("a confidential meeting tells %+v", peek)
	}
	_, err = v.Enter(ctx, v.nobody, secret, "")
	v.refused(err, community.RefuseEmpty)
	first, err := v.Enter(ctx, v.nobody, secret, "Visiteuse")
	v.ok(err)
	actor := community.Actor{Member: first.Member, Guest: true}
	again, err := v.Enter(ctx, actor, secret, "") // she reloads: the cookie says who she is
	v.ok(err)
	other, err := v.Enter(ctx, v.nobody, secret, "Visiteuse")
	v.ok(err)
	if again.Member != first.Member || again.Name != "Visiteuse" || other.Member == first.Member {
		t.Errorf("first %+v, again %+v, other %+v", first, again, other)
	}
	member, err := v.Enter(ctx, v.omar, secret, "Autre nom")
	v.ok(err)
	if member.Guest || member.Member != v.omar.Member || member.Name != "omar" {
		t.Errorf("a member entered as %+v", member)
	}
	_, err = v.Enter(ctx, v.nobody, "guessed", "X")
	v.refused(err, community.RefuseSpent)

	// Her cookie of one meeting opens no other.
	next := v.meeting()
	nextSecret, err := v.MakeGuestLink(ctx, v.lise, next.ID)
	v.ok(err)
	if role, err := v.Standing(ctx, actor, next.ID.Room()); role != "" || err != nil {
		t.Errorf("a guest of another meeting stands as %q, %v", role, err)
	}
	there, err := v.Enter(ctx, actor, nextSecret, "Visiteuse")
	if err != nil || there.Member == first.Member {
		t.Errorf("%+v, %v", there, err)
	}
	v.ok(v.RevokeGuestLinks(ctx, v.lise, m.ID))
	_, err = v.Enter(ctx, v.nobody, secret, "X")
	v.refused(err, community.RefuseSpent)
	if role, err := v.Standing(ctx, actor, m.ID.Room()); role != rooms.RoleGuest || err != nil {
		t.Errorf("one who is in already stands as %q, %v", role, err)
	}
}

func TestInvitationsIntoACommunity(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	sent, err := v.Invite(ctx, v.lise, v.c.ID, []string{"new@example.org", "omar@example.org", "ines@example.org"}, community.Facilitator)
	v.ok(err)
	if len(sent) != 2 {
		t.Fatalf("%d sent: one of the three belongs already", len(sent))
	}
	for _, one := range sent {
		if one.Invitation.Token == community.Hash(one.Secret) || one.Invitation.Token != community.HashOf(one.Secret) {
			t.Error("a secret is kept as it is")
		}
	}
	_, err = v.Enter(ctx, v.nobody, sent[0].Secret, "")
	v.refused(err, community.RefuseEmpty) // a new person has a name
	in, err := v.Enter(ctx, v.nobody, sent[0].Secret, "Nouvelle")
	v.ok(err)
	_, err = v.Enter(ctx, v.nobody, sent[0].Secret, "Nouvelle")
	v.refused(err, community.RefuseSpent)
	page, err := v.CommunityPage(ctx, community.Actor{Member: in.Member}, v.c.ID)
	if err != nil || page.Role != community.Facilitator || len(page.Pending) != 1 {
		t.Errorf("page %+v, %v", page, err)
	}
	// Her letter was forwarded: whoever opens it without her sign-in is not let into her account.
	_, err = v.Enter(ctx, v.nobody, sent[1].Secret, "")
	v.refused(err, community.RefuseAccountExists)
	v.clock.now += 31 * 24 * hour
	_, err = v.Enter(ctx, v.ines, sent[1].Secret, "")
	v.refused(err, community.RefuseSpent)
}

func TestBoardsComeBack(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	m, next := v.meeting(), v.meeting()
	v.ok(v.store.AddBoard(ctx, community.Board{ID: "b", Community: v.c.ID, Title: "Récolte", Origin: m.ID}))
	v.ok(v.store.LinkBoard(ctx, m.ID, "b"))
	v.ok(v.ResumeBoard(ctx, v.lise, "b", next.ID))
	v.ok(v.ResumeBoard(ctx, v.lise, "b", next.ID))
	plan, err := v.Plan(ctx, next.ID)
	v.ok(err)
	if len(plan.Boards) != 1 || plan.Boards[0].Title != "Récolte" || plan.Lead != v.lise.Member || len(plan.Agreements) == 0 {
		t.Errorf("plan %+v", plan)
	}
	page, err := v.Board(ctx, v.omar, "b")
	v.ok(err)
	if len(page.Meetings) != 2 || !page.MayWrite {
		t.Errorf("board %+v", page)
	}
	other, err := v.CreateCommunity(ctx, v.lise, community.NewCommunity{Name: "Ailleurs", Kind: community.CP})
	v.ok(err)
	v.ok(v.store.AddBoard(ctx, community.Board{ID: "theirs", Community: other.ID}))
	v.refused(v.ResumeBoard(ctx, v.lise, "theirs", next.ID), community.RefuseElsewhere)

	secret, err := v.MakeGuestLink(ctx, v.lise, next.ID)
	v.ok(err)
	in, err := v.Enter(ctx, v.nobody, secret, "Visiteuse")
	v.ok(err)
	guest := community.Actor{Member: in.Member, Guest: true}
	room := rooms.BoardRoom("b")
	stands := func(who community.Actor, want rooms.Role) {
		t.Helper()
		if role, err := v.Standing(ctx, who, room); role != want || err != nil {
			t.Errorf("stands as %q, %v; want %q", role, err, want)
		}
	}
	stands(guest, "") // before the meeting
	v.ok(v.store.MarkOpened(ctx, next.ID, noon))
	stands(guest, rooms.RoleGuest)
	v.ok(v.store.MarkClosed(ctx, next.ID, noon))
	stands(guest, "")
	stands(v.omar, rooms.RoleMember)
	stands(v.lise, rooms.RoleFacilitator)
	stands(v.ines, "")
	stands(v.nobody, "")
}

func TestTheLastFacilitatorStays(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	member := community.Member
	v.refused(v.RemoveMember(ctx, v.lise, v.c.ID, v.lise.Member), community.RefuseLastFacilitator)
	_, err := v.ChangeMember(ctx, v.lise, v.c.ID, v.lise.Member, community.MemberChange{Role: &member})
	v.refused(err, community.RefuseLastFacilitator)
	v.ok(v.RemoveMember(ctx, v.omar, v.c.ID, v.omar.Member)) // anyone may leave
	_, err = v.CommunityPage(ctx, v.omar, v.c.ID)
	v.refused(err, community.RefuseNotFound)
}

// A member says herself where she works and what she does; what she leaves out stays, and nobody else says it for her but
// whoever facilitates.
func TestAMemberSaysWhatSheDoes(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	say := func(by community.Actor, in community.MemberChange) error {
		other, err := v.ChangeMember(ctx, by, v.c.ID, v.omar.Member, in)
		if other {
			t.Error("she has another role now")
		}
		return err
	}
	text := func(s string) *string { return &s }
	v.ok(say(v.omar, community.MemberChange{Region: text(" Côte-Nord "), Function: text("Intervenant")}))
	v.ok(say(v.lise, community.MemberChange{Organization: text("Entraide")}))
	v.refused(say(v.omar, community.MemberChange{Region: text(strings.Repeat("x", 121))}), community.RefuseTooLong)
	v.refused(say(v.omar, community.MemberChange{Function: text("a\x00")}), community.RefuseBadText)
	if err := say(v.nobody, community.MemberChange{Region: text("Ailleurs")}); err == nil {
		t.Error("a stranger said it")
	}
	m, err := v.store.FindMembership(ctx, v.c.ID, v.omar.Member)
	v.ok(err)
	if m.Organization != "Entraide" || m.Region != "Côte-Nord" || m.Function != "Intervenant" {
		t.Errorf("kept as %+v", m)
	}
}
