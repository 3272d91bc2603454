package backup

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	prefix = "palabre-"
	suffix = ".tar"
	// aside ends the name of a file that is being written.
	aside = ".part"
)

// Name is how a backup of an instant is called in a folder. Names are in the order of
// their instants.
func Name(at time.Time) string { return prefix + at.UTC().Format("20060102T150405Z") + suffix }

// Create makes a backup at a path, or in a folder under the name of its instant, for
// the eyes of who makes it alone. The file is there whole or not at all; write gets
// where to write it.
func Create(path string, at time.Time, write func(io.Writer) error) (string, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, Name(at))
	}
	if _, err := os.Lstat(path); err == nil {
		return "", taken(path)
	}
	f, err := os.OpenFile(path+aside, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if errors.Is(err, fs.ErrNotExist) {
		return "", noFolder(filepath.Dir(path))
	}
	if err != nil {
		return "", fmt.Errorf("backup: %w", err)
	}
	if err := fill(f, write); err != nil {
		return "", errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return "", errors.Join(fmt.Errorf("backup: %w", err), os.Remove(f.Name()))
	}
	return path, SyncFolder(filepath.Dir(path))
}

func fill(f *os.File, write func(io.Writer) error) error {
	const buffer = 1 << 20
	w := bufio.NewWriterSize(f, buffer)
	err := f.Chmod(0o600) // one that was left by an interrupted backup has its own
	if err == nil {
		err = write(w)
	}
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// SyncFolder makes durable what a folder says.
func SyncFolder(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return errors.Join(d.Sync(), d.Close())
}

// Find gives the backup at a path: itself, or in a folder the one of the latest instant.
func Find(_ context.Context, path string) (string, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", notThere(path)
	}
	if err != nil {
		return "", fmt.Errorf("backup: %w", err)
	}
	if !info.IsDir() {
		return path, nil
	}
	list, err := os.ReadDir(path)
	if err != nil {
		return "", fmt.Errorf("backup: %w", err)
	}
	var names []string
	for _, e := range list {
		if n := e.Name(); strings.HasPrefix(n, prefix) && strings.HasSuffix(n, suffix) && e.Type().IsRegular() {
			names = append(names, n)
		}
	}
	if len(names) == 0 {
		return "", notThere(path)
	}
	return filepath.Join(path, slices.Max(names)), nil
}
