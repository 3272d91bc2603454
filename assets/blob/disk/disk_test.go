package disk_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"palabre/assets/blob"
	"palabre/assets/blob/blobtest"
	"palabre/assets/blob/disk"
)

func open(t testing.TB, dir string) *disk.Store {
	t.Helper()
	s, err := disk.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestContract(t *testing.T) {
	blobtest.Run(t, func(t testing.TB) blob.Store { return open(t, t.TempDir()) })
}

func TestADamagedBlobIsNotGivenAsWhole(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	info, err := s.Put(t.Context(), strings.NewReader("compte rendu"), 100)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, string(info.Name[:2]), string(info.Name))
	if err := os.WriteFile(file, []byte("compte vendu"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.ReadAll(t.Context(), s, info.Name, 100); !errors.Is(err, blob.ErrDamaged) {
		t.Fatalf("error %v", err)
	}
	if _, err := s.Put(t.Context(), strings.NewReader("compte rendu"), 100); err != nil { // keeping it again mends it
		t.Fatal(err)
	}
	if got, err := blob.ReadAll(t.Context(), s, info.Name, 100); err != nil || string(got) != "compte rendu" {
		t.Fatalf("%q, %v", got, err)
	}
}

func TestALinkOutOfTheFolderLeadsNowhere(t *testing.T) {
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	s, name := open(t, dir), blob.NameOf([]byte("secret"))
	if err := errors.Join(os.Mkdir(filepath.Join(dir, string(name[:2])), 0o700),
		os.Symlink(outside, filepath.Join(dir, string(name[:2]), string(name)))); err != nil {
		t.Fatal(err)
	}
	if got, err := blob.ReadAll(t.Context(), s, name, 100); err == nil {
		t.Fatalf("read %q", got)
	}
}

func TestWhatADeadProcessLeftHalfWrittenIsCleared(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	half := filepath.Join(dir, "tmp", "1-0")
	if err := os.WriteFile(half, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if _, err := os.Stat(half); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("still there: %v", err)
	}
}
