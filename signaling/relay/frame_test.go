package relay

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"palabre/rooms"
	"palabre/signaling/host"
)

func TestFramesComeBackAsTheyWent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := frame{head: head{
			ID: rapid.Uint64().Draw(t, "id"), Kind: kind(rapid.SampledFrom([]string{"submit", "join", "answer"}).Draw(t, "kind")),
			Room: rooms.RoomID(rapid.StringN(0, 20, -1).Draw(t, "room")), Err: rapid.SampledFrom([]string{"", "held"}).Draw(t, "err"),
		}}
		for range rapid.IntRange(0, 4).Draw(t, "blobs") {
			f.blobs = append(f.blobs, rapid.SliceOfN(rapid.Byte(), 0, 50).Draw(t, "blob"))
		}
		data, err := encode(f)
		if err != nil {
			t.Fatal(err)
		}
		got, err := read(bytes.NewReader(data), maxFrame)
		if err != nil {
			t.Fatal(err)
		}
		f.Blobs, got.Blobs = nil, nil
		if len(got.blobs) != len(f.blobs) || !reflect.DeepEqual(got.head, f.head) {
			t.Fatalf("%+v came back as %+v", f, got)
		}
		for i := range f.blobs {
			if !bytes.Equal(f.blobs[i], got.blobs[i]) {
				t.Fatalf("blob %d: %v, %v", i, f.blobs[i], got.blobs[i])
			}
		}
	})
}

// Bytes that are no frame are an error, whatever they promise, and take no memory for it.
func FuzzFrames(f *testing.F) {
	good, err := encode(frame{head: head{ID: 1, Kind: kindJoin, Room: "ses_1"}, blobs: [][]byte{[]byte("view")}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1})
	f.Add([]byte{0, 0, 0, 6, 0, 0, 0, 9, '{', '}'})
	f.Add([]byte{0, 0, 0, 6, 0xff, 0xff, 0xff, 0xff, '{', '}'})
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := read(bytes.NewReader(data), maxAsk)
		if err != nil {
			return
		}
		if _, err := encode(got); err != nil {
			t.Errorf("%+v cannot be written: %v", got, err)
		}
	})
}

func TestErrorsKeepTheirMeaningOnALink(t *testing.T) {
	for _, known := range named() {
		if got := errorOf(nameOf(known.err)); !errors.Is(got, known.err) {
			t.Errorf("%s came back as %v", known.name, got)
		}
	}
	for range 100 { // it was called by one name or the other
		if both := nameOf(fmt.Errorf("%w: %w", host.ErrNotSaved, host.ErrFenced)); both != "fenced" {
			t.Fatalf("an error that means two things is %q", both)
		}
	}
	if nameOf(nil) != "" || errorOf("") != nil || errorOf(nameOf(errors.New("else"))) == nil {
		t.Error("what is no error became one, or the other way round")
	}
}

func TestWhatIsJoinedComesBackAsItWent(t *testing.T) {
	for _, j := range []host.Joined{
		{Err: host.ErrNoRoom}, {Out: true},
		{Viewer: rooms.Viewer{Member: "m", Role: rooms.RoleGuest, Waiting: true}, Log: "l", Term: 3, To: 9, View: []byte(`{"a":1}`), Names: []rooms.MemberID{"x"}},
		{Log: "l", To: 12, Resume: true, Tail: []host.Segment{{Room: "brd_1", Term: 2, From: 9, To: 10, At: 5, Data: []byte(`{"s":10}`)}, {Room: "brd_1", Term: 2, From: 10, To: 12, Data: []byte("x,y")}}},
	} {
		f, err := joinedFrame(7, j)
		if err != nil {
			t.Fatal(err)
		}
		data, err := encode(f)
		if err != nil {
			t.Fatal(err)
		}
		back, err := read(bytes.NewReader(data), maxFrame)
		if err != nil {
			t.Fatal(err)
		}
		got, err := joinedOf("brd_1", back)
		if err != nil || !reflect.DeepEqual(got, j) {
			t.Errorf("%+v came back as %+v (%v)", j, got, err)
		}
	}
}
