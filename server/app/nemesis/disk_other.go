//go:build !linux

package nemesis

import "errors"

// Disk is a file system that can be filled: on Linux.
type Disk struct{ Dir string }

// NewDisk makes none here.
func NewDisk(int64) (*Disk, error) { return nil, errors.New("only Linux has one in memory") }

// Fill does not happen here.
func (*Disk) Fill() error { return errors.ErrUnsupported }

// Free does not happen here.
func (*Disk) Free() error { return errors.ErrUnsupported }

// Close does not happen here.
func (*Disk) Close() error { return nil }
