package harvest

import (
	"strconv"

	"palabre/rooms"
)

// View is a sentence that all see. N, when there is one, orders those without a name;
// By is there for the others.
type View struct {
	Text string         `json:"text"`
	By   rooms.MemberID `json:"by,omitempty"`
	N    int            `json:"n,omitempty"`
	For  Readers        `json:"for"`
}

// Mine is a sentence of mine. Key is where all see it, "" while it waits.
type Mine struct {
	Text     string  `json:"text"`
	Unsigned bool    `json:"unsigned,omitempty"`
	For      Readers `json:"for"`
	Key      string  `json:"key,omitempty"`
}

// key is where all see a sentence: a number for one without a name, whose id is its
// author's alone.
func (c *Sentence) key(id ID) string {
	switch {
	case c.waits():
		return ""
	case c.Unsigned:
		return "n" + strconv.Itoa(c.N)
	default:
		return "s-" + string(id)
	}
}

// Seen is what all see, by key.
func (s *State) Seen() map[string]View {
	seen := map[string]View{}
	for id, c := range s.Sentences {
		if key := c.key(id); key != "" {
			v := View{Text: c.Text, N: c.N, For: c.For}
			if !c.Unsigned {
				v.By = c.By
			}
			seen[key] = v
		}
	}
	return seen
}

// Mine are a person's sentences, by id: for the audience rooms.Only(m).
func (s *State) Mine(m rooms.MemberID) map[ID]Mine {
	mine := map[ID]Mine{}
	for id, c := range s.Sentences {
		if c.By == m && m != "" {
			mine[id] = Mine{Text: c.Text, Unsigned: c.Unsigned, For: c.For, Key: c.key(id)}
		}
	}
	return mine
}

// Ready tells those who run that there is something to gather (HV-4).
func (s *State) Ready(hand rooms.Hand) bool {
	_, hands := s.waiting(hand)
	return hands >= fewAuthor
}
