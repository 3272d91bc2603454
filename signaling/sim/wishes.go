package sim

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
	"palabre/signaling/host"
)

// wishes says what people ask: in sessions what package roomtest makes up, seeing what they see; on boards elements put,
// moved, drawn on and withdrawn.
type wishes struct {
	w       *world
	show    *roomtest.World
	traffic *roomtest.Traffic
	ids     int
	drawn   map[rooms.RoomID][]drawn
}

type drawn struct {
	id     string
	by     rooms.MemberID
	stroke bool
	points int
}

func newWishes(w *world) *wishes {
	show := &roomtest.World{}
	for _, p := range w.people {
		show.Watchers = append(show.Watchers, &roomtest.Watcher{Person: p.Person})
	}
	return &wishes{w: w, show: show, traffic: roomtest.NewTraffic(show, w), drawn: map[rooms.RoomID][]drawn{}}
}

// most is how many commands a person leaves without an answer in a room.
const most = 4

// keep has people ask for things, as long as the world is not quiet.
func (x *wishes) keep() {
	w := x.w
	w.later("a wish", w.between(0, 2*w.opt.Pace), func() {
		if !w.quiet {
			x.once()
		}
		x.keep()
	})
}

func (x *wishes) once() {
	w := x.w
	if w.rng.IntN(10) < 4 {
		p := w.people[w.rng.IntN(len(w.people))]
		room := boardName(w.rng.IntN(w.opt.Boards))
		x.give(p, room, x.onBoard(p, room))
		return
	}
	live, ok := w.store.known(sessionRoom).book.live.(*session.Session)
	if !ok || live.Head() == 0 {
		p := w.people[w.rng.IntN(len(w.people))]
		x.give(p, sessionRoom, x.entering())
		return
	}
	if w.rng.IntN(40) == 0 {
		x.seats()
	}
	x.show.Live = live
	cmd := x.traffic.Wish()
	if cmd.Name == "session.close" && w.rng.IntN(20) > 0 {
		cmd = x.saying()
	}
	if w.rng.IntN(8) == 0 {
		cmd = x.entering()
		cmd.Actor.Member = w.people[w.rng.IntN(len(w.people))].Member
	}
	for _, p := range w.people {
		if p.Member == cmd.Actor.Member {
			x.give(p, sessionRoom, cmd)
		}
	}
}

// seats has the records of the community seat somebody at another's side, from any node.
func (x *wishes) seats() {
	n, behind := x.w.living(), x.w.people[x.w.rng.IntN(len(x.w.people))].Member
	who := []rooms.MemberID{"ines", "jo"}[x.w.rng.IntN(2)]
	if n == nil || n.asleep {
		return
	}
	cmd := rooms.Command{
		Client: "records", Actor: rooms.Actor{System: true}, Name: session.CmdSeat, Args: arguments(session.SeatArgs{Member: who, Behind: behind}),
	}
	n.done.Go(func() {
		n.relay.Submit(context.Background(), sessionRoom, cmd, func(host.Answer) {}) // whoever asks sees her there, or asks again
	})
}

// give asks, unless the person is not there or has asked enough.
func (x *wishes) give(p *person, room rooms.RoomID, cmd rooms.Command) {
	if p.conn == nil || p.conn.follow[room] == nil || !p.states[room].have || len(p.asked[room]) >= most {
		return
	}
	p.ask(room, cmd)
}

func (x *wishes) entering() rooms.Command {
	return rooms.Command{Name: "people.enter", Args: arguments(session.EnterArgs{Listed: true})}
}

func (x *wishes) saying() rooms.Command {
	x.ids++
	return rooms.Command{Name: "chat.say", Args: arguments(session.SayArgs{ID: rooms.MessageID(fmt.Sprintf("sim-%d", x.ids)), Text: "chat: bonjour"})}
}

// fresh is a command that works, or is refused, by itself.
func (x *wishes) fresh(p *person, room rooms.RoomID) rooms.Command {
	if room.Kind() == rooms.KindSession {
		return x.saying()
	}
	return x.put(p, room)
}

func (x *wishes) put(p *person, room rooms.RoomID) rooms.Command {
	x.ids++
	d := drawn{id: fmt.Sprintf("el%d", x.ids), by: p.Member, stroke: x.w.rng.IntN(3) == 0, points: 1}
	values := map[string]any{
		"type": "rectangle", "index": fmt.Sprintf("a%04d", x.ids), "x": float64(x.ids), "y": 0.0, "width": 100.0, "height": 50.0, "angle": 0.0,
		"strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2.0,
		"strokeStyle": "solid", "roughness": 1.0, "opacity": 100.0, "seed": 7.0,
	}
	if d.stroke {
		delete(values, "width")
		delete(values, "height")
		values["type"], values["points"], values["pressures"], values["simulatePressure"] = "freedraw", []any{[]any{0.0, 0.0}}, []any{}, true
	}
	x.drawn[room] = append(x.drawn[room], d)
	return boardOp(map[string]any{"id": d.id, "put": values})
}

func boardOp(ops ...map[string]any) rooms.Command {
	return rooms.Command{Name: board.NameOp, Args: arguments(map[string]any{"ops": ops})}
}

func (x *wishes) onBoard(p *person, room rooms.RoomID) rooms.Command {
	all := x.drawn[room]
	if len(all) == 0 || len(all) < 40 && x.w.rng.IntN(3) == 0 {
		return x.put(p, room)
	}
	d := &all[x.w.rng.IntN(len(all))]
	switch roll := x.w.rng.IntN(20); {
	case roll == 0:
		return rooms.Command{Name: board.NameWithdraw, Args: arguments(map[string]any{"elements": []string{d.id}})}
	case roll == 1:
		return boardOp(map[string]any{"id": d.id, "set": map[string]any{"isDeleted": true}})
	case d.stroke && roll < 15:
		n := d.points
		d.points++
		return boardOp(map[string]any{"id": d.id, "app": map[string]any{"n": n, "d": []int{2, x.w.rng.IntN(9)}}})
	default:
		return boardOp(map[string]any{"id": d.id, "set": map[string]any{"x": float64(x.w.rng.IntN(1000)), "y": 5.0}})
	}
}

func arguments(v any) json.RawMessage {
	data, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("sim: arguments that JSON cannot say: %v", err))
	}
	return data
}

const patience = 10 * time.Second // within which every room goes on (I12)
