package storetest

import (
	"errors"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
)

func notices(t *testing.T, w *world) {
	ctx := t.Context()
	n := community.Notice{Meeting: w.m.ID, Version: 0, Reader: community.Reader{Member: w.lise.ID}, StartsAt: noon + 500, CreatedAt: noon, DueAt: noon + 10}
	w.ok(w.s.AddNotice(ctx, n))
	if err := w.s.AddNotice(ctx, n); !errors.Is(err, community.ErrExists) {
		t.Errorf("owed twice: %v", err)
	}
	other := n
	other.Member, other.DueAt = w.omar.ID, noon
	w.ok(w.s.AddNotice(ctx, other))
	same(t, "due, first due first", []community.Notice{other, n})(w.s.ListNoticesDue(ctx, noon+10, 10))
	same(t, "due, few at once", []community.Notice{other})(w.s.ListNoticesDue(ctx, noon+10, 1))
	same(t, "due now", []community.Notice{other})(w.s.ListNoticesDue(ctx, noon, 10))
	same(t, "next", noon+10)(w.s.NextNotice(ctx, noon))

	n.Tries, n.DueAt = 1, noon+20
	w.ok(w.s.SaveNotice(ctx, n))
	same(t, "put off", noon+20)(w.s.NextNotice(ctx, noon))
	n.DoneAt, n.Sent = noon+21, true
	w.ok(w.s.SaveNotice(ctx, n))
	again := n
	again.Sent = false
	if err := w.s.SaveNotice(ctx, again); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("what is done changes: %v", err)
	}
	same(t, "none later", rooms.Millis(0))(w.s.NextNotice(ctx, noon))
	later := community.Notice{Meeting: w.m.ID, Version: 2, Reader: community.Reader{Member: w.lise.ID}, CreatedAt: noon, DueAt: noon}
	w.ok(w.s.AddNotice(ctx, later))
	same(t, "to somebody", []community.Notice{n, later})(w.s.ListNoticesTo(ctx, w.m.ID, n.Reader))

	inv := community.Invitation{
		ID: community.InvitationID(w.ids.ID()), Token: community.HashOf("inv"), Email: "invitee@example.org", Name: "Invitée", Meeting: w.m.ID,
		InvitedBy: w.lise.ID, CreatedAt: noon, ExpiresAt: noon + 100, Lang: community.English,
	}
	w.ok(w.s.AddInvitation(ctx, inv))
	same(t, "by id", inv)(w.s.FindInvitationByID(ctx, inv.ID))
	same(t, "none mailed", []community.Invitation{})(w.s.ListMailed(ctx, w.m.ID))
	owed := community.Notice{Meeting: w.m.ID, Version: 1, Reader: community.Reader{Invitation: inv.ID}, CreatedAt: noon, DueAt: noon}
	w.ok(w.s.AddNotice(ctx, owed))
	same(t, "owed is not mailed", []community.Invitation{})(w.s.ListMailed(ctx, w.m.ID))
	owed.DoneAt, owed.Sent = noon+1, true
	w.ok(w.s.SaveNotice(ctx, owed))
	same(t, "mailed", []community.Invitation{inv})(w.s.ListMailed(ctx, w.m.ID))
	same(t, "to a guest", []community.Notice{owed})(w.s.ListNoticesTo(ctx, w.m.ID, owed.Reader))
	same(t, "to a member still", []community.Notice{n, later})(w.s.ListNoticesTo(ctx, w.m.ID, n.Reader))

	w.m.Version = 3
	w.ok(w.s.SaveMeeting(ctx, w.m))
	same(t, "the meeting's version", w.m)(w.s.FindMeeting(ctx, w.m.ID))

	reached, err := w.s.ListReached(ctx, w.c.ID)
	w.ok(err)
	before := len(reached)
	nameless := community.Person{ID: community.MemberID(w.ids.ID()), Lang: community.French, Admin: true, CreatedAt: noon}
	w.ok(w.s.AddPerson(ctx, nameless))
	w.ok(w.s.AddMembership(ctx, community.Membership{Community: w.c.ID, Member: nameless.ID, Role: community.Member, Since: noon}))
	if reached, err = w.s.ListReached(ctx, w.c.ID); err != nil || len(reached) != before {
		t.Errorf("someone without an e-mail is reached: %v, %v", reached, err)
	}
}

// takenNotice: the senders of several nodes list the same letters; one of them sends each.
func takenNotice(t *testing.T, w *world) {
	ctx := t.Context()
	n := community.Notice{Meeting: w.m.ID, Reader: community.Reader{Member: w.lise.ID}, CreatedAt: noon, DueAt: noon}
	w.ok(w.s.AddNotice(ctx, n))
	for now := noon; now < noon+500; now += 100 { // each sender dies with it, and it is due again
		due, err := w.s.ListNoticesDue(ctx, now, 10)
		if err != nil || len(due) != 1 {
			t.Fatalf("due %+v, %v", due, err)
		}
		results := together(20, func(int) error { return w.s.TakeNotice(ctx, due[0], now+100) })
		if won := count(t, results, community.ErrNotFound); won != 1 {
			t.Fatalf("%d senders took it", won)
		}
		if due, err := w.s.ListNoticesDue(ctx, now+99, 10); err != nil || len(due) != 0 {
			t.Fatalf("due while it is being sent: %+v, %v", due, err)
		}
	}
	n.DueAt, n.DoneAt, n.Sent = noon+500, noon+450, true
	w.ok(w.s.SaveNotice(ctx, n))
	if err := w.s.TakeNotice(ctx, n, noon+900); !errors.Is(err, community.ErrNotFound) {
		t.Fatalf("taken when it was done: %v", err)
	}
}

func visits(t *testing.T, w *world) {
	ctx := t.Context()
	v := community.Visit{Meeting: w.m.ID, Member: w.omar.ID, CreatedAt: noon}
	if _, err := w.s.FindVisit(ctx, w.m.ID, w.omar.ID); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("found before it was: %v", err)
	}
	w.ok(w.s.AddVisit(ctx, v))
	if err := w.s.AddVisit(ctx, v); !errors.Is(err, community.ErrExists) {
		t.Errorf("twice: %v", err)
	}
	same(t, "visit", v)(w.s.FindVisit(ctx, w.m.ID, w.omar.ID))
	same(t, "visited, not open", []community.MeetingID{})(w.s.ListVisited(ctx, w.omar.ID))
	w.ok(w.s.MarkOpened(ctx, w.m.ID, noon))
	same(t, "visited", []community.MeetingID{w.m.ID})(w.s.ListVisited(ctx, w.omar.ID))
	w.ok(w.s.RevokeVisit(ctx, w.m.ID, w.omar.ID, noon+1))
	same(t, "visited no more", []community.MeetingID{})(w.s.ListVisited(ctx, w.omar.ID))
	same(t, "visitors", []community.Guest{{ID: w.omar.ID, Name: w.omar.Name, Meeting: w.m.ID, CreatedAt: noon, RevokedAt: noon + 1}})(
		w.s.ListVisitors(ctx, w.m.ID))

	g := community.Guest{ID: community.MemberID(w.ids.ID()), Name: "Camille", Meeting: w.m.ID, CreatedAt: noon}
	w.ok(w.s.AddGuest(ctx, g))
	if err := w.s.RevokeGuest(ctx, "another", g.ID, noon); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("revoked elsewhere: %v", err)
	}
	w.ok(w.s.RevokeGuest(ctx, w.m.ID, g.ID, noon+2))
	g.RevokedAt = noon + 2
	same(t, "guest revoked", g)(w.s.FindGuest(ctx, g.ID))
}
