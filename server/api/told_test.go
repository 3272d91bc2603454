package api_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"palabre/server/auth"
	"palabre/server/community"
)

// Whoever took a role back and closed her page at once was obeyed by the records alone: the rooms were to be told under
// her request, which had ended.
func TestRoomsAreToldThoughWhoAskedIsGone(t *testing.T) {
	w := newWorld(t)
	lead, member := w.person("lead@example.org"), w.person("member@example.org")
	c := w.community(lead, member)
	m := w.meeting(lead, c)
	guest := w.guestOf(lead, m)
	handler, err := w.api.Handler()
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range []struct{ method, path, body string }{
		{http.MethodPatch, "/api/communities/" + string(c) + "/members/" + string(member.Member), `{"role":"` + string(community.Facilitator) + `"}`},
		{http.MethodDelete, "/api/communities/" + string(c) + "/members/" + string(member.Member), ""},
		{http.MethodDelete, "/api/meetings/" + string(m) + "/guests/" + string(guest.Member), ""},
	} {
		ctx, leave := context.WithCancel(t.Context())
		told := 0
		w.told = func(ctx context.Context) {
			leave()
			if told++; ctx.Err() != nil {
				t.Errorf("%s %s: %v", one.method, one.path, ctx.Err())
			}
		}
		r := httptest.NewRequestWithContext(ctx, one.method, one.path, strings.NewReader(one.body))
		r.Header.Set("Content-Type", "application/json")
		r.AddCookie(&http.Cookie{Name: auth.CookieName, Value: w.cookie(lead, "")})
		answered := httptest.NewRecorder()
		handler.ServeHTTP(answered, r)
		if told != 1 {
			t.Errorf("%s %s: told %d times, %d %s", one.method, one.path, told, answered.Code, answered.Body)
		}
		leave()
	}
}
