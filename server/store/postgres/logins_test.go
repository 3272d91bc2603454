package postgres_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/store/pgtest"
)

type chance struct{}

func (chance) ID() string     { return uuid.Must(uuid.NewV7()).String() }
func (chance) Secret() string { return uuid.NewString() + uuid.NewString() }

// post counts the letters that leave.
type post struct{ sent atomic.Int64 }

func (p *post) SignIn(context.Context, auth.Reader, string) error {
	p.sent.Add(1)
	return nil
}

// doors are the signing-in services of two nodes on one database.
func doors(t *testing.T, p *post) (url string, list []*auth.Service) {
	t.Helper()
	url = pgtest.Database(t)
	for range 2 {
		list = append(list, auth.New(auth.Ports{
			Store: node(t, url).Records, Clock: auth.SystemClock{}, IDs: chance{}, Letters: p, Public: "https://palabre.example.org", Log: zerolog.Nop(),
		}))
	}
	return url, list
}

// redeem has many redeem tokens at both doors at once, and counts who got in.
func redeem(t *testing.T, list []*auth.Service, tokens []string, each int) int64 {
	t.Helper()
	var in atomic.Int64
	var all sync.WaitGroup
	for i := range each * len(tokens) {
		all.Go(func() {
			_, err := list[i%2].Redeem(t.Context(), tokens[i%len(tokens)], "", "")
			switch {
			case err == nil:
				in.Add(1)
			case !errors.Is(err, community.ErrSpent):
				t.Error(err)
			}
		})
	}
	all.Wait()
	return in.Load()
}

// Two nodes of a new installation have a first link each, and both are opened at once, by
// many: one gets in, by one of them, which spends the other.
func TestFirstLinksOfTwoNodesMakeOneAdministrator(t *testing.T) {
	for range 5 {
		url, list := doors(t, &post{})
		var tokens []string
		for _, s := range list {
			link, err := s.FirstLink(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			_, token, _ := strings.Cut(link, "#")
			tokens = append(tokens, token)
		}
		if in := redeem(t, list, tokens, 10); in != 1 {
			t.Errorf("%d got in by two links", in)
		}
		if n := sql(t, url, `SELECT count(*), (SELECT count(DISTINCT member) FROM palabre.auth_sessions) FROM palabre.people WHERE admin`); n[0] != "1" || n[1] != "1" {
			t.Errorf("%s administrators, %s of them signed in", n[0], n[1])
		}
	}
}

// An address asks for links at two nodes, faster than either counts: it is sent five.
func TestTwoNodesCountOneAddressTogether(t *testing.T) {
	p := &post{}
	url, list := doors(t, p)
	sql(t, url, `INSERT INTO palabre.people (id, email, name, lang, admin, created_at) VALUES ('p', 'lea@example.org', 'Lea', 'fr', false, 1)`)
	ctx, stop := context.WithCancel(t.Context())
	var running sync.WaitGroup
	for _, s := range list {
		for range 20 {
			if err := s.AskLink("lea@example.org", "/", community.French, auth.Identity{}); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, s := range list {
		for range 3 { // and a door may answer several at once
			running.Go(func() { s.Run(ctx) })
		}
	}
	stop() // what was asked for is answered before they end
	running.Wait()
	if n := sql(t, url, `SELECT count(*) FROM palabre.login_links`)[0]; n != "5" || p.sent.Load() != 5 {
		t.Errorf("%s links, %d letters", n, p.sent.Load())
	}
}
