package bustest

import (
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"
)

// Sentinels are three real sentinels that watch a real redis-server and its copy.
type Sentinels struct {
	Servers []*Server // the first is the original at the start

	t       testing.TB
	watches []*Server
}

// watched is what the sentinels call the original.
const watched = "palabre"

// StartSentinels starts them all, and waits until the sentinels know each other and the copy.
func StartSentinels(t testing.TB) *Sentinels {
	t.Helper()
	original := Start(t)
	copied := Start(t, "--replicaof", "127.0.0.1 "+original.port())
	Until(t, "the copy follows the original", func() bool { return strings.Contains(original.Do("INFO replication").(string), "state=online") })
	g := &Sentinels{t: t, Servers: []*Server{original, copied}}
	for range 3 {
		g.watches = append(g.watches, g.watch(original))
	}
	Until(t, "the sentinels know each other and the copy", func() bool {
		for _, w := range g.watches {
			facts, err := w.facts()
			if err != nil || facts["num-slaves"] != "1" || facts["num-other-sentinels"] != "2" || facts["flags"] != "master" {
				return false
			}
		}
		return true
	})
	return g
}

// sentinel connects to one that is a sentinel.
func (s *Server) sentinel() *redis.SentinelClient {
	return redis.NewSentinelClient(&redis.Options{Addr: s.Addr, Protocol: 2, DisableIdentity: true})
}

func (s *Server) facts() (map[string]string, error) {
	c := s.sentinel()
	defer func() { _ = c.Close() }()
	return c.Master(context.Background(), watched).Result()
}

func (g *Sentinels) watch(original *Server) *Server {
	g.t.Helper()
	port := FreePort(g.t)
	s := &Server{t: g.t, Addr: net.JoinHostPort("127.0.0.1", strconv.Itoa(port))}
	file := filepath.Join(g.t.TempDir(), "sentinel.conf")
	settings := fmt.Sprintf(`port %d
bind 127.0.0.1
dir %s
sentinel monitor %s 127.0.0.1 %s 2
sentinel down-after-milliseconds %[3]s 500
sentinel failover-timeout %[3]s 2000
`, port, filepath.Dir(file), watched, original.port())
	if err := os.WriteFile(file, []byte(settings), 0o600); err != nil {
		g.t.Fatal(err)
	}
	s.start([]string{file, "--sentinel"})
	return s
}

// Setting is what names them to the bus.
func (g *Sentinels) Setting() string {
	var addrs []string
	for _, w := range g.watches {
		addrs = append(addrs, w.Addr)
	}
	return "redis+sentinel://" + strings.Join(addrs, ",") + "/" + watched
}

// Original is the server that the sentinels name now.
func (g *Sentinels) Original() *Server {
	g.t.Helper()
	addr := g.named()
	i := slices.IndexFunc(g.Servers, func(s *Server) bool { return s.Addr == addr })
	if i < 0 {
		g.t.Fatalf("the sentinels name %s", addr)
	}
	return g.Servers[i]
}

func (g *Sentinels) named() string {
	c := g.watches[0].sentinel()
	defer func() { _ = c.Close() }()
	addr, err := c.GetMasterAddrByName(context.Background(), watched).Result()
	if err != nil {
		g.t.Fatal(err)
	}
	return net.JoinHostPort(addr[0], addr[1])
}

// Replaced waits until the sentinels name another than this one.
func (g *Sentinels) Replaced(s *Server) {
	g.t.Helper()
	Until(g.t, "the sentinels name the copy", func() bool { return g.named() != s.Addr })
}

// Failover asks the sentinels to name the copy, and waits until they do.
func (g *Sentinels) Failover() {
	g.t.Helper()
	c := g.watches[0].sentinel()
	defer func() { _ = c.Close() }()
	before := g.Original()
	Until(g.t, "the sentinels begin", func() bool { return c.Failover(context.Background(), watched).Err() == nil })
	g.Replaced(before)
}
