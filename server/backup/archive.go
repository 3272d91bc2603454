package backup

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"strings"

	"palabre/assets/blob"
)

// Archive is a backup that was read whole and is what was written.
type Archive struct {
	Manifest Manifest

	path  string
	file  *os.File
	parts map[string]place // by name
	files []place          // the blobs
}

// place is where an entry's bytes are in the file.
type place struct {
	name     string
	at, size int64
}

// Open opens a backup and checks every byte of it: what is damaged, cut short or made by
// a newer program is refused. Close lets go of it.
func Open(ctx context.Context, path string, tell Progress) (_ *Archive, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	a := &Archive{path: path, file: f, parts: map[string]place{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, a.Close())
		}
	}()
	if tell == nil {
		tell = func(Stage, int, int) {}
	}
	size, err := a.whole(ctx, tell)
	if err != nil {
		return nil, err
	}
	if err := a.index(size); err != nil {
		return nil, err
	}
	return a, a.read(ctx)
}

// Close closes the file.
func (a *Archive) Close() error { return a.file.Close() }

// whole compares the file's hash with what its end says, and gives the length of the rest.
func (a *Archive) whole(ctx context.Context, tell Progress) (int64, error) {
	info, err := a.file.Stat()
	if err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	size := info.Size() - tailSize
	if size <= 0 || !info.Mode().IsRegular() {
		return 0, damaged(a.path, "tail")
	}
	const step = 1 << 20
	sum, buffer := sha256.New(), make([]byte, step)
	for at := int64(0); at < size; {
		tell(Checking, int(at>>20), int(size>>20))
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n, err := a.file.ReadAt(buffer[:min(step, size-at)], at)
		if n == 0 && err != nil {
			return 0, fmt.Errorf("backup: %w", err)
		}
		_, _ = sum.Write(buffer[:n]) // a hash never fails
		at += int64(n)
	}
	want, err := tail(sum.Sum(nil))
	if err != nil {
		return 0, err
	}
	have := make([]byte, tailSize)
	if _, err := a.file.ReadAt(have, size); err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	if !bytes.Equal(have, want) {
		return 0, damaged(a.path, "sha256")
	}
	return size, nil
}

// index finds the entries.
func (a *Archive) index(size int64) error {
	entries := io.NewSectionReader(a.file, 0, size)
	t := tar.NewReader(entries)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged(a.path, "tar")
		}
		// The tar reader reads no further than an entry's header.
		at, err := entries.Seek(0, io.SeekCurrent)
		if err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		one := place{name: h.Name, at: at, size: h.Size}
		if strings.HasPrefix(h.Name, blobsPart) {
			a.files = append(a.files, one)
		} else {
			a.parts[h.Name] = one
		}
	}
}

// read reads the manifest and compares it with what is there.
func (a *Archive) read(ctx context.Context) error {
	where, ok := a.parts[manifestName]
	if !ok {
		return damaged(a.path, manifestName)
	}
	text := make([]byte, where.size)
	if _, err := a.file.ReadAt(text, where.at); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	var version struct{ Format int }
	if json.Unmarshal(text, &version) != nil || version.Format < 1 {
		return damaged(a.path, manifestName)
	}
	if version.Format > Format {
		return Newer()
	}
	if json.Unmarshal(text, &a.Manifest) != nil || len(a.parts) != len(a.Manifest.Parts)+1 || len(a.files) != a.Manifest.Blobs {
		return damaged(a.path, manifestName)
	}
	for _, p := range a.Manifest.Parts {
		data, err := a.bytes(p)
		if err == nil && ctx.Err() != nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != p.SHA256 {
			return damaged(a.path, p.Name)
		}
	}
	return nil
}

// bytes gives a part as it is in the file. Parts are small: see chunk.
func (a *Archive) bytes(p Part) ([]byte, error) {
	where, ok := a.parts[p.Name]
	if !ok || where.size != p.Bytes {
		return nil, damaged(a.path, p.Name)
	}
	data := make([]byte, where.size)
	if _, err := a.file.ReadAt(data, where.at); err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return data, nil
}

// each gives the parts of one name, unpacked, in their order. A part that is not any
// more what it was when the file was opened ends it with an error.
func (a *Archive) each(ctx context.Context, name string) iter.Seq2[*bufio.Reader, error] {
	return func(yield func(*bufio.Reader, error) bool) {
		for _, p := range a.Manifest.Parts {
			if stem, _, _ := strings.Cut(p.Name, "."); stem != name {
				continue
			}
			r, err := a.unpacked(ctx, p)
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

func (a *Archive) unpacked(ctx context.Context, p Part) (*bufio.Reader, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	data, err := a.bytes(p)
	if err != nil {
		return nil, err
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != p.SHA256 {
		return nil, damaged(a.path, p.Name)
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, damaged(a.path, p.Name)
	}
	const buffer = 64 << 10
	return bufio.NewReaderSize(r, buffer), nil
}

// Blobs gives the files in the backup; each is read before the next is asked for.
func (a *Archive) Blobs() iter.Seq2[blob.Info, io.Reader] {
	return func(yield func(blob.Info, io.Reader) bool) {
		for _, f := range a.files {
			info := blob.Info{Name: blob.Name(strings.TrimPrefix(f.name, blobsPart)), Size: f.size}
			if !yield(info, io.NewSectionReader(a.file, f.at, f.size)) {
				return
			}
		}
	}
}
