package app_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
)

// Words of a confidential meeting, each to be found where it may be and nowhere else.
const (
	itsTitle     = "canari-titre"
	itsIntention = "canari-intention"
	itsQuestion  = "canari-question"
	guestsName   = "Canari Nom"
	retracted    = "canari-repris"
	unkept       = "canari-bavardage"
	kept         = "canari-garde"
	nudged       = "canari-aparte"
	reason       = "canari-motif"
	drawn        = "canari-tableau"
)

// confidential plans a meeting whose every field is a canary.
func confidential(t *testing.T, a *apptest.App) meeting {
	t.Helper()
	m := meeting{app: a, lead: a.Admin("Odile")}
	var made struct{ ID string }
	m.lead.Must(http.MethodPost, "/api/communities", map[string]any{"name": "CDP du Nord", "kind": "CDP", "intention": "S’entraider"}, &made)
	m.community = made.ID
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/meetings", map[string]any{
		"title": itsTitle, "intention": itsIntention, "starts_at": time.Now().UTC().Add(time.Hour).Format(time.RFC3339),
		"zone": "America/Montreal", "minutes": 180,
		"phases": []map[string]any{{"id": "p1", "title": "Ronde", "kind": "stick", "minutes": 30, "question": itsQuestion, "turn_s": 90}},
	}, &made)
	m.id, m.room = made.ID, "ses_"+made.ID
	return m
}

// files names those under a folder that hold the words.
func files(t *testing.T, dir, words string) []string {
	t.Helper()
	var found []string
	escaped := []byte(url.PathEscape(words))
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			return err
		}
		if bytes.Contains(b, []byte(words)) || bytes.Contains(b, escaped) || strings.Contains(path, words) {
			found = append(found, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// takesBack takes the stick from the guest, after a private word to her.
func (m meeting) takesBack(t *testing.T, lead, guest *apptest.Socket, who string) {
	t.Helper()
	round := uuid.NewString()
	lead.Must(m.room, "stick.prepare", map[string]any{
		"round": round, "question": itsQuestion, "order": []string{who}, "seat": "none", "gate": "holder", "clock": "soft", "turn_s": 90,
	})
	lead.Must(m.room, "stick.begin", nil)
	guest.See(m.room, "the stick offered", func(at func(string) any) bool { return at("round.offer.to") == who })
	guest.Must(m.room, "stick.take", map[string]any{"round": round})
	lead.See(m.room, "who holds it", func(at func(string) any) bool { return at("round.holder.member") == who })
	grant := lead.Look(m.room, "round.holder.grant")
	lead.Must(m.room, "stick.nudge", map[string]any{"grant": grant, "text": nudged})
	guest.See(m.room, "the private word", func(at func(string) any) bool { return at("me.hint.text") == nudged })
	lead.Must(m.room, "stick.take_back", map[string]any{"grant": grant, "reason": reason})
	lead.Must(m.room, "stick.end", nil)
}

func (m meeting) draws(t *testing.T, lead *apptest.Socket) {
	t.Helper()
	board := uuid.Must(uuid.NewV7()).String()
	room := "brd_" + board
	lead.Must(m.room, "boards.open", map[string]any{"board": board, "title": "Notre arbre"})
	lead.Join(room)
	lead.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
	text := rectangle(0)
	for k, v := range map[string]any{
		"type": "text", "text": drawn, "originalText": drawn, "fontSize": 20, "fontFamily": 5, "textAlign": "left",
		"verticalAlign": "top", "containerId": nil, "lineHeight": 1.25, "autoResize": true,
	} {
		text[k] = v
	}
	lead.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": uuid.NewString(), "put": text}}})
}

// TestAConfidentialMeetingLeavesOnlyWhatItSays: a whole confidential meeting, then
// every file of the data folder, every line of the log, every letter and document is
// searched for what must not be there (I10, CH-3, CH-5).
func TestAConfidentialMeetingLeavesOnlyWhatItSays(t *testing.T) {
	a := apptest.Start(t)
	m := confidential(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	m.lead.Must(http.MethodPost, "/api/meetings/"+m.id+"/guests", map[string]any{"email": "camille@example.org", "name": guestsName}, nil)
	guest := a.Accept(a.Letter("camille@example.org"), guestsName)

	lead, tabLea := m.enter(t, m.lead), m.enter(t, lea)
	tab := guest.Open()
	tab.Join(m.room)
	tab.Must(m.room, "people.enter", map[string]any{"listed": false})
	lead.Must(m.room, "people.admit", map[string]any{"member": guest.ID})
	tab.See(m.room, "the others", func(at func(string) any) bool { return at("people."+lea.ID) != nil })

	ids := map[string]string{}
	for _, words := range []string{retracted, unkept, kept} {
		ids[words] = uuid.NewString()
		tab.Must(m.room, "chat.say", map[string]any{"id": ids[words], "text": words})
	}
	tab.Must(m.room, "chat.keep", map[string]any{"id": ids[kept], "on": true})
	m.takesBack(t, lead, tab, guest.ID)
	m.draws(t, lead)
	for _, words := range []string{retracted, unkept, nudged, reason} {
		if len(files(t, a.Dir, words)) == 0 {
			t.Fatalf("%s is nowhere while they meet: this test looks at nothing", words)
		}
	}

	// Taken back while they meet: gone for all, at once and for ever.
	tab.Must(m.room, "chat.retract", map[string]any{"id": ids[retracted]})
	tabLea.See(m.room, "it retired", func(at func(string) any) bool {
		return at("chat."+ids[retracted]+".retracted") == true && at("chat."+ids[retracted]+".text") == ""
	})
	waitFor(t, "the words taken back to be in no file", func() bool { return len(files(t, a.Dir, retracted)) == 0 })

	lead.Must(m.room, "session.close", nil)
	for _, words := range []string{unkept, nudged, reason} {
		waitFor(t, words+" to be in no file", func() bool { return len(files(t, a.Dir, words)) == 0 })
	}
	m.leavesItsMinutes(t, lea)
	m.keepsQuiet(t, guest)

	a.Stop()
	for _, words := range []string{retracted, unkept, nudged, reason} {
		if at := files(t, a.Dir, words); len(at) > 0 {
			t.Errorf("%s is in %v after all has been written", words, at)
		}
	}
	log := a.Log.String() + a.Out.String()
	for _, words := range []string{itsTitle, itsIntention, itsQuestion, guestsName, retracted, unkept, kept, nudged, reason, drawn} {
		if strings.Contains(log, words) {
			t.Errorf("the log says %s", words)
		}
	}
	a.Again("")
	again := lea.Open()
	again.Join(m.room)
	if chat, _ := again.Look(m.room, "chat").(map[string]any); len(chat) != 1 {
		t.Errorf("after a restart the chat is %v", chat)
	}
	again.See(m.room, "what its author kept", func(at func(string) any) bool { return at("chat."+ids[kept]+".text") == kept })
}

// leavesItsMinutes reads the document in every form.
func (m meeting) leavesItsMinutes(t *testing.T, who *apptest.Person) {
	t.Helper()
	var page struct{ Documents []struct{ ID string } }
	waitFor(t, "the minutes", func() bool {
		who.Must(http.MethodGet, "/api/communities/"+m.community, nil, &page)
		return len(page.Documents) == 1
	})
	for _, form := range []string{"", "/file.html", "/file.md"} {
		status, text := who.Do(http.MethodGet, "/api/documents/"+page.Documents[0].ID+form, nil, nil)
		if status != http.StatusOK || !strings.Contains(text, kept) || !strings.Contains(text, drawn) {
			t.Errorf("minutes%s: %d, without what was kept or drawn:\n%s", form, status, text)
		}
		// A file is read away from the site; the page inside it is not.
		if file := form != ""; strings.Contains(text, m.app.URL+"/tableaux/") != file {
			t.Errorf("minutes%s lead elsewhere than to the board:\n%s", form, text)
		}
		for _, words := range []string{guestsName, retracted, unkept, nudged, reason} {
			if strings.Contains(text, words) {
				t.Errorf("minutes%s say %s", form, words)
			}
		}
	}
}

// keepsQuiet reads the letters, and what a guest still gets after the end.
func (m meeting) keepsQuiet(t *testing.T, guest *apptest.Person) {
	t.Helper()
	status, calendar := m.lead.Do(http.MethodGet, "/api/meetings/"+m.id+"/invitation.ics", nil, nil)
	if status != http.StatusOK || !strings.Contains(calendar, "BEGIN:VEVENT") {
		t.Errorf("calendar: %d", status)
	}
	letters, err := os.ReadDir(filepath.Join(m.app.Dir, "mail"))
	if err != nil || len(letters) < 2 {
		t.Fatalf("%d letters, %v", len(letters), err)
	}
	for _, l := range letters {
		text := apptest.ReadWhole(t, filepath.Join(m.app.Dir, "mail", l.Name()))
		for _, words := range []string{itsTitle, itsIntention, itsQuestion, guestsName, retracted, unkept, kept} {
			if strings.Contains(text, words) || strings.Contains(calendar, words) {
				t.Errorf("%s or the calendar says %s", l.Name(), words)
			}
		}
	}
	waitFor(t, "the guest's way in to end", func() bool {
		status, body := guest.Do(http.MethodGet, "/api/meetings/"+m.id+"/names", nil, nil)
		return status == http.StatusConflict && strings.Contains(body, "meeting_closed")
	})
	if code := guest.Open().Refused(m.room); code != "room_closed" {
		t.Errorf("a guest comes back after the end: %q", code)
	}
	var page map[string]json.RawMessage
	if status, _ := guest.Do(http.MethodGet, "/api/communities/"+m.community, nil, &page); status < http.StatusBadRequest {
		t.Error("a guest reads the community's page")
	}
}
