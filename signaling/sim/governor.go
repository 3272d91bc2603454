package sim

import (
	"context"
	"fmt"
	"time"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/signaling/host"
)

// governor gives boards the commands of the session that they are lent to, as the server's projector does: one after the
// other, each until it is answered.
type governor struct {
	w    *world
	room rooms.RoomID
	n    uint64
	cmd  rooms.Command // not answered yet, when it has a name
}

func (g *governor) keep() {
	g.w.later("governs "+short(g.room), g.w.between(500*time.Millisecond, 4*time.Second), func() {
		if n := g.w.living(); n != nil && (g.cmd.Name != "" || g.w.faulty) {
			g.give(n)
		}
		g.keep()
	})
}

func (g *governor) give(n *node) {
	if g.cmd.Name == "" {
		g.n++
		g.cmd = g.next()
	}
	cmd := g.cmd
	n.done.Go(func() {
		n.relay.Submit(context.Background(), g.room, cmd, func(a host.Answer) {
			key := fmt.Sprintf("governed %s %s %d %s: %v %v", n.name, short(g.room), cmd.N, cmd.Name, a.Refusal, a.Err)
			g.w.post(&event{key: key, node: n, run: func() {
				if a.Err == nil && g.cmd.N == cmd.N {
					g.cmd = rooms.Command{}
				}
			}})
		})
	})
}

// next lends the board, to everyone or so, lets somebody in or out, or ends it.
func (g *governor) next() rooms.Command {
	w := g.w
	who := w.people[w.rng.IntN(len(w.people))].Member
	c := rooms.Command{Client: board.SessionClient(sessionRoom), N: g.n, Actor: rooms.Actor{System: true}}
	rights := []board.Right{board.Write, board.Write, board.Read}
	switch w.rng.IntN(6) {
	case 0, 1:
		members := map[rooms.MemberID]board.Right{}
		for _, p := range w.people {
			if w.rng.IntN(4) > 0 {
				members[p.Member] = rights[w.rng.IntN(len(rights))]
			}
		}
		c.Name, c.Args = board.NameLend, arguments(map[string]any{"session": sessionRoom, "members": members})
	case 2, 3:
		c.Name, c.Args = board.NameAdmit, arguments(map[string]any{"members": map[rooms.MemberID]board.Right{who: rights[w.rng.IntN(len(rights))]}})
	case 4:
		c.Name, c.Args = board.NameRevoke, arguments(map[string]any{"member": who})
	default:
		c.Name, c.Args = board.NameRelease, arguments(map[string]any{})
	}
	return c
}
