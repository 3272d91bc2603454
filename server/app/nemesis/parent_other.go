//go:build !linux

package nemesis

import "syscall"

func withParent() *syscall.SysProcAttr { return nil }
