package roomtest

import (
	"fmt"
	"strconv"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/cast"
	"palabre/rooms/poll"
	"palabre/rooms/record"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
)

// leaves makes what the phase leaves, by the way that the scenario says, and checks that it is there.
func (l *Lived) leaves(p session.Phase) {
	left := Left{Phase: p.ID, Name: p.Artifact, From: p.From}
	switch p.From {
	case "":
		l.must(p.Artifact == "", "leaves %q by no way", p.Artifact)
		return
	case scenario.FromBoard:
		l.onBoards(p, left)
		return
	case scenario.FromCards:
		left.Words, left.Board = l.cards(p)
	case scenario.FromPoll:
		left.Words = l.vote(p)
	case scenario.FromHarvest:
		left.Words = l.harvest(p)
	case scenario.FromRecord:
		left.Words = l.records(p)
	case scenario.FromPrivate:
	case scenario.FromDocument:
		l.must(false, "no scenario of the library writes a document in the room")
	}
	l.Left = append(l.Left, left)
}

// here are those who are in the room.
func (l *Lived) here() []rooms.MemberID {
	if l.see("ana").People[l.Late].Order > 0 {
		return l.People
	}
	return l.People[:len(l.People)-1]
}

func (l *Lived) onBoards(p session.Phase, left Left) {
	write := func(b rooms.BoardID, by []rooms.MemberID) {
		one := left
		one.Board = b
		one.Words = l.notes(b, by, func(m rooms.MemberID) string { return fmt.Sprintf("%s %s: mot de %s", l.Scenario.ID, p.ID, m) })
		l.Left = append(l.Left, one)
	}
	if p.Groups == nil {
		by := l.here()[1:]
		if p.Rule.Kind == scenario.OneRole {
			by = l.plays("ana", p.Rule.Role)
		}
		write(l.board(p.Template), by)
		return
	}
	for _, t := range l.tables() {
		l.must(t.Board != "", "%s has no board to write on", t.Group)
		write(t.Board, t.Members)
	}
}

// cards: each writes one, nobody sees another's, and all appear at once on a board.
func (l *Lived) cards(p session.Phase) ([]string, rooms.BoardID) {
	sheet, id := cards.SheetID(l.id("feuille")), rooms.BoardID(l.id("tableau"))
	l.does("ana", "boards.open", session.BoardArgs{Board: id, Title: p.Artifact})
	l.drawn(id, "", p.Artifact)
	l.does("ana", "cards.open", map[string]any{"sheet": sheet, "phase": p.ID, "prompt": p.Question, "unsigned": true})
	var words []string
	for _, m := range l.here() {
		w := fmt.Sprintf("%s %s: carte de %s", l.Scenario.ID, p.ID, l.id("personne"))
		words = append(words, w)
		l.does(m, "cards.write", map[string]any{"sheet": sheet, "card": l.id("carte"), "text": w})
		l.does(m, "cards.done", map[string]any{"sheet": sheet, "on": true})
	}
	l.must(len(l.see("ana").Sheets[sheet].Cards) == 0, "cards are seen before they are shown")
	l.does("ana", "cards.reveal", cards.RevealArgs{Sheet: sheet, Seed: 3, Board: id, Spot: cards.Spot{W: 900, H: 600}})
	st := cards.New()
	for _, e := range l.Log {
		d, err := session.Decode(e)
		l.check(err)
		st.Apply(e.At, e.Seq, d)
	}
	batches, err := st.Batches(sheet)
	l.check(err)
	l.must(len(batches) == 1 && batches[0].By == "", "unsigned cards are not one batch of nobody's")
	for _, b := range batches {
		l.draws(id, rooms.Actor{System: true}, b.Client, b.N, b.Args)
	}
	l.host(session.CmdPlaced, cards.SheetArgs{Sheet: sheet})
	l.reads(id, words)
	return words, id
}

// vote asks what the phase is there to ask, and checks what all are told.
func (l *Lived) vote(p session.Phase) []string {
	id := poll.ID(l.id("vote"))
	question := p.Question
	a := map[string]any{"poll": id, "question": question, "phase": p.ID}
	open := func() {
		l.does("ana", "poll.prepare", a)
		l.does("ana", "poll.open", map[string]any{"poll": id})
	}
	votes := func(ballot func(i int) map[string]any) *poll.Result {
		for i, m := range l.here() {
			l.does(m, "poll.vote", map[string]any{"poll": id, "ballot": ballot(i)})
			l.must(l.see("ana").Polls[id].Result == nil, "told too early")
		}
		l.must(l.see("ana").Polls[id].Cast == len(l.here()), "%d have voted", l.see("ana").Polls[id].Cast)
		l.does("ana", "poll.close", map[string]any{"poll": id})
		r := l.see(l.Late).Polls[id].Result
		l.must(r != nil && r.Cast == len(l.here()), "%+v", r)
		return r
	}
	switch p.ID {
	case "CD0-2", "AP1": // whose subject it is; she plays the part from then on
		a["kind"] = poll.Secret
		a["options"] = []poll.Option{{ID: "a", Member: "cleo"}, {ID: "b", Member: "dina"}, {ID: "c", Member: "elie"}}
		open()
		r := votes(func(i int) map[string]any { return map[string]any{"choice": []string{"b", "a", "b"}[i%3]} })
		l.must(r.Sums[1].Place == 1 && r.Sums[1].N > r.Sums[0].N, "the choice is %+v", r.Sums)
		part := scenario.PartID("client")
		if p.ID == "AP1" {
			part = "narrator"
		}
		l.does("dina", "cast.volunteer", cast.PartArgs{Part: part})
		l.must(len(l.plays("ana", part)) == 1, "dina does not play %s", part)
	case "CD3-2", "RA5": // an objection is stated, then lifted
		a["kind"] = poll.Consent
		open()
		l.does("elie", "poll.vote", map[string]any{"poll": id, "ballot": poll.Ballot{Stance: poll.Object, Text: "Il manque l’accueil"}})
		l.must(len(l.see("ana").Polls[id].Voices) == 1, "the objection is not stated")
		r := votes(func(int) map[string]any { return map[string]any{"stance": poll.Agree} })
		l.must(r.Consent.Consented && r.Consent.Agree == len(l.here()), "%+v", r.Consent)
	case "RA12", "RB11":
		a["kind"] = poll.Survey
		a["asks"] = []poll.Question{{ID: "q1", Text: "D’énergie?", Kind: poll.Scale}}
		open()
		r := votes(func(i int) map[string]any {
			return map[string]any{"answers": map[string]any{"q1": map[string]any{"scale": 4 + i%2}}}
		})
		l.must(len(r.Answers) == 1, "%+v", r)
		return []string{question, "D’énergie?"}
	default: // points: themes, priorities, decisions
		a["kind"], a["points"] = poll.Dots, 2
		a["options"] = []poll.Option{{ID: "a", Text: "L’écoute"}, {ID: "b", Text: "Le répit"}, {ID: "c", Text: "L’argent"}}
		open()
		r := votes(func(i int) map[string]any {
			if i%3 == 0 {
				return map[string]any{"dots": map[string]int{"a": 1, "b": 1}}
			}
			return map[string]any{"dots": map[string]int{"b": 1, "c": 1}}
		})
		l.must(r.Sums[1].N == len(l.here()) && r.Sums[1].Place == 1 && r.Sums[2].Place == 2 && r.Sums[0].Place == 3, "%+v", r.Sums)
		return []string{question, "L’écoute", "Le répit", "L’argent"}
	}
	return []string{question}
}

// harvest: people offer sentences; those without a name appear together.
func (l *Lived) harvest(p session.Phase) []string {
	var words []string
	for i, m := range l.here()[1:5] {
		w := fmt.Sprintf("%s: je repars avec un %de mot", p.ID, i+1)
		words = append(words, w)
		l.does(m, "harvest.offer", map[string]any{"id": l.id("phrase"), "text": w, "unsigned": true, "for": "community"})
		l.must(len(l.see("ana").Harvest) == 0, "a sentence without a name is seen before it is gathered")
	}
	l.does("ana", "harvest.gather", session.NoArgs{})
	seen := map[string]bool{}
	for _, s := range l.see(l.Late).Harvest {
		l.must(s.By == "", "%q is signed", s.Text)
		seen[s.Text] = true
	}
	for _, w := range words {
		l.must(seen[w], "%q was offered and is not there", w)
	}
	return words
}

// records: what is decided, and who sees to what.
func (l *Lived) records(p session.Phase) []string {
	var words []string
	add := func(by rooms.MemberID, kind record.Kind, text string, who rooms.MemberID) {
		id := l.id("suite")
		l.does(by, "record.add", session.ItemArgs{ID: id, Kind: kind, Text: text, Who: who, Due: "2027-03-01"})
		l.must(l.see("dina").Record[id].Text == text, "%q is not in the record", text)
		words = append(words, text)
	}
	switch p.ID {
	case "CD5-2":
		for i, client := range l.plays("ana", "client") {
			add(client, record.FollowUp, "CD: premier pas "+strconv.Itoa(i+1), client)
		}
		l.must(len(words) == 1, "the client has no plan")
	case "AR9", "RM2", "RA9":
		for _, m := range l.here()[1:] {
			if m != "fay" { // a guest writes nothing there
				add(m, record.FollowUp, fmt.Sprintf("%s: engagement de %s", p.ID, m), m)
			}
		}
	default:
		by := rooms.MemberID("ana")
		if p.Groups != nil {
			by = l.tables()[0].Members[0]
			if by == "fay" {
				by = l.tables()[0].Members[1]
			}
		}
		add(by, record.Decision, string(p.ID)+": "+p.Artifact, "")
	}
	return words
}
