package hub

import (
	"context"
	"fmt"
	"strconv"
	"sync"
	"time"

	"palabre/bench/palabre"
	"palabre/bench/proc"
)

// kind is which of the two sorts of room is under load.
type kind string

const (
	session kind = "session"
	board   kind = "board"
)

// ours is Palabre as a target: each room is a meeting with its own people.
type ours struct {
	instance *palabre.Instance
	kind     kind
	rooms    []*place
	tabs     int // connections of each guest to a board; 0 is one
	guest    *palabre.Person
	opened   int
	spread   []*palabre.Instance // nodes over which guests are spread; none for the instance alone
}

// place is one meeting: its host's socket, and the board when boards are loaded.
type place struct {
	meeting palabre.Meeting
	door    sync.Mutex // the host admits one person at a time
	host    *palabre.Socket
	room    string
	people  []*palabre.Person
}

func startOurs(ctx context.Context, binary string, slow []string, kind kind, rooms int) (*ours, error) {
	instance, err := palabre.Start(ctx, binary, slow)
	if err != nil {
		return nil, err
	}
	target := &ours{instance: instance, kind: kind}
	if target.rooms, err = gather(rooms, func(i int) (*place, error) { return target.open(ctx, i) }); err != nil {
		target.Stop()
		return nil, err
	}
	return target, nil
}

// open makes the i-th room.
func (o *ours) open(ctx context.Context, i int) (*place, error) {
	meeting, err := o.instance.Meet(ctx)
	if err != nil {
		return nil, err
	}
	host, err := o.instance.Admin.Dial(ctx, nil)
	if err != nil {
		return nil, err
	}
	one := &place{meeting: meeting, host: host, room: "ses_" + meeting.ID}
	if _, err := host.Join(ctx, one.room); err != nil {
		return nil, err
	}
	if _, err := host.Do(ctx, "people.enter", map[string]any{"listed": true}); err != nil {
		return nil, err
	}
	if o.kind == board {
		id := fmt.Sprintf("00000000-0000-7000-8000-%012x", i+1)
		if _, err := host.Do(ctx, "boards.open", map[string]any{"board": id, "title": "Mesures"}); err != nil {
			return nil, err
		}
		one.room = "brd_" + id
	}
	return one, nil
}

func (o *ours) Server() *proc.Server { return o.instance.Server() }

func (o *ours) Stop() {
	for _, one := range o.rooms {
		one.host.Close()
	}
	o.instance.Stop()
}

// Dial brings a guest by the meeting's link; the host admits her. The host herself
// sits in the session room and is no receiver.
func (o *ours) Dial(ctx context.Context, room, n int, heard func([]byte)) (Client, error) {
	one := o.rooms[room]
	if o.tabs > 0 && o.opened%o.tabs != 0 {
		o.opened++
		socket, err := o.follow(ctx, o.guest, one.room, heard)
		return &ourClient{Socket: socket, kind: board}, err
	}
	guest, err := o.instance.Guest(ctx, one.meeting, n)
	if err != nil {
		return nil, err
	}
	if len(o.spread) > 0 {
		guest = guest.At(o.spread[n%len(o.spread)])
	}
	socket, err := guest.Dial(ctx, nil)
	if err != nil {
		return nil, err
	}
	if _, err := socket.Join(ctx, "ses_"+one.meeting.ID); err != nil {
		return nil, err
	}
	if _, err := socket.Do(ctx, "people.enter", map[string]any{"listed": false}); err != nil {
		return nil, err
	}
	if err := one.admit(ctx, socket.Member); err != nil {
		return nil, err
	}
	if o.kind == session {
		socket.Hear(heard)
		return &ourClient{Socket: socket, kind: session}, nil
	}
	follower, err := o.follow(ctx, guest, one.room, heard)
	if err != nil {
		return nil, err
	}
	if o.tabs > 0 {
		o.guest, o.opened = guest, o.opened+1
		socket.Close()
		return &ourClient{Socket: follower, kind: board}, nil
	}
	client := &ourClient{Socket: follower, kind: board, element: "e" + strconv.Itoa(n), session: socket}
	if _, err := follower.Do(ctx, "board.op", map[string]any{"ops": []any{map[string]any{"id": client.element, "put": text(client.element)}}}); err != nil {
		return nil, fmt.Errorf("first element: %w", err)
	}
	follower.Hear(heard)
	return client, nil
}

func (p *place) admit(ctx context.Context, member string) error {
	p.door.Lock()
	defer p.door.Unlock()
	if _, err := p.host.Do(ctx, "people.admit", map[string]any{"member": member}); err != nil {
		return fmt.Errorf("admit: %w", err)
	}
	return nil
}

// follow joins the board as soon as the session has admitted her there.
func (o *ours) follow(ctx context.Context, guest *palabre.Person, room string, heard func([]byte)) (*palabre.Socket, error) {
	socket, err := guest.Dial(ctx, nil)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(5 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		_, err := socket.Join(ctx, room)
		if err == nil {
			return socket, nil
		}
		if time.Now().After(deadline) {
			return nil, fmt.Errorf("join the board: %w", err)
		}
	}
}

// text is a text element as the board's own client makes it.
func text(id string) map[string]any {
	return map[string]any{
		"id": id, "type": "text", "x": 10, "y": 10, "width": 100, "height": 25, "angle": 0,
		"strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2, "strokeStyle": "solid",
		"roughness": 1, "opacity": 100, "groupIds": []any{}, "boundElements": []any{}, "locked": false, "isDeleted": false, "seed": 1, "index": "a0",
		"text": "", "originalText": "", "fontSize": 20, "fontFamily": 6, "textAlign": "left", "verticalAlign": "top", "lineHeight": 1.25, "autoResize": true,
	}
}

// stampAddress makes of a stamp a link, the property of an element that is a text by itself.
const stampAddress = "https://e.test/"

type ourClient struct {
	*palabre.Socket
	kind    kind
	element string
	session *palabre.Socket
	n       int
}

func (c *ourClient) Publish(stamp string) error {
	if c.kind == session {
		c.n++
		return c.Send("chat.say", map[string]any{"id": fmt.Sprintf("%s-%d", c.Client[:8], c.n), "text": stamp})
	}
	return c.Send("board.op", map[string]any{"ops": []any{map[string]any{"id": c.element, "set": map[string]any{"link": stampAddress + stamp[:len(stamp)-len(stampAddress)]}}}})
}

func (c *ourClient) Close() {
	if c.session != nil {
		c.session.Close()
	}
	c.Socket.Close()
}
