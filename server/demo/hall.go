package demo

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"palabre/rooms"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/signaling/host"
)

// hall is one live session that the script plays. After a first error nothing more happens; err tells it.
type hall struct {
	*world
	ctx     context.Context //nolint:containedctx // of one meeting's script, which is over when its function returns
	meeting community.Meeting
	room    rooms.RoomID
	tabs    map[rooms.MemberID]rooms.ClientID
	n       map[rooms.ClientID]uint64
	inside  cast
	phase   int
	err     error
}

type args = map[string]any

// away is longer than a person may be without a page before the room notices: ten seconds.
const away = 11 * second

// open begins a meeting's script a little before its hour.
func (w *world) open(ctx context.Context, m community.Meeting, before rooms.Millis) *hall {
	w.Clock.Set(m.StartsAt - before)
	return &hall{
		world: w, ctx: ctx, meeting: m, room: m.ID.Room(), phase: -1,
		tabs: map[rooms.MemberID]rooms.ClientID{}, n: map[rooms.ClientID]uint64{},
	}
}

// wait lets time pass.
func (h *hall) wait(d rooms.Millis) {
	if h.err == nil {
		h.Clock.Set(h.Clock.Now() + d)
	}
}

// until lets time pass up to so long after the meeting's hour.
func (h *hall) until(d rooms.Millis) { h.wait(max(0, h.meeting.StartsAt+d-h.Clock.Now())) }

func (h *hall) fail(what string, err error) {
	if h.err == nil && err != nil {
		h.err = fmt.Errorf("%s: %w", what, err)
	}
}

// does gives one person's command to the session.
func (h *hall) does(p *person, name string, a any) { h.give(h.room, p, name, a) }

func (h *hall) give(room rooms.RoomID, p *person, name string, a any) {
	if h.err != nil {
		return
	}
	raw, err := json.Marshal(a)
	if err != nil {
		h.fail(name, err)
		return
	}
	tab := h.tab(p)
	in := tab + "/" + rooms.ClientID(room) // counts apart in each room
	h.n[in]++
	_, no, err := h.Rooms.Do(h.ctx, room, rooms.Command{
		Client: tab, N: h.n[in], Actor: rooms.Actor{Member: p.id, Standing: p.standing()}, Name: name, Args: raw,
	})
	if no != nil {
		err = fmt.Errorf("%w %v", no, no.Data)
	}
	h.fail(p.key+" "+name, err)
}

func (h *hall) tab(p *person) rooms.ClientID {
	if h.tabs[p.id] == "" {
		h.tabs[p.id] = rooms.ClientID(h.IDs.ID())
	}
	return h.tabs[p.id]
}

// see is what a person's screen shows now.
func (h *hall) see(p *person) session.View {
	var v session.View
	if h.err != nil {
		return v
	}
	got := make(chan host.Joined, 1)
	h.Rooms.Join(h.ctx, h.room, host.JoinRequest{Conn: host.ConnID(h.tab(p)), Member: p.id, Standing: p.standing()}, func(j host.Joined) { got <- j })
	select {
	case j := <-got:
		if h.fail(p.key+" joins", j.Err); j.Err == nil {
			h.fail(p.key+" sees", json.Unmarshal(j.View, &v))
		}
	case <-h.ctx.Done():
		h.fail("join", h.ctx.Err())
	}
	return v
}

// enter brings people in, with the consents they give.
func (h *hall) enter(people ...*person) {
	for _, p := range people {
		h.see(p)
		h.does(p, "people.enter", args{"listed": !p.silent})
		h.inside = append(h.inside, p)
		h.wait(11 * second)
	}
	h.settle()
}

// settle lets what follows from the session happen: rights on boards, above all.
func (h *hall) settle() {
	if h.err == nil {
		h.fail("settle", h.Settle(h.ctx))
	}
}

// next moves to the next phase.
func (h *hall) next(by *person) {
	h.does(by, "agenda.next", args{"from": h.phase})
	h.phase++
}

// says writes in the chat; kept, the author lets the minutes keep it.
func (h *hall) says(p *person, text string, kept bool) {
	id := h.IDs.ID()
	h.does(p, "chat.say", args{"id": id, "text": text})
	h.wait(4 * second)
	if kept {
		h.does(p, "chat.keep", args{"id": id, "on": true})
	}
}

func (h *hall) decides(by *person, text string) {
	h.does(by, "record.add", args{"id": h.IDs.ID(), "kind": "decision", "text": text})
	h.wait(20 * second)
}

// follows writes a follow-up, due so many days after the meeting.
func (h *hall) follows(by, who *person, text string, days int) {
	due := h.Clock.Now() + rooms.Millis(days)*day
	h.does(by, "record.add", args{
		"id": h.IDs.ID(), "kind": "follow_up", "text": text, "who": who.id, "due": dateOf(due, h.zone),
	})
	h.wait(25 * second)
}

// disperse closes everybody's page without leaving the meeting, long enough for the room to have noticed.
func (h *hall) disperse() {
	for _, p := range h.inside {
		h.Rooms.Leave(h.room, host.ConnID(h.tab(p)))
	}
	if h.err != nil || len(h.inside) == 0 {
		return
	}
	// A room answers in order: this is refused once it knows that they are gone.
	if err := h.refused(h.inside[0], "stick.begin"); err != nil {
		h.fail("disperse", err)
		return
	}
	head, _ := h.Rooms.Head(h.room)
	h.wait(away)
	for range 10_000 {
		if now, _ := h.Rooms.Head(h.room); now >= head+rooms.Seq(len(h.inside)) {
			return
		}
		select {
		case <-time.After(time.Millisecond): // the clock's timers fire beside this
		case <-h.ctx.Done():
			h.fail("disperse", h.ctx.Err())
			return
		}
	}
	h.fail("disperse", errors.New("the room does not notice that they are gone"))
}

// refused gives a command that the room refuses, and that so leaves no trace.
func (h *hall) refused(p *person, name string) error {
	tab := rooms.ClientID(h.IDs.ID())
	_, no, err := h.Rooms.Do(h.ctx, h.room, rooms.Command{
		Client: tab, N: 1, Actor: rooms.Actor{Member: p.id, Standing: p.standing()}, Name: name, Args: []byte("{}"),
	})
	if err == nil && no == nil {
		err = fmt.Errorf("%s was not refused", name)
	}
	return err
}

// close ends the meeting; everybody leaves.
func (h *hall) close(by *person) {
	h.does(by, "session.close", args{})
	h.settle()
	for _, p := range h.inside {
		h.Rooms.Leave(h.room, host.ConnID(h.tab(p)))
	}
}
