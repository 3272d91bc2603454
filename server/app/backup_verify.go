package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"palabre/assets/blob"
	"palabre/assets/render/typeface"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/session"
	"palabre/server/backup"
	"palabre/server/community"
	"palabre/server/config"
)

// verify reads everything that is kept and says what is wrong with it.
func verify(ctx context.Context, c config.Config, stdout, stderr io.Writer) (err error) {
	from, err := openBeside(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	said := teller{to: stderr}
	check := verification{from: from, Verifier: backup.Verifier{
		Log: from.log, Ends: from, Machine: rereader(), Tell: said.tell,
		Found: func(f backup.Finding) { _, _ = fmt.Fprintln(stdout, f.Line()) }, // there is nowhere else to say it
	}}
	sum, err := check.all(ctx)
	if err != nil {
		return err
	}
	verdict := "tout est sain / all is sound"
	if sum.Findings > 0 {
		verdict = fmt.Sprintf("%d anomalies / %d faults", sum.Findings, sum.Findings)
	}
	_, err = fmt.Fprintf(stdout, "%[1]d salles, %[2]d événements, %[3]d instantanés, %[4]d documents, %[5]d fichiers"+
		" / %[1]d rooms, %[2]d events, %[3]d snapshots, %[4]d documents, %[5]d files\u00a0: %[6]s\n",
		sum.Rooms, sum.Events, sum.Snapshots, sum.Documents, sum.Blobs, verdict)
	if err == nil && sum.Findings > 0 {
		err = errTold
	}
	return err
}

// rereader is how this program reads rooms back.
func rereader() backup.Machine {
	return backup.Machine{
		Empty: func(id rooms.RoomID) (rooms.Room, bool) {
			switch id.Kind() {
			case rooms.KindSession:
				return session.New(id), true
			case rooms.KindBoard:
				return board.New(id), true
			default:
				return nil, false
			}
		},
		Restore: roomFactory{}.Restore, CodeVersion: snapshotVersion,
	}
}

// verification reads one installation.
type verification struct {
	backup.Verifier

	from *beside
}

func (v verification) all(ctx context.Context) (sum backup.Sum, err error) {
	seen, err := v.look(ctx)
	if err != nil {
		return sum, err
	}
	sum, err = v.Rooms(ctx, seen.rooms, seen.read)
	sum.Findings += seen.findings
	if err == nil {
		err = v.documents(ctx, seen.documents, &sum)
	}
	if err == nil {
		err = v.Blobs(ctx, v.from.blobs, &sum)
	}
	return sum, err
}

// seen is what is found at one instant; what it leads to is then read piece by piece.
type seen struct {
	rooms     []backup.Room
	read      map[rooms.RoomID]rooms.Seq
	documents []community.DocumentID
	findings  int
}

func (v verification) look(ctx context.Context) (s seen, err error) {
	cut, err := v.from.cut(ctx)
	if err != nil {
		return s, err
	}
	defer func() { err = errors.Join(err, cut.Close()) }()
	if err := known(cut, true); err != nil {
		return s, err
	}
	s.rooms = cut.Rooms()
	if s.read, s.findings, err = v.Cursors(ctx, cut); err != nil {
		return s, err
	}
	s.documents, err = documentIDs(ctx, cut)
	return s, err
}

// documents makes each document again and compares what it is made of with what is on
// record.
func (v verification) documents(ctx context.Context, ids []community.DocumentID, sum *backup.Sum) error {
	fonts, err := typeface.Load()
	if err != nil {
		return err
	}
	drafter, err := scene.NewDrafter(1)
	if err != nil {
		return err
	}
	boards := boardReader{log: v.from.log, fonts: fonts, drafter: drafter, looks: newLooks()}
	made := &papers{boards: boards, log: v.from.log, records: v.from.records, fonts: fonts}
	for i, id := range ids {
		v.Tell(backup.ReadingDocuments, i, len(ids))
		d, err := v.from.records.FindDocument(ctx, id)
		if errors.Is(err, community.ErrNotFound) { // deleted meanwhile
			continue
		}
		if err != nil {
			return fmt.Errorf("app: document %s: %w", id, err)
		}
		what, bad := made.compare(ctx, d, sum.Withdrawn)
		if bad { // words may have been destroyed while it was made
			what, bad = made.compare(ctx, d, sum.Withdrawn)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !bad {
			what, bad = v.files(ctx, d)
		}
		sum.Documents++
		if bad {
			v.Found(backup.Finding{What: what, Subject: string(id)})
			sum.Findings++
		}
	}
	v.Tell(backup.ReadingDocuments, len(ids), len(ids))
	return nil
}

// files tells whether a file that a document names is missing.
func (v verification) files(ctx context.Context, d community.Document) (backup.What, bool) {
	for _, name := range []string{d.HTML, d.PDF, d.Markdown} {
		if name == "" {
			continue
		}
		if v.from.blobs == nil {
			return backup.LostBlob, true
		}
		if _, err := v.from.blobs.Stat(ctx, blob.Name(name)); err != nil {
			return backup.LostBlob, true
		}
	}
	return 0, false
}

// documentIDs lists the documents of a cut.
func documentIDs(ctx context.Context, cut backup.Cut) ([]community.DocumentID, error) {
	tables, err := cut.Tables(ctx)
	if err != nil {
		return nil, err
	}
	var ids []community.DocumentID
	for _, t := range tables {
		if t.Name != "documents" {
			continue
		}
		t.Columns = []backup.Column{{Name: "id", Kind: backup.Text}}
		for row, err := range cut.Rows(ctx, t) {
			if err != nil {
				return nil, err
			}
			if id, ok := row[0].(string); ok {
				ids = append(ids, community.DocumentID(id))
			}
		}
	}
	return ids, nil
}

// compare makes a document again and tells whether it is made of what it was made of. Of
// a board where words were withdrawn since, that is not known.
func (p *papers) compare(ctx context.Context, d community.Document, withdrawn map[rooms.RoomID]rooms.Seq) (what backup.What, bad bool) {
	defer func() { // what no code foresaw is a fault of what is kept
		if recover() != nil {
			what, bad = backup.Unmade, true
		}
	}()
	var from origins
	if json.Unmarshal(d.Tree, &from) != nil {
		return backup.Unmade, true
	}
	doc, err := p.whole(ctx, d)
	if err != nil {
		return backup.Unmade, true
	}
	heads := map[rooms.RoomID]string{d.Room: from.Head}
	for _, b := range from.Boards {
		if room := rooms.BoardRoom(b.Board); withdrawn[room] <= b.Seq {
			heads[room] = b.Head
		}
	}
	for _, s := range doc.Sources {
		if was := heads[s.Room]; was != "" && was != s.Head {
			return backup.Changed, true
		}
	}
	return 0, false
}
