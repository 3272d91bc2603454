package deploy_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"
)

// composed is what these tests read of a compose file.
type composed struct {
	Services map[string]service
	Secrets  map[string]struct{ File string }
	Networks map[string]struct{ Internal bool }
}

type service struct {
	Image       string
	Command     []string
	Environment map[string]string
	Secrets     []string
	Ports       []string
	Networks    networks
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	SecurityOpt []string `yaml:"security_opt"`
	StopGrace   string   `yaml:"stop_grace_period"`
	MemLimit    string   `yaml:"mem_limit"`
	Healthcheck struct{ Test []string }
	EnvFile     []string `yaml:"env_file"`
}

// networks are a list of names, or names with an address each.
type networks []string

// UnmarshalYAML implements yaml.Unmarshaler.
func (n *networks) UnmarshalYAML(node *yaml.Node) error {
	if node.Kind == yaml.SequenceNode {
		return node.Decode((*[]string)(n))
	}
	var named map[string]any
	if err := node.Decode(&named); err != nil {
		return err
	}
	for name := range named {
		*n = append(*n, name)
	}
	return nil
}

// palabre tells a node; a backup is the same program, and is no node.
func (s service) palabre() bool { return strings.HasPrefix(s.Image, "palabre:") && s.Command == nil }

func compose(t *testing.T, path string) composed {
	t.Helper()
	var c composed
	if err := yaml.Unmarshal([]byte(files(t)[path]), &c); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	if len(c.Services) < 2 {
		t.Fatalf("%s: %d services", path, len(c.Services))
	}
	return c
}

func composeFiles() []string { return []string{"compose.yaml", "compose.scale.yaml"} }

// A container that is broken into can write nowhere, take no right, and is found out when it no longer works.
func TestContainersAreClosed(t *testing.T) {
	for _, path := range composeFiles() {
		for name, s := range compose(t, path).Services {
			if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
				t.Errorf("%s: %s: read-only %v, drops %v, %v", path, name, s.ReadOnly, s.CapDrop, s.SecurityOpt)
			}
			if !regexp.MustCompile(`^\d+[mg]$`).MatchString(s.MemLimit) {
				t.Errorf("%s: %s may take all the memory of the machine, and its neighbours with it: %q", path, name, s.MemLimit)
			}
			if name != "proxy" && name != "backup" && len(s.Healthcheck.Test) == 0 {
				t.Errorf("%s: %s has no health check", path, name)
			}
			if !s.palabre() {
				continue
			}
			if grace, err := time.ParseDuration(s.StopGrace); err != nil || grace < 70*time.Second {
				t.Errorf("%s: %s is given %q to stop: handing its rooms over takes up to a minute", path, name, s.StopGrace)
			}
			if !slices.Equal(s.Healthcheck.Test, []string{"CMD", "/palabre", "health"}) {
				t.Errorf("%s: %s: %v", path, name, s.Healthcheck.Test)
			}
		}
	}
}

// Browsers are told the port that a node listens on: published under another, nobody is heard.
func TestMediaPortsAreTheSameInsideAndOutside(t *testing.T) {
	for _, path := range composeFiles() {
		taken := map[string]string{}
		for name, s := range compose(t, path).Services {
			want := []string{"80:80", "443:443"}
			if s.palabre() {
				_, port, _ := strings.Cut(s.Environment["PALABRE_MEDIA_ADDR"], ":")
				want = []string{fmt.Sprintf("%s:%s/udp", port, port), fmt.Sprintf("%s:%s/tcp", port, port)}
				if other := taken[port]; port == "" || other != "" {
					t.Errorf("%s: %s and %s listen on %q", path, name, other, port)
				}
				taken[port] = name
			} else if name != "proxy" {
				want = nil
			}
			if !slices.Equal(s.Ports, want) {
				t.Errorf("%s: %s publishes %v, not %v", path, name, s.Ports, want)
			}
		}
	}
}

// The stores are on a network that leads nowhere, and what holds a password is never a plain variable.
func TestStoresAndSecretsAreKeptIn(t *testing.T) {
	c := compose(t, "compose.scale.yaml")
	for _, name := range []string{"postgres", "redis", "garage"} {
		s := c.Services[name]
		if !slices.Equal([]string(s.Networks), []string{"back"}) || !c.Networks["back"].Internal {
			t.Errorf("%s is on %v", name, s.Networks)
		}
	}
	if c.Services["proxy"].Networks == nil || slices.Contains(c.Services["proxy"].Networks, "back") {
		t.Errorf("the proxy is on %v", c.Services["proxy"].Networks)
	}
	nodes := map[string]bool{}
	for name, s := range c.Services {
		if !s.palabre() {
			continue
		}
		nodes[s.Environment["PALABRE_NODE_PUBLIC"]] = true
		if s.Environment["PALABRE_NODE_PUBLIC"] != name+":7946" {
			t.Errorf("%s tells the others that it is %s", name, s.Environment["PALABRE_NODE_PUBLIC"])
		}
		for _, secret := range []string{"DATABASE_URL", "REDIS_URL", "S3_URL", "SMTP_URL", "NODE_SECRET"} {
			file := "/run/secrets/" + strings.ToLower(secret)
			if s.Environment["PALABRE_"+secret] != "" || s.Environment["PALABRE_"+secret+"_FILE"] != file || !slices.Contains(s.Secrets, strings.ToLower(secret)) {
				t.Errorf("%s: %s", name, secret)
			}
		}
		if !strings.Contains(c.Services["proxy"].Environment["UPSTREAMS"], name+":8080") {
			t.Errorf("the proxy does not know %s", name)
		}
	}
	if len(nodes) != 3 {
		t.Errorf("%d nodes", len(nodes))
	}
	for _, path := range composeFiles() {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, s := range compose(t, path).Services {
			if s.palabre() && !strings.Contains(string(text), s.Environment["PALABRE_TRUSTED_PROXIES"][:len("172.30.8x.2")]+"}") {
				t.Errorf("%s: %s believes %s, which is not the proxy's address", path, name, s.Environment["PALABRE_TRUSTED_PROXIES"])
			}
		}
		for name, secret := range compose(t, path).Secrets {
			if secret.File != "./secrets/"+name {
				t.Errorf("%s: %s is in %s", path, name, filepath.Clean(secret.File))
			}
		}
	}
}
