package deploy_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"palabre/server/app"
	"palabre/server/config"
)

// directives are the settings of a unit or a drop-in, by name.
func directives(text string) map[string][]string {
	out := map[string][]string{}
	for _, m := range regexp.MustCompile(`(?m)^([A-Z][A-Za-z]*)=(.*)$`).FindAllStringSubmatch(text, -1) {
		out[m[1]] = append(out[m[1]], m[2])
	}
	return out
}

// handed are the settings that a drop-in gives by files, each a credential that it loads.
func handed(t *testing.T, path, text string) []string {
	t.Helper()
	unit := directives(text)
	var out []string
	for _, one := range unit["Environment"] {
		name, at, _ := strings.Cut(one, "=")
		credential := strings.TrimPrefix(at, "%d/")
		if !slices.Contains(unit["LoadCredential"], credential+":/etc/palabre/"+credential) {
			t.Errorf("%s: %s is in a credential that is not loaded: %s", path, name, at)
		}
		out = append(out, strings.TrimSuffix(name, config.InFile))
	}
	if len(out) == 0 || len(out) != len(unit["LoadCredential"]) {
		t.Errorf("%s gives %v of %v", path, out, unit["LoadCredential"])
	}
	slices.Sort(out)
	return out
}

// By the book, on three machines, the nightly backup had the nodes' addresses and none of their secrets, and was refused each
// night. What a unit is given by palabre.env and its drop-in is a whole, and no more than it needs.
func TestWhateverRunsOnANodeHasItsSecrets(t *testing.T) {
	all := files(t)
	raw := config.Raw{Data: "./data", LogLevel: "info", LogFormat: "json"}
	fields, value := map[string]int{}, reflect.ValueOf(&raw).Elem()
	for i := range value.NumField() {
		fields[config.Variable(value.Type().Field(i).Tag.Get("name"))] = i
	}
	for _, m := range regexp.MustCompile(`(?m)^#?(PALABRE_[A-Z_]+)=(.*)$`).FindAllStringSubmatch(all["systemd/palabre.env"], -1) {
		value.Field(fields[m[1]]).SetString(strings.Trim(m[2], `"`))
	}
	if raw.NodeAddr == "" {
		t.Fatal("palabre.env has no example of a node")
	}
	secrets := map[string]string{
		"PALABRE_DATABASE_URL": "postgres://palabre:secret@10.0.0.20/palabre", "PALABRE_REDIS_URL": "redis://10.0.0.20:6379/0",
		"PALABRE_S3_URL": "s3://key:secret@10.0.0.20:9000/palabre", "PALABRE_NODE_SECRET": "k7Qw2mXz9LrT4vBn8HsJ3dPf6YcG1eUa",
	}
	for _, bare := range []config.Raw{raw, raw.Keeping()} {
		if _, err := config.Check(bare); err == nil {
			t.Error("accepted without the secrets: a backup would be of what is on this machine")
		}
	}
	for _, unit := range []string{"palabre", "palabre-backup", "palabre-restore"} {
		path := fmt.Sprintf("systemd/%s.service.d/nodes.conf", unit)
		given := handed(t, path, all[path])
		read := func() config.Raw { return raw }
		want := slices.Sorted(maps.Keys(secrets))
		if unit != "palabre" { // what keeps no company is handed no secret of it
			read, want = func() config.Raw { return raw.Keeping() }, []string{"PALABRE_DATABASE_URL", "PALABRE_S3_URL"}
		}
		if !slices.Equal(given, want) {
			t.Errorf("%s gives %v, not %v", path, given, want)
		}
		for name := range secrets {
			value.Field(fields[name]).SetString("")
		}
		for _, name := range given {
			value.Field(fields[name]).SetString(secrets[name])
		}
		if _, err := config.Check(read()); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if !slices.Contains(directives(all["systemd/"+unit+".service"])["EnvironmentFile"], "-/etc/palabre/palabre.env") {
			t.Errorf("%s.service does not read palabre.env", unit)
		}
	}
}

// Three machines came back after a power cut, and the database a minute later: their nodes had been given up. A node is started
// again without end, but for settings that are wrong.
func TestANodeIsNotGivenUp(t *testing.T) {
	unit := directives(files(t)["systemd/palabre.service"])
	for name, want := range map[string]string{
		"StartLimitIntervalSec": "0", "Restart": "on-failure", "RestartSec": "5s", "RestartPreventExitStatus": fmt.Sprint(app.ExitSettings),
	} {
		if !slices.Equal(unit[name], []string{want}) {
			t.Errorf("%s=%v, not %s", name, unit[name], want)
		}
	}
}

// The step of the backup named no drop-in, and there was none. What operators are told to take is there, and both languages name
// the same.
func TestWhatTheDocumentsNameIsThere(t *testing.T) {
	unit := regexp.MustCompile(`palabre-?[a-z]*\.(?:service|timer)(?:\.d/[a-z]+\.conf)?`)
	sample := regexp.MustCompile(`deploy/[A-Za-z0-9_./-]*[A-Za-z0-9]`)
	named := map[string][]string{}
	for _, path := range []string{"../README.md", "../docs/operating.md", "../docs/several-machines.md", "../docs/fr/plusieurs-machines.md"} {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		names := sample.FindAllString(text, -1)
		for _, name := range unit.FindAllString(text, -1) {
			names = append(names, "deploy/systemd/"+name)
		}
		slices.Sort(names)
		named[filepath.Base(path)] = slices.Compact(names)
		for _, name := range names {
			if _, err := os.Stat(filepath.Join("..", name)); err != nil {
				t.Errorf("%s names %s: %v", path, name, err)
			}
		}
	}
	en, fr := named["several-machines.md"], named["plusieurs-machines.md"]
	if !slices.Equal(en, fr) || !slices.Contains(en, "deploy/systemd/palabre-backup.service.d/nodes.conf") {
		t.Errorf("the languages name different things:\n%v\n%v", en, fr)
	}
}
