package community

import "palabre/rooms"

// Network gathers communities (a regroupement and its territories).
type Network struct {
	ID        NetworkID
	Name      string
	CreatedAt rooms.Millis
}

// Kind is what a community calls itself.
type Kind string

// The kinds: communauté de développement de pratiques, communauté de pratiques
// solidaires, communauté de pratique.
const (
	CDP Kind = "CDP"
	CPS Kind = "CPS"
	CP  Kind = "CP"
)

// Valid tells whether the kind exists.
func (k Kind) Valid() bool { return k == CDP || k == CPS || k == CP }

// Community is a group of people who meet to share their practice.
type Community struct {
	ID        CommunityID
	Kind      Kind
	Name      string
	Intention string
	Network   NetworkID // "" for none
	Region    string
	Charter   []string // its agreements, one sentence each; empty: DefaultCharter
	CreatedBy MemberID
	CreatedAt rooms.Millis
}

// Agreements is the community's charter, or the default one while it has none.
func (c Community) Agreements() []string {
	if len(c.Charter) > 0 {
		return c.Charter
	}
	return DefaultCharter()
}

// DefaultCharter is what a community without a charter of its own agrees to.
func DefaultCharter() []string {
	return []string{
		"Ce qui se dit ici reste ici.",
		"Chaque personne parle à son tour et en son nom.",
		"On peut passer, se taire ou revenir plus tard, sans se justifier.",
		"On écoute sans juger ni conseiller d’office.",
		"Le temps de parole est souple, à moins qu’un temps strict soit annoncé.",
	}
}

// Mine is a community as one of its members sees it in a list. Network is the
// network's name, "" for none; Next is its next meeting, if one is planned or open.
type Mine struct {
	Community   Community
	NetworkName string
	Role        Role
	Next        *Meeting
}
