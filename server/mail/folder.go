package mail

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/rs/zerolog"
)

// Folder lays letters down as .eml files and tells their link in the log: it is
// how Palabre runs on a machine without a mail server, and it is not for a
// public one.
type Folder struct {
	Dir   string
	From  string
	Now   func() time.Time
	NewID func() string
	Log   zerolog.Logger
}

// Send implements Sender. The file appears whole or not at all.
func (f Folder) Send(_ context.Context, l Letter) error {
	id := f.NewID()
	at := f.Now()
	msg, err := compose(f.From, l, at, messageID(cmp.Or(l.ID, id), f.From))
	if err != nil {
		return err
	}
	if err := os.MkdirAll(f.Dir, 0o700); err != nil {
		return fmt.Errorf("mail: folder: %w", err)
	}
	path := filepath.Join(f.Dir, at.UTC().Format("20060102T150405.000")+"-"+id+".eml")
	if err := writeWhole(path, func(w *os.File) error { _, err := msg.WriteTo(w); return err }); err != nil {
		return fmt.Errorf("mail: folder: %w", err)
	}
	f.Log.Info().Str("file", path).Str("link", l.Link).Msg("courriel déposé dans le dossier / mail laid in the folder")
	return nil
}

func writeWhole(path string, write func(*os.File) error) error {
	tmp, err := os.OpenFile(path+".tmp", os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := write(tmp); err != nil {
		return errorsJoinClose(err, tmp)
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}

func errorsJoinClose(err error, f *os.File) error {
	if cerr := f.Close(); cerr != nil {
		return fmt.Errorf("%w (and closing: %w)", err, cerr)
	}
	return err
}
