package storetest

import (
	"errors"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
)

func cursors(t *testing.T, w *world) {
	ctx := t.Context()
	const minutes, lend = "minutes", "lend"
	if seq, err := w.s.Cursor(ctx, minutes, "ses_a"); seq != 0 || err != nil {
		t.Fatalf("cursor %d, %v", seq, err)
	}
	w.ok(w.s.AdvanceCursor(ctx, minutes, "ses_a", 0, 5))
	w.ok(w.s.AdvanceCursor(ctx, minutes, "ses_a", 5, 9))
	for _, from := range []rooms.Seq{0, 4, 5, 10} {
		if err := w.s.AdvanceCursor(ctx, minutes, "ses_a", from, 12); !errors.Is(err, community.ErrCursorMoved) {
			t.Errorf("moved from %d: %v", from, err)
		}
	}
	if err := w.s.AdvanceCursor(ctx, minutes, "ses_b", 3, 12); !errors.Is(err, community.ErrCursorMoved) {
		t.Errorf("moved a cursor that was never there: %v", err)
	}
	w.ok(w.s.AdvanceCursor(ctx, lend, "ses_a", 0, 2))
	w.ok(w.s.AdvanceCursor(ctx, minutes, "ses_b", 0, 1))
	same(t, "cursors", map[rooms.RoomID]rooms.Seq{"ses_a": 9, "ses_b": 1})(w.s.ListCursors(ctx, minutes))
	same(t, "cursor", rooms.Seq(2))(w.s.Cursor(ctx, lend, "ses_a"))
}

// oneDraft: whatever the number of projectors (a restart in the middle of one),
// the document and the cursor are written together and once.
func oneDraft(t *testing.T, w *world) {
	ctx := t.Context()
	room := w.m.ID.Room()
	results := together(20, func(int) error {
		return w.s.Write(ctx, func(tx community.Records) error {
			if err := tx.AdvanceCursor(ctx, "minutes", room, 0, 42); err != nil {
				return err
			}
			return tx.AddDocument(ctx, w.draft(w.m))
		})
	})
	if n := count(t, results, community.ErrCursorMoved); n != 1 {
		t.Errorf("%d projectors had an effect", n)
	}
	if err := w.s.AddDocument(ctx, w.draft(w.m)); !errors.Is(err, community.ErrExists) {
		t.Errorf("a second draft: %v", err)
	}
	list, err := w.s.ListDocuments(ctx, w.c.ID)
	if err != nil || len(list) != 1 {
		t.Errorf("%d drafts, %v", len(list), err)
	}
	// A projector whose effect is refused does not advance.
	other := w.meeting(w.c, noon)
	broken := errors.New("broken on purpose")
	err = w.s.Write(ctx, func(tx community.Records) error {
		w.ok(tx.AddDocument(ctx, w.draft(other)))
		w.ok(tx.AdvanceCursor(ctx, "minutes", other.ID.Room(), 0, 7))
		return broken
	})
	seq, cursorErr := w.s.Cursor(ctx, "minutes", other.ID.Room())
	_, docErr := w.s.FindDocumentOf(ctx, other.ID, community.Minutes)
	if !errors.Is(err, broken) || seq != 0 || cursorErr != nil || !errors.Is(docErr, community.ErrNotFound) {
		t.Errorf("half an effect: %v, cursor %d %v, document %v", err, seq, cursorErr, docErr)
	}
}

func drafts(t *testing.T, w *world) {
	ctx := t.Context()
	d := w.draft(w.m)
	w.ok(w.s.AddDocument(ctx, d))
	d.Tree = []byte{}
	same(t, "lise's", []community.Document{d})(w.s.ListDrafts(ctx, w.lise.ID))
	same(t, "omar's", []community.Document{})(w.s.ListDrafts(ctx, w.omar.ID))
}
