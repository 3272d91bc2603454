package board

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"

	"palabre/rooms"
)

// maxMarks bounds how many different wordings of one person an element remembers; of
// more, one that was forgotten and is said again counts as its speaker's.
const maxMarks = 4096

// imprint tells one wording from another, whatever its line breaks; 0 is no words.
type imprint uint64

// imprintOf is the imprint of words. White space is left out: fitting a text into a
// narrower note breaks its lines and changes nothing that is said.
func imprintOf(said string) imprint {
	if said == "" {
		return 0
	}
	sum := sha256.Sum256([]byte(said))
	return imprint(binary.BigEndian.Uint64(sum[:8]) | 1)
}

func bare(said string) string { return strings.Join(strings.FieldsFunc(said, unicode.IsSpace), "") }

func stringOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return ""
	}
	return s
}

// wordsOf is the imprint of a text element's words among these values. What is shown
// and what was typed go together, and honest editors say the same in both.
func wordsOf(values map[string]json.RawMessage) imprint {
	shown, typed := bare(stringOf(values["text"])), bare(stringOf(values["originalText"]))
	if shown == typed {
		return imprintOf(shown)
	}
	return imprintOf(shown + "\n" + typed)
}

func linkOf(values map[string]json.RawMessage) imprint {
	return imprintOf(bare(stringOf(values["link"])))
}

// standing is a wording that stands, and whose it is.
type standing struct {
	Imprint imprint        `json:"p,omitempty"`
	By      rooms.MemberID `json:"by,omitempty"`
}

// authorship is who wrote the words of one element, now and before: whoever first said
// them there. Moving them, fitting them, undoing to them makes them nobody else's. It
// is never changed in place: elements share it. Nil: never any words.
type authorship struct {
	hands map[rooms.MemberID][]imprint // each one's wordings, sorted
	text  standing
	link  standing
	// pen is who drew the stroke, which is words too when it is handwriting. Whoever
	// stretches or goes on with it, it stays hers.
	pen rooms.MemberID
	// shut: words were withdrawn here, and what stands does not change any more (B8).
	shut bool
}

func (a *authorship) fork() *authorship {
	if a == nil {
		return &authorship{}
	}
	c := *a
	return &c
}

func (a *authorship) isShut() bool { return a != nil && a.shut }

// wrote tells whether a person has words in the element or in its past.
func (a *authorship) wrote(m rooms.MemberID) bool {
	if a == nil {
		return false
	}
	_, ok := a.hands[m]
	return ok
}

// writers are all who have.
func (a *authorship) writers() []rooms.MemberID {
	if a == nil {
		return nil
	}
	return slices.Sorted(maps.Keys(a.hands))
}

// read takes in what a person's operation says. A text that is null was withdrawn
// since, and taken out of the log.
func (a *authorship) read(values map[string]json.RawMessage, whole bool, by rooms.MemberID) *authorship {
	raw, texted := values["text"]
	_, linked := values["link"]
	drawn := whole && stringOf(values["type"]) == freedraw.name()
	if !texted && !linked && !drawn && (!whole || a == nil) {
		return a
	}
	next := a.fork()
	if drawn && next.pen == "" && !next.shut {
		next.pen = by
		next.admit(by)
	}
	switch {
	case !texted && !whole:
	case isNull(raw):
		next.text = standing{}
	default:
		next.text = next.said(next.text, wordsOf(values), by)
	}
	if linked || whole {
		next.link = next.said(next.link, linkOf(values), by)
	}
	if len(next.hands) == 0 && !next.shut {
		return nil
	}
	return next
}

// said is the standing of words that were just said, and notes them as their first
// speaker's. Only on a fork.
func (a *authorship) said(was standing, said imprint, by rooms.MemberID) standing {
	if said == was.Imprint || said == 0 || a.shut {
		if said == 0 {
			return standing{}
		}
		return was
	}
	for _, m := range slices.Sorted(maps.Keys(a.hands)) {
		if _, ok := slices.BinarySearch(a.hands[m], said); ok {
			return standing{said, m}
		}
	}
	old := a.hands[by]
	if len(old) >= maxMarks {
		old = old[1:]
	}
	at, _ := slices.BinarySearch(old, said)
	marks := append(make([]imprint, 0, len(old)+1), old[:at]...) // one copy: elements share the old one
	a.admit(by)
	a.hands[by] = append(append(marks, said), old[at:]...)
	return standing{said, by}
}

// admit notes that a person has words here. Only on a fork.
func (a *authorship) admit(m rooms.MemberID) {
	hands := make(map[rooms.MemberID][]imprint, len(a.hands)+1)
	maps.Copy(hands, a.hands)
	hands[m] = a.hands[m]
	a.hands = hands
}

// without is the authorship after a person withdrew her words.
func (a *authorship) without(m rooms.MemberID) *authorship {
	next := a.fork()
	next.shut = true
	next.hands = maps.Clone(next.hands)
	delete(next.hands, m)
	if next.text.By == m {
		next.text = standing{}
	}
	if next.link.By == m {
		next.link = standing{}
	}
	if next.pen == m {
		next.pen = ""
	}
	return next
}

// kept is an authorship as snapshots have it: imprints as bytes, eight each.
type kept struct {
	Hands map[rooms.MemberID][]byte `json:"hands"`
	Text  standing                  `json:"text"`
	Link  standing                  `json:"link"`
	Pen   rooms.MemberID            `json:"pen,omitempty"`
	Shut  bool                      `json:"shut,omitempty"`
}

// MarshalJSON implements json.Marshaler; equal authorships give equal bytes.
func (a *authorship) MarshalJSON() ([]byte, error) {
	k := kept{Hands: make(map[rooms.MemberID][]byte, len(a.hands)), Text: a.text, Link: a.link, Pen: a.pen, Shut: a.shut}
	for m, marks := range a.hands {
		raw := make([]byte, 0, 8*len(marks))
		for _, mark := range marks {
			raw = binary.BigEndian.AppendUint64(raw, uint64(mark))
		}
		k.Hands[m] = raw
	}
	return json.Marshal(k)
}

// UnmarshalJSON implements json.Unmarshaler.
func (a *authorship) UnmarshalJSON(data []byte) error {
	var k kept
	if err := json.Unmarshal(data, &k); err != nil {
		return fmt.Errorf("board: authorship: %w", err)
	}
	a.hands = make(map[rooms.MemberID][]imprint, len(k.Hands))
	a.text, a.link, a.pen, a.shut = k.Text, k.Link, k.Pen, k.Shut
	for m, raw := range k.Hands {
		a.hands[m] = nil
		for ; len(raw) >= 8; raw = raw[8:] {
			a.hands[m] = append(a.hands[m], imprint(binary.BigEndian.Uint64(raw)))
		}
	}
	return nil
}
