package records

import (
	"context"
	"database/sql"
	"encoding/json"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// When a node dies, three hundred people come to another one within a second, and each is looked up seven to nine times. By queries
// of their own they stood in line behind each other, longer the slower the way to the database.
const (
	abreast   = 2                // queries of one kind under way at a time; who comes meanwhile is in the next one
	askWithin = 10 * time.Second // how long one may take: those who asked may wait for less
)

// together finds rows of one kind by their keys: one by one while few ask, many by one query when many do. What it gives was read
// after it was asked for.
type together[Row any] struct {
	find  func(ctx context.Context, keys string) ([]Row, error) // keys are those of a JSON object
	key   func(Row) string
	again func(error) bool // whether to look anew: the connection broke, perhaps in the middle of the rows

	mu    sync.Mutex
	under int // queries under way
	next  *wave[Row]
}

// wave is those whose rows are found by one query.
type wave[Row any] struct {
	keys map[string]struct{}
	done chan struct{} // closed when the rest is there
	rows map[string][]Row
	err  error
}

// get gives the rows of a key, none for one that the database cannot hold.
func (t *together[Row]) get(ctx context.Context, key string) ([]Row, error) {
	if strings.ContainsRune(key, 0) || !utf8.ValidString(key) { // it would fail the query of all others
		return nil, nil
	}
	w := t.join(key)
	select {
	case <-w.done:
		return w.rows[key], w.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// first gives the row of a key that has one or none.
func (t *together[Row]) first(ctx context.Context, key string) (row Row, err error) {
	rows, err := t.get(ctx, key)
	if err == nil && len(rows) == 0 {
		err = sql.ErrNoRows
	}
	if err != nil {
		return row, err
	}
	return rows[0], nil
}

func (t *together[Row]) join(key string) *wave[Row] {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.next == nil {
		t.next = &wave[Row]{keys: map[string]struct{}{}, done: make(chan struct{})}
	}
	w := t.next
	w.keys[key] = struct{}{}
	if t.under < abreast {
		t.under++
		t.next = nil
		go t.ask(w)
	}
	return w
}

// ask finds a wave's rows, then those of the wave that came together meanwhile, until there is none.
func (t *together[Row]) ask(w *wave[Row]) {
	for w != nil {
		t.fill(w)
		close(w.done)
		t.mu.Lock()
		w, t.next = t.next, nil
		if w == nil {
			t.under--
		}
		t.mu.Unlock()
	}
}

func (t *together[Row]) fill(w *wave[Row]) {
	keys, err := json.Marshal(w.keys)
	if err != nil {
		w.err = err
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), askWithin)
	defer cancel()
	var rows []Row
	err = retry(ctx, statementPatience, func() (bool, error) {
		rows, err = t.find(ctx, string(keys))
		return t.again(err), err
	})
	if err != nil {
		w.err = err
		return
	}
	w.rows = make(map[string][]Row, len(w.keys))
	for _, row := range rows {
		key := t.key(row)
		w.rows[key] = append(w.rows[key], row)
	}
}
