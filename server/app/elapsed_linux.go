package app

import (
	"time"

	"golang.org/x/sys/unix"
)

// elapsed is the time since the machine started, that it slept included (clock_gettime(2), CLOCK_BOOTTIME).
func elapsed() time.Duration {
	var t unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &t); err != nil {
		return 0 // every Linux of this century has it
	}
	return time.Duration(t.Nano())
}
