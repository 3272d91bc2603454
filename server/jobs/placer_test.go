package jobs_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/server/jobs"
	"palabre/signaling/host"
)

// place runs the placer until it has read all there is.
func (p *parlour) place() {
	p.t.Helper()
	f := faulty{p.store.Log, p}
	p.project(jobs.Placer{Store: p.store.Records, Log: f, Rooms: f, Now: p.Now, Logger: zerolog.Nop()})
}

// board adds a board of a community to the records, and opens it in the session.
func (p *parlour) board(of community.CommunityID) rooms.BoardID {
	p.t.Helper()
	b := community.Board{ID: rooms.BoardID(id()), Community: of, Title: "Constats", CreatedAt: 1, UpdatedAt: 1}
	if err := p.store.Records.AddBoard(p.t.Context(), b); err != nil {
		p.t.Fatal(err)
	}
	p.do("ana", "boards.open", fmt.Sprintf(`{"board":%q,"title":"Constats"}`, b.ID))
	return b.ID
}

// notes reads a board's log: its notes' words by author, and how many commands brought them.
func (p *parlour) notes(b rooms.BoardID) (words map[rooms.MemberID][]string, commands int) {
	p.t.Helper()
	words = map[rooms.MemberID][]string{}
	heads, err := p.store.Log.Heads(p.t.Context(), "brd_", 0)
	if err != nil {
		p.t.Fatal(err)
	}
	events, err := jobs.ReadAll(p.t.Context(), p.store.Log, rooms.BoardRoom(b), heads[rooms.BoardRoom(b)])
	if err != nil {
		p.t.Fatal(err)
	}
	for _, e := range events {
		if e.Name != board.NameOp {
			continue
		}
		commands++
		var d struct {
			Ops []struct {
				Put struct {
					Text string `json:"originalText"`
				} `json:"put"`
			} `json:"ops"`
		}
		if err := json.Unmarshal(e.Data, &d); err != nil {
			p.t.Fatal(err)
		}
		for _, o := range d.Ops {
			if o.Put.Text != "" {
				words[e.By] = append(words[e.By], o.Put.Text)
			}
		}
	}
	return words, commands
}

// write lets ana, cleo and dina write a card each.
func (p *parlour) write(sheet string, unsigned bool) {
	p.t.Helper()
	p.do("ana", "cards.open", fmt.Sprintf(`{"sheet":%q,"per":3,"chars":200,"unsigned":%t}`, sheet, unsigned))
	for _, m := range []rooms.MemberID{"ana", "cleo", "dina"} {
		p.do(m, "cards.write", fmt.Sprintf(`{"sheet":%q,"card":"%s-%s","text":"carte de %s"}`, sheet, sheet, m, m))
	}
}

func (p *parlour) sheet(id string) (placed bool) {
	p.t.Helper()
	got := make(chan host.Joined, 1)
	p.host.Join(p.t.Context(), p.room, host.JoinRequest{Conn: "look", Member: "cleo", Standing: rooms.RoleMember}, func(j host.Joined) { got <- j })
	j := <-got
	defer p.host.Leave(p.room, "look")
	var v struct {
		Sheets map[string]struct {
			Placed bool `json:"placed"`
		} `json:"sheets"`
	}
	if err := json.Unmarshal(j.View, &v); err != nil || j.Err != nil {
		p.t.Fatal(err, j.Err)
	}
	return v.Sheets[id].Placed
}

// Revealed cards are on their board once, signed ones under their authors and unsigned ones
// under nobody, wherever the process dies in between (CK-12).
func TestCardsAreOnTheirBoardOnceWhereverItDies(t *testing.T) {
	for _, place := range []string{"", "before it is recorded", "after it is recorded"} {
		for _, unsigned := range []bool{false, true} {
			t.Run(fmt.Sprintf("dies %s unsigned %t", place, unsigned), func(t *testing.T) {
				p := converse(t, session.ModeConfidential)
				p.do("dina", "people.enter", "")
				b := p.board(p.meeting.Community)
				p.write("f1", unsigned)
				p.place()
				if words, _ := p.notes(b); len(words) > 0 {
					t.Fatalf("cards are on the board before their reveal: %v", words)
				}
				p.do("ana", "cards.reveal", fmt.Sprintf(`{"sheet":"f1","seed":7,"board":%q,"spot":{"x":0,"y":0,"w":900,"h":600}}`, b))
				p.faults[place] = true
				p.place()
				p.place()
				words, commands := p.notes(b)
				want := map[rooms.MemberID]int{"ana": 1, "cleo": 1, "dina": 1}
				if unsigned {
					want = map[rooms.MemberID]int{"": 3}
				}
				for m, n := range want {
					if len(words[m]) != n {
						t.Errorf("%q has %v", m, words[m])
					}
				}
				if len(words) != len(want) || commands != len(want) || !p.sheet("f1") {
					t.Errorf("%v in %d commands, recorded: %t", words, commands, p.sheet("f1"))
				}
			})
		}
	}
}

// A board of another community is not written on, whoever names it.
func TestCardsDoNotGoToAnothersBoard(t *testing.T) {
	p := converse(t, session.ModeConfidential)
	p.do("dina", "people.enter", "")
	use := community.NewService(p.store.Records, clock{}, ids{}, community.Table{})
	lead := community.Person{ID: rooms.MemberID(id()), Email: "other@example.org", Name: "Maud", Lang: "fr", CreatedAt: 1}
	if err := p.store.Records.AddPerson(t.Context(), lead); err != nil {
		t.Fatal(err)
	}
	other, err := use.CreateCommunity(t.Context(), community.Actor{Member: lead.ID}, community.NewCommunity{Name: "Autre", Kind: community.CDP})
	if err != nil {
		t.Fatal(err)
	}
	b := p.board(other.ID)
	p.write("f1", false)
	p.do("ana", "cards.reveal", fmt.Sprintf(`{"sheet":"f1","seed":7,"board":%q,"spot":{"x":0,"y":0,"w":900,"h":600}}`, b))
	p.place()
	if words, _ := p.notes(b); len(words) > 0 || p.sheet("f1") {
		t.Errorf("%v", words)
	}
}

// Unsigned cards and ballots leave the log with their authors as soon as they are shown or
// counted, from every file, wherever the process dies (CK-14, PO-12).
func TestAuthorsAreForgottenOnceCardsAreShownAndBallotsCounted(t *testing.T) {
	for _, place := range []string{"", "before it is recorded", "after it is recorded", "before the words go", "after the words went", "before memory forgets"} {
		t.Run("dies "+place, func(t *testing.T) {
			p := converse(t, session.ModeConfidential)
			p.do("dina", "people.enter", "")
			p.do("ana", "poll.prepare", `{"poll":"v1","kind":"ballot","question":"Qui?","options":[{"id":"oui","text":"Oui"},{"id":"canari-non","text":"Non"}]}`)
			p.do("ana", "poll.open", `{"poll":"v1"}`)
			p.write("f1", true)
			for _, m := range []rooms.MemberID{"ana", "cleo", "dina"} {
				p.do(m, "poll.vote", `{"poll":"v1","ballot":{"choice":"canari-non"}}`)
			}
			veiled := func() (left []string) {
				events, _ := p.whole()
				for _, e := range events {
					if session.Veiled(e.Name) && (e.By != "" || e.Client != "" || strings.Contains(string(e.Data), "member")) {
						left = append(left, e.Name+string(e.Data))
					}
				}
				return left
			}
			if n := len(veiled()); n != 6 {
				t.Fatalf("%d gestures say whose they are before: this test looks at nothing", n)
			}
			p.do("ana", "cards.reveal", `{"sheet":"f1","seed":7,"spot":{}}`)
			p.do("ana", "poll.close", `{"poll":"v1"}`)
			p.faults[place] = true
			p.shred()
			if left := veiled(); len(left) > 0 {
				t.Errorf("the log says still: %v", left)
			}
			for _, card := range []string{"f1-ana", "f1-cleo"} {
				events, _ := p.whole()
				for _, e := range events {
					if strings.Contains(string(e.Data), card) && strings.Contains(string(e.Data), "carte de") {
						t.Errorf("%s: %s", e.Name, e.Data)
					}
				}
			}
			if at := p.found(`"choice"`); at != "" {
				t.Errorf("ballots are in %s", at)
			}
			if p.found("carte de cleo") == "" {
				t.Error("the revealed words are gone too")
			}
		})
	}
}
