package app_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
	"palabre/server/store/pgtest"
)

// Words on a board, one taken back by who wrote it, the other left.
const (
	regretted = "canari-regret"
	written   = "canari-reste"
)

// words is a text element.
func words(said string) map[string]any {
	text := rectangle(0)
	for k, v := range map[string]any{
		"type": "text", "text": said, "originalText": said, "fontSize": 20, "fontFamily": 6, "textAlign": "left",
		"verticalAlign": "top", "containerId": nil, "lineHeight": 1.25, "autoResize": true,
	} {
		text[k] = v
	}
	return text
}

// forms are all that the server makes of a board and of a document: its outline, its
// picture, the page, the files.
func forms(t *testing.T, who *apptest.Person, board, document string) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, path := range []string{
		"/api/boards/" + board, "/api/boards/" + board + "/picture.svg",
		"/api/documents/" + document, "/api/documents/" + document + "/file.html", "/api/documents/" + document + "/file.md",
	} {
		status, text := who.Do(http.MethodGet, path, nil, nil)
		if status != http.StatusOK {
			t.Fatalf("%s: %d", path, status)
		}
		out[path] = text
	}
	return out
}

// TestWordsWithdrawnFromABoardAreNowhere: a member takes her words out of a board that
// a meeting worked with, after its minutes were made. From then on they are in no file
// of the data folder, no view, no picture, no document, whatever was lost or restarted
// on the way; the other words stay (I10, I9, B8).
func TestWordsWithdrawnFromABoardAreNowhere(t *testing.T) {
	a := apptest.Start(t)
	takesBack(t, a, func(words string) []string { return files(t, a.Dir, words) })
}

// The same on PostgreSQL and over Redis: no row holds them. (Old rows go when the database vacuums.)
func TestWordsWithdrawnFromABoardAreInNoRow(t *testing.T) {
	url := pgtest.Database(t)
	db, err := sql.Open("pgx", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }() // a test's connection
	a := apptest.Start(t, "PALABRE_DATABASE_URL", url, "PALABRE_REDIS_URL", redisServer(t))
	takesBack(t, a, func(words string) []string {
		var seg, snap int
		err := db.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM palabre_log.seg WHERE position($1::bytea in data) > 0),
			(SELECT count(*) FROM palabre_log.snap WHERE position($1::bytea in data) > 0)`, []byte(words)).Scan(&seg, &snap)
		if err != nil {
			t.Fatal(err)
		}
		return append(files(t, a.Dir, words), slices.Repeat([]string{"a row"}, seg+snap)...)
	})
}

// takesBack is that story; stored names the places where words are kept.
func takesBack(t *testing.T, a *apptest.App, stored func(words string) []string) {
	t.Helper()
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	lead, tab := m.enter(t, m.lead), m.enter(t, lea)
	board := uuid.Must(uuid.NewV7()).String()
	room := "brd_" + board
	lead.Must(m.room, "boards.open", map[string]any{"board": board, "title": "Notre arbre"})
	tab.See(m.room, "the board", func(at func(string) any) bool { return at("boards."+board) != nil })
	var seen *apptest.Room // what who leads is told
	for _, s := range []*apptest.Socket{tab, lead} {
		seen = s.Join(room)
		s.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
	}
	hers, other := uuid.NewString(), uuid.NewString()
	tab.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": hers, "put": words(regretted)}}})
	lead.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": other, "put": words(written)}}})
	lead.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": hers, "set": map[string]any{"isDeleted": true}}}})
	lead.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": hers, "set": map[string]any{"isDeleted": false}}}})
	lead.Must(m.room, "session.close", nil)
	document := m.document(t, lea)
	for form, text := range forms(t, lea, board, document) {
		if !strings.Contains(text, regretted) || !strings.Contains(text, written) {
			t.Fatalf("%s does not say them before: this test looks at nothing", form)
		}
	}
	if len(stored(regretted)) == 0 {
		t.Fatal("no place has them before: this test looks at nothing")
	}

	if answer := lead.Do(room, "board.withdraw", map[string]any{"elements": []string{hers}}); answer.Code != "board_not_yours" {
		t.Errorf("who leads takes them away: %+v", answer)
	}
	tab.Must(room, "board.withdraw", map[string]any{"elements": []string{hers}})
	lead.Until("the withdrawal", func() bool {
		return slices.ContainsFunc(seen.Events, func(e json.RawMessage) bool { return strings.Contains(string(e), `"board.withdraw"`) })
	})
	waitFor(t, "the words to be kept nowhere", func() bool { return len(stored(regretted)) == 0 })
	after := func() {
		t.Helper()
		for form, text := range forms(t, lea, board, document) {
			if strings.Contains(text, regretted) || !strings.Contains(text, written) || !strings.Contains(text, "retiré") {
				t.Errorf("%s:\n%s", form, text)
			}
		}
		if view := fmt.Sprint(lea.Open().Join(room).View); strings.Contains(view, regretted) || !strings.Contains(view, written) {
			t.Errorf("who comes now sees %s", view)
		}
	}
	after()
	a.Stop()
	if at := stored(regretted); len(at) > 0 {
		t.Errorf("in %v after all has been written", at)
	}
	a.Again("")
	after()
	if log := a.Log.String() + a.Out.String(); strings.Contains(log, regretted) {
		t.Error("the log says them")
	}
}

// document is the meeting's minutes, once they are there.
func (m meeting) document(t *testing.T, who *apptest.Person) string {
	t.Helper()
	var page struct{ Documents []struct{ ID string } }
	waitFor(t, "the minutes", func() bool {
		who.Must(http.MethodGet, "/api/communities/"+m.community, nil, &page)
		return len(page.Documents) == 1
	})
	return page.Documents[0].ID
}
