package sim

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/signaling/host"
)

// person is somebody with one page open: what it holds of each room, and what it asked without an answer.
type person struct {
	roomtest.Person
	w      *world
	tab    rooms.ClientID
	conn   *conn
	conns  int
	states map[rooms.RoomID]*replica
	n      map[rooms.RoomID]uint64
	asked  map[rooms.RoomID][]*wish
}

// wish is one command until it is answered.
type wish struct {
	p     *person
	room  rooms.RoomID
	cmd   rooms.Command
	at    time.Time
	tries int
	via   *conn  // where it was asked last
	under uint64 // and under which host's term
}

// tabOf names a person's page.
func tabOf(m rooms.MemberID) rooms.ClientID { return rooms.ClientID("tab-" + string(m)) }

func (x *wish) id() string { return commandID(x.p.Member, x.cmd.Client, x.cmd.N) }

func commandID(m rooms.MemberID, c rooms.ClientID, n uint64) string {
	return fmt.Sprintf("%s/%s/%d", m, c, n)
}

func newPerson(w *world, who roomtest.Person) *person {
	p := &person{
		Person: who, w: w, tab: tabOf(who.Member), states: map[rooms.RoomID]*replica{},
		n: map[rooms.RoomID]uint64{}, asked: map[rooms.RoomID][]*wish{},
	}
	for _, room := range w.allRooms() {
		p.states[room] = &replica{w: w, room: room, who: who.Member}
	}
	return p
}

// comeBack connects after a moment, to any node that takes people.
func (p *person) comeBack() {
	p.w.later("comes back "+string(p.Member), p.w.between(100*time.Millisecond, 1200*time.Millisecond), func() {
		if p.conn != nil {
			return
		}
		var doors []*node
		for _, n := range p.w.nodes {
			if !n.dead && !n.draining {
				doors = append(doors, n)
			}
		}
		if len(doors) == 0 {
			p.comeBack()
			return
		}
		p.connect(doors[p.w.rng.IntN(len(doors))])
	})
}

func (p *person) connect(n *node) {
	p.conns++
	c := &conn{
		id: host.ConnID(fmt.Sprintf("%s-%d@%s", p.Member, p.conns, n.name)), p: p, n: n, work: make(chan func(), 4096),
		follow: map[rooms.RoomID]*follower{}, since: p.w.now(),
	}
	p.conn = c
	n.conns = append(n.conns, c)
	n.done.Go(func() {
		for f := range c.work {
			if f == nil {
				return
			}
			f()
		}
	})
	p.w.note("  %s connects to %s", p.Member, n.name)
	for _, room := range p.w.allRooms() {
		c.start(room)
	}
	p.mind(c)
}

// mind gives a connection up that does not answer.
func (p *person) mind(c *conn) {
	p.w.later("minds "+string(c.id), time.Second, func() {
		if c.over {
			return
		}
		waits := false
		for _, room := range p.w.allRooms() {
			if f := c.follow[room]; f != nil && f.wait || len(p.asked[room]) > 0 {
				waits = true
			}
		}
		if !waits {
			c.since = p.w.now()
		}
		if p.w.now().Sub(c.since) > 5*time.Second {
			p.w.count("connections given up")
			c.leave()
			c.lost()
			return
		}
		p.mind(c)
	})
}

// ask gives a new command, numbered.
func (p *person) ask(room rooms.RoomID, cmd rooms.Command) {
	p.n[room]++
	cmd.Client, cmd.N, cmd.At = p.tab, p.n[room], 0
	cmd.Actor = rooms.Actor{Member: p.Member, Standing: p.Standing}
	x := &wish{p: p, room: room, cmd: cmd, at: p.w.now()}
	p.asked[room] = append(p.asked[room], x)
	p.w.count("commands")
	p.send(x)
}

// send gives a command to the connection, when it has come into the room: under the newest term that the page heard of, once.
func (p *person) send(x *wish) {
	c := p.conn
	if c == nil || c.follow[x.room] == nil || !c.follow[x.room].in {
		return
	}
	under := p.states[x.room].term
	if x.via == c && x.under == under {
		return
	}
	x.via, x.under = c, under
	x.tries++
	tries, cmd := x.tries, x.cmd
	cmd.Under, cmd.After = under, x.after()
	c.do(func() {
		c.n.relay.Submit(context.Background(), x.room, cmd, func(a host.Answer) {
			word := fmt.Sprintf("at %d", a.Seq)
			switch {
			case a.Err != nil:
				word = a.Err.Error()
			case a.Refusal != nil:
				word = a.Refusal.Code
			}
			key := fmt.Sprintf("answered %s %s %d %s: %s", c.id, short(x.room), x.cmd.N, x.cmd.Name, word)
			c.n.w.post(&event{key: key, max: time.Millisecond, node: c.n, run: func() { p.answered(c, x, tries, a) }})
		})
	})
}

// after is the number of the wish before it that has no answer, 0 for none.
func (x *wish) after() (n uint64) {
	for _, y := range x.p.asked[x.room] {
		if y.cmd.N < x.cmd.N {
			n = max(n, y.cmd.N)
		}
	}
	return n
}

// abandon waits for no answer of a room any more: she was put out of it.
func (p *person) abandon(room rooms.RoomID) {
	for range p.asked[room] {
		p.w.count("abandoned")
	}
	delete(p.asked, room)
}

// resend gives again all that has no answer, in order.
func (p *person) resend(room rooms.RoomID) {
	for _, x := range slices.Clone(p.asked[room]) {
		p.send(x)
	}
}

// answered takes an answer. Nothing was done that is known of: the same number is asked again.
func (p *person) answered(c *conn, x *wish, tries int, a host.Answer) {
	if c.over || !slices.Contains(p.asked[x.room], x) {
		return
	}
	c.since = p.w.now()
	b := p.w.store.known(x.room).book
	late := tries != x.tries // it was said again since, under another term: what left no trace is not its answer
	switch {
	case errors.Is(a.Err, host.ErrFormer):
		p.w.count("said to a former host")
		if f := c.follow[x.room]; f != nil && !late {
			f.anew()
		}
		return
	case a.Err != nil:
		x.via = nil
		p.w.count("told to try again")
		p.w.later(fmt.Sprintf("tries again %s %s %d", p.Member, short(x.room), x.cmd.N), p.w.between(50*time.Millisecond, 400*time.Millisecond), func() {
			if tries == x.tries && slices.Contains(p.asked[x.room], x) {
				p.send(x)
			}
		})
		return
	case a.Refusal != nil && a.Refusal.Code == rooms.CodeRepeated:
		p.w.count("answered again")
		b.acknowledged(x, seqOf(a.Refusal.Data["seq"]))
	case late && (a.Refusal != nil || a.Nothing):
		p.w.count("an answer of before")
		return
	case a.Refusal != nil:
		p.w.count("refused")
		b.traceless(x, a.Refusal.Code)
	case a.Nothing:
		p.w.count("nothing to do")
		b.traceless(x, "nothing to do")
	default:
		p.w.count("acknowledged")
		b.acknowledged(x, a.Seq)
	}
	p.asked[x.room] = slices.DeleteFunc(p.asked[x.room], func(y *wish) bool { return y == x })
}

func seqOf(v any) rooms.Seq {
	switch v := v.(type) {
	case rooms.Seq:
		return v
	case float64:
		return rooms.Seq(v)
	default:
		return 0
	}
}
