package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"palabre/server/community"
	"palabre/server/store/migrations"
	"palabre/server/store/sqlite"
)

// A folder of before guests were told: what members were owed is kept, and whoever was invited to a meeting by e-mail is
// taken to know of it as it is, so that the next change reaches her.
func TestNoticesOfBeforeGuestsAreKept(t *testing.T) {
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	before(t, filepath.Join(dir, "palabre.db"),
		`INSERT INTO people (id, email, name, lang, admin, created_at) VALUES ('p', 'p@example.org', 'P', 'fr', FALSE, 1)`,
		`INSERT INTO communities (id, kind, name, intention, network, region, charter, created_by, created_at) VALUES ('c', 'CDP', 'C', '', '', '', '', 'p', 1)`,
		`INSERT INTO meetings (id, community, title, kind, starts_at, zone, minutes, intention, mode, phases, status, opened_at, closed_at, cancelled_at, created_by, created_at, version)
			VALUES ('m', 'c', 'M', '', 9, 'America/Montreal', 60, '', 'open', '[]', 'planned', 0, 0, 0, 'p', 1, 2)`,
		`INSERT INTO notices (meeting, version, member, created_at, due_at, tries, done_at, sent) VALUES ('m', 2, 'p', 3, 4, 1, 0, FALSE)`,
		`INSERT INTO invitations (id, token, email, name, community, meeting, role, invited_by, created_at, expires_at, used_at, used_by)
			VALUES ('i', 't', 'g@example.org', 'G', '', 'm', '', 'p', 5, 99, 0, ''), ('j', 'u', 'h@example.org', 'H', 'c', '', 'member', 'p', 5, 99, 0, '')`,
	)
	if s, err = sqlite.Open(t.Context(), dir); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	due, err := s.Records.ListNoticesDue(t.Context(), 10, 10)
	if want := (community.Notice{Meeting: "m", Version: 2, Reader: community.Reader{Member: "p"}, StartsAt: 9, CreatedAt: 3, DueAt: 4, Tries: 1}); err != nil || len(due) != 1 || due[0] != want {
		t.Errorf("owed: %+v, %v", due, err)
	}
	mailed, err := s.Records.ListMailed(t.Context(), "m")
	if err != nil || len(mailed) != 1 || mailed[0].ID != "i" || mailed[0].Lang != community.French {
		t.Errorf("mailed: %+v, %v", mailed, err)
	}
	hers, err := s.Records.ListNoticesTo(t.Context(), "m", community.Reader{Invitation: "i"})
	if err != nil || len(hers) != 1 || hers[0].Version != 2 || !hers[0].Sent || hers[0].StartsAt != 9 {
		t.Errorf("hers: %+v, %v", hers, err)
	}
}

// before takes the tables back to those of the third migration and fills them.
func before(t *testing.T, file string, rows ...string) {
	t.Helper()
	database, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	own, err := migrations.Records()
	if err != nil {
		t.Fatal(err)
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, database, own, goose.WithTableName("migrations"), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.DownTo(t.Context(), 3); err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if _, err := database.ExecContext(t.Context(), row); err != nil {
			t.Fatalf("%s: %v", row, err)
		}
	}
	if err := database.Close(); err != nil {
		t.Fatal(err)
	}
}
