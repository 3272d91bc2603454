package rights_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/rights"
)

var rewrite = flag.Bool("rewrite", false, "write the matrix anew")

// TestMatrix prints the whole table and compares it with what was agreed: a change
// of rights is a line that somebody reads.
func TestMatrix(t *testing.T) {
	var out strings.Builder
	for _, v := range rights.Verbs() {
		fmt.Fprintf(&out, "%s\n", v)
		for _, r := range rights.Roles() {
			if c := rights.Cell(r, v); c != "-" {
				fmt.Fprintf(&out, "    %-14s %s\n", r, c)
			}
		}
	}
	const file = "testdata/matrix.txt"
	if *rewrite {
		if err := os.WriteFile(file, []byte(out.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if out.String() != string(want) {
		t.Errorf("the table is not what was agreed; with -rewrite, read the difference:\n%s", out.String())
	}
}

// TestDenyByDefault: no role, an unknown role and an unknown verb may nothing, save
// that anyone with an account founds a community; only the host may without a row.
func TestDenyByDefault(t *testing.T) {
	open := rights.Resource{Own: true, Guests: true, Open: true, Here: true, Level: rights.LevelNetwork}
	for _, v := range append(rights.Verbs(), "session.reign") {
		for _, role := range []rooms.Role{rights.RoleNone, "reine", rights.RoleFunder} {
			founds := v == rights.CommunityCreate && role != "reine"
			if rights.Authorize(rights.Actor{Role: role}, v, open) != founds {
				t.Errorf("%q may %s: not %t", role, v, founds)
			}
		}
		if !rights.Authorize(rights.Actor{System: true}, v, rights.Resource{}) {
			t.Errorf("the host may not %s", v)
		}
	}
	if rights.Authorize(rights.Actor{Role: rooms.RoleFacilitator}, "session.reign", open) {
		t.Error("a facilitator may what no row says")
	}
}

// TestConditions: the cells that depend on something, both ways.
func TestConditions(t *testing.T) {
	tests := []struct {
		role rooms.Role
		verb rights.Verb
		yes  rights.Resource
		no   rights.Resource
	}{
		{rooms.RoleMember, rights.SessionRun, rights.Resource{}, rights.Resource{Led: true}},
		{rooms.RoleGuest, rights.SessionEnter, rights.Resource{Guests: true}, rights.Resource{}},
		{rooms.RoleCoFacilitator, rights.SessionRemove, rights.Resource{Target: rooms.RoleMember}, rights.Resource{Target: rooms.RoleFacilitator}},
		{
			rooms.RoleFacilitator, rights.SessionRole,
			rights.Resource{Target: rooms.RoleMember, Gives: rooms.RoleCoFacilitator}, rights.Resource{Target: rooms.RoleGuest, Gives: rooms.RoleCoFacilitator},
		},
		{rooms.RoleFacilitator, rights.SessionRole, rights.Resource{Gives: rooms.RoleMember}, rights.Resource{Gives: rights.RoleAdmin}},
		{rooms.RoleFacilitator, rights.SessionKeep, rights.Resource{Open: true}, rights.Resource{}},
		{rooms.RoleMember, rights.SessionKeep, rights.Resource{Own: true}, rights.Resource{Open: true}},
		{rooms.RoleMember, rights.SessionRetract, rights.Resource{Own: true}, rights.Resource{}},
		{rooms.RoleMember, rights.BoardWrite, rights.Resource{}, rights.Resource{Locked: true}},
		{rooms.RoleGuest, rights.BoardWrite, rights.Resource{Here: true}, rights.Resource{}},
		{rooms.RoleMember, rights.BoardWithdraw, rights.Resource{Own: true, Locked: true}, rights.Resource{Here: true}},
		{rooms.RoleGuest, rights.BoardWithdraw, rights.Resource{Own: true, Here: true}, rights.Resource{Own: true}},
		{rooms.RoleFacilitator, rights.BoardWithdraw, rights.Resource{Own: true}, rights.Resource{Here: true, Led: true}},
		{rooms.RoleMember, rights.DocumentRead, rights.Resource{Level: rights.LevelCommunity}, rights.Resource{}},
		{rooms.RoleGuest, rights.DocumentRead, rights.Resource{Here: true}, rights.Resource{Level: rights.LevelCommunity}},
		{rights.RoleDirector, rights.DocumentRead, rights.Resource{Level: rights.LevelNetwork}, rights.Resource{Here: true, Level: rights.LevelCommunity}},
		{rights.RoleAdmin, rights.DocumentRead, rights.Resource{Level: rights.LevelPublic}, rights.Resource{Level: rights.LevelNetwork}},
	}
	for _, tt := range tests {
		a := rights.Actor{Role: tt.role}
		if !rights.Authorize(a, tt.verb, tt.yes) {
			t.Errorf("%s may not %s with %+v", tt.role, tt.verb, tt.yes)
		}
		if rights.Authorize(a, tt.verb, tt.no) {
			t.Errorf("%s may %s with %+v", tt.role, tt.verb, tt.no)
		}
	}
}

// TestNoEyeOfTheKeeper: whoever keeps the installation sees and changes nothing of a
// community that is not hers.
func TestNoEyeOfTheKeeper(t *testing.T) {
	most := rights.Resource{Own: true, Guests: true, Open: true, Here: true, Level: rights.LevelNetwork}
	for _, v := range rights.Verbs() {
		if v != rights.CommunityCreate && rights.Authorize(rights.Actor{Role: rights.RoleAdmin}, v, most) {
			t.Errorf("an administrator may %s", v)
		}
	}
}
