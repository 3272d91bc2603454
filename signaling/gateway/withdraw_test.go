package gateway_test

import (
	"fmt"
	"strings"
	"testing"

	boards "palabre/rooms/board"
)

const said = `{"ops":[{"id":"%s","put":{"type":"text","index":"","x":1,"y":2,"width":100,"height":50,"angle":0,` +
	`"strokeColor":"#1e1e1e","backgroundColor":"transparent","fillStyle":"solid","strokeWidth":2,"strokeStyle":"solid",` +
	`"roughness":1,"opacity":100,"seed":7,"text":"%[2]s","originalText":"%[2]s","fontSize":20,"fontFamily":6,` +
	`"lineHeight":1.25,"autoResize":true,"textAlign":"left","verticalAlign":"top"}}]}`

// wordsOn is what a client's view says in an element.
func wordsOn(c *client, id string) any {
	els, _ := c.rooms[board].view["els"].(map[string]any)
	e, _ := els[id].(map[string]any)
	return e["text"]
}

// Somebody withdraws her words while others are there, away, or have their own change of
// them on its way. Who is there is told in the board's own order; who was away is given
// a new view, from the ring's loss and from another process alike; whatever still says
// the words is refused (B8, I6).
func TestWordsWithdrawnWhileOthersAreThere(t *testing.T) {
	w := realWorld(t)
	marie, paul, zoe := w.dial("marie"), w.dial("paul"), w.dialTab("zoe", "tab")
	for _, c := range []*client{marie, paul, zoe} {
		c.join(board)
	}
	put := marie.done(board, "board.op", fmt.Sprintf(said, "e1", "canari"))
	marie.done(board, "board.op", fmt.Sprintf(said, "e2", "reste"))
	zoe.at(board, put)
	_ = zoe.ws.Close()
	if code := paul.refused(board, "board.withdraw", `{"elements":["e1"]}`); code != boards.CodeNotYours {
		t.Errorf("paul withdraws them: %s", code)
	}
	end := marie.done(board, "board.withdraw", `{"elements":["e1"]}`)
	var event string
	for paul.rooms[board].seq < end {
		paul.step()
		event = fmt.Sprint(paul.last)
	}
	if !strings.Contains(event, "board.withdraw") || !strings.Contains(event, boards.Retired) || strings.Contains(event, "canari") {
		t.Errorf("paul is told %s", event)
	}
	stale := `{"ops":[{"id":"e1","set":{"text":"canari","originalText":"canari","width":1,"height":1,"fontSize":28,"fontFamily":6,"lineHeight":1.25,"autoResize":true}}]}`
	if code := paul.refused(board, "board.op", stale); code != boards.CodeShut {
		t.Errorf("a change on its way brings them back: %s", code)
	}
	if fresh := w.dial("ana"); fresh.join(board) == nil || wordsOn(fresh, "e1") != boards.Retired || wordsOn(fresh, "e2") != "reste" {
		t.Errorf("a newcomer sees %v", fresh.rooms[board].view)
	}
	if err := w.host.Forget(t.Context(), board); err != nil {
		t.Fatal(err)
	}
	w.gateway.Forget(board, end)
	zoe = zoe.again(w, "tab")
	zoe.at(board, end)
	if m := zoe.rooms[board].modes; strings.Join(m, " ") != "view view" || wordsOn(zoe, "e1") != boards.Retired {
		t.Errorf("who was away came back by %v to %v", m, zoe.rooms[board].view)
	}
	last := marie.done(board, "board.op", fmt.Sprintf(shape, "e3", 1))
	for _, c := range []*client{paul, zoe} {
		c.at(board, last)
	}
	if m := paul.rooms[board].modes; strings.Join(m, " ") != "view" {
		t.Errorf("who stayed was disturbed: %v", m)
	}
	paul.rooms[board].dense(t, 0)
}
