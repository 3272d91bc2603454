package records

import (
	"context"
	"database/sql"
	"fmt"
	"testing"

	_ "modernc.org/sqlite"

	"palabre/server/community"
	"palabre/server/store/db"
)

// counted counts the queries that pass.
type counted struct {
	db.DBTX
	asked *int
}

func (c counted) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	*c.asked++
	return c.DBTX.QueryContext(ctx, query, args...)
}

// A node that had just started was given everybody of a node that was cut off. It asked for each name by a query of its own, in
// line behind those of all who arrived, and nobody's name came in time.
func TestNamesAreAskedForAtOnce(t *testing.T) {
	t.Parallel()
	file, err := sql.Open("sqlite", "file::memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	file.SetMaxOpenConns(1) // each connection would have a memory of its own
	exec := func(query string, args ...any) {
		t.Helper()
		if _, err := file.ExecContext(t.Context(), query, args...); err != nil {
			t.Fatal(err)
		}
	}
	exec("CREATE TABLE people (id TEXT PRIMARY KEY, name TEXT NOT NULL)")
	exec("CREATE TABLE guests (id TEXT PRIMARY KEY, name TEXT NOT NULL)")
	var ids []community.MemberID
	want := map[community.MemberID]string{}
	for i := range 2*atOnce + 1 {
		id, name := fmt.Sprintf("m%d", i), fmt.Sprintf("Personne %d", i)
		table := []string{"people", "guests"}[i%2]
		exec("INSERT INTO "+table+" VALUES ($1, $2)", id, name)
		ids, want[community.MemberID(id)] = append(ids, community.MemberID(id)), name
	}
	asked := 0
	k := kept{reader: counted{file, &asked}}
	found, err := k.Names(t.Context(), append(ids, "nobody", ids[0]))
	if err != nil {
		t.Fatal(err)
	}
	if asked != 3 {
		t.Errorf("%d queries for %d names", asked, len(ids))
	}
	for id, name := range want {
		if found[id] != name {
			t.Fatalf("%s: %q, not %q", id, found[id], name)
		}
	}
	if len(found) != len(want) {
		t.Errorf("%d names of %d", len(found), len(want))
	}
	if none, err := k.Names(t.Context(), nil); err != nil || len(none) != 0 || asked != 3 {
		t.Errorf("names of nobody: %v, %v, %d queries", none, err, asked)
	}
}
