package app_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
)

// seat is somebody with sound, and the circle that she sits in.
type seat struct {
	name  string
	sound *apptest.Sound
}

// sit checks, over packets that are said from now on, that everyone hears her circle and nobody of another.
func sit(t *testing.T, when string, since time.Time, circles ...[]seat) {
	t.Helper()
	for _, c := range circles {
		for _, ear := range c {
			before := map[string]int{}
			for _, mouth := range c {
				before[mouth.name] = ear.sound.Of(mouth.sound).Packets
			}
			// Of many who talk at once, three are on the lines.
			waitFor(t, when+": "+ear.name+" to hear her circle", func() bool {
				heard := 0
				for _, mouth := range c {
					if ear.sound.Of(mouth.sound).Packets > before[mouth.name]+20 {
						heard++
					}
				}
				return heard >= min(len(c)-1, 2)
			})
		}
	}
	for i, c := range circles {
		for j, other := range circles {
			if i == j {
				continue
			}
			for _, ear := range c {
				for _, mouth := range other {
					if late := ear.sound.Of(mouth.sound).Last.Sub(since); late > 0 {
						t.Errorf("%s: %s heard %s of another circle, said %v after people were seated", when, ear.name, mouth.name, late)
					}
				}
			}
		}
	}
}

// The circles that the session's log says are those that the media server keeps: what is said in a group is forwarded to the
// group, and nobody else. A visit, a round in one group, an early return and the close are followed by the packet. Boards of
// groups are theirs meanwhile, on the socket and on the page, and everyone's afterwards.
func TestGroupsAreHeardAndSeenApart(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	people := map[string]*apptest.Person{}
	tabs, at := map[string]*apptest.Socket{"Odile": m.enter(t, m.lead)}, map[string]seat{}
	for _, name := range []string{"Awa", "Benoit", "Chantal", "Dieudo"} {
		people[name] = m.member(t, strings.ToLower(name)+"@example.org", name)
		tabs[name] = m.enter(t, people[name])
	}
	for name, tab := range tabs {
		at[name] = seat{name, tab.Sound(m.room)}
	}
	of := func(names ...string) (c []seat) {
		for _, n := range names {
			c = append(c, at[n])
		}
		return c
	}
	lead := tabs["Odile"]
	sit(t, "before", time.Now(), of("Odile", "Awa", "Benoit", "Chantal", "Dieudo"))

	ids := func(names ...string) (l []string) {
		for _, n := range names {
			l = append(l, people[n].ID)
		}
		return l
	}
	north, south := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	lead.Must(m.room, "groups.propose", map[string]any{"set": "s", "by": "chosen", "groups": [][]string{ids("Awa", "Benoit"), ids("Chantal", "Dieudo")}, "titles": []string{"Nord", "Sud"}})
	lead.Must(m.room, "groups.open", map[string]any{"set": "s", "boards": []string{north, south}})
	sit(t, "open", time.Now(), of("Odile"), of("Awa", "Benoit"), of("Chantal", "Dieudo"))

	// Her group's board opens to Awa and to who facilitates; Chantal, a member of the community, sees neither it nor its picture.
	for _, name := range []string{"Awa", "Odile"} {
		waitFor(t, name+" to be let in", func() bool { return tabs[name].Knock("brd_"+north) == "" })
	}
	waitFor(t, "Chantal to be refused", func() bool { return tabs["Chantal"].Knock("brd_"+north) == "not_admitted" })
	for path, want := range map[string]int{"/api/boards/" + north: http.StatusForbidden, "/api/boards/" + south: http.StatusOK} {
		if got, _ := people["Chantal"].Do(http.MethodGet, path, nil, nil); got != want {
			t.Errorf("%s answers Chantal %d, not %d", path, got, want)
		}
	}
	note := uuid.NewString()
	tabs["Awa"].See("brd_"+north, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
	tabs["Awa"].Must("brd_"+north, "board.op", map[string]any{"ops": []any{map[string]any{"id": note, "put": words(written)}}})

	lead.Must(m.room, "groups.visit", map[string]any{"group": "s-2"})
	sit(t, "a visit", time.Now(), of("Awa", "Benoit"), of("Odile", "Chantal", "Dieudo"))

	tabs["Dieudo"].Must(m.room, "groups.done", map[string]any{"on": true})
	sit(t, "an early return", time.Now(), of("Awa", "Benoit"), of("Odile", "Chantal", "Dieudo"))

	lead.Must(m.room, "groups.close", nil)
	sit(t, "closed", time.Now(), of("Odile", "Awa", "Benoit", "Chantal", "Dieudo"))
	waitFor(t, "Chantal to be let in", func() bool { return tabs["Chantal"].Knock("brd_"+north) == "" })
	tabs["Chantal"].See("brd_"+north, "what Awa's group wrote", func(at func(string) any) bool { return at("els."+note) != nil && at("may") == "write" })
	lead.See(m.room, "both boards", func(at func(string) any) bool { return at("boards."+north) != nil && at("boards."+south) != nil })
}
