package wire_test

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/refusals"
	"palabre/signaling/wire"
)

func TestProtocolNamesEveryMessageAndCode(t *testing.T) {
	raw, err := os.ReadFile("PROTOCOL.md")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(raw)
	for _, e := range wire.Catalogue() {
		row := "| `" + e.Tag + "` | "
		at := strings.Index(doc, row)
		if e.From == wire.Server {
			at = strings.LastIndex(doc, row)
		}
		if at < 0 {
			t.Errorf("message %s of the %s is not in PROTOCOL.md", e.Tag, e.From)
			continue
		}
		line, _, _ := strings.Cut(doc[at:], "\n")
		for _, f := range reflect.VisibleFields(reflect.TypeOf(e.Message)) {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if !strings.Contains(line, "`"+name) {
				t.Errorf("member %s of %s is not in its line of PROTOCOL.md", name, e.Tag)
			}
		}
	}
	for _, c := range wire.Closes() {
		if !strings.Contains(doc, "| "+strconv.Itoa(int(c.Code))+" | `"+c.Name+"` |") {
			t.Errorf("close code %d %s is not in PROTOCOL.md", c.Code, c.Name)
		}
		if s, ok := refusals.Say(c.Name, nil); !ok {
			t.Errorf("close code %d %s has no sentence of its own: %q", c.Code, c.Name, s.FR)
		}
	}
}

func TestWhatIsEncodedIsDecoded(t *testing.T) {
	for _, m := range []wire.FromClient{
		wire.Hello{V: 1, Client: "tab", Lang: "fr"},
		wire.Join{Room: "ses_1", Pos: &wire.Position{Log: "L", Seq: 7}},
		wire.Join{Room: "brd_1"},
		wire.Leave{Room: "ses_1"},
		wire.Do{Room: "ses_1", N: 3, Command: "hands.raise"},
		wire.Do{Room: "ses_1", Term: 7, After: 2, N: 3, Command: "chat.say", Args: json.RawMessage(`{"text":"é \" ] }"}`)},
		wire.Eph{Room: "brd_1", Kind: "cursor", Value: json.RawMessage(`{"x":1.5,"y":-2}`)},
		wire.Eph{Room: "brd_1", Kind: "mic", Value: json.RawMessage(`null`)},
		wire.Media{Room: "ses_1", Message: json.RawMessage(`{"type":"start"}`)},
		wire.Ping{I: 0},
	} {
		data, err := wire.EncodeClient(m)
		if err != nil {
			t.Fatal(err)
		}
		back, err := wire.Decode(data)
		if err != nil {
			t.Fatalf("%s: %v", data, err)
		}
		if !reflect.DeepEqual(back, m) {
			t.Errorf("%s read as %#v", data, back)
		}
	}
}

func TestEveryServerMessageHasItsTag(t *testing.T) {
	for _, e := range wire.Catalogue() {
		var data []byte
		var err error
		switch m := e.Message.(type) {
		case wire.FromServer:
			data, err = wire.Encode(m)
		case wire.FromClient:
			data, err = wire.EncodeClient(m)
		}
		if err != nil {
			t.Fatal(err)
		}
		var tag struct {
			T string `json:"t"`
		}
		if err := json.Unmarshal(data, &tag); err != nil || tag.T != e.Tag {
			t.Errorf("%T is written %s", e.Message, data)
		}
	}
}

func TestFramesAreRefusedByName(t *testing.T) {
	deep := strings.Repeat("[", 40) + strings.Repeat("]", 40)
	big := strings.Repeat("x", wire.MaxCommand)
	for frame, code := range map[string]string{
		``:                                     "malformed",
		`[]`:                                   "malformed",
		`"t"`:                                  "malformed",
		`{"t":"ping","i":1} x`:                 "malformed",
		`{"t":"ping"}`:                         "malformed",
		`{"t":"ping","i":-1}`:                  "malformed",
		`{"t":"ping","i":1e3}`:                 "malformed",
		`{"t":"ping","t":"do","i":1}`:          "malformed",
		"{\"t\":\"ping\xff\",\"i\":1}":         "malformed",
		`{"t":"join","r":"xyz_1"}`:             "malformed",
		`{"t":"join","r":"ses_1","pos":3}`:     "malformed",
		`{"t":"do","r":"ses_1","n":0,"c":"a"}`: "malformed",
		`{"t":"do","r":"ses_1","n":1}`:         "malformed",
		`{"t":"do","r":"ses_1","n":1,"c":"a","term":-1}`:                                    "malformed",
		`{"t":"do","r":"ses_1","n":2,"c":"a","after":"1"}`:                                  "malformed",
		`{"t":"do","r":"ses_1","n":2,"c":"a","after":2}`:                                    "malformed",
		`{"t":"do","r":"ses_1","n":1,"c":"a","a":` + deep + `}`:                             "malformed",
		`{"t":"do","r":"ses_1","n":1,"c":"chat.say","a":"` + big + `"}`:                     "too_big",
		`{"t":"eph","r":"ses_1","k":"mic","v":"` + strings.Repeat("x", 300) + `"}`:          "too_big",
		`{"t":"do","r":"brd_1","n":1,"c":"board.op","a":"` + strings.Repeat(big, 17) + `"}`: "too_big",
		`{"t":"shout","r":"ses_1"}`:                                                         "unknown_type",
		`{"t":"welcome","v":1}`:                                                             "unknown_type",
	} {
		_, err := wire.Decode([]byte(frame))
		var bad *wire.Malformed
		if !errors.As(err, &bad) || bad.Code != code {
			t.Errorf("%.60s: %v, want %s", frame, err, code)
		}
	}
	if _, err := wire.Decode([]byte(`{"t":"do","r":"brd_1","n":1,"c":"board.op","a":"` + big + `"}`)); err != nil {
		t.Errorf("a big board operation is allowed: %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"t":"do","r":"ses_1","n":1,"c":"a.b","a":{"x":[1,"\"",{}]}}`))
	f.Add([]byte(`{ "t" : "hello" , "v" : 1 , "client" : "é\u0000" }`))
	f.Add([]byte(`{"t":"eph","r":"brd_1","k":"cursor","v":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := wire.Decode(data)
		var bad *wire.Malformed
		switch {
		case err != nil && !errors.As(err, &bad):
			t.Fatalf("an error without a code: %v", err)
		case err == nil:
			again, err := wire.EncodeClient(m)
			if err != nil {
				t.Fatalf("%q decoded to what cannot be encoded: %v", data, err)
			}
			if _, err := wire.Decode(again); err != nil && len(again) <= wire.MaxCommand {
				t.Fatalf("%q became %q, which is refused: %v", data, again, err)
			}
		}
	})
}

var sink wire.FromClient // keeps the compiler from removing the work measured

func BenchmarkDecodeCursor(b *testing.B) {
	data := []byte(`{"t":"eph","r":"brd_0190b0a0-0000-7000-8000-000000000000","k":"cursor","v":{"x":123.5,"y":88,"tool":"pen"}}`)
	for b.Loop() {
		sink, _ = wire.Decode(data)
	}
	_ = rooms.RoomID("")
}
