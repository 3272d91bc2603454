package app_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"palabre/server/app/apptest"
)

// A container without a shell asks the program itself.
func TestHealthAsksTheNodeOfThisMachine(t *testing.T) {
	a := apptest.Start(t)
	out, errs, err := call(t, map[string]string{"PALABRE_ADDR": strings.TrimPrefix(a.URL, "http://")}, "health")
	if err != nil || out != "ok\n" {
		t.Fatalf("%q %q %v", out, errs, err)
	}
	// 0.0.0.0 is every address of this machine: it is asked by its own.
	_, port, _ := strings.Cut(strings.TrimPrefix(a.URL, "http://"), ":")
	if out, errs, err := call(t, map[string]string{"PALABRE_ADDR": "0.0.0.0:" + port}, "health"); err != nil || out != "ok\n" {
		t.Fatalf("%q %q %v", out, errs, err)
	}
}

func TestANodeThatIsNotReadyIsNotHealthy(t *testing.T) {
	drains := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/readyz" {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	addr := strings.TrimPrefix(drains.URL, "http://")
	for _, story := range []string{"drains", "gone"} {
		out, errs, err := call(t, map[string]string{"PALABRE_ADDR": addr}, "health")
		if err == nil || out != "" || !strings.Contains(errs, "n’est pas prêt") || !strings.Contains(errs, "is not ready") {
			t.Errorf("%s: %q %q %v", story, out, errs, err)
		}
		drains.Close()
	}
}

// Containers and systemd hand secrets over as files.
func TestASettingMayBeInAFile(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	a := apptest.Start(t)
	env := map[string]string{"PALABRE_ADDR_FILE": file("addr", strings.TrimPrefix(a.URL, "http://")+"\n"), "PALABRE_SMTP_URL_FILE": file("none", "\n")}
	if out, errs, err := call(t, env, "health"); err != nil || out != "ok\n" {
		t.Fatalf("%q %q %v", out, errs, err)
	}
	for _, c := range []struct {
		story, named string
		env          map[string]string
	}{
		{"what is in it is wrong", "PALABRE_SMTP_URL", map[string]string{"PALABRE_SMTP_URL_FILE": file("wrong", "http://u:s3cr3t@h")}},
		{"it is not there", "PALABRE_SMTP_URL_FILE", map[string]string{"PALABRE_SMTP_URL_FILE": filepath.Join(dir, "nowhere")}},
		{"it is set twice", "PALABRE_SMTP_URL", map[string]string{"PALABRE_SMTP_URL_FILE": file("one", "smtp://u:s3cr3t@h"), "PALABRE_SMTP_URL": "smtp://u:s3cr3t@g"}},
	} {
		_, errs, err := call(t, c.env, "serve")
		if err == nil || !strings.Contains(errs, "  "+c.named+"\n") || strings.Contains(errs, "s3cr3t") {
			t.Errorf("%s: %v\n%s", c.story, err, errs)
		}
	}
}
