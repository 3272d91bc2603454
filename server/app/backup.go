package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"palabre/server/backup"
	"palabre/server/community"
	"palabre/server/config"
	"palabre/server/store"
	"palabre/server/store/migrations"
	"palabre/server/store/postgres"
	"palabre/server/store/sqlite"
)

// beside is an installation that is read, while it may be served by another process.
type beside struct {
	backup.Ender

	engine  string
	log     store.Log // for reading
	records community.Store
	blobs   backup.Blobs // nil for none
	cut     func(context.Context) (backup.Cut, error)
	closers []func() error
}

func openBeside(ctx context.Context, c config.Config) (_ *beside, err error) {
	b := &beside{}
	defer func() {
		if err != nil {
			err = errors.Join(err, b.close())
		}
	}()
	if c.DatabaseURL != "" {
		s, err := postgres.OpenBeside(ctx, c.DatabaseURL)
		if err != nil {
			return nil, err
		}
		b.engine, b.log, b.records, b.cut, b.Ender = "postgresql", s.Log, s.Records, s.Cut, s
		b.closers = append(b.closers, s.Close)
	} else {
		if err := sqlite.Unfinished(c.Data); err != nil {
			return nil, err
		}
		s, err := sqlite.OpenBeside(ctx, c.Data)
		if err != nil {
			return nil, err
		}
		b.engine, b.log, b.records, b.cut, b.Ender = "sqlite", s.Log, s.Records, s.Cut, s
		b.closers = append(b.closers, s.Close)
	}
	var end func() error
	if b.blobs, end, err = blobsBeside(ctx, c); err != nil {
		return nil, err
	}
	b.closers = append(b.closers, end)
	return b, nil
}

func (b *beside) close() error {
	var all error
	for _, end := range b.closers {
		all = errors.Join(all, end())
	}
	return all
}

// known refuses tables of a newer program, and with exactly set those of an older one.
func known(cut backup.Cut, exactly bool) error {
	mine, err := migrations.Version()
	switch {
	case err != nil:
		return err
	case cut.Version() > mine:
		return backup.Newer()
	case exactly && cut.Version() < mine:
		return backup.Older()
	default:
		return nil
	}
}

// makeBackup writes a backup of the installation of the settings.
func makeBackup(ctx context.Context, c config.Config, to string, stdout, stderr io.Writer) (err error) {
	from, err := openBeside(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.close()) }()
	said := teller{to: stderr}
	about := backup.About{Palabre: Version(), Engine: from.engine, Begun: time.Now(), Now: time.Now}
	var made backup.Manifest
	path, err := backup.Create(to, about.Begun, func(w io.Writer) error {
		cut, err := from.cut(ctx)
		if err != nil {
			return err
		}
		err = known(cut, false)
		if err == nil {
			made, err = backup.Write(ctx, w, cut, from.blobs, about, said.tell)
		}
		return errors.Join(err, cut.Close())
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "Sauvegarde faite\u00a0: %[1]s (%[2]d salles, %[3]d segments, %[4]d fichiers)\nBackup made: %[1]s (%[2]d rooms, %[3]d segments, %[4]d files)\n",
		path, made.Rooms, made.Segments, made.Blobs)
	return err
}

// restore makes the installation of the settings, which is empty, the one of a backup.
func restore(ctx context.Context, c config.Config, from string, stdout, stderr io.Writer) (err error) {
	path, err := backup.Find(ctx, from)
	if err != nil {
		return err
	}
	said := teller{to: stderr}
	a, err := backup.Open(ctx, path, said.tell)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if mine, err := migrations.Version(); err != nil {
		return err
	} else if a.Version() > mine {
		return backup.Newer()
	}
	into, end, err := openTarget(ctx, c)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, end()) }()
	// Files first: they are named by their content, and nobody knows of them before the
	// rest is there.
	if err := restoreBlobs(ctx, c, a, said.tell); err != nil {
		return err
	}
	if err := into.Fill(ctx, a); err != nil {
		return err
	}
	m := a.Manifest
	_, err = fmt.Fprintf(stdout, "Restauré\u00a0: l’installation est celle du %[1]s (%[2]d salles, %[3]d segments, %[4]d fichiers). Chacun se reconnecte avec son courriel.\n"+
		"Restored: the installation is that of %[1]s (%[2]d rooms, %[3]d segments, %[4]d files). Everybody signs in again.\n",
		m.Begun.Format(time.RFC3339), m.Rooms, m.Segments, m.Blobs)
	return err
}

func openTarget(ctx context.Context, c config.Config) (backup.Target, func() error, error) {
	if c.DatabaseURL != "" {
		t, err := postgres.OpenTarget(ctx, c.DatabaseURL, stage)
		if err != nil {
			return nil, nil, err
		}
		return t, t.Close, nil
	}
	t, err := sqlite.OpenTarget(ctx, c.Data)
	if err != nil {
		return nil, nil, err
	}
	return t, t.Close, nil
}

// stage brings records up to date in files, for an engine on which that cannot be part
// of the one transaction in which all becomes visible.
func stage(ctx context.Context, dir string, from backup.Records) (backup.Records, func() error, error) {
	if err := sqlite.Stage(ctx, dir, from); err != nil {
		return nil, nil, err
	}
	s, err := sqlite.OpenStaged(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	return s, s.Close, nil
}

// teller says how far the work is, now and then.
type teller struct {
	to    io.Writer
	stage backup.Stage
	next  time.Time
}

func (t *teller) tell(stage backup.Stage, done, total int) {
	const every = 2 * time.Second
	now := time.Now()
	last := done == total && total > 0
	if !last && (stage != t.stage || t.next.IsZero()) {
		t.stage, t.next = stage, now.Add(every) // what is quick is told at its end alone
	}
	if !last && now.Before(t.next) {
		return
	}
	t.next = now.Add(every)
	if total == 0 {
		_, _ = fmt.Fprintf(t.to, "%s / %s: %d\n", stage.FR(), stage.EN(), done) // there is nowhere else to say it
		return
	}
	_, _ = fmt.Fprintf(t.to, "%s / %s: %d/%d\n", stage.FR(), stage.EN(), done, total) // there is nowhere else to say it
}
