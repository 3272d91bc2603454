package roomtest

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"reflect"
	"regexp"
	"slices"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/codec"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
	"palabre/rooms/session"
	"palabre/rooms/veil"
)

// Ledger tells, from the log alone and with no rule of the machines' views, who may read the
// words that generators write on cards, in ballots and in sentences: "card:<m>:<id>",
// "ballot:<m>:<id>", "sentence:<m>:<id>". A word that it does not know is nobody's.
type Ledger struct {
	words   map[string]*word
	ballots map[poll.ID]map[rooms.MemberID]any // those in the box
	nth     map[inBox]rooms.MemberID           // who cast them
}

type inBox struct {
	poll poll.ID
	nth  int
}

type word struct {
	seq    rooms.Seq // where it was written, 0 once that does not matter any more
	shown  rooms.Seq // where it was shown apart from who wrote it
	sheet  cards.SheetID
	card   cards.CardID
	poll   poll.ID
	id     harvest.ID
	keep   bool
	public bool
}

var paperWords = regexp.MustCompile(`\b(?:card|ballot|sentence):([a-z]+):[a-z0-9-]+`)

// NewLedger knows no words.
func NewLedger() *Ledger {
	return &Ledger{words: map[string]*word{}, ballots: map[poll.ID]map[rooms.MemberID]any{}, nth: map[inBox]rooms.MemberID{}}
}

// Public tells the words that everyone may read now.
func (l *Ledger) Public() iter.Seq[string] {
	return func(yield func(string) bool) {
		for text, w := range l.words {
			if w.public && !yield(text) {
				return
			}
		}
	}
}

// Private finds in a text the words that say whose they are, and whose.
func Private(text string) iter.Seq2[string, rooms.MemberID] {
	return func(yield func(string, rooms.MemberID) bool) {
		for _, found := range paperWords.FindAllStringSubmatch(text, -1) {
			if !yield(found[0], rooms.MemberID(found[1])) {
				return
			}
		}
	}
}

// drop makes nobody's the words that are so.
func (l *Ledger) drop(so func(*word) bool) {
	for text, w := range l.words {
		if so(w) {
			delete(l.words, text)
		}
	}
}

// publish makes everyone's the words that are so; shown apart from their author at a place,
// when it is not 0.
func (l *Ledger) publish(shown rooms.Seq, so func(*word) bool) {
	for _, w := range l.words {
		if so(w) {
			w.public, w.shown = true, shown
			if shown != 0 {
				w.seq, w.card = 0, ""
			}
		}
	}
}

// Event takes in the next event of the log.
func (l *Ledger) Event(e rooms.Event) error {
	p, err := session.Decode(e)
	if err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	if _, ok := p.(veil.Event); ok && (e.By != "" || e.Client != "" || e.N != 0) {
		return errors.New("a veiled event says whose it is")
	}
	switch p := p.(type) {
	case session.Closed:
		l.drop(func(w *word) bool { return !w.public || p.Forget && w.sheet != "" })
		clear(l.ballots)
	case session.Redacted:
		l.drop(func(w *word) bool {
			return w.seq != 0 && slices.Contains(p.Seqs, w.seq) || w.shown != 0 && slices.Contains(p.Seqs, w.shown)
		})
	default:
		l.cards(e.Seq, p)
		l.sentences(e.Seq, p)
		return l.polls(e.Seq, p)
	}
	return nil
}

func (l *Ledger) cards(seq rooms.Seq, p codec.Event) {
	switch p := p.(type) {
	case cards.Written:
		l.drop(func(w *word) bool { return w.card == p.Card && !w.public })
		l.words[p.Text] = &word{seq: seq, sheet: p.Sheet, card: p.Card, keep: p.Keep}
	case cards.Withdrawn:
		l.drop(func(w *word) bool { return w.card == p.Card })
	case cards.Abandoned:
		l.drop(func(w *word) bool { return w.sheet == p.Sheet })
	case cards.Unveiled:
		// Those of the sheets that are revealed with it are shown among its own.
		shown := func(w *word) bool { return (w.sheet == p.Sheet || slices.Contains(p.With, w.sheet)) && !w.keep }
		if p.Unsigned {
			l.publish(seq, shown)
			return
		}
		l.publish(0, shown)
	}
}

func (l *Ledger) sentences(seq rooms.Seq, p codec.Event) {
	switch p := p.(type) {
	case harvest.Offered:
		l.drop(func(w *word) bool { return w.id == p.ID })
		l.words[p.Text] = &word{seq: seq, id: p.ID, public: !p.Unsigned}
	case harvest.Withdrawn:
		l.drop(func(w *word) bool { return w.id == p.ID })
	case harvest.Gathered:
		l.publish(seq, func(w *word) bool { return w.id == p.ID })
	}
}

func (l *Ledger) polls(seq rooms.Seq, p codec.Event) error {
	switch p := p.(type) {
	case poll.Voted:
		if l.ballots[p.Poll] == nil {
			l.ballots[p.Poll] = map[rooms.MemberID]any{}
		}
		doc, err := AsDoc(p.Ballot)
		if err != nil {
			return err
		}
		l.ballots[p.Poll][p.Member] = doc
		l.nth[inBox{p.Poll, p.Nth}] = p.Member
		text := p.Ballot.Answers["q-2"].Own
		l.drop(func(w *word) bool { return w.poll == p.Poll && w.card == cards.CardID(p.Member) })
		if text != "" {
			l.words[text] = &word{seq: seq, poll: p.Poll, card: cards.CardID(p.Member)}
		}
	case poll.Uncast:
		m := l.nth[inBox{p.Poll, p.Nth}]
		delete(l.ballots[p.Poll], m)
		l.drop(func(w *word) bool { return w.poll == p.Poll && w.card == cards.CardID(m) })
	case poll.Counted:
		delete(l.ballots, p.Poll)
		told := map[string]bool{}
		for _, t := range p.Result.Answers {
			for _, text := range t.Own {
				told[text] = true
			}
		}
		for text, w := range l.words {
			if w.poll == p.Poll && !told[text] {
				delete(l.words, text)
			}
		}
		l.publish(seq, func(w *word) bool { return w.poll == p.Poll })
	case poll.Abandoned:
		delete(l.ballots, p.Poll)
		l.drop(func(w *word) bool { return w.poll == p.Poll })
	}
	return nil
}

// may refuses a text in which somebody reads words that are not hers to read.
func (l *Ledger) may(m rooms.MemberID, text string) error {
	for found, whose := range Private(text) {
		w := l.words[found]
		switch {
		case w == nil:
			return fmt.Errorf("reads %s, which is nobody's", found)
		case !w.public && whose != m:
			return fmt.Errorf("reads %s of somebody else", found)
		}
	}
	return nil
}

// hers refuses ballots that are shown to a person and are not what she put in the box.
func (l *Ledger) hers(m rooms.MemberID, doc map[string]any) error {
	ballots, _ := doc["ballots"].(map[string]any)
	for id, b := range ballots {
		if !reflect.DeepEqual(b, l.ballots[poll.ID(id)][m]) {
			got, _ := json.Marshal(b)
			return fmt.Errorf("reads %s as the ballot of %s", got, m)
		}
	}
	return nil
}

// unsigned refuses what leads from words without a name to who wrote them.
func unsigned(doc map[string]any) error {
	sheets, _ := doc["sheets"].(map[string]any)
	for id, s := range sheets {
		sheet, _ := s.(map[string]any)
		list, _ := sheet["cards"].([]any)
		for _, c := range list {
			card, _ := c.(map[string]any)
			if sheet["unsigned"] == true && (card["by"] != nil || card["card"] != nil) {
				return fmt.Errorf("sees who wrote on %s: %v", id, card)
			}
		}
	}
	said, _ := doc["harvest"].(map[string]any)
	for key, v := range said {
		if s, _ := v.(map[string]any); s["n"] != nil && s["by"] != nil {
			return fmt.Errorf("sees who offered %s", key)
		}
	}
	polls, _ := doc["polls"].(map[string]any)
	for id, p := range polls {
		one, _ := p.(map[string]any)
		voices, _ := one["voices"].([]any)
		for _, v := range voices {
			if voice, _ := v.(map[string]any); one["secret"] == true && voice["by"] != nil {
				return fmt.Errorf("sees who objects in %s", id)
			}
		}
	}
	return nil
}

// alone refuses to tell anybody but its author, or who carries her, that a card was written
// (CK-2).
func (w *World) alone(s rooms.Step) error {
	if s.Event.Name != (cards.Written{}).EventName() {
		return nil
	}
	p, err := session.Decode(s.Event)
	if err != nil {
		return err
	}
	m := p.(cards.Written).Member
	for _, d := range s.Deltas {
		v, _ := w.Live.View(rooms.Viewer{Member: d.To.Member}).(session.View)
		if _, carries := v.Company[m]; d.To.Member != m && !carries {
			return fmt.Errorf("%+v is told of a card of %s", d.To, m)
		}
	}
	return nil
}
