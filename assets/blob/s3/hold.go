package s3

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"

	"palabre/assets/blob"
)

// held is a whole blob with its name: in memory up to a part, in a file beyond.
type held struct {
	info blob.Info
	r    body // a part that fails is sent again
	drop func() error
}

type body interface {
	io.ReadSeeker
	io.ReaderAt
}

// hold reads everything. When it fails nothing was sent, and nothing is left.
func (s *Store) hold(ctx context.Context, r io.Reader, most int64) (held, error) {
	sum := sha256.New()
	r = io.TeeReader(io.LimitReader(&heeding{ctx: ctx, r: r}, most+1), sum)
	head := bytes.NewBuffer(nil)
	size, err := io.Copy(head, io.LimitReader(r, partSize))
	if err != nil {
		return held{}, fmt.Errorf("read blob: %w", err)
	}
	out := held{r: bytes.NewReader(head.Bytes()), drop: func() error { return nil }}
	if size == partSize {
		if size, err = s.spill(&out, head, r); err != nil {
			return held{}, err
		}
	}
	if size > most {
		return held{}, errors.Join(blob.ErrTooBig, out.drop())
	}
	out.info = blob.Info{Name: blob.Name(hex.EncodeToString(sum.Sum(nil))), Size: size}
	return out, nil
}

// spill moves a blob that may be larger than a part to a file.
func (s *Store) spill(out *held, head io.Reader, rest io.Reader) (size int64, err error) {
	f, err := os.CreateTemp(s.spool, "palabre-blob-*")
	if err != nil {
		return 0, fmt.Errorf("hold blob: %w", err)
	}
	// Its name goes at once: whatever dies, no file is left.
	drop := f.Close
	if err := os.Remove(f.Name()); err != nil { // where an open file keeps its name
		drop = func() error { return errors.Join(f.Close(), os.Remove(f.Name())) }
	}
	size, err = io.Copy(f, io.MultiReader(head, rest))
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		return 0, errors.Join(full("hold blob", err), drop())
	}
	// Not the file itself: the library would take its name and close it.
	out.r, out.drop = io.NewSectionReader(f, 0, size), drop
	return size, nil
}

// heeding reads until its context ends.
type heeding struct {
	ctx context.Context //nolint:containedctx // an io.Reader has no other way to be told
	r   io.Reader
}

func (h *heeding) Read(p []byte) (int, error) {
	if err := h.ctx.Err(); err != nil {
		return 0, err
	}
	return h.r.Read(p)
}
