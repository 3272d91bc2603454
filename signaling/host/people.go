package host

import (
	"maps"
	"slices"
	"time"

	"palabre/rooms"
)

// person is someone who followed the room since it was opened.
type person struct {
	conns    int
	standing rooms.Role
	viewer   rooms.Viewer
	may      bool
	since    rooms.Seq // her sight of the room has been this since then
	lost     rooms.Millis
	grace    func() // stops the timer that says she dropped
}

func (p *person) endGrace() {
	if p.grace != nil {
		p.grace()
		p.grace = nil
	}
}

// Present is a room that can say who it believes to be here, so that those who never come back after the room was
// without a host are noticed too.
type Present interface{ Present() []rooms.MemberID }

// reseat finds the people whose sight of the room these steps changed. Everyone is looked at in a session, where there
// are few commands; on a board only what governs it (which the system alone gives) can change who sees it.
func (l *live) reseat(system bool, steps []rooms.Step) []Seat {
	var fresh []rooms.Audience
	for i := range steps {
		for _, d := range steps[i].Deltas {
			if d.Afresh {
				fresh = append(fresh, d.To)
			}
		}
	}
	if l.id.Kind() == rooms.KindBoard && !system && fresh == nil {
		return nil
	}
	var seats []Seat
	for _, m := range l.inOrder() {
		p := l.people[m]
		viewer, may := l.room.Viewer(m, p.standing)
		anew := slices.ContainsFunc(fresh, func(a rooms.Audience) bool { return a.Sees(viewer) })
		if viewer == p.viewer && may == p.may && !anew {
			continue
		}
		wasIn := p.may
		p.viewer, p.may, p.since = viewer, may, l.room.Head()
		// Who is away is given a new view when she is back: her position is older than since. That somebody is put
		// out is said even then, since her sound may outlive her socket for a moment. Among many nodes nobody is known
		// to be away: the bus may reach her where this host's link does not.
		if may && (p.conns > 0 || l.h.Many) || !may && wasIn {
			seats = append(seats, l.seat(m, p))
		}
	}
	return seats
}

func (l *live) seat(m rooms.MemberID, p *person) Seat {
	if !p.may {
		return Seat{Viewer: rooms.Viewer{Member: m}, Out: true, Code: "removed"}
	}
	view, names := l.view(p.viewer)
	logID, _ := l.logID.Load().(string)
	return Seat{Viewer: p.viewer, View: view, Log: logID, Names: names}
}

// Namer is a room that can say whom a view names; gateways join the names to it.
type Namer interface {
	Mentions(rooms.Viewer) []rooms.MemberID
}

func (l *live) view(v rooms.Viewer) ([]byte, []rooms.MemberID) {
	data, err := marshal(l.room.View(v))
	if err != nil {
		panic(err) // a room made what JSON cannot hold: guard handles it
	}
	if n, ok := l.room.(Namer); ok {
		return data, n.Mentions(v)
	}
	return data, idsIn(data)
}

// idsIn finds what looks like a UUID among the strings of a view. Some name no person: the directory knows.
func idsIn(view []byte) []rooms.MemberID {
	var ids []rooms.MemberID
	seen := map[string]bool{}
	for i := 0; i+37 < len(view); i++ {
		if view[i] != '"' || view[i+37] != '"' || view[i+9] != '-' || view[i+14] != '-' || view[i+19] != '-' || view[i+24] != '-' {
			continue
		}
		id := string(view[i+1 : i+37])
		if !seen[id] {
			seen[id] = true
			ids = append(ids, rooms.MemberID(id))
		}
		i += 37
	}
	return ids
}

// arrived notes a connection; the first one of a person in a session is told to the room.
func (l *live) arrived(conn ConnID, m rooms.MemberID, standing rooms.Role) *person {
	p := l.people[m]
	if p == nil {
		p = &person{since: l.room.Head()}
		l.people[m] = p
	}
	p.standing = standing
	if _, again := l.conns[conn]; again {
		return p
	}
	l.conns[conn] = m
	l.followers.Store(int32(len(l.conns)))
	p.conns++
	if p.conns == 1 { // also within her grace: it may have begun anew, when the room was read again, after she was said to have dropped
		p.endGrace()
		l.back(m, p)
	}
	return p
}

// back tells a session that a person has a connection; it refuses when it knew. While nothing can be saved it is told
// later: an event that fails would take the view away from whoever is joining.
func (l *live) back(m rooms.MemberID, p *person) {
	if l.id.Kind() != rooms.KindSession || p.conns == 0 {
		return
	}
	if readonly, _ := l.h.state.readonly(); readonly {
		l.h.Clock.After(time.Second, func() { _ = l.mail.push(task{kind: taskBack, member: m}, true) })
		return
	}
	l.system(rooms.CmdBack, memberArgs(m, 0))
}

// leave forgets a connection; after the last one a person has Grace to come back.
func (l *live) leave(conn ConnID) {
	m, ok := l.conns[conn]
	if !ok {
		return
	}
	delete(l.conns, conn)
	l.followers.Store(int32(len(l.conns)))
	p := l.people[m]
	p.conns--
	if p.conns == 0 {
		p.lost = l.h.Clock.Now()
		l.beginGrace(m, p, l.h.Grace)
	}
}

func (l *live) beginGrace(m rooms.MemberID, p *person, d time.Duration) {
	p.endGrace()
	if l.id.Kind() != rooms.KindSession {
		return
	}
	p.grace = l.h.Clock.After(d, func() { _ = l.mail.push(task{kind: taskDropped, member: m}, true) })
}

// dropped says that a person's grace is over. While nothing can be saved she is looked at again in a second.
func (l *live) dropped(m rooms.MemberID) {
	p := l.people[m]
	if p == nil || p.conns > 0 || p.grace == nil {
		return
	}
	p.grace = nil
	if readonly, _ := l.h.state.readonly(); readonly {
		l.beginGrace(m, p, time.Second)
		return
	}
	l.system(rooms.CmdDropped, memberArgs(m, p.lost))
}

// recount tells the room again who is here, after its tentative state was thrown away or it was opened.
func (l *live) recount() {
	if l.id.Kind() != rooms.KindSession {
		return
	}
	if r, ok := l.room.(Present); ok {
		for _, m := range r.Present() {
			if l.people[m] == nil {
				p := &person{since: l.room.Head(), lost: l.h.Clock.Now()}
				p.viewer, p.may = l.room.Viewer(m, "")
				l.people[m] = p
			}
		}
	}
	for _, m := range l.inOrder() {
		p := l.people[m]
		switch {
		case p.conns > 0:
			l.back(m, p)
		case p.grace == nil:
			l.beginGrace(m, p, l.h.Grace)
		}
	}
}

// inOrder gives the room's people in one order: what is said of each of them at once is said the same way in every life.
func (l *live) inOrder() []rooms.MemberID { return slices.Sorted(maps.Keys(l.people)) }

func memberArgs(m rooms.MemberID, since rooms.Millis) []byte {
	args := struct {
		Member rooms.MemberID `json:"member"`
		Since  rooms.Millis   `json:"since,omitempty"`
	}{m, since}
	data, err := marshal(args)
	if err != nil {
		panic(err) // two plain values always encode
	}
	return data
}
