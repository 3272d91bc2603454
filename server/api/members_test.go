package api_test

import (
	"net/http"
	"strings"
	"testing"
)

// Groups are made by what members say of their work: each says it of herself, whoever
// facilitates of anyone, and the community's page tells it.
func TestMembersSayWhereTheyWork(t *testing.T) {
	w := newWorld(t)
	lead, lea, omar := w.person("odile@example.org"), w.person("lea@example.org"), w.person("omar@example.org")
	c := w.community(lead, lea, omar)
	page := "/api/communities/" + string(c)
	type line struct{ ID, Organization, Region, Function string }
	said := func() (of line) {
		t.Helper()
		var told struct{ Members []line }
		w.ask("GET", page, w.cookie(omar, ""), "").into(t, &told)
		for _, one := range told.Members {
			if one.ID == string(lea.Member) {
				of = one
			}
		}
		of.ID = ""
		return of
	}
	for _, step := range []struct {
		name   string
		by     string
		body   string
		status int
		want   line
	}{
		{"of herself", w.cookie(lea, ""), `{"region":" Côte-Nord ","function":"Intervenante"}`, http.StatusNoContent, line{"", "", "Côte-Nord", "Intervenante"}},
		{"another member's", w.cookie(omar, ""), `{"region":"Ailleurs"}`, http.StatusForbidden, line{"", "", "Côte-Nord", "Intervenante"}},
		{"by who facilitates, the others left", w.cookie(lead, ""), `{"organization":"Entraide"}`, http.StatusNoContent, line{"", "Entraide", "Côte-Nord", "Intervenante"}},
		{"taken back", w.cookie(lea, ""), `{"function":""}`, http.StatusNoContent, line{"", "Entraide", "Côte-Nord", ""}},
		{"too long", w.cookie(lea, ""), `{"region":"` + strings.Repeat("é", 121) + `"}`, http.StatusUnprocessableEntity, line{"", "Entraide", "Côte-Nord", ""}},
	} {
		got := w.ask("PATCH", page+"/members/"+string(lea.Member), step.by, step.body)
		if got.status != step.status {
			t.Errorf("%s: %d %s", step.name, got.status, got.body)
		}
		if now := said(); now != step.want {
			t.Errorf("%s: the page says %+v, want %+v", step.name, now, step.want)
		}
	}
}
