package community

import (
	"context"
	"errors"
	"strings"
)

// NewCommunity is what one gives to found a community. Network is a network's
// name: found whatever its case, made when new, "" for none.
type NewCommunity struct {
	Name, Intention, Network, Region string
	Kind                             Kind
}

// CreateCommunity founds a community; the founder is its first facilitator.
func (s *Service) CreateCommunity(ctx context.Context, actor Actor, in NewCommunity) (Community, error) {
	if err := s.allow(actor, CreateCommunities, CreateCommunities, Standing{}); err != nil {
		return Community{}, err
	}
	c := Community{ID: CommunityID(s.ids.ID()), Kind: in.Kind, CreatedBy: actor.Member, CreatedAt: s.clock.Now()}
	if !in.Kind.Valid() {
		return c, RefuseBadChoice.in("kind")
	}
	var err error
	if c.Name, err = line("name", in.Name, maxName, true); err != nil {
		return c, err
	}
	if c.Intention, err = prose("intention", in.Intention, maxText); err != nil {
		return c, err
	}
	if c.Region, err = line("region", in.Region, maxRegion, false); err != nil {
		return c, err
	}
	network, err := line("network", in.Network, maxName, false)
	if err != nil {
		return c, err
	}
	err = s.store.Write(ctx, func(tx Records) error {
		if c.Network, err = s.network(ctx, tx, network); err != nil {
			return err
		}
		if err := tx.AddCommunity(ctx, c); err != nil {
			return err
		}
		return tx.AddMembership(ctx, Membership{Community: c.ID, Member: actor.Member, Role: Facilitator, Since: c.CreatedAt})
	})
	return c, told("create community", err)
}

// network finds a network by name or makes it.
func (s *Service) network(ctx context.Context, tx Records, name string) (NetworkID, error) {
	if name == "" {
		return "", nil
	}
	found, err := tx.FindNetwork(ctx, name)
	if err == nil || !errors.Is(err, ErrNotFound) {
		return found.ID, err
	}
	made := Network{ID: NetworkID(s.ids.ID()), Name: name, CreatedAt: s.clock.Now()}
	if err := tx.AddNetwork(ctx, made); !errors.Is(err, ErrExists) {
		return made.ID, err
	}
	found, err = tx.FindNetwork(ctx, name) // somebody made it in between
	return found.ID, err
}

// CommunityChange is what one changes of a community; nil leaves as is.
type CommunityChange struct {
	Name, Intention, Network, Region *string
	Kind                             *Kind
	Charter                          *[]string
}

// ChangeCommunity changes what a community says of itself.
func (s *Service) ChangeCommunity(ctx context.Context, actor Actor, id CommunityID, in CommunityChange) (Community, error) {
	var out Community
	err := s.store.Write(ctx, func(tx Records) error {
		c, _, err := s.community(ctx, tx, actor, id, ChangeCommunity)
		if err != nil {
			return err
		}
		if err := c.change(in); err != nil {
			return err
		}
		if in.Network != nil {
			name, err := line("network", *in.Network, maxName, false)
			if err != nil {
				return err
			}
			if c.Network, err = s.network(ctx, tx, name); err != nil {
				return err
			}
		}
		out = c
		return tx.SaveCommunity(ctx, c)
	})
	return out, told("change community", err)
}

func (c *Community) change(in CommunityChange) (err error) {
	if in.Kind != nil {
		if !in.Kind.Valid() {
			return RefuseBadChoice.in("kind")
		}
		c.Kind = *in.Kind
	}
	if in.Name != nil {
		if c.Name, err = line("name", *in.Name, maxName, true); err != nil {
			return err
		}
	}
	if in.Intention != nil {
		if c.Intention, err = prose("intention", *in.Intention, maxText); err != nil {
			return err
		}
	}
	if in.Region != nil {
		if c.Region, err = line("region", *in.Region, maxRegion, false); err != nil {
			return err
		}
	}
	if in.Charter != nil {
		c.Charter, err = charter(*in.Charter)
	}
	return err
}

func charter(in []string) ([]string, error) {
	if len(in) > maxCharter {
		return nil, RefuseTooMany.in("charter")
	}
	out := make([]string, 0, len(in))
	for _, sentence := range in {
		clean, err := line("charter", sentence, maxQuestion, false)
		if err != nil {
			return nil, err
		}
		if clean != "" {
			out = append(out, clean)
		}
	}
	return out, nil
}

// MemberChange is what one changes of a membership; nil leaves as is.
type MemberChange struct {
	Role         *Role
	Organization *string
	Region       *string
	Function     *string
}

// said writes on the membership what the change says of the member, cleaned.
func (in MemberChange) said(m *Membership) error {
	for _, one := range []struct {
		field string
		to    *string
		from  *string
	}{
		{"organization", &m.Organization, in.Organization},
		{"region", &m.Region, in.Region},
		{"function", &m.Function, in.Function},
	} {
		if one.from == nil {
			continue
		}
		clean, err := line(one.field, *one.from, maxName, false)
		if err != nil {
			return err
		}
		*one.to = clean
	}
	return nil
}

// ChangeMember changes a member's role, or what is said of her: organization, region and
// function, which a member may change of her own. It tells whether she has another role now.
func (s *Service) ChangeMember(ctx context.Context, actor Actor, id CommunityID, member MemberID, in MemberChange) (other bool, err error) {
	err = s.store.Write(ctx, func(tx Records) error {
		verb := ManageMembers
		if member == actor.Member && in.Role == nil {
			verb = SeeCommunity
		}
		if _, _, err := s.community(ctx, tx, actor, id, verb); err != nil {
			return err
		}
		m, err := tx.FindMembership(ctx, id, member)
		if err != nil {
			return err
		}
		if err := in.said(&m); err != nil {
			return err
		}
		if in.Role != nil {
			if !in.Role.Valid() {
				return RefuseBadChoice.in("role")
			}
			if m.Role == Facilitator && *in.Role != Facilitator {
				if err := anotherFacilitator(ctx, tx, id, member); err != nil {
					return err
				}
			}
			other = m.Role != *in.Role
			m.Role = *in.Role
		}
		return tx.SaveMembership(ctx, m)
	})
	return other && err == nil, told("change member", err)
}

// RemoveMember ends a membership: a facilitator's decision, or the member's own
// wish to leave. The last facilitator stays.
func (s *Service) RemoveMember(ctx context.Context, actor Actor, id CommunityID, member MemberID) error {
	err := s.store.Write(ctx, func(tx Records) error {
		verb := ManageMembers
		if member == actor.Member {
			verb = SeeCommunity
		}
		if _, _, err := s.community(ctx, tx, actor, id, verb); err != nil {
			return err
		}
		m, err := tx.FindMembership(ctx, id, member)
		if err != nil {
			return err
		}
		if m.Role == Facilitator {
			if err := anotherFacilitator(ctx, tx, id, member); err != nil {
				return err
			}
		}
		return tx.RemoveMembership(ctx, id, member)
	})
	return told("remove member", err)
}

func anotherFacilitator(ctx context.Context, tx Records, id CommunityID, but MemberID) error {
	members, err := tx.ListMembers(ctx, id)
	if err != nil {
		return err
	}
	for _, m := range members {
		if m.Role == Facilitator && m.Member != but {
			return nil
		}
	}
	return RefuseLastFacilitator
}

// MeChange is what a person changes of herself; nil leaves as is.
type MeChange struct {
	Name  *string
	Lang  *string
	Email *string
}

// ChangeMe changes a person's own name, language or e-mail. The e-mail must have
// been proven by the caller (a redeemed link), never taken from a form alone.
func (s *Service) ChangeMe(ctx context.Context, actor Actor, in MeChange) (Person, error) {
	if actor.Nobody() || actor.Guest {
		return Person{}, RefuseSignIn
	}
	var out Person
	err := s.store.Write(ctx, func(tx Records) error {
		p, err := tx.FindPerson(ctx, actor.Member)
		if err != nil {
			return err
		}
		if in.Name != nil {
			if p.Name, err = Name(*in.Name); err != nil {
				return err
			}
		}
		if in.Lang != nil {
			if p.Lang, err = ParseLang(strings.ToLower(*in.Lang)); err != nil {
				return err
			}
		}
		if in.Email != nil {
			if p.Email, err = Email(*in.Email); err != nil {
				return err
			}
		}
		out = p
		return tx.SavePerson(ctx, p)
	})
	if errors.Is(err, ErrExists) {
		return out, RefuseEmailTaken
	}
	return out, told("change person", err)
}
