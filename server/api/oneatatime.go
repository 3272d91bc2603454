package api

import (
	"context"
	"sync"
)

// oneAtATime lets one piece of heavy work go on at a time, and one of each asker wait for it: whoever asks for
// many has them done one after the other, between those of others.
type oneAtATime struct {
	work chan struct{} // full while there is work
	mu   sync.Mutex
	by   map[string]*turn
}

// turn is an asker's own: full while one of hers works or waits. It is forgotten when nobody is of it any more.
type turn struct {
	mine chan struct{}
	of   int
}

func newOneAtATime() *oneAtATime {
	return &oneAtATime{work: make(chan struct{}, 1), by: map[string]*turn{}}
}

// do does the work in its turn, or gives the context's error when that ends before.
func (o *oneAtATime) do(ctx context.Context, asker string, work func() error) error {
	t := o.joined(asker)
	defer o.left(asker, t)
	if err := take(ctx, t.mine); err != nil {
		return err
	}
	defer func() { <-t.mine }()
	if err := take(ctx, o.work); err != nil {
		return err
	}
	defer func() { <-o.work }()
	return work()
}

func take(ctx context.Context, place chan struct{}) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case place <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (o *oneAtATime) joined(asker string) *turn {
	o.mu.Lock()
	defer o.mu.Unlock()
	t, ok := o.by[asker]
	if !ok {
		t = &turn{mine: make(chan struct{}, 1)}
		o.by[asker] = t
	}
	t.of++
	return t
}

func (o *oneAtATime) left(asker string, t *turn) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if t.of--; t.of == 0 {
		delete(o.by, asker)
	}
}
