package community_test

import (
	"errors"
	"strings"
	"testing"

	"palabre/server/community"
)

// Every use case, by every kind of asker: what one may not see is missing, what
// one sees and may not do is refused, nobody is asked to sign in.
func TestRights(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	m := v.meeting()
	secret, err := v.MakeGuestLink(ctx, v.lise, m.ID)
	v.ok(err)
	in, err := v.Enter(ctx, v.nobody, secret, "Visiteuse")
	v.ok(err)
	guest := community.Actor{Member: in.Member, Guest: true}
	doc := community.Document{ID: "doc", Meeting: m.ID, Community: v.c.ID, Kind: community.Minutes, Status: community.Draft, Tree: []byte("{}")}
	v.ok(v.store.AddDocument(ctx, doc))
	v.ok(v.store.AddBoard(ctx, community.Board{ID: "board", Community: v.c.ID, Title: "T"}))
	title, facilitator := "Autre", community.Facilitator
	sign, missing, no := error(community.RefuseSignIn), error(community.RefuseNotFound), error(community.RefuseNotAllowed)
	for _, c := range []struct {
		name                      string
		call                      func(community.Actor) error
		nobody, ines, guest, omar error
	}{
		{"community page", func(a community.Actor) error { _, err := v.CommunityPage(ctx, a, v.c.ID); return err }, sign, missing, missing, nil},
		{"change community", func(a community.Actor) error {
			_, err := v.ChangeCommunity(ctx, a, v.c.ID, community.CommunityChange{Region: &title})
			return err
		}, sign, missing, missing, no},
		{"invite", func(a community.Actor) error {
			_, err := v.Invite(ctx, a, v.c.ID, []string{"x@example.org"}, community.Member)
			return err
		}, sign, missing, missing, no},
		{"change member", func(a community.Actor) error {
			_, err := v.ChangeMember(ctx, a, v.c.ID, v.omar.Member, community.MemberChange{Role: &facilitator})
			return err
		}, sign, missing, missing, no},
		{"remove another", func(a community.Actor) error { return v.RemoveMember(ctx, a, v.c.ID, v.lise.Member) }, sign, missing, missing, no},
		{"plan", func(a community.Actor) error { _, err := v.PlanMeeting(ctx, a, v.c.ID, plan()); return err }, sign, missing, missing, no},
		{"meeting page", func(a community.Actor) error { _, err := v.MeetingPage(ctx, a, m.ID); return err }, sign, missing, missing, nil},
		{"entry", func(a community.Actor) error { _, err := v.Entry(ctx, a, m.ID); return err }, sign, missing, nil, nil},
		{"change meeting", func(a community.Actor) error {
			_, err := v.ChangeMeeting(ctx, a, m.ID, community.MeetingChange{Title: &title})
			return err
		}, sign, missing, missing, no},
		{"guest link", func(a community.Actor) error { _, err := v.MakeGuestLink(ctx, a, m.ID); return err }, sign, missing, missing, no},
		{"seat guest", func(a community.Actor) error { _, err := v.SeatGuest(ctx, a, m.ID, "Rosa"); return err }, sign, missing, missing, no},
		{"revoke guest links", func(a community.Actor) error { return v.RevokeGuestLinks(ctx, a, m.ID) }, sign, missing, missing, no},
		{"invite guest", func(a community.Actor) error {
			_, err := v.InviteGuest(ctx, a, m.ID, "g@example.org", "G", community.French)
			return err
		}, sign, missing, missing, no},
		{"resume board", func(a community.Actor) error { return v.ResumeBoard(ctx, a, "board", m.ID) }, sign, missing, missing, no},
		{"document", func(a community.Actor) error { _, err := v.Document(ctx, a, "doc"); return err }, sign, missing, missing, nil},
		{"board", func(a community.Actor) error { _, err := v.Board(ctx, a, "board"); return err }, sign, missing, missing, nil},
		{"home", func(a community.Actor) error { _, err := v.Home(ctx, a); return err }, sign, nil, sign, nil},
		{"cancel meeting", func(a community.Actor) error { _, err := v.CancelMeeting(ctx, a, m.ID); return err }, sign, missing, missing, no},
	} {
		for _, who := range []struct {
			name  string
			actor community.Actor
			want  error
		}{{"nobody", v.nobody, c.nobody}, {"ines", v.ines, c.ines}, {"guest", guest, c.guest}, {"omar", v.omar, c.omar},
			{"an administrator of elsewhere", community.Actor{Member: v.ines.Member, Admin: true}, c.ines}} {
			if err := c.call(who.actor); !errors.Is(err, who.want) {
				t.Errorf("%s by %s: %v, want %v", c.name, who.name, err, who.want)
			}
		}
		var want error
		if c.name == "remove another" { // herself, for her
			want = community.RefuseLastFacilitator
		}
		if err := c.call(v.lise); !errors.Is(err, want) {
			t.Errorf("%s by lise: %v, want %v", c.name, err, want)
		}
		// What lise's success changed is put back.
		v.ok(v.store.SaveMembership(ctx, community.Membership{Community: v.c.ID, Member: v.omar.Member, Role: community.Member}))
	}
}

func TestWhatIsWrittenIsBounded(t *testing.T) {
	v := newVillage(t)
	ctx := t.Context()
	long := strings.Repeat("é", 161)
	for _, c := range []struct {
		field  string
		want   error
		change func(*community.NewMeeting)
	}{
		{"title", community.RefuseEmpty, func(m *community.NewMeeting) { m.Title = " \n " }},
		{"title", community.RefuseTooLong, func(m *community.NewMeeting) { m.Title = long }},
		{"title", community.RefuseBadText, func(m *community.NewMeeting) { m.Title = "a\x00b" }},
		{"title", community.RefuseBadText, func(m *community.NewMeeting) { m.Title = "a\u202eb" }},
		{"title", community.RefuseBadText, func(m *community.NewMeeting) { m.Title = "a\xffb" }},
		{"intention", community.RefuseTooLong, func(m *community.NewMeeting) { m.Intention = strings.Repeat("x", 2001) }},
		{"zone", community.RefuseBadZone, func(m *community.NewMeeting) { m.Zone = "Europe/Nowhere" }},
		{"zone", community.RefuseBadZone, func(m *community.NewMeeting) { m.Zone = "" }},
		{"zone", community.RefuseBadZone, func(m *community.NewMeeting) { m.Zone = "Local" }},
		{"zone", community.RefuseBadZone, func(m *community.NewMeeting) { m.Zone = "../../etc/passwd" }},
		{"starts_at", community.RefuseBadTime, func(m *community.NewMeeting) { m.StartsAt = 0 }},
		{"starts_at", community.RefuseBadTime, func(m *community.NewMeeting) { m.StartsAt = noon - 4*hour }},
		{"starts_at", community.RefuseBadTime, func(m *community.NewMeeting) { m.StartsAt = 1 << 62 }},
		{"minutes", community.RefuseBadMinutes, func(m *community.NewMeeting) { m.Minutes = 4 }},
		{"minutes", community.RefuseBadMinutes, func(m *community.NewMeeting) { m.Minutes = -1 }},
		{"minutes", community.RefuseBadMinutes, func(m *community.NewMeeting) { m.Minutes = 721 }},
		{"mode", community.RefuseBadChoice, func(m *community.NewMeeting) { m.Mode = "sealed" }},
		{"kind", community.RefuseBadChoice, func(m *community.NewMeeting) { m.Kind = "party" }},
		{"phases", community.RefuseTooMany, func(m *community.NewMeeting) { m.Phases = make([]community.Phase, 41) }},
		{"phases", community.RefuseBadPhase, func(m *community.NewMeeting) { m.Phases[0].Kind = "dance" }},
		{"phases", community.RefuseBadPhase, func(m *community.NewMeeting) { m.Phases[1].ID = "a" }},
		{"phases", community.RefuseBadPhase, func(m *community.NewMeeting) { m.Phases[1].TurnS = 1801 }},
		{"phases", community.RefuseTooLong, func(m *community.NewMeeting) { m.Phases[1].Question = strings.Repeat("x", 601) }},
		{"boards", community.RefuseElsewhere, func(m *community.NewMeeting) { m.Boards = []community.BoardID{"none"} }},
	} {
		in := plan()
		c.change(&in)
		_, err := v.PlanMeeting(ctx, v.lise, v.c.ID, in)
		var refused *community.Refusal
		if !errors.Is(err, c.want) || !errors.As(err, &refused) || refused.Field != c.field || refused.FR == "" || refused.EN == "" {
			t.Errorf("%s: %v, want %v", c.field, err, c.want)
		}
	}
	page, err := v.CommunityPage(ctx, v.lise, v.c.ID)
	if err != nil || len(page.Meetings) != 0 {
		t.Errorf("refused meetings were kept: %d, %v", len(page.Meetings), err)
	}
	for _, bad := range []string{"", "a", "a@", "@b", "A <a@example.org>", "a@b\nBcc: x@example.org", "\"a b\"@example.org", strings.Repeat("a", 250) + "@example.org"} {
		if _, err := community.Email(bad); err == nil {
			t.Errorf("took the address %q", bad)
		}
	}
}
