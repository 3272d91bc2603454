package app_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"palabre/server/app/apptest"
)

// hears waits until somebody hears the others.
func hears(t *testing.T, d *apptest.Sound) {
	t.Helper()
	before := d.Heard.Load()
	defer func() {
		if t.Failed() {
			t.Log(d.Way())
		}
	}()
	waitFor(t, "sound", func() bool { return d.Heard.Load() > before+20 })
}

// deaf checks that the ear hears nothing of what is said after the instant, at which the
// server had answered. It is observed for as long as it takes the others to say much more.
// It used to allow a second, by the watch of the one who hears: on a busy machine she read
// late what was said before, and the server was blamed.
func deaf(t *testing.T, d, speaker *apptest.Sound, answered time.Time) {
	t.Helper()
	said := speaker.Sent.Load()
	waitFor(t, "the others to go on", func() bool { return speaker.Sent.Load() > said+500 })
	if late := d.Last().Sub(answered); late > 0 {
		t.Errorf("she hears what was said %v after", late)
	}
}

// Whoever loses her place is out at once: no frame, no packet, no way back.
func TestWhoIsRemovedIsOutAtOnce(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea, omar := m.member(t, "lea@example.org", "Léa"), m.member(t, "omar@example.org", "Omar")
	lead := m.enter(t, m.lead)
	hers, his := m.enter(t, lea), m.enter(t, omar)
	speaker, ear, other := lead.Sound(m.room), hers.Sound(m.room), his.Sound(m.room)
	hears(t, ear)
	hears(t, speaker)
	hears(t, other)

	m.lead.Must(http.MethodDelete, "/api/communities/"+m.community+"/members/"+lea.ID, nil, nil)
	answered := time.Now()
	if hers.Closed() == 0 {
		t.Error("her socket was cut without a word")
	}
	lead.See(m.room, "her gone", func(at func(string) any) bool { return at("people."+lea.ID+".left") == true })
	seq := hers.Seq(m.room)
	his.Must(m.room, "chat.say", map[string]any{"id": "0193a0f0-0000-7000-8000-000000000009", "text": "Entre nous"})
	deaf(t, ear, speaker, answered)
	if got := hers.Seq(m.room); got != seq {
		t.Errorf("a frame came after: %d, was at %d", got, seq)
	}
	hears(t, other) // the others hear each other still
	if code := lea.Open().Refused(m.room); code != "not_admitted" {
		t.Errorf("she comes back: %s", code)
	}
}

// Whoever facilitates the community no longer does so in its rooms at once, on the socket that she has open: she kept
// the door and the ladder until she came back, and then as long as the session lived.
func TestWhoIsDemotedFacilitatesNoLonger(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea, omar := m.member(t, "lea@example.org", "Léa"), m.member(t, "omar@example.org", "Omar")
	role := func(who *apptest.Person, to string) {
		t.Helper()
		m.lead.Must(http.MethodPatch, "/api/communities/"+m.community+"/members/"+who.ID, map[string]any{"role": to}, nil)
	}
	role(lea, "facilitator")
	role(omar, "facilitator")
	lead, hers := m.enter(t, m.lead), m.enter(t, lea)
	his := omar.Open()
	his.Join(m.room) // and has yet to come in
	guest := a.Accept(m.guestLink(t), "Camille")
	camille := guest.Open()
	camille.Join(m.room)
	camille.Must(m.room, "people.enter", map[string]any{"listed": false})
	hers.See(m.room, "the door", func(at func(string) any) bool { return at("me.role") == "facilitator" && at("door") != nil })

	role(lea, "member")
	role(omar, "member")
	hers.See(m.room, "that she is a member", func(at func(string) any) bool { return at("me.role") == "member" && at("door") == nil })
	if code := hers.Do(m.room, "people.admit", map[string]any{"member": guest.ID}).Code; code != "not_allowed" {
		t.Errorf("she opens the door still: %q", code)
	}
	hers.Must(m.room, "hands.raise", nil) // she is in the room as before
	lead.See(m.room, "her hand", func(at func(string) any) bool { return at("hands."+lea.ID) != nil })
	his.Must(m.room, "people.enter", map[string]any{"listed": false})
	his.See(m.room, "that he is a member", func(at func(string) any) bool { return at("me.role") == "member" && at("people") != nil })

	role(lea, "facilitator")
	hers.Must(m.room, "people.admit", map[string]any{"member": guest.ID})
}

// Whoever facilitated, was removed and is invited again as a member is a member in the meeting too: let in again, she
// opened the door as before.
func TestWhoComesBackAsAMemberFacilitatesNoLonger(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	hers := "/api/communities/" + m.community + "/members/" + lea.ID
	m.lead.Must(http.MethodPatch, hers, map[string]any{"role": "facilitator"}, nil)
	lead, tab := m.enter(t, m.lead), m.enter(t, lea)
	m.lead.Must(http.MethodDelete, hers, nil, nil)
	tab.Closed()
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/invitations", map[string]any{"emails": []string{"lea@example.org"}}, nil)
	lea.Accept(a.Letter("lea@example.org"), "")
	lead.Must(m.room, "people.admit", map[string]any{"member": lea.ID}) // she was put out here as well
	back := m.knock(t, lea)
	back.See(m.room, "the room", func(at func(string) any) bool { return at("people") != nil })
	if role := back.Look(m.room, "me.role"); role != "member" {
		t.Errorf("she is a %v", role)
	}
}

// Two who lead change somebody's role at once: her rooms end with what the records say. Each told the rooms what it had
// been asked, in whatever order.
func TestRolesChangedAtOnceEndAsRecorded(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	m.enter(t, m.lead)
	hers := m.enter(t, lea)
	for range 5 {
		var both sync.WaitGroup
		for _, to := range []string{"facilitator", "member"} {
			both.Go(func() {
				m.lead.Must(http.MethodPatch, "/api/communities/"+m.community+"/members/"+lea.ID, map[string]any{"role": to}, nil)
			})
		}
		both.Wait()
		var entry struct{ You struct{ Role string } }
		lea.Must(http.MethodGet, "/api/meetings/"+m.id+"/entry", nil, &entry)
		hers.Must(m.room, "hands.raise", nil) // comes after what the room was told
		hers.See(m.room, "her hand", func(at func(string) any) bool { return at("hands."+lea.ID) != nil })
		if role := hers.Look(m.room, "me.role"); role != entry.You.Role {
			t.Errorf("in the room she is a %v, by the records a %s", role, entry.You.Role)
		}
		hers.Must(m.room, "hands.lower", nil)
		hers.See(m.room, "no hand", func(at func(string) any) bool { return at("hands."+lea.ID) == nil })
	}
}

// A browser that is signed out hears nothing more, at once.
func TestSigningOutEndsTheSound(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	lead, hers := m.enter(t, m.lead), m.enter(t, lea)
	speaker, ear := lead.Sound(m.room), hers.Sound(m.room)
	hears(t, ear)
	lea.Must(http.MethodPost, "/api/auth/logout", nil, nil)
	answered := time.Now()
	if code := hers.Closed(); code != 4401 {
		t.Errorf("closed with %d", code)
	}
	deaf(t, ear, speaker, answered)
}

// A guest whose way in is taken back is out, and her link opens nothing any more.
func TestAGuestIsTurnedOut(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lead := m.enter(t, m.lead)
	guest := a.Accept(m.guestLink(t), "Camille")
	tab := guest.Open()
	tab.Join(m.room)
	tab.Must(m.room, "people.enter", map[string]any{"listed": false})
	lead.Must(m.room, "people.admit", map[string]any{"member": guest.ID})
	tab.See(m.room, "the room", func(at func(string) any) bool { return at("people") != nil })
	m.lead.Must(http.MethodDelete, "/api/meetings/"+m.id+"/guests/"+guest.ID, nil, nil)
	tab.Closed()
	lead.See(m.room, "her gone", func(at func(string) any) bool { return at("people."+guest.ID+".left") == true })
	if status, _ := guest.Do(http.MethodGet, "/api/meetings/"+m.id+"/entry", nil, nil); status != http.StatusUnauthorized {
		t.Errorf("she still reads the entry: %d", status)
	}
}

// Someone signed in who opens another community's guest link stays signed in, and is
// a guest there under her own name.
func TestAVisitorKeepsHerAccount(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lead := m.enter(t, m.lead)
	// Léa has an account and a community of her own.
	lea := m.member(t, "lea@example.org", "Léa")
	m.lead.Must(http.MethodDelete, "/api/communities/"+m.community+"/members/"+lea.ID, nil, nil)
	var own struct{ ID string }
	lea.Must(http.MethodPost, "/api/communities", map[string]any{"name": "CDP du Sud", "kind": "CDP"}, &own)
	if status, _ := lea.Do(http.MethodGet, "/api/meetings/"+m.id+"/entry", nil, nil); status != http.StatusNotFound {
		t.Fatalf("before any link: %d", status)
	}
	cookie, id := lea.Cookie, lea.ID
	if next := lea.Accept(m.guestLink(t), ""); !strings.Contains(next, m.id) {
		t.Errorf("next: %s", next)
	}
	if lea.Cookie != cookie || lea.ID != id || lea.Name != "Léa" {
		t.Fatalf("she became %s %q", lea.ID, lea.Name)
	}
	var me struct {
		Member      struct{ Guest bool }
		Communities []struct{ ID string }
	}
	lea.Must(http.MethodGet, "/api/me", nil, &me)
	if me.Member.Guest || len(me.Communities) != 1 || me.Communities[0].ID != own.ID {
		t.Errorf("her account: %+v", me)
	}
	var entry struct{ You struct{ Role string } }
	lea.Must(http.MethodGet, "/api/meetings/"+m.id+"/entry", nil, &entry)
	if entry.You.Role != "guest" {
		t.Errorf("she stands as %q", entry.You.Role)
	}
	for _, path := range []string{"/api/meetings/" + m.id, "/api/communities/" + m.community} {
		if status, _ := lea.Do(http.MethodGet, path, nil, nil); status != http.StatusNotFound {
			t.Errorf("%s opens to a visitor: %d", path, status)
		}
	}
	tab := lea.Open()
	tab.Join(m.room)
	tab.Must(m.room, "people.enter", map[string]any{"listed": false})
	lead.See(m.room, "her at the door", func(at func(string) any) bool { return at("door."+lea.ID) != nil })
	lead.Must(m.room, "people.admit", map[string]any{"member": lea.ID})
	tab.See(m.room, "the room", func(at func(string) any) bool { return at("people") != nil })

	// The meeting's end is the end of her visit; her account goes on.
	lead.Must(m.room, "session.close", nil)
	waitFor(t, "the close", func() bool {
		status, _ := lea.Do(http.MethodGet, "/api/meetings/"+m.id+"/names", nil, nil)
		return status == http.StatusConflict
	})
	lea.Must(http.MethodGet, "/api/communities/"+own.ID, nil, nil)
}
