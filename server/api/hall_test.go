package api_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

// A community hall: everybody behind one address, within a moment. Guessing behind it
// comes to an end.
func TestAHallBehindOneAddress(t *testing.T) {
	w := newWorld(t)
	lead := w.person("lead@example.org")
	m := w.meeting(lead, w.community(lead))
	secret, err := w.use.MakeGuestLink(t.Context(), lead, m)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 300 {
		if got := w.ask("POST", "/api/invitations/peek", "", `{"token":"`+secret+`"}`); got.status != http.StatusOK {
			t.Fatalf("guest %d looks: %d %s", i, got.status, got.body)
		}
		got := w.ask("POST", "/api/guests", "", fmt.Sprintf(`{"token":%q,"name":"Invitée %d"}`, secret, i))
		if got.status != http.StatusOK {
			t.Fatalf("guest %d enters: %d %s", i, got.status, got.body)
		}
	}
	guesses := 0
	for ; guesses < 1000; guesses++ {
		guess := fmt.Sprintf("%043d", guesses)
		got := w.ask("POST", "/api/guests", "", `{"token":"`+guess+`","name":"X"}`)
		if got.status == http.StatusTooManyRequests {
			break
		}
		if got.status != http.StatusGone {
			t.Fatalf("a guess: %d %s", got.status, got.body)
		}
	}
	if guesses >= 400 {
		t.Fatalf("%d guesses and still listened to", guesses)
	}
	// Every door for links is worn by the same guesses.
	for _, path := range []string{"/api/invitations/peek", "/api/auth/redeem"} {
		if got := w.ask("POST", path, "", `{"token":"`+strings.Repeat("0", 43)+`"}`); got.status != http.StatusTooManyRequests {
			t.Errorf("%s still listens: %d", path, got.status)
		}
	}
}

// A list is [] when it is empty, never null: the description says so, and it is.
func TestListsAreNeverNull(t *testing.T) {
	w := newWorld(t)
	lead := w.person("lead@example.org")
	cookie := w.cookie(lead, "")
	empty := []string{"/api/me", "/api/me/sessions", "/api/communities"}
	c := w.community(lead)
	m := w.meeting(lead, c)
	for _, path := range append(empty, "/api/communities/"+string(c), "/api/meetings/"+string(m), "/api/meetings/"+string(m)+"/entry") {
		got := w.ask("GET", path, cookie, "")
		if got.status != http.StatusOK || strings.Contains(string(got.body), "null") {
			t.Errorf("%s: %d %s", path, got.status, got.body)
		}
	}
	if got := w.ask("GET", "/api/openapi.json", "", ""); strings.Contains(string(got.body), `["array","null"]`) {
		t.Error("a list is described as null")
	}
}
