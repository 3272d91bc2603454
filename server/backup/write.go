package backup

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
	"unicode/utf8"

	"palabre/assets/blob"
	"palabre/rooms"
	"palabre/signaling/host"
)

// readBytes is how much of a log is read at a time, so that no reading lasts.
const readBytes = 1 << 20

// About is what a backup says of where it comes from.
type About struct {
	Palabre, Engine string
	Begun           time.Time
	Now             func() time.Time
}

// ErrAhead means that a projector had read more of a log than there is: it would do
// nothing about what is written there next. Such an installation is not sound.
var ErrAhead = errors.New("backup: a projector is ahead of its room's log")

// Write writes a backup of a cut and of blobs, which may be nil.
func Write(ctx context.Context, w io.Writer, cut Cut, blobs Blobs, about About, tell Progress) (Manifest, error) {
	if tell == nil {
		tell = func(Stage, int, int) {}
	}
	b := &writer{
		cut: cut, blobs: blobs, tell: tell, out: newTarball(w, about.Begun.Truncate(time.Second)),
		m: Manifest{Format: Format, Palabre: about.Palabre, Engine: about.Engine, Begun: about.Begun.UTC(), Records: cut.Version()},
	}
	for _, step := range []func(context.Context) error{b.rooms, b.records, b.logs, b.files} {
		if err := step(ctx); err != nil {
			return Manifest{}, err
		}
	}
	b.m.Ended, b.m.Parts = about.Now().UTC(), b.out.parts
	said, err := json.MarshalIndent(b.m, "", "\t")
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: manifest: %w", err)
	}
	if err := b.out.part(manifestName, append(said, '\n')); err != nil {
		return Manifest{}, err
	}
	return b.m, b.out.end()
}

type writer struct {
	cut   Cut
	blobs Blobs
	tell  Progress
	out   *tarball
	m     Manifest
	heads map[rooms.RoomID]rooms.Seq
}

func (b *writer) rooms(context.Context) error {
	s := b.out.stream(roomsPart, lines)
	b.heads = map[rooms.RoomID]rooms.Seq{}
	for _, r := range b.cut.Rooms() {
		b.heads[r.ID] = r.Head
		if err := s.line(r); err != nil {
			return err
		}
	}
	b.m.Rooms = len(b.heads)
	return s.end()
}

// records writes the tables around the rooms, and looks at each cursor that goes by.
func (b *writer) records(ctx context.Context) error {
	tables, err := b.cut.Tables(ctx)
	if err != nil {
		return err
	}
	for i, t := range tables {
		b.tell(CopyingRecords, i, len(tables))
		n, s := int64(0), b.out.stream(recordsPart+t.Name, lines)
		for row, err := range b.cut.Rows(ctx, t) {
			if err != nil {
				return err
			}
			if err := b.sound(t, row); err != nil {
				return err
			}
			if err := s.line(row); err != nil {
				return err
			}
			n++
		}
		if err := s.end(); err != nil {
			return err
		}
		b.m.Tables = append(b.m.Tables, TableCount{Table: t, Rows: n})
	}
	b.tell(CopyingRecords, len(tables), len(tables))
	return nil
}

// sound looks at a row that is about to be written.
func (b *writer) sound(t Table, row Row) error {
	for i, v := range row {
		// JSON would write something else in its place.
		if text, ok := v.(string); ok && !utf8.ValidString(text) {
			return fmt.Errorf("backup: %s.%s holds bytes that are no text", t.Name, t.Columns[i].Name)
		}
	}
	if t.Name != cursorsTable {
		return nil
	}
	name, room, seq, ok := cursor(t, row)
	if ok && seq > b.heads[room] {
		return fmt.Errorf("%w: %s in %s", ErrAhead, name, room)
	}
	return nil
}

// cursor reads a row of the table of cursors.
func cursor(t Table, row Row) (projector string, room rooms.RoomID, seq rooms.Seq, ok bool) {
	for i, c := range t.Columns {
		switch v := row[i].(type) {
		case string:
			switch c.Name {
			case "name":
				projector = v
			case "room":
				room = rooms.RoomID(v)
			}
		case int64:
			seq, ok = rooms.Seq(v), c.Name == "seq"
		}
	}
	return projector, room, seq, ok
}

// segmentLine is told before a segment's bytes.
type segmentLine struct {
	Room rooms.RoomID `json:"room"`
	From rooms.Seq    `json:"from"`
	To   rooms.Seq    `json:"to"`
	Term uint64       `json:"term"`
	At   rooms.Millis `json:"at"`
	N    int          `json:"n"`
}

func (b *writer) logs(ctx context.Context) error {
	out := b.out.stream(logPart, segments)
	var heads []Head
	all := b.cut.Rooms()
	for i, r := range all {
		b.tell(CopyingLogs, i, len(all))
		head, err := b.log(ctx, out, r)
		if err != nil {
			return err
		}
		heads = append(heads, head)
	}
	b.tell(CopyingLogs, len(all), len(all))
	if err := out.end(); err != nil {
		return err
	}
	ends := b.out.stream(headsPart, lines)
	for _, h := range heads {
		if err := ends.line(h); err != nil {
			return err
		}
	}
	return ends.end()
}

// log writes one room's segments, which lead without a gap to its head.
func (b *writer) log(ctx context.Context, out *stream, r Room) (Head, error) {
	seal := NewSeal()
	at := rooms.Seq(0)
	for at < r.Head {
		list, err := b.cut.Segments(ctx, r, at, readBytes)
		if err != nil {
			return Head{}, err
		}
		for _, s := range list {
			if s.From != at || s.To <= s.From {
				return Head{}, fmt.Errorf("backup: the log of %s goes on from %d after %d", r.ID, s.From, at)
			}
			if err := b.segment(out, s); err != nil {
				return Head{}, err
			}
			seal.Add(s)
			at = s.To
		}
		if len(list) == 0 || at > r.Head {
			return Head{}, fmt.Errorf("backup: the log of %s ends at %d, its head is %d", r.ID, at, r.Head)
		}
	}
	return Head{Room: r.ID, Head: at, SHA256: seal.Sum()}, nil
}

func (b *writer) segment(out *stream, s host.Segment) error {
	b.m.Segments++
	b.m.LogBytes += int64(len(s.Data))
	return out.bytes(segmentLine{Room: s.Room, From: s.From, To: s.To, Term: s.Term, At: s.At, N: len(s.Data)}, s.Data)
}

// files copies the blobs, whose reading checks them. One that was deleted meanwhile is
// left out: nothing names it any more.
func (b *writer) files(ctx context.Context) error {
	if b.blobs == nil {
		return nil
	}
	for info, err := range b.blobs.List(ctx) {
		if err != nil {
			return fmt.Errorf("backup: list blobs: %w", err)
		}
		b.tell(CopyingBlobs, b.m.Blobs, 0)
		if err := b.file(ctx, info.Name); err != nil {
			return err
		}
	}
	b.tell(CopyingBlobs, b.m.Blobs, b.m.Blobs)
	return nil
}

func (b *writer) file(ctx context.Context, name blob.Name) (err error) {
	r, err := b.blobs.Get(ctx, name)
	if errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("backup: blob %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	info, err := b.blobs.Stat(ctx, name)
	if err != nil {
		return fmt.Errorf("backup: blob %s: %w", name, err)
	}
	if err := b.out.header(blobsPart+string(name), info.Size); err != nil {
		return err
	}
	n, err := io.Copy(b.out.tar, r)
	if err != nil {
		return fmt.Errorf("backup: blob %s: %w", name, err)
	}
	if n != info.Size {
		return fmt.Errorf("backup: blob %s has %d bytes of %d", name, n, info.Size)
	}
	b.m.Blobs++
	b.m.BlobSize += n
	return nil
}
