package host

import (
	"context"

	"palabre/rooms"
)

// ConnID names one connection of one gateway; unique in the whole installation.
type ConnID string

// JoinRequest asks to follow a room.
type JoinRequest struct {
	Conn     ConnID
	Tab      rooms.ClientID // the page that the connection is of
	Member   rooms.MemberID
	Standing rooms.Role // what the community gives her here, "" for nothing
	// Asked is when her page asked to come in; a gateway that joins again for it, because the host moved or something was
	// lost, says the same. Whoever asked last has the seat. 0: not known.
	Asked rooms.Millis
	// Log and Seq are the position she has, if any. FromRing says that the gateway still has what follows it.
	Log      string
	Seq      rooms.Seq
	FromRing bool
}

// Joined is what a joiner is given, at the position To. Exactly one of its forms is used:
//   - Err: the room cannot be had;
//   - Out: she may not follow it;
//   - View: replace what she had;
//   - Tail: the frames that lead from her position to To (none: FromRing, or she is there already).
type Joined struct {
	Err    error
	Out    bool
	Viewer rooms.Viewer
	Log    string
	Term   uint64
	To     rooms.Seq
	View   []byte
	Names  []rooms.MemberID
	Resume bool
	Tail   []Segment
}

// Join lets a connection follow a room. joined is called once, in the room's order: after every batch up to Joined.To has
// been published and before any that follows. It must not block. The connection counts as present until Leave.
func (h *Host) Join(ctx context.Context, room rooms.RoomID, req JoinRequest, joined func(Joined)) {
	if err := h.send(ctx, room, task{kind: taskJoin, join: &req, joined: joined}); err != nil {
		joined(Joined{Err: err})
	}
}

// Leave ends what Join began; leaving twice is harmless.
func (h *Host) Leave(room rooms.RoomID, conn ConnID) {
	if l := h.peek(room); l != nil {
		_ = l.mail.push(task{kind: taskLeave, conn: conn}, true) // a room that is gone has forgotten her
	}
}

// join decides at the tentative head what the joiner is given; she gets it when that head is committed.
func (l *live) join(req *JoinRequest, joined func(Joined)) {
	if _, may := l.room.Viewer(req.Member, req.Standing); !may {
		l.after(func(err error) {
			if err != nil { // that she may not never came to be
				l.joinAgain(*req, joined)
				return
			}
			joined(Joined{Out: true})
		}, false)
		return
	}
	_, known := l.people[req.Member]
	p := l.arrived(req.Conn, req.Member, req.Standing)
	viewer, may := l.room.Viewer(req.Member, req.Standing) // her coming back may have changed it
	if viewer != p.viewer || may != p.may {
		p.viewer, p.may, p.since = viewer, may, l.room.Head()
	}
	logID, _ := l.logID.Load().(string)
	j := Joined{Viewer: viewer, Log: logID, Term: l.term.Load(), To: l.room.Head()}
	fromLog := false
	if req.Log == logID && req.Seq <= j.To {
		j.Resume, fromLog = l.resumes(req, p, known)
	}
	if !j.Resume {
		j.View, j.Names = l.view(viewer)
	}
	if n, ok := l.room.(Namer); ok && fromLog {
		j.Names = n.Mentions(viewer)
	}
	var sent func(rooms.Event) bool
	if s, ok := l.room.(Sender); ok {
		sent = s.Sent
	}
	l.after(func(err error) { l.admitted(req, j, fromLog, sent, err, joined) }, true)
}

// resumes tells whether a joiner's position, in this history of the room, leads on to its head, and whether what it lacks is
// to be read from the log.
func (l *live) resumes(req *JoinRequest, p *person, known bool) (resume, fromLog bool) {
	seesTheSame, there := req.Seq >= p.since, req.Seq == l.room.Head()
	switch {
	case known && seesTheSame && (req.FromRing || there):
		return true, false
	case l.id.Kind() == rooms.KindBoard && (!known || seesTheSame):
		// Who was here before this host was: what her position lacks is looked at event by event.
		return true, true
	default:
		return there && seesTheSame, false
	}
}

// Sender is a room with events that are not sent as they are. Sent looks at nothing but the event. Who lacks such an event
// is given a new view instead of the log's tail.
type Sender interface{ Sent(rooms.Event) bool }

// joinAgain joins from the beginning.
func (l *live) joinAgain(req JoinRequest, joined func(Joined)) {
	if l.mail.push(task{kind: taskJoin, join: &req, joined: joined}, true) != nil {
		joined(Joined{Err: ErrStopped})
	}
}

// admitted runs in the deliverer, when all up to j.To is published.
func (l *live) admitted(req *JoinRequest, j Joined, fromLog bool, sent func(rooms.Event) bool, err error, joined func(Joined)) {
	if err != nil { // the state she was shown never came to be: from the beginning
		l.joinAgain(*req, joined)
		return
	}
	if fromLog && req.Seq != j.To {
		var ok bool
		if j.Tail, ok = l.missed(j.Log, req.Seq, j.To, sent); !ok {
			afresh := *req
			afresh.Log, afresh.Seq = "", 0
			l.joinAgain(afresh, joined)
			return
		}
	}
	joined(j)
}

// leads tells whether segments lead without a hole from one position exactly to another.
func leads(segments []Segment, from, to rooms.Seq) bool {
	for _, s := range segments {
		if s.From != from {
			return false
		}
		from = s.To
	}
	return from == to
}

// cutTail keeps of segments the events after from and up to to: a joiner's place need not be where a commit ended.
func cutTail(segments []Segment, from, to rooms.Seq) ([]Segment, error) {
	var out []Segment
	for _, s := range segments {
		if s.To <= from || s.From >= to {
			continue
		}
		if s.From < from || s.To > to {
			var err error
			if s, err = cutSegment(s, from, to); err != nil {
				return nil, err
			}
		}
		out = append(out, s)
	}
	return out, nil
}

func cutSegment(s Segment, from, to rooms.Seq) (Segment, error) {
	events, err := decodeEvents(s.Data)
	if err != nil {
		return Segment{}, err
	}
	cut := Segment{Room: s.Room, Term: s.Term, At: s.At, From: max(s.From, from), To: min(s.To, to)}
	for i := range events {
		if events[i].Seq <= from || events[i].Seq > to {
			continue
		}
		if len(cut.Data) > 0 {
			cut.Data = append(cut.Data, ',')
		}
		if cut.Data, err = appendEvent(cut.Data, &events[i]); err != nil {
			return Segment{}, err
		}
	}
	return cut, nil
}

func allSent(segments []Segment, sent func(rooms.Event) bool) bool {
	if sent == nil {
		return true
	}
	for _, s := range segments {
		events, err := decodeEvents(s.Data)
		if err != nil {
			return false
		}
		for _, e := range events {
			if !sent(e) {
				return false
			}
		}
	}
	return true
}
