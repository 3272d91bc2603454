// Package blobtest is the contract of blob stores.
package blobtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"palabre/assets/blob"
)

const most = 1 << 20

// Run holds a store to the contract. Open gives a fresh, empty one at each call.
func Run(t *testing.T, open func(testing.TB) blob.Store) {
	for _, c := range []struct {
		name string
		run  func(*testing.T, blob.Store)
	}{
		{"what is kept comes back", roundTrip},
		{"behaves as a map would", model},
		{"a name that is none touches nothing", badNames},
		{"too many bytes, a broken or abandoned reader leave nothing", refused},
		{"keepers of the same bytes at once agree", together},
	} {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

func put(t testing.TB, s blob.Store, data []byte) blob.Info {
	t.Helper()
	info, err := s.Put(t.Context(), bytes.NewReader(data), most)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func roundTrip(t *testing.T, s blob.Store) {
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, size := range []int{0, 1, 4096, most} {
		data := bytes.Repeat([]byte{0xc3, 0xa9, 0}, size/3+1)[:size]
		info := put(t, s, data)
		if info.Name != blob.NameOf(data) || info.Size != int64(size) || !info.Name.Valid() {
			t.Fatalf("info %+v", info)
		}
		again := put(t, s, data)
		got, err := blob.ReadAll(t.Context(), s, info.Name, most)
		if again != info || err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes of %d, %v", len(got), size, err)
		}
		if _, err := blob.ReadAll(t.Context(), s, info.Name, int64(size)-1); size > 0 && !errors.Is(err, blob.ErrTooBig) {
			t.Fatalf("read more than allowed: %v", err)
		}
	}
}

func model(t *testing.T, s blob.Store) {
	kept := map[blob.Name]string{}
	rapid.Check(t, func(rt *rapid.T) {
		data := rapid.SampledFrom([]string{"", "a", "b", "été", strings.Repeat("x", 9000)}).Draw(rt, "data")
		name := blob.NameOf([]byte(data))
		if rapid.Bool().Draw(rt, "put") {
			put(t, s, []byte(data))
			kept[name] = data
		} else {
			if err := s.Delete(t.Context(), name); err != nil {
				rt.Fatal(err)
			}
			delete(kept, name)
		}
		info, err := s.Stat(t.Context(), name)
		_, getErr := blob.ReadAll(t.Context(), s, name, most)
		if want, there := kept[name]; !there {
			if !errors.Is(err, blob.ErrNotFound) || !errors.Is(getErr, blob.ErrNotFound) {
				rt.Fatalf("deleted, yet %v and %v", err, getErr)
			}
		} else if err != nil || getErr != nil || info.Size != int64(len(want)) {
			rt.Fatalf("kept, yet %+v, %v and %v", info, err, getErr)
		}
		listed := map[blob.Name]int64{}
		for info, err := range s.List(t.Context()) {
			if err != nil {
				rt.Fatal(err)
			}
			listed[info.Name] = info.Size
		}
		if len(listed) != len(kept) {
			rt.Fatalf("listed %d, kept %d", len(listed), len(kept))
		}
		for name, data := range kept {
			if size, there := listed[name]; !there || size != int64(len(data)) {
				rt.Fatalf("%s listed as %d", name, size)
			}
		}
	})
}

func badNames(t *testing.T, s blob.Store) {
	good := put(t, s, []byte("good")).Name
	for _, bad := range []blob.Name{
		"", ".", "..", "../" + good, "/etc/passwd", good + "/", "./" + good[2:], good[:63], good + "0",
		blob.Name(strings.ToUpper(string(good))), good[:2] + "/" + good[3:], blob.Name(strings.Repeat("../", 21) + "x"),
		blob.Name(strings.Repeat("\x00", 64)), blob.Name(strings.Repeat(`..\\`, 16)), blob.Name(strings.Repeat("é", 32)),
	} {
		if bad.Valid() {
			t.Errorf("%q is valid", bad)
		}
		_, err := s.Get(t.Context(), bad)
		_, statErr := s.Stat(t.Context(), bad)
		delErr := s.Delete(t.Context(), bad)
		for _, err := range []error{err, statErr, delErr} {
			if !errors.Is(err, blob.ErrBadName) {
				t.Errorf("%q: %v", bad, err)
			}
		}
	}
	if _, err := s.Stat(t.Context(), good); err != nil {
		t.Error(err)
	}
}

func refused(t *testing.T, s blob.Store) {
	broken := errors.New("broken on purpose")
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, c := range []struct {
		late bool // nobody waits for it any more
		r    io.Reader
		want error
	}{
		{false, bytes.NewReader(make([]byte, most+1)), blob.ErrTooBig},
		{false, io.MultiReader(strings.NewReader("half"), iotest.ErrReader(broken)), broken},
		{true, strings.NewReader("late"), context.Canceled},
	} {
		ctx := t.Context()
		if c.late {
			ctx = gone
		}
		if _, err := s.Put(ctx, c.r, most); !errors.Is(err, c.want) {
			t.Errorf("%v, want %v", err, c.want)
		}
	}
	for info, err := range s.List(t.Context()) {
		t.Errorf("left %+v, %v", info, err)
	}
}

func together(t *testing.T, s blob.Store) {
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			data := []byte(fmt.Sprint("shared ", i%2))
			info, err := s.Put(t.Context(), bytes.NewReader(data), most)
			if err != nil || info.Name != blob.NameOf(data) {
				t.Errorf("%+v, %v", info, err)
				return
			}
			if got, err := blob.ReadAll(t.Context(), s, info.Name, most); err != nil || !bytes.Equal(got, data) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
	all.Wait()
}
