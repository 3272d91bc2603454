// Package blob keeps the files that sessions leave, named by their content: the
// same bytes have one name, a name's bytes never change, and keeping what is kept
// already is no work.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Name names a blob: the SHA-256 of its bytes in 64 hexadecimal digits, lower case.
type Name string

// What a Store says when it cannot do as asked.
var (
	ErrNotFound = errors.New("blob: not found")
	// ErrBadName: not a name that NameOf could give.
	ErrBadName = errors.New("blob: not a name")
	// ErrTooBig: more bytes than the caller allowed; nothing was kept.
	ErrTooBig = errors.New("blob: too big")
	// ErrFull: no room left on the disk; nothing was kept.
	ErrFull = errors.New("blob: no room left on the disk")
	// ErrDamaged: the bytes kept are not those of the name.
	ErrDamaged = errors.New("blob: damaged")
)

// Info is what is known of a blob. Size is in bytes.
type Info struct {
	Name Name
	Size int64
}

// Store keeps blobs. It is safe for concurrent use. Names that are none answer
// ErrBadName before anything is touched.
type Store interface {
	// Put keeps all bytes of r, durably before it returns, and gives their name.
	// ErrTooBig when there are more than most.
	Put(ctx context.Context, r io.Reader, most int64) (Info, error)
	// Get opens a blob; the caller closes it. Reading to its end answers ErrDamaged
	// instead of io.EOF when the bytes are not those of the name. ErrNotFound.
	Get(ctx context.Context, name Name) (io.ReadCloser, error)
	// Stat tells a blob's size. ErrNotFound.
	Stat(ctx context.Context, name Name) (Info, error)
	// Delete forgets a blob; one that is not there is no error.
	Delete(ctx context.Context, name Name) error
	// List gives every blob, in no order; a fault ends it with an error.
	List(ctx context.Context) iter.Seq2[Info, error]
	// Check says whether the store can keep something, for readiness.
	Check(ctx context.Context) error
}

// NameOf is the name of some bytes.
func NameOf(data []byte) Name {
	sum := sha256.Sum256(data)
	return Name(hex.EncodeToString(sum[:]))
}

// Valid tells whether a name could be a blob's: nothing else reaches a path or a URL.
func (n Name) Valid() bool {
	if len(n) != 2*sha256.Size {
		return false
	}
	for _, c := range []byte(n) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// ReadAll reads a whole blob of at most most bytes.
func ReadAll(ctx context.Context, s Store, name Name, most int64) (_ []byte, err error) {
	r, err := s.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("read blob %s: %w", name, err)
	}
	if int64(len(data)) > most {
		return nil, ErrTooBig
	}
	return data, nil
}
