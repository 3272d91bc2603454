package storetest

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"palabre/rooms/cast"
	"palabre/server/community"
)

func runRecords(t *testing.T, open func(testing.TB) Opened) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, *world)
	}{
		{"what is added is found as it was", roundTrips},
		{"what is not there is not found", notFound},
		{"an e-mail is one person's, none may be several's", emails},
		{"a network is found whatever its case", networks},
		{"lists read as a French reader expects", frenchOrder},
		{"a meeting that has started is not changed", startedMeeting},
		{"upcoming meetings are those of one's communities, soonest first", upcoming},
		{"boards stay in the order they came", boards},
		{"scenarios are a community's, and its network's when they are shared", scenarios},
		{"a refused write leaves nothing, a taken key spoils nothing", atomicWrite},
		{"a cursor moves from where it is alone", cursors},
		{"projectors at once leave one draft", oneDraft},
		{"drafts wait for those who facilitate", drafts},
		{"a login link is redeemed once by 200 at once", oneRedemption},
		{"a login link ends", loginLinkEnds},
		{"an invitation is used once", oneUse},
		{"guest links are revoked together", guestLinks},
		{"signed-in browsers are listed, seen, revoked, forgotten", authSessions},
		{"what members are owed is kept until it is done", notices},
		{"a letter is taken by one sender until it is due again", takenNotice},
		{"visitors come by their own name and may be turned out", visits},
		{"two facilitators who remove each other leave one", lastFacilitator},
		{"an invited guest on two devices at once is one guest", oneGuest},
		{"a whole meeting enters at once by one link", crowd},
		{"browsers are signed out while others are forgotten", sweeping},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, newWorld(t, open(t).Records)) })
	}
}

// RoundTrips holds a store that need not be new to the first of these.
func RoundTrips(t *testing.T, s community.Store) { roundTrips(t, newWorld(t, s)) }

// same compares what was kept with what is found.
func same[T any](t *testing.T, what string, want T) func(T, error) {
	return func(got T, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", what, err)
			return
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: found %+v, kept %+v", what, got, want)
		}
	}
}

func roundTrips(t *testing.T, w *world) {
	ctx := t.Context()
	same(t, "person", w.lise)(w.s.FindPerson(ctx, w.lise.ID))
	odd := community.Person{ID: "l'\"<é\\u0000&🌲>", Name: "Ode", Lang: community.French, CreatedAt: noon}
	w.ok(w.s.AddPerson(ctx, odd))
	same(t, "person with an odd id", odd)(w.s.FindPerson(ctx, odd.ID))
	same(t, "person by e-mail", w.lise)(w.s.FindPersonByEmail(ctx, "lise@example.org"))
	same(t, "community", w.c)(w.s.FindCommunity(ctx, w.c.ID))
	same(t, "meeting", w.m)(w.s.FindMeeting(ctx, w.m.ID))

	planned := w.m
	planned.Phases = everyField()
	planned.Origin = &community.Origin{
		Scenario: "CD", Title: "Codéveloppement", Lang: community.French,
		Parts: []cast.Part{{ID: "client", Title: "Cliente ou client", Group: true, Loop: "L", Stays: true}},
	}
	w.ok(w.s.SaveMeeting(ctx, planned))
	same(t, "meeting from a scenario", planned)(w.s.FindMeeting(ctx, w.m.ID))
	planned.ID = community.MeetingID(w.ids.ID())
	w.ok(w.s.AddMeeting(ctx, planned))
	same(t, "meeting planned from a scenario", planned)(w.s.FindMeeting(ctx, planned.ID))

	w.c.Charter, w.c.Region, w.c.Kind = []string{"Ce qui se dit ici « reste » ici.", ""}, "Gaspésie–Îles", community.CPS
	w.ok(w.s.SaveCommunity(ctx, w.c))
	same(t, "community changed", w.c)(w.s.FindCommunity(ctx, w.c.ID))

	w.lise.Name, w.lise.Lang, w.lise.Admin, w.lise.Email = "Lïse 🌲", community.English, true, "l@example.org"
	w.ok(w.s.SavePerson(ctx, w.lise))
	same(t, "person changed", w.lise)(w.s.FindPerson(ctx, w.lise.ID))
	if admin, err := w.s.HasAdmin(ctx); err != nil || !admin {
		t.Errorf("has admin: %v, %v", admin, err)
	}

	g := community.Guest{ID: community.MemberID(w.ids.ID()), Name: "Invitée", Email: "i@example.org", Meeting: w.m.ID, CreatedAt: noon}
	w.ok(w.s.AddGuest(ctx, g))
	same(t, "guest", g)(w.s.FindGuest(ctx, g.ID))
	g.Name = "Une invitée"
	w.ok(w.s.SaveGuestName(ctx, g.ID, g.Name))
	same(t, "guests", []community.Guest{g})(w.s.ListGuests(ctx, w.m.ID))
	same(t, "names", map[community.MemberID]string{g.ID: "Une invitée", w.lise.ID: "Lïse 🌲"})(
		w.s.Names(ctx, []community.MemberID{g.ID, w.lise.ID, "nobody", g.ID}))

	d := w.draft(w.m)
	w.ok(w.s.AddDocument(ctx, d))
	same(t, "document", d)(w.s.FindDocument(ctx, d.ID))
	d.Seq, d.HTML, d.Tree = 50, "h2", []byte("{}")
	w.ok(w.s.ReplaceDocument(ctx, d))
	same(t, "document of", d)(w.s.FindDocumentOf(ctx, w.m.ID, community.Minutes))
	d.Tree = []byte{}
	same(t, "documents", []community.Document{d})(w.s.ListDocuments(ctx, w.c.ID))
	same(t, "documents of meeting", []community.Document{d})(w.s.ListDocumentsOfMeeting(ctx, w.m.ID))

	inv := community.Invitation{
		ID: community.InvitationID(w.ids.ID()), Token: community.HashOf("s"), Email: "x@example.org", Name: "X", Community: w.c.ID,
		Role: community.Member, InvitedBy: w.lise.ID, CreatedAt: noon, ExpiresAt: noon + 5,
	}
	w.ok(w.s.AddInvitation(ctx, inv))
	same(t, "invitation", inv)(w.s.FindInvitation(ctx, inv.Token))
	same(t, "invitations to", []community.Invitation{inv})(w.s.ListInvitationsTo(ctx, "x@example.org", noon))
	same(t, "invitations to, later", []community.Invitation{})(w.s.ListInvitationsTo(ctx, "x@example.org", noon+5))
	same(t, "invitations", []community.Invitation{inv})(w.s.ListInvitations(ctx, w.c.ID, ""))
	w.ok(w.s.RemoveInvitation(ctx, inv.ID))
	same(t, "invitations removed", []community.Invitation{})(w.s.ListInvitations(ctx, w.c.ID, ""))

	m := community.Membership{Community: w.c.ID, Member: w.omar.ID, Role: community.Facilitator, Organization: "Entraide", Since: noon}
	m.Region, m.Function = "Côte-Nord", "Intervenante 🌲"
	w.ok(w.s.SaveMembership(ctx, m))
	same(t, "membership", m)(w.s.FindMembership(ctx, w.c.ID, w.omar.ID))
}

func notFound(t *testing.T, w *world) {
	ctx := t.Context()
	absent := func(what string, err error) {
		t.Helper()
		if !errors.Is(err, community.ErrNotFound) {
			t.Errorf("%s: %v", what, err)
		}
	}
	_, err := w.s.FindPerson(ctx, "x")
	absent("person", err)
	_, err = w.s.FindPerson(ctx, "x\x00") // out of an address
	absent("person whom no database can hold", err)
	_, err = w.s.FindPersonByEmail(ctx, "")
	absent("person without e-mail", err)
	_, err = w.s.FindGuest(ctx, "x")
	absent("guest", err)
	_, err = w.s.FindCommunity(ctx, "x")
	absent("community", err)
	_, err = w.s.FindMembership(ctx, w.c.ID, "x")
	absent("membership", err)
	_, err = w.s.FindMeeting(ctx, "x")
	absent("meeting", err)
	_, err = w.s.FindBoard(ctx, "x")
	absent("board", err)
	_, err = w.s.FindDocument(ctx, "x")
	absent("document", err)
	_, err = w.s.FindDocumentOf(ctx, w.m.ID, community.Minutes)
	absent("document of", err)
	_, err = w.s.FindInvitation(ctx, "x")
	absent("invitation", err)
	_, err = w.s.FindGuestLink(ctx, "x")
	absent("guest link", err)
	_, err = w.s.FindAuthSession(ctx, "x")
	absent("session", err)
	absent("save person", w.s.SavePerson(ctx, community.Person{ID: "x", Email: "new@example.org"}))
	absent("save membership", w.s.SaveMembership(ctx, community.Membership{Community: w.c.ID, Member: "x"}))
	absent("remove membership", w.s.RemoveMembership(ctx, w.c.ID, "x"))
	absent("touch session", w.s.TouchAuthSession(ctx, "x", 1, 2))
}

func emails(t *testing.T, w *world) {
	ctx := t.Context()
	twin := community.Person{ID: "twin", Email: "lise@example.org", Name: "Autre", Lang: community.French}
	if err := w.s.AddPerson(ctx, twin); !errors.Is(err, community.ErrExists) {
		t.Fatalf("added: %v", err)
	}
	w.omar.Email = "lise@example.org"
	if err := w.s.SavePerson(ctx, w.omar); !errors.Is(err, community.ErrExists) {
		t.Fatalf("saved: %v", err)
	}
	for _, id := range []string{"first", "second"} { // administrators who have not given theirs
		w.ok(w.s.AddPerson(ctx, community.Person{ID: community.MemberID(id), Name: id, Lang: community.French, Admin: true}))
	}
	results := together(10, func(i int) error {
		return w.s.AddPerson(ctx, community.Person{ID: community.MemberID(fmt.Sprint("r", i)), Email: "race@example.org", Lang: community.French})
	})
	if n := count(t, results, community.ErrExists); n != 1 {
		t.Fatalf("%d people with one e-mail", n)
	}
}

// count counts the calls that succeeded; the others must have failed with want.
func count(t *testing.T, results []error, want error) int {
	t.Helper()
	n := 0
	for _, err := range results {
		switch {
		case err == nil:
			n++
		case !errors.Is(err, want):
			t.Errorf("unexpected: %v", err)
		}
	}
	return n
}

func networks(t *testing.T, w *world) {
	ctx := t.Context()
	agora := community.Network{ID: "n1", Name: "AGORA Été", CreatedAt: noon}
	w.ok(w.s.AddNetwork(ctx, agora))
	same(t, "found", agora)(w.s.FindNetwork(ctx, "agora ÉTÉ"))
	same(t, "found by id", agora)(w.s.FindNetworkByID(ctx, "n1"))
	if err := w.s.AddNetwork(ctx, community.Network{ID: "n2", Name: "agora été"}); !errors.Is(err, community.ErrExists) {
		t.Errorf("added twice: %v", err)
	}
	c, err := w.service.CreateCommunity(ctx, community.Actor{Member: w.omar.ID},
		community.NewCommunity{Name: "Ateliers", Kind: community.CPS, Network: "Agora été"})
	if err != nil || c.Network != "n1" {
		t.Fatalf("community in %q, %v", c.Network, err)
	}
	list, err := w.s.ListCommunitiesOf(ctx, w.omar.ID)
	if err != nil || len(list) != 2 || list[0].NetworkName != "AGORA Été" || list[0].Role != community.Facilitator ||
		list[1].NetworkName != "" || list[1].Role != community.Member {
		t.Fatalf("communities %+v, %v", list, err)
	}
}

func frenchOrder(t *testing.T, w *world) {
	ctx := t.Context()
	for i, name := range []string{"Zoé", "élodie", "Eva", "Élan", "Aline"} {
		p := w.person(fmt.Sprintf("p%d@example.org", i), name)
		w.ok(w.s.AddMembership(ctx, community.Membership{Community: w.c.ID, Member: p.ID, Role: community.Member, Since: noon}))
	}
	list, err := w.s.ListMembers(ctx, w.c.ID)
	w.ok(err)
	var names []string
	for _, m := range list {
		names = append(names, m.Name)
	}
	if got := fmt.Sprint(names); got != "[Lise Aline Élan élodie Eva Omar Zoé]" {
		t.Errorf("members %s", got)
	}
}

func startedMeeting(t *testing.T, w *world) {
	ctx := t.Context()
	w.m.Title, w.m.Phases = "Autre titre", nil
	w.ok(w.s.SaveMeeting(ctx, w.m))
	w.ok(w.s.MarkOpened(ctx, w.m.ID, noon+1))
	w.ok(w.s.MarkOpened(ctx, w.m.ID, noon+2)) // told twice: the first stands
	if err := w.s.SaveMeeting(ctx, w.m); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("saved an open meeting: %v", err)
	}
	w.ok(w.s.MarkClosed(ctx, w.m.ID, noon+3))
	w.ok(w.s.MarkClosed(ctx, w.m.ID, noon+4))
	w.ok(w.s.MarkOpened(ctx, w.m.ID, noon+5)) // closed is the end
	w.m.Status, w.m.OpenedAt, w.m.ClosedAt, w.m.Phases = community.Closed, noon+1, noon+3, []community.Phase{}
	same(t, "meeting", w.m)(w.s.FindMeeting(ctx, w.m.ID))

	gone := w.meeting(w.c, noon+5)
	gone.CancelledAt = noon + 6
	w.ok(w.s.SaveMeeting(ctx, gone))
	if err := w.s.SaveMeeting(ctx, gone); !errors.Is(err, community.ErrNotFound) {
		t.Errorf("saved a cancelled meeting: %v", err)
	}
	same(t, "meetings", []community.Meeting{w.m})(w.s.ListMeetings(ctx, w.c.ID))
}

func upcoming(t *testing.T, w *world) {
	ctx := t.Context()
	other := w.community("Ailleurs", w.omar)
	soon, past, running, open := w.meeting(other, noon+1000), w.meeting(w.c, noon-86_400_000),
		w.meeting(w.c, noon-60_000), w.meeting(w.c, noon-90_000_000)
	w.ok(w.s.MarkOpened(ctx, open.ID, noon-90_000_000))
	ids := func(list []community.Meeting, err error) string {
		w.ok(err)
		var out []community.MeetingID
		for _, m := range list {
			out = append(out, m.ID)
		}
		return fmt.Sprint(out)
	}
	want := fmt.Sprint([]community.MeetingID{open.ID, running.ID, soon.ID, w.m.ID})
	if got := ids(w.s.ListUpcoming(ctx, w.omar.ID, noon)); got != want {
		t.Errorf("omar's: %s, want %s", got, want)
	}
	want = fmt.Sprint([]community.MeetingID{open.ID, running.ID, w.m.ID})
	if got := ids(w.s.ListUpcoming(ctx, w.lise.ID, noon)); got != want {
		t.Errorf("lise's: %s, want %s", got, want)
	}
	if got, want := ids(w.s.ListOpen(ctx)), fmt.Sprint([]community.MeetingID{open.ID}); got != want {
		t.Errorf("open: %s, want %s", got, want)
	}
	want = fmt.Sprint([]community.MeetingID{w.m.ID, running.ID, past.ID, open.ID})
	if got := ids(w.s.ListMeetings(ctx, w.c.ID)); got != want {
		t.Errorf("community's: %s, want %s", got, want)
	}
}

func boards(t *testing.T, w *world) {
	ctx := t.Context()
	a, b, c := w.board("A", noon), w.board("B", noon+1), w.board("C", noon+2)
	next := w.meeting(w.c, noon+2*86_400_000)
	for _, board := range []community.BoardID{c.ID, a.ID, c.ID, b.ID} { // c twice: no change
		w.ok(w.s.LinkBoard(ctx, w.m.ID, board))
	}
	w.ok(w.s.LinkBoard(ctx, next.ID, a.ID))
	same(t, "of meeting", []community.Board{c, a, b})(w.s.ListBoardsOfMeeting(ctx, w.m.ID))
	same(t, "meetings of", []community.MeetingID{next.ID, w.m.ID})(w.s.ListMeetingsOfBoard(ctx, a.ID))
	a.Title, a.UpdatedAt, a.EmptiedAt = "A+", noon+3, noon+4
	w.ok(w.s.SaveBoard(ctx, a))
	same(t, "all", []community.Board{a, c, b})(w.s.ListBoards(ctx, w.c.ID))
}

func atomicWrite(t *testing.T, w *world) {
	ctx := t.Context()
	broken := errors.New("broken on purpose")
	err := w.s.Write(ctx, func(tx community.Records) error {
		w.ok(tx.AddNetwork(ctx, community.Network{ID: "n", Name: "N"}))
		if _, err := tx.FindNetwork(ctx, "n"); err != nil {
			t.Errorf("a transaction does not see its own writes: %v", err)
		}
		return broken
	})
	if !errors.Is(err, broken) {
		t.Fatalf("error %v", err)
	}
	if _, err := w.s.FindNetwork(ctx, "n"); !errors.Is(err, community.ErrNotFound) {
		t.Fatalf("a refused write was kept: %v", err)
	}
	err = w.s.Write(ctx, func(tx community.Records) error {
		if err := tx.AddPerson(ctx, community.Person{ID: w.lise.ID, Lang: community.French}); !errors.Is(err, community.ErrExists) {
			t.Errorf("error %v", err)
		}
		return tx.AddNetwork(ctx, community.Network{ID: "n", Name: "N"}) // the transaction still lives
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.s.FindNetwork(ctx, "n"); err != nil {
		t.Fatal(err)
	}
	func() {
		defer func() {
			if recover() == nil {
				t.Error("a panic was swallowed")
			}
		}()
		err = w.s.Write(ctx, func(community.Records) error { panic("on purpose") })
	}()
	w.ok(w.s.AddNetwork(ctx, community.Network{ID: "n2", Name: "N2"})) // its connection was freed
}
