package app_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"palabre/server/app/apptest"
	"palabre/server/store/pgtest"
)

// figure waits until a node's figures say so, and gives how long it took.
func figure(t *testing.T, a *apptest.App, line string) time.Duration {
	t.Helper()
	begun := time.Now()
	waitFor(t, line, func() bool { return strings.Contains(scrape(t, a), line+"\n") })
	return time.Since(begun)
}

// PostgreSQL goes away, and comes back. The pages of a node that hosts a room, and of one that hosts none, are told within three
// seconds, and the figures say so for as long as it lasts. (A newcomer stopped it for eighty seconds: nobody was told anything, and
// no alert fired.)
func TestPagesAndFiguresTellThatPostgreSQLIsAway(t *testing.T) {
	database, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := database.Stop(); err != nil {
			t.Error(err)
		}
	})
	address, err := database.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings := []string{
		"PALABRE_DATABASE_URL", address, "PALABRE_REDIS_URL", redisServer(t), "PALABRE_NODE_ADDR", "127.0.0.1:0",
		"PALABRE_NODE_SECRET", "d41d8cd98f00b204e9800998ecf8427e-9b", "PALABRE_METRICS_ADDR", "127.0.0.1:0",
	}
	hosting, other := apptest.Start(t, settings...), apptest.Start(t, settings...)
	m := plan(t, hosting)
	lea := m.member(t, "lea@example.org", "Léa").At(other)
	tabs := []*apptest.Socket{m.enter(t, m.lead), m.enter(t, lea)}
	for _, a := range []*apptest.App{hosting, other} {
		figure(t, a, "palabre_store_readonly 0")
		figure(t, a, "palabre_ready 1")
	}
	if err := database.Crash(); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	for i, tab := range tabs {
		tab.Until("to be told that nothing can be saved", tab.Readonly)
		if took := time.Since(begun); took > 3*time.Second {
			t.Errorf("page %d was told after %s", i, took)
		}
	}
	for _, a := range []*apptest.App{hosting, other} {
		figure(t, a, "palabre_store_readonly 1")
		figure(t, a, "palabre_ready 0")
	}
	if err := database.Run(); err != nil {
		t.Fatal(err)
	}
	for _, a := range []*apptest.App{hosting, other} {
		figure(t, a, "palabre_store_readonly 0")
		figure(t, a, "palabre_ready 1")
	}
}

// A node that starts while Redis is away starts, says so, and finds it when it is there. (It ended, with code 1.)
func TestANodeStartsWithoutRedis(t *testing.T) {
	address := nowhere(t)
	a := apptest.Start(t, "PALABRE_DATABASE_URL", pgtest.Database(t), "PALABRE_REDIS_URL", "redis://"+address+"/0", "PALABRE_NODE_ADDR", "127.0.0.1:0",
		"PALABRE_NODE_SECRET", "d41d8cd98f00b204e9800998ecf8427e-9b", "PALABRE_METRICS_ADDR", "127.0.0.1:0")
	a.Log.Wait(t, "to be warned", func(line string) bool { return strings.Contains(line, "redis est absent") })
	figure(t, a, "palabre_redis_up 0")
	m := plan(t, a)
	m.enter(t, m.lead).Must(m.room, "chat.say", map[string]any{"id": "0192f0c1-2a2b-7c3d-8e4f-5a6b7c8d9e0f", "text": "Sans Redis"})
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	redisAt(t, port)
	figure(t, a, "palabre_redis_up 1")
}
