package postgres_test

import (
	"errors"
	"testing"

	"palabre/server/community"
	"palabre/server/store"
	"palabre/server/store/pgtest"
)

// Every connection is cut again and again, as when the database is started again: nobody
// who reads or writes records is told, and nothing is written twice.
func TestRecordsBearCutConnections(t *testing.T) {
	url := pgtest.Database(t)
	s, err := store.Open(t.Context(), "", url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	ctx := t.Context()
	p := community.Person{ID: "p", Email: "lise@example.org", Name: "Lise", Lang: community.French, CreatedAt: 1}
	if err := s.Records.AddPerson(ctx, p); err != nil {
		t.Fatal(err)
	}
	const rounds = 30
	for i := range rounds {
		cut(t, url)
		if got, err := s.Records.FindPerson(ctx, p.ID); err != nil || got != p {
			t.Fatalf("round %d: %+v, %v", i, got, err)
		}
		cut(t, url)
		runs := 0
		err := s.Records.Write(ctx, func(tx community.Records) error {
			if runs++; runs == 1 {
				cut(t, url) // in the middle
			}
			at, err := tx.Cursor(ctx, "test", "ses_a")
			return errors.Join(err, tx.AdvanceCursor(ctx, "test", "ses_a", at, at+1))
		})
		if err != nil || runs < 2 {
			t.Fatalf("round %d: %v after %d runs", i, err, runs)
		}
	}
	if at, err := s.Records.Cursor(ctx, "test", "ses_a"); err != nil || at != rounds {
		t.Fatalf("%d were counted, %v", at, err)
	}
}
