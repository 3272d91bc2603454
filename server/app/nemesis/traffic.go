package nemesis

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/google/uuid"
)

// Begin has everybody speak, draw and pass the stick, until Rest.
func (l *Lab) Begin(ctx context.Context) {
	ctx, l.calm = context.WithCancel(ctx)
	for _, m := range l.Meetings {
		l.busy.Go(func() { l.lead(ctx, m) })
		for _, p := range m.People {
			dice := l.dice(uint64(5000 + p.Place))
			l.busy.Go(func() { l.take(ctx, m, p, dice) })
		}
	}
}

// Calm leaves people busy and everything whole for a while.
func (l *Lab) Calm(ctx context.Context, d time.Duration) {
	if len(l.faults) > 0 {
		l.meter.enter(after)
	}
	l.sleep(ctx, d)
}

// paced calls f about every so often until ctx ends.
func paced(ctx context.Context, every time.Duration, dice *rand.Rand, f func()) {
	for {
		t := time.NewTimer(every/2 + time.Duration(dice.Int64N(int64(every))))
		select {
		case <-t.C:
			f()
		case <-ctx.Done():
			t.Stop()
			return
		}
	}
}

// lead keeps a round going: the next as soon as one is over, and the end of one that does not move.
func (l *Lab) lead(ctx context.Context, m *Meeting) {
	const stuck, seats = 25 * time.Second, 6
	dice := l.dice(uint64(3000 + m.Lead.Place))
	p, room := m.Lead, m.Session
	g, moment := &page{p, m, dice}, 0
	paced(ctx, l.Every, dice, func() {
		moment++
		if now := seasonOf(moment); now != rounds && !l.Draw {
			g.leads(now)
			return
		}
		state, _ := p.At(room, "round.state").(string)
		grant, _ := p.At(room, "round.holder.grant").(float64)
		if grant != m.grant || state == "" {
			m.grant, m.moving = grant, time.Now()
		}
		switch {
		case g.at("groups") != nil:
			p.Send(room, "groups.close", nil)
		case g.dice.IntN(8) == 0 && !l.Draw:
			g.asks(affairs())
		case state == "" || state == "ended":
			order := make([]string, 0, len(m.People))
			for _, i := range dice.Perm(len(m.People)) {
				member := m.People[i].Member
				if p.At(room, "people."+member) != nil && len(order) < seats {
					order = append(order, member)
				}
			}
			p.Send(room, "stick.prepare", map[string]any{
				"round": uuid.NewString(), "question": "Et vous?", "order": order, "seat": "none", "gate": "holder", "turn_s": 120,
			})
		case state == "proposed":
			p.Send(room, "stick.begin", nil)
		case state == "paused":
			p.Send(room, "stick.resume", nil)
		case time.Since(m.moving) > stuck:
			m.moving = time.Now()
			p.Send(room, "stick.end", nil)
		case dice.IntN(200) == 0:
			p.Send(room, "stick.pause", nil)
		default:
			p.Send(room, "chat.say", map[string]any{"id": uuid.NewString(), "text": "oui"})
		}
	})
}

// wordsOf begins what people write on a board, which they may withdraw.
const wordsOf = "https://example.org/"

// hand is what one person remembers of her drawing.
type hand struct {
	n        int
	elements []string
	stroke   string
	points   int
	last     *Op
}

// take has a person take part.
func (l *Lab) take(ctx context.Context, m *Meeting, p *Client, dice *rand.Rand) {
	h, g := &hand{}, &page{p, m, dice}
	paced(ctx, l.Every, dice, func() {
		round, _ := p.At(m.Session, "round.id").(string)
		offered := p.At(m.Session, "round.offer.to") == p.Member || p.At(m.Session, "my_offer") != nil
		held := p.At(m.Session, "round.holder.member") == p.Member
		switch roll := dice.IntN(100); {
		case l.Draw:
			h.draw(p, m.Board, dice)
		case offered && roll < 85:
			p.Send(m.Session, "stick.take", map[string]any{"round": round})
		case offered:
			p.Send(m.Session, "stick.pass", map[string]any{"round": round})
		case held && roll < 40:
			p.Send(m.Session, "stick.release", map[string]any{"grant": p.At(m.Session, "round.holder.grant")})
		case roll < 30:
			g.asks(byAnyone())
		case roll < 42:
			p.Send(m.Session, "chat.say", map[string]any{"id": uuid.NewString(), "text": fmt.Sprintf("mot %d de %s", h.n, p.Name)})
		case roll == 48:
			p.Send(m.Session, "people.listen", map[string]any{"on": h.n%2 == 0})
		case roll == 49:
			p.Send(m.Session, "people.leave", nil)
			p.Send(m.Session, "people.enter", map[string]any{"listed": false})
		default:
			h.draw(p, m.Board, dice)
		}
		h.n++
	})
}

// draw puts, changes or continues something on the board.
func (h *hand) draw(p *Client, board string, dice *rand.Rand) {
	const most, long = 40, 400
	op := func(id string, what string, v any) *Op {
		return p.Send(board, "board.op", map[string]any{"ops": []any{map[string]any{"id": id, what: v}}})
	}
	switch roll := dice.IntN(100); {
	case h.stroke == "" || h.points > long:
		id := uuid.NewString()
		if o := op(id, "put", stroke(h.n)); o != nil {
			h.stroke, h.points, h.last = id, 1, o
		}
	case roll < 40:
		if h.last != nil {
			if n, gap := p.have(h.last); gap {
				h.points = n
			}
		}
		if o := op(h.stroke, "app", map[string]any{"n": h.points, "d": []int{2, 2, 4, -2}}); o != nil {
			h.points, h.last = h.points+2, o
		}
	case roll < 65 && len(h.elements) < most || len(h.elements) == 0:
		id := uuid.NewString()
		if o := op(id, "put", Rectangle(h.n)); o != nil {
			h.elements = append(h.elements, id)
		}
	case roll == 99 && dice.IntN(6) == 0: // seldom: the whole log is read for it
		p.Send(board, "board.withdraw", map[string]any{"elements": []string{h.elements[dice.IntN(len(h.elements))]}})
	default:
		op(h.elements[dice.IntN(len(h.elements))], "set", map[string]any{"link": fmt.Sprintf("%s%s/%d", wordsOf, p.Member, h.n)})
	}
}

// Rectangle is one as the board's page makes it.
func Rectangle(i int) map[string]any {
	return map[string]any{
		"type": "rectangle", "x": 10 * (i % 90), "y": 0, "width": 80, "height": 60, "angle": 0, "strokeColor": "#1e1e1e",
		"backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2, "strokeStyle": "solid", "roughness": 1,
		"opacity": 100, "seed": 1 + i, "index": "a" + string(rune('1'+i%9)),
	}
}

// stroke is the pen put down.
func stroke(i int) map[string]any {
	s := Rectangle(i)
	s["type"], s["points"], s["pressures"], s["simulatePressure"] = "freedraw", []any{[]any{0, 0}}, []any{}, true
	delete(s, "width")
	delete(s, "height")
	return s
}
