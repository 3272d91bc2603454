package community

import (
	"context"
	"errors"
)

// Enter uses a link: an invitation into a community, a personal one to a meeting,
// or a meeting's guest link. Actor is who is signed in already, or nobody. Whoever
// is signed in enters as herself, with a guest's standing when the community is not
// hers; a guest who comes back is the same guest. Name is needed for a new guest and for a person without one.
func (s *Service) Enter(ctx context.Context, actor Actor, secret, name string) (Entered, error) {
	name, err := line("name", name, maxName, false)
	if err != nil {
		return Entered{}, err
	}
	var out Entered
	joined := false
	enter := func(tx Records) error {
		to, err := s.subject(ctx, tx, HashOf(secret))
		if err != nil {
			return err
		}
		joined = to.meeting == ""
		if to.meeting == "" {
			out, err = s.join(ctx, tx, actor, HashOf(secret), to, name)
			return err
		}
		out, err = s.visit(ctx, tx, actor, HashOf(secret), to, name)
		return err
	}
	err = s.store.Write(ctx, enter)
	if errors.Is(err, ErrSpent) {
		// Two devices of one invited guest at once: the second finds the guest made
		// by the first. A link that is truly spent is refused again.
		err = s.store.Write(ctx, enter)
	}
	if joined && err == nil {
		s.announced()
	}
	return out, told("enter", err)
}

// join makes a person a member of the community that invited her.
func (s *Service) join(ctx context.Context, tx Records, actor Actor, token Hash, to subject, name string) (Entered, error) {
	p, err := s.invited(ctx, tx, actor, to, name)
	if err != nil {
		return Entered{}, err
	}
	now := s.clock.Now()
	if _, err := tx.UseInvitation(ctx, token, p.ID, now); err != nil {
		return Entered{}, err
	}
	err = tx.AddMembership(ctx, Membership{Community: to.community, Member: p.ID, Role: to.role, Since: now})
	switch {
	case errors.Is(err, ErrExists): // she belonged to it already: fine
	case err != nil:
		return Entered{}, err
	default:
		if err := s.announceNext(ctx, tx, to.community, p.ID); err != nil {
			return Entered{}, err
		}
	}
	return Entered{Member: p.ID, Name: p.Name, Community: to.community, At: now}, nil
}

// invited finds or makes the person that an invitation into a community is for. An
// address that has an account already is proven by its owner's sign-in, never by the
// invitation: letters are forwarded, and this one lives for weeks.
func (s *Service) invited(ctx context.Context, tx Records, actor Actor, to subject, name string) (Person, error) {
	if !actor.Nobody() && !actor.Guest {
		return tx.FindPerson(ctx, actor.Member)
	}
	p, err := tx.FindPersonByEmail(ctx, to.email)
	if err == nil {
		return Person{}, RefuseAccountExists
	}
	if !errors.Is(err, ErrNotFound) {
		return p, err
	}
	if name == "" {
		name = to.name
	}
	if name == "" {
		return p, RefuseEmpty.in("name")
	}
	p = Person{ID: MemberID(s.ids.ID()), Email: to.email, Name: name, Lang: French, CreatedAt: s.clock.Now()}
	return p, tx.AddPerson(ctx, p)
}

// visit lets somebody into a meeting: as herself when she has an account, else as a guest.
func (s *Service) visit(ctx context.Context, tx Records, actor Actor, token Hash, to subject, name string) (Entered, error) {
	m, err := tx.FindMeeting(ctx, to.meeting)
	if err != nil {
		return Entered{}, err
	}
	if err := joinable(m); err != nil {
		return Entered{}, err
	}
	out := Entered{Community: m.Community, Meeting: m.ID, At: s.clock.Now()}
	st, err := standing(ctx, tx, actor, m.Community)
	if err != nil {
		return out, err
	}
	if !actor.Nobody() && !actor.Guest {
		if !st.Role.Valid() {
			if err := s.letVisit(ctx, tx, actor, m.ID); err != nil {
				return out, err
			}
		}
		out.Member = actor.Member
		names, err := tx.Names(ctx, []MemberID{actor.Member})
		out.Name = names[actor.Member]
		return out, err
	}
	g, err := s.guest(ctx, tx, actor, token, to, name)
	out.Member, out.Guest, out.Name = g.ID, true, g.Name
	return out, err
}

// letVisit gives a person with an account a guest's standing. Her personal invitation,
// if she came by one, is not used up: it is not what makes her known here.
func (s *Service) letVisit(ctx context.Context, tx Records, actor Actor, id MeetingID) error {
	v, err := tx.FindVisit(ctx, id, actor.Member)
	switch {
	case err == nil && v.RevokedAt != 0:
		return RefuseSpent
	case err == nil || !errors.Is(err, ErrNotFound):
		return err
	}
	if err := s.room(ctx, tx, id); err != nil {
		return err
	}
	err = tx.AddVisit(ctx, Visit{Meeting: id, Member: actor.Member, CreatedAt: s.clock.Now()})
	if errors.Is(err, ErrExists) { // another tab of hers
		return nil
	}
	return err
}

// room refuses one guest more than a meeting takes.
func (*Service) room(ctx context.Context, tx Records, id MeetingID) error {
	guests, err := tx.ListGuests(ctx, id)
	if err != nil {
		return err
	}
	visitors, err := tx.ListVisitors(ctx, id)
	if err == nil && len(guests)+len(visitors) >= maxGuests {
		return RefuseTooMany
	}
	return err
}

// guest finds the guest that the asker already is, or makes her.
func (s *Service) guest(ctx context.Context, tx Records, actor Actor, token Hash, to subject, name string) (Guest, error) {
	g, err := known(ctx, tx, actor, to)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return g, err
	}
	if err == nil {
		if g.RevokedAt != 0 {
			return g, RefuseSpent
		}
		if name != "" && name != g.Name {
			g.Name = name
			return g, tx.SaveGuestName(ctx, g.ID, name)
		}
		return g, nil
	}
	if name == "" {
		name = to.name
	}
	if name == "" {
		return g, RefuseEmpty.in("name")
	}
	if err := s.room(ctx, tx, to.meeting); err != nil {
		return g, err
	}
	g = Guest{ID: MemberID(s.ids.ID()), Name: name, Email: to.email, Meeting: to.meeting, CreatedAt: s.clock.Now()}
	if err := tx.AddGuest(ctx, g); err != nil || !to.personal {
		return g, err
	}
	_, err = tx.UseInvitation(ctx, token, g.ID, s.clock.Now())
	return g, err
}

// known is the guest of this meeting that a personal invitation made before, or
// that the asker's browser says she is.
func known(ctx context.Context, tx Records, actor Actor, to subject) (Guest, error) {
	if to.usedBy != "" {
		return tx.FindGuest(ctx, to.usedBy)
	}
	if !actor.Guest || to.personal {
		return Guest{}, ErrNotFound
	}
	g, err := tx.FindGuest(ctx, actor.Member)
	if err == nil && g.Meeting != to.meeting {
		return Guest{}, ErrNotFound
	}
	return g, err
}
