package community

import (
	"context"
	"errors"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/scenario"
)

// Service answers the use cases of this package. Every method that takes an Actor
// checks her rights; what she may not see answers RefuseNotFound, as if it were
// not there. Errors that are not a *Refusal are faults of the machine.
type Service struct {
	store Store
	clock Clock
	ids   IDs
	may   Authorize
	owed  func() // nil: meetings are announced to nobody
}

// NewService builds the use cases on their ports.
func NewService(store Store, clock Clock, ids IDs, may Authorize) *Service {
	return &Service{store: store, clock: clock, ids: ids, may: may}
}

// Announcing gives the same use cases, which write to members about their meetings:
// owed is called, and must not block, when letters have just come to be owed.
func (s *Service) Announcing(owed func()) *Service {
	out := *s
	out.owed = owed
	return &out
}

// standing says what ties the actor to a community.
func standing(ctx context.Context, r Records, actor Actor, c CommunityID) (Standing, error) {
	if actor.Nobody() || actor.Guest {
		return Standing{}, nil
	}
	m, err := r.FindMembership(ctx, c, actor.Member)
	if errors.Is(err, ErrNotFound) {
		return Standing{}, nil
	}
	if err != nil {
		return Standing{}, fmt.Errorf("find membership: %w", err)
	}
	return Standing{Role: m.Role}, nil
}

// standingAt says what ties the actor to a meeting.
func standingAt(ctx context.Context, r Records, actor Actor, m Meeting) (Standing, error) {
	if !actor.Guest {
		st, err := standing(ctx, r, actor, m.Community)
		if err != nil || st.Role.Valid() || actor.Nobody() {
			return st, err
		}
		return visiting(ctx, r, actor, m.ID)
	}
	g, err := r.FindGuest(ctx, actor.Member)
	if errors.Is(err, ErrNotFound) {
		return Standing{}, nil
	}
	if err != nil {
		return Standing{}, fmt.Errorf("find guest: %w", err)
	}
	return Standing{Invited: g.Meeting == m.ID && g.RevokedAt == 0}, nil
}

// visiting says whether a person with an account is invited to the meeting.
func visiting(ctx context.Context, r Records, actor Actor, id MeetingID) (Standing, error) {
	v, err := r.FindVisit(ctx, id, actor.Member)
	if errors.Is(err, ErrNotFound) {
		return Standing{}, nil
	}
	if err != nil {
		return Standing{}, fmt.Errorf("find visit: %w", err)
	}
	return Standing{Invited: v.RevokedAt == 0}, nil
}

// allow refuses what the actor may not do: as missing when she may not even see it.
func (s *Service) allow(actor Actor, verb, see Verb, st Standing) error {
	switch {
	case actor.Nobody():
		return RefuseSignIn
	case s.may.May(actor, verb, st):
		return nil
	case s.may.May(actor, see, st):
		return RefuseNotAllowed
	default:
		return RefuseNotFound
	}
}

// community finds a community and checks that the actor may do verb there.
func (s *Service) community(ctx context.Context, r Records, actor Actor, id CommunityID, verb Verb) (Community, Standing, error) {
	if actor.Nobody() {
		return Community{}, Standing{}, RefuseSignIn
	}
	c, err := r.FindCommunity(ctx, id)
	if err != nil {
		return Community{}, Standing{}, told("find community", err)
	}
	st, err := standing(ctx, r, actor, id)
	if err != nil {
		return Community{}, Standing{}, err
	}
	return c, st, s.allow(actor, verb, SeeCommunity, st)
}

// meeting finds a meeting and checks that the actor may do verb there.
func (s *Service) meeting(ctx context.Context, r Records, actor Actor, id MeetingID, verb Verb) (Meeting, Standing, error) {
	if actor.Nobody() {
		return Meeting{}, Standing{}, RefuseSignIn
	}
	m, err := r.FindMeeting(ctx, id)
	if err != nil {
		return Meeting{}, Standing{}, told("find meeting", err)
	}
	st, err := standingAt(ctx, r, actor, m)
	if err != nil {
		return Meeting{}, Standing{}, err
	}
	return m, st, s.allow(actor, verb, SeeMeeting, st)
}

// told makes a refusal of what the records answered, when it is one.
func told(doing string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, ErrNotFound):
		return RefuseNotFound
	case errors.Is(err, ErrSpent):
		return RefuseSpent
	case errors.Is(err, ErrFull):
		return RefuseDiskFull
	}
	var refused *Refusal
	if errors.As(err, &refused) {
		return refused
	}
	var wrong scenario.Problems // a file, or a plan, is refused with its reasons
	if errors.As(err, &wrong) {
		return wrong
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// days in ms.
const day rooms.Millis = 24 * 60 * 60 * 1000
