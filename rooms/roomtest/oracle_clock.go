package roomtest

import (
	"fmt"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/people"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// turnClock says what remains of a turn, plainly: what she was given, less the time in which
// her clock ran. It stands still while the round is paused, the bell rings, somebody asks
// her to make something clear, her connection is lost, or the room has no host.
type turnClock struct {
	turn rooms.Millis
	cut  map[rooms.MemberID]rooms.Millis // what remains of turns that were set aside

	holder                        rooms.MemberID
	given, since                  rooms.Millis
	ran                           []rooms.Piece // of this turn, all of it
	paused, clarifying, suspended bool
	lost                          map[rooms.MemberID]rooms.Millis // since when each had no connection, last; of all circles
}

func (c *turnClock) runs() bool { return c.holder != "" && !c.paused && !c.clarifying && !c.suspended }

// still stops the clock, still running until then.
func (c *turnClock) still(at rooms.Millis) {
	if c.runs() && at > c.since {
		c.ran = append(c.ran, rooms.Piece{From: c.since, To: at})
	}
}

// forget takes back what ran after an instant.
func (c *turnClock) forget(since rooms.Millis) {
	for i := range c.ran {
		c.ran[i].From, c.ran[i].To = min(c.ran[i].From, since), min(c.ran[i].To, since)
	}
}

func (c *turnClock) left() rooms.Millis {
	left := c.given
	for _, p := range c.ran {
		left -= p.To - p.From
	}
	return left
}

func (c *turnClock) event(at rooms.Millis, p codec.Event) error {
	switch p := p.(type) {
	case stick.Prepared:
		*c = turnClock{turn: p.TurnMS, cut: map[rooms.MemberID]rooms.Millis{}, lost: c.lost}
	case stick.Granted:
		want, cut := c.cut[p.Member]
		if !cut {
			want = c.turn
		}
		if p.LeftMS != want {
			return fmt.Errorf("%s is given %d ms, should be %d", p.Member, p.LeftMS, want)
		}
		delete(c.cut, p.Member)
		c.holder, c.given, c.ran, c.since, c.clarifying, c.suspended = p.Member, want, nil, at, false, false
	case people.Dropped:
		c.lost[p.Member] = p.Since
	case stick.Suspended:
		c.still(at)
		c.forget(c.lost[p.Member])
		if c.turn == 0 {
			c.given, c.ran = 0, nil
		}
		c.suspended, c.clarifying = true, false
		if p.LeftMS != c.left() {
			return fmt.Errorf("%s drops with %d ms, should be %d", p.Member, p.LeftMS, c.left())
		}
	case stick.Recovered:
		c.suspended, c.since = false, at
		if p.LeftMS != c.left() {
			return fmt.Errorf("%s is back with %d ms, should be %d", p.Member, p.LeftMS, c.left())
		}
	case stick.SetAside:
		c.cut[p.Member] = c.left()
		c.holder = ""
	case stick.TurnEnded, stick.Finished:
		c.holder, c.suspended, c.clarifying = "", false, false
		if _, over := p.(stick.Finished); over {
			c.paused = false
		}
	case session.HostResumed:
		c.since += p.GapMS
	default:
		c.pause(at, p)
	}
	return nil
}

func (c *turnClock) pause(at rooms.Millis, p codec.Event) {
	switch p.(type) {
	case stick.Paused, stick.Rung:
		c.still(at)
		c.paused = true
	case stick.Resumed:
		c.paused, c.since = false, at
	case stick.ClarityBegun:
		c.still(at)
		c.clarifying = true
	case stick.ClarityEnded:
		c.clarifying, c.since = false, at
	}
}
