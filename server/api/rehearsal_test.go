package api_test

import (
	"net/http"
	"testing"
)

// Anybody who founded a community could ask for rehearsals as fast as she pleased, and each takes processor time that people's sound
// needs: one who looks every 400 ms, or makes a gesture now and then, is never stopped, a flood is.
func TestRehearsalsHaveAPace(t *testing.T) {
	w := newWorld(t)
	lise := w.person("lise@example.org")
	path, cookie := "/api/communities/"+string(w.community(lise))+"/rehearsal", w.cookie(lise, "")
	const plan = `{"people":1,"phases":[{"id":"a","title":"Ronde","kind":"stick","minutes":15,"turn_s":60}]}`
	for range 30 {
		if got := w.ask("POST", path, cookie, plan); got.status != http.StatusOK {
			t.Fatalf("answered %d %s", got.status, got.body)
		}
	}
	for range 1000 {
		if w.ask("POST", path, cookie, plan).status == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("a thousand rehearsals in a row were all made")
}
