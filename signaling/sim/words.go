package sim

import (
	"fmt"
	"strings"

	"palabre/rooms"
	"palabre/rooms/people"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// words knows, of what is written on cards, in ballots and in sentences, since when everyone may read it, from the log alone.
type words struct {
	paper   *roomtest.Ledger
	public  map[string]rooms.Seq
	carried map[[2]rooms.MemberID]bool // who ever carried whom
}

func newWords() *words {
	return &words{paper: roomtest.NewLedger(), public: map[string]rooms.Seq{}, carried: map[[2]rooms.MemberID]bool{}}
}

func (x *words) event(e rooms.Event) error {
	p, err := session.Decode(e)
	if err != nil {
		return err
	}
	if c, ok := p.(people.Carried); ok {
		x.carried[[2]rooms.MemberID{c.Behind, c.Member}] = true
	}
	if err := x.paper.Event(e); err != nil {
		return err
	}
	for text := range x.paper.Public() {
		if _, known := x.public[text]; !known {
			x.public[text] = e.Seq
		}
	}
	return nil
}

// early says what somebody reads of another's before all may, "" for nothing: cards before the reveal, ballots ever.
func (x *words) early(m rooms.MemberID, text string, upto rooms.Seq) string {
	for found, whose := range roomtest.Private(text) {
		since, shown := x.public[found]
		if whose != m && !x.carried[[2]rooms.MemberID{m, whose}] && (!shown || since > upto) {
			return fmt.Sprintf("reads %s of somebody else", found)
		}
	}
	return ""
}

// hers tells whether all words of a kind are for somebody, or for those whom she carried.
func (x *words) hers(m rooms.MemberID, text, kind string) bool {
	n := strings.Count(text, kind+string(m)+":")
	for pair := range x.carried {
		if pair[0] == m {
			n += strings.Count(text, kind+string(pair[1])+":")
		}
	}
	return n == strings.Count(text, kind)
}

// canary looks for words that say whom they are for (package roomtest writes them so), in what is told of a room up to a place.
func (r *replica) canary(text string, upto rooms.Seq) bool {
	x := r.w.store.known(r.room).book.words
	circle, _ := r.doc["group"].(map[string]any)
	at, _ := circle["group"].(string)
	var why string
	switch {
	case r.viewer.Waiting && (strings.Contains(text, "chat:") || strings.Contains(text, "decided:")):
		why = "waits outside and reads what is said inside"
	case !x.hers(r.who, text, "nudge:"):
		why = "reads a nudge for someone else"
	case !r.viewer.Role.Facilitates() && !x.hers(r.who, text, "reason:"):
		why = "reads a reason for someone else"
	case !r.viewer.Role.Facilitates() && strings.Contains(text, "entre-nous:"):
		why = "does not facilitate and reads what those write between themselves who do"
	case strings.Count(text, "circle:") != strings.Count(text, "circle:"+at+":"):
		why = "is in the circle \"" + at + "\" and reads what is written in another"
	default:
		why = x.early(r.who, text, upto)
	}
	if why != "" {
		r.w.fail("I7: %s %s in %s after %d: %s", r.who, why, r.room, r.pos, text)
	}
	return why == ""
}
