package api_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
)

// The people of the matrix, in the order of its columns. "guest" is of the meeting
// that is asked for, "guest2" of another one of the same community; "member2"
// belongs to another community; "admin" administers the instance and belongs to none.
var columns = []string{"nobody", "stranger", "guest", "guest2", "member", "member2", "facilitator", "admin"}

// row is one route: what each column is answered. In paths {names} are the cell's.
type row struct {
	route string
	body  string
	want  string
}

const (
	everyone     = "200 200 200 200 200 200 200 200"
	inCommunity  = "401 404 404 404 200 404 200 404"
	inMeeting    = "401 404 200 404 200 404 200 404"
	facilitation = "401 404 404 404 403 404 %s 404"
	people       = "401 200 404 404 200 200 200 200"
)

func fac(ok string) string { return fmt.Sprintf(facilitation, ok) }

// matrix has a row for every route: one that is added without a row fails the test.
func matrix() []row {
	meeting := `{"title":"Rencontre","starts_at":"2099-01-01T18:00:00Z","zone":"Europe/Paris"}`
	plan := `{"people":8,"phases":[{"id":"a","title":"Ronde","kind":"stick","minutes":15,"turn_s":60}]}`
	return []row{
		{"GET /api/me", "", "401 200 200 200 200 200 200 200"},
		{"PATCH /api/me", `{"name":"Nouveau nom"}`, people},
		{"GET /api/me/sessions", "", people},
		{"DELETE /api/me/sessions/{session}", "", "401 404 404 404 404 404 204 404"},
		{"POST /api/auth/link", `{"email":"{fresh}@example.org"}`, strings.ReplaceAll(everyone, "200", "202")},
		{"POST /api/auth/redeem", `{"token":"un-jeton-qui-n-existe-pas-du-tout-0000"}`, strings.ReplaceAll(everyone, "200", "410")},
		{"POST /api/auth/logout", "", strings.ReplaceAll(everyone, "200", "204")},
		{"POST /api/invitations/peek", `{"token":"{invitation}"}`, everyone},
		{"POST /api/guests", `{"token":"{invitation}","name":"Camille"}`, everyone},
		{"GET /api/communities", "", people},
		{"POST /api/communities", `{"name":"Nouvelle","kind":"CP"}`, strings.ReplaceAll(people, "200", "201")},
		{"GET /api/communities/{community}", "", inCommunity},
		{"PATCH /api/communities/{community}", `{"intention":"Se parler"}`, fac("204")},
		{"POST /api/communities/{community}/invitations", `{"emails":["{fresh}@example.org"]}`, fac("202")},
		{"PATCH /api/communities/{community}/members/{member}", `{"role":"facilitator"}`, fac("204")},
		{"DELETE /api/communities/{community}/members/{member}", "", fac("204")},
		{"POST /api/communities/{community}/meetings", meeting, fac("201")},
		{"GET /api/communities/{community}/scenarios", "", inCommunity},
		{"POST /api/communities/{community}/scenarios", `{"title":"À nous","plan":` + plan + `}`, fac("201")},
		{"GET /api/communities/{community}/scenarios/{scenario}/plan", "", inCommunity},
		{"GET /api/communities/{community}/scenarios/{scenario}/file.yaml", "", inCommunity},
		{"PATCH /api/communities/{community}/scenarios/{scenario}", `{"shared":true}`, fac("204")},
		{"POST /api/communities/{community}/scenarios/{scenario}/copy", `{"title":"Une copie"}`, fac("201")},
		{"DELETE /api/communities/{community}/scenarios/{scenario}", "", fac("200")},
		{"POST /api/communities/{community}/plan", plan, fac("200")},
		{"POST /api/communities/{community}/rehearsal", plan, fac("200")},
		{"GET /api/meetings/{meeting}", "", inCommunity},
		{"PATCH /api/meetings/{meeting}", `{"title":"Autre titre"}`, fac("200")},
		{"DELETE /api/meetings/{meeting}", "", fac("200")},
		{"POST /api/meetings/{meeting}/guest-link", "", fac("201")},
		{"DELETE /api/meetings/{meeting}/guest-link", "", fac("204")},
		{"POST /api/meetings/{meeting}/guests", `{"email":"{fresh}@example.org"}`, fac("202")},
		{"POST /api/meetings/{meeting}/seats", `{"name":"Rosa Fictive","behind":"quelqu-un"}`, fac("201")},
		{"DELETE /api/meetings/{meeting}/guests/{guest}", "", fac("204")},
		{"GET /api/meetings/{meeting}/entry", "", inMeeting},
		{"GET /api/meetings/{meeting}/names", "", inMeeting},
		{"GET /api/meetings/{meeting}/invitation.ics", "", inMeeting},
		{"GET /api/documents/{document}", "", inCommunity},
		{"GET /api/documents/{document}/file.html", "", inCommunity},
		{"GET /api/documents/{document}/file.pdf", "", inCommunity},
		{"GET /api/documents/{document}/file.md", "", inCommunity},
		{"GET /api/boards/{board}", "", inCommunity},
		{"GET /api/boards/{board}/picture.svg", "", inCommunity},
		{"POST /api/boards/{board}/resume", `{"meeting":"{meeting}"}`, fac("204")},
		{"GET /api/style/document.css", "", everyone},
	}
}

// cell is one person before one route, with things of her own to spoil.
type cell struct {
	cookie string
	names  *strings.Replacer
}

// place makes what a cell is about: people are kept between cells, things are not.
func place(w *world, cast map[string]community.Actor, column string) cell {
	w.t.Helper()
	ctx, lead := w.t.Context(), cast["facilitator"]
	victim := w.person(ids{}.ID() + "@example.org")
	c := w.community(lead, cast["member"], victim)
	m, other := w.meeting(lead, c), w.meeting(lead, c)
	board := community.Board{ID: rooms.BoardID(ids{}.ID()), Community: c, Title: "Arbre", Origin: m, CreatedBy: lead.Member, CreatedAt: 1, UpdatedAt: 1}
	document := community.Document{
		ID: community.DocumentID(ids{}.ID()), Meeting: m, Community: c, Kind: community.Minutes, Status: community.Draft,
		Title: "Compte rendu", Room: m.Room(), LogID: "log", Seq: 9, MadeAt: 1, Tree: []byte("{}"),
	}
	own := community.Scenario{ID: community.ScenarioID(ids{}.ID()), Community: c, File: tourDeTable(w.t), CreatedBy: lead.Member, CreatedAt: 1, UpdatedAt: 1}
	for _, err := range []error{w.store.AddScenario(ctx, own), w.store.AddBoard(ctx, board), w.store.LinkBoard(ctx, m, board.ID), w.store.AddDocument(ctx, document)} {
		if err != nil {
			w.t.Fatal(err)
		}
	}
	secret, err := w.use.MakeGuestLink(ctx, lead, m)
	if err != nil {
		w.t.Fatal(err)
	}
	who, in := cast[column], community.MeetingID("")
	switch column {
	case "guest":
		who, in = w.guestOf(lead, m), m
	case "guest2":
		who, in = w.guestOf(lead, other), other
	}
	visitor := w.guestOf(lead, m)
	w.cookie(lead, "") // the session that DELETE asks for
	sessions, err := w.auth.Sessions(ctx, lead.Member)
	if err != nil {
		w.t.Fatal(err)
	}
	return cell{w.cookie(who, in), strings.NewReplacer(
		"{session}", string(sessions[0].ID), "{community}", string(c), "{member}", string(victim.Member),
		"{meeting}", string(m), "{document}", string(document.ID), "{scenario}", string(own.ID), "{board}", string(board.ID),
		"{invitation}", secret, "{guest}", string(visitor.Member), "{fresh}", ids{}.ID(),
	)}
}

func TestMatrixOfRights(t *testing.T) {
	w := newWorld(t)
	cast := map[string]community.Actor{}
	for _, name := range []string{"stranger", "member", "member2", "facilitator", "admin"} {
		cast[name] = w.person(name + "@example.org")
	}
	admin, err := w.store.FindPerson(t.Context(), cast["admin"].Member)
	if err != nil {
		t.Fatal(err)
	}
	admin.Admin = true
	if err := w.store.SavePerson(t.Context(), admin); err != nil {
		t.Fatal(err)
	}
	w.community(cast["member2"])
	rows := map[string]row{}
	for _, r := range matrix() {
		rows[r.route] = r
	}
	for _, r := range w.api.Routes() {
		name := r.Method + " " + r.Path
		one, ok := rows[name]
		delete(rows, name)
		if !ok {
			t.Errorf("%s has no row in the matrix of rights", name)
			continue
		}
		for i, want := range strings.Fields(one.want) {
			c := place(w, cast, columns[i])
			got := w.ask(r.Method, c.names.Replace(r.Path), c.cookie, c.names.Replace(one.body))
			if fmt.Sprint(got.status) != want {
				t.Errorf("%s by %s: %d, want %s: %s", name, columns[i], got.status, want, got.body)
			}
			checkRefusal(t, name, got)
		}
	}
	for name := range rows {
		t.Errorf("the matrix has a row for %s, which does not exist", name)
	}
}

// checkRefusal: every refusal is a problem with a code and a sentence in both languages.
func checkRefusal(t *testing.T, name string, got answer) {
	t.Helper()
	if got.status < 400 {
		return
	}
	var p struct {
		Status       int
		Code, FR, EN string
	}
	if err := json.Unmarshal(got.body, &p); err != nil || p.Status != got.status || p.Code == "" || p.FR == "" || p.EN == "" ||
		got.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("%s: not a problem: %s %s", name, got.header.Get("Content-Type"), got.body)
	}
}
