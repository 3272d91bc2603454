// Package deploy_test holds what operators are given to what the program really is: its settings, its figures, its ports.
// What needs tools of others (proxies, Prometheus, Helm, systemd) is checked by tools/deploy-check.sh.
package deploy_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

	"palabre/server/config"
)

// files gives the text of every file here and of the Dockerfile, by path. Tests are left out.
func files(t *testing.T) map[string]string {
	t.Helper()
	out := map[string]string{}
	read := func(path string) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		out[path] = string(data)
	}
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case path == "secrets":
			return filepath.SkipDir // an operator's own
		case !d.IsDir() && filepath.Ext(path) != ".go" && path != ".env":
			read(path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	read("../Dockerfile")
	return out
}

// settings are the variables that the program knows.
func settings() map[string]bool {
	out := map[string]bool{}
	raw := reflect.TypeFor[config.Raw]()
	for i := range raw.NumField() {
		name := config.Variable(raw.Field(i).Tag.Get("name"))
		out[name], out[name+config.InFile] = true, true
	}
	return out
}

// A setting that was renamed stayed in a sample, where it did nothing.
func TestEverySettingExists(t *testing.T) {
	known, seen := settings(), 0
	for path, text := range files(t) {
		for _, name := range regexp.MustCompile(`PALABRE_[A-Z0-9_]+[A-Z0-9]`).FindAllString(text, -1) {
			seen++
			if !known[name] && !slices.Contains(notSettings, path+" "+name) {
				t.Errorf("%s: %s is no setting", path, name)
			}
		}
	}
	if seen < 40 {
		t.Errorf("only %d settings were found: the files are elsewhere", seen)
	}
}

// notSettings only look like some.
var notSettings = []string{
	"helm/palabre/templates/statefulset.yaml PALABRE_PORT", // what Kubernetes would make up
}

func TestYAMLAndJSONAreWellFormed(t *testing.T) {
	for path, text := range files(t) {
		var into any
		switch ext := filepath.Ext(path); {
		case ext == ".json":
			if err := json.Unmarshal([]byte(text), &into); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		case (ext == ".yaml" || ext == ".yml") && !strings.Contains(path, "/templates/"):
			if err := yaml.Unmarshal([]byte(text), &into); err != nil {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

// The image is built with the Go that the module asks for, and each of its bases is an exact version.
func TestTheImageIsMadeFromKnownThings(t *testing.T) {
	text := files(t)["../Dockerfile"]
	module, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	wanted := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindStringSubmatch(string(module))[1]
	bases := regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(text, -1)
	if len(bases) != 3 {
		t.Fatalf("%d steps", len(bases))
	}
	for _, b := range bases[:2] {
		if !regexp.MustCompile(`:\d+\.\d+\.\d+(-|@|$)`).MatchString(b[1]) {
			t.Errorf("%s is no exact version", b[1])
		}
	}
	if !strings.Contains(bases[1][1], "golang:"+wanted+".") {
		t.Errorf("the module wants Go %s, the image is built with %s", wanted, bases[1][1])
	}
	for _, line := range []string{"FROM scratch\n", "npm ci --ignore-scripts", "CGO_ENABLED=0", "\nUSER 65532:65532\n", "\nSTOPSIGNAL SIGTERM\n", "--chown=65532:65532"} {
		if !strings.Contains(text, line) {
			t.Errorf("the Dockerfile lacks %q", line)
		}
	}
}

// The image sets a media address; a pod that gave its own in a file would have been refused for having two.
func TestNothingIsSetTwice(t *testing.T) {
	all := files(t)
	env := regexp.MustCompile(`(?m)^ENV (.*)$`).FindStringSubmatch(all["../Dockerfile"])
	if env == nil {
		t.Fatal("the image sets nothing")
	}
	for _, one := range strings.Fields(env[1]) {
		name, _, _ := strings.Cut(one, "=")
		for path, text := range all {
			if strings.Contains(text, name+config.InFile) && !strings.Contains(text, "{name: "+name+`, value: ""}`) {
				t.Errorf("%s: %s is the image's already", path, name)
			}
		}
	}
}
