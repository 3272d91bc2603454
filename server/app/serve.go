package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	stdlog "log"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/config"
	"palabre/server/jobs"
	"palabre/server/mail"
)

// stopWithin is how long stopping may take before what is left is dropped; leases
// then end by themselves.
const stopWithin = 20 * time.Second

// drainWithin is the same for a node among many, which hands its rooms over.
const drainWithin = 55 * time.Second

// serve runs a node until ctx ends.
func serve(ctx context.Context, c config.Config, stdout, stderr io.Writer) error {
	log := logger(c, stderr)
	n, err := Start(ctx, c, log)
	if err != nil {
		return err
	}
	log.Info().Str("addr", n.listen.Addr().String()).Str("public", origin(n.Public)).Str("media", n.media.Addr().String()).
		Str("version", Version()).Msg("Palabre écoute / Palabre is listening")
	link, err := n.Auth.FirstLink(ctx)
	if err != nil {
		log.Error().Err(err).Msg("premier lien non fait / first link not made")
	}
	if link != "" {
		_, err := fmt.Fprintf(stdout, "\nPremière ouverture\u00a0: ce lien sert une fois et fait de vous l’administratrice ou l’administrateur.\n"+
			"First start: this link works once and makes you the administrator.\n\n  %s\n\n", link)
		if err != nil {
			log.Error().Err(err).Msg("premier lien non montré / first link not shown")
		}
	}
	<-ctx.Done()
	log.Info().Msg("Palabre s’arrête / Palabre is stopping")
	within := stopWithin
	if c.Node.Many() {
		within = drainWithin
	}
	if err := endWithin(context.WithoutCancel(ctx), within, n.Stop); err != nil {
		return fmt.Errorf("app: stop: %w", err)
	}
	return nil
}

// errHangs means that stopping waits for something that does not come.
var errHangs = errors.New("what is waited for does not come; nothing acknowledged is lost, and leases end by themselves")

// endWithin gives stop so long to end, and a moment more to see that its time is over. A database that takes what it is sent and
// answers nothing keeps whoever waits for it longer than any deadline: the process then ends as if it had died.
func endWithin(ctx context.Context, within time.Duration, stop func(context.Context) error) error {
	const moment = 3 * time.Second
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- stop(ctx) }()
	late := time.NewTimer(within + moment)
	defer late.Stop()
	select {
	case err := <-ended:
		return err
	case <-late.C:
		return errHangs
	}
}

// letters lets auth send by the post.
type letters struct{ post *mail.Post }

func (l letters) SignIn(ctx context.Context, to auth.Reader, link string) error {
	return l.post.SignIn(ctx, mail.Person{Email: to.Email, Name: to.Name, Lang: string(to.Lang)}, link)
}

// Announce implements jobs.Announcer.
func (l letters) Announce(ctx context.Context, to community.Person, a jobs.Announcement) error {
	m := a.Meeting
	about := mail.Meeting{
		ID: string(m.ID), Title: m.Title, Community: a.Community, Intention: m.Intention, Confidential: m.Mode == community.Confidential,
		Start: time.UnixMilli(int64(m.StartsAt)).UTC(), Length: time.Duration(m.Minutes) * time.Minute, Zone: m.Zone, Version: m.Version,
	}
	reader := mail.Person{Email: to.Email, Name: to.Name, Lang: string(to.Lang)}
	about.Guest = a.Guest
	if a.Was != 0 {
		about.Was = time.UnixMilli(int64(a.Was)).UTC()
	}
	return l.post.Announce(ctx, reader, about, mail.News(a.News), a.ID, time.Now())
}

// quiet gives net/http a log: what it says (broken handshakes, mostly) is of little use.
func quiet(log zerolog.Logger) *stdlog.Logger {
	return stdlog.New(writer(func(p []byte) {
		log.Debug().Str("said", strings.TrimSpace(string(p))).Msg("net/http")
	}), "", 0)
}

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) {
	w(p)
	return len(p), nil
}
