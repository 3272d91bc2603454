// Package storetest is the contract of Palabre's stores: the same cases run on
// every engine.
package storetest

import (
	"bytes"
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store"
	"palabre/signaling/host"
)

// Opened is a fresh, empty store; whoever opens it for a test closes it after.
type Opened struct {
	Log     store.Log
	Records community.Store
}

// Run holds a store to the whole contract. Open gives a fresh one at each call.
func Run(t *testing.T, open func(testing.TB) Opened) {
	t.Run("Log", func(t *testing.T) { runLog(t, open) })
	t.Run("Records", func(t *testing.T) { runRecords(t, open) })
}

const (
	ada = "node-ada"
	bo  = "node-bo"
)

// claimed is a room won by ada until far in the future.
func claimed(t testing.TB, log host.Log, room rooms.RoomID) host.Lease {
	t.Helper()
	lease, err := log.Claim(t.Context(), room, ada, 1000, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	return lease
}

// Text is the data of a segment that tells what it should hold.
func Text(room rooms.RoomID, from, to rooms.Seq) []byte {
	var b bytes.Buffer
	for s := from + 1; s <= to; s++ {
		if b.Len() > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"s":%d,"r":%q,"e":"été"}`, s, string(room))
	}
	return b.Bytes()
}

// Segment is a segment whose data are Text.
func Segment(room rooms.RoomID, term uint64, from, to rooms.Seq) host.Segment {
	return host.Segment{Room: room, Term: term, From: from, To: to, At: 2000 + rooms.Millis(to), Data: Text(room, from, to)}
}

// appended appends and wants no fault of the store.
func appended(t testing.TB, log host.Log, segments ...host.Segment) []error {
	t.Helper()
	fenced, err := log.Append(t.Context(), segments)
	if err != nil {
		t.Fatal(err)
	}
	if len(fenced) != len(segments) {
		t.Fatalf("%d answers for %d segments", len(fenced), len(segments))
	}
	return fenced
}

// Whole reads a room from its beginning, checks that it is dense and holds what
// Segment put there (I2), and gives its head.
func Whole(t testing.TB, log host.Log, room rooms.RoomID) rooms.Seq {
	t.Helper()
	var head rooms.Seq
	for {
		list, err := log.Read(t.Context(), room, head, 1<<12)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return head
		}
		for _, s := range list {
			if s.From != head || s.To <= s.From {
				t.Fatalf("%s: segment %d–%d follows %d", room, s.From, s.To, head)
			}
			if !bytes.Equal(s.Data, Text(room, s.From, s.To)) {
				t.Fatalf("%s: segment %d–%d holds %q", room, s.From, s.To, s.Data)
			}
			if s.Room != room || s.At != 2000+rooms.Millis(s.To) {
				t.Fatalf("segment %+v", s)
			}
			head = s.To
		}
	}
}
