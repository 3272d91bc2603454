// Package backup copies a whole installation into one file while it runs, makes an
// installation again from such a file, and says whether an installation is sound.
//
// A backup is a tar file that speaks of no engine, so that what was kept in SQLite can
// be restored into PostgreSQL and the other way round:
//
//	rooms.0000.jsonl.gz        the rooms' rows, as they were at the backup's instant
//	records/people.0000.jsonl.gz  … every table around the rooms, a row a line
//	log.0000.gz                the segments of every room up to its head, byte for byte
//	blobs/<name>               files, named by their content
//	heads.0000.jsonl.gz        each room's head and the SHA-256 of its log
//	manifest.json              format, versions, when, how many, the SHA-256 of each part
//	sha256                     of all bytes before this entry
//
// Its instant is one for all tables and logs: see the adapters' Cut. Snapshots, leases,
// browsers' sessions and sign-in links are not part of it.
package backup

import (
	"context"
	"iter"

	"palabre/assets/blob"
	"palabre/rooms"
	"palabre/signaling/host"
)

// Format is the version of the file. A program reads the formats up to its own.
const Format = 1

// Kind is what a column holds.
type Kind string

// The kinds. Nothing else is in the tables around the rooms.
const (
	Text Kind = "text"
	Int  Kind = "int"
	Bool Kind = "bool"
)

// Column is one column of a table.
type Column struct {
	Name string `json:"name"`
	Kind Kind   `json:"kind"`
}

// Table is one table around the rooms. Columns are in the order of its rows' values.
type Table struct {
	Name    string   `json:"name"`
	Columns []Column `json:"columns"`
}

// LeftOut tells the tables that are no part of a backup: whoever holds a stolen one must
// not be signed in by it, and nodes are those of the machine.
func LeftOut(table string) bool {
	switch table {
	case "auth_sessions", "login_links", "nodes", "tidings", "migrations":
		return true
	default:
		return false
	}
}

// Room is a room's row. Its lease is no part of it, but for when that ended or was to
// end: from then on the room had no host, and people's clocks stood still.
type Room struct {
	ID      rooms.RoomID `json:"room"`
	LogID   string       `json:"log"`
	Head    rooms.Seq    `json:"head"`
	Term    uint64       `json:"term"`
	Until   rooms.Millis `json:"until"`
	Touched rooms.Millis `json:"touched"`
	Bare    rooms.Seq    `json:"bare"` // snapshots from before are not taken
}

// Row is a row of a table: a string, an int64 or a bool a column.
type Row []any

// Records are the tables around the rooms, of one version of their migrations. They
// come in an order in which each refers to those before it alone.
type Records interface {
	Version() int64
	Tables(ctx context.Context) ([]Table, error)
	Rows(ctx context.Context, t Table) iter.Seq2[Row, error]
}

// Cut is an installation as it was at one instant, read while it goes on. No projector's
// cursor is beyond its room's head. Words that are destroyed while it is read may be
// missing from what it gives of the log; nothing else differs.
type Cut interface {
	Records
	// Rooms gives every room that has an event, by name.
	Rooms() []Room
	// Segments gives the segments of a room that follow a sequence, up to its head,
	// oldest first, stopping once maxBytes are exceeded.
	Segments(ctx context.Context, r Room, after rooms.Seq, maxBytes int) ([]host.Segment, error)
	Close() error
}

// Target is an empty installation that nobody serves.
type Target interface {
	// Fill makes it the one of the backup: whole, or not at all.
	Fill(ctx context.Context, from *Archive) error
}

// Blobs are the files of an installation. It may be nil: there are none.
type Blobs = blob.Store

// Progress is told how far the work is, of how much.
type Progress func(stage Stage, done, total int)

// Stage is what is being done.
type Stage int

// The stages, in their order.
const (
	Checking Stage = iota
	CopyingRecords
	CopyingLogs
	CopyingBlobs
	ReadingLogs
	ReadingDocuments
)

// FR names the stage in French.
func (s Stage) FR() string {
	return [...]string{"contrôle du fichier", "registres", "journaux", "fichiers", "journaux relus", "documents refaits"}[s]
}

// EN names the stage in English.
func (s Stage) EN() string {
	return [...]string{"checking the file", "records", "logs", "files", "logs read again", "documents made again"}[s]
}
