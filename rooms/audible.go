package rooms

import "slices"

// Audible says who is heard by whom in a session, for the media server's gates:
// people sit in circles, and nobody is heard, nor seen, outside of hers.
//
// The plenary is the circle of all whom no other circle names: Mode and Members
// are its own. While groups are open, each is a circle of Apart.
type Audible struct {
	// Grant rises with each change of anything here, so that a packet can be told
	// from which grant it was let through.
	Grant uint64
	Mode  Hearing
	// Members are those heard when Mode is HearOnly (none: a shared silence).
	Members []MemberID
	// Turn is that of the plenary's stick, while it is what says who is heard.
	Turn Turn
	// Apart are the circles beside the plenary, each with a Group of its own.
	Apart []Circle
}

// Circle is people who hear one another, and nobody else.
type Circle struct {
	// Group is the id of the group that sits here; "" is the plenary.
	Group string
	// Grant is the Audible's at which something of this circle changed last.
	Grant uint64
	// People are all who sit here, a visitor too. Nobody sits in two circles: who
	// is named by two of them is heard by nobody and hears nobody.
	People []MemberID
	Mode   Hearing
	// Members are those of the People heard when Mode is HearOnly.
	Members []MemberID
	// Turn is that of the circle's stick, while it is what says who is heard.
	Turn Turn
}

// Turn is a holding of the stick in a circle; zero where nobody holds one, or where it does not say who is heard.
// Grants of a circle rise from one turn to the next. Beside the holder, whom she lets ask, who reads for her and who answers her
// are heard, so that the Members may be more than one.
type Turn struct {
	Grant  uint64
	Holder MemberID
}

// Hearing is the form of an Audible, or of one of its circles.
type Hearing string

// Everyone in the circle is heard, or only the listed.
const (
	HearEveryone Hearing = "everyone"
	HearOnly     Hearing = "only"
)

// Voiced is a room in which people are heard.
type Voiced interface{ Audible() Audible }

// Plenary is the circle of those who are in no other; its People are not listed.
func (a Audible) Plenary() Circle {
	return Circle{Grant: a.Grant, Mode: a.Mode, Members: a.Members, Turn: a.Turn}
}

// CircleOf finds where somebody sits. It answers false for whom two circles name:
// she sits nowhere.
func (a Audible) CircleOf(m MemberID) (Circle, bool) {
	found, sits := a.Plenary(), false
	for _, c := range a.Apart {
		if !slices.Contains(c.People, m) {
			continue
		}
		if sits {
			return Circle{}, false
		}
		found, sits = c, true
	}
	return found, true
}

// Lets tells whether somebody who sits in the circle is heard there.
func (c Circle) Lets(m MemberID) bool {
	return c.Mode == HearEveryone || c.Mode == HearOnly && slices.Contains(c.Members, m)
}

// Hears tells whether one person hears another.
func (a Audible) Hears(listener, speaker MemberID) bool {
	at, sits := a.CircleOf(listener)
	from, speaks := a.CircleOf(speaker)
	return sits && speaks && at.Group == from.Group && from.Lets(speaker)
}

// Open tells whether everybody hears everybody.
func (a Audible) Open() bool { return a.Mode == HearEveryone && len(a.Apart) == 0 }

// Equal compares by value; no list and an empty one are the same.
func (a Audible) Equal(b Audible) bool {
	return a.Grant == b.Grant && a.Plenary().Equal(b.Plenary()) && slices.EqualFunc(a.Apart, b.Apart, Circle.Equal)
}

// Equal compares by value; no list and an empty one are the same.
func (c Circle) Equal(b Circle) bool {
	return c.Group == b.Group && c.Grant == b.Grant && c.Mode == b.Mode && c.Turn == b.Turn &&
		slices.Equal(c.People, b.People) && slices.Equal(c.Members, b.Members)
}
