package app_test

import (
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"palabre/server/app/apptest"
)

// The button says how many members are told; each has her letter, in her language,
// with the calendar file, and a change of hour and an end follow it.
func TestAMeetingIsAnnounced(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	lea.Must(http.MethodPatch, "/api/me", map[string]string{"lang": "en"}, nil)
	m.member(t, "omar@example.org", "Omar")
	var page struct{ Reached int }
	m.lead.Must(http.MethodGet, "/api/communities/"+m.community, nil, &page)
	if page.Reached != 2 { // the administrator of a new instance has no e-mail yet
		t.Fatalf("%d would be told", page.Reached)
	}
	starts := time.Now().UTC().Add(48 * time.Hour)
	var made struct {
		ID   string
		Told int
	}
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/meetings", map[string]any{
		"title": "Deuil et équipes", "starts_at": starts.Format(time.RFC3339), "zone": "America/Montreal", "mode": "open",
	}, &made)
	if made.Told != 2 {
		t.Fatalf("%d are told", made.Told)
	}
	letters := func(method string, want int) []string {
		t.Helper()
		var found []string
		waitFor(t, "the letters "+method, func() bool {
			found = nil
			files, err := filepath.Glob(filepath.Join(a.Dir, "mail", "*.eml"))
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range files {
				if all := apptest.ReadWhole(t, f); strings.Contains(all, "UID:"+made.ID+"@palabre") && strings.Contains(all, method) {
					found = append(found, all)
				}
			}
			return len(found) >= want
		})
		if len(found) != want {
			t.Fatalf("%d letters %s", len(found), method)
		}
		return found
	}
	both := strings.Join(letters("SEQUENCE:0", 2), "\n")
	for _, part := range []string{"Rencontre prévue", "Meeting planned: Deuil", "METHOD:REQUEST", "mailto:palabre@example.org", a.URL + "/r/" + made.ID} {
		if !strings.Contains(both, part) {
			t.Errorf("the letters lack %q", part)
		}
	}
	var invited struct{ Sent int }
	m.lead.Must(http.MethodPost, "/api/meetings/"+made.ID+"/guests", map[string]any{"email": "camille@example.org", "lang": "en"}, &invited)
	if invited.Sent != 1 {
		t.Fatal("the guest is not invited")
	}
	var told struct{ Told int } // members, whom the page counts; the guest hears too
	m.lead.Must(http.MethodPatch, "/api/meetings/"+made.ID, map[string]any{"starts_at": starts.Add(time.Hour).Format(time.RFC3339)}, &told)
	if letters("SEQUENCE:1", 3); told.Told != 2 {
		t.Errorf("%d hear of the new hour", told.Told)
	}
	m.lead.Must(http.MethodDelete, "/api/meetings/"+made.ID, nil, &told)
	if letters("METHOD:CANCEL", 3); told.Told != 2 {
		t.Errorf("%d hear of the end", told.Told)
	}
}
