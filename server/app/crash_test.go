package app_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"

	"palabre/server/app/apptest"
)

// The process is killed in the middle of a round, while people write and draw.
// After the restart everyone is back in her seat, nothing that was acknowledged is
// missing, and there is one holder: the same.
func TestKilledInTheMiddleOfARound(t *testing.T) {
	binary := apptest.Build(t)
	a := apptest.StartBinary(t, binary)
	m := plan(t, a)
	lea, sam := m.member(t, "lea@example.org", "Léa"), m.member(t, "sam@example.org", "Sam")
	lead, tabLea, tabSam := m.enter(t, m.lead), m.enter(t, lea), m.enter(t, sam)

	board := uuid.Must(uuid.NewV7()).String()
	lead.Must(m.room, "boards.open", map[string]any{"board": board, "title": "Notre arbre"})
	tabSam.See(m.room, "the board", func(at func(string) any) bool { return at("boards."+board) != nil })
	tabSam.Join("brd_" + board)
	tabSam.See("brd_"+board, "that he may draw", func(at func(string) any) bool { return at("may") == "write" })

	round := uuid.NewString()
	lead.Must(m.room, "stick.prepare", map[string]any{
		"round": round, "question": "Et vous?", "order": []string{lea.ID, sam.ID}, "seat": "none", "gate": "holder", "turn_s": 120,
	})
	lead.Must(m.room, "stick.begin", nil)
	tabLea.See(m.room, "the stick", func(at func(string) any) bool { return at("round.offer.to") == lea.ID })
	tabLea.Must(m.room, "stick.take", map[string]any{"round": round})
	lead.See(m.room, "the holder", func(at func(string) any) bool { return at("round.holder.member") == lea.ID })
	grant := lead.Look(m.room, "round.holder.grant")

	said, drawn := work(m, tabSam, "brd_"+board, a.Kill)
	a.Again(binary)

	lead, tabLea, tabSam = back(t, m, m.lead), back(t, m, lea), back(t, m, sam)
	lead.See(m.room, "the same holder with the same grant", func(at func(string) any) bool {
		return at("round.state") == "running" && at("round.holder.member") == lea.ID && at("round.holder.grant") == grant
	})
	for _, p := range []*apptest.Person{m.lead, lea, sam} {
		lead.See(m.room, "everyone back", func(at func(string) any) bool { return at("people."+p.ID+".here") == true })
	}
	for id := range said {
		if lead.Look(m.room, "chat."+id) == nil {
			t.Errorf("an acknowledged message is missing: %s", id)
		}
	}
	tabSam.Join("brd_" + board)
	for id := range drawn {
		if tabSam.Look("brd_"+board, "els."+id) == nil {
			t.Errorf("an acknowledged stroke is missing: %s", id)
		}
	}
	if len(said) == 0 || len(drawn) == 0 {
		t.Fatalf("nothing was acknowledged before the kill: %d, %d", len(said), len(drawn))
	}
	// The round goes on from there.
	tabLea.Must(m.room, "stick.release", map[string]any{"grant": grant})
	tabSam.See(m.room, "the stick", func(at func(string) any) bool { return at("round.offer.to") == sam.ID })
	sessionIsFollowed(t, m)
}

// work writes and draws without a pause, kills the server meanwhile, and gives what
// was acknowledged.
func work(m meeting, tab *apptest.Socket, board string, kill func()) (said, drawn map[string]bool) {
	const before = 40 // acknowledged of each before the kill
	said, drawn = map[string]bool{}, map[string]bool{}
	var both sync.WaitGroup
	enough := make(chan struct{}, 2)
	both.Go(func() {
		for i := 0; ; i++ {
			id := uuid.NewString()
			a, err := tab.Try(m.room, "chat.say", map[string]any{"id": id, "text": fmt.Sprint("mot ", i)})
			if err != nil {
				return
			}
			if a.OK {
				said[id] = true
			}
			if i == before {
				enough <- struct{}{}
			}
		}
	})
	both.Go(func() {
		for i := 0; ; i++ {
			id := uuid.NewString()
			a, err := tab.Try(board, "board.op", map[string]any{"ops": []any{map[string]any{"id": id, "put": rectangle(i % 20)}}})
			if err != nil {
				return
			}
			if a.OK {
				drawn[id] = true
			}
			if i == before {
				enough <- struct{}{}
			}
		}
	})
	<-enough
	<-enough
	kill()
	both.Wait()
	return said, drawn
}

// back is a person who comes again after the restart, with the cookie she had.
func back(t *testing.T, m meeting, p *apptest.Person) *apptest.Socket {
	t.Helper()
	s := p.Open()
	s.Join(m.room)
	return s
}

// sessionIsFollowed: what follows from the session outside of it goes on too.
func sessionIsFollowed(t *testing.T, m meeting) {
	t.Helper()
	waitFor(t, "the meeting to be open", func() bool {
		var page struct{ Status string }
		m.lead.Must(http.MethodGet, "/api/meetings/"+m.id, nil, &page)
		return page.Status == "open"
	})
}

// Stopping: people are told to come back, and nothing they were told is lost.
func TestStoppingTellsPeopleToComeBack(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	lea := m.member(t, "lea@example.org", "Léa")
	lead, tab := m.enter(t, m.lead), m.enter(t, lea)
	id := uuid.NewString()
	tab.Must(m.room, "chat.say", map[string]any{"id": id, "text": "À tout de suite"})
	a.Stop()
	for _, s := range []*apptest.Socket{lead, tab} {
		if code := s.Closed(); code != 4000 {
			t.Errorf("closed with %d, want 4000", code)
		}
	}
	a.Again("")
	tab = back(t, m, lea)
	tab.See(m.room, "what she said before", func(at func(string) any) bool { return at("chat."+id) != nil })
}

// A socket from another site's page, or from nobody, gets nothing.
func TestStrangersAtTheSocket(t *testing.T) {
	a := apptest.Start(t)
	m := plan(t, a)
	for _, c := range []struct {
		origin, cookie string
		wantStatus     int
		wantClose      int
	}{
		{"https://ailleurs.example", m.lead.Cookie, http.StatusForbidden, 0},
		{"null", m.lead.Cookie, http.StatusForbidden, 0},
		{"", m.lead.Cookie, http.StatusForbidden, 0},
		{a.URL + ".ailleurs.example", m.lead.Cookie, http.StatusForbidden, 0},
		{a.URL, "", 0, 4401},
		{a.URL, "un-secret-qui-n-ouvre-rien-du-tout-0000", 0, 4401},
	} {
		header := http.Header{"Cookie": {"__Host-palabre=" + c.cookie}}
		if c.origin != "" {
			header.Set("Origin", c.origin)
		}
		dialer := websocket.Dialer{Subprotocols: []string{"palabre.1"}}
		conn, res, err := dialer.DialContext(t.Context(), "ws"+a.URL[len("http"):]+"/ws", header)
		if c.wantStatus != 0 {
			if err == nil || res.StatusCode != c.wantStatus {
				t.Errorf("origin %q: %v %v", c.origin, res, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
		if !websocket.IsCloseError(err, c.wantClose) {
			t.Errorf("cookie %q: %v", c.cookie, err)
		}
		_ = conn.Close() // it is closed
	}
}
