// Package minutes makes the compte rendu of a session from its log: what the group leaves, never what was said, who
// passed, or how long anyone spoke. It reads the events that rooms/SPEC.md marks ◆ and no other, so that what the
// others hold cannot reach a document.
//
// It is a pure function: the same log, boards and names give the same tree.
package minutes

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"palabre/assets/document"
	"palabre/assets/scene"
	"palabre/rooms"
)

// Input is all that minutes are made of.
type Input struct {
	Room  rooms.RoomID
	LogID string        // which history Log is of, "" when it has no name
	Log   []rooms.Event // of the session, from its founding to its close

	Community string
	Title     string
	Intention string         // "" for none
	Zone      *time.Location // the meeting's, nil for UTC
	Minutes   int            // planned length, 0 when there was no plan
	// Names are people's names as they are now; whoever has none is "une personne".
	Names  map[rooms.MemberID]string
	Boards []Board
	Next   *Next // the next meeting of the community, nil when it is not known
	// Draw makes the picture of a board, as scene.Drafter does.
	Draw func([]scene.Element) (scene.Drawing, error)
}

// Board is a board of the session as it was.
type Board struct {
	ID       rooms.BoardID
	Title    string // what it is called when the session's log does not say
	LogID    string
	Seq      rooms.Seq    // where its log was read to
	At       rooms.Millis // its last change, 0 for none
	Elements map[string]json.RawMessage
}

// Next is the meeting that follows.
type Next struct {
	Title    string
	StartsAt rooms.Millis
	Minutes  int
	Zone     *time.Location
}

// What Build refuses.
var (
	ErrNotFounded = errors.New("minutes: the log does not begin with a session's founding")
	ErrNotClosed  = errors.New("minutes: the session is not closed")
)

// Build makes the minutes of a closed session. It fails with ErrNotFounded, ErrNotClosed, an event that cannot be
// read, or what Draw says.
func Build(in Input) (document.Document, error) {
	if in.Zone == nil {
		in.Zone = time.UTC
	}
	s, err := read(in.Log)
	if err != nil {
		return document.Document{}, err
	}
	w := writer{in: in, story: s}
	figures, err := w.boards()
	if err != nil {
		return document.Document{}, err
	}
	return document.Document{
		Kind: document.Minutes, Status: document.Draft, Lang: "fr-CA", Community: in.Community, Title: oneLine(in.Title),
		Subtitle: upper(meetingTime(s.opened, s.closed, in.Zone)) + zoneName(in.Zone),
		Facts:    w.facts(),
		Sections: w.sections(figures),
		Sources:  w.sources(),
		Made:     time.UnixMilli(int64(s.closed)).In(in.Zone),
	}, nil
}

// sources says what the document was made from (I9).
func (w *writer) sources() []document.Source {
	last := w.in.Log[len(w.in.Log)-1]
	out := []document.Source{{
		Room: w.in.Room, Label: "Rencontre du" + nbsp + day(w.story.opened, w.in.Zone), Log: w.in.LogID,
		From: w.in.Log[0].Seq, Upto: last.Seq, Head: w.story.print,
	}}
	for _, b := range w.in.Boards {
		if b.Seq > 0 {
			out = append(out, document.Source{
				Room: rooms.BoardRoom(b.ID), Label: w.boardTitle(b), Log: b.LogID, From: 1, Upto: b.Seq, Head: printOf(b.Elements),
			})
		}
	}
	return out
}

// printOf is the fingerprint of a board's elements, whatever order they come in.
func printOf(elements map[string]json.RawMessage) string {
	sum := sha256.New()
	for _, id := range slices.Sorted(maps.Keys(elements)) {
		sum.Write(fmt.Appendf(nil, "%s\x00%s\n", id, elements[id]))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
