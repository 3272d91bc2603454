package session

import (
	"palabre/rooms"
	"palabre/rooms/equity"
)

// Together are those who sat together in small groups of this session, a list for each group of each round, the latest first, for the next ones of
// the season; of phases without traces none.
func (s *Session) Together() [][]rooms.MemberID { return s.state.Groups.Together() }

// Heard is what each was heard in this session, for the next ones of the season; off when the group does not want it counted.
func (s *Session) Heard() (totals map[rooms.MemberID]equity.Share, off bool) {
	return s.state.Equity.Totals(), s.state.Equity.Off
}
