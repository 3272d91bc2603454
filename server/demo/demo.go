// Package demo makes the demonstration: two communities whose people are made up, and meetings that were lived. A
// script gives the gestures of each person to the real use cases, rooms and boards, with a clock that it moves; nothing
// is written beside them, and what meetings leave is made as in life.
//
// What is said of ROCFM's community of practice (CDP) and of FQOCF's communities of the AGORA network (CPS) is what they
// published of them. Everybody's name is a word for fiction.
package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"palabre/assets/render/typeface"
	"palabre/rooms"
	"palabre/server/app"
	"palabre/server/community"
)

// refusal is why the demonstration is not loaded.
type refusal struct{ fr, en string }

func (r refusal) Error() string { return r.en }

// FR is the sentence in French.
func (r refusal) FR() string { return r.fr }

// EN is the sentence in English.
func (r refusal) EN() string { return r.en }

var (
	errInUse = refusal{
		"Ce dossier de données sert déjà à d’autres. Choisissez-en un autre avec --data, ou ajoutez --into-existing.",
		"This data folder is used by others already. Choose another with --data, or add --into-existing.",
	}
	errHalf = refusal{
		"La démonstration a été chargée à moitié dans ce dossier. Recommencez avec un dossier de données neuf (--data).",
		"The demonstration was half loaded into this folder. Begin again with a new data folder (--data).",
	}
)

// world is what the script acts on.
type world struct {
	app.Demo
	now   rooms.Millis // when the demonstration is loaded
	zone  *time.Location
	fonts *typeface.Set
}

// Load makes the demonstration as of now and says how to sign in. Loaded already, it adds nothing. It refuses a folder
// that others use, unless told otherwise.
func Load(ctx context.Context, d app.Demo, out io.Writer) error {
	fonts, err := typeface.Load()
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	w := &world{Demo: d, now: d.Clock.Now(), zone: zone, fonts: fonts}
	loaded, err := w.loaded(ctx)
	if err != nil {
		return err
	}
	if !loaded {
		if err := w.live(ctx); err != nil {
			return fmt.Errorf("demo: %w", err)
		}
	}
	w.Clock.Set(w.now)
	return w.welcome(ctx, out)
}

// loaded tells whether the demonstration is there, whole; it refuses where it must not be made.
func (w *world) loaded(ctx context.Context) (bool, error) {
	leads := [...]string{rocfmCast().lead().email, agoraCast().lead().email}
	first, err := w.Records.FindPersonByEmail(ctx, leads[0])
	if errors.Is(err, community.ErrNotFound) {
		return false, w.free(ctx)
	}
	if err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	second, err := w.Records.FindPersonByEmail(ctx, leads[1])
	if errors.Is(err, community.ErrNotFound) {
		return false, errHalf
	}
	if err != nil {
		return false, fmt.Errorf("demo: %w", err)
	}
	for person, want := range map[rooms.MemberID]int{first.ID: heldMeetings, second.ID: 1} {
		if n, err := w.begun(ctx, person); err != nil {
			return false, err
		} else if n < want {
			return false, errHalf
		}
	}
	return true, nil
}

// begun counts the meetings of somebody's communities that have begun.
func (w *world) begun(ctx context.Context, person rooms.MemberID) (int, error) {
	own, err := w.Records.ListCommunitiesOf(ctx, person)
	if err != nil {
		return 0, fmt.Errorf("demo: %w", err)
	}
	n := 0
	for _, c := range own {
		all, err := w.Records.ListMeetings(ctx, c.Community.ID)
		if err != nil {
			return 0, fmt.Errorf("demo: %w", err)
		}
		for _, m := range all {
			if m.Status != community.Planned {
				n++
			}
		}
	}
	return n, nil
}

// free refuses a store that has an administrator: the first account of every installation is hers.
func (w *world) free(ctx context.Context) error {
	if w.IntoExisting {
		return nil
	}
	has, err := w.Records.HasAdmin(ctx)
	if err != nil {
		return fmt.Errorf("demo: %w", err)
	}
	_, err = w.Records.FindLostAdmin(ctx)
	switch {
	case has || err == nil:
		return errInUse
	case errors.Is(err, community.ErrNotFound):
		return nil
	default:
		return fmt.Errorf("demo: %w", err)
	}
}

// live plays everything, the oldest first.
func (w *world) live(ctx context.Context) error {
	dates := cycle(w.now, w.zone)
	rocfm, agora := rocfmCast(), agoraCast()
	w.Clock.Set(dates[0].at - 40*day)
	cdp, err := w.found(ctx, rocfmFacts(), rocfm)
	if err != nil {
		return err
	}
	w.Clock.Set(dates[0].at - 20*day)
	cps, err := w.found(ctx, agoraFacts(), agora)
	if err != nil {
		return err
	}
	meetings, err := w.planCycle(ctx, rocfm, cdp, dates)
	if err != nil {
		return err
	}
	if err := w.liveWelcome(ctx, meetings[0], rocfm); err != nil {
		return fmt.Errorf("%s: %w", meetings[0].Title, err)
	}
	if err := w.liveSupports(ctx, meetings[1], rocfm); err != nil {
		return fmt.Errorf("%s: %w", meetings[1].Title, err)
	}
	if err := w.liveWorkshop(ctx, cps, agora); err != nil {
		return fmt.Errorf("atelier: %w", err)
	}
	return nil
}

// welcome says how to sign in.
func (w *world) welcome(ctx context.Context, out io.Writer) error {
	rocfm, agora := rocfmCast(), agoraCast()
	var said strings.Builder
	said.WriteString("\nLa démonstration est là. Ces liens servent une fois, pendant dix minutes; ensuite, demandez-en un à la page de\n" +
		"connexion avec l’adresse\u00a0: sans serveur de courriel, il arrive dans le dossier «\u00a0mail\u00a0» des données.\n" +
		"The demonstration is there. These links work once, for ten minutes; then ask for one on the sign-in page.\n")
	for _, one := range []struct {
		community string
		people    []*person
	}{
		{rocfmFacts().name, []*person{rocfm.lead(), rocfm.get("mariama")}},
		{agoraFacts().name, []*person{agora.lead(), agora.get("karim")}},
	} {
		fmt.Fprintf(&said, "\n%s\n", one.community)
		for i, p := range one.people {
			link, err := w.Link(ctx, p.email)
			if err != nil {
				return fmt.Errorf("demo: link: %w", err)
			}
			if link == "" {
				link = "trop de liens demandés; revenez dans un quart d’heure / too many links asked for; come back in a quarter of an hour"
			}
			fmt.Fprintf(&said, "  %s (%s, %s)\n    %s\n", p.name, [...]string{"animation", "membre"}[i], p.email, link)
		}
	}
	said.WriteString("\nChaque lien fait entrer la personne nommée au-dessus. Le lien d’administration que «\u00a0palabre serve\u00a0» montre, lui, est pour\n" +
		"installer le site.\n" +
		"Each link signs in the person named above it. The administrator’s link that “palabre serve” shows is for setting the site up.\n\n")
	_, err := io.WriteString(out, said.String())
	return err
}
