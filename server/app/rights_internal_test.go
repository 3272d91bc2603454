package app

import (
	"testing"

	"palabre/server/community"
)

// The communities' own summary of their rights and the one table say the same, for
// everybody and every verb.
func TestOneTable(t *testing.T) {
	actors := []community.Actor{{}, {Member: "m"}, {Member: "m", Admin: true}, {Member: "m", Guest: true}}
	standings := []community.Standing{
		{}, {Role: community.Member}, {Role: community.Facilitator}, {Invited: true}, {Role: "unknown"},
	}
	all := []community.Verb{community.CreateCommunities, "unknown"}
	for v := range verbs {
		all = append(all, v)
	}
	for _, a := range actors {
		for _, s := range standings {
			for _, v := range all {
				if one, table := (oneTable{}).May(a, v, s), (community.Table{}).May(a, v, s); one != table {
					t.Errorf("%s by %+v with %+v: the one table says %t, the communities %t", v, a, s, one, table)
				}
			}
		}
	}
}
