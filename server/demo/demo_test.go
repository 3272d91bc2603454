package demo_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/session"
	"palabre/server/app"
	"palabre/server/app/apptest"
	"palabre/server/demo"
	"palabre/server/jobs"
	"palabre/server/store"
)

// load runs "palabre demo load" as of an instant (zero: now) and gives what it says.
func load(t *testing.T, dir string, at time.Time, more ...string) (string, error) {
	t.Helper()
	env := map[string]string{"PALABRE_DATA": dir, "PALABRE_ADDR": "127.0.0.1:0", "PALABRE_LOG_LEVEL": "warn"}
	var out, log bytes.Buffer
	script := func(ctx context.Context, d app.Demo, out io.Writer) error {
		if !at.IsZero() {
			d.Clock.Set(rooms.Millis(at.UnixMilli()))
		}
		return demo.Load(ctx, d, out)
	}
	err := app.Run(t.Context(), append([]string{"demo", "load"}, more...), func(k string) string { return env[k] }, &out, &log, app.WithDemo(script))
	if log.Len() > 0 && err == nil {
		t.Errorf("it complained: %s", &log)
	}
	if err != nil {
		return log.String(), err
	}
	return out.String(), nil
}

var link = regexp.MustCompile(`\((animation|membre), ([^)]+)\)\s+\S+/entrer#(\S+)`)

type card struct {
	ID, Title, Status, Name, Kind, Role string
	Organization, Region, Function      string
	StartsAt                            time.Time `json:"starts_at"`
	Minutes                             int
}

type page struct {
	ID, Name, Kind, Network, Intention string
	Members, Meetings                  []card
	Documents, Boards                  []card
}

// home is the community that somebody sees after her first press.
func home(t *testing.T, p *apptest.Person) page {
	t.Helper()
	var me struct{ Communities []card }
	p.Must(http.MethodGet, "/api/me", nil, &me)
	if len(me.Communities) != 1 {
		t.Fatalf("%d communities", len(me.Communities))
	}
	var out page
	p.Must(http.MethodGet, "/api/communities/"+me.Communities[0].ID, nil, &out)
	return out
}

func TestTheDemonstrationIsThere(t *testing.T) {
	dir := t.TempDir()
	begun := time.Now()
	said, err := load(t, dir, time.Time{})
	if err != nil {
		t.Fatal(said, err)
	}
	if took := time.Since(begun); took > time.Minute {
		t.Errorf("it took %s", took)
	}
	links := link.FindAllStringSubmatch(said, -1)
	if len(links) != 4 {
		t.Fatalf("%d links:\n%s", len(links), said)
	}
	before := replay(t, dir)
	if again, err := load(t, dir, time.Time{}); err != nil || len(link.FindAllString(again, -1)) != 4 {
		t.Fatal(again, err)
	}
	if after := replay(t, dir); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Fatalf("loaded twice: %v, then %v", before, after)
	}
	a := apptest.Start(t, "PALABRE_DATA", dir)
	people := map[string]*apptest.Person{}
	for _, l := range links {
		p := a.Nobody()
		p.Redeem(l[3])
		people[l[2]] = p
	}
	odile, mariama := people["odile.demo@example.org"], people["mariama.demo@example.org"]
	cdp := home(t, odile)
	checkCycle(t, cdp)
	checkWork(t, cdp)
	if seen := home(t, mariama); seen.ID != cdp.ID || len(seen.Documents) != 2 {
		t.Errorf("the member sees %+v", seen)
	}
	checkDocuments(t, mariama, cdp)
	checkBoards(t, mariama, cdp, map[string][]string{
		"Notre arbre des appuis":   {"Café du jeudi", "Ce qui nous tient", "La confiance"},
		"Nos attentes, nos thèmes": {"Dire non sans fermer la porte", "Transmettre avant de partir"},
	})
	checkWork(t, home(t, people["florence.demo@example.org"]))
	checkWorkshop(t, people["florence.demo@example.org"], people["karim.demo@example.org"])
}

// checkWork: everybody says where she works and what she does, and nobody is alone in it, so that groups by organization,
// region or function have something to show.
func checkWork(t *testing.T, in page) {
	t.Helper()
	for name, said := range map[string]func(card) string{
		"organization": func(c card) string { return c.Organization },
		"region":       func(c card) string { return c.Region },
		"function":     func(c card) string { return c.Function },
	} {
		by := map[string]int{}
		for _, m := range in.Members {
			by[said(m)]++
		}
		for value, n := range by {
			if value == "" || n < 2 {
				t.Errorf("%s: %d with the %s %q", in.Name, n, name, value)
			}
		}
		if len(by) < 3 {
			t.Errorf("%s: %d of %s", in.Name, len(by), name)
		}
	}
}

func checkCycle(t *testing.T, cdp page) {
	t.Helper()
	if cdp.Kind != "CDP" || cdp.Network != "ROCFM" || len(cdp.Members) != 12 || len(cdp.Meetings) != 8 || len(cdp.Documents) != 2 || len(cdp.Boards) != 2 {
		t.Fatalf("%+v", cdp)
	}
	held := 0
	for _, m := range cdp.Meetings {
		if m.Minutes != 180 {
			t.Errorf("%s lasts %d min", m.Title, m.Minutes)
		}
		if m.Status == "closed" {
			held++
		} else if m.Status != "planned" || m.StartsAt.Before(time.Now()) {
			t.Errorf("%s on %s is %s", m.Title, m.StartsAt, m.Status)
		}
	}
	if held != 2 {
		t.Errorf("%d held", held)
	}
}

// checkDocuments reads the minutes in their three forms.
func checkDocuments(t *testing.T, p *apptest.Person, cdp page) {
	t.Helper()
	want := map[string][]string{
		"Rencontre d’accueil": {"La charte est adoptée", "Portraits", "Nos attentes, nos thèmes", "https://example.org/ressources-entraide", "Prochaine rencontre"},
		"ce qui nous soutient": {
			"Le café du jeudi aura lieu", "Camille Mirage (personne invitée)", "trois autres personnes", "Notre arbre des appuis",
			"https://example.org/guide-cafe-du-jeudi", "Mariama Exemple", "dire non sans fermer la porte",
		},
	}
	// Who did not let the minutes name her, chat that nobody kept.
	never := []string{"Isabelle", "Nadia", "Réjean", "le son est bon", "Merci", "deux minutes"}
	for title, facts := range want {
		found := false
		for _, d := range cdp.Documents {
			if !strings.Contains(d.Title, title) {
				continue
			}
			found = true
			var whole struct{ HTML string }
			p.Must(http.MethodGet, "/api/documents/"+d.ID, nil, &whole)
			_, text := p.Do(http.MethodGet, "/api/documents/"+d.ID+"/file.md", nil, nil)
			status, paper := p.Do(http.MethodGet, "/api/documents/"+d.ID+"/file.pdf", nil, nil)
			if status != http.StatusOK || !strings.HasPrefix(paper, "%PDF") {
				t.Errorf("%s: no PDF (%d)", d.Title, status)
			}
			for _, f := range facts {
				if !strings.Contains(whole.HTML, f) || !strings.Contains(strings.ReplaceAll(text, "\\", ""), f) {
					t.Errorf("%s: %q is not told", d.Title, f)
				}
			}
			for _, n := range never {
				if strings.Contains(whole.HTML, n) || strings.Contains(text, n) {
					t.Errorf("%s: tells %q", d.Title, n)
				}
			}
			var again struct{ HTML string }
			p.Must(http.MethodGet, "/api/documents/"+d.ID, nil, &again)
			if again.HTML != whole.HTML {
				t.Errorf("%s: made again, it is another", d.Title)
			}
		}
		if !found {
			t.Errorf("no minutes of %q among %+v", title, cdp.Documents)
		}
	}
}

func checkBoards(t *testing.T, p *apptest.Person, c page, want map[string][]string) {
	t.Helper()
	for _, b := range c.Boards {
		var look struct {
			Outline any
			May     string
		}
		p.Must(http.MethodGet, "/api/boards/"+b.ID, nil, &look)
		status, picture := p.Do(http.MethodGet, "/api/boards/"+b.ID+"/picture.svg", nil, nil)
		if status != http.StatusOK || !strings.Contains(picture[:min(200, len(picture))], "<svg") || strings.Count(picture, "<path") < 15 {
			t.Errorf("%s: %d %.80s", b.Title, status, picture)
		}
		words, told := want[b.Title]
		if !told {
			t.Errorf("a board %q", b.Title)
		}
		for _, w := range words {
			if !strings.Contains(fmt.Sprint(look.Outline), w) {
				t.Errorf("%s: no %q in %v", b.Title, w, look.Outline)
			}
		}
	}
}

// checkWorkshop joins the workshop that is under way, as its facilitator and as a member who is still to speak.
func checkWorkshop(t *testing.T, florence, karim *apptest.Person) {
	t.Helper()
	cps := home(t, florence)
	if cps.Kind != "CPS" || len(cps.Meetings) != 1 || cps.Meetings[0].Status != "open" || !strings.Contains(cps.Meetings[0].Title, "des milieux de vie") {
		t.Fatalf("%+v", cps)
	}
	checkBoards(t, florence, cps, map[string][]string{"La carte de nos pratiques": {"Un milieu de vie", "Accueillir", "Le repas du mercredi"}})
	room := "ses_" + cps.Meetings[0].ID
	lead, member := florence.Open(), karim.Open()
	lead.Join(room)
	member.Join(room)
	checkAbsent(t, lead, room, florence.ID, karim.ID)
	if state, question := lead.Look(room, "round.state"), lead.Look(room, "round.question"); state != "paused" || !strings.Contains(fmt.Sprint(question), "milieu de vie") {
		t.Errorf("the round is %v: %v", state, question)
	}
	if fmt.Sprint(lead.Look(room, "round.centre")) == "<nil>" {
		t.Error("the stick is not in the centre")
	}
	heard := strings.Count(fmt.Sprint(lead.Look(room, "round.seats")), "heard")
	if heard < 4 || heard > 7 {
		t.Errorf("%d were heard", heard)
	}
	lead.Must(room, "stick.resume", map[string]any{})
	lead.Must(room, "stick.offer", map[string]any{})
	member.See(room, "a round that goes on", func(at func(string) any) bool {
		return at("round.offer") != nil && at("round.centre") == nil
	})
}

// checkAbsent: the people of the workshop were shown as there, and fell « en suspens » under the eyes of the first who
// came, ten seconds later. Nobody but those who come is there, and for longer than one is waited for.
func checkAbsent(t *testing.T, lead *apptest.Socket, room string, came ...string) {
	t.Helper()
	people, _ := lead.Look(room, "people").(map[string]any)
	if len(people) < 8 {
		t.Fatalf("%d people in the workshop", len(people))
	}
	for id, p := range people {
		one, _ := p.(map[string]any)
		since, _ := one["away_since"].(float64)
		if long := time.Since(time.UnixMilli(int64(since))); !slices.Contains(came, id) && (one["here"] != false || one["left"] != nil || long < time.Minute) {
			t.Errorf("%s is shown as %v, away for %s", id, one, long)
		}
	}
}

// replay plays every room's log from its beginning and gives their heads.
func replay(t *testing.T, dir string) map[rooms.RoomID]rooms.Seq {
	t.Helper()
	s, err := store.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	all := map[rooms.RoomID]rooms.Seq{}
	for _, kind := range []string{"ses_", "brd_"} {
		heads, err := s.Log.Heads(t.Context(), kind, 0)
		if err != nil {
			t.Fatal(err)
		}
		for room, head := range heads {
			events, err := jobs.ReadAll(t.Context(), s.Log, room, head)
			if err != nil {
				t.Fatal(err)
			}
			var live rooms.Room = session.New(room)
			if kind == "brd_" {
				live = board.New(room)
			}
			for i, e := range events {
				if err := live.Apply(e); err != nil {
					t.Fatalf("%s: %v", room, err)
				}
				if i > 0 && e.At < events[i-1].At {
					t.Fatalf("%s: event %d came before the one before it", room, e.Seq)
				}
			}
			all[room] = live.Head()
		}
	}
	if len(all) != 6 {
		t.Fatalf("%d rooms were lived in", len(all))
	}
	return all
}

// Whatever the day, its hour and the season, the demonstration can be loaded.
func TestItLoadsOnAnyDay(t *testing.T) {
	for _, at := range []string{"2027-01-29T14:00:00Z", "2026-07-01T04:05:00Z", "2026-11-10T15:30:00Z"} {
		when, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if said, err := load(t, t.TempDir(), when); err != nil {
			t.Errorf("%s: %v %s", at, err, said)
		}
	}
}

func TestItStaysOutOfOthersFolders(t *testing.T) {
	a := apptest.Start(t)
	lead := a.Admin("Quelqu’un")
	lead.Must(http.MethodPost, "/api/communities", map[string]any{"name": "Déjà là", "kind": "CP", "intention": "Être là"}, nil)
	a.Stop()
	if said, err := load(t, a.Dir, time.Time{}); err == nil || !strings.Contains(said, "--into-existing") {
		t.Fatalf("%v: %s", err, said)
	}
	if said, err := load(t, a.Dir, time.Time{}, "--into-existing"); err != nil {
		t.Fatal(err, said)
	}
}
