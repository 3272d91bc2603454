package minutes

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"palabre/assets/document"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/record"
	"palabre/rooms/session"
)

// writer turns the story into sections.
type writer struct {
	in    Input
	story *story
}

// someone is what a person is called who did not let the minutes name her (PE-7).
const someone = "une personne"

// redacted stands for words that their author took out of the log.
const redacted = "retiré"

// name is what to call somebody: her name as it is now if she lets the minutes name her.
func (w *writer) name(m rooms.MemberID) string {
	if p := w.story.person(m); p == nil || !p.listed || w.in.Names[m] == "" {
		return someone
	}
	return w.in.Names[m]
}

// words are someone's, or the mark that she took them out.
func words(text string) document.Words {
	if text = oneLine(text); text == "" {
		return document.Words{{Text: redacted, Emphasis: true}}
	}
	return document.Plain(text)
}

func (w *writer) facts() []document.Definition {
	s := w.story
	length := span(s.closed - s.opened)
	if w.in.Minutes > 0 {
		length += "; " + minutesOf(w.in.Minutes) + " prévue"
		if w.in.Minutes != 1 && w.in.Minutes != 60 {
			length += "s"
		}
	}
	facts := []document.Definition{{Term: "Durée", Words: document.Plain(length)}}
	var leads []string
	for _, p := range s.people {
		if p.led && w.name(p.id) != someone {
			leads = append(leads, w.name(p.id))
		}
	}
	if len(leads) > 0 {
		facts = append(facts, document.Definition{Term: "Animation", Words: document.Plain(enumerate(leads))})
	}
	facts = append(facts, document.Definition{Term: "Présences", Words: document.Plain(w.present())})
	closed := "Rencontre confidentielle" + nbsp + ": rien de ce qui a été dit n’est rapporté ici."
	if s.mode == session.ModeOpen {
		closed = "Rencontre ouverte. Rien de ce qui a été dit n’est rapporté ici."
	}
	return append(facts, document.Definition{Term: "Confidentialité", Words: document.Plain(closed)})
}

// present names those who let the minutes name them and counts the others.
func (w *writer) present() string {
	var named []string
	for _, p := range w.story.people {
		name := w.name(p.id)
		if name == someone {
			continue
		}
		if p.role == rooms.RoleGuest {
			name += " (personne invitée)"
		}
		named = append(named, name)
	}
	byName(named)
	all := len(w.story.people)
	total := upper(persons(all, ""))
	if len(named) == 0 {
		return total + "."
	}
	if others := all - len(named); others > 0 {
		named = append(named, persons(others, "autre"))
	}
	return total + nbsp + ": " + enumerate(named) + "."
}

func (w *writer) sections(figures []document.Block) []document.Section {
	var out []document.Section
	add := func(title string, blocks []document.Block) {
		if len(blocks) > 0 {
			out = append(out, document.Section{Title: title, Blocks: blocks})
		}
	}
	if w.in.Intention != "" {
		add("Objectif", prose(w.in.Intention))
	}
	add("Déroulement", w.phases())
	if rounds := w.rounds(); len(rounds) > 0 {
		out = append(out, document.Section{Title: "Rondes", Sections: rounds})
	}
	add("Tableaux", figures)
	if votes := w.votes(); len(votes) > 0 {
		out = append(out, document.Section{Title: "Votes", Sections: votes})
	}
	add("Ce qu’on en retient", w.summaries())
	out = append(out, document.Section{Title: "Décisions", Blocks: append(w.decisions(), w.consented()...)}, document.Section{Title: "Suivis", Blocks: w.followUps()})
	add("Récolte", w.sentences())
	add("Gardé du clavardage", w.kept())
	if w.in.Next != nil {
		add("Prochaine rencontre", []document.Block{document.Paragraph{Words: w.next(*w.in.Next)}})
	}
	return out
}

func prose(text string) []document.Block {
	var out []document.Block
	for line := range strings.SplitSeq(text, "\n") {
		if line = oneLine(line); line != "" {
			out = append(out, document.Paragraph{Words: document.Plain(line)})
		}
	}
	return out
}

// phases is the run of show as it went.
func (w *writer) phases() []document.Block {
	s := w.story
	seen := map[int]bool{}
	t := document.Table{Head: []string{"Étape", "Prévu", "Réel"}, Widths: []float64{6, 2, 2}}
	for _, one := range s.steps {
		if one.phase < 0 || one.phase >= len(s.phases) {
			continue
		}
		p := s.phases[one.phase]
		title, planned := oneLine(p.Title)+kindName(p), minutesOf(p.Minutes)
		if seen[one.phase] {
			title, planned = oneLine(p.Title)+" (reprise)", "–"
		}
		seen[one.phase] = true
		title += gained(one.gained)
		lasted := span(max(0, one.until-one.from-one.idle))
		t.Rows = append(t.Rows, []document.Words{document.Plain(title), document.Plain(planned), document.Plain(lasted)})
	}
	var blocks []document.Block
	if len(t.Rows) > 0 {
		blocks = append(blocks, t)
	}
	blocks = append(blocks, w.replans()...)
	var missed []string
	for i, p := range s.phases {
		if !seen[i] {
			missed = append(missed, oneLine(p.Title))
		}
	}
	if len(missed) > 0 {
		words := "Prévu, non fait" + nbsp + ": " + enumerate(missed) + "."
		blocks = append(blocks, document.Paragraph{Words: document.Plain(words)})
	}
	return blocks
}

// kindName says what a phase was, unless its title does.
func kindName(p agenda.Phase) string {
	title := strings.ToLower(p.Title)
	switch {
	case p.Kind == agenda.Stick && !strings.Contains(title, "ronde"):
		return ", ronde du bâton"
	case p.Kind == agenda.Write && !strings.Contains(title, "silence"):
		return ", en silence"
	case p.Kind == agenda.Board && !strings.Contains(title, "tableau"):
		return ", au tableau"
	}
	return ""
}

// rounds gives each round its question and its circle, as seats. Of a small group's round the minutes have the question only:
// who sat with whom is the group's.
func (w *writer) rounds() []document.Section {
	var out []document.Section
	for _, r := range w.story.rounds {
		number := strconv.Itoa(r.number)
		section := document.Section{Title: "Ronde " + number, Anchor: "ronde-" + number}
		for _, p := range w.story.phases {
			if p.ID == r.phase && r.phase != "" {
				section.Title += nbsp + ": " + oneLine(p.Title)
				break
			}
		}
		question := oneLine(r.question)
		if question != "" {
			section.Blocks = append(section.Blocks, document.Paragraph{Words: document.Words{{Text: quoted(question), Strong: true}}})
		}
		switch {
		case r.group == "":
			section.Blocks = append(section.Blocks, w.circle(r.order))
		case question == "":
			continue
		default:
			section.Title += w.ofGroup(r.group)
			section.Anchor = "ronde-" + string(r.group) + "-" + number
		}
		out = append(out, section)
	}
	return out
}

func (w *writer) circle(order []rooms.MemberID) document.Paragraph {
	seats := make([]string, 0, len(order))
	for _, m := range order {
		seats = append(seats, w.name(m))
	}
	return document.Paragraph{
		Words: document.Words{{Text: "Le cercle, dans l’ordre des sièges" + nbsp + ": "}, {Text: strings.Join(seats, nbsp+"· ") + "."}},
	}
}

func (w *writer) boardTitle(b Board) string {
	title := b.Title
	for _, one := range w.story.boards {
		if one.Board == b.ID {
			title = one.Title
		}
	}
	return "Tableau " + quoted(oneLine(title))
}

// boards are the figures.
func (w *writer) boards() ([]document.Block, error) {
	out := make([]document.Block, 0, len(w.in.Boards))
	for _, b := range w.in.Boards {
		raw := make(map[scene.ElementID]json.RawMessage, len(b.Elements))
		for id, e := range b.Elements {
			raw[scene.ElementID(id)] = e
		}
		elements := scene.ReadMap(raw)
		f := document.Figure{Title: w.boardTitle(b), Outline: scene.Outline(elements), Href: "/tableaux/" + string(b.ID)}
		if b.At > 0 {
			f.Caption = "état du" + nbsp + moment(b.At, w.in.Zone)
		}
		var err error
		if f.Drawing, err = w.in.Draw(elements); err != nil {
			return nil, fmt.Errorf("minutes: board %s: %w", b.ID, err)
		}
		out = append(out, f)
	}
	return out, nil
}

// summaries are what rounds and phases came to, in the words of who kept them; nobody is named.
func (w *writer) summaries() []document.Block {
	var out []document.Block
	for _, i := range w.story.items {
		if i.Kind == record.Summary {
			out = append(out, document.Paragraph{Words: words(i.Text)})
		}
	}
	return out
}

func (w *writer) decisions() []document.Block {
	var out []document.Block
	for _, i := range w.story.items {
		if i.Kind == record.Decision {
			out = append(out, document.Callout{Label: "Décision" + nbsp + ":", Words: words(i.Text)})
		}
	}
	return out
}

func (w *writer) followUps() []document.Block {
	t := document.Table{Head: []string{"Quoi", "Qui", "Quand"}, Widths: []float64{5, 3, 3}}
	for _, i := range w.story.items {
		if i.Kind != record.FollowUp {
			continue
		}
		who, due := "Le groupe", "–"
		if i.Who != "" {
			who = upper(w.name(i.Who))
		}
		if d, err := time.Parse(time.DateOnly, i.Due); err == nil {
			due = date(d)
		}
		t.Rows = append(t.Rows, []document.Words{words(i.Text), document.Plain(who), document.Plain(due)})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []document.Block{t}
}

// kept are the messages whose authors keep them, and of those that someone else keeps (an open meeting) the links
// alone: the words are their author's.
func (w *writer) kept() []document.Block {
	var items []document.Item
	for _, m := range w.story.messages {
		switch {
		case !m.kept || (!m.own && w.story.mode != session.ModeOpen):
		case m.own:
			items = append(items, document.Item{Words: linked(m.text)})
		default:
			for _, span := range linked(m.text) {
				if span.Href != "" {
					items = append(items, document.Item{Words: document.Words{span}})
				}
			}
		}
	}
	if len(items) == 0 {
		return nil
	}
	return []document.Block{document.List{Items: items}}
}

var address = regexp.MustCompile(`https?://[^\s<>"«»]+`)

// linked is a message whose addresses can be followed.
func linked(text string) document.Words {
	text = oneLine(text)
	if text == "" {
		return words("")
	}
	var out document.Words
	at := 0
	for _, place := range address.FindAllStringIndex(text, -1) {
		href := strings.TrimRight(text[place[0]:place[1]], ".,;:!?)]}’'…")
		if document.SafeHref(href) == "" {
			continue
		}
		if place[0] > at {
			out = append(out, document.Span{Text: text[at:place[0]]})
		}
		out = append(out, document.Link(href, href))
		at = place[0] + len(href)
	}
	if at < len(text) {
		out = append(out, document.Span{Text: text[at:]})
	}
	return out
}

func (w *writer) next(n Next) document.Words {
	zone := n.Zone
	if zone == nil {
		zone = w.in.Zone
	}
	end := n.StartsAt + rooms.Millis(n.Minutes)*60_000
	text := upper(meetingTime(n.StartsAt, end, zone)) + zoneName(zone)
	if n.Title != "" {
		text += nbsp + ": " + oneLine(n.Title)
	}
	return document.Plain(text + ".")
}
