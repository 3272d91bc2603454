package backup

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"

	"palabre/rooms"
	"palabre/signaling/host"
)

var _ Records = (*Archive)(nil)

// Version implements Records.
func (a *Archive) Version() int64 { return a.Manifest.Records }

// Tables implements Records.
func (a *Archive) Tables(context.Context) ([]Table, error) {
	out := make([]Table, 0, len(a.Manifest.Tables))
	for _, t := range a.Manifest.Tables {
		out = append(out, t.Table)
	}
	return out, nil
}

// Rows implements Records.
func (a *Archive) Rows(ctx context.Context, t Table) iter.Seq2[Row, error] {
	return func(yield func(Row, error) bool) {
		n, want := int64(0), int64(-1)
		for _, counted := range a.Manifest.Tables {
			if counted.Name == t.Name {
				want = counted.Rows
			}
		}
		for line, err := range a.lines(ctx, recordsPart+t.Name) {
			var row Row
			if err == nil {
				row, err = rowOf(t, line)
			}
			if !yield(row, err) || err != nil {
				return
			}
			n++
		}
		if n != want {
			yield(nil, damaged(a.path, recordsPart+t.Name))
		}
	}
}

// rowOf reads a row.
func rowOf(t Table, line []byte) (Row, error) {
	var cells []json.RawMessage
	if err := json.Unmarshal(line, &cells); err != nil {
		return nil, fmt.Errorf("backup: row of %s: %w", t.Name, err)
	}
	if len(cells) != len(t.Columns) {
		return nil, fmt.Errorf("backup: row of %s has %d values of %d", t.Name, len(cells), len(t.Columns))
	}
	row := make(Row, len(cells))
	for i, c := range t.Columns {
		var err error
		switch c.Kind {
		case Text:
			row[i], err = value[string](cells[i])
		case Int:
			row[i], err = value[int64](cells[i])
		case Bool:
			row[i], err = value[bool](cells[i])
		default:
			err = fmt.Errorf("a column of the kind %q", c.Kind)
		}
		if err != nil {
			return nil, fmt.Errorf("backup: %s.%s: %w", t.Name, c.Name, err)
		}
	}
	return row, nil
}

func value[T any](cell json.RawMessage) (v T, err error) {
	err = json.Unmarshal(cell, &v)
	return v, err
}

// lines gives the lines of the parts of one name.
func (a *Archive) lines(ctx context.Context, name string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for r, err := range a.each(ctx, name) {
			for err == nil {
				var line []byte
				if line, err = r.ReadBytes('\n'); errors.Is(err, io.EOF) && len(line) == 0 {
					break
				}
				if err != nil {
					err = damaged(a.path, name)
					break
				}
				if !yield(line, nil) {
					return
				}
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(nil, err)
				return
			}
		}
	}
}

// Rooms gives the rooms' rows, as they were.
func (a *Archive) Rooms(ctx context.Context) iter.Seq2[Room, error] {
	return decoded[Room](a, ctx, roomsPart)
}

// Heads gives how each room's log ends.
func (a *Archive) Heads(ctx context.Context) iter.Seq2[Head, error] {
	return decoded[Head](a, ctx, headsPart)
}

func decoded[T any](a *Archive, ctx context.Context, name string) iter.Seq2[T, error] { //nolint:revive // a method cannot have a type of its own
	return func(yield func(T, error) bool) {
		for line, err := range a.lines(ctx, name) {
			var one T
			if err == nil && json.Unmarshal(line, &one) != nil {
				err = damaged(a.path, name)
			}
			if !yield(one, err) || err != nil {
				return
			}
		}
	}
}

// Segments gives the segments of all rooms, each room's in their order. It ends with an
// error when a log is not the one that was copied.
func (a *Archive) Segments(ctx context.Context) iter.Seq2[host.Segment, error] {
	return func(yield func(host.Segment, error) bool) {
		ends, stop := iter.Pull2(a.Heads(ctx))
		defer stop()
		log := follower{path: a.path, next: ends}
		for r, err := range a.each(ctx, logPart) {
			for err == nil {
				var s host.Segment
				if s, err = nextSegment(r); errors.Is(err, io.EOF) {
					break
				}
				if err != nil {
					err = damaged(a.path, logPart)
					break
				}
				if err = log.follow(s); err == nil && !yield(s, nil) {
					return
				}
			}
			if err != nil && !errors.Is(err, io.EOF) {
				yield(host.Segment{}, err)
				return
			}
		}
		if err := log.end(); err != nil {
			yield(host.Segment{}, err)
		}
	}
}

func nextSegment(r *bufio.Reader) (host.Segment, error) {
	line, err := r.ReadBytes('\n')
	if err != nil {
		if len(line) > 0 {
			err = io.ErrUnexpectedEOF
		}
		return host.Segment{}, err
	}
	var told segmentLine
	if err := json.Unmarshal(line, &told); err != nil {
		return host.Segment{}, err
	}
	const most = 64 << 20 // far beyond what is ever committed at once
	if told.N < 0 || told.N > most {
		return host.Segment{}, fmt.Errorf("a segment of %d bytes", told.N)
	}
	data := make([]byte, told.N+1)
	if _, err := io.ReadFull(r, data); err != nil {
		return host.Segment{}, fmt.Errorf("segment: %w", io.ErrUnexpectedEOF)
	}
	return host.Segment{Room: told.Room, From: told.From, To: told.To, Term: told.Term, At: told.At, Data: data[:told.N:told.N]}, nil
}

// follower compares logs with the heads that were told of them, which come in the same order.
type follower struct {
	path string
	next func() (Head, error, bool)
	room rooms.RoomID
	at   rooms.Seq
	seal Seal
	any  bool
}

func (f *follower) follow(s host.Segment) error {
	if !f.any || s.Room != f.room {
		if err := f.close(); err != nil {
			return err
		}
		f.any, f.room, f.at, f.seal = true, s.Room, 0, NewSeal()
	}
	if s.From != f.at || s.To <= s.From {
		return damaged(f.path, string(s.Room))
	}
	f.at = s.To
	f.seal.Add(s)
	return nil
}

func (f *follower) close() error {
	if !f.any {
		return nil
	}
	head, err, ok := f.next()
	if err != nil {
		return err
	}
	if !ok || head != (Head{Room: f.room, Head: f.at, SHA256: f.seal.Sum()}) {
		return damaged(f.path, string(f.room))
	}
	return nil
}

func (f *follower) end() error {
	if err := f.close(); err != nil {
		return err
	}
	_, err, more := f.next()
	if err == nil && more {
		err = damaged(f.path, headsPart)
	}
	return err
}
