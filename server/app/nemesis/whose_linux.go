package nemesis

import (
	"bufio"
	"bytes"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// holds tells whether a process has the other end of a connection to this machine: the kernel knows the socket by its port,
// and the process's files by the socket.
func holds(pid int, conn net.Conn) bool {
	at, ok := conn.RemoteAddr().(*net.TCPAddr)
	if !ok {
		return false
	}
	inode := socketOf(at.Port)
	if inode == "" {
		return false
	}
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	if err != nil {
		return false
	}
	for _, f := range files {
		if to, err := os.Readlink(f); err == nil && to == "socket:["+inode+"]" {
			return true
		}
	}
	return false
}

// socketOf finds the socket that is bound to a local port and connected.
func socketOf(port int) string {
	raw, err := os.ReadFile("/proc/net/tcp")
	if err != nil {
		return ""
	}
	local := fmt.Sprintf(":%04X", port)
	lines := bufio.NewScanner(bytes.NewReader(raw))
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		const established = "01"
		if len(fields) > 9 && strings.HasSuffix(fields[1], local) && fields[3] == established {
			return fields[9]
		}
	}
	return ""
}
