// Package roomtest holds what tests of rooms share: a world that plays a session
// and checks it at every step, generators of histories, transcripts, and an oracle
// of the stick's order.
package roomtest

import (
	"encoding/json"
	"fmt"

	"palabre/rooms"
)

// Doc is a view as a client holds it: JSON objects, folded without one rule.
type Doc map[string]any

// AsDoc is what a client decodes of a view or of a value.
func AsDoc(v any) (any, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("view: %w", err)
	}
	var doc any
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, fmt.Errorf("view: %w", err)
	}
	return doc, nil
}

// Fold sets or removes the value at the op's path. Every object on the way must be
// there: a client makes none by itself.
func (d Doc) Fold(op rooms.Op) error {
	at := map[string]any(d)
	for _, name := range op.Path[:len(op.Path)-1] {
		next, ok := at[name].(map[string]any)
		if !ok {
			return fmt.Errorf("op %v: no object at %q", op.Path, name)
		}
		at = next
	}
	last := op.Path[len(op.Path)-1]
	if op.Gone {
		delete(at, last)
		return nil
	}
	v, err := AsDoc(op.Value)
	if err != nil {
		return err
	}
	at[last] = v
	return nil
}
