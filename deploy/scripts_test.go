package deploy_test

import (
	"errors"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"palabre/server/app/apptest"
	"palabre/server/config"
)

func run(t *testing.T, env []string, name string, args ...string) (string, error) {
	t.Helper()
	path, err := filepath.Abs(name)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), path, args...)
	c.Env = append(os.Environ(), env...)
	out, err := c.CombinedOutput()
	return string(out), err
}

func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		out[e.Name()] = string(data)
	}
	return out
}

// The secrets that the compose files read are made once, are the program's to believe, and stay as they are.
func TestSecretsAreMadeOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "secrets")
	if out, err := run(t, nil, "secrets.sh", dir); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	made := contents(t, dir)
	for _, path := range composeFiles() {
		for name := range compose(t, path).Secrets {
			if _, ok := made[name]; !ok {
				t.Errorf("%s wants secrets/%s, which nobody makes", path, name)
			}
		}
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is open: %v %v", info.Mode(), err)
	}
	raw := config.Raw{
		Addr: "127.0.0.1:8080", Data: "./data", MailFrom: "Palabre <palabre@example.org>", MediaAddr: "127.0.0.1:7882", LogLevel: "info", LogFormat: "json",
		DatabaseURL: made["database_url"], RedisURL: made["redis_url"], SMTPURL: made["smtp_url"],
	}
	if _, err := config.Check(raw); err != nil {
		t.Error(err)
	}
	if !regexp.MustCompile(`^[0-9a-f]{64}$`).MatchString(made["node_secret"]) {
		t.Errorf("the nodes' secret has %d characters", len(made["node_secret"]))
	}
	if !strings.Contains(made["database_url"], ":"+made["postgres_password"]+"@") || !strings.Contains(made["redis_conf"], ">"+made["redis_password"]+" ") {
		t.Error("the addresses do not have the passwords")
	}
	// Without a mail server nobody can sign in to several nodes: it is said as long as it lasts.
	if out, err := run(t, nil, "secrets.sh", dir); err != nil || !strings.Contains(out, "NO LETTER LEAVES") || strings.Contains(out, "made ") {
		t.Fatalf("%v\n%s", err, out)
	}
	made["smtp_url"] = "smtp://user:password@mail.example.org:587\n"
	if err := os.WriteFile(filepath.Join(dir, "smtp_url"), []byte(made["smtp_url"]), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, nil, "secrets.sh", dir); err != nil || out != "" {
		t.Fatalf("%v\n%s", err, out)
	}
	if again := contents(t, dir); !maps.Equal(made, again) {
		t.Errorf("a second run changed what was made: %v", slices.Collect(maps.Keys(again)))
	}
}

// A backup made beside the running program is in the folder, and those of more than a month are gone; one that fails leaves them alone.
func backupsAgeOut(t *testing.T, binary string) {
	a := apptest.StartBinary(t, binary)
	// As systemd gives it, the folder is a link: nothing behind it was ever too old.
	dir := filepath.Join(t.TempDir(), "palabre-backups")
	if err := os.Symlink(t.TempDir(), dir); err != nil {
		t.Fatal(err)
	}
	old := filepath.Join(dir, "palabre-20260101T000000Z.tar")
	if err := os.WriteFile(old, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	long := time.Now().AddDate(0, 0, -40)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	env := []string{"BACKUP_DIR=" + dir, "PROGRAM=" + binary}
	if out, err := run(t, append(env, "PALABRE_DATA="+filepath.Join(dir, "nowhere")), "systemd/palabre-backup"); err == nil {
		t.Errorf("a backup of nothing was told to be good:\n%s", out)
	}
	if left := contents(t, dir); len(left) != 1 || left[filepath.Base(old)] != "old" {
		t.Errorf("a backup that failed left %v", slices.Collect(maps.Keys(left)))
	}
	if out, err := run(t, append(env, "PALABRE_DATA="+a.Dir), "systemd/palabre-backup"); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	left := slices.Collect(maps.Keys(contents(t, dir)))
	if len(left) != 1 || !regexp.MustCompile(`^palabre-\d{8}T\d{6}Z\.tar$`).MatchString(left[0]) || left[0] == filepath.Base(old) {
		t.Errorf("the folder has %v", left)
	}

	toldHowItWent(t)
	composeTells(t, binary, a.Dir)
}

// Under compose nobody let old backups go, and nobody was told of one that failed. There is no Docker here: what it would run is
// the program itself.
func composeTells(t *testing.T, binary, data string) {
	t.Helper()
	dir, told := t.TempDir(), t.TempDir()
	put := func(to, text string) {
		to = filepath.Join(dir, to)
		if err := errors.Join(os.MkdirAll(filepath.Dir(to), 0o700), os.WriteFile(to, []byte(text), 0o700)); err != nil { //nolint:gosec // scripts are run
			t.Fatal(err)
		}
	}
	all := files(t)
	put("backup.sh", all["backup.sh"])
	put("systemd/palabre-backup", all["systemd/palabre-backup"])
	put("bin/docker", "#!/bin/sh\nexec "+binary+" backup backups\n")
	put("backups/palabre-20260101T000000Z.tar", "old")
	long := time.Now().AddDate(0, 0, -40)
	if err := os.Chtimes(filepath.Join(dir, "backups/palabre-20260101T000000Z.tar"), long, long); err != nil {
		t.Fatal(err)
	}
	made := func(data string) error {
		out, err := run(t, []string{"PATH=" + filepath.Join(dir, "bin") + ":" + os.Getenv("PATH"), "TEXTFILE_DIR=" + told, "PALABRE_DATA=" + data}, filepath.Join(dir, "backup.sh"))
		t.Log(out)
		return err
	}
	if made(filepath.Join(dir, "nowhere")) == nil || !strings.Contains(contents(t, told)["palabre.prom"], "\npalabre_backup_failed 1\n") || len(contents(t, filepath.Join(dir, "backups"))) != 1 {
		t.Errorf("a backup of nothing: %v, %v", contents(t, told), contents(t, filepath.Join(dir, "backups")))
	}
	if err := made(data); err != nil || !strings.Contains(contents(t, told)["palabre.prom"], "\npalabre_backup_failed 0\n") {
		t.Errorf("%v, %v", err, contents(t, told))
	}
	if left := contents(t, filepath.Join(dir, "backups")); len(left) != 1 || left["palabre-20260101T000000Z.tar"] != "" {
		t.Errorf("the folder has %v", slices.Collect(maps.Keys(left)))
	}
}

// A backup that never succeeded told nothing, and nobody was told for a day. How the last try went is told, and when one last succeeded
// stays when one fails.
func toldHowItWent(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	tell := func(result string) string {
		if out, err := run(t, []string{"TEXTFILE_DIR=" + dir, "SERVICE_RESULT=" + result}, "systemd/palabre-backup", "told"); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		told := contents(t, dir)
		if len(told) != 1 {
			t.Errorf("it left %v", slices.Collect(maps.Keys(told)))
		}
		return told["palabre.prom"]
	}
	if told := tell("exit-code"); !strings.Contains(told, "\npalabre_backup_failed 1\n") || strings.Contains(told, "last_success") {
		t.Errorf("at a failure: %q", told)
	}
	good := tell("success")
	when := regexp.MustCompile(`(?m)^palabre_backup_last_success_timestamp_seconds \d{10}$`).FindString(good)
	if !strings.Contains(good, "\npalabre_backup_failed 0\n") || when == "" {
		t.Errorf("at a success: %q", good)
	}
	if told := tell("timeout"); !strings.Contains(told, "\npalabre_backup_failed 1\n") || !strings.Contains(told, when) {
		t.Errorf("at a failure after a success: %q", told)
	}
}
