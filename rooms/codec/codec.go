// Package codec turns events into the JSON of a log and back, and reads the
// arguments of commands. Writing is exact and reading is lenient for events (a log
// may come from an earlier release, or have had words taken out); arguments come
// from strangers and are read strictly.
package codec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode/utf8"

	"palabre/rooms"
)

// Event is the payload of a rooms.Event. EventName is its name in the log
// ("stick.granted"): once released, a name keeps its meaning for ever.
type Event interface{ EventName() string }

// Registry knows how to read the payload of each event name.
type Registry map[string]func(data []byte) (Event, error)

// Put teaches the registry the payload E.
func Put[E Event](r Registry) {
	var zero E
	r[zero.EventName()] = func(data []byte) (Event, error) {
		var e E
		if len(data) == 0 {
			return e, nil
		}
		if err := json.Unmarshal(data, &e); err != nil {
			return nil, fmt.Errorf("event %s: %w", zero.EventName(), err)
		}
		return e, nil
	}
}

// Merge adds all that others know.
func (r Registry) Merge(others ...Registry) Registry {
	for _, o := range others {
		for name, read := range o {
			r[name] = read
		}
	}
	return r
}

// Decode reads the payload of an event; an unknown name is an error.
func (r Registry) Decode(e rooms.Event) (Event, error) {
	read, ok := r[e.Name]
	if !ok {
		return nil, fmt.Errorf("event %d: unknown name %q", e.Seq, e.Name)
	}
	return read(e.Data)
}

// Encode writes a payload. It fails only for a payload that holds something JSON
// cannot say, which is a fault of the program.
func Encode(e Event) (json.RawMessage, error) {
	b, err := json.Marshal(e)
	if err != nil {
		return nil, fmt.Errorf("event %s: %w", e.EventName(), err)
	}
	if string(b) == "{}" {
		return nil, nil
	}
	return b, nil
}

// Args reads a command's arguments into a new A. Unknown members, trailing bytes
// and invalid UTF-8 are refused with rooms.CodeBadArgs; no arguments at all read
// as an empty object.
func Args[A any](raw json.RawMessage) (A, *rooms.Refusal) {
	var a A
	if len(raw) == 0 || string(raw) == "null" {
		return a, nil
	}
	if !utf8.Valid(raw) {
		return a, rooms.Refuse(rooms.CodeBadArgs)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return a, rooms.Refuse(rooms.CodeBadArgs)
	}
	if _, err := d.Token(); err != io.EOF {
		return a, rooms.Refuse(rooms.CodeBadArgs)
	}
	return a, nil
}
