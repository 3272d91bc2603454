// Package client carries the built web application inside the binary.
package client

import (
	"embed"
	"io/fs"
	"strings"
)

// On a clean clone dist holds only .keep, so that this directive compiles
// before anyone has run the client's build; "all:" lets it match a dotfile.
//
//go:embed all:dist
var dist embed.FS

// Dist is the built application: index.html at its root, hashed files under
// assets/, the board's fonts under fonts/.
func Dist() (fs.FS, error) {
	return fs.Sub(dist, "dist")
}

// Built tells whether the application was built before this binary was. When
// it was not, the server shows a page that says to run `make build`.
func Built() bool {
	_, err := fs.Stat(dist, "dist/index.html")
	return err == nil
}

//go:embed csp.txt
var policy string

// Policy is the Content-Security-Policy header the application is built to run
// under, word for word; CSP.md says why each part is there.
func Policy() string {
	return strings.TrimSpace(policy)
}
