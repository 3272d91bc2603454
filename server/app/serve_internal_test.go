package app

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// PostgreSQL was frozen while a commit was on its way to it, and the node was told to stop: it waited for the answer without end, past
// the minute that operators are promised.
func TestStoppingEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		frozen := make(chan struct{})
		began := time.Now()
		if err := endWithin(t.Context(), drainWithin, func(context.Context) error { <-frozen; return nil }); !errors.Is(err, errHangs) {
			t.Errorf("it ended with %v", err)
		}
		if took := time.Since(began); took >= time.Minute {
			t.Errorf("it ended after %v", took)
		}
		close(frozen)
		synctest.Wait()
	})
	synctest.Test(t, func(t *testing.T) {
		wrong := errors.New("the disk")
		if err := endWithin(t.Context(), stopWithin, func(context.Context) error { return wrong }); !errors.Is(err, wrong) {
			t.Errorf("it ended with %v", err)
		}
	})
}
