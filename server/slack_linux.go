package main

import (
	"os"
	"runtime"
	"syscall"

	"golang.org/x/sys/unix"
)

// slack is how late the kernel may end a sleep of this process, in nanoseconds. Go's monitor wakes every 20 µs as long as
// anything happens; with the kernel's usual 50 µs that took a sixth of the processor time of a room under load. No timer of
// ours is finer than a millisecond.
const slack = 500_000

// slacken starts the program anew with that slack, for the monitor's thread is there before main and a thread's slack is
// inherited (prctl(2), PR_SET_TIMERSLACK; it is kept by execve). It returns when the slack is as large already, or cannot
// be: under real-time scheduling there is none. What cannot be done is no matter: the program only works a little more.
func slacken() {
	runtime.LockOSThread() // the slack set and the thread that starts the program are one
	defer runtime.UnlockOSThread()
	if current, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0); err != nil || current >= slack {
		return
	}
	if unix.Prctl(unix.PR_SET_TIMERSLACK, slack, 0, 0, 0) != nil {
		return
	}
	if current, err := unix.PrctlRetInt(unix.PR_GET_TIMERSLACK, 0, 0, 0, 0); err != nil || current < slack {
		return
	}
	if self, err := os.Executable(); err == nil {
		_ = syscall.Exec(self, os.Args, os.Environ()) // comes back only when it failed
	}
}
