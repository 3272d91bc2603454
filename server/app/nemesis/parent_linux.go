package nemesis

import "syscall"

// withParent has a process end when this one does, however it ends.
func withParent() *syscall.SysProcAttr { return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL} }
