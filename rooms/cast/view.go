package cast

import "palabre/rooms"

// Seen is a part as people see it.
type Seen struct {
	Part   PartID         `json:"part"`
	Title  string         `json:"title,omitempty"` // "" for the facilitator's
	Group  rooms.GroupID  `json:"group,omitempty"`
	Member rooms.MemberID `json:"member,omitempty"` // "" when nobody plays it
}

// View is the parts that somebody sees: those of the room and of her own group, empty ones too; those who facilitate see
// those of every group, and everybody does once groups have closed.
func (s *State) View(viewer rooms.MemberID, r Room) []Seen {
	seen := []Seen{}
	if m, ok := s.Player(Facilitator, ""); ok {
		seen = append(seen, Seen{Part: Facilitator, Member: m})
	}
	for _, p := range s.Parts {
		if !p.Group {
			m, _ := s.Player(p.ID, "")
			seen = append(seen, Seen{Part: p.ID, Title: p.Title, Member: m})
			continue
		}
		for _, g := range r.Groups {
			if r.Facilitates(viewer) || r.Where(viewer) == g.ID {
				m, _ := s.Player(p.ID, g.ID)
				seen = append(seen, Seen{Part: p.ID, Title: p.Title, Group: g.ID, Member: m})
			}
		}
		if len(r.Groups) == 0 {
			for _, h := range s.Held {
				if h.Part == p.ID {
					seen = append(seen, Seen{Part: p.ID, Title: p.Title, Group: h.Group, Member: h.Member})
				}
			}
		}
	}
	return seen
}
