package sfu_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strconv"
	"testing"

	"palabre/signaling/sfu"
)

// The messages as PROTOCOL documents them.
func TestMessagesOnTheWire(t *testing.T) {
	for want, m := range map[string]sfu.ToClient{
		`{"type":"sub.offer","attempt":"x","epoch":1,"sdp":"v=0","lines":[{"mid":"0","kind":"stick","member":"m1"},{"mid":"1","kind":"talk"}]}`: sfu.SubOffer{
			Attempt: "x", Epoch: 1, SDP: "v=0", Lines: []sfu.Line{{Mid: "0", Kind: sfu.LineStick, Member: "m1"}, {Mid: "1", Kind: sfu.LineTalk}},
		},
		`{"type":"pub.answer","epoch":2,"sdp":"v=0"}`:                         sfu.PubAnswer{Epoch: 2, SDP: "v=0"},
		`{"type":"lines","lines":[{"mid":"5","kind":"video","member":"m2"}]}`: sfu.Lines{Lines: []sfu.Line{{Mid: "5", Kind: sfu.LineVideo, Member: "m2"}}},
		`{"type":"reset","reason":"unknown"}`:                                 sfu.Reset{Reason: sfu.ResetUnknown},
		`{"type":"closed","reason":"replaced"}`:                               sfu.Closed{Reason: sfu.CloseReplaced},
	} {
		got, err := sfu.EncodeToClient(m)
		if err != nil || string(got) != want {
			t.Errorf("%T: %s, %v", m, got, err)
		}
	}
	for in, want := range map[string]sfu.FromClient{
		`{"type":"start","attempt":"y"}`: sfu.Start{Attempt: "y"},
		`{"type":"pub.offer","epoch":1,"sdp":"v=0","tracks":[{"mid":"0","source":"mic"}]}`: sfu.PubOffer{
			Epoch: 1, SDP: "v=0", Tracks: []sfu.Track{{Mid: "0", Source: sfu.Mic}},
		},
		`{"type":"sub.answer","epoch":3,"sdp":"v=0"}`:               sfu.SubAnswer{Epoch: 3, SDP: "v=0"},
		`{"type":"restart","attempt":"y"}`:                          sfu.Restart{Attempt: "y"},
		`{"type":"sending","mic":true,"cam":false}`:                 sfu.Sending{Mic: true},
		`{"type":"wants","audio_only":false,"video":{"m1":"high"}}`: sfu.Wants{Video: map[string]sfu.Layer{"m1": sfu.LayerHigh}},
	} {
		got, err := sfu.DecodeFromClient([]byte(in))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %#v, %v", in, got, err)
		}
	}
}

func FuzzDecodeFromClient(f *testing.F) {
	f.Add([]byte(`{"type":"start"}`))
	f.Add([]byte(`{"type":"wants","video":{"a":"high"}}`))
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := sfu.DecodeFromClient(data)
		if err != nil {
			if !errors.Is(err, sfu.ErrMalformed) {
				t.Fatalf("%v is not a refusal", err)
			}
			return
		}
		if _, err := json.Marshal(m); err != nil {
			t.Fatal(err)
		}
	})
}

// Each refusal has its two sentences, and they differ.
func TestRefusalsSpeakBothLanguages(t *testing.T) {
	for _, r := range []sfu.Refusal{sfu.ErrMalformed, sfu.ErrTooMany, sfu.ErrClosed, sfu.ErrNoStart, sfu.ErrSDP, sfu.ErrFailed, sfu.ErrHasty} {
		unknown := sfu.Refusal("?")
		if r.Sentence("fr") == r.Sentence("en") || r.Sentence("fr") == unknown.Sentence("fr") {
			t.Errorf("%s: %q, %q", r, r.Sentence("fr"), r.Sentence("en"))
		}
	}
}

// Nothing a browser may send closes anything but its own media.
func TestBadOffersAreRefused(t *testing.T) {
	s := newSFU(t)
	p, err := s.Join("salle", "awa", "c", func(sfu.ToClient) {})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Handle(sfu.Start{}); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]sfu.FromClient{
		"not SDP":             sfu.PubOffer{Epoch: 1, SDP: "bonjour"},
		"an unknown source":   sfu.PubOffer{Epoch: 1, SDP: "v=0", Tracks: []sfu.Track{{Mid: "0", Source: "screen"}}},
		"an answer of no SDP": sfu.SubAnswer{Epoch: 1, SDP: "bonjour"},
		"nothing at all":      nil,
	} {
		var refusal sfu.Refusal
		if err := p.Handle(m); !errors.As(err, &refusal) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, id := range []string{"", string(make([]byte, 200))} {
		if _, err := s.Join("salle", id, "c", func(sfu.ToClient) {}); !errors.Is(err, sfu.ErrMalformed) {
			t.Errorf("joined as %q: %v", id, err)
		}
	}
}

// Beginning again and again is refused, before it costs the others anything.
func TestTooManyStartsAreRefused(t *testing.T) {
	s := newSFU(t)
	p, err := s.Join("salle", "awa", "c", func(sfu.ToClient) {})
	if err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		if err = p.Handle(sfu.Start{Attempt: strconv.Itoa(i)}); err != nil {
			break
		}
	}
	if !errors.Is(err, sfu.ErrHasty) {
		t.Fatalf("a hundred starts: %v", err)
	}
	if err := p.Handle(sfu.Wants{AudioOnly: true}); err != nil {
		t.Fatalf("what costs nothing is refused too: %v", err)
	}
}
