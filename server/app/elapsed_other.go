//go:build !linux

package app

import "time"

// began is a moment that never moves: time since it is told by the monotonic clock.
var began = time.Now() //nolint:gochecknoglobals // it is never changed

func elapsed() time.Duration { return time.Since(began) }
