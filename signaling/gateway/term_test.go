package gateway_test

import (
	"encoding/json"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// A page that says something to a host that has the room no more is told of the next one, at once and unasked, and says it again
// there: it is done once. What it said to the former one is answered by nobody.
func TestWhatIsSaidToAFormerHostIsSaidAgain(t *testing.T) {
	w := newWorld(t, tune{host: func(o *host.Options) { o.RenewEvery = time.Hour }})
	c := w.dial("marie")
	c.join(parlour)
	term := uint64(c.last["term"].(float64))
	w.log.Steal(parlour, "elsewhere", rooms.Millis(time.Now().UnixMilli())+300)
	if code := c.refused(parlour, "say", `{"text":"lost"}`); code != "host_moved" {
		t.Error(code)
	}
	say := func(under uint64) {
		c.say(wire.Do{Room: parlour, Term: under, N: 7, Command: "say", Args: json.RawMessage(`{"text":"once"}`)})
	}
	say(term)
	for c.last["t"] != "joined" {
		if !c.step() || c.last["t"] == "no" {
			t.Fatalf("answered %v", c.last)
		}
	}
	now := uint64(c.last["term"].(float64))
	if now <= term {
		t.Fatalf("told of term %d after %d", now, term)
	}
	say(now)
	say(term) // a copy that comes late
	c.until("ok")
	seq := c.done(parlour, "say", `{"text":"after"}`)
	if got := len(c.at(parlour, seq).view["lines"].(map[string]any)); got != 2 {
		t.Errorf("%d lines", got)
	}
}
