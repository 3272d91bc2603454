package board_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"
)

// drawn is a board with a rectangle "r", a stroke "s" of one point and a text "t".
func drawn(t *testing.T) *board.Board {
	t.Helper()
	b := board.New(brd)
	accept(t, b, command("ana", 1, put("r", rect(0, 0, "a0")), put("s", stroke(0, 0, "a1")), put("t", note(0, 0, "a2", "Bonjour"))))
	return b
}

func accept(t *testing.T, b *board.Board, c rooms.Command) rooms.Event {
	t.Helper()
	steps, refusal := b.Handle(c)
	if refusal != nil || len(steps) != 1 {
		t.Fatalf("%s refused: %+v", c.Args, refusal)
	}
	return steps[0].Event
}

func TestWhatIsRefusedChangesNothingAndSaysWhatIsThere(t *testing.T) {
	long := strings.Repeat("é", 10_001)
	many := make([]any, 10_001)
	for i := range many {
		many[i] = []any{1.0, 2.0}
	}
	crowd := make([]edit, 513)
	for i := range crowd {
		crowd[i] = set("r", values{"opacity": 1.0})
	}
	cases := map[string]struct {
		code string
		ops  []edit
	}{
		"iframe":              {board.CodeType, []edit{put("n", with(rect(0, 0, "a3"), values{"type": "iframe"}))}},
		"embeddable":          {board.CodeType, []edit{put("n", with(rect(0, 0, "a3"), values{"type": "embeddable"}))}},
		"magicframe":          {board.CodeType, []edit{put("n", with(rect(0, 0, "a3"), values{"type": "magicframe"}))}},
		"image, not yet":      {board.CodeType, []edit{put("n", with(rect(0, 0, "a3"), values{"type": "image"}))}},
		"frame, not yet":      {board.CodeType, []edit{put("n", with(rect(0, 0, "a3"), values{"type": "frame"}))}},
		"a type changed":      {board.CodeType, []edit{put("n", values{"type": 3})}},
		"too far":             {board.CodeNumber, []edit{set("r", values{"x": 1e7, "y": 0, "width": 1, "height": 1, "angle": 0})}},
		"a number in words":   {board.CodeNumber, []edit{set("r", values{"opacity": "100"})}},
		"negative size":       {board.CodeNumber, []edit{set("r", values{"x": 0, "y": 0, "width": -1, "height": 1, "angle": 0})}},
		"a script for a link": {board.CodeLink, []edit{set("r", values{"link": "javascript:alert(1)"})}},
		"a hidden script":     {board.CodeLink, []edit{set("r", values{"link": "\tjava\nscript:alert(1)"})}},
		"a data link":         {board.CodeLink, []edit{set("r", values{"link": "data:text/html,x"})}},
		"a bare path":         {board.CodeLink, []edit{set("r", values{"link": "/ici"})}},
		"a password in it":    {board.CodeLink, []edit{set("r", values{"link": "https://a:b@example.org"})}},
		"a long text":         {board.CodeText, []edit{put("n", note(0, 0, "a3", long))}},
		"a bell in a text":    {board.CodeText, []edit{put("n", note(0, 0, "a3", "a\ab"))}},
		"too many points":     {board.CodeTooMany, []edit{put("n", with(stroke(0, 0, "a3"), values{"points": many}))}},
		"a crooked point":     {board.CodeNumber, []edit{put("n", with(stroke(0, 0, "a3"), values{"points": []any{[]any{1.0}}}))}},
		"no point":            {board.CodeNumber, []edit{put("n", with(stroke(0, 0, "a3"), values{"points": []any{}}))}},
		"too many operations": {board.CodeTooMany, crowd},
		"unknown property":    {board.CodeProperty, []edit{set("r", values{"onclick": "x"})}},
		"another's property":  {board.CodeProperty, []edit{set("r", values{"text": "x"})}},
		"its author":          {board.CodeProperty, []edit{set("r", values{"by": "bob"})}},
		"incomplete":          {board.CodeProperty, []edit{put("n", without(rect(0, 0, "a3"), "seed"))}},
		"half a place":        {board.CodeGroup, []edit{set("r", values{"x": 3})}},
		"half the words":      {board.CodeGroup, []edit{set("t", values{"text": "Salut"})}},
		"points, no place":    {board.CodeGroup, []edit{set("s", values{"points": []any{[]any{0, 0}}})}},
		"url as a colour":     {board.CodeValue, []edit{set("r", values{"strokeColor": "url(https://example.org/x)"})}},
		"unknown fill":        {board.CodeValue, []edit{set("r", values{"fillStyle": "glitter"})}},
		"our mark, forged":    {board.CodeValue, []edit{set("r", values{"customData": values{"palabre": "note", "x": 1}})}},
		"a dangerous name":    {rooms.CodeBadArgs, []edit{put("__proto__", rect(0, 0, "a3"))}},
		"no form":             {rooms.CodeBadArgs, []edit{{"id": "r"}}},
		"two forms":           {rooms.CodeBadArgs, []edit{{"id": "r", "set": values{"opacity": 1}, "put": rect(0, 0, "a3")}}},
		"put twice":           {board.CodeExists, []edit{put("r", rect(0, 0, "a3"))}},
		"never put":           {board.CodeMissing, []edit{set("n", values{"opacity": 1})}},
		"a gap":               {board.CodeGap, []edit{app("s", 2, 1, 1)}},
		"an odd point":        {rooms.CodeBadArgs, []edit{app("s", 1, 1)}},
		"points to a box":     {board.CodeType, []edit{app("r", 1, 1, 1)}},
		"a point too far":     {board.CodeNumber, []edit{app("s", 1, 4_000_000, 0)}},
		"bad after good":      {board.CodeMissing, []edit{set("r", values{"opacity": 1}), set("n", values{"opacity": 1})}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			b := drawn(t)
			before := snapshotOf(b)
			steps, refusal := b.Handle(command("ana", 2, c.ops...))
			if refusal == nil || refusal.Code != c.code || len(steps) != 0 {
				t.Fatalf("got %+v, want %s", refusal, c.code)
			}
			if after := snapshotOf(b); after != before {
				t.Fatalf("the board changed:\n%s\n%s", before, after)
			}
			els := decoded[struct{ Els map[string]any }](mustJSON(t, refusal.Data)).Els
			id, _ := c.ops[0]["id"].(string)
			there, told := els[id]
			if id != "__proto__" && (!told || (there == nil) != (id == "n")) {
				t.Fatalf("no word of what is there: %v", refusal.Data)
			}
		})
	}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOneBadOperationIsNamedSoThatTheRestMayComeAgain(t *testing.T) {
	b := drawn(t)
	_, refusal := b.Handle(command("ana", 2, set("r", values{"opacity": 1}), set("t", values{"link": "ftp://example.org"})))
	if refusal == nil || refusal.Data["at"] != 1 || refusal.Data["id"] != "t" {
		t.Fatalf("%+v", refusal)
	}
}

func TestLinksThatPeopleReallyPaste(t *testing.T) {
	for _, ok := range []string{"https://example.org/a?b=c#d", "http://example.org", "mailto:ana@example.org", "https://exemple.org/é"} {
		accept(t, drawn(t), command("ana", 2, set("r", values{"link": ok})))
	}
}

func TestExcalidrawsBookkeepingIsDroppedWithoutAWord(t *testing.T) {
	b := board.New(brd)
	e := accept(t, b, command("ana", 1, put("s", with(stroke(0, 0, "a0"), values{
		"version": 3, "versionNonce": 9, "updated": 1, "lastCommittedPoint": nil, "frameId": nil, "width": 900, "height": 900,
	}))))
	for _, name := range []string{"version", "updated", "lastCommittedPoint", "frameId", "width"} {
		if strings.Contains(string(e.Data), `"`+name) {
			t.Errorf("%s is in the log: %s", name, e.Data)
		}
	}
}

func TestTheBoardIsBounded(t *testing.T) {
	b := board.New(brd)
	n := uint64(0)
	for made := 0; made < 10_000; {
		ops := []edit{}
		for len(ops) < 500 {
			ops = append(ops, put("e"+strconv.Itoa(made), rect(0, 0, "")))
			made++
		}
		n++
		accept(t, b, command("ana", n, ops...))
	}
	_, refusal := b.Handle(command("ana", n+1, put("more", rect(0, 0, ""))))
	if refusal == nil || refusal.Code != board.CodeTooMany {
		t.Fatalf("%+v", refusal)
	}
	accept(t, b, command("ana", n+2, set("e7", values{"isDeleted": true}), put("more", rect(0, 0, ""))))
	if _, refusal = b.Handle(command("ana", n+3, set("e7", values{"isDeleted": false}))); refusal == nil {
		t.Fatal("a deleted element came back beyond the bound")
	}
}

func TestALongStrokeIsBounded(t *testing.T) {
	b := drawn(t)
	d := make([]int, 2000)
	for n := range 9 {
		accept(t, b, command("ana", uint64(n+2), app("s", 1+1000*n, d...)))
	}
	_, refusal := b.Handle(command("ana", 20, app("s", 9001, d...)))
	if refusal == nil || refusal.Code != board.CodeTooMany {
		t.Fatalf("%+v", refusal)
	}
}
