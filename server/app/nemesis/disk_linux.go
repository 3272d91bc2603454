package nemesis

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// Disk is a file system in memory that can be filled. Making one needs the right to mount.
type Disk struct {
	Dir  string
	most int64
}

// NewDisk mounts one of so many bytes in a temporary folder. Close unmounts it.
func NewDisk(most int64) (*Disk, error) {
	dir, err := os.MkdirTemp("", "disk")
	if err != nil {
		return nil, err
	}
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, fmt.Sprintf("mode=0755,size=%d", most)); err != nil {
		return nil, errors.Join(fmt.Errorf("mount: %w", err), os.Remove(dir))
	}
	return &Disk{dir, most}, nil
}

// Fill leaves no room: the disk becomes as small as what is on it.
func (d *Disk) Fill() error {
	const often = 100 // it grows meanwhile
	var err error
	for range often {
		var s syscall.Statfs_t
		if err := syscall.Statfs(d.Dir, &s); err != nil {
			return err
		}
		if err = d.resize(int64(s.Blocks-s.Bfree) * s.Bsize); err == nil {
			return nil
		}
	}
	return fmt.Errorf("a disk that does not fill up: %w", err)
}

// Free makes room again.
func (d *Disk) Free() error { return d.resize(d.most) }

func (d *Disk) resize(to int64) error {
	return syscall.Mount("tmpfs", d.Dir, "tmpfs", syscall.MS_REMOUNT, fmt.Sprintf("size=%d", to))
}

// Close unmounts it, with what is on it.
func (d *Disk) Close() error {
	return errors.Join(syscall.Unmount(d.Dir, syscall.MNT_DETACH), os.Remove(d.Dir))
}
