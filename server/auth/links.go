package auth

import (
	"context"
	"errors"
	"strings"
	"time"

	"palabre/rooms"
	"palabre/server/community"
)

const (
	askedMost  = 256              // links waiting to be sent; beyond, askers are told to come back
	sendWithin = 10 * time.Second // for one letter
	drainFor   = 5 * time.Second  // for those waiting when the program stops
)

// ErrBusy means that too many links wait to be sent.
var ErrBusy = errors.New("auth: too many links wait to be sent")

type asked struct {
	email string
	next  string
	lang  community.Lang
	// known: the asker is signed in and proves her own address by this link.
	known bool
	// of is whose address it is to become, "" for a link that signs in.
	of rooms.MemberID
}

// AskLink takes note that someone wants a link sent to an address. The answer and
// the time it takes are the same whether the address is known or not: everything
// that differs happens after it, in Run.
func (s *Service) AskLink(email, next string, lang community.Lang, present Identity) error {
	email, err := community.Email(email)
	if err != nil {
		return err
	}
	return s.queue(asked{email: email, next: safeNext(next), lang: lang, known: nameless(present)})
}

// AskAddress sends a link to the new address of somebody who is signed in. The address
// is hers once she has opened it, in a browser where she is signed in. Whether it is
// another person's already is not told.
func (s *Service) AskAddress(email, next string, present Identity) error {
	email, err := community.Email(email)
	if err != nil {
		return err
	}
	return s.queue(asked{email: email, next: safeNext(next), lang: present.Lang, of: present.Actor.Member})
}

func (s *Service) queue(a asked) error {
	select {
	case s.asked <- a:
		return nil
	default:
		return ErrBusy
	}
}

// Run sends the links asked for, until ctx ends; then it sends those that wait.
func (s *Service) Run(ctx context.Context) {
	for {
		select {
		case a := <-s.asked:
			s.answer(ctx, a)
		case <-ctx.Done():
			s.drain(ctx)
			return
		}
	}
}

func (s *Service) drain(ctx context.Context) {
	for late := time.After(drainFor); ; {
		select {
		case <-late:
			return
		case a := <-s.asked:
			s.answer(ctx, a)
		default:
			return
		}
	}
}

// answer sends the link if the address may sign in; a letter that is being sent
// when the program stops is still sent. Errors are logged without the address: it
// says who belongs here.
func (s *Service) answer(ctx context.Context, a asked) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendWithin)
	defer cancel()
	if err := s.sendLink(ctx, a); err != nil {
		s.log.Error().Err(err).Msg("lien de connexion non envoyé / login link not sent")
	}
}

func (s *Service) sendLink(ctx context.Context, a asked) error {
	to := Reader{Email: a.email, Lang: a.lang}
	person, err := s.store.FindPersonByEmail(ctx, a.email)
	switch {
	case err == nil && a.of != "":
		return nil // another's, or hers already
	case err == nil:
		to.Name, to.Lang = person.Name, person.Lang
	case errors.Is(err, community.ErrNotFound):
		invited, err := s.store.ListInvitationsTo(ctx, a.email, s.clock.Now())
		if err != nil {
			return err
		}
		if len(invited) == 0 && !a.known && a.of == "" {
			return nil
		}
	default:
		return err
	}
	now, secret := s.clock.Now(), s.ids.Secret()
	link := community.LoginLink{
		ID: community.LoginLinkID(s.ids.ID()), Token: community.HashOf(secret), Email: a.email, Next: a.next, Member: a.of,
		CreatedAt: now, ExpiresAt: now + community.LoginLinkLife,
	}
	enough := false
	err = s.store.Write(ctx, func(tx community.Records) error { // counted and made at once: other nodes count too
		n, err := tx.CountLoginLinks(ctx, a.email, now-linkWindow)
		if enough = n >= linksPerWindow; err != nil || enough {
			return err
		}
		return tx.AddLoginLink(ctx, link)
	})
	if err != nil {
		return err
	}
	if enough {
		s.log.Warn().Msg("trop de liens demandés pour une même adresse / too many links asked for one address")
		return nil
	}
	return s.letters.SignIn(ctx, to, s.loginURL(secret))
}

// FirstLink makes the link that turns its visitor into the administrator, while
// there is none who can come back; "" when there is.
func (s *Service) FirstLink(ctx context.Context) (string, error) {
	has, err := s.store.HasAdmin(ctx)
	if err != nil || has {
		return "", err
	}
	secret, now := s.ids.Secret(), s.clock.Now()
	err = s.store.AddLoginLink(ctx, community.LoginLink{
		ID: community.LoginLinkID(s.ids.ID()), Token: community.HashOf(secret), Next: "/", Admin: true,
		CreatedAt: now, ExpiresAt: now + firstLinkLife,
	})
	if err != nil {
		return "", err
	}
	return s.loginURL(secret), nil
}

// loginURL keeps the secret in the fragment, which browsers send to nobody: it is
// in no server's log and no Referer.
func (s *Service) loginURL(secret string) string { return s.public + "/entrer#" + secret }

// Redeemed is a session that begins.
type Redeemed struct {
	Cookie  string // the session's secret
	Expires rooms.Millis
	Next    string // path of the client to go to
}

// Redeem spends a login link and opens a session; the browser's earlier one, if
// any, ends. It fails with community.ErrSpent when the token is unknown, used or
// expired. Of any number of callers at once, one wins.
func (s *Service) Redeem(ctx context.Context, token, earlier, agent string) (Redeemed, error) {
	if !plausible(token) {
		return Redeemed{}, community.ErrSpent
	}
	present, err := s.WhoHolds(ctx, earlier)
	if err != nil && !errors.Is(err, ErrNobody) {
		return Redeemed{}, err
	}
	var out Redeemed
	err = s.store.Write(ctx, func(tx community.Records) error {
		now := s.clock.Now()
		link, err := tx.RedeemLoginLink(ctx, community.HashOf(token), now)
		if err != nil {
			return err
		}
		person, err := s.owner(ctx, tx, link, present, now)
		if err != nil {
			return err
		}
		if err := s.end(ctx, tx, earlier, now); err != nil {
			return err
		}
		secret, expires, err := s.open(ctx, tx, community.AuthSession{Member: person.ID, ExpiresAt: now + sessionLife, Agent: agent}, now)
		out = Redeemed{Cookie: secret, Expires: expires, Next: safeNext(link.Next)}
		return err
	})
	if err != nil {
		return Redeemed{}, err
	}
	return out, nil
}

// owner finds the person of a spent link, or makes her, and accepts the
// invitations into communities that wait for her address.
func (s *Service) owner(ctx context.Context, tx community.Records, link community.LoginLink, present Identity, now rooms.Millis) (community.Person, error) {
	if link.Admin {
		return s.firstAdmin(ctx, tx, link, now)
	}
	if link.Member != "" && present.Actor.Member != link.Member {
		// An address typed wrong must not open her account to whoever reads there.
		return community.Person{}, community.RefuseOtherBrowser
	}
	waiting, err := tx.ListInvitationsTo(ctx, link.Email, now)
	if err != nil {
		return community.Person{}, err
	}
	p, err := tx.FindPersonByEmail(ctx, link.Email)
	if errors.Is(err, community.ErrNotFound) {
		p, err = s.newcomer(ctx, tx, link, waiting, present, now)
	}
	if err != nil {
		return community.Person{}, err
	}
	if link.Member != "" && p.ID != link.Member { // it became another's meanwhile
		return community.Person{}, community.RefuseEmailTaken
	}
	return p, accept(ctx, tx, waiting, p.ID, now)
}

// firstAdmin is the administrator that a first link makes. Each node that starts while there is none makes such a link: whoever opens
// one spends them all, so that none is left in a log for somebody else.
func (s *Service) firstAdmin(ctx context.Context, tx community.Records, link community.LoginLink, now rooms.Millis) (community.Person, error) {
	if has, err := tx.HasAdmin(ctx); err != nil || has {
		return community.Person{}, errors.Join(err, community.ErrSpent)
	}
	if err := tx.SpendFirstLinks(ctx, now); err != nil {
		return community.Person{}, err
	}
	// A first link opened before on another browser, without an address since:
	// it is the same administrator who comes back.
	p, err := tx.FindLostAdmin(ctx)
	if err == nil || !errors.Is(err, community.ErrNotFound) {
		return p, err
	}
	p = community.Person{ID: rooms.MemberID(s.ids.ID()), Email: link.Email, Lang: community.French, Admin: true, CreatedAt: now}
	return p, tx.AddPerson(ctx, p)
}

// newcomer is the person of an address nobody had: the one who is signed in on
// this browser without an address yet (the first administrator) or who asked for this
// one to be hers, or a new one.
func (s *Service) newcomer(ctx context.Context, tx community.Records, link community.LoginLink, waiting []community.Invitation, present Identity, now rooms.Millis) (community.Person, error) {
	if nameless(present) || link.Member != "" {
		p, err := tx.FindPerson(ctx, present.Actor.Member)
		if err != nil {
			return community.Person{}, err
		}
		p.Email = link.Email
		return p, tx.SavePerson(ctx, p)
	}
	p := community.Person{ID: rooms.MemberID(s.ids.ID()), Email: link.Email, Lang: community.French, CreatedAt: now}
	for _, i := range waiting {
		p.Name = i.Name
	}
	return p, tx.AddPerson(ctx, p)
}

// nameless is a person who has proven no address yet.
func nameless(id Identity) bool {
	return !id.Actor.Nobody() && !id.Actor.Guest && id.Email == ""
}

func accept(ctx context.Context, tx community.Records, waiting []community.Invitation, by rooms.MemberID, now rooms.Millis) error {
	for _, i := range waiting {
		if _, err := tx.UseInvitation(ctx, i.Token, by, now); err != nil {
			return err
		}
		err := tx.AddMembership(ctx, community.Membership{Community: i.Community, Member: by, Role: i.Role, Since: now})
		if err != nil && !errors.Is(err, community.ErrExists) {
			return err
		}
	}
	return nil
}

// plausible refuses at once what cannot be a token of ours.
func plausible(token string) bool { return len(token) >= 32 && len(token) <= 128 }

// safeNext keeps a path of this site, and nothing that a browser could read as
// another one ("//other", "/\other").
func safeNext(next string) string {
	const most = 256
	if !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || len(next) > most || strings.ContainsAny(next, "\\\r\n\t#") {
		return "/"
	}
	return next
}
