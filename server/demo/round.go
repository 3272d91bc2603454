package demo

import (
	"errors"
	"time"

	"palabre/rooms"
	"palabre/rooms/session"
)

// act is what a person does when the stick comes to her.
type act struct {
	gesture string // take, pass or later
	holds   rooms.Millis
	centre  bool // then lays it in the centre
}

func take(seconds int) act { return act{gesture: "take", holds: rooms.Millis(seconds) * second} }

func passes() act { return act{gesture: "pass"} }

func later() act { return act{gesture: "later"} }

func toCentre(seconds int) act {
	return act{gesture: "take", holds: rooms.Millis(seconds) * second, centre: true}
}

// round is one round as the script wants it. Who has no act takes the stick for about half a minute.
type round struct {
	by       *person
	question string
	turn     int // seconds
	first    []*person
	acts     map[string][]act
	during   map[int]func() // what else happens once so many turns are over
	stop     int            // leave the round under way after so many turns, with the stick in the centre
}

// plays the round to its end.
func (h *hall) plays(r round) {
	id := h.IDs.ID()
	order := make([]rooms.MemberID, 0, len(r.first))
	for _, p := range r.first {
		order = append(order, p.id)
	}
	h.does(r.by, "stick.prepare", args{"round": id, "question": r.question, "turn_s": r.turn, "order": order})
	h.wait(35 * second)
	h.does(r.by, "stick.begin", args{})
	turns := 0
	for range 400 {
		v := h.see(r.by)
		if h.err != nil || v.Round == nil || v.Round.State == session.RoundEnded {
			return
		}
		before := turns
		switch now := v.Round; {
		case now.Holder != nil:
			h.holds(&r, now)
			turns++
		case now.Offer != nil:
			h.answers(&r, h.named(now.Offer.To), id)
		case now.Centre != nil:
			if r.stop > 0 && turns >= r.stop {
				return
			}
			h.wait(9 * second)
			h.does(h.named(now.Next[0]), "stick.pick", args{})
		default:
			h.again(&r, id)
		}
		if also := r.during[turns]; also != nil && turns > before {
			also()
		}
	}
	h.fail("round", errors.New("it does not end"))
}

// named finds somebody inside.
func (h *hall) named(m rooms.MemberID) *person {
	for _, p := range h.inside {
		if p.id == m {
			return p
		}
	}
	h.fail("round", errors.New("a seat of nobody"))
	return &person{}
}

// act takes the next thing that a person does, when the script says.
func (r *round) act(p *person) (act, bool) {
	list := r.acts[p.key]
	if len(list) == 0 {
		return act{gesture: "take", holds: rooms.Millis(24+7*(len(p.name)%5)) * second}, false
	}
	return list[0], true
}

func (r *round) done(p *person) {
	if list := r.acts[p.key]; len(list) > 0 {
		r.acts[p.key] = list[1:]
	}
}

// answers is the gesture of the one to whom the stick is offered.
func (h *hall) answers(r *round, p *person, id string) {
	a, _ := r.act(p)
	h.wait(rooms.Millis(2+len(p.key)%4) * second)
	h.does(p, "stick."+a.gesture, args{"round": id})
	if a.gesture != "take" {
		r.done(p)
	}
}

// holds is one turn.
func (h *hall) holds(r *round, now *session.Round) {
	p := h.named(now.Holder.Member)
	a, _ := r.act(p)
	r.done(p)
	h.wait(a.holds)
	gesture := "stick.release"
	if a.centre {
		gesture = "stick.centre"
	}
	h.does(p, gesture, args{"grant": now.Holder.Grant})
}

// again answers a second offer, which its person alone sees.
func (h *hall) again(r *round, id string) {
	for _, p := range h.inside {
		if h.see(p).MyOffer == nil {
			continue
		}
		a, said := r.act(p)
		if !said {
			a = passes()
		}
		h.wait(6 * second)
		h.does(p, "stick."+a.gesture, args{"round": id})
		if a.gesture != "take" {
			r.done(p)
		}
		return
	}
	h.fail("round", errors.New("it waits for nobody"))
}

func dateOf(at rooms.Millis, zone *time.Location) string {
	return time.UnixMilli(int64(at)).In(zone).Format(time.DateOnly)
}
