package app_test

import (
	"net"
	"os"
	"os/exec"
	"testing"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
	"palabre/server/store/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// redisServer starts a real Redis, with these settings besides, and gives its address once it answers.
func redisServer(t *testing.T, more ...string) string {
	t.Helper()
	_, port, err := net.SplitHostPort(nowhere(t))
	if err != nil {
		t.Fatal(err)
	}
	return redisAt(t, port, more...)
}

func redisAt(t *testing.T, port string, more ...string) string {
	t.Helper()
	address := net.JoinHostPort("127.0.0.1", port)
	cmd := exec.Command("redis-server", append([]string{"--port", port, "--bind", "127.0.0.1", "--save", "", "--dir", t.TempDir()}, more...)...)
	if err := cmd.Start(); err != nil {
		t.Fatalf("this test needs Debian's redis-server: %v", err)
	}
	t.Cleanup(func() {
		if err := cmd.Process.Kill(); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // "signal: killed" is what was asked
	})
	waitFor(t, "Redis to answer", func() bool {
		c, err := net.Dial("tcp", address)
		if err != nil {
			return false
		}
		return c.Close() == nil
	})
	return "redis://" + address + "/0"
}

// nowhere is an address where nobody answers.
func nowhere(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return l.Addr().String()
}

// The same meeting on PostgreSQL and over Redis.
func TestAMeetingOnPostgreSQLAndRedis(t *testing.T) {
	a := apptest.Start(t, "PALABRE_DATABASE_URL", pgtest.Database(t), "PALABRE_REDIS_URL", redisServer(t))
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	sam := m.member(t, "sam@example.org", "Sam")
	lead, tabLea, tabSam := m.enter(t, m.lead), m.enter(t, lea), m.enter(t, sam)
	id := uuid.NewString()
	tabLea.Must(m.room, "chat.say", map[string]any{"id": id, "text": "Bonjour"})
	tabSam.See(m.room, "what Léa wrote", func(at func(string) any) bool { return at("chat."+id) != nil })
	stickRound(t, m, lead, []*apptest.Socket{tabLea, tabSam}, []*apptest.Person{lea, sam})
	drawTogether(t, m, lead, tabLea, tabSam)
	a.Stop()
	a.Again("")
	tab := back(t, m, lea)
	tab.See(m.room, "the meeting as it was", func(at func(string) any) bool {
		return at("chat."+id) != nil && at("round.state") == "ended"
	})
}
