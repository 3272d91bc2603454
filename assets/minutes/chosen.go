package minutes

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"palabre/assets/document"
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
)

// chosen is what the group chose, and the sentences that people offered.
type chosen struct {
	polls   poll.State
	harvest harvest.State
}

func newChosen() chosen { return chosen{polls: poll.New(), harvest: harvest.New()} }

// choose follows votes and sentences.
func (c *chosen) choose(e rooms.Event, p codec.Event) {
	c.polls.Apply(e.Seq, p)
	c.harvest.Apply(e.Seq, p)
}

// redact takes out what was said at these places.
func (c *chosen) redact(seqs []rooms.Seq) {
	gone := map[rooms.Seq]bool{}
	for _, s := range seqs {
		gone[s] = true
	}
	c.polls.Redact(gone)
	c.harvest.Redact(gone)
}

// counted are the votes whose result everybody was told, in the order in which they were prepared; not those that leave nothing (PO-14).
func (c *chosen) counted() []*poll.Poll {
	all := slices.SortedFunc(maps.Values(c.polls.Polls), func(a, b *poll.Poll) int { return cmp.Compare(a.Order, b.Order) })
	return slices.DeleteFunc(all, func(p *poll.Poll) bool { return p.Result == nil || p.Told != poll.ForAll || p.Leaves == poll.Nothing })
}

// votes give each vote its result: sums, and nobody's words (HV-7).
func (w *writer) votes() []document.Section {
	var out []document.Section
	for i, p := range w.story.chosen.counted() {
		blocks := []document.Block{document.Paragraph{Words: document.Plain(w.ballots(p))}}
		switch {
		case p.Kind == poll.Survey:
			blocks = append(blocks, survey(p)...)
		case len(p.Result.Sums) > 0:
			blocks = append(blocks, w.sums(p))
		}
		out = append(out, document.Section{Title: oneLine(p.Question) + w.ofGroup(rooms.GroupID(p.Group)), Anchor: "vote-" + strconv.Itoa(i+1), Blocks: blocks})
	}
	return out
}

// ofGroup says whose vote or round it was, when it was a small group's: its name, or its number.
func (w *writer) ofGroup(g rooms.GroupID) string {
	if g == "" {
		return ""
	}
	if title := oneLine(w.story.groups[g]); title != "" {
		return " (" + title + ")"
	}
	return " (groupe" + nbsp + string(g[strings.LastIndex(string(g), "-")+1:]) + ")"
}

// ballots says what kind of vote it was and how many voted, or what it came to.
func (w *writer) ballots(p *poll.Poll) string {
	kinds := map[poll.Kind]string{
		poll.Dots: "Vote par points", poll.Consent: "Consentement", poll.Rank: "Classement", poll.Secret: "Scrutin secret", poll.Survey: "Sondage",
	}
	r, text := p.Result, kinds[p.Kind]
	if p.Secret && p.Kind != poll.Secret && p.Kind != poll.Survey {
		text += ", à bulletin secret"
	}
	text += nbsp + ": " + counted(r.Cast, "bulletin")
	if r.Blank > 0 {
		text += ", dont " + counted(r.Blank, "blanc")
	}
	text += "."
	switch {
	case p.Kind == poll.Consent:
		text += " " + stances(r)
	case r.Few:
		text += " C’est trop peu pour en dire le compte sans désigner quelqu’un."
	}
	return text
}

func counted(n int, word string) string { return strconv.Itoa(n) + nbsp + word + plural(n) }

// stances is the outcome of a consent vote; objections are in the words of those who made them, which stay in the room.
func stances(r *poll.Result) string {
	o := r.Consent
	text := "La proposition est adoptée"
	if !o.Consented {
		text = "La proposition n’est pas adoptée"
	}
	if o.Agree+o.Reserve+o.Object == 0 {
		return text + "."
	}
	text += nbsp + ": " + strconv.Itoa(o.Agree) + nbsp + "d’accord, " + counted(o.Reserve, "réserve") + ", " + counted(o.Object, "objection")
	return text + "."
}

// sums are the options, the highest first; equal ones as they were proposed. Of a vote that leaves its choice, that one.
func (w *writer) sums(p *poll.Poll) document.Block {
	head := map[poll.Kind]string{poll.Dots: "Points", poll.Rank: "Rang", poll.Secret: "Voix"}[p.Kind]
	t := document.Table{Head: []string{"Choix", head}, Widths: []float64{8, 2}}
	sums := slices.Clone(p.Result.Sums)
	if p.Leaves == poll.Choice {
		chosen := p.Result.Chosen()
		sums = slices.DeleteFunc(sums, func(s poll.Sum) bool { return !chosen[s.Option] })
	}
	slices.SortStableFunc(sums, func(a, b poll.Sum) int { return cmp.Compare(a.Place, b.Place) })
	for _, s := range sums {
		n := s.N
		if p.Kind == poll.Rank {
			n = s.Place
		}
		t.Rows = append(t.Rows, []document.Words{w.option(p, s.Option), document.Plain(strconv.Itoa(n))})
	}
	return t
}

// option is what it says, or the person that it names.
func (w *writer) option(p *poll.Poll, id poll.OptionID) document.Words {
	for _, o := range p.Options {
		switch {
		case o.ID != id:
		case o.Member != "":
			return document.Plain(upper(w.name(o.Member)))
		default:
			return words(o.Text)
		}
	}
	return words("")
}

// survey gives each question what can be told of it: people's own words stay in the room.
func survey(p *poll.Poll) []document.Block {
	t := document.Table{Head: []string{"Question", "Réponses", "Ce qui en ressort"}, Widths: []float64{5, 2, 4}}
	for _, tally := range p.Result.Answers {
		i := slices.IndexFunc(p.Asks, func(q poll.Question) bool { return q.ID == tally.Question })
		if i < 0 {
			continue
		}
		t.Rows = append(t.Rows, []document.Words{
			document.Plain(oneLine(p.Asks[i].Text)), document.Plain(strconv.Itoa(tally.Cast)), document.Plain(told(p.Asks[i], tally)),
		})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []document.Block{t}
}

func told(q poll.Question, t poll.Tally) string {
	switch {
	case t.Few:
		return "trop peu pour le dire"
	case q.Kind == poll.Scale:
		return "médiane" + nbsp + strconv.Itoa(t.Middle) + nbsp + "sur 5"
	}
	var said []string
	for i, n := range t.Cells {
		if n != nil && i < len(q.Words) {
			said = append(said, oneLine(q.Words[i])+nbsp+"("+strconv.Itoa(*n)+")")
		}
	}
	if len(said) == 0 {
		return "–"
	}
	return enumerate(said)
}

// consented are the proposals that nobody objected to: decisions.
func (w *writer) consented() []document.Block {
	var out []document.Block
	for _, p := range w.story.chosen.counted() {
		if o := p.Result.Consent; o != nil && o.Consented {
			out = append(out, document.Callout{Label: "Consentement" + nbsp + ":", Words: document.Plain(oneLine(p.Question) + w.ofGroup(rooms.GroupID(p.Group)))})
		}
	}
	return out
}

// sentences are those offered to the community, signed by those who let the minutes name them. Of the others, which their
// authors offered to the people who were there, the document says how many they are, and no word (HV-1).
func (w *writer) sentences() []document.Block {
	var out []document.Block
	within := 0
	for _, k := range w.story.chosen.harvest.Minutes() {
		if k.For != harvest.Community {
			within++
			continue
		}
		q := document.Quote{Words: words(k.Text)}
		if name := w.name(k.By); name != someone {
			q.By = name
		}
		out = append(out, q)
	}
	if within > 0 {
		text := upper(feminine(within)) + " offerte" + plural(within) + " aux personnes présentes rest" + map[bool]string{true: "ent", false: "e"}[within > 1] + " dans la rencontre."
		out = append(out, document.Paragraph{Words: document.Plain(text)})
	}
	return out
}

func feminine(n int) string { return number(n) + " phrase" + plural(n) }
