package app_test

import (
	"maps"
	"net"
	"strings"
	"testing"

	"palabre/assets/blob/s3/s3test"
	"palabre/server/app/apptest"
	"palabre/server/store/pgtest"
)

// Nodes that are set up so that they would go wrong in the middle of a meeting do not start: they say why, in both
// languages, and repeat no secret.
func TestNodesThatCannotWorkTogetherAreRefusedAtStart(t *testing.T) {
	const secret = "b1946ac92492d2347c6235b4d2611184"
	database, redis := pgtest.Database(t), redisServer(t)
	env := func(more ...string) map[string]string {
		out := map[string]string{
			"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": t.TempDir(), "PALABRE_NODE_ADDR": "127.0.0.1:0",
			"PALABRE_NODE_SECRET": secret, "PALABRE_DATABASE_URL": database, "PALABRE_REDIS_URL": redis,
		}
		for i := 0; i < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	refused := func(story string, settings map[string]string, parts ...string) {
		t.Helper()
		_, errs, err := call(t, settings, "serve")
		if err == nil {
			t.Fatalf("%s: accepted", story)
		}
		for _, part := range parts {
			if !strings.Contains(errs, part) {
				t.Errorf("%s: no %q in:\n%s", story, part, errs)
			}
		}
		if !strings.Contains(errs, "Rien n’est perdu") || !strings.Contains(errs, "Nothing is lost") {
			t.Errorf("%s: what is safe is not said:\n%s", story, errs)
		}
		if strings.Contains(errs, secret) {
			t.Errorf("%s: the secret is told:\n%s", story, errs)
		}
	}
	refused("several nodes on SQLite", env("PALABRE_DATABASE_URL", ""), "PALABRE_DATABASE_URL", "SQLite", "Attendu", "Expected")
	refused("no bus", env("PALABRE_REDIS_URL", ""), "PALABRE_REDIS_URL", "Redis", "Expected")
	refused("the example's secret", env("PALABRE_NODE_SECRET", "change-me-change-me-change-me-change-me"), "PALABRE_NODE_SECRET", "openssl rand")
	refused("a short secret", env("PALABRE_NODE_SECRET", "court"), "PALABRE_NODE_SECRET")
	refused("a database that is not there", env("PALABRE_DATABASE_URL", "postgres://u:"+secret+"@"+nowhere(t)+"/palabre"), "PALABRE_DATABASE_URL")
	refused("Redis Cluster", env("PALABRE_REDIS_URL", cluster(t)), "PALABRE_REDIS_URL", "n’est pas pris en charge", "is not supported")
	refused("Redis Cluster, beside a Redis that is away", env("PALABRE_REDIS_URL", "redis://"+nowhere(t)+","+cluster(t)), "PALABRE_REDIS_URL", "Cluster")
	refused("a Redis that wants a password", env("PALABRE_REDIS_URL", redisServer(t, "--requirepass", "autre")),
		"PALABRE_REDIS_URL", "refuse le mot de passe", "refuses the password")

	bucket := s3test.Start(t).Setting("palabre")
	refused("TLS to an S3 that speaks none", env("PALABRE_S3_URL", strings.Replace(bucket, "tls=no", "tls=yes", 1)), "PALABRE_S3_URL", "ne parle pas TLS", "tls=no")

	many := env()
	var settings []string
	for name := range maps.Keys(many) {
		settings = append(settings, name, many[name])
	}
	apptest.Start(t, settings...)
	refused("a node that would be alone beside many", env("PALABRE_NODE_ADDR", "", "PALABRE_NODE_SECRET", ""), "PALABRE_DATABASE_URL", "nœuds", "nodes")
	refused("a bucket beside folders", env("PALABRE_S3_URL", bucket), "PALABRE_S3_URL", "sur leur machine", "on their machine")
	refused("another secret", env("PALABRE_NODE_SECRET", "c81e728d9d4c2f636f067f89cc14862c"), "PALABRE_NODE_SECRET", "autre secret", "another secret")
}

// Three nodes, two of which keep files in a bucket: what is given to the third would stay on its machine.
func TestNodesKeepFilesInOnePlace(t *testing.T) {
	common := []string{
		"PALABRE_DATABASE_URL", pgtest.Database(t), "PALABRE_REDIS_URL", redisServer(t), "PALABRE_NODE_ADDR", "127.0.0.1:0",
		"PALABRE_NODE_SECRET", "b1946ac92492d2347c6235b4d2611184",
	}
	server := s3test.Start(t)
	one, other := server.Setting("palabre"), server.Setting("autre")
	first := apptest.Start(t, append(common, "PALABRE_S3_URL", one)...)
	second := apptest.Start(t, append(common, "PALABRE_S3_URL", one)...)
	for bucket, said := range map[string]string{"": "dans un seau", other: "un autre seau"} {
		env := map[string]string{"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": t.TempDir(), "PALABRE_S3_URL": bucket}
		for i := 0; i < len(common); i += 2 {
			env[common[i]] = common[i+1]
		}
		_, errs, err := call(t, env, "serve")
		if err == nil || !strings.Contains(errs, "PALABRE_S3_URL") || !strings.Contains(errs, said) {
			t.Errorf("%q beside nodes on a bucket: %v\n%s", said, err, errs)
		}
	}
	first.Stop()
	second.Stop()
	apptest.Start(t, common...) // they ended: nobody is left to differ from
}

// cluster starts a Redis that would be one of a Redis Cluster.
func cluster(t *testing.T) string {
	t.Helper()
	_, others, err := net.SplitHostPort(nowhere(t))
	if err != nil {
		t.Fatal(err)
	}
	return redisServer(t, "--cluster-enabled", "yes", "--cluster-port", others)
}
