package sqlite_test

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

// smallDisk is set in the environment of a child that has a small disk of its own.
const smallDisk = "PALABRE_TEST_SMALL_DISK"

// A full disk is told as such by both files, keeps all that was acknowledged,
// stays readable, and everything goes on once there is room again. The disk is a
// small one mounted for a child alone.
func TestAFullDiskIsToldAndRecoveredFrom(t *testing.T) {
	if dir := os.Getenv(smallDisk); dir != "" {
		onSmallDisk(t, dir)
		return
	}
	attr := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}}
	}
	if err := child(t, smallDisk+"="+t.TempDir(), attr); errors.Is(err, syscall.EPERM) {
		t.Fatal("this machine lets nobody mount a small disk, not even in a namespace: run the tests as root")
	} else if err != nil {
		t.Fatal(err)
	}
}

// fileLimit is set in the environment of a child whose files are limited in size.
const fileLimit = "PALABRE_TEST_FILE_LIMIT"

// The same under a limit on the size of files, which fails writes in another way.
func TestALimitOnFilesIsAFullDisk(t *testing.T) {
	if dir := os.Getenv(fileLimit); dir != "" {
		limit := func(most uint64) {
			if err := unix.Setrlimit(unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: most, Max: unix.RLIM_INFINITY}); err != nil {
				t.Fatal(err)
			}
		}
		fullThenFree(t, dir, func() { limit(512 << 10) }, func() { limit(unix.RLIM_INFINITY) })
		return
	}
	if err := child(t, fileLimit+"="+t.TempDir(), nil); err != nil {
		t.Fatal(err)
	}
}

func child(t *testing.T, env string, attr *syscall.SysProcAttr) error {
	t.Helper()
	c := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env, c.SysProcAttr = append(os.Environ(), env), attr
	out, err := c.CombinedOutput()
	if err == nil && !bytes.Contains(out, []byte("--- PASS: "+t.Name())) {
		err = errors.New("the child ran no test")
	}
	if err != nil && len(out) > 0 {
		return fmt.Errorf("%w: %s", err, out)
	}
	return err
}

func onSmallDisk(t *testing.T, dir string) {
	// Private: the mount is seen by this process alone, and ends with it.
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=32m"); err != nil {
		t.Fatal(err)
	}
	ballast := filepath.Join(dir, "ballast")
	fullThenFree(t, filepath.Join(dir, "data"), func() {
		for size := 1 << 20; size >= 4096; size /= 2 {
			f, err := os.OpenFile(ballast, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
			if err != nil {
				t.Fatal(err)
			}
			for err == nil {
				_, err = f.Write(make([]byte, size))
			}
			if !errors.Is(err, syscall.ENOSPC) {
				t.Fatal(err)
			}
			if err := f.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}, func() {
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	})
}

func fullThenFree(t *testing.T, dir string, fill, free func()) {
	s := openAt(t, dir)
	w := &writer{t: t, s: s}
	lease, err := s.Log.Claim(t.Context(), "ses_a", "w", 1000, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	w.term = lease.Term
	for range 10 {
		if err := errors.Join(w.event(), w.record()); err != nil {
			t.Fatal(err)
		}
	}
	fill()
	w.untilFull("log", host.ErrFull, w.event)
	w.untilFull("records", community.ErrFull, w.record)
	for range 5 { // it stays so, and says so each time
		if err := w.event(); !errors.Is(err, host.ErrFull) {
			t.Fatalf("log: %v", err)
		}
		if err := w.record(); !errors.Is(err, community.ErrFull) {
			t.Fatalf("records: %v", err)
		}
	}
	if _, err := s.Log.Claim(t.Context(), "ses_new", "w", 1000, 2000); err != nil && !errors.Is(err, host.ErrFull) {
		t.Fatalf("claim: %v", err)
	}
	w.check()
	free()
	for range 300 {
		if err := errors.Join(w.event(), w.record()); err != nil {
			t.Fatalf("after room was made: %v", err)
		}
	}
	w.check()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	w.s = openAt(t, dir)
	w.check()
	if err := w.s.Close(); err != nil {
		t.Fatal(err)
	}
}

// writer writes events and records and remembers what was acknowledged.
type writer struct {
	t       *testing.T
	s       *store.Store
	term    uint64
	head    rooms.Seq
	records rooms.Seq
}

func (w *writer) event() error {
	const events = 40 // some 1.5 KiB
	fenced, err := w.s.Log.Append(w.t.Context(), []host.Segment{storetest.Segment("ses_a", w.term, w.head, w.head+events)})
	if err == nil {
		err = errors.Join(fenced...)
	}
	if err == nil {
		w.head += events
	}
	return err
}

func (w *writer) record() error {
	err := w.s.Records.Write(w.t.Context(), func(tx community.Records) error {
		return tx.AddNetwork(w.t.Context(), network(w.records))
	})
	if err == nil {
		w.records++
	}
	return err
}

func (w *writer) untilFull(what string, want error, write func() error) {
	w.t.Helper()
	for range 20_000 {
		if err := write(); errors.Is(err, want) {
			return
		} else if err != nil {
			w.t.Fatalf("%s: %v", what, err)
		}
	}
	w.t.Fatalf("%s: the disk never was full", what)
}

// check: what was acknowledged is there, and nothing else.
func (w *writer) check() {
	w.t.Helper()
	if head := storetest.Whole(w.t, w.s.Log, "ses_a"); head != w.head {
		w.t.Fatalf("%d events, %d were acknowledged", head, w.head)
	}
	list, err := w.s.Records.ListNetworks(w.t.Context())
	if err != nil || rooms.Seq(len(list)) != w.records {
		w.t.Fatalf("%d records, %d were acknowledged, %v", len(list), w.records, err)
	}
}
