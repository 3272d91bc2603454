package api_test

import (
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
)

// A guest did not agree to be named: the list of guests is for who invites, until the
// close. A member once read in the page of a closed confidential meeting who had come.
func TestWhoWasInvitedIsNotTold(t *testing.T) {
	w := newWorld(t)
	lead, member := w.person("odile@example.org"), w.person("lea@example.org")
	m := w.meeting(lead, w.community(lead, member))
	w.guestOf(lead, m)
	visitor := w.person("visite@example.org")
	secret, err := w.use.MakeGuestLink(t.Context(), lead, m)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.use.Enter(t.Context(), visitor, secret, ""); err != nil {
		t.Fatal(err)
	}
	told := func(who community.Actor) int {
		t.Helper()
		var page struct{ Guests []struct{ Name string } }
		got := w.ask("GET", "/api/meetings/"+string(m), w.cookie(who, ""), "")
		got.into(t, &page)
		if len(page.Guests) == 0 && (strings.Contains(string(got.body), "Personne invitée") || page.Guests == nil) {
			t.Errorf("named elsewhere, or no list: %s", got.body)
		}
		return len(page.Guests)
	}
	for _, step := range []struct {
		name       string
		happens    func() error
		lead, seen int
	}{
		{"planned", func() error { return nil }, 2, 0},
		{"open", func() error { return w.store.MarkOpened(t.Context(), m, rooms.Millis(2)) }, 2, 0},
		{"closed", func() error { return w.store.MarkClosed(t.Context(), m, rooms.Millis(3)) }, 0, 0},
	} {
		if err := step.happens(); err != nil {
			t.Fatal(err)
		}
		if got := told(lead); got != step.lead {
			t.Errorf("%s: the facilitator is told of %d guests, want %d", step.name, got, step.lead)
		}
		if got := told(member); got != step.seen {
			t.Errorf("%s: a member is told of %d guests", step.name, got)
		}
	}
	names := w.ask("GET", "/api/meetings/"+string(m)+"/names", w.cookie(member, ""), "")
	if body := string(names.body); strings.Contains(body, "Personne invitée") || !strings.Contains(body, string(lead.Member)) {
		t.Errorf("after the close, names are %s", body)
	}
}

// A guest who waits was told that « l’animation » would open, and did not know whom she
// was waiting for. The door names who facilitates, in a confidential meeting too: the
// link said who invites. Once she has given that up, it names who facilitates now.
func TestTheDoorNamesWhoOpens(t *testing.T) {
	w := newWorld(t)
	lead, member := w.person("odile@example.org"), w.person("lea@example.org")
	c := w.community(lead, member)
	m := w.meeting(lead, c)
	guest := w.guestOf(lead, m)
	told := func() (host, mode string) {
		t.Helper()
		var entry struct{ Host, Mode string }
		w.ask("GET", "/api/meetings/"+string(m)+"/entry", w.cookie(guest, m), "").into(t, &entry)
		return entry.Host, entry.Mode
	}
	if host, mode := told(); host != "Personne o" || mode != "confidential" {
		t.Errorf("the door of a %s meeting names %q", mode, host)
	}
	for _, step := range []struct {
		who  community.Actor
		role community.Role
	}{{member, community.Facilitator}, {lead, community.Member}} {
		if _, err := w.use.ChangeMember(t.Context(), lead, c, step.who.Member, community.MemberChange{Role: &step.role}); err != nil {
			t.Fatal(err)
		}
	}
	if host, _ := told(); host != "Personne l" {
		t.Errorf("she does not facilitate any more, and the door names %q", host)
	}
}
