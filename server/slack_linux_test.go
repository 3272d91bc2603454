package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// The monitor of Go's runtime took a sixth of a loaded server's time, for it may not sleep longer than the kernel's 50 µs of
// slack let it. The test starts itself as the program would be, and each start is told from the other by its slack alone.
func TestTheProgramStartsAnewWithMoreSlack(t *testing.T) {
	if os.Getenv("SLACKEN") == "1" {
		slacken()
		got, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		policy, err := unix.SchedGetAttr(0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if realTime := policy.Policy == unix.SCHED_RR || policy.Policy == unix.SCHED_FIFO; !realTime && got != slack {
			t.Errorf("the slack is %d ns", got)
		}
		t.Log("reached")
		return
	}
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheProgramStartsAnewWithMoreSlack$", "-test.v")
	child.Env = append(os.Environ(), "SLACKEN=1")
	out, err := child.CombinedOutput()
	if err != nil || !strings.Contains(string(out), "reached") {
		t.Errorf("%v\n%s", err, out)
	}
}
