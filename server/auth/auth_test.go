package auth_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/store"
)

// bench is an auth service on a real store, with a clock that the test moves.
type bench struct {
	*auth.Service
	store community.Store
	clock *clock
	post  *post
	stop  func()
}

type clock struct{ now atomic.Int64 }

func (c *clock) Now() rooms.Millis   { return rooms.Millis(c.now.Load()) }
func (c *clock) move(d rooms.Millis) { c.now.Add(int64(d)) }

type ids struct{}

func (ids) ID() string     { return uuid.Must(uuid.NewV7()).String() }
func (ids) Secret() string { return strings.Repeat("s", 8) + uuid.NewString() + uuid.NewString() }

type post struct{ sent chan string }

func (p *post) SignIn(_ context.Context, to auth.Reader, link string) error {
	p.sent <- to.Email + " " + link
	return nil
}

func start(t *testing.T) *bench {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{store: s.Records, clock: &clock{}, post: &post{sent: make(chan string, 100)}}
	b.clock.now.Store(1_790_000_000_000)
	b.Service = auth.New(auth.Ports{
		Store: s.Records, Clock: b.clock, IDs: ids{}, Letters: b.post, Public: "https://palabre.example.org", Log: zerolog.Nop(),
	})
	ctx, cancel := context.WithCancel(context.Background())
	var done sync.WaitGroup
	done.Go(func() { b.Run(ctx) })
	// stop sends what waits: after it, what was not sent never will be.
	b.stop = sync.OnceFunc(func() { cancel(); done.Wait() })
	t.Cleanup(func() {
		b.stop()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

func (b *bench) person(t *testing.T, email string) community.Person {
	t.Helper()
	p := community.Person{ID: rooms.MemberID(ids{}.ID()), Email: email, Name: "Léa", Lang: community.French, CreatedAt: b.clock.Now()}
	if err := b.store.AddPerson(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	return p
}

// link asks for a link and reads it in the letter.
func (b *bench) link(t *testing.T, email string) (token string) {
	t.Helper()
	if err := b.AskLink(email, "/c/1", community.French, auth.Identity{}); err != nil {
		t.Fatal(err)
	}
	letter := <-b.post.sent
	to, url, _ := strings.Cut(letter, " ")
	if to != email {
		t.Fatalf("sent to %s", to)
	}
	before, token, _ := strings.Cut(url, "#")
	if before != "https://palabre.example.org/entrer" {
		t.Fatalf("the secret is not in the fragment: %s", url)
	}
	return token
}

func TestALinkSignsInOnce(t *testing.T) {
	b := start(t)
	p := b.person(t, "lea@example.org")
	token := b.link(t, "lea@example.org")
	got, err := b.Redeem(t.Context(), token, "", "Firefox, Linux")
	if err != nil || got.Next != "/c/1" {
		t.Fatalf("%+v %v", got, err)
	}
	id, err := b.WhoHolds(t.Context(), got.Cookie)
	if err != nil || id.Actor.Member != p.ID || id.Name != "Léa" {
		t.Fatalf("%+v %v", id, err)
	}
	if _, err := b.Redeem(t.Context(), token, "", ""); !errors.Is(err, community.ErrSpent) {
		t.Fatalf("used twice: %v", err)
	}
}

// Of 200 presses at once on one link, exactly one opens a session.
func TestALinkPressedTwoHundredTimesAtOnceOpensOneSession(t *testing.T) {
	b := start(t)
	p := b.person(t, "lea@example.org")
	token := b.link(t, "lea@example.org")
	var won, spent atomic.Int32
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range 200 {
		all.Go(func() {
			<-begin
			switch _, err := b.Redeem(context.Background(), token, "", ""); {
			case err == nil:
				won.Add(1)
			case errors.Is(err, community.ErrSpent):
				spent.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	close(begin)
	all.Wait()
	if won.Load() != 1 || spent.Load() != 199 {
		t.Fatalf("%d sessions opened, %d refused", won.Load(), spent.Load())
	}
	sessions, err := b.Sessions(t.Context(), p.ID)
	if err != nil || len(sessions) != 1 {
		t.Fatalf("%d sessions kept (%v)", len(sessions), err)
	}
}

func TestALinkEndsAfterTenMinutes(t *testing.T) {
	b := start(t)
	b.person(t, "lea@example.org")
	token := b.link(t, "lea@example.org")
	b.clock.move(10*60*1000 + 1)
	if _, err := b.Redeem(t.Context(), token, "", ""); !errors.Is(err, community.ErrSpent) {
		t.Fatalf("accepted after ten minutes: %v", err)
	}
}

// Whoever is unknown gets the same answer, and no letter.
func TestAnUnknownAddressGetsNoLetter(t *testing.T) {
	b := start(t)
	b.person(t, "lea@example.org")
	for _, email := range []string{"inconnue@example.org", "lea@example.org"} {
		if err := b.AskLink(email, "/", community.French, auth.Identity{}); err != nil {
			t.Fatal(err)
		}
	}
	b.stop()
	close(b.post.sent)
	var got []string
	for letter := range b.post.sent {
		got = append(got, letter)
	}
	if len(got) != 1 || !strings.HasPrefix(got[0], "lea@example.org ") {
		t.Fatalf("letters: %d", len(got))
	}
}

func TestOneAddressIsNotFloodedWithLetters(t *testing.T) {
	b := start(t)
	b.person(t, "lea@example.org")
	for range 20 {
		if err := b.AskLink("lea@example.org", "/", community.French, auth.Identity{}); err != nil {
			t.Fatal(err)
		}
	}
	b.stop()
	if n := len(b.post.sent); n != 5 {
		t.Fatalf("%d letters left", n)
	}
}

// Someone invited into a community who asks for a link instead of pressing the
// invitation's becomes a member all the same.
func TestProvingAnInvitedAddressAcceptsTheInvitation(t *testing.T) {
	b := start(t)
	ctx := t.Context()
	host := b.person(t, "hote@example.org")
	use := community.NewService(b.store, b.clock, ids{}, community.Table{})
	c, err := use.CreateCommunity(ctx, community.Actor{Member: host.ID}, community.NewCommunity{Name: "CDP", Kind: community.CDP})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := use.Invite(ctx, community.Actor{Member: host.ID}, c.ID, []string{"Nouvelle@Example.org"}, community.Member); err != nil {
		t.Fatal(err)
	}
	got, err := b.Redeem(ctx, b.link(t, "nouvelle@example.org"), "", "")
	if err != nil {
		t.Fatal(err)
	}
	id, err := b.WhoHolds(ctx, got.Cookie)
	if err != nil {
		t.Fatal(err)
	}
	m, err := b.store.FindMembership(ctx, c.ID, id.Actor.Member)
	if err != nil || m.Role != community.Member {
		t.Fatalf("%+v %v", m, err)
	}
}

func TestTheFirstLinkMakesOneAdministrator(t *testing.T) {
	b := start(t)
	ctx := t.Context()
	link, err := b.FirstLink(ctx)
	if err != nil || link == "" {
		t.Fatalf("%q %v", link, err)
	}
	_, token, _ := strings.Cut(link, "#")
	got, err := b.Redeem(ctx, token, "", "")
	if err != nil {
		t.Fatal(err)
	}
	id, err := b.WhoHolds(ctx, got.Cookie)
	if err != nil || !id.Actor.Admin {
		t.Fatalf("%+v %v", id, err)
	}
	// She lost her browser before she proved an address: the next start's link finds
	// her again.
	if link, err = b.FirstLink(ctx); err != nil || link == "" {
		t.Fatalf("locked out: %q %v", link, err)
	}
	_, token, _ = strings.Cut(link, "#")
	if got, err = b.Redeem(ctx, token, "", ""); err != nil {
		t.Fatal(err)
	}
	if same, err := b.WhoHolds(ctx, got.Cookie); err != nil || same.Actor != id.Actor {
		t.Fatalf("another administrator: %+v %v", same, err)
	}
	// She proves an address: it becomes hers, on the same account.
	if err := b.AskLink("admin@example.org", "/", community.French, id); err != nil {
		t.Fatal(err)
	}
	_, token, _ = strings.Cut(<-b.post.sent, "#")
	again, err := b.Redeem(ctx, token, got.Cookie, "")
	if err != nil {
		t.Fatal(err)
	}
	after, err := b.WhoHolds(ctx, again.Cookie)
	if err != nil || after.Actor != id.Actor || after.Email != "admin@example.org" {
		t.Fatalf("%+v %v", after, err)
	}
	if link, err = b.FirstLink(ctx); err != nil || link != "" {
		t.Fatalf("a second first link: %q %v", link, err)
	}
}

// Three nodes started together, each with a first link in its log. One link makes the
// administrator, and the others, which anybody who reads those logs could open, open
// nothing from then on. (They opened her account until she had proved her address.)
func TestTheFirstLinksOfOtherNodesEndWithTheFirst(t *testing.T) {
	b := start(t)
	ctx := t.Context()
	tokens := make([]string, 3)
	for i := range tokens {
		link, err := b.FirstLink(ctx)
		if err != nil || link == "" {
			t.Fatalf("%q %v", link, err)
		}
		_, tokens[i], _ = strings.Cut(link, "#")
	}
	got, err := b.Redeem(ctx, tokens[0], "", "")
	if err != nil {
		t.Fatal(err)
	}
	admin, err := b.WhoHolds(ctx, got.Cookie)
	if err != nil {
		t.Fatal(err)
	}
	for i := range tokens {
		if _, err := b.Redeem(ctx, tokens[i], "", ""); !errors.Is(err, community.ErrSpent) {
			t.Fatalf("first link %d still opens: %v", i, err)
		}
	}
	// She changed her browser before she proved an address: one more start makes a link, and it is still she.
	link, err := b.FirstLink(ctx)
	if err != nil || link == "" {
		t.Fatalf("%q %v", link, err)
	}
	_, anew, _ := strings.Cut(link, "#")
	if got, err = b.Redeem(ctx, anew, "", ""); err != nil {
		t.Fatal(err)
	}
	if same, err := b.WhoHolds(ctx, got.Cookie); err != nil || same.Actor != admin.Actor {
		t.Fatalf("another administrator: %+v %v", same, err)
	}
	if link, err = b.FirstLink(ctx); err != nil {
		t.Fatal(err)
	}
	_, forgotten, _ := strings.Cut(link, "#")
	if err := b.AskLink("admin@example.org", "/", community.French, admin); err != nil {
		t.Fatal(err)
	}
	_, token, _ := strings.Cut(<-b.post.sent, "#")
	if _, err := b.Redeem(ctx, token, got.Cookie, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Redeem(ctx, forgotten, "", ""); !errors.Is(err, community.ErrSpent) {
		t.Fatalf("a forgotten first link makes another administrator: %v", err)
	}
}

func TestNextStaysOnThisSite(t *testing.T) {
	b := start(t)
	b.person(t, "lea@example.org")
	for given, want := range map[string]string{
		"/c/7": "/c/7", "": "/", "//ailleurs.example": "/", `/\ailleurs.example`: "/", "https://ailleurs.example": "/",
		"/\tjavascript:alert(1)": "/", "/" + strings.Repeat("a", 300): "/",
	} {
		b.clock.move(16 * 60 * 1000)
		if err := b.AskLink("lea@example.org", given, community.French, auth.Identity{}); err != nil {
			t.Fatal(err)
		}
		_, token, _ := strings.Cut(<-b.post.sent, "#")
		got, err := b.Redeem(t.Context(), token, "", "")
		if err != nil || got.Next != want {
			t.Errorf("next %q leads to %q (%v)", given, got.Next, err)
		}
	}
}
