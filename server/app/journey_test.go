package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
)

// meeting is what people of a test meet in.
type meeting struct {
	app       *apptest.App
	lead      *apptest.Person
	community string
	id        string
	room      string
}

// plan makes a community and a meeting that may begin now.
func plan(t *testing.T, a *apptest.App) meeting {
	t.Helper()
	m := meeting{app: a, lead: a.Admin("Odile")}
	var made struct{ ID string }
	m.lead.Must(http.MethodPost, "/api/communities", map[string]any{"name": "CDP du Nord", "kind": "CDP", "intention": "S’entraider"}, &made)
	m.community = made.ID
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/meetings", map[string]any{
		"title": "Première rencontre", "starts_at": time.Now().UTC().Add(time.Hour).Format(time.RFC3339), "zone": "America/Montreal",
		"minutes": 180, "phases": []map[string]any{
			{"id": "p1", "title": "Accueil", "kind": "plenary", "minutes": 10},
			{"id": "p2", "title": "Ronde", "kind": "stick", "minutes": 30, "question": "Qu’est-ce qui vous amène?", "turn_s": 90},
		},
	}, &made)
	m.id, m.room = made.ID, "ses_"+made.ID
	return m
}

// member invites someone into the community, who accepts by e-mail.
func (m meeting) member(t *testing.T, email, name string) *apptest.Person {
	t.Helper()
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/invitations", map[string]any{"emails": []string{email}}, nil)
	p := m.app.Accept(m.app.Letter(email), name)
	p.Must(http.MethodPatch, "/api/me", map[string]string{"name": name}, nil)
	return p
}

// guestLink makes a link for guests.
func (m meeting) guestLink(t *testing.T) string {
	t.Helper()
	var link struct{ URL string }
	m.lead.Must(http.MethodPost, "/api/meetings/"+m.id+"/guest-link", nil, &link)
	return link.URL
}

// knock opens a tab, joins the session and wishes to go in: a guest then waits at the door.
func (m meeting) knock(t *testing.T, p *apptest.Person) *apptest.Socket {
	t.Helper()
	s := p.Open()
	s.Join(m.room)
	s.Must(m.room, "people.enter", map[string]any{"listed": true})
	return s
}

// enter brings somebody in, until she sees the room. The answer may come before her new
// sight of it: on a busy machine her sound, begun between the two, was that of one at the
// door, who has none, and tests waited for it in vain.
func (m meeting) enter(t *testing.T, p *apptest.Person) *apptest.Socket {
	t.Helper()
	s := m.knock(t, p)
	s.See(m.room, "the room", func(at func(string) any) bool { return at("people."+p.ID) != nil })
	return s
}

func TestFromTheFirstLinkToAGuestAtTheDoor(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)

	// The link in the letter: a GET, or a HEAD, by a scanner does nothing.
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/invitations", map[string]any{"emails": []string{"lea@example.org"}}, nil)
	link := a.Letter("lea@example.org")
	if !strings.HasPrefix(link, a.URL+"/invitation#") {
		t.Fatalf("link %s", link)
	}
	page, _, _ := strings.Cut(strings.TrimPrefix(link, a.URL), "#")
	for range 3 {
		a.Nobody().Do(http.MethodGet, page, nil, nil)
		a.Nobody().Do(http.MethodHead, page, nil, nil)
	}
	lea := a.Accept(link, "Léa")
	var mine struct {
		Communities []struct{ ID, Role string }
		Next        *struct{ ID string }
	}
	lea.Must(http.MethodGet, "/api/me", nil, &mine)
	if len(mine.Communities) != 1 || mine.Communities[0].Role != "member" || mine.Next == nil || mine.Next.ID != m.id {
		t.Fatalf("home: %+v", mine)
	}
	if status, _ := a.Nobody().Do(http.MethodPost, "/api/guests", map[string]string{"token": link[strings.Index(link, "#")+1:], "name": "X"}, nil); status != http.StatusGone {
		t.Fatalf("an invitation used twice: %d", status)
	}

	// She signs out, and in again by e-mail.
	lea.Must(http.MethodPost, "/api/auth/logout", nil, nil)
	if status, _ := lea.Do(http.MethodGet, "/api/me", nil, nil); status != http.StatusUnauthorized {
		t.Fatalf("signed out, yet %d", status)
	}
	again := a.SignIn("lea@example.org", "")
	if again.ID != lea.ID {
		t.Fatal("another person after signing in again")
	}

	// A guest; she reloads; she is the same.
	guest := a.Accept(m.guestLink(t), "Camille")
	var entry struct {
		You  struct{ ID, Role string }
		Room string
	}
	guest.Must(http.MethodGet, "/api/meetings/"+m.id+"/entry", nil, &entry)
	if entry.You.Role != "guest" || entry.Room != m.room {
		t.Fatalf("entry: %+v", entry)
	}
	first := guest.ID
	guest.Accept(m.guestLink(t), "Camille F.")
	if guest.ID != first || guest.Name != "Camille F." {
		t.Fatalf("a reload made another guest: %s %s %s", first, guest.ID, guest.Name)
	}
}

func TestAMeetingFromTheDoorToItsEnd(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	camille := a.Accept(m.guestLink(t), "Camille")

	lead, tabLea := m.enter(t, m.lead), m.enter(t, lea)
	// The guest waits at the door until she is admitted, and sees nothing before.
	tabCamille := m.knock(t, camille)
	tabCamille.See(m.room, "that she waits", func(at func(string) any) bool { return at("me.waiting") == true && at("people") == nil })
	lead.See(m.room, "her at the door", func(at func(string) any) bool { return at("door."+camille.ID) != nil })
	lead.Must(m.room, "people.admit", map[string]any{"member": camille.ID})
	tabCamille.See(m.room, "the others", func(at func(string) any) bool { return at("people."+lea.ID) != nil })

	tabCamille.Must(m.room, "chat.say", map[string]any{"id": uuid.NewString(), "text": "Bonjour à toutes et à tous"})
	tabLea.See(m.room, "what Camille wrote", func(at func(string) any) bool {
		chat, _ := at("chat").(map[string]any)
		return len(chat) == 1
	})

	stickRound(t, m, lead, []*apptest.Socket{tabLea, tabCamille}, []*apptest.Person{lea, camille})
	drawTogether(t, m, lead, tabLea, tabCamille)

	lead.Must(m.room, "session.close", nil)
	tabLea.See(m.room, "the end", func(at func(string) any) bool { return at("status") == "closed" })
	waitFor(t, "the meeting's status to follow", func() bool {
		var page struct{ Status string }
		lea.Must(http.MethodGet, "/api/meetings/"+m.id, nil, &page)
		return page.Status == "closed"
	})
	minutesOf(t, m, lea, camille)
}

// minutesOf: the close leaves one draft, with who let it name her, the round's
// question and the board, in three forms; a guest who was there does not read it.
func minutesOf(t *testing.T, m meeting, member, guest *apptest.Person) {
	t.Helper()
	var page struct {
		Documents []struct{ ID, Status, Kind string }
	}
	waitFor(t, "the minutes", func() bool {
		member.Must(http.MethodGet, "/api/meetings/"+m.id, nil, &page)
		return len(page.Documents) > 0
	})
	if len(page.Documents) != 1 || page.Documents[0].Status != "draft" || page.Documents[0].Kind != "minutes" {
		t.Fatalf("documents: %+v", page.Documents)
	}
	path := "/api/documents/" + page.Documents[0].ID
	var doc struct{ HTML string }
	member.Must(http.MethodGet, path, nil, &doc)
	for _, part := range []string{"Première rencontre", "Léa", "Qu’est-ce qui vous amène", "Notre arbre", "<svg"} {
		if !strings.Contains(doc.HTML, part) {
			t.Errorf("the minutes lack %q", part)
		}
	}
	if strings.Contains(doc.HTML, "Bonjour à toutes") {
		t.Error("the minutes tell what was said")
	}
	for form, begins := range map[string]string{"html": "<!doctype html>", "pdf": "%PDF-", "md": ""} {
		status, first := member.Do(http.MethodGet, path+"/file."+form, nil, nil)
		_, again := member.Do(http.MethodGet, path+"/file."+form, nil, nil)
		if status != http.StatusOK || len(first) < 200 || !strings.HasPrefix(first, begins) || first != again {
			t.Errorf("%s: %d, %d bytes, the same again: %t", form, status, len(first), first == again)
		}
	}
	if status, _ := guest.Do(http.MethodGet, path, nil, nil); status != http.StatusNotFound {
		t.Errorf("a guest reads it: %d", status)
	}
}

// stickRound passes the stick once round the circle.
func stickRound(t *testing.T, m meeting, lead *apptest.Socket, tabs []*apptest.Socket, people []*apptest.Person) {
	t.Helper()
	round := uuid.NewString()
	lead.Must(m.room, "stick.prepare", map[string]any{
		"round": round, "question": "Qu’est-ce qui vous amène?", "order": []string{people[0].ID, people[1].ID}, "seat": "none",
		"gate": "holder", "clock": "strict", "turn_s": 90,
	})
	lead.Must(m.room, "stick.begin", nil)
	lead.Must(m.room, "stick.clock", map[string]any{"clock": "soft"})
	for i, p := range people {
		tabs[i].See(m.room, "the stick offered", func(at func(string) any) bool { return at("round.offer.to") == p.ID })
		tabs[i].Must(m.room, "stick.take", map[string]any{"round": round})
		lead.See(m.room, "who holds it", func(at func(string) any) bool { return at("round.holder.member") == p.ID })
		grant := lead.Look(m.room, "round.holder.grant")
		tabs[i].Must(m.room, "stick.release", map[string]any{"grant": grant})
	}
	lead.See(m.room, "the round over", func(at func(string) any) bool { return at("round.state") == "ended" })
}

// drawTogether opens a board in the meeting; a member and a guest draw on it.
func drawTogether(t *testing.T, m meeting, lead *apptest.Socket, tabs ...*apptest.Socket) {
	t.Helper()
	board := uuid.Must(uuid.NewV7()).String()
	room := "brd_" + board
	lead.Must(m.room, "boards.open", map[string]any{"board": board, "title": "Notre arbre"})
	for i, tab := range tabs {
		tab.See(m.room, "the board", func(at func(string) any) bool { return at("boards."+board) != nil })
		tab.Join(room)
		tab.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
		tab.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": uuid.NewString(), "put": rectangle(i)}}})
	}
	type mark struct {
		ID                  string
		X, Y, Width, Height float64
	}
	var page struct {
		Title   string
		Outline []struct {
			Kind, Text string
			Marks      []mark
		}
		Picture struct{ Width, Height float64 }
		Lent    string
	}
	waitFor(t, "the board's outline", func() bool {
		m.lead.Must(http.MethodGet, "/api/boards/"+board, nil, &page)
		return page.Title == "Notre arbre" && len(page.Outline) == 1 && len(page.Outline[0].Marks) == len(tabs) && page.Lent == m.room
	})
	status, svg := m.lead.Do(http.MethodGet, "/api/boards/"+board+"/picture.svg", nil, nil)
	if status != http.StatusOK || !strings.Contains(svg, "<svg") {
		t.Fatalf("picture: %d %.100s", status, svg)
	}
	size := fmt.Sprintf(`width="%g" height="%g"`, page.Picture.Width, page.Picture.Height)
	if !strings.Contains(svg, size) {
		t.Errorf("the page says the picture is %s, which is %.200s", size, svg)
	}
	// The drawings lie beside each other within the white round them.
	for _, m := range page.Outline[0].Marks {
		if m.ID == "" || m.X < 20 || m.Y < 20 || m.X+m.Width > page.Picture.Width-20 || m.Y+m.Height > page.Picture.Height-20 || m.Width != 80 {
			t.Errorf("%+v in %+v", m, page.Picture)
		}
	}
}

func rectangle(i int) map[string]any {
	return map[string]any{
		"type": "rectangle", "x": 100 * i, "y": 0, "width": 80, "height": 60, "angle": 0, "strokeColor": "#1e1e1e",
		"backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2, "strokeStyle": "solid", "roughness": 1,
		"opacity": 100, "seed": 1 + i, "index": "a" + string(rune('1'+i)),
	}
}

// waitFor asks again until the answer is the one that must come.
func waitFor(t *testing.T, what string, done func() bool) {
	t.Helper()
	waitEach(t, 10*time.Millisecond, what, done)
}

// waitEach is waitFor for what is not to be asked often.
func waitEach(t *testing.T, rest time.Duration, what string, done func() bool) {
	t.Helper()
	late := time.After(15 * time.Second)
	again := time.NewTicker(rest)
	defer again.Stop()
	for !done() {
		select {
		case <-again.C:
		case <-late:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
