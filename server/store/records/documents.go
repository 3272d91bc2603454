package records

import (
	"context"
	"errors"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

func documentOf(r db.Document) community.Document {
	return community.Document{
		ID: community.DocumentID(r.ID), Meeting: community.MeetingID(r.Meeting), Community: community.CommunityID(r.Community),
		Kind: community.DocumentKind(r.Kind), Status: community.DocumentStatus(r.Status), Title: r.Title,
		Room: rooms.RoomID(r.Room), LogID: r.LogID, Seq: rooms.Seq(r.Seq), MadeAt: rooms.Millis(r.MadeAt),
		HTML: r.HTML, PDF: r.PDF, Markdown: r.Markdown, Tree: []byte(r.Tree),
	}
}

// card is a row of a list: a document without its tree. The three lists have row
// types of their own with the same fields.
type card db.ListDocumentsRow

func cardOf(r card) community.Document {
	return documentOf(db.Document{
		ID: r.ID, Meeting: r.Meeting, Community: r.Community, Kind: r.Kind, Status: r.Status, Title: r.Title,
		Room: r.Room, LogID: r.LogID, Seq: r.Seq, MadeAt: r.MadeAt, HTML: r.HTML, PDF: r.PDF, Markdown: r.Markdown,
	})
}

func (k kept) AddDocument(ctx context.Context, d community.Document) error {
	return k.added(k.write.AddDocument(ctx, db.AddDocumentParams{
		ID: string(d.ID), Meeting: string(d.Meeting), Community: string(d.Community), Kind: string(d.Kind),
		Status: string(d.Status), Title: d.Title, Room: string(d.Room), LogID: d.LogID, Seq: int64(d.Seq),
		MadeAt: millis(d.MadeAt), HTML: d.HTML, PDF: d.PDF, Markdown: d.Markdown, Tree: string(d.Tree),
	}))
}

func (k kept) FindDocument(ctx context.Context, id community.DocumentID) (community.Document, error) {
	row, err := k.read.FindDocument(ctx, string(id))
	return one(k, row, err, sure(documentOf))
}

func (k kept) FindDocumentOf(ctx context.Context, m community.MeetingID, kind community.DocumentKind) (community.Document, error) {
	row, err := k.read.FindDocumentOf(ctx, db.FindDocumentOfParams{Meeting: string(m), Kind: string(kind)})
	return one(k, row, err, sure(documentOf))
}

func (k kept) ReplaceDocument(ctx context.Context, d community.Document) error {
	return k.saved(k.write.ReplaceDocument(ctx, db.ReplaceDocumentParams{
		ID: string(d.ID), Status: string(d.Status), Title: d.Title, Room: string(d.Room), LogID: d.LogID,
		Seq: int64(d.Seq), MadeAt: millis(d.MadeAt), HTML: d.HTML, PDF: d.PDF, Markdown: d.Markdown, Tree: string(d.Tree),
	}))
}

func (k kept) ListDocuments(ctx context.Context, c community.CommunityID) ([]community.Document, error) {
	rows, err := k.read.ListDocuments(ctx, string(c))
	return each(k, rows, err, sure(func(r db.ListDocumentsRow) community.Document { return cardOf(card(r)) }))
}

func (k kept) ListDocumentsOfMeeting(ctx context.Context, m community.MeetingID) ([]community.Document, error) {
	rows, err := k.read.ListDocumentsOfMeeting(ctx, string(m))
	return each(k, rows, err, sure(func(r db.ListDocumentsOfMeetingRow) community.Document { return cardOf(card(r)) }))
}

func (k kept) ListDrafts(ctx context.Context, m community.MemberID) ([]community.Document, error) {
	rows, err := k.read.ListDrafts(ctx, string(m))
	return each(k, rows, err, sure(func(r db.ListDraftsRow) community.Document { return cardOf(card(r)) }))
}

func (k kept) Cursor(ctx context.Context, projector string, room rooms.RoomID) (rooms.Seq, error) {
	seq, err := k.read.FindCursor(ctx, db.FindCursorParams{Name: projector, Room: string(room)})
	if err := k.told(err); err != nil && !errors.Is(err, community.ErrNotFound) {
		return 0, err
	}
	return rooms.Seq(seq), nil
}

func (k kept) AdvanceCursor(ctx context.Context, projector string, room rooms.RoomID, from, to rooms.Seq) error {
	var rows int64
	var err error
	if from == 0 {
		rows, err = k.write.StartCursor(ctx, db.StartCursorParams{Name: projector, Room: string(room), Seq: int64(to)})
	} else {
		rows, err = k.write.AdvanceCursor(ctx, db.AdvanceCursorParams{
			Name: projector, Room: string(room), Was: int64(from), Upto: int64(to),
		})
	}
	if err == nil && rows == 0 {
		return community.ErrCursorMoved
	}
	return k.told(err)
}

func (k kept) ListCursors(ctx context.Context, projector string) (map[rooms.RoomID]rooms.Seq, error) {
	rows, err := k.read.ListCursors(ctx, projector)
	if err != nil {
		return nil, k.told(err)
	}
	out := make(map[rooms.RoomID]rooms.Seq, len(rows))
	for _, r := range rows {
		out[rooms.RoomID(r.Room)] = rooms.Seq(r.Seq)
	}
	return out, nil
}
