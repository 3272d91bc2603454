package session

import (
	"encoding/json"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/rights"
)

// CommandDoc describes one command for validation, docs and the socket's schema.
type CommandDoc struct {
	Name string
	Args any    // a zero value of its arguments' type
	Who  string // who may give it, in words; "host" for the host's own
	Doc  string
}

// command is one wish and what is done with it.
type command struct {
	doc  CommandDoc
	host bool
	run  func(*tx) *rooms.Refusal
	read func(json.RawMessage) (any, *rooms.Refusal)
}

// Commands lists every command of a session, in the order of the documentation.
func Commands() []CommandDoc {
	var docs []CommandDoc
	for _, c := range commands() {
		docs = append(docs, c.doc)
	}
	return docs
}

// CheckArgs reads the arguments of a command without giving it: CodeUnknown for a
// command that does not exist, CodeBadArgs for arguments that do not read.
func CheckArgs(name string, raw json.RawMessage) (any, *rooms.Refusal) {
	c, ok := byName[name]
	if !ok {
		return nil, rooms.Refuse(rooms.CodeUnknown)
	}
	return c.read(raw)
}

// byName finds a command.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var byName = indexCommands()

func indexCommands() map[string]command {
	m := map[string]command{}
	for _, c := range commands() {
		m[c.doc.Name] = c
	}
	return m
}

func commands() []command {
	var cs []command
	cs = append(cs, sessionCommands()...)
	cs = append(cs, peopleCommands()...)
	cs = append(cs, carryCommands()...)
	cs = append(cs, agendaCommands()...)
	cs = append(cs, gestureCommands()...)
	cs = append(cs, roundCommands()...)
	cs = append(cs, floorCommands()...)
	cs = append(cs, teamCommands()...)
	cs = append(cs, groupsCommands()...)
	cs = append(cs, talkCommands()...)
	cs = append(cs, cardCommands()...)
	cs = append(cs, pollCommands()...)
	cs = append(cs, harvestCommands()...)
	return append(cs, deskCommands()...)
}

func make1[A any](name, who, doc string, do func(*tx, A) *rooms.Refusal) command {
	var zero A
	return command{
		doc:  CommandDoc{Name: name, Args: zero, Who: who, Doc: doc},
		read: func(raw json.RawMessage) (any, *rooms.Refusal) { return codec.Args[A](raw) },
		run: func(t *tx) *rooms.Refusal {
			a, no := codec.Args[A](t.c.Args)
			if no != nil {
				return no
			}
			return do(t, a)
		},
	}
}

// byHost is a command that the host alone gives.
func byHost[A any](name, doc string, do func(*tx, A) *rooms.Refusal) command {
	c := make1(name, "host", doc, do)
	c.host = true
	return c
}

// inside is a command of people in the room who have the right to the verb. What
// the right depends on beyond the session itself is asked again by do.
func inside[A any](name string, v rights.Verb, who, doc string, do func(*tx, A) *rooms.Refusal) command {
	c := make1(name, who, doc, do)
	run := c.run
	c.run = func(t *tx) *rooms.Refusal {
		if !t.state().People.Inside(t.me()) {
			return rooms.Refuse(rooms.CodeNotAdmitted)
		}
		if v != "" && !t.may(v, rights.Resource{}) {
			return rooms.Refuse(rooms.CodeNotAllowed)
		}
		return run(t)
	}
	return c
}

// inCircle is a command about the circle of whoever gives it: in a small group that nobody
// who facilitates is in, its people run.
func inCircle[A any](name string, v rights.Verb, who, doc string, do func(*tx, A) *rooms.Refusal) command {
	c := make1(name, who, doc, do)
	run := c.run
	c.run = func(t *tx) *rooms.Refusal {
		if !t.state().People.Inside(t.me()) {
			return rooms.Refuse(rooms.CodeNotAdmitted)
		}
		t.own = true
		if v != "" && !t.may(v, rights.Resource{}) {
			return rooms.Refuse(rooms.CodeNotAllowed)
		}
		return run(t)
	}
	return c
}

// Words for who may give a command.
const (
	anyone   = "anyone inside"
	runs     = "facilitators; members while nobody who facilitates is connected; in a group where nobody facilitates, its people"
	leads    = "facilitators"
	ownOrRun = "its author; facilitators"
)
