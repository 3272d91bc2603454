package app_test

import (
	"encoding/json"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/rooms/agenda"
	"palabre/rooms/scenario"
	"palabre/server/app/apptest"
)

const (
	// secret begins every word that is said in the circle and is to be nowhere afterwards.
	secret = "canari-cercle"
	// offered is what is to be left: what its author offers, and what the group writes into its record.
	offered  = "offrande-du-cercle"
	recorded = "consentement-du-cercle"
)

// circle plans a cercle de parole.
func circle(t *testing.T, a *apptest.App, mode string) meeting {
	t.Helper()
	library, err := scenario.Library()
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(library, func(s scenario.Scenario) bool { return s.ID == "CP" })
	var phases []agenda.Phase
	for _, p := range scenario.Unfold(library[i], 4, scenario.Options{Lang: scenario.French}).Phases {
		phases = append(phases, agenda.Of(p))
	}
	m := meeting{app: a, lead: a.Admin("Odile")}
	var made struct{ ID string }
	m.lead.Must(http.MethodPost, "/api/communities", map[string]any{"name": "CDP du Nord", "kind": "CDP", "intention": "S’entraider"}, &made)
	m.community = made.ID
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/meetings", map[string]any{
		"title": "Cercle", "starts_at": time.Now().UTC().Add(time.Hour).Format(time.RFC3339), "zone": "America/Montreal", "minutes": 75,
		"mode": mode, "phases": phases,
	}, &made)
	m.id, m.room = made.ID, "ses_"+made.ID
	return m
}

// draws lets somebody write on a board that a phase brings, and erase one of her notes; it gives the board.
func draws(t *testing.T, m meeting, who *apptest.Socket, board, word string) {
	t.Helper()
	room := "brd_" + board
	who.See(m.room, "the board", func(at func(string) any) bool { return at("boards."+board) != nil })
	waitFor(t, "to be let in", func() bool { return who.Knock(room) == "" })
	who.See(room, "that she may draw", func(at func(string) any) bool { return at("may") == "write" })
	gone := uuid.NewString()
	linked := words(secret + "-lié-" + word)
	linked["link"] = "https://example.org/" + secret + "-lien"
	who.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": uuid.NewString(), "put": words(secret + "-" + word)}}})
	who.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": gone, "put": linked}}})
	who.Must(room, "board.op", map[string]any{"ops": []any{map[string]any{"id": gone, "set": map[string]any{"isDeleted": true}}}})
}

// shown is the board that is before everyone.
func shown(t *testing.T, m meeting, who *apptest.Socket) string {
	t.Helper()
	var board string
	who.See(m.room, "a board before everyone", func(at func(string) any) bool {
		all, _ := at("boards").(map[string]any)
		for id, b := range all {
			if one, _ := b.(map[string]any); one["shown"] == true {
				board = id
			}
		}
		return board != ""
	})
	return board
}

// next goes to the next phase.
func (m meeting) next(t *testing.T, lead *apptest.Socket, from int) {
	t.Helper()
	lead.Must(m.room, "agenda.next", map[string]any{"from": from})
	lead.See(m.room, "the next phase", func(at func(string) any) bool { return at("agenda.at") == float64(from+1) })
}

// speaks lives a phase of the stick, with every word that can be said round it.
func (m meeting) speaks(t *testing.T, lead, tab *apptest.Socket, who string) {
	t.Helper()
	round := uuid.NewString()
	lead.Must(m.room, "stick.prepare", map[string]any{
		"round": round, "question": secret + "-question", "order": []string{who}, "seat": "none", "gate": "holder", "clock": "soft", "turn_s": 90,
	})
	lead.Must(m.room, "stick.begin", nil)
	tab.See(m.room, "the stick offered", func(at func(string) any) bool { return at("round.offer.to") == who })
	tab.Must(m.room, "stick.take", map[string]any{"round": round})
	lead.See(m.room, "who holds it", func(at func(string) any) bool { return at("round.holder.member") == who })
	grant := lead.Look(m.room, "round.holder.grant")
	lead.Must(m.room, "stick.nudge", map[string]any{"grant": grant, "text": secret + "-aparte"})
	lead.Must(m.room, "stick.take_back", map[string]any{"grant": grant, "reason": secret + "-motif"})
	lead.Must(m.room, "stick.end", nil)
	if answer := tab.Do(m.room, "chat.say", map[string]any{"id": uuid.NewString(), "text": secret + "-clavardage"}); answer.Code != "chat_closed" {
		t.Errorf("the chat of a circle: %+v", answer)
	}
	lead.Must(m.room, "chat.say", map[string]any{"id": uuid.NewString(), "text": secret + "-equipe", "team": true})
}

// writes lives cards, a vote with an objection, and sentences offered.
func (m meeting) writes(t *testing.T, lead, tab *apptest.Socket, board string) {
	t.Helper()
	for _, word := range []string{"carte-montree", "carte-gardee", "carte-abandonnee"} {
		sheet := uuid.NewString()
		lead.Must(m.room, "cards.open", map[string]any{"sheet": sheet, "per": 2, "chars": 200})
		tab.Must(m.room, "cards.write", map[string]any{"sheet": sheet, "card": uuid.NewString(), "text": secret + "-" + word, "keep": word == "carte-gardee"})
		if word == "carte-montree" {
			lead.Must(m.room, "cards.reveal", map[string]any{"sheet": sheet, "seed": 7, "board": board, "spot": map[string]any{"w": 900, "h": 600}})
			tab.See(m.room, "the cards on their board", func(at func(string) any) bool { return at("sheets."+sheet+".placed") == true })
		}
		if word == "carte-abandonnee" {
			lead.Must(m.room, "cards.give_up", map[string]any{"sheet": sheet})
		}
	}
	vote := uuid.NewString()
	lead.Must(m.room, "poll.prepare", map[string]any{"poll": vote, "kind": "consent", "question": "Une autre ronde?"})
	lead.Must(m.room, "poll.open", map[string]any{"poll": vote})
	tab.Must(m.room, "poll.vote", map[string]any{"poll": vote, "ballot": map[string]any{"stance": "object", "text": secret + "-objection"}})
	lead.Must(m.room, "poll.close", map[string]any{"poll": vote})
	sentence := uuid.NewString()
	tab.Must(m.room, "harvest.offer", map[string]any{"id": sentence, "text": secret + "-repentir", "for": "community"})
	tab.Must(m.room, "harvest.withdraw", map[string]any{"id": sentence})
	sentence = uuid.NewString()
	tab.Must(m.room, "harvest.offer", map[string]any{"id": sentence, "text": secret + "-brouillon", "unsigned": true, "for": "community"})
	tab.Must(m.room, "harvest.offer", map[string]any{"id": sentence, "text": offered, "unsigned": true, "for": "community"})
}

// gathers lives small groups, with their names, a broadcast and what one of them writes on its board.
func (m meeting) gathers(t *testing.T, lead, tab *apptest.Socket, who, other string) string {
	t.Helper()
	north, south := uuid.Must(uuid.NewV7()).String(), uuid.Must(uuid.NewV7()).String()
	lead.Must(m.room, "groups.propose", map[string]any{
		"set": "s", "by": "chosen", "groups": [][]string{{who}, {other}}, "titles": []string{secret + "-groupe", "Sud"},
	})
	lead.Must(m.room, "groups.open", map[string]any{"set": "s", "boards": []string{north, south}})
	lead.Must(m.room, "groups.title", map[string]any{"group": "s-2", "title": secret + "-autre-groupe"})
	lead.Must(m.room, "groups.say", map[string]any{"text": secret + "-annonce"})
	tab.See(m.room, "her group", func(at func(string) any) bool { return at("boards."+north) != nil })
	draws(t, m, tab, north, "tableau-de-groupe")
	lead.Must(m.room, "groups.close", nil)
	tab.See(m.room, "the plenary", func(at func(string) any) bool { return at("boards."+south) != nil })
	return north
}

// TestACircleOfSpeechLeavesNoWord: a whole cercle de parole, in either mode and on either engine, with words in every place where one
// can be typed. Once it is closed no file, no row, no page, no picture, no document, no journal and no backup taken later holds one of
// them, before a restart and after, and also when the process died as it closed; what its author offered, and what was written into
// the record, are there (TR-2, TR-3, TR-5, B10).
func TestACircleOfSpeechLeavesNoWord(t *testing.T) {
	for _, c := range []struct {
		mode             string
		postgresql, dies bool
	}{
		{"open", false, false},
		{"confidential", false, false},
		{"open", true, false},
		{"open", false, true},
		{"confidential", true, true},
	} {
		name := c.mode + map[bool]string{false: " on SQLite", true: " on PostgreSQL"}[c.postgresql]
		if c.dies {
			name += ", dying as it closes"
		}
		t.Run(name, func(t *testing.T) {
			h := settle(t, c.postgresql)
			a := h.app
			m := circle(t, a, c.mode)
			lea, awa := m.member(t, "lea@example.org", "Léa"), m.member(t, "awa@example.org", "Awa")
			boards := m.lives(t, lea, awa)
			if at := h.left(t); len(at) == 0 {
				t.Fatal("the words are nowhere while they meet: this test looks at nothing")
			}
			if c.dies {
				a.Stop()
				closeUnheard(t, h.env, m.room, m.lead.ID)
				if at := h.left(t); len(at) == 0 {
					t.Fatal("the words are nowhere before the program starts again: this test looks at nothing")
				}
				a.Again("")
			} else {
				m.enter(t, m.lead).Must(m.room, "session.close", nil)
			}
			h.waitForNothing(t)
			document := m.document(t, lea)
			m.saysNothing(t, lea, document, boards...)
			m.offersNone(t, lea, boards)
			tab := lea.Open()
			tab.Join(m.room)
			late := map[string]any{"id": uuid.NewString(), "put": words(secret + "-trop-tard")}
			tab.Join("brd_" + boards[0])
			if answer := tab.Do("brd_"+boards[0], "board.op", map[string]any{"ops": []any{late}}); answer.Code != "board_emptied" {
				t.Errorf("who was cut off writes on after the close: %+v", answer)
			}
			a.Stop()
			for name, log := range map[string]string{"journal": a.Log.String(), "output": a.Out.String()} {
				if strings.Contains(log, secret) {
					t.Errorf("the %s says it", name)
				}
				if strings.Contains(log, `"level":"error"`) {
					t.Errorf("the %s tells the operator of what is ordinary:\n%s", name, log)
				}
			}
			if at := h.left(t); len(at) > 0 {
				t.Errorf("in %v after all has been written", at)
			}
			h.backsUpNothing(t)
			a.Again("")
			m.saysNothing(t, lea, document, boards...)
		})
	}
}

// lives goes through the phases of the circle up to its last, and gives the boards on which something was written: the weather's, one
// of theirs, a group's.
func (m meeting) lives(t *testing.T, lea, awa *apptest.Person) []string {
	t.Helper()
	lead, tab := m.enter(t, m.lead), m.enter(t, lea)
	m.enter(t, awa)
	m.next(t, lead, -1) // CP1: the frame
	lead.Must(m.room, "record.add", map[string]any{"id": uuid.NewString(), "kind": "decision", "text": recorded})
	m.next(t, lead, 0) // CP2: the weather
	weather := shown(t, m, tab)
	draws(t, m, tab, weather, "meteo")
	m.speaks(t, lead, tab, lea.ID)
	m.next(t, lead, 1) // CP3: the first round
	own := uuid.Must(uuid.NewV7()).String()
	lead.Must(m.room, "boards.open", map[string]any{"board": own, "title": secret + "-titre-de-tableau"})
	lead.Must(m.room, "boards.rename", map[string]any{"board": own, "title": secret + "-autre-titre"})
	draws(t, m, tab, own, "tableau")
	draws(t, m, lead, weather, "meteo-plus-tard")
	m.speaks(t, lead, tab, lea.ID)
	group := m.gathers(t, lead, tab, lea.ID, awa.ID)
	m.writes(t, lead, tab, own)
	for i := 2; i < 6; i++ {
		m.next(t, lead, i)
	}
	return []string{weather, own, group}
}

// saysNothing reads all that the server makes of the circle and of its boards.
func (m meeting) saysNothing(t *testing.T, who *apptest.Person, document string, boards ...string) {
	t.Helper()
	all := map[string]string{}
	for _, b := range boards {
		for path, text := range forms(t, who, b, document) {
			all[path] = text
		}
		all["view of "+b] = view(t, who, "brd_"+b)
	}
	all["the room"] = view(t, who, m.room)
	for _, path := range []string{"/api/communities/" + m.community, "/api/meetings/" + m.id, "/api/me"} {
		_, all[path] = who.Do(http.MethodGet, path, nil, nil)
	}
	pdf := filepath.Join(t.TempDir(), "compte-rendu.pdf")
	_, text := who.Do(http.MethodGet, "/api/documents/"+document+"/file.pdf", nil, nil)
	if err := os.WriteFile(pdf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	read, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", pdf, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext, of Debian's poppler-utils: %v", err)
	}
	all["the PDF"] = string(read)
	for place, text := range all {
		if strings.Contains(text, secret) {
			i := strings.Index(text, secret)
			t.Errorf("%s says …%s…", place, text[max(0, i-80):min(len(text), i+80)])
		}
		paper := strings.HasPrefix(place, "/api/documents/") || place == "the PDF"
		if paper && (!strings.Contains(text, offered) || !strings.Contains(text, recorded)) {
			t.Errorf("%s lacks what was offered or recorded:\n%s", place, text)
		}
	}
}

// offersNone: boards emptied at the close were offered in the community's list, for the next meeting too, as if they had something. The
// meeting's own page tells that they are empty; nobody takes them up again.
func (m meeting) offersNone(t *testing.T, who *apptest.Person, emptied []string) {
	t.Helper()
	type list struct {
		Boards []struct {
			ID, May string
			Emptied bool
		}
	}
	waitFor(t, "the boards to be known as emptied", func() bool {
		var page list
		who.Must(http.MethodGet, "/api/meetings/"+m.id, nil, &page)
		known := 0
		for _, b := range page.Boards {
			if slices.Contains(emptied, b.ID) && b.Emptied {
				known++
			}
		}
		return known == len(emptied)
	})
	var page list
	who.Must(http.MethodGet, "/api/communities/"+m.community, nil, &page)
	for _, b := range page.Boards {
		if slices.Contains(emptied, b.ID) {
			t.Errorf("%s is offered", b.ID)
		}
	}
	next := m.again(t, time.Hour, nil)
	if status, said := m.lead.Do(http.MethodPost, "/api/boards/"+emptied[0]+"/resume", map[string]any{"meeting": next.id}, nil); status != http.StatusConflict || !strings.Contains(said, "board_emptied") {
		t.Errorf("it is taken up again: %d %s", status, said)
	}
	var board struct{ May string }
	if who.Must(http.MethodGet, "/api/boards/"+emptied[0], nil, &board); board.May != "read" {
		t.Errorf("whoever looks at it may %s", board.May)
	}
}

// view is what who joins a room is given.
func view(t *testing.T, who *apptest.Person, room string) string {
	t.Helper()
	raw, err := json.Marshal(who.Open().Join(room).View)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
