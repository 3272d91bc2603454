// Package disk keeps blobs in a folder: ab/abcdef…, written aside, flushed, then
// renamed, so that a name is there whole or not at all.
package disk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"strconv"
	"sync/atomic"

	"palabre/assets/blob"
)

// aside is where blobs are written before they have a name.
const aside = "tmp"

// Store is a folder of blobs. Every path goes through os.Root: nothing outside
// the folder can be reached, by a name or by a link put into it.
type Store struct {
	root *os.Root
	made atomic.Int64 // names of files aside: never one twice, a name is somebody's until renamed
}

var _ blob.Store = (*Store)(nil)

// Open opens the folder, made if need be, and clears what a dead process left half
// written: one process at a time has the folder, as it has the data folder around it.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make blob folder: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open blob folder: %w", err)
	}
	if err := errors.Join(root.RemoveAll(aside), root.Mkdir(aside, 0o700)); err != nil {
		return nil, errors.Join(fmt.Errorf("clear blob folder: %w", err), root.Close())
	}
	return &Store{root: root}, nil
}

// Beside opens a folder that another process may have, for reading: nothing is cleared.
func Beside(dir string) (*Store, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open blob folder: %w", err)
	}
	return &Store{root: root}, nil
}

// Close lets go of the folder.
func (s *Store) Close() error { return s.root.Close() }

func place(n blob.Name) string { return path.Join(string(n[:2]), string(n)) }

// Put implements blob.Store.
func (s *Store) Put(ctx context.Context, r io.Reader, most int64) (info blob.Info, err error) {
	f, name, err := s.create()
	if err != nil {
		return info, err
	}
	renamed := false
	defer func() {
		if !renamed {
			err = errors.Join(err, s.root.Remove(name))
		}
	}()
	sum := sha256.New()
	size, err := io.Copy(io.MultiWriter(f, sum), io.LimitReader(&heeding{ctx: ctx, r: r}, most+1))
	if err == nil && size > most {
		err = blob.ErrTooBig
	}
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return info, told("write blob", err)
	}
	info = blob.Info{Name: blob.Name(hex.EncodeToString(sum.Sum(nil))), Size: size}
	renamed, err = s.name(name, info.Name)
	return info, told("name blob", err)
}

// create makes a file aside, with a name of its own.
func (s *Store) create() (*os.File, string, error) {
	name := path.Join(aside, strconv.FormatInt(s.made.Add(1), 10))
	f, err := s.root.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	return f, name, told("write blob", err)
}

// name gives the file its name, and flushes the folders that now say so.
func (s *Store) name(from string, n blob.Name) (renamed bool, err error) {
	folder := path.Dir(place(n))
	made := s.root.Mkdir(folder, 0o700)
	if made != nil && !errors.Is(made, fs.ErrExist) {
		return false, made
	}
	if err := s.root.Rename(from, place(n)); err != nil {
		return false, err
	}
	// Also when another made the folder: it may not have flushed it yet.
	return true, errors.Join(s.flush(folder), s.flush("."))
}

func (s *Store) flush(folder string) error {
	d, err := s.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// Get implements blob.Store.
func (s *Store) Get(_ context.Context, n blob.Name) (io.ReadCloser, error) {
	if !n.Valid() {
		return nil, blob.ErrBadName
	}
	f, err := s.root.Open(place(n))
	if err != nil {
		return nil, told("open blob", err)
	}
	return &checked{f: f, sum: sha256.New(), want: n}, nil
}

// Stat implements blob.Store.
func (s *Store) Stat(_ context.Context, n blob.Name) (blob.Info, error) {
	if !n.Valid() {
		return blob.Info{}, blob.ErrBadName
	}
	st, err := s.root.Stat(place(n))
	if err != nil {
		return blob.Info{}, told("look at blob", err)
	}
	return blob.Info{Name: n, Size: st.Size()}, nil
}

// Delete implements blob.Store.
func (s *Store) Delete(_ context.Context, n blob.Name) error {
	if !n.Valid() {
		return blob.ErrBadName
	}
	err := s.root.Remove(place(n))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return told("delete blob", err)
	}
	return told("delete blob", s.flush(path.Dir(place(n))))
}

// List implements blob.Store.
func (s *Store) List(ctx context.Context) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		stop := errors.New("enough")
		err := fs.WalkDir(s.root.FS(), ".", func(_ string, d fs.DirEntry, err error) error {
			if err := errors.Join(err, ctx.Err()); err != nil {
				return err
			}
			name := blob.Name(d.Name())
			if !d.Type().IsRegular() || !name.Valid() {
				return nil
			}
			st, err := d.Info()
			if errors.Is(err, fs.ErrNotExist) { // deleted meanwhile
				return nil
			}
			if err != nil {
				return err
			}
			if !yield(blob.Info{Name: name, Size: st.Size()}, nil) {
				return stop
			}
			return nil
		})
		if err != nil && !errors.Is(err, stop) {
			yield(blob.Info{}, fmt.Errorf("list blobs: %w", err))
		}
	}
}

// Check implements blob.Store: it writes and removes a file.
func (s *Store) Check(context.Context) error {
	f, name, err := s.create()
	if err != nil {
		return err
	}
	_, err = f.WriteString("check")
	return told("check blobs", errors.Join(err, f.Sync(), f.Close(), s.root.Remove(name)))
}

// told gives an error its meaning.
func told(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return blob.ErrNotFound
	case full(err):
		return fmt.Errorf("%s: %w: %w", doing, blob.ErrFull, err)
	default:
		return fmt.Errorf("%s: %w", doing, err)
	}
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

// checked reads a blob and at its end compares it with its name.
type checked struct {
	f    *os.File
	sum  hash.Hash
	want blob.Name
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.f.Read(p)
	c.sum.Write(p[:n]) // a hash never fails
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.sum.Sum(nil)) != string(c.want) {
		return n, blob.ErrDamaged
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}

func (c *checked) Close() error { return c.f.Close() }
