package config_test

import (
	"errors"
	"slices"
	"testing"

	"palabre/server/config"
)

func many() config.Raw {
	raw := good()
	raw.NodeAddr, raw.NodeSecret = "10.0.0.1:7946", "b1946ac92492d2347c6235b4d2611184f5a7c0e9"
	raw.DatabaseURL, raw.RedisURL = "postgres://p@db.example.org/palabre", "redis://cache.example.org:6379"
	return raw
}

func TestANodeAmongMany(t *testing.T) {
	c, err := config.Check(many())
	if err != nil {
		t.Fatal(err)
	}
	if !c.Node.Many() || c.Node.Public != "10.0.0.1:7946" {
		t.Fatalf("%+v", c.Node)
	}
	if !slices.Equal(c.Node.Secrets, []string{many().NodeSecret}) {
		t.Errorf("%q", c.Node.Secrets)
	}
	changing := many()
	changing.NodeSecret = "c81e728d9d4c2f636f067f89cc14862c\r\n" + changing.NodeSecret + "\n"
	if c, err := config.Check(changing); err != nil || !slices.Equal(c.Node.Secrets, []string{"c81e728d9d4c2f636f067f89cc14862c", many().NodeSecret}) {
		t.Errorf("while the secret is changed: %q, %v", c.Node.Secrets, err)
	}
	if alone, err := config.Check(good()); err != nil || alone.Node.Many() {
		t.Fatalf("%+v, %v", alone.Node, err)
	}
}

// Each of these once started, and went wrong in the middle of a meeting, or could have been listened to.
func TestManyNodesAreRefusedWhatTheyCannotDoWith(t *testing.T) {
	for _, c := range []struct {
		story string
		name  string
		set   func(*config.Raw)
	}{
		{"several nodes on SQLite", "PALABRE_DATABASE_URL", func(r *config.Raw) { r.DatabaseURL = "" }},
		{"without a bus", "PALABRE_REDIS_URL", func(r *config.Raw) { r.RedisURL = "" }},
		{"no secret", "PALABRE_NODE_SECRET", func(r *config.Raw) { r.NodeSecret = "" }},
		{"a short secret", "PALABRE_NODE_SECRET", func(r *config.Raw) { r.NodeSecret = "b1946ac92492d2347c6235b4d261118" }},
		{"a secret of one letter", "PALABRE_NODE_SECRET", func(r *config.Raw) { r.NodeSecret = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" }},
		{"the example's secret", "PALABRE_NODE_SECRET", func(r *config.Raw) { r.NodeSecret = "change-me-b1946ac92492d2347c6235b4d2611184" }},
		{"a short secret beside a good one", "PALABRE_NODE_SECRET", func(r *config.Raw) { r.NodeSecret += "\ncourt" }},
		{"the same secret twice", "PALABRE_NODE_SECRET", func(r *config.Raw) { r.NodeSecret += "\n" + r.NodeSecret }},
		{"three secrets", "PALABRE_NODE_SECRET", func(r *config.Raw) { r.NodeSecret += "\n1" + r.NodeSecret + "\n2" + r.NodeSecret }},
		{"an address that is none", "PALABRE_NODE_ADDR", func(r *config.Raw) { r.NodeAddr = "7946" }},
		{"an address that nobody can reach", "PALABRE_NODE_PUBLIC", func(r *config.Raw) { r.NodeAddr = "0.0.0.0:7946" }},
		{"a public address that is none", "PALABRE_NODE_PUBLIC", func(r *config.Raw) { r.NodePublic = "ici" }},
		{"a secret for nobody", "PALABRE_NODE_ADDR", func(r *config.Raw) { r.NodeAddr = "" }},
		{"figures at an address that is none", "PALABRE_METRICS_ADDR", func(r *config.Raw) { r.MetricsAddr = "9090" }},
	} {
		raw := many()
		c.set(&raw)
		_, err := config.Check(raw)
		var bad config.Problems
		if !errors.As(err, &bad) || !slices.ContainsFunc(bad, func(p config.Problem) bool { return p.Name == c.name }) || len(bad) != 1 {
			t.Errorf("%s: %v", c.story, err)
		}
	}
}
