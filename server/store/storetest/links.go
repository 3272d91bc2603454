package storetest

import (
	"errors"
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
)

func oneRedemption(t *testing.T, w *world) {
	ctx := t.Context()
	link := community.LoginLink{
		ID: "l", Token: community.HashOf("secret"), Email: "lise@example.org", Next: "/c/1", Admin: true,
		CreatedAt: noon, ExpiresAt: noon + community.LoginLinkLife,
	}
	w.ok(w.s.AddLoginLink(ctx, link))
	link.UsedAt = noon + 1
	results := together(200, func(int) error {
		got, err := w.s.RedeemLoginLink(ctx, community.HashOf("secret"), noon+1)
		if err == nil && got != link {
			t.Errorf("redeemed %+v, want %+v", got, link)
		}
		return err
	})
	if n := count(t, results, community.ErrSpent); n != 1 {
		t.Fatalf("redeemed %d times", n)
	}
}

func loginLinkEnds(t *testing.T, w *world) {
	ctx := t.Context()
	add := func(id string) {
		w.ok(w.s.AddLoginLink(ctx, community.LoginLink{
			ID: community.LoginLinkID(id), Token: community.HashOf(id), Email: "lise@example.org",
			CreatedAt: noon, ExpiresAt: noon + community.LoginLinkLife,
		}))
	}
	add("late")
	add("just")
	if _, err := w.s.RedeemLoginLink(ctx, community.HashOf("late"), noon+community.LoginLinkLife); !errors.Is(err, community.ErrSpent) {
		t.Errorf("redeemed after ten minutes: %v", err)
	}
	if _, err := w.s.RedeemLoginLink(ctx, community.HashOf("just"), noon+community.LoginLinkLife-1); err != nil {
		t.Errorf("refused within ten minutes: %v", err)
	}
	if _, err := w.s.RedeemLoginLink(ctx, community.HashOf("never"), noon); !errors.Is(err, community.ErrSpent) {
		t.Errorf("redeemed what was never sent: %v", err)
	}
	for _, id := range []string{"first", "other"} {
		w.ok(w.s.AddLoginLink(ctx, community.LoginLink{
			ID: community.LoginLinkID(id), Token: community.HashOf(id), Admin: true, CreatedAt: noon, ExpiresAt: noon + community.LoginLinkLife,
		}))
	}
	add("hers")
	w.ok(w.s.SpendFirstLinks(ctx, noon+1))
	for _, id := range []string{"first", "other"} {
		if _, err := w.s.RedeemLoginLink(ctx, community.HashOf(id), noon+2); !errors.Is(err, community.ErrSpent) {
			t.Errorf("a first link that was spent: %v", err)
		}
	}
	if _, err := w.s.RedeemLoginLink(ctx, community.HashOf("hers"), noon+2); err != nil {
		t.Errorf("somebody's own link went with them: %v", err)
	}
	if n, err := w.s.CountLoginLinks(ctx, "lise@example.org", noon); n != 3 || err != nil {
		t.Errorf("%d links asked for, %v", n, err)
	}
	if n, err := w.s.CountLoginLinks(ctx, "lise@example.org", noon+1); n != 0 || err != nil {
		t.Errorf("%d links asked for since, %v", n, err)
	}
	w.ok(w.s.SweepLogins(ctx, noon+community.LoginLinkLife+1))
	if n, err := w.s.CountLoginLinks(ctx, "lise@example.org", 0); n != 0 || err != nil {
		t.Errorf("%d links not forgotten, %v", n, err)
	}
}

func oneUse(t *testing.T, w *world) {
	ctx := t.Context()
	inv := community.Invitation{
		ID: "i", Token: community.HashOf("i"), Email: "x@example.org", Community: w.c.ID, Role: community.Member,
		InvitedBy: w.lise.ID, CreatedAt: noon, ExpiresAt: noon + 100,
	}
	w.ok(w.s.AddInvitation(ctx, inv))
	results := together(50, func(int) error {
		_, err := w.s.UseInvitation(ctx, inv.Token, w.omar.ID, noon+1)
		return err
	})
	if n := count(t, results, community.ErrSpent); n != 1 {
		t.Fatalf("used %d times", n)
	}
	inv.UsedAt, inv.UsedBy = noon+1, w.omar.ID
	same(t, "used", inv)(w.s.FindInvitation(ctx, inv.Token))
	late := inv
	late.ID, late.Token, late.UsedAt, late.UsedBy = "late", community.HashOf("late"), 0, ""
	w.ok(w.s.AddInvitation(ctx, late))
	if _, err := w.s.UseInvitation(ctx, late.Token, w.omar.ID, noon+100); !errors.Is(err, community.ErrSpent) {
		t.Errorf("used after its end: %v", err)
	}
}

func guestLinks(t *testing.T, w *world) {
	ctx := t.Context()
	other := w.meeting(w.c, noon)
	link := func(id string, m community.MeetingID) community.GuestLink {
		l := community.GuestLink{ID: community.GuestLinkID(id), Token: community.HashOf(id), Meeting: m, CreatedBy: w.lise.ID, CreatedAt: noon}
		w.ok(w.s.AddGuestLink(ctx, l))
		return l
	}
	a, b, c := link("a", w.m.ID), link("b", w.m.ID), link("c", other.ID)
	same(t, "link", a)(w.s.FindGuestLink(ctx, a.Token))
	w.ok(w.s.RevokeGuestLinks(ctx, w.m.ID, noon+1))
	w.ok(w.s.RevokeGuestLinks(ctx, w.m.ID, noon+2))
	a.RevokedAt, b.RevokedAt = noon+1, noon+1
	same(t, "revoked", a)(w.s.FindGuestLink(ctx, a.Token))
	same(t, "revoked", b)(w.s.FindGuestLink(ctx, b.Token))
	same(t, "another meeting's", c)(w.s.FindGuestLink(ctx, c.Token))
}

func authSessions(t *testing.T, w *world) {
	ctx := t.Context()
	begin := func(id string, m community.MeetingID) community.AuthSession {
		s := community.AuthSession{
			ID: community.AuthSessionID(id), Token: community.HashOf(id), Member: w.lise.ID, Meeting: m,
			CreatedAt: noon, SeenAt: noon, ExpiresAt: noon + 1000, Agent: "Firefox, Linux",
		}
		w.ok(w.s.AddAuthSession(ctx, s))
		return s
	}
	a, b, g := begin("a", ""), begin("b", ""), begin("g", w.m.ID)
	same(t, "guest's", g)(w.s.FindAuthSession(ctx, g.Token))
	w.ok(w.s.TouchAuthSession(ctx, b.ID, noon+10, noon+2000))
	b.SeenAt, b.ExpiresAt = noon+10, noon+2000
	same(t, "live", []community.AuthSession{b, a, g})(w.s.ListAuthSessions(ctx, w.lise.ID, noon+20))
	w.ok(w.s.RevokeAuthSession(ctx, a.ID, noon+30))
	w.ok(w.s.RevokeAuthSession(ctx, a.ID, noon+40))
	a.RevokedAt = noon + 30
	same(t, "revoked", a)(w.s.FindAuthSession(ctx, a.Token))
	if err := w.s.TouchAuthSession(ctx, a.ID, noon+50, noon+9000); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("a revoked session came back: %v", err)
	}
	same(t, "live later", []community.AuthSession{b})(w.s.ListAuthSessions(ctx, w.lise.ID, noon+1000))
	w.ok(w.s.RevokeAuthSessionsOf(ctx, w.lise.ID, noon+1500))
	same(t, "live at last", []community.AuthSession{})(w.s.ListAuthSessions(ctx, w.lise.ID, noon+1500))
	w.ok(w.s.SweepLogins(ctx, noon+1400)) // a was revoked and g expired before; b after
	for _, s := range []community.AuthSession{a, g} {
		if _, err := w.s.FindAuthSession(ctx, s.Token); !errors.Is(err, community.ErrNotFound) {
			t.Errorf("session %s not forgotten: %v", s.ID, err)
		}
	}
	if _, err := w.s.FindAuthSession(ctx, b.Token); err != nil {
		t.Errorf("session b forgotten: %v", err)
	}
}

// lastFacilitator: each of the two reads that there is another facilitator; only
// transactions that are serial in effect let one of them alone through.
func lastFacilitator(t *testing.T, w *world) {
	ctx := t.Context()
	for round := range 10 {
		c := w.community("Ronde", w.lise)
		w.ok(w.s.AddMembership(ctx, community.Membership{Community: c.ID, Member: w.omar.ID, Role: community.Facilitator, Since: noon}))
		pair := []community.MemberID{w.lise.ID, w.omar.ID}
		results := together(2, func(i int) error {
			return w.service.RemoveMember(ctx, community.Actor{Member: pair[i]}, c.ID, pair[i]) // both leave
		})
		if n := count(t, results, community.RefuseLastFacilitator); n != 1 {
			t.Fatalf("round %d: %d left", round, n)
		}
	}
}

func oneGuest(t *testing.T, w *world) {
	ctx := t.Context()
	for round := range 5 {
		m := w.meeting(w.c, noon+1000)
		sent, err := w.service.InviteGuest(ctx, community.Actor{Member: w.lise.ID}, m.ID, "inv@example.org", "Invitée", community.French)
		w.ok(err)
		entered := make([]community.Entered, 4)
		results := together(4, func(i int) (err error) {
			entered[i], err = w.service.Enter(ctx, community.Actor{}, sent.Secret, "")
			return err
		})
		for i, err := range results {
			if err != nil || entered[i].Member != entered[0].Member || !entered[i].Guest {
				t.Fatalf("round %d: %+v, %v", round, entered[i], err)
			}
		}
		if guests, err := w.s.ListGuests(ctx, m.ID); err != nil || len(guests) != 1 {
			t.Fatalf("round %d: %d guests, %v", round, len(guests), err)
		}
	}
}

// crowd: a meeting begins and everybody comes by the link that was sent round. Each counts
// the guests before she is one of them, so that all of them collide; nobody is told to try
// again, and each is a guest of her own.
func crowd(t *testing.T, w *world) {
	ctx := t.Context()
	m := w.meeting(w.c, noon+1000)
	secret, err := w.service.MakeGuestLink(ctx, community.Actor{Member: w.lise.ID}, m.ID)
	w.ok(err)
	const n = 60
	results := together(n, func(i int) error {
		_, err := w.service.Enter(ctx, community.Actor{}, secret, fmt.Sprintf("Invitée %d", i))
		return err
	})
	for i, err := range results {
		if err != nil {
			t.Errorf("guest %d: %v", i, err)
		}
	}
	guests, err := w.s.ListGuests(ctx, m.ID)
	names := map[string]bool{}
	for _, g := range guests {
		names[g.Name] = true
	}
	if err != nil || len(guests) != n || len(names) != n {
		t.Fatalf("%d guests of %d names, %v", len(guests), len(names), err)
	}
}

// sweeping: every node forgets old sessions once an hour, row by row in an order of its
// own, while people are signed out everywhere. Nobody is told of a deadlock.
func sweeping(t *testing.T, w *world) {
	ctx := t.Context()
	for round := range 5 {
		for i := range 100 {
			id := fmt.Sprintf("s%d-%d", round, i)
			w.ok(w.s.AddAuthSession(ctx, community.AuthSession{
				ID: community.AuthSessionID(id), Token: community.HashOf(id), Member: w.lise.ID, CreatedAt: noon, SeenAt: noon,
				ExpiresAt: noon + rooms.Millis(i%2),
			}))
		}
		results := together(8, func(i int) error {
			if i%2 == 0 {
				return w.s.SweepLogins(ctx, noon+1)
			}
			return w.s.RevokeAuthSessionsOf(ctx, w.lise.ID, noon+1)
		})
		for _, err := range results {
			if err != nil {
				t.Fatal(err)
			}
		}
		if left, err := w.s.ListAuthSessions(ctx, w.lise.ID, noon); err != nil || len(left) != 0 {
			t.Fatalf("%d sessions live, %v", len(left), err)
		}
	}
}
