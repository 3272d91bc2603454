package presence_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/presence"
)

func after(d time.Duration, f func()) func() {
	t := time.AfterFunc(d, f)
	return func() { t.Stop() }
}

func TestLatestWinsAndRateIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var sent []string
		r := presence.New(after, func(data []byte) { sent = append(sent, string(data)) })
		for i := range 300 { // three people who move a hundred times each, in one second
			m := fmt.Sprintf("m%d", i%3)
			if !r.Set(rooms.MemberID(m), "cursor", json.RawMessage(fmt.Sprint(i))) {
				t.Fatal("refused")
			}
			if i%3 == 2 {
				time.Sleep(10 * time.Millisecond)
			}
		}
		time.Sleep(presence.Every)
		synctest.Wait()
		if n := len(sent); n > 22 || n < 18 {
			t.Errorf("%d sendings in a second", n)
		}
		if last := sent[len(sent)-1]; !strings.Contains(last, `["m2","cursor",299]`) {
			t.Errorf("the last word is lost: %s", last)
		}
		for _, s := range sent {
			if strings.Count(s, `"m0"`) > 1 {
				t.Errorf("twice in one frame: %s", s)
			}
		}
	})
}

func TestNewcomersLearnWhatLasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var r *presence.Room
		r = presence.New(after, func(data []byte) { r.Heard(data) })
		r.Set("b", "mic", json.RawMessage("true"))
		r.Set("a", "cam", json.RawMessage("true"))
		r.Set("a", "react", json.RawMessage(`"merci"`))
		time.Sleep(presence.Every)
		synctest.Wait()
		if got := fmt.Sprintf("%s", lasting(r)); got != `[["a","cam",true] ["b","mic",true]]` {
			t.Errorf("lasting: %s", got)
		}
		r.Gone("a")
		time.Sleep(presence.Every)
		synctest.Wait()
		if got := fmt.Sprintf("%s", lasting(r)); got != `[["b","mic",true]]` {
			t.Errorf("after a went: %s", got)
		}
	})
}

func TestWhatIsUnknownOrTooBigIsDropped(t *testing.T) {
	r := presence.New(after, func([]byte) { t.Error("sent") })
	if r.Set("a", "shout", json.RawMessage("1")) || r.Set("a", "sel", json.RawMessage(strings.Repeat("1", presence.MaxValue+1))) {
		t.Error("accepted")
	}
}

func lasting(r *presence.Room) []json.RawMessage {
	items, _ := r.Lasting()
	return items
}

// nodes are several gatherers of one room, and what carries news between them.
type nodes struct {
	all   []*presence.Room
	away  bool // what is sent is lost, but to the sender itself
	bytes int
}

func (n *nodes) open() *presence.Room {
	var r *presence.Room
	r = presence.New(after, func(data []byte) {
		n.bytes += len(data)
		for _, other := range n.all {
			if other == r || !n.away {
				other.Heard(data)
			}
		}
	})
	n.all = append(n.all, r)
	return r
}

func told(r *presence.Room) string { return fmt.Sprintf("%s", lasting(r)) }

func settle() {
	time.Sleep(3 * presence.Every)
	synctest.Wait()
}

// Awa's page read "micro fermé" for the rest of Chantal's turn, and heard her: it had come back by a node that had not
// followed the room when Chantal opened her microphone.
func TestANodeThatOpensARoomAsksWhatLasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &nodes{}
		host := n.open()
		host.Set("chantal", "mic", json.RawMessage("true"))
		host.Set("chantal", "level", json.RawMessage("1"))
		host.Set("chantal", "cam", json.RawMessage("null"))
		host.Set("chantal", "cursor", json.RawMessage("7"))
		settle()
		later := n.open()
		host.All()
		settle()
		if got := told(later); got != `[["chantal","level",1] ["chantal","mic",true]]` {
			t.Errorf("told %s", got)
		}
	})
}

func TestWhatWasLostOnTheWayIsSaidAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &nodes{}
		here, there := n.open(), n.open()
		here.Set("a", "mic", json.RawMessage("true"))
		settle()
		n.away = true
		here.Set("a", "mic", json.RawMessage("null"))
		here.Set("b", "mic", json.RawMessage("true"))
		settle()
		n.away = false
		here.Tell()
		settle()
		if got := told(there); got != `[["b","mic",true]]` {
			t.Errorf("told %s", got)
		}
	})
}

func TestWhatIsSaidAgainIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &nodes{}
		here := n.open()
		for i := range 150 {
			here.Set(rooms.MemberID(fmt.Sprintf("m%03d", i)), "mic", json.RawMessage("true"))
		}
		settle()
		late := n.open()
		for turn, known := range []int{64, 128, 150} {
			n.bytes = 0
			here.Tell()
			settle()
			if got := len(lasting(late)); got != known || n.bytes > 64*24 {
				t.Errorf("turn %d: %d known of 150, by %d bytes", turn, got, n.bytes)
			}
		}
	})
}

// Who comes back by another node: what the former one says of her, late or never, is not what holds.
func TestAPersonWhoMovesIsKnownByWhatSheSaysLast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := &nodes{}
		present, third, died := n.open(), n.open(), n.open()
		died.Set("a", "mic", json.RawMessage("true"))
		died.Set("a", "level", json.RawMessage("1"))
		settle()
		n.all = n.all[:2] // it takes nothing back
		present.Came("a")
		settle()
		if got := told(third); got != `[]` {
			t.Errorf("of a life that is over: %s", got)
		}
		third.Set("a", "mic", json.RawMessage("true"))
		present.Set("a", "mic", json.RawMessage("true"))
		settle()
		third.Gone("a") // it tells that she is gone after she has come here
		settle()
		for _, r := range n.all {
			if got := told(r); got != `[["a","mic",true]]` {
				t.Errorf("told %s", got)
			}
		}
		present.Came("a") // she joins anew by the connection she has
		settle()
		if got := told(third); got != `[["a","mic",true]]` {
			t.Errorf("told %s", got)
		}
	})
}

func TestANewcomerIsToldWhatChangedOnHerWay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := (&nodes{}).open()
		r.Set("a", "mic", json.RawMessage("true"))
		r.Set("b", "mic", json.RawMessage("true"))
		settle()
		_, upto := r.Lasting()
		r.Set("a", "mic", json.RawMessage("null"))
		r.Set("b", "mic", json.RawMessage("true"))
		r.Set("c", "cam", json.RawMessage("true"))
		settle()
		if got := fmt.Sprintf("%s", r.Since(upto)); got != `[["a","mic",null] ["c","cam",true]]` {
			t.Errorf("told %s", got)
		}
	})
}
