package auth_test

import (
	"errors"
	"strings"
	"testing"

	"palabre/server/auth"
	"palabre/server/community"
)

// secretOf reads a letter's link, and tells whether it went to that address.
func secretOf(letter, email string) (string, bool) {
	to, url, _ := strings.Cut(letter, " ")
	_, secret, _ := strings.Cut(url, "#")
	return secret, to == email
}

// A new address is hers once she has opened its link where she is signed in; whoever
// reads there by mistake gets nothing.
func TestANewAddressIsProven(t *testing.T) {
	b := start(t)
	p := b.person(t, "lea@example.org")
	other := b.person(t, "prise@example.org")
	in, err := b.Redeem(t.Context(), b.link(t, "lea@example.org"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	me, err := b.WhoHolds(t.Context(), in.Cookie)
	if err != nil {
		t.Fatal(err)
	}
	for _, email := range []string{"prise@example.org", "neuve@example.org"} {
		if err := b.AskAddress(email, "/", me); err != nil {
			t.Fatal(err)
		}
	}
	letter := <-b.post.sent
	token, ok := secretOf(letter, "neuve@example.org")
	if !ok {
		t.Fatalf("a letter for %s", letter)
	}
	if before, err := b.store.FindPerson(t.Context(), p.ID); err != nil || before.Email != "lea@example.org" {
		t.Fatalf("it is hers before it is proven: %+v %v", before, err)
	}
	if _, err := b.Redeem(t.Context(), token, "", ""); !errors.Is(err, community.RefuseOtherBrowser) {
		t.Fatalf("a stranger who reads there: %v", err)
	}
	again, err := b.Redeem(t.Context(), token, in.Cookie, "")
	if err != nil {
		t.Fatal(err)
	}
	after, err := b.WhoHolds(t.Context(), again.Cookie)
	if err != nil || after.Actor.Member != p.ID || after.Email != "neuve@example.org" {
		t.Errorf("%+v %v", after, err)
	}
	if theirs, err := b.store.FindPerson(t.Context(), other.ID); err != nil || theirs.Email != "prise@example.org" {
		t.Errorf("%+v %v", theirs, err)
	}
	if _, err := b.WhoHolds(t.Context(), in.Cookie); !errors.Is(err, auth.ErrNobody) {
		t.Errorf("the earlier cookie lives: %v", err)
	}
}

// Somebody takes the address while its link waits: it stays theirs.
func TestAnAddressTakenMeanwhileStaysTaken(t *testing.T) {
	b := start(t)
	b.person(t, "lea@example.org")
	in, err := b.Redeem(t.Context(), b.link(t, "lea@example.org"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	me, err := b.WhoHolds(t.Context(), in.Cookie)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.AskAddress("neuve@example.org", "/", me); err != nil {
		t.Fatal(err)
	}
	token, _ := secretOf(<-b.post.sent, "neuve@example.org")
	b.person(t, "neuve@example.org")
	if _, err := b.Redeem(t.Context(), token, in.Cookie, ""); !errors.Is(err, community.RefuseEmailTaken) {
		t.Errorf("%v", err)
	}
	if _, err := b.WhoHolds(t.Context(), in.Cookie); err != nil {
		t.Errorf("she was signed out: %v", err)
	}
}
