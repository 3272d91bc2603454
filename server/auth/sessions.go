package auth

import (
	"context"
	"errors"
	"net/http"

	"palabre/rooms"
	"palabre/server/community"
)

// ErrNobody means that the request proves nobody.
var ErrNobody = errors.New("auth: nobody is signed in")

// Who says who sends a request, or ErrNobody. Other errors are the store's.
func (s *Service) Who(r *http.Request) (Identity, error) {
	return s.WhoHolds(r.Context(), Token(r))
}

// WhoHolds says whose session a cookie's secret opens.
func (s *Service) WhoHolds(ctx context.Context, secret string) (Identity, error) {
	if !plausible(secret) {
		return Identity{}, ErrNobody
	}
	session, err := s.store.FindAuthSession(ctx, community.HashOf(secret))
	if errors.Is(err, community.ErrNotFound) {
		return Identity{}, ErrNobody
	}
	if err != nil {
		return Identity{}, err
	}
	now := s.clock.Now()
	if !session.Live(now) {
		return Identity{}, ErrNobody
	}
	if !session.Guest() && now-session.SeenAt > touchEvery {
		// A full disk must not sign people out: being seen is a courtesy.
		if err := s.store.TouchAuthSession(ctx, session.ID, now, now+sessionLife); err != nil {
			s.log.Warn().Err(err).Msg("session non prolongée / session not extended")
		}
	}
	id, err := s.identity(ctx, session)
	if errors.Is(err, community.ErrNotFound) {
		return Identity{}, ErrNobody
	}
	return id, err
}

func (s *Service) identity(ctx context.Context, session community.AuthSession) (Identity, error) {
	id := Identity{
		Actor:   community.Actor{Member: session.Member, Guest: session.Guest()},
		Session: session.ID, Meeting: session.Meeting, Lang: community.French,
	}
	if session.Guest() {
		g, err := s.store.FindGuest(ctx, session.Member)
		if err != nil {
			return Identity{}, err
		}
		id.Name = g.Name
		return id, nil
	}
	p, err := s.store.FindPerson(ctx, session.Member)
	if err != nil {
		return Identity{}, err
	}
	id.Name, id.Email, id.Lang, id.Actor.Admin = p.Name, p.Email, p.Lang, p.Admin
	return id, nil
}

// Logout ends the session of a cookie; one that is unknown is ended already.
func (s *Service) Logout(ctx context.Context, secret string) error {
	return s.end(ctx, s.store, secret, s.clock.Now())
}

// Sessions lists the browsers where someone is signed in, last seen first.
func (s *Service) Sessions(ctx context.Context, member rooms.MemberID) ([]community.AuthSession, error) {
	return s.store.ListAuthSessions(ctx, member, s.clock.Now())
}

// Revoke ends one of a person's own sessions; community.ErrNotFound when it is not hers.
func (s *Service) Revoke(ctx context.Context, member rooms.MemberID, id community.AuthSessionID) error {
	now := s.clock.Now()
	own, err := s.store.ListAuthSessions(ctx, member, now)
	if err != nil {
		return err
	}
	for _, one := range own {
		if one.ID == id {
			return s.store.RevokeAuthSession(ctx, id, now)
		}
	}
	return community.ErrNotFound
}

// Sweep forgets links and sessions that ended more than a day ago.
func (s *Service) Sweep(ctx context.Context) error {
	return s.store.SweepLogins(ctx, s.clock.Now()-24*3600*1000)
}

// end revokes the session of a secret, if there is one.
func (s *Service) end(ctx context.Context, tx community.Records, secret string, now rooms.Millis) error {
	if !plausible(secret) {
		return nil
	}
	session, err := tx.FindAuthSession(ctx, community.HashOf(secret))
	if errors.Is(err, community.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	return tx.RevokeAuthSession(ctx, session.ID, now)
}

// open records a session, whose Member, Meeting, ExpiresAt and Agent are set, and
// gives its secret, which is kept nowhere.
func (s *Service) open(ctx context.Context, tx community.Records, session community.AuthSession, now rooms.Millis) (string, rooms.Millis, error) {
	secret := s.ids.Secret()
	session.ID = community.AuthSessionID(s.ids.ID())
	session.Token = community.HashOf(secret)
	session.CreatedAt, session.SeenAt = now, now
	return secret, session.ExpiresAt, tx.AddAuthSession(ctx, session)
}

// Welcome signs in whoever came by an invitation or a guest link. A browser that
// is hers already keeps its cookie: Cookie is then "".
func (s *Service) Welcome(ctx context.Context, who community.Entered, earlier, agent string) (Redeemed, error) {
	present, err := s.WhoHolds(ctx, earlier)
	if err != nil && !errors.Is(err, ErrNobody) {
		return Redeemed{}, err
	}
	if present.Actor.Member == who.Member {
		return Redeemed{}, nil
	}
	session := community.AuthSession{Member: who.Member, Agent: agent}
	var out Redeemed
	err = s.store.Write(ctx, func(tx community.Records) error {
		now := s.clock.Now()
		session.ExpiresAt = now + sessionLife
		if who.Guest {
			meeting, err := tx.FindMeeting(ctx, who.Meeting)
			if err != nil {
				return err
			}
			session.Meeting, session.ExpiresAt = meeting.ID, max(now, meeting.EndsAt())+guestAfter
		}
		if err := s.end(ctx, tx, earlier, now); err != nil {
			return err
		}
		out.Cookie, out.Expires, err = s.open(ctx, tx, session, now)
		return err
	})
	return out, err
}
