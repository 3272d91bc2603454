package nemesis

import (
	"reflect"
	"testing"
)

// Somebody looked through the cards of her page while a frame took one away: the map that she had been given changed under her,
// and an hour's run ended.
func TestWhatWasSeenOfAViewStaysAsItWas(t *testing.T) {
	view := set(set(nil, []string{"sheets", "a", "life"}, "open", false), []string{"people", "p1"}, "Ana", false)
	seen := Dig(view, "sheets").(map[string]any)
	next := set(set(view, []string{"sheets", "a", "life"}, "revealed", false), []string{"sheets", "b"}, 1.0, false)
	next = set(next, []string{"people", "p1"}, nil, true)
	if !reflect.DeepEqual(seen, map[string]any{"a": map[string]any{"life": "open"}}) {
		t.Errorf("what was seen became %v", seen)
	}
	want := map[string]any{"people": map[string]any{}, "sheets": map[string]any{"a": map[string]any{"life": "revealed"}, "b": 1.0}}
	if !reflect.DeepEqual(next, want) {
		t.Errorf("%v, want %v", next, want)
	}
}
