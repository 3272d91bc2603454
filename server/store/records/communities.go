package records

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

func networkOf(r db.Network) community.Network {
	return community.Network{ID: community.NetworkID(r.ID), Name: r.Name, CreatedAt: rooms.Millis(r.CreatedAt)}
}

func communityOf(r db.Community) (community.Community, error) {
	c := community.Community{
		ID: community.CommunityID(r.ID), Kind: community.Kind(r.Kind), Name: r.Name, Intention: r.Intention,
		Network: community.NetworkID(r.Network), Region: r.Region,
		CreatedBy: community.MemberID(r.CreatedBy), CreatedAt: rooms.Millis(r.CreatedAt),
	}
	if err := json.Unmarshal([]byte(r.Charter), &c.Charter); err != nil {
		return c, fmt.Errorf("charter of community %s: %w", r.ID, err)
	}
	return c, nil
}

func membershipOf(r db.Membership) community.Membership {
	return community.Membership{
		Community: community.CommunityID(r.Community), Member: community.MemberID(r.Member),
		Role: community.Role(r.Role), Organization: r.Organization, Region: r.Region, Function: r.Function,
		Since: rooms.Millis(r.Since),
	}
}

func charterText(sentences []string) (string, error) {
	if sentences == nil {
		sentences = []string{}
	}
	text, err := json.Marshal(sentences)
	if err != nil {
		return "", fmt.Errorf("encode charter: %w", err)
	}
	return string(text), nil
}

// byName sorts as a French reader expects (É with E), which the engines' own
// orders do not, each in its way.
func byName[T any](list []T, name func(T) string) {
	order := collate.New(language.French, collate.IgnoreCase)
	slices.SortStableFunc(list, func(a, b T) int { return order.CompareString(name(a), name(b)) })
}

func (k kept) AddNetwork(ctx context.Context, n community.Network) error {
	return k.added(k.write.AddNetwork(ctx, db.AddNetworkParams{
		ID: string(n.ID), Name: n.Name, NameKey: strings.ToLower(n.Name), CreatedAt: millis(n.CreatedAt),
	}))
}

func (k kept) FindNetwork(ctx context.Context, name string) (community.Network, error) {
	row, err := k.read.FindNetwork(ctx, strings.ToLower(name))
	return one(k, row, err, sure(networkOf))
}

func (k kept) FindNetworkByID(ctx context.Context, id community.NetworkID) (community.Network, error) {
	row, err := k.read.FindNetworkByID(ctx, string(id))
	return one(k, row, err, sure(networkOf))
}

func (k kept) ListNetworks(ctx context.Context) ([]community.Network, error) {
	rows, err := k.read.ListNetworks(ctx)
	list, err := each(k, rows, err, sure(networkOf))
	byName(list, func(n community.Network) string { return n.Name })
	return list, err
}

func (k kept) AddCommunity(ctx context.Context, c community.Community) error {
	charter, err := charterText(c.Charter)
	if err != nil {
		return err
	}
	return k.added(k.write.AddCommunity(ctx, db.AddCommunityParams{
		ID: string(c.ID), Kind: string(c.Kind), Name: c.Name, Intention: c.Intention, Network: string(c.Network),
		Region: c.Region, Charter: charter, CreatedBy: string(c.CreatedBy), CreatedAt: millis(c.CreatedAt),
	}))
}

func (k kept) FindCommunity(ctx context.Context, id community.CommunityID) (community.Community, error) {
	row, err := k.read.FindCommunity(ctx, string(id))
	return one(k, row, err, communityOf)
}

func (k kept) SaveCommunity(ctx context.Context, c community.Community) error {
	charter, err := charterText(c.Charter)
	if err != nil {
		return err
	}
	return k.saved(k.write.SaveCommunity(ctx, db.SaveCommunityParams{
		ID: string(c.ID), Kind: string(c.Kind), Name: c.Name, Intention: c.Intention,
		Network: string(c.Network), Region: c.Region, Charter: charter,
	}))
}

func (k kept) ListCommunitiesOf(ctx context.Context, member community.MemberID) ([]community.Mine, error) {
	rows, err := k.read.ListCommunitiesOf(ctx, string(member))
	list, err := each(k, rows, err, func(r db.ListCommunitiesOfRow) (community.Mine, error) {
		c, err := communityOf(r.Community)
		return community.Mine{Community: c, NetworkName: r.NetworkName, Role: community.Role(r.Role)}, err
	})
	byName(list, func(m community.Mine) string { return m.Community.Name })
	return list, err
}

func (k kept) AddMembership(ctx context.Context, m community.Membership) error {
	return k.added(k.write.AddMembership(ctx, db.AddMembershipParams{
		Community: string(m.Community), Member: string(m.Member), Role: string(m.Role),
		Organization: m.Organization, Region: m.Region, Function: m.Function, Since: millis(m.Since),
	}))
}

func (k kept) FindMembership(ctx context.Context, c community.CommunityID, m community.MemberID) (community.Membership, error) {
	row, err := k.read.FindMembership(ctx, db.FindMembershipParams{Community: string(c), Member: string(m)})
	return one(k, row, err, sure(membershipOf))
}

func (k kept) SaveMembership(ctx context.Context, m community.Membership) error {
	return k.saved(k.write.SaveMembership(ctx, db.SaveMembershipParams{
		Community: string(m.Community), Member: string(m.Member), Role: string(m.Role),
		Organization: m.Organization, Region: m.Region, Function: m.Function,
	}))
}

func (k kept) RemoveMembership(ctx context.Context, c community.CommunityID, m community.MemberID) error {
	return k.saved(k.write.RemoveMembership(ctx, db.RemoveMembershipParams{Community: string(c), Member: string(m)}))
}

func (k kept) ListMembers(ctx context.Context, c community.CommunityID) ([]community.MemberLine, error) {
	rows, err := k.read.ListMembers(ctx, string(c))
	list, err := each(k, rows, err, sure(func(r db.ListMembersRow) community.MemberLine {
		return community.MemberLine{Membership: membershipOf(r.Membership), Name: r.Name}
	}))
	byName(list, func(m community.MemberLine) string { return m.Name })
	slices.SortStableFunc(list, func(a, b community.MemberLine) int { return rank(a.Role) - rank(b.Role) })
	return list, err
}

func rank(r community.Role) int {
	if r == community.Facilitator {
		return 0
	}
	return 1
}
