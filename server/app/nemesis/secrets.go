package nemesis

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"palabre/rooms"
)

// sighting is a word that somebody was told who may not be whom it is for: when her page was there.
type sighting struct {
	p        *Client
	room     string
	word     string
	from, to uint64 // the positions between which she was told
}

// privateWords are those that say whose they are: "secret:<member>:<id>", "circle:<group>:".
var privateWords = regexp.MustCompile(`secret:[\w-]+:[\w-]+|circle:[\w-]+:`)

// overhears writes down what a message tells somebody that another wrote for herself, the first time, or for a circle. p.mu is held.
func (p *Client) overhears(f *followed, from uint64, raw ...json.RawMessage) {
	for _, text := range raw {
		if !bytes.Contains(text, []byte("secret:")) && !bytes.Contains(text, []byte("circle:")) {
			continue
		}
		for _, found := range privateWords.FindAllString(string(text), -1) {
			if strings.HasPrefix(found, "secret:"+p.Member+":") || f.overheard[found] {
				continue
			}
			if strings.HasPrefix(found, "secret:") { // a circle's may be told again, rightly or not
				if f.overheard == nil {
					f.overheard = map[string]bool{}
				}
				f.overheard[found] = true
			}
			p.w.sighted(sighting{p, f.room, found, from, f.seq})
		}
	}
}

func (w *witness) sighted(s sighting) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sightings = append(w.sightings, s)
}

// secrets is I7: what was told to each page is for its person. A card is its author's until the reveal, a sentence without a name
// until it is gathered; what is written in a group is for those who are there.
func (l *Lab) secrets(room string, log []logged) {
	hear, err := hearings(room, log)
	if err != nil {
		l.w.violated("I7", "%s: the log does not replay: %v", room, err)
		return
	}
	l.judge(room, log, hear)
}

// judge holds sightings against the log and who sat where after each event of it.
func (l *Lab) judge(room string, log []logged, hear []hearing) {
	known, public := revealed(log)
	l.w.mu.Lock()
	all := slices.Clone(l.w.sightings)
	l.w.mu.Unlock()
	for _, s := range all {
		switch {
		case s.room != room:
		case strings.HasPrefix(s.word, "circle:"):
			if !inCircle(hear, s) {
				l.w.violated("I7", "%s, between %d and %d of %s, is told %s and is elsewhere", s.p.Name, s.from, s.to, room, s.word)
			}
		default:
			id := s.word[strings.LastIndexByte(s.word, ':')+1:]
			if since := public[id]; known[id] && (since == 0 || since > s.to) {
				l.w.violated("I7", "%s is told %s by %d of %s, before all may read it (%d)", s.p.Name, s.word, s.to, room, since)
			}
		}
	}
	l.w.noted("words of others looked at")
}

// revealed tells which private words a log knows, by their ids, and since when all may read them. It knows nothing of those that
// were taken back: their words left it.
func revealed(log []logged) (known map[string]bool, public map[string]uint64) {
	known, public = map[string]bool{}, map[string]uint64{}
	for _, e := range log {
		var sentence struct{ Unsigned bool }
		hers := e.Name == "cards.written" || e.Name == "cards.withdrawn" || e.Name == "harvest.withdrawn"
		if e.Name == "harvest.offered" && json.Unmarshal(e.Data, &sentence) == nil {
			hers = sentence.Unsigned
		}
		for _, id := range ids.FindAllString(string(e.Data), -1) {
			known[id] = true
			if !hers && public[id] == 0 {
				public[id] = uint64(e.Seq)
			}
		}
	}
	return known, public
}

var ids = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`)

// inCircle tells whether she was in the circle that the words are for, somewhere between two positions.
func inCircle(hear []hearing, s sighting) bool {
	group := strings.TrimSuffix(strings.TrimPrefix(s.word, "circle:"), ":")
	for at := max(s.from, 1); at <= s.to && at <= uint64(len(hear)); at++ {
		if hear[at-1].of(rooms.MemberID(s.p.Member)).Group == group {
			return true
		}
	}
	return false
}
