package minutes_test

import (
	"encoding/json"
	"strings"
	"testing"

	"palabre/assets/minutes"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/roomtest"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
)

// What a scenario says that its phases leave is in the minutes of the meeting that lived it: the titles of boards with their
// words, decisions and follow-ups, votes with what was chosen, sentences offered to the community.
func TestMinutesOfEachScenario(t *testing.T) {
	t.Parallel()
	all, err := scenario.Library()
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range all {
		t.Run(string(s.ID), func(t *testing.T) {
			t.Parallel()
			l, err := roomtest.LiveScenarioQuickly(s.ID, session.ModeOpen)
			if err != nil {
				t.Fatal(err)
			}
			text, drawn := told(t, l)
			for _, left := range l.Left {
				where := text
				if left.Board != "" {
					where = strings.ReplaceAll(drawn[left.Board], `\n`, " ") // lines are broken where a note ends
					if !strings.Contains(text, l.Titles[left.Board]) {
						t.Errorf("%s: the board %q is not in the minutes", left.Phase, l.Titles[left.Board])
					}
				}
				for _, w := range left.Words {
					if !strings.Contains(where, quoted(t, w)) {
						t.Errorf("%s, %s: %q is not in the minutes", left.Phase, left.Name, w)
					}
				}
			}
		})
	}
}

// told is the document as JSON, and the words that were drawn of each board.
func told(t *testing.T, l *roomtest.Lived) (string, map[rooms.BoardID]string) {
	t.Helper()
	in := input(t, l.Log)
	in.Boards = nil
	drawn, byFirst := map[rooms.BoardID]string{}, map[string]rooms.BoardID{}
	for id, b := range l.Boards {
		v, _ := b.View(rooms.Viewer{Member: "ana"}).(board.View)
		in.Boards = append(in.Boards, minutes.Board{ID: id, Title: l.Titles[id], LogID: string(id), Seq: b.Head(), At: l.Now, Elements: v.Els})
		for e := range v.Els {
			byFirst[e] = id
		}
	}
	draw := in.Draw
	in.Draw = func(es []scene.Element) (scene.Drawing, error) {
		raw, err := json.Marshal(es)
		if err != nil {
			return scene.Drawing{}, err
		}
		if len(es) > 0 {
			drawn[byFirst[string(es[0].ID)]] += string(raw)
		}
		return draw(es)
	}
	raw, err := json.Marshal(build(t, in))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw), drawn
}

func quoted(t *testing.T, words string) string {
	t.Helper()
	raw, err := json.Marshal(words)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Trim(string(raw), `"`)
}
