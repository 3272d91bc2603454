package app_test

import (
	"bytes"
	"context"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"palabre/server/app"
	"palabre/server/app/apptest"
)

func call(t *testing.T, env map[string]string, args ...string) (out, errs string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	err = app.Run(t.Context(), args, func(k string) string { return env[k] }, &stdout, &stderr)
	return stdout.String(), stderr.String(), err
}

func TestVersionAndHelp(t *testing.T) {
	out, _, err := call(t, nil, "version")
	if err != nil || !strings.HasPrefix(out, "palabre ") {
		t.Fatalf("%q %v", out, err)
	}
	for _, args := range [][]string{{"help"}, {"--help"}, {}} {
		out, _, err := call(t, nil, args...)
		if err != nil {
			t.Fatalf("%v: %v", args, err)
		}
		for _, part := range []string{"serve", "demo", "version", "--media-addr", "PALABRE_"} {
			if !strings.Contains(out, part) {
				t.Errorf("%v lacks %s", args, part)
			}
		}
	}
	if _, errs, err := call(t, nil, "server"); err == nil || errs == "" {
		t.Errorf("an unknown command: %q %v", errs, err)
	}
}

// Wrong settings are refused before anything is opened, by name, all at once, in
// both languages, without repeating what was set. A flag wins over its variable.
func TestWrongSettingsAreRefused(t *testing.T) {
	env := map[string]string{
		"PALABRE_ADDR": "partout", "PALABRE_DATABASE_URL": "mysql://u:s3cr3t@h/b", "PALABRE_MEDIA_ADDR": "ici",
		"PALABRE_DATA": t.TempDir(), "PALABRE_LOG_LEVEL": "tout",
	}
	out, errs, err := call(t, env, "serve", "--log-level=info")
	if err == nil || out != "" {
		t.Fatalf("accepted: %q", out)
	}
	for _, part := range []string{"PALABRE_ADDR", "PALABRE_DATABASE_URL", "PALABRE_MEDIA_ADDR", "Attendu", "Expected"} {
		if !strings.Contains(errs, part) {
			t.Errorf("lacks %s in:\n%s", part, errs)
		}
	}
	if strings.Contains(errs, "s3cr3t") || strings.Contains(errs, "PALABRE_LOG_LEVEL") {
		t.Errorf("says too much:\n%s", errs)
	}
}

// After a power cut three nodes came up before their database, were each started again ten times within twenty seconds, and given
// up. What may be otherwise in a moment and what is wrong by itself have codes of their own, so that only the first is tried again,
// and without end.
func TestOnlyWrongSettingsAreNotWorthAnotherStart(t *testing.T) {
	a := apptest.Start(t)
	// Nobody listens there: it is the port of a Palabre, asked on an address where it is not.
	away := "postgres://palabre@127.0.0.2:" + a.URL[strings.LastIndex(a.URL, ":")+1:] + "/palabre?sslmode=disable"
	for _, one := range []struct {
		name string
		env  map[string]string
		args []string
		code int
	}{
		{"a setting", map[string]string{"PALABRE_DATABASE_URL": "mysql://h/b"}, []string{"serve"}, app.ExitSettings},
		{"two settings for one", map[string]string{"PALABRE_SMTP_URL": "smtp://h", "PALABRE_SMTP_URL_FILE": "/x"}, []string{"serve"}, app.ExitSettings},
		{"a flag", nil, []string{"serve", "--nowhere"}, app.ExitSettings},
		{"a backup with half a node's settings", map[string]string{"PALABRE_NODE_ADDR": "127.0.0.1:0"}, []string{"backup", t.TempDir()}, app.ExitSettings},
		{"a database that is away", map[string]string{"PALABRE_DATABASE_URL": away}, []string{"serve"}, app.ExitFailed},
		{"a port that is taken", map[string]string{"PALABRE_ADDR": strings.TrimPrefix(a.URL, "http://")}, []string{"serve"}, app.ExitFailed},
		{"a file that is not there yet", map[string]string{"PALABRE_SMTP_URL_FILE": filepath.Join(t.TempDir(), "x")}, []string{"serve"}, app.ExitFailed},
		{"nothing", nil, []string{"version"}, 0},
	} {
		env := map[string]string{"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": t.TempDir()}
		maps.Copy(env, one.env)
		if _, errs, err := call(t, env, one.args...); app.ExitCode(err) != one.code {
			t.Errorf("%s: %d, not %d\n%s", one.name, app.ExitCode(err), one.code, errs)
		}
	}
}

// A second process on the same data is refused with a sentence.
func TestASecondProcessOnTheSameDataIsRefused(t *testing.T) {
	a := apptest.Start(t)
	_, errs, err := call(t, map[string]string{
		"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": a.Dir,
	}, "serve")
	if err == nil || !strings.Contains(errs, "Un autre Palabre") || !strings.Contains(errs, "Another Palabre") {
		t.Fatalf("%v: %s", err, errs)
	}
}

// What only shows when it is used is refused as the rest: by its name, with what was expected.
func TestWhatCannotBeUsedIsRefusedByName(t *testing.T) {
	a := apptest.Start(t)
	taken := strings.TrimPrefix(a.URL, "http://")
	file := filepath.Join(t.TempDir(), "fichier")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"PALABRE_ADDR": taken, "PALABRE_MEDIA_ADDR": taken, "PALABRE_DATA": filepath.Join(file, "data"),
	} {
		env := map[string]string{"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": t.TempDir()}
		env[name] = value
		_, errs, err := call(t, env, "serve")
		if err == nil {
			t.Fatalf("%s: accepted", name)
		}
		for _, part := range []string{"  " + name + "\n", "Attendu", "Expected"} {
			if !strings.Contains(errs, part) {
				t.Errorf("%s: no %q in:\n%s", name, part, errs)
			}
		}
	}
}

// A setting with a slip in its name is told, and stops nothing; its value may be a secret.
func TestUnknownVariablesAreTold(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	env := map[string]string{"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": t.TempDir()}
	err := app.Run(ctx, []string{"serve"}, func(k string) string { return env[k] }, &stdout, &stderr,
		app.WithEnvironment([]string{"PALABRE_SMPT_URL=smtp://u:s3cr3t@h", "PALABRE_SMTP_URL_FILE=/x", "PALABRE_DATA=x", "PATH=/bin"}))
	if err != nil && ctx.Err() == nil {
		t.Fatal(err)
	}
	said := stderr.String()
	if !strings.Contains(said, `["PALABRE_SMPT_URL"]`) || !strings.Contains(said, "inconnues") || !strings.Contains(said, "unknown") || strings.Contains(said, "s3cr3t") {
		t.Errorf("it says:\n%s", said)
	}
}

// Stopping while nothing happens is quick and clean, and can be asked at once.
func TestStopAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var stdout, stderr bytes.Buffer
	env := map[string]string{"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": t.TempDir()}
	if err := app.Run(ctx, []string{"serve"}, func(k string) string { return env[k] }, &stdout, &stderr); err != nil && ctx.Err() == nil {
		t.Fatalf("%v\n%s", err, stderr.String())
	}
}
