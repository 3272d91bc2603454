package host

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"palabre/rooms"
)

// ErrBatch means bytes that are not an encoded batch.
var ErrBatch = errors.New("host: not a batch")

// A batch travels as one line of JSON that gives the lengths, and then the bytes themselves: they are neither escaped nor
// read on the way.
type batchHead struct {
	Room     rooms.RoomID `json:"r"`
	Term     uint64       `json:"t"`
	From     rooms.Seq    `json:"f"`
	To       rooms.Seq    `json:"u"`
	Volatile bool         `json:"v,omitempty"`
	Parts    []partHead   `json:"p,omitempty"`
	Seats    []seatHead   `json:"s,omitempty"`
}

type partHead struct {
	To       rooms.Audience   `json:"a"`
	Mentions []rooms.MemberID `json:"m,omitempty"`
	Len      int              `json:"l"`
}

type seatHead struct {
	Viewer rooms.Viewer     `json:"v"`
	Out    bool             `json:"o,omitempty"`
	Code   string           `json:"c,omitempty"`
	Log    string           `json:"g,omitempty"`
	Names  []rooms.MemberID `json:"m,omitempty"`
	Len    int              `json:"l"`
}

// EncodeBatch writes a batch for a bus between processes.
func EncodeBatch(b Batch) ([]byte, error) {
	head := batchHead{Room: b.Room, Term: b.Term, From: b.From, To: b.To, Volatile: b.Volatile}
	for _, p := range b.Parts {
		head.Parts = append(head.Parts, partHead{p.To, p.Mentions, len(p.Data)})
	}
	for _, s := range b.Seats {
		head.Seats = append(head.Seats, seatHead{s.Viewer, s.Out, s.Code, s.Log, s.Names, len(s.View)})
	}
	out, err := json.Marshal(head)
	if err != nil {
		return nil, fmt.Errorf("host: encode batch: %w", err)
	}
	out = append(out, '\n')
	for _, p := range b.Parts {
		out = append(out, p.Data...)
	}
	for _, s := range b.Seats {
		out = append(out, s.View...)
	}
	return out, nil
}

// DecodeBatch reads what EncodeBatch wrote; the batch shares memory with data. It fails with ErrBatch.
func DecodeBatch(data []byte) (Batch, error) {
	line, rest, ok := bytes.Cut(data, []byte("\n"))
	var head batchHead
	if !ok {
		return Batch{}, ErrBatch
	}
	if err := json.Unmarshal(line, &head); err != nil {
		return Batch{}, fmt.Errorf("%w: %w", ErrBatch, err)
	}
	b := Batch{Room: head.Room, Term: head.Term, From: head.From, To: head.To, Volatile: head.Volatile}
	cut := func(n int) []byte {
		if n < 0 || n > len(rest) {
			ok = false
			return nil
		}
		out := rest[:n:n]
		rest = rest[n:]
		return out
	}
	for _, p := range head.Parts {
		b.Parts = append(b.Parts, Part{To: p.To, Mentions: p.Mentions, Data: cut(p.Len)})
	}
	for _, s := range head.Seats {
		b.Seats = append(b.Seats, Seat{Viewer: s.Viewer, Out: s.Out, Code: s.Code, Log: s.Log, Names: s.Names, View: cut(s.Len)})
	}
	if !ok || len(rest) != 0 {
		return Batch{}, ErrBatch
	}
	return b, nil
}
