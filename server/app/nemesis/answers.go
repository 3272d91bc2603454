package nemesis

import (
	"encoding/json"
	"strings"

	"palabre/rooms"
	"palabre/rooms/session"
	"palabre/rooms/veil"
)

type cause struct {
	by, tab string
	n       uint64
}

// from is the command that an event came from; all zero for one that nobody gave. Cards are put on
// their board by the session, for their authors.
func from(room string, e logged) (cause, error) {
	whose := veil.Mark{By: e.By, Client: e.Client, N: e.N}
	if rooms.RoomID(room).Kind() == rooms.KindSession {
		var err error
		if whose, err = session.Cause(e.Event); err != nil {
			return cause{}, err
		}
	}
	if strings.HasPrefix(string(whose.Client), "cards-") {
		return cause{}, nil
	}
	return cause{string(whose.By), string(whose.Client), whose.N}, nil
}

// witnessed holds every answer against the log: what was acknowledged is there once, where it was said to be (I3, I4); what was
// refused is not there.
func (l *Lab) witnessed(room string, log []logged) {
	led := map[cause][]rooms.Seq{}
	names := map[cause][]string{}
	for _, e := range log {
		whose, err := from(room, e)
		if err != nil {
			l.w.violated("I2", "%s: event %d is unreadable", room, e.Seq)
			continue
		}
		if whose.n == 0 || whose.by == "" && !strings.HasPrefix(whose.tab, "ses:") { // the host's own
			continue
		}
		key := whose
		led[key] = append(led[key], e.Seq)
		names[key] = append(names[key], e.Name)
	}
	for _, p := range l.Clients {
		var last *Op
		var reached rooms.Seq
		for _, op := range p.all { // in the order in which they were first said
			if op.Room != room {
				continue
			}
			key := cause{op.Member, op.Tab, op.N}
			l.one(op, led[key], names[key])
			if at := led[key]; len(at) > 0 && !op.maySayAnew() {
				if at[0] < reached {
					l.w.violated("I4", "%s is at %d, before %s, which was said first and is at %d", op, at[0], last, reached)
				}
				last, reached = op, at[len(at)-1]
			}
			delete(led, key)
		}
	}
	for key := range led {
		if key.by == "" { // the session's, on its board: the governor gives it as often as it must
			l.one(&Op{Tab: key.tab + "        ", N: key.n, Room: room, Name: "governor's"}, led[key], names[key])
			continue
		}
		l.w.violated("I4", "%s: %v did what nobody asked: %v %v", room, key, names[key], led[key])
	}
	l.said(room, log)
}

// one holds one command against the events it led to.
func (l *Lab) one(op *Op, at []rooms.Seq, names []string) {
	who := op.String()
	for i := 1; i < len(at); i++ {
		if at[i] != at[i-1]+1 {
			l.w.violated("I4", "%s had effects at two places: %v %v", who, at, names)
			return
		}
	}
	switch {
	case op.Back == 0:
	case op.maySayAnew() && (op.Copied || op.Tries > 1):
		if len(at) > 0 {
			l.w.noted("a copy had an effect after nothing was saved of another")
		}
	case !op.OK && len(at) > 0:
		l.w.violated("I4", "%s was refused (%s) and had an effect at %v %v", who, op.Code, at, names)
	case !op.OK:
	case len(at) == 0 && mustLast(op.Name):
		l.w.violated("I3", "%s was acknowledged at %d (again: %t) and is not in the log", who, op.Seq, op.Again)
	case len(at) > 0 && op.Seq < uint64(at[len(at)-1]):
		l.w.violated("I3", "%s was acknowledged at %d and is at %v", who, op.Seq, at)
	}
}

// maySayAnew: of what could not be saved nothing is remembered, so that it may be said anew; a copy of it that comes later is decided.
func (op *Op) maySayAnew() bool {
	if op.OK {
		return false
	}
	switch op.Code {
	case "store_failed", "store_full", "host_moved", "busy":
		return true
	default:
		return false
	}
}

// mustLast tells the commands that always leave an event when they are taken.
func mustLast(name string) bool {
	switch name {
	case "chat.say", "board.op", "stick.take", "stick.release", "stick.pass", "stick.prepare", "stick.begin":
		return true
	default:
		return false
	}
}

// said looks for words that are there twice.
func (l *Lab) said(room string, log []logged) {
	ids := map[string]rooms.Seq{}
	for _, e := range log {
		if e.Name != "chat.said" {
			continue
		}
		var d struct{ ID string }
		if err := json.Unmarshal(e.Data, &d); err != nil {
			l.w.violated("I2", "%s: event %d is unreadable", room, e.Seq)
			continue
		}
		if was, twice := ids[d.ID]; twice {
			l.w.violated("I4", "%s: message %s is at %d and at %d", room, d.ID, was, e.Seq)
		}
		ids[d.ID] = e.Seq
	}
}
