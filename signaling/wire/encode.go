package wire

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Encode writes a message with its "t". It fails only for values that JSON cannot hold.
func Encode(m FromServer) ([]byte, error) { return tagged(serverTag(m), m) }

// EncodeClient writes what a client says; tests and tools are clients too.
func EncodeClient(m FromClient) ([]byte, error) { return tagged(clientTag(m), m) }

func serverTag(m FromServer) string {
	switch m.(type) {
	case Welcome:
		return "welcome"
	case Joined:
		return "joined"
	case Frame:
		return "f"
	case Ok:
		return "ok"
	case No:
		return "no"
	case EphFrame:
		return "eph"
	case MediaOut:
		return "media"
	case Pong:
		return "pong"
	case Left:
		return "left"
	case Store:
		return "store"
	case Err:
		return "err"
	case Bye:
		return "bye"
	default:
		return ""
	}
}

func clientTag(m FromClient) string {
	switch m.(type) {
	case Hello:
		return "hello"
	case Join:
		return "join"
	case Leave:
		return "leave"
	case Do:
		return "do"
	case Eph:
		return "eph"
	case Media:
		return "media"
	case Ping:
		return "ping"
	default:
		return ""
	}
}

// tagged puts "t" before the members of m. Sentences keep their apostrophes and signs: nothing here lands in HTML.
func tagged(tag string, m any) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString(`{"t":"` + tag + `"`)
	head := buf.Len()
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(m); err != nil {
		return nil, fmt.Errorf("wire: encode %s: %w", tag, err)
	}
	out := buf.Bytes()
	out = out[:len(out)-1] // the encoder ends with a newline
	if len(out) == head+len("{}") {
		return append(out[:head], '}'), nil
	}
	out[head] = ','
	return out, nil
}
