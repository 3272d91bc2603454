// Package migrations holds the tables that are the same on every engine, and
// brings a database up to date.
package migrations

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
)

//go:embed records/*.sql
var records embed.FS

// Records are the migrations of the tables around the live rooms.
func Records() (fs.FS, error) { return fs.Sub(records, "records") }

// Up applies the migrations that database has not seen; table remembers which it
// has, so that two sets can live in one database.
func Up(ctx context.Context, dialect goose.Dialect, database *sql.DB, files fs.FS, table string) error {
	p, err := goose.NewProvider(dialect, database, files, goose.WithTableName(table), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	// Close would close the database, which is its owner's to do.
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
