package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Manifest says what is in a backup.
type Manifest struct {
	Format  int       `json:"format"`
	Palabre string    `json:"palabre"` // the version that made it
	Engine  string    `json:"engine"`  // of the installation it was made of
	Begun   time.Time `json:"begun"`   // a moment before its instant
	Ended   time.Time `json:"ended"`
	// Records is the version of the tables around the rooms.
	Records  int64        `json:"records"`
	Tables   []TableCount `json:"tables"`
	Rooms    int          `json:"rooms"`
	Segments int64        `json:"segments"`
	LogBytes int64        `json:"log_bytes"`
	Blobs    int          `json:"blobs"`
	BlobSize int64        `json:"blob_bytes"`
	Parts    []Part       `json:"parts"` // in their order; blobs, which are named by their own hash, are not among them
}

// TableCount is a table and how many rows of it there are.
type TableCount struct {
	Table

	Rows int64 `json:"rows"`
}

// Part is one entry of the file. SHA256 is of its bytes as they are there.
type Part struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Bytes  int64  `json:"bytes"`
}

// Head is how a room's log ends.
type Head struct {
	Room   rooms.RoomID `json:"room"`
	Head   rooms.Seq    `json:"head"`
	SHA256 string       `json:"sha256"` // see Seal
}

// Seal is the fingerprint of a log: the SHA-256 of its segments in their order, each as
// a line that tells its place, term, instant and length, and its bytes. It does not
// depend on the engine, nor on the log's name, which a restore changes.
type Seal struct{ sum hash.Hash }

// NewSeal begins one.
func NewSeal() Seal { return Seal{sum: sha256.New()} }

// Add takes the log's next segment.
func (s Seal) Add(one host.Segment) {
	_, _ = fmt.Fprintf(s.sum, "%d %d %d %d %d\n", one.From, one.To, one.Term, one.At, len(one.Data)) // a hash never fails
	_, _ = s.sum.Write(one.Data)
}

// Sum is the fingerprint so far, in hexadecimal digits.
func (s Seal) Sum() string { return hex.EncodeToString(s.sum.Sum(nil)) }
