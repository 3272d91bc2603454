package fractional_test

import (
	"encoding/json"
	"os"
	"testing"

	"palabre/rooms/board/fractional"

	"pgregory.net/rapid"
)

// The vectors were made by the npm package itself (testdata/vectors.mjs).
func TestSameKeysAsTheBrowsers(t *testing.T) {
	data, err := os.ReadFile("testdata/vectors.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors [][3]string
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) < 2000 {
		t.Fatalf("only %d vectors", len(vectors))
	}
	for _, v := range vectors {
		got, err := fractional.Between(v[0], v[1])
		if got != v[2] || (err != nil) != (v[2] == "") {
			t.Errorf("Between(%q, %q) = %q, %v; the package says %q", v[0], v[1], got, err, v[2])
		}
	}
}

func TestBetweenIsBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := []string{}
		for range rapid.IntRange(1, 60).Draw(t, "n") {
			at := rapid.IntRange(0, len(keys)).Draw(t, "at")
			a, b := "", ""
			if at > 0 {
				a = keys[at-1]
			}
			if at < len(keys) {
				b = keys[at]
			}
			key, err := fractional.Between(a, b)
			if err != nil || !fractional.Valid(key) || key <= a || (b != "" && key >= b) {
				t.Fatalf("Between(%q, %q) = %q, %v", a, b, key, err)
			}
			keys = append(keys[:at], append([]string{key}, keys[at:]...)...)
		}
	})
}

func FuzzBetweenNeverPanics(f *testing.F) {
	f.Add("a0", "a1")
	f.Add("z", "0")
	f.Add("a0V", "")
	f.Fuzz(func(t *testing.T, a, b string) {
		key, err := fractional.Between(a, b)
		if err == nil && (key <= a || (b != "" && key >= b)) {
			t.Fatalf("Between(%q, %q) = %q", a, b, key)
		}
	})
}
