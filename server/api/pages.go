package api

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"sync"

	"github.com/andybalholm/brotli"
)

// pages serves the web application: its files as they are, and its one page for
// every other address, since the application itself reads the address.
type pages struct {
	files fs.FS
	mu    sync.Mutex
	ready map[string]*page
}

// page is one file, with its compressed forms made once.
type page struct {
	once     sync.Once
	err      error
	kind     string
	tag      string // ETag of the plain form
	plain    []byte
	gzip, br []byte // nil when they gain nothing
}

// unbuilt is shown when the binary was made without the web application.
const unbuilt = `<!doctype html><html lang="fr"><meta charset="utf-8"><title>Palabre</title>
<h1>L’application n’est pas construite</h1><p>Lancez <code>make build</code>, puis recommencez.</p>
<h2 lang="en">The application is not built</h2><p lang="en">Run <code>make build</code>, then try again.</p></html>
`

func newPages(files fs.FS) (http.Handler, error) {
	if files == nil {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(http.StatusServiceUnavailable)
			_, _ = w.Write([]byte(unbuilt)) // the asker may be gone
		}), nil
	}
	if _, err := fs.Stat(files, "index.html"); err != nil {
		return nil, fmt.Errorf("api: web application: %w", err)
	}
	return &pages{files: files, ready: map[string]*page{}}, nil
}

func (p *pages) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		writeProblem(w, problem(http.StatusMethodNotAllowed, "bad_method", "Cette page se lit seulement.", "This page can only be read."))
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	one, err := p.find(name)
	// A file that is gone (an older build's) must not be answered with the page:
	// browsers would take its HTML for a script.
	if errors.Is(err, fs.ErrNotExist) && path.Ext(name) == "" {
		name = "index.html"
		one, err = p.find(name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		writeProblem(w, notFound())
	case err != nil:
		writeProblem(w, broken())
	default:
		one.serve(w, r, strings.HasPrefix(name, "assets/"))
	}
}

func (p *pages) find(name string) (*page, error) {
	info, err := fs.Stat(p.files, name)
	if name == "" || err != nil || info.IsDir() || strings.HasPrefix(path.Base(name), ".") {
		return nil, fs.ErrNotExist
	}
	p.mu.Lock()
	one, ok := p.ready[name]
	if !ok {
		one = &page{}
		p.ready[name] = one
	}
	p.mu.Unlock()
	one.once.Do(func() { one.prepare(p.files, name) })
	return one, one.err
}

// prepare reads the file and compresses it, if it is of a kind that gains by it.
func (p *page) prepare(files fs.FS, name string) {
	if p.plain, p.err = fs.ReadFile(files, name); p.err != nil {
		return
	}
	sum := sha256.Sum256(p.plain)
	p.tag = hex.EncodeToString(sum[:12])
	p.kind = kindOf(name)
	if !strings.HasPrefix(p.kind, "text/") && !strings.Contains(p.kind, "javascript") && !strings.Contains(p.kind, "json") &&
		!strings.Contains(p.kind, "svg") && !strings.Contains(p.kind, "wasm") {
		return
	}
	const brotliLevel = 6 // beyond, seconds of work for 2 % less
	var gz, br bytes.Buffer
	zw, err := gzip.NewWriterLevel(&gz, gzip.BestCompression)
	if err != nil {
		p.err = err
		return
	}
	bw := brotli.NewWriterLevel(&br, brotliLevel)
	_, errGz := zw.Write(p.plain)
	_, errBr := bw.Write(p.plain)
	if p.err = errors.Join(errGz, errBr, zw.Close(), bw.Close()); p.err != nil {
		return
	}
	if gz.Len() < len(p.plain) {
		p.gzip = gz.Bytes()
	}
	if br.Len() < len(p.plain) {
		p.br = br.Bytes()
	}
}

// kindOf does not ask the system, whose tables differ from machine to machine.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	case ".wasm":
		return "application/wasm"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	if k := mime.TypeByExtension(path.Ext(name)); k != "" {
		return k
	}
	return "application/octet-stream"
}

// serve answers with the best form that the browser takes. Files under assets/
// have their content's hash in their name: they never change.
func (p *page) serve(w http.ResponseWriter, r *http.Request, hashed bool) {
	h := w.Header()
	h.Set("Content-Type", p.kind)
	h.Set("Cache-Control", "no-cache")
	if hashed {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	data, tag := p.plain, `"`+p.tag+`"`
	if p.gzip != nil || p.br != nil {
		h.Set("Vary", "Accept-Encoding")
		switch accepts := r.Header.Get("Accept-Encoding"); {
		case p.br != nil && takes(accepts, "br"):
			data, tag = p.br, `"`+p.tag+`-br"`
			h.Set("Content-Encoding", "br")
		case p.gzip != nil && takes(accepts, "gzip"):
			data, tag = p.gzip, `"`+p.tag+`-gz"`
			h.Set("Content-Encoding", "gzip")
		}
	}
	h.Set("ETag", tag)
	for _, have := range strings.Split(r.Header.Get("If-None-Match"), ",") {
		if strings.TrimPrefix(strings.TrimSpace(have), "W/") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(data)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(data) // the asker may be gone
	}
}

// takes tells whether an Accept-Encoding lists the coding and does not refuse it.
func takes(accepts, coding string) bool {
	for _, one := range strings.Split(accepts, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.TrimSpace(name) == coding {
			return strings.ReplaceAll(weight, " ", "") != "q=0"
		}
	}
	return false
}
