package cards

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"palabre/rooms"
)

// Batch is one command "board.op" that puts notes on a sheet's board. By is whose words
// they are, so that she can withdraw them there too; "" for unsigned ones.
type Batch struct {
	By     rooms.MemberID
	Client rooms.ClientID // the same each time that the batch is made
	N      uint64
	Args   json.RawMessage
}

// Batches are the commands that put a revealed sheet on its board (CK-12): none when it
// has no board, or is there. Unsigned cards are one command, signed ones one per author.
// They are the same, with the same elements, client and number, each time they are made,
// except for cards withdrawn in between.
func (s *State) Batches(id SheetID) ([]Batch, error) {
	sh := s.Sheets[id]
	if sh == nil || sh.Life != Revealed || sh.Board == "" || sh.Placed {
		return nil, nil
	}
	texts, authors := make([]string, len(sh.Shown)), []rooms.MemberID{}
	for i, c := range sh.Shown {
		texts[i] = c.Text
		if c.Text != "" && !slices.Contains(authors, c.By) {
			authors = append(authors, c.By)
		}
	}
	slices.Sort(authors)
	name := elements(id)
	laid := Layout(texts, sh.Spot)
	batches := make([]Batch, 0, len(authors))
	for _, m := range authors {
		ops := []op{}
		for _, n := range laid {
			if sh.Shown[n.Place].By == m {
				ops = append(ops, n.ops(fmt.Sprintf("%s-%d", name, n.Place+1))...)
			}
		}
		args, err := json.Marshal(map[string]any{"ops": ops})
		if err != nil {
			return nil, fmt.Errorf("cards: batch of %s: %w", id, err)
		}
		batches = append(batches, Batch{By: m, Client: rooms.ClientID(name), N: 1, Args: args})
	}
	return batches, nil
}

// elements is the beginning of the names of a sheet's notes on a board. A sheet's own id
// may be as long as an element's.
func elements(id SheetID) string {
	sum := sha256.Sum256([]byte(id))
	return "cards-" + hex.EncodeToString(sum[:8])
}

type op struct {
	ID  string         `json:"id"`
	Put map[string]any `json:"put"`
}

// ops are a note as people add it by hand: a filled rectangle, and the text bound to it.
// All have one colour, for a colour of her own would sign each author's. They take the
// place on top of the board, in their order.
func (n Note) ops(id string) []op {
	label := id + "-t"
	paper := plain(n.Place)
	set(paper, map[string]any{
		"type": "rectangle", "x": n.X, "y": n.Y, "width": n.W, "height": n.H,
		"strokeColor": "transparent", "backgroundColor": "#fbe7a6", "roundness": map[string]any{"type": 3, "value": 6},
		"boundElements": []map[string]any{{"id": label, "type": "text"}}, "customData": map[string]any{"palabre": "note"},
	})
	wide := 1.0
	for _, line := range n.Lines {
		wide = math.Max(wide, measure(line))
	}
	wide = hundredth(math.Min(wide, n.W-2*notePad))
	tall := hundredth(float64(len(n.Lines)) * fontSize * lineHeight)
	text := plain(n.Place)
	set(text, map[string]any{
		"type": "text", "x": hundredth(n.X + (n.W-wide)/2), "y": hundredth(n.Y + (n.H-tall)/2), "width": wide, "height": tall,
		"strokeColor": "#24211b", "backgroundColor": "transparent", "roundness": nil, "boundElements": []map[string]any{},
		"text": strings.Join(n.Lines, "\n"), "originalText": n.Text, "fontSize": fontSize, "fontFamily": 6,
		"lineHeight": lineHeight, "autoResize": true, "textAlign": "center", "verticalAlign": "middle", "containerId": id,
	})
	return []op{{ID: id, Put: paper}, {ID: label, Put: text}}
}

func plain(place int) map[string]any {
	return map[string]any{
		"index": "", "angle": 0, "strokeStyle": "solid", "strokeWidth": 1, "fillStyle": "solid", "roughness": 0,
		"opacity": 100, "groupIds": []string{}, "link": nil, "locked": false, "isDeleted": false, "seed": place + 1,
	}
}

func set(values, more map[string]any) {
	for name, v := range more {
		values[name] = v
	}
}

func hundredth(v float64) float64 { return math.Round(v*100) / 100 }
