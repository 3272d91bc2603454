package storetest

import (
	"fmt"
	"slices"
	"sync"
	"testing"

	"palabre/server/store"
)

// RunNodes holds what nodes know of each other to its contract. Open gives two views of
// one fresh store, as two nodes have it.
func RunNodes(t *testing.T, open func(testing.TB) (a, b store.Nodes)) {
	for _, c := range []struct {
		name string
		run  func(t *testing.T, a, b store.Nodes)
	}{
		{"a node that says it lives is seen by all until it is gone", beats},
		{"tidings are heard in order from where one was", tidings},
		{"whoever has heard a tiding has heard all before it", noHoles},
	} {
		t.Run(c.name, func(t *testing.T) {
			a, b := open(t)
			c.run(t, a, b)
		})
	}
}

func beats(t *testing.T, a, b store.Nodes) {
	ctx := t.Context()
	beat := func(by store.Nodes, n store.Node, want ...store.Node) []store.Node {
		t.Helper()
		all, now, err := by.Beat(ctx, n)
		if err != nil || len(all) != len(want) {
			t.Fatalf("nodes %+v, %v; want %+v", all, err, want)
		}
		for i, one := range all {
			if one.Seen > now || one.Seen < now-60_000 || one.ID == n.ID && one.Seen != now {
				t.Errorf("%s was seen at %d, it is %d", one.ID, one.Seen, now)
			}
			want[i].Seen = one.Seen
		}
		if !slices.Equal(all, want) {
			t.Fatalf("nodes %+v, want %+v", all, want)
		}
		return all
	}
	n1 := store.Node{ID: "n1", Link: "10.0.0.1:7900", Version: "1.4.0"}
	n2 := store.Node{ID: "n2", Link: "[fd00::2]:7900", Version: "1.5.0"}
	before := beat(a, n1, n1)
	beat(b, n2, n1, n2)
	n1.Draining, n1.Link = true, ""
	after := beat(a, n1, n1, n2)
	if after[0].Seen < before[0].Seen {
		t.Errorf("seen at %d, then at %d", before[0].Seen, after[0].Seen)
	}
	if err := b.Gone(ctx, "n1"); err != nil {
		t.Fatal(err)
	}
	if err := b.Gone(ctx, "n1"); err != nil { // it is gone
		t.Fatal(err)
	}
	beat(b, n2, n2)
	results := together(16, func(i int) error {
		_, _, err := []store.Nodes{a, b}[i%2].Beat(ctx, store.Node{ID: fmt.Sprintf("n%d", i%4)})
		return err
	})
	for _, err := range results {
		if err != nil {
			t.Error(err)
		}
	}
}

func tidings(t *testing.T, a, b store.Nodes) {
	ctx := t.Context()
	if last, err := a.LastTiding(ctx); err != nil || last != 0 {
		t.Fatalf("last of none: %d, %v", last, err)
	}
	if list, err := a.Heard(ctx, 0, 10); err != nil || len(list) != 0 {
		t.Fatalf("heard of none: %v, %v", list, err)
	}
	var told []store.Tiding
	for i, by := range []store.Nodes{a, b, a, b, b} {
		one := store.Tiding{Origin: fmt.Sprintf("n%d", i%2), Kind: fmt.Sprintf("kind-%d", i), Args: fmt.Appendf(nil, `{"é":"%d\u00e9'\\"}`, i)}
		id, err := by.Tell(ctx, one.Origin, one.Kind, one.Args)
		if err != nil || len(told) > 0 && id <= told[len(told)-1].ID {
			t.Fatalf("told at %d, %v, after %+v", id, err, told)
		}
		one.ID = id
		told = append(told, one)
	}
	for after := range len(told) + 1 {
		for most := 1; most <= len(told); most++ {
			var from int64
			if after > 0 {
				from = told[after-1].ID
			}
			list, err := b.Heard(ctx, from, most)
			want := told[after:min(after+most, len(told))]
			if err != nil || len(list) != len(want) {
				t.Fatalf("heard %+v, %v; want %+v", list, err, want)
			}
			for i, one := range list {
				if one.ID != want[i].ID || one.Origin != want[i].Origin || one.Kind != want[i].Kind || string(one.Args) != string(want[i].Args) || one.At == 0 {
					t.Fatalf("heard %+v, told %+v", one, want[i])
				}
			}
		}
	}
	if last, err := b.LastTiding(ctx); err != nil || last != told[len(told)-1].ID {
		t.Fatalf("last %d, %v", last, err)
	}
}

// noHoles: numbers are given in order and may be committed in any. A reader who goes on
// from the last number it saw would pass by one that was slow, for ever.
func noHoles(t *testing.T, a, b store.Nodes) {
	const tellers, each = 12, 40
	var mu sync.Mutex
	told := map[int64]bool{}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for _, err := range together(tellers, func(i int) error {
			for range each {
				id, err := []store.Nodes{a, b}[i%2].Tell(t.Context(), "n", "kind", []byte("{}"))
				if err != nil {
					return err
				}
				mu.Lock()
				told[id] = true
				mu.Unlock()
			}
			return nil
		}) {
			if err != nil {
				t.Error(err)
			}
		}
	}()
	heard := map[int64]bool{}
	var last int64
	for over := false; ; {
		list, err := b.Heard(t.Context(), last, 5)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			if one.ID <= last {
				t.Fatalf("%d follows %d", one.ID, last)
			}
			last = one.ID
			heard[last] = true
		}
		if len(list) > 0 {
			continue
		}
		if over {
			break
		}
		select {
		case <-ended:
			over = true // look once more
		default:
		}
	}
	if len(told) != tellers*each || len(heard) != len(told) {
		t.Fatalf("%d told, %d heard", len(told), len(heard))
	}
	for id := range told {
		if !heard[id] {
			t.Errorf("%d was never heard", id)
		}
	}
}
