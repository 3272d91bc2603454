package backup

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"time"
)

// chunk is how many bytes, before they are compressed, make a part: what is in memory of
// a backup at once is a part and a segment.
const chunk = 4 << 20

const (
	manifestName = "manifest.json"
	sumName      = "sha256"
	roomsPart    = "rooms"
	logPart      = "log"
	headsPart    = "heads"
	recordsPart  = "records/"
	blobsPart    = "blobs/"
	lines        = ".jsonl.gz"
	segments     = ".gz"
)

// tarball writes entries and knows the hash of all that was written.
type tarball struct {
	to    io.Writer
	sum   hash.Hash
	tar   *tar.Writer
	at    time.Time // every entry's
	parts []Part
}

func newTarball(w io.Writer, at time.Time) *tarball {
	t := &tarball{sum: sha256.New(), at: at}
	t.to = io.MultiWriter(w, t.sum)
	t.tar = tar.NewWriter(t.to)
	return t
}

func (t *tarball) header(name string, size int64) error {
	err := t.tar.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: size, ModTime: t.at, Typeflag: tar.TypeReg})
	if err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	return nil
}

// part writes a whole entry.
func (t *tarball) part(name string, data []byte) error {
	if err := t.header(name, int64(len(data))); err != nil {
		return err
	}
	if _, err := t.tar.Write(data); err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	sum := sha256.Sum256(data)
	t.parts = append(t.parts, Part{Name: name, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(data))})
	return nil
}

// end writes the entry that holds the hash of all the others.
func (t *tarball) end() error {
	if err := t.tar.Flush(); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	last, err := tail(t.sum.Sum(nil))
	if err != nil {
		return err
	}
	if _, err := t.to.Write(last); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// tailSize is the length of the last entry and of the tar's own end, in bytes.
const tailSize = 4 * 512

// tail is the file's last entry. It is the same bytes for the same hash, so that no
// byte of it can be another one unseen.
func tail(sum []byte) ([]byte, error) {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	text := hex.EncodeToString(sum) + "\n"
	err := w.WriteHeader(&tar.Header{Name: sumName, Mode: 0o600, Size: int64(len(text)), ModTime: time.Unix(0, 0), Typeflag: tar.TypeReg, Format: tar.FormatUSTAR})
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	return out.Bytes(), nil
}

// stream is a sequence of parts of one name, each compressed by itself.
type stream struct {
	to         *tarball
	name, kind string
	n          int
	raw        bytes.Buffer
	packed     bytes.Buffer
	zip        *gzip.Writer
}

func (t *tarball) stream(name, kind string) *stream { return &stream{to: t, name: name, kind: kind} }

// line adds a line of JSON.
func (s *stream) line(v any) error {
	enc := json.NewEncoder(&s.raw)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("backup: %s: %w", s.name, err)
	}
	return s.flush(chunk)
}

// bytes adds bytes as they are, after a line that tells their length.
func (s *stream) bytes(v any, data []byte) error {
	enc := json.NewEncoder(&s.raw)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return fmt.Errorf("backup: %s: %w", s.name, err)
	}
	s.raw.Write(data)
	s.raw.WriteByte('\n')
	return s.flush(chunk)
}

// flush writes a part once there is as much as that.
func (s *stream) flush(most int) error {
	if s.raw.Len() < most {
		return nil
	}
	s.packed.Reset()
	if s.zip == nil {
		// The fastest level: a machine that serves has better to do, and JSON packs well.
		zip, err := gzip.NewWriterLevel(&s.packed, gzip.BestSpeed)
		if err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		s.zip = zip
	} else {
		s.zip.Reset(&s.packed)
	}
	if _, err := s.raw.WriteTo(s.zip); err != nil {
		return fmt.Errorf("backup: %s: %w", s.name, err)
	}
	if err := s.zip.Close(); err != nil {
		return fmt.Errorf("backup: %s: %w", s.name, err)
	}
	name := fmt.Sprintf("%s.%04d%s", s.name, s.n, s.kind)
	s.n++
	return s.to.part(name, s.packed.Bytes())
}

// end writes what is left.
func (s *stream) end() error {
	if s.raw.Len() == 0 {
		return nil
	}
	return s.flush(0)
}
