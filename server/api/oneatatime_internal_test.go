package api

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
)

// Thirty questions of one person kept all cores busy at once, and those of others waited behind them all. Now one works, one of each asker
// waits beside it, and who has gone away is not waited for.
func TestOneAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOneAtATime()
		goOn, done := make(chan struct{}), []string{}
		ask := func(ctx context.Context, who, what string) {
			go func() {
				err := o.do(ctx, who, func() error {
					<-goOn
					done = append(done, what) // one at a time: no lock
					return nil
				})
				if err != nil && !errors.Is(err, context.Canceled) {
					t.Error(err)
				}
			}()
			synctest.Wait()
		}
		gone, leave := context.WithCancel(t.Context())
		ask(t.Context(), "ana", "ana 1")
		ask(t.Context(), "ana", "ana 2")
		ask(gone, "ana", "ana, who has gone")
		ask(t.Context(), "ana", "ana 3")
		ask(t.Context(), "bea", "bea 1")
		leave()
		synctest.Wait()
		for range 4 {
			goOn <- struct{}{}
			synctest.Wait()
		}
		want := []string{"ana 1", "bea 1", "ana 2", "ana 3"}
		if !slices.Equal(done, want) {
			t.Errorf("%q", done)
		}
		if len(o.by) != 0 || len(o.work) != 0 {
			t.Errorf("%d askers are remembered", len(o.by))
		}
	})
}
