package auth_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"palabre/server/auth"
	"palabre/server/community"
)

// Fixation: a login gives a new session, and the one that was there is over.
func TestLoginRotatesTheSession(t *testing.T) {
	b := start(t)
	ctx := t.Context()
	b.person(t, "lea@example.org")
	first, err := b.Redeem(ctx, b.link(t, "lea@example.org"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	second, err := b.Redeem(ctx, b.link(t, "lea@example.org"), first.Cookie, "")
	if err != nil {
		t.Fatal(err)
	}
	if second.Cookie == first.Cookie {
		t.Fatal("the same secret")
	}
	if _, err := b.WhoHolds(ctx, first.Cookie); !errors.Is(err, auth.ErrNobody) {
		t.Fatalf("the earlier session goes on: %v", err)
	}
	if err := b.Logout(ctx, second.Cookie); err != nil {
		t.Fatal(err)
	}
	if _, err := b.WhoHolds(ctx, second.Cookie); !errors.Is(err, auth.ErrNobody) {
		t.Fatalf("signed out, yet known: %v", err)
	}
}

func TestASessionLivesWhileItIsUsed(t *testing.T) {
	b := start(t)
	ctx := t.Context()
	b.person(t, "lea@example.org")
	got, err := b.Redeem(ctx, b.link(t, "lea@example.org"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	const day = 24 * 3600 * 1000
	for range 3 {
		b.clock.move(20 * day)
		if _, err := b.WhoHolds(ctx, got.Cookie); err != nil {
			t.Fatalf("a session in use ended: %v", err)
		}
	}
	b.clock.move(31 * day)
	if _, err := b.WhoHolds(ctx, got.Cookie); !errors.Is(err, auth.ErrNobody) {
		t.Fatalf("a session left for a month goes on: %v", err)
	}
}

func TestOnesSessionsAreOnesOwn(t *testing.T) {
	b := start(t)
	ctx := t.Context()
	lea, sam := b.person(t, "lea@example.org"), b.person(t, "sam@example.org")
	if _, err := b.Redeem(ctx, b.link(t, "lea@example.org"), "", "Firefox, Linux"); err != nil {
		t.Fatal(err)
	}
	list, err := b.Sessions(ctx, lea.ID)
	if err != nil || len(list) != 1 || list[0].Agent != "Firefox, Linux" {
		t.Fatalf("%+v %v", list, err)
	}
	if err := b.Revoke(ctx, sam.ID, list[0].ID); !errors.Is(err, community.ErrNotFound) {
		t.Fatalf("someone else ended it: %v", err)
	}
	if err := b.Revoke(ctx, lea.ID, list[0].ID); err != nil {
		t.Fatal(err)
	}
	if list, err = b.Sessions(ctx, lea.ID); err != nil || len(list) != 0 {
		t.Fatalf("%+v %v", list, err)
	}
}

// The store never holds what opens a session or a link.
func TestSecretsAreKeptAsHashes(t *testing.T) {
	b := start(t)
	b.person(t, "lea@example.org")
	token := b.link(t, "lea@example.org")
	got, err := b.Redeem(t.Context(), token, "", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, secret := range []string{token, got.Cookie} {
		if _, err := b.store.FindAuthSession(t.Context(), community.Hash(secret)); !errors.Is(err, community.ErrNotFound) {
			t.Error("found by its plain secret")
		}
	}
}

func TestTheCookieIsStrict(t *testing.T) {
	got := fmt.Sprint(auth.Cookie("secret", 61_000, 1_000))
	for _, part := range []string{"__Host-palabre=secret", "Path=/", "Max-Age=60", "HttpOnly", "Secure", "SameSite=Lax"} {
		if !strings.Contains(got, part) {
			t.Errorf("%s lacks %s", got, part)
		}
	}
	if strings.Contains(got, "Domain") {
		t.Error("the cookie has a domain")
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if got := auth.Agent(r); got != "Firefox, Linux" {
		t.Errorf("agent %q", got)
	}
}
