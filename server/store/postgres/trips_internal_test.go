package postgres

import (
	"context"
	"fmt"
	"net"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/stdlib"

	"palabre/rooms"
	"palabre/server/store/pgtest"
	"palabre/signaling/host"
)

// talkative counts what is sent to the server.
type talkative struct {
	net.Conn
	said *atomic.Int64
}

func (c talkative) Write(p []byte) (int, error) {
	c.said.Add(1)
	return c.Conn.Write(p)
}

// At the end of a slow line each question to the database costs its delay. A node that took twenty rooms over asked five questions to
// win each, and three to renew or to save: its leases ended before it had said them.
func TestWhatANodeHostsByIsOneQuestionEach(t *testing.T) {
	url := pgtest.Database(t)
	s, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	config, err := parse(url)
	if err != nil {
		t.Fatal(err)
	}
	config.RuntimeParams["search_path"] = "palabre_log"
	var said atomic.Int64
	dial := config.DialFunc
	config.DialFunc = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		return talkative{conn, &said}, err
	}
	pool := stdlib.OpenDB(*config, stdlib.OptionShouldPing(func(context.Context, stdlib.ShouldPingParams) bool {
		return false // as the driver does when a connection was idle for a second: this test may be slow
	}))
	defer func() { _ = pool.Close() }()
	pool.SetMaxOpenConns(1)
	l := &Log{pool: pool, hosting: pool}

	var lease host.Lease
	var head rooms.Seq
	for round := range 3 { // in the first the connection is made and the statements are prepared
		for _, one := range []struct {
			what string
			do   func() error
		}{
			{"claim", func() (err error) {
				lease, err = l.Claim(t.Context(), "ses_a", "ada", 1000, 5000)
				return err
			}},
			{"renew", func() error {
				lost, err := l.Renew(t.Context(), "ada", 6000, []host.Held{{Room: "ses_a", Term: lease.Term}, {Room: "ses_b", Term: 1}})
				if err == nil && len(lost) != 1 {
					return fmt.Errorf("lost %v", lost)
				}
				return err
			}},
			{"append", func() error {
				fenced, err := l.Append(t.Context(), []host.Segment{{Room: "ses_a", Term: lease.Term, From: head, To: head + 1, Data: []byte("{}")}})
				head++
				if err == nil {
					err = fenced[0]
				}
				return err
			}},
			{"release", func() error { return l.Release(t.Context(), "ada", "ses_a", lease.Term, 900) }},
		} {
			before := said.Load()
			if err := one.do(); err != nil {
				t.Fatalf("%s: %v", one.what, err)
			}
			if n := said.Load() - before; round > 0 && n != 1 {
				t.Errorf("round %d: %s took %d questions", round, one.what, n)
			}
		}
	}
	if lease.Term != 3 || lease.Since != 900 || lease.Head != head-1 {
		t.Errorf("%+v", lease)
	}
}
