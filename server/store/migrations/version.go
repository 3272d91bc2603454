package migrations

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"
)

// Version is the version of the tables around the live rooms that this program makes.
func Version() (int64, error) {
	own, err := Records()
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	list, err := fs.Glob(own, "*.sql")
	if err != nil || len(list) == 0 {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	digits, _, _ := strings.Cut(list[len(list)-1], "_") // sorted by name
	version, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("read migrations: %w", err)
	}
	return version, nil
}
