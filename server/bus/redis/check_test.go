package redis_test

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"strings"
	"sync"
	"testing"

	"github.com/rs/zerolog"

	"palabre/server/bus/bustest"
	"palabre/server/bus/redis"
)

const secret = "s3cr3t"

func TestServersThatSuitAreAccepted(t *testing.T) {
	for _, d := range deployments() {
		t.Run(d.name, func(t *testing.T) {
			setting, _, _ := d.start(t)
			if err := open(t, setting).Check(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

// Each server that does not suit is refused by the setting's name, with what was expected, in both languages, and no secret.
func TestServersThatDoNotSuitAreRefused(t *testing.T) {
	plain := bustest.Start(t)
	locked := bustest.Start(t, "--requirepass", secret)
	cluster := bustest.Start(t, "--cluster-enabled", "yes")
	gone := bustest.Start(t)
	gone.Kill()
	_, port, err := net.SplitHostPort(plain.Addr)
	if err != nil {
		t.Fatal(err)
	}
	copied := bustest.Start(t, "--replicaof", "127.0.0.1 "+port)
	limited := bustest.Start(t)
	limited.Do("ACL SETUSER nearly on >" + secret + " &palabre:* +info +publish")
	limited.Do("ACL SETUSER elsewhere on >" + secret + " resetchannels &other:* +@all")
	sentinels := bustest.StartSentinels(t)
	for _, c := range []struct{ name, setting, code string }{
		{"away", "redis://:" + secret + "@" + gone.Addr, redis.CodeAway},
		{"one of two away", "redis://" + plain.Addr + ",redis://" + gone.Addr, redis.CodeAway},
		{"sentinels away", "redis+sentinel://" + gone.Addr + "/palabre", redis.CodeAway},
		{"a name no sentinel knows", strings.ReplaceAll(sentinels.Setting(), "/palabre", "/autre"), redis.CodeMaster},
		{"cluster", "redis://" + cluster.Addr, redis.CodeCluster},
		{"an old server", "redis://" + fake(t, "redis_version:6.0.16\r\nrole:master\r\n"), redis.CodeOld},
		{"no version", "redis://" + fake(t, "role:master\r\n"), redis.CodeOld},
		{"a copy", "redis://" + copied.Addr, redis.CodeReplica},
		{"no password", "redis://" + locked.Addr, redis.CodePassword},
		{"a wrong password", "redis://:" + secret + "x@" + locked.Addr, redis.CodePassword},
		{"an account that may not subscribe", "redis://nearly:" + secret + "@" + limited.Addr, redis.CodeDenied},
		{"an account for other channels", "redis://elsewhere:" + secret + "@" + limited.Addr, redis.CodeDenied},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := open(t, c.setting).Check(t.Context())
			var refusal *redis.Refusal
			if !errors.As(err, &refusal) || refusal.Code != c.code || refusal.Setting != "PALABRE_REDIS_URL" {
				t.Fatalf("got %v", err)
			}
			if !strings.Contains(refusal.FR, "Attendu") || !strings.Contains(refusal.EN, "Expected") || strings.Contains(err.Error()+refusal.FR, secret) {
				t.Errorf("%v\n%s", err, refusal.FR)
			}
		})
	}
	for _, version := range []string{"6.2.0", "7.2.4", "8.0.1"} { // 7.2.4 is what Valkey says
		if err := open(t, "redis://"+fake(t, "redis_version:"+version+"\r\nrole:master\r\n")).Check(t.Context()); err != nil {
			t.Errorf("%s: %v", version, err)
		}
	}
}

// fake says what a server of another version would of itself: none is at hand. It gives its address.
func fake(t *testing.T, info string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = c.Close() }()
				lines := bufio.NewScanner(c)
				for lines.Scan() {
					answer := ""
					switch word := strings.ToLower(lines.Text()); word {
					case "hello":
						answer = "-ERR unknown command\r\n"
					case "info":
						answer = fmt.Sprintf("$%d\r\n%s\r\n", len(info), info)
					case "publish":
						answer = ":0\r\n"
					case "client":
						answer = "+OK\r\n"
					case "subscribe":
						answer = "*3\r\n$9\r\nsubscribe\r\n$18\r\npalabre:room:check\r\n:1\r\n"
					}
					if _, err := c.Write([]byte(answer)); err != nil {
						return
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// A server that is there again as one that does not suit is told of as an error, once; the bus goes on without it, and
// finds it when it suits again.
func TestAServerThatComesBackAsAnother(t *testing.T) {
	s := bustest.Start(t)
	log := &buffer{}
	a, err := redis.New("redis://"+s.Addr, []string{secret}, zerolog.New(log))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = a.Close() }()
	b := open(t, "redis://"+s.Addr)
	flow, stop := bustest.NewFlow(t, a, b, "ses_1")
	defer stop()
	flow.Passes()
	s.Kill()
	s.Again("--cluster-enabled", "yes")
	told := func() int { return strings.Count(log.String(), `"level":"error"`) }
	bustest.Until(t, "the error is told", func() bool { return told() > 0 })
	if !strings.Contains(log.String(), "Redis Cluster") {
		t.Error(log.String())
	}
	here, stopHere := bustest.NewFlow(t, a, a, "ses_1")
	here.Passes()
	stopHere()
	s.Kill()
	s.Again()
	flow.Passes()
	if told() != 1 {
		t.Errorf("told %d times:\n%s", told(), log.String())
	}
}

type buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *buffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *buffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}
