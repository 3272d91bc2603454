package app_test

import (
	"regexp"
	"runtime"
	"strings"
	"testing"

	"palabre/server/app/apptest"
	"palabre/server/store/pgtest"
)

// A node that refuses to start is gone once it said why: what went on working looked for a store that was closed, and said so in the
// log of whoever had called.
func TestARefusedStartLeavesNothingAtWork(t *testing.T) {
	settings := []string{
		"PALABRE_DATABASE_URL", pgtest.Database(t), "PALABRE_REDIS_URL", redisServer(t), "PALABRE_NODE_ADDR", "127.0.0.1:0",
		"PALABRE_NODE_SECRET", "b1946ac92492d2347c6235b4d2611184",
	}
	apptest.Start(t, settings...)
	env := map[string]string{"PALABRE_ADDR": "127.0.0.1:0", "PALABRE_MEDIA_ADDR": "127.0.0.1:0", "PALABRE_DATA": t.TempDir()}
	for i := 0; i < len(settings); i += 2 {
		env[settings[i]] = settings[i+1]
	}
	env["PALABRE_NODE_SECRET"] = "c81e728d9d4c2f636f067f89cc14862c"
	before := atWork()
	if _, errs, err := call(t, env, "serve"); err == nil {
		t.Fatalf("another secret was accepted:\n%s", errs)
	}
	var left []string
	defer func() {
		if t.Failed() {
			t.Logf("still at work: %v", left)
		}
	}()
	waitFor(t, "all that had begun to end", func() bool {
		left = left[:0]
		for by, n := range atWork() {
			if n > before[by] {
				left = append(left, by)
			}
		}
		return len(left) == 0
	})
}

var created = regexp.MustCompile(`(?m)^created by (palabre/\S+)`)

// atWork counts the goroutines that Palabre began, by who began them.
func atWork() map[string]int {
	buf := make([]byte, 1<<22)
	stacks := string(buf[:runtime.Stack(buf, true)])
	count := map[string]int{}
	for one := range strings.SplitSeq(stacks, "\n\n") {
		if by := created.FindStringSubmatch(one); by != nil {
			count[by[1]]++
		}
	}
	return count
}
