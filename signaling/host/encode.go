package host

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"palabre/rooms"
)

// encodeSteps writes the events of one command as the log keeps them, and what each audience is told. A board's readers
// fold the events themselves: they get the very bytes of the log, except for events told to nobody but by new views. A
// session's readers get view operations, encoded once per audience.
func encodeSteps(kind rooms.Kind, steps []rooms.Step) (events []byte, parts []Part, err error) {
	for i := range steps {
		if i > 0 {
			events = append(events, ',')
		}
		start := len(events)
		if events, err = appendEvent(events, &steps[i].Event); err != nil {
			return nil, nil, err
		}
		for _, d := range steps[i].Deltas {
			if kind == rooms.KindBoard {
				if !d.Afresh {
					parts = joinPart(parts, Part{To: d.To, Data: bytes.Clone(events[start:]), Mentions: slices.Clone(d.Mentions)})
				}
				continue
			}
			if len(d.Ops) == 0 && len(d.Mentions) == 0 {
				continue
			}
			data, err := encodeOps(d.Ops)
			if err != nil {
				return nil, nil, err
			}
			parts = joinPart(parts, Part{To: d.To, Data: data, Mentions: slices.Clone(d.Mentions)})
		}
	}
	return events, parts, nil
}

// appendEvent writes an event; it reads back with encoding/json into a rooms.Event.
func appendEvent(to []byte, e *rooms.Event) ([]byte, error) {
	to = append(to, `{"s":`...)
	to = strconv.AppendUint(to, uint64(e.Seq), 10)
	to = append(to, `,"at":`...)
	to = strconv.AppendInt(to, int64(e.At), 10)
	to = appendMember(to, `,"by":`, string(e.By))
	to = appendMember(to, `,"k":`, string(e.Client))
	if e.N != 0 {
		to = append(to, `,"n":`...)
		to = strconv.AppendUint(to, e.N, 10)
	}
	to = append(to, `,"e":`...)
	to = appendString(to, e.Name)
	if len(e.Data) > 0 {
		if !json.Valid(e.Data) {
			return nil, fmt.Errorf("event %d %s has data that is not JSON", e.Seq, e.Name)
		}
		to = append(to, `,"d":`...)
		to = append(to, e.Data...)
	}
	return append(to, '}'), nil
}

func appendMember(to []byte, key, value string) []byte {
	if value == "" {
		return to
	}
	return appendString(append(to, key...), value)
}

// appendString writes a JSON string; ids and names are plain ASCII, anything else goes the long way.
func appendString(to []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			b, _ := json.Marshal(s) // a string always encodes
			return append(to, b...)
		}
	}
	to = append(to, '"')
	to = append(to, s...)
	return append(to, '"')
}

// encodeOps writes [path, value] and [path] items joined by commas.
func encodeOps(ops []rooms.Op) ([]byte, error) {
	var out []byte
	for i, op := range ops {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, '[', '[')
		for j, key := range op.Path {
			if j > 0 {
				out = append(out, ',')
			}
			out = appendString(out, key)
		}
		out = append(out, ']')
		if !op.Gone {
			value, err := marshal(op.Value)
			if err != nil {
				return nil, fmt.Errorf("operation at %v: %w", op.Path, err)
			}
			out = append(append(out, ','), value...)
		}
		out = append(out, ']')
	}
	return out, nil
}

// marshal writes a value without the escapes that only HTML needs.
func marshal(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("host: encode: %w", err)
	}
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), nil
}
