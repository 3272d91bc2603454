package roomtest

import (
	"errors"
	"fmt"
	"math"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/people"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// Oracle says to whom the stick goes, slowly and plainly: everyone still owed an
// occasion has a place number; the stick goes to the present person with the lowest;
// whoever is put off gets a number after all others. It reads the log alone.
type Oracle struct {
	here    map[rooms.MemberID]bool
	listen  map[rooms.MemberID]bool
	place   map[rooms.MemberID]int // those still owed an occasion
	cut     map[rooms.MemberID]bool
	again   map[rooms.MemberID]int // those who passed once
	had     map[rooms.MemberID]bool
	offered rooms.MemberID
	holder  rooms.MemberID
	second  bool
	missed  map[rooms.MemberID]bool // those who let two offers go by, and may ask
	rests   bool                    // the stick lies in the centre before the end
	grant   uint64
	last    int // highest place number given
	first   int // lowest one
	running bool
	variant stick.Variant
	clock   turnClock
	sits    func(rooms.MemberID) bool // whether this circle is hers now
	seats   map[rooms.MemberID]bool   // everyone who has a seat
}

// NewOracle knows nobody.
func NewOracle() *Oracle {
	return &Oracle{
		here: map[rooms.MemberID]bool{}, listen: map[rooms.MemberID]bool{}, sits: func(rooms.MemberID) bool { return true },
		clock: turnClock{lost: map[rooms.MemberID]rooms.Millis{}},
	}
}

// Of is an oracle for another circle, who knows the same people.
func (o *Oracle) Of(sits func(rooms.MemberID) bool) *Oracle {
	return &Oracle{here: o.here, listen: o.listen, grant: o.grant, sits: sits, clock: turnClock{lost: o.clock.lost}}
}

// Inner follows what happens to the stick of a small group.
func (o *Oracle) Inner(at rooms.Millis, p codec.Event) error {
	if err := o.clock.event(at, p); err != nil {
		return err
	}
	return o.stick(p)
}

// Event follows the log and objects when the stick goes elsewhere than it should.
func (o *Oracle) Event(e rooms.Event) error {
	p, err := session.Decode(e)
	if err != nil {
		return err
	}
	if err := o.clock.event(e.At, p); err != nil {
		return err
	}
	switch p := p.(type) {
	case people.Entered:
		o.here[p.Member], o.listen[p.Member] = p.Here, p.Listen
	case people.Carried:
		o.here[p.Member], o.listen[p.Member] = p.Here, false
	case people.Returned:
		o.here[p.Member] = true
	case people.Dropped:
		o.here[p.Member] = false
	case people.Departed:
		o.here[p.Member] = false
	case people.PutOut:
		o.here[p.Member] = false
	case people.Listening:
		o.listen[p.Member] = p.On
	default:
		return o.stick(p)
	}
	return nil
}

func (o *Oracle) stick(p codec.Event) error {
	switch p := p.(type) {
	case stick.Prepared:
		o.variant = p.Variant
		o.begin(p.Order)
	case stick.Ordered:
		o.begin(p.Order)
	case stick.Begun:
		o.running = true
	case stick.Seated:
		o.last++
		o.place[p.Member] = o.last
		o.seats[p.Member] = true
		delete(o.missed, p.Member)
	case stick.Unseated:
		if !o.had[p.Member] {
			delete(o.seats, p.Member) // who had her occasion keeps it, and her seat
		}
		delete(o.place, p.Member)
		delete(o.missed, p.Member)
		delete(o.again, p.Member)
		if o.offered == p.Member {
			o.offered = ""
		}
	case stick.Given:
		return o.given(p)
	case stick.Deferred:
		o.deferred(p)
	case stick.Declined:
		return o.declined(p)
	case stick.Centred:
		o.rests = p.Until != 0
	case stick.Granted:
		return o.granted(p)
	case stick.TurnEnded:
		return o.ended(p.Member, p.Grant)
	case stick.SetAside:
		o.first--
		o.place[p.Member], o.cut[p.Member] = o.first, true
		return o.ended(p.Member, p.Grant)
	case stick.Finished:
		return o.finished(p)
	}
	return nil
}

func (o *Oracle) begin(order []rooms.MemberID) {
	o.place, o.again, o.cut = map[rooms.MemberID]int{}, map[rooms.MemberID]int{}, map[rooms.MemberID]bool{}
	o.had, o.missed, o.rests = map[rooms.MemberID]bool{}, map[rooms.MemberID]bool{}, false
	o.offered, o.holder, o.second, o.first, o.last, o.running = "", "", false, 0, len(order), false
	o.seats = map[rooms.MemberID]bool{}
	for i, m := range order {
		o.place[m], o.seats[m] = i+1, true
	}
}

// due is the present person with the lowest number.
func (o *Oracle) due(of map[rooms.MemberID]int) (rooms.MemberID, int) {
	best, at := rooms.MemberID(""), math.MaxInt
	for m, n := range of {
		if o.here[m] && !o.listen[m] && o.sits(m) && n < at {
			best, at = m, n
		}
	}
	return best, at
}

func (o *Oracle) given(p stick.Given) error {
	if o.offered != "" || o.holder != "" {
		return fmt.Errorf("offered to %s while %q is offered and %q holds", p.To, o.offered, o.holder)
	}
	want, at := o.due(o.place)
	if p.By != "" && o.mayBeNamed(p.To) {
		delete(o.place, p.To)
		delete(o.again, p.To)
		delete(o.missed, p.To)
		o.offered, o.second, o.rests = p.To, false, false
		return nil
	}
	if p.Second {
		if want != "" {
			return fmt.Errorf("second offer to %s before %s had one", p.To, want)
		}
		if want, _ = o.due(o.again); want != p.To {
			return fmt.Errorf("second offer to %s, should be %q", p.To, want)
		}
		delete(o.again, p.To)
	} else if want != p.To {
		return fmt.Errorf("offered to %s, should be %q", p.To, want)
	} else if err := o.skippedBefore(at); err != nil {
		return err
	}
	delete(o.place, p.To)
	o.offered, o.second, o.rests = p.To, p.Second, false
	return nil
}

// mayBeNamed: where the holder names, whom she may name. (Who runs may hold it out to the
// first in order in her stead; that is then in the order too.)
func (o *Oracle) mayBeNamed(m rooms.MemberID) bool {
	if !o.here[m] || o.listen[m] || !o.sits(m) {
		return false
	}
	_, owed := o.place[m]
	return o.variant == stick.Naming && owed || o.variant == stick.Popcorn && o.seats[m]
}

// mayTake: from the centre, anyone who is owed an occasion; in popcorn anyone seated.
func (o *Oracle) mayTake(m rooms.MemberID) bool {
	_, owed := o.place[m]
	central := o.variant == stick.FromCentre || o.variant == stick.Popcorn
	return o.here[m] && !o.listen[m] && o.sits(m) && central && (owed || o.variant == stick.Popcorn && o.seats[m])
}

// skippedBefore: whoever was absent before the one offered has been put off, save
// one whose turn was cut.
func (o *Oracle) skippedBefore(at int) error {
	for m, n := range o.place {
		if n < at && !o.cut[m] {
			return fmt.Errorf("%s was jumped over", m)
		}
	}
	return nil
}

// declined: whoever passes is the one offered or, from the centre, the one due.
func (o *Oracle) declined(p stick.Declined) error {
	if o.offered != p.Member {
		want, at := o.due(o.place)
		free := o.offered == "" && o.holder == ""
		switch {
		case free && o.mayTake(p.Member):
		case !free || want != p.Member:
			return fmt.Errorf("%s passed while %q is offered, %q holds and %q is due", p.Member, o.offered, o.holder, want)
		default:
			if err := o.skippedBefore(at); err != nil {
				return err
			}
		}
		delete(o.place, p.Member)
		delete(o.cut, p.Member)
	}
	o.offered, o.had[p.Member] = "", true
	if p.Again {
		o.last++
		o.again[p.Member] = o.last
	}
	return nil
}

func (o *Oracle) deferred(p stick.Deferred) {
	second := o.offered == p.Member && o.second
	if o.offered == p.Member {
		o.offered = ""
	}
	delete(o.place, p.Member)
	switch {
	case !p.Queued:
		o.missed[p.Member] = !second
	case second:
		o.last++
		o.again[p.Member] = o.last
	case o.cut[p.Member] && p.Why == stick.WhyAbsent:
		o.first--
		o.place[p.Member] = o.first
	default:
		o.last++
		o.place[p.Member] = o.last
	}
}

func (o *Oracle) granted(p stick.Granted) error {
	if p.Grant <= o.grant {
		return fmt.Errorf("grant %d after %d", p.Grant, o.grant)
	}
	if o.holder != "" {
		return fmt.Errorf("granted to %s while %s holds", p.Member, o.holder)
	}
	if want, at := o.due(o.place); o.offered == "" && o.mayTake(p.Member) {
		delete(o.again, p.Member)
		delete(o.missed, p.Member)
	} else if o.offered == "" {
		if want != p.Member {
			return fmt.Errorf("picked by %s, should be %q", p.Member, want)
		}
		if err := o.skippedBefore(at); err != nil {
			return err
		}
	} else if o.offered != p.Member {
		return fmt.Errorf("granted to %s, offered to %s", p.Member, o.offered)
	}
	delete(o.place, p.Member)
	delete(o.cut, p.Member)
	o.grant, o.holder, o.offered, o.had[p.Member] = p.Grant, p.Member, "", true
	return nil
}

func (o *Oracle) ended(m rooms.MemberID, grant uint64) error {
	if o.holder != m || o.grant != grant {
		return fmt.Errorf("turn %d of %s ended, %s holds by %d", grant, m, o.holder, o.grant)
	}
	o.holder = ""
	return nil
}

// finished: a round that ends by itself forgot nobody who is present, and waited for
// whoever may still ask.
func (o *Oracle) finished(p stick.Finished) error {
	o.running, o.holder, o.offered = false, "", ""
	if p.Why != stick.WhyComplete {
		return nil
	}
	if m, _ := o.due(o.place); m != "" {
		return fmt.Errorf("the round ended and %s was not offered the stick", m)
	}
	if m, _ := o.due(o.again); m != "" {
		return fmt.Errorf("the round ended and %s had no second offer", m)
	}
	if o.variant == stick.Popcorn && !o.rests {
		return errors.New("popcorn ended without a rest in the centre")
	}
	for m, may := range o.missed {
		if may && !o.rests {
			return fmt.Errorf("the round ended before %s could ask to be offered again", m)
		}
	}
	return nil
}
