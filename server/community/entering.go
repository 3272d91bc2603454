package community

import (
	"context"
	"errors"
)

// Enter uses a link: an invitation into a community, a personal one to a meeting,
// or a meeting's guest link. Actor is who is signed in already, or nobody. A
// member of the meeting's community enters as herself; a guest who comes back is
// the same guest. Name is needed for a new guest and for a person without one.
func (s *Service) Enter(ctx context.Context, actor Actor, secret, name string) (Entered, error) {
	name, err := line("name", name, maxName, false)
	if err != nil {
		return Entered{}, err
	}
	var out Entered
	enter := func(tx Records) error {
		to, err := s.subject(ctx, tx, HashOf(secret))
		if err != nil {
			return err
		}
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
	if err != nil && !errors.Is(err, ErrExists) { // she belonged to it already: fine
		return Entered{}, err
	}
	return Entered{Member: p.ID, Name: p.Name, Community: to.community, At: now}, nil
}

// invited finds or makes the person that an invitation into a community is for.
func (s *Service) invited(ctx context.Context, tx Records, actor Actor, to subject, name string) (Person, error) {
	if !actor.Nobody() && !actor.Guest {
		return tx.FindPerson(ctx, actor.Member)
	}
	p, err := tx.FindPersonByEmail(ctx, to.email)
	if err == nil || !errors.Is(err, ErrNotFound) {
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

// visit lets somebody into a meeting: as herself when she is a member, else as a guest.
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
	if st.Role.Valid() {
		out.Member = actor.Member
		names, err := tx.Names(ctx, []MemberID{actor.Member})
		out.Name = names[actor.Member]
		return out, err
	}
	g, err := s.guest(ctx, tx, actor, token, to, name)
	out.Member, out.Guest, out.Name = g.ID, true, g.Name
	return out, err
}

// guest finds the guest that the asker already is, or makes her.
func (s *Service) guest(ctx context.Context, tx Records, actor Actor, token Hash, to subject, name string) (Guest, error) {
	g, err := known(ctx, tx, actor, to)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return g, err
	}
	if err == nil {
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
	others, err := tx.ListGuests(ctx, to.meeting)
	if err != nil {
		return g, err
	}
	if len(others) >= maxGuests {
		return g, RefuseTooMany
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
