package community

import "context"

// SeatGuest makes a person of a meeting who has no way in of her own: on the telephone, or beside
// somebody who is there and carries her voice. Her name is kept as a guest's is.
func (s *Service) SeatGuest(ctx context.Context, actor Actor, id MeetingID, name string) (Guest, error) {
	g := Guest{ID: MemberID(s.ids.ID()), Meeting: id, CreatedAt: s.clock.Now()}
	err := s.store.Write(ctx, func(tx Records) error {
		m, _, err := s.meeting(ctx, tx, actor, id, InviteGuests)
		if err != nil {
			return err
		}
		if err := joinable(m); err != nil {
			return err
		}
		if g.Name, err = line("name", name, maxName, true); err != nil {
			return err
		}
		if err := s.room(ctx, tx, id); err != nil {
			return err
		}
		return tx.AddGuest(ctx, g)
	})
	return g, told("seat guest", err)
}
