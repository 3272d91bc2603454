//go:build !unix

package sqlite

import (
	"fmt"
	"os"
	"path/filepath"
)

// lock keeps the file open; where the system has no locks of its own that end
// with the process, the file must not be there, and an interrupted process leaves
// it to be removed by hand.
type lock struct{ file *os.File }

func take(dir string) (*lock, error) {
	f, err := os.OpenFile(filepath.Join(dir, lockName), os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o600)
	if os.IsExist(err) {
		return nil, &InUse{Dir: dir}
	}
	if err != nil {
		return nil, fmt.Errorf("open lock: %w", err)
	}
	return &lock{file: f}, nil
}

func (l *lock) release() error {
	name := l.file.Name()
	if err := l.file.Close(); err != nil {
		return fmt.Errorf("close lock: %w", err)
	}
	return os.Remove(name)
}

func free(string) (uint64, bool) { return 0, false }
