package deploy_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"palabre/server/app/apptest"
	"palabre/server/bus/bustest"
	"palabre/server/store/pgtest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// What can only be known with the program itself; it is built once.
func TestWithTheProgram(t *testing.T) {
	binary := apptest.Build(t)
	t.Run("backups age out", func(t *testing.T) { backupsAgeOut(t, binary) })
	t.Run("nodes live on the secrets", func(t *testing.T) { nodesLiveOnTheSecrets(t, binary) })
}

// Nodes whose settings are those of compose.scale.yaml, each in a file, become ready with the secrets that secrets.sh makes;
// and Redis refuses them nothing, though it lets them do very little.
func nodesLiveOnTheSecrets(t *testing.T, binary string) {
	dir := filepath.Join(t.TempDir(), "secrets")
	if out, err := run(t, nil, "secrets.sh", dir); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made := contents(t, dir)
	port := bustest.FreePort(t)
	watch := startRedis(t, filepath.Join(dir, "redis_conf"), port)
	// The hosts of compose are not here: the addresses lead to this machine.
	for name, value := range map[string]string{
		"database_url": pgtest.Database(t),
		"redis_url":    fmt.Sprintf("redis://palabre:%s@127.0.0.1:%d/0", made["redis_password"], port),
	} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(value+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var told string
	for range 2 {
		figuresAt := fmt.Sprintf("127.0.0.1:%d", bustest.FreePort(t))
		link := fmt.Sprintf("127.0.0.1:%d", bustest.FreePort(t))
		a := apptest.StartBinary(t, binary, "PALABRE_NODE_ADDR", link, "PALABRE_NODE_PUBLIC", link, "PALABRE_METRICS_ADDR", figuresAt,
			"PALABRE_DATABASE_URL_FILE", filepath.Join(dir, "database_url"), "PALABRE_REDIS_URL_FILE", filepath.Join(dir, "redis_url"),
			"PALABRE_NODE_SECRET_FILE", filepath.Join(dir, "node_secret"), "PALABRE_SMTP_URL_FILE", filepath.Join(dir, "smtp_url"))
		if out, errs, err := health(t, binary, a.URL); err != nil {
			t.Fatalf("%v\n%s%s", err, out, errs)
		}
		told = scrape(t, figuresAt)
	}
	for _, name := range figures() {
		// Of a machine, of a scrape, and of what has not happened yet.
		elsewhere := []string{"palabre_backup_last_success_timestamp_seconds", "palabre_backup_failed", "kube_cronjob_status_last_successful_time", "up", "palabre_evictions_total", "palabre_link_up"}
		if !strings.HasPrefix(name, "node_") && !slices.Contains(elsewhere, name) && !regexp.MustCompile(`(?m)^`+name+`[ {]`).MatchString(told) {
			t.Errorf("%s is not told", name)
		}
	}
	refused, err := watch.Do(t.Context(), "ACL", "LOG").Slice()
	if err != nil || len(refused) > 0 {
		t.Errorf("Redis refused: %v %v", refused, err)
	}
}

// startRedis starts a Redis with a file of settings, and gives one who may see everything.
func startRedis(t *testing.T, conf string, port int) *redis.Client {
	t.Helper()
	c := exec.CommandContext(t.Context(), "redis-server", conf, "--bind", "127.0.0.1", "--port", fmt.Sprint(port), "--dir", t.TempDir(),
		"--user", "watch", "on", "nopass", "~*", "&*", "+@all")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Kill()
		_ = c.Wait() // it was killed
	})
	client := redis.NewClient(&redis.Options{Addr: net.JoinHostPort("127.0.0.1", fmt.Sprint(port)), Username: "watch", Password: "-", MaxRetries: 50, MaxRetryBackoff: 100 * time.Millisecond})
	t.Cleanup(func() { _ = client.Close() })
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	if err := client.Ping(ctx).Err(); err != nil {
		t.Fatal(err)
	}
	return client
}

func scrape(t *testing.T, addr string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+addr+"/metrics", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(res.Body)
	if err != nil || res.Body.Close() != nil {
		t.Fatal(err)
	}
	return string(text)
}

func health(t *testing.T, binary, url string) (string, string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), binary, "health")
	c.Env = append(os.Environ(), "PALABRE_ADDR="+url[len("http://"):])
	out, err := c.Output()
	said := ""
	if exit, ok := err.(*exec.ExitError); ok { //nolint:errorlint // Output says so
		said = string(exit.Stderr)
	}
	return string(out), said, err
}
