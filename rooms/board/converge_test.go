package board_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/board/fractional"

	"pgregory.net/rapid"
)

// simulation is a board and people who draw on it before they are answered, over pipes
// that delay, repeat and break.
type simulation struct {
	board   *board.Board
	log     []rooms.Event
	clients []*client
}

type client struct {
	who       rooms.MemberID
	confirmed replica
	at        rooms.Seq
	outbox    []rooms.Command // unanswered, oldest first
	n         uint64
	up        []rooms.Command
	down      []any // rooms.Event, answer
}

type answer struct {
	n       uint64
	refused bool
}

// mine is what the person sees: what is confirmed, and her own gestures over it.
func (c *client) mine() replica {
	r := c.confirmed.fork()
	for _, cmd := range c.outbox {
		for _, o := range decoded[struct{ Ops []edit }](cmd.Args).Ops {
			r.apply(string(c.who), o)
		}
	}
	return r
}

func (c *client) do(ops ...edit) {
	if len(c.outbox) == 16 {
		return
	}
	c.ask(command(c.who, c.n+1, ops...))
}

func (c *client) ask(cmd rooms.Command) {
	c.n++
	c.outbox = append(c.outbox, cmd)
	c.up = append(c.up, cmd)
}

func (s *simulation) serve(c *client) {
	if len(c.up) == 0 {
		return
	}
	cmd := c.up[0]
	c.up = c.up[1:]
	before := snapshotOf(s.board)
	steps, refusal := s.board.Handle(cmd)
	if refusal != nil {
		if snapshotOf(s.board) != before || len(steps) != 0 {
			panic("a refusal changed something: " + refusal.Code)
		}
		c.down = append(c.down, answer{cmd.N, refusal.Code != rooms.CodeRepeated})
		return
	}
	for _, step := range steps {
		s.log = append(s.log, step.Event)
		for _, other := range s.clients {
			other.down = append(other.down, step.Event)
		}
	}
	c.down = append(c.down, answer{cmd.N, false})
}

func (s *simulation) hear(c *client) {
	if len(c.down) == 0 {
		return
	}
	message := c.down[0]
	c.down = c.down[1:]
	switch m := message.(type) {
	case rooms.Event:
		if m.Seq <= c.at {
			return
		}
		if m.Seq != c.at+1 {
			panic("a gap")
		}
		done := decoded[struct{ Ops, Fix []edit }](m.Data)
		for _, o := range append(done.Ops, done.Fix...) {
			c.confirmed.apply(string(m.By), o)
		}
		c.at = m.Seq
		if m.By == c.who {
			c.forget(m.N) // her own event is an answer too
		}
	case answer:
		// Without the event yet, an accepted command stays: the frame will take it away.
		if m.refused {
			c.forget(m.n)
		}
	}
}

func (c *client) forget(n uint64) {
	c.outbox = slices.DeleteFunc(c.outbox, func(cmd rooms.Command) bool { return cmd.N == n })
}

// cut breaks the connection: what was on its way is lost. The person is told what she
// missed and says again what was not answered.
func (s *simulation) cut(c *client) {
	c.up, c.down = nil, nil
	for _, e := range s.log[c.at:] {
		c.down = append(c.down, e)
	}
	c.up = slices.Clone(c.outbox)
}

func (s *simulation) settle() {
	for range 1000 {
		busy := false
		for _, c := range s.clients {
			for len(c.up) > 0 {
				s.serve(c)
				busy = true
			}
			for len(c.down) > 0 {
				s.hear(c)
				busy = true
			}
		}
		if !busy {
			return
		}
	}
	panic("never at rest")
}

// gesture draws something a person could do to what she sees.
func gesture(t *rapid.T, c *client, fresh *int) []edit {
	view := c.mine()
	ids := slices.Sorted(maps.Keys(view))
	if len(ids) == 0 || rapid.IntRange(0, 5).Draw(t, "new") == 0 {
		*fresh++
		id := fmt.Sprintf("%s%d", c.who, *fresh)
		index := rapid.SampledFrom([]string{"a0", "a1", "a1V", "a2", "", "zz", "a0" + "0", "é"}).Draw(t, "index")
		x := rapid.Float64Range(-500, 500).Draw(t, "x")
		made := rapid.SampledFrom([]values{rect(x, 0, index), stroke(x, 1, index), note(x, 2, index, "Oui — « là »")}).Draw(t, "made")
		return []edit{put(id, made)}
	}
	id := rapid.SampledFrom(ids).Draw(t, "id")
	e := view[id]
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0:
		return []edit{set(id, values{"backgroundColor": rapid.SampledFrom([]string{"#fbe7a6", "#cde5cf", "transparent"}).Draw(t, "colour")})}
	case 1, 2:
		place := values{"x": rapid.Float64Range(-9, 9).Draw(t, "x"), "y": rapid.Float64Range(-9, 9).Draw(t, "y"), "angle": 0.5}
		if e["type"] == "rectangle" {
			place["width"], place["height"] = rapid.Float64Range(0, 9).Draw(t, "w"), 3.0
		}
		return []edit{set(id, place)}
	case 3:
		return []edit{set(id, values{"isDeleted": e["isDeleted"] != true})}
	case 4:
		return []edit{set(id, values{"index": rapid.SampledFrom([]string{"a0", "a1", "Zz", "nope"}).Draw(t, "index")})}
	case 5:
		other := rapid.SampledFrom(ids).Draw(t, "other")
		return []edit{
			set(id, values{"boundElements": values{"add": []any{values{"id": other, "type": "arrow"}}}}),
			set(other, values{"groupIds": values{"add": []any{string(c.who)}, "del": []any{"bob"}}}),
		}
	case 6: // refused as a whole, and nothing of it may stay
		return []edit{set(id, values{"opacity": 10.0}), put("bad", with(rect(0, 0, "a1"), values{"type": "iframe"}))}
	case 7: // said over, by whoever, from what she sees
		if e["type"] != "text" {
			return []edit{set(id, values{"opacity": 7.0})}
		}
		words := rapid.SampledFrom([]any{e["text"], "Oui — « là »", "Non", board.Retired}).Draw(t, "words")
		return []edit{set(id, with(reworded("", ""), values{"text": words, "originalText": words}))}
	default:
		points, ok := e["points"].([]any)
		if !ok {
			return []edit{set(id, values{"opacity": rapid.Float64Range(0, 100).Draw(t, "opacity")})}
		}
		n := len(points) - rapid.SampledFrom([]int{0, 0, 0, 0, 1}).Draw(t, "gap")
		return []edit{app(id, n, 2, -1, rapid.IntRange(-9, 9).Draw(t, "dx"), 4)}
	}
}

func TestI5EveryReplicaEndsAsTheLogSays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &simulation{board: board.New(brd)}
		for _, who := range []rooms.MemberID{"ana", "bob", "cat"}[:rapid.IntRange(2, 3).Draw(t, "people")] {
			s.clients = append(s.clients, &client{who: who, confirmed: replica{}})
		}
		fresh := 0
		var middle string
		for step := range rapid.IntRange(1, 120).Draw(t, "steps") {
			c := rapid.SampledFrom(s.clients).Draw(t, "client")
			switch rapid.IntRange(0, 9).Draw(t, "event") {
			case 0, 1, 2:
				c.do(gesture(t, c, &fresh)...)
			case 3: // what she sees of hers, or of somebody's
				if ids := slices.Sorted(maps.Keys(c.mine())); len(ids) > 0 && len(c.outbox) < 16 && rapid.IntRange(0, 3).Draw(t, "withdraw") == 0 {
					c.ask(withdraw(c.who, c.n+1, rapid.SampledFrom(ids).Draw(t, "words")))
				}
			case 4, 5, 6:
				s.serve(c)
			case 7, 8:
				s.hear(c)
			default:
				if rapid.Bool().Draw(t, "cut") {
					s.cut(c)
				} else {
					c.up = append(c.up, c.outbox...) // says it all again for nothing
				}
			}
			if step == 40 {
				middle = snapshotOf(s.board)
			}
		}
		s.settle()
		check(t, s, middle)
	})
}

func check(t *rapid.T, s *simulation, middle string) {
	truth := seen(s.board)
	for _, c := range s.clients {
		if len(c.outbox) != 0 || !same(c.confirmed.alive(), truth) {
			t.Fatalf("%s has %d unanswered and\n%v\nthe board is\n%v", c.who, len(c.outbox), c.confirmed.alive(), truth)
		}
	}
	state := snapshotOf(s.board)
	if again := snapshotOf(replayed(s.log)); again != state {
		t.Fatalf("replay\n%s\nlive\n%s", again, state)
	}
	if middle != "" {
		b, err := board.Restore([]byte(middle))
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range s.log[b.Head():] {
			if err := b.Apply(e); err != nil {
				t.Fatal(err)
			}
		}
		if tail := snapshotOf(b); tail != state {
			t.Fatalf("snapshot and tail\n%s\nlive\n%s", tail, state)
		}
	}
	indexes := map[any]bool{}
	for id, e := range s.clients[0].confirmed {
		index, _ := e["index"].(string)
		if !fractional.Valid(index) || indexes[index] {
			t.Fatalf("index %q of %s is taken or no key", index, id)
		}
		indexes[index] = true
	}
	for i, e := range s.log {
		if e.Seq != rooms.Seq(i+1) {
			t.Fatalf("event %d is numbered %d", i+1, e.Seq)
		}
	}
}
