package harvest

import (
	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

type (
	// Offered is a sentence as it now reads, new or not. Without words, they were taken
	// out of the log.
	Offered struct {
		ID       ID             `json:"id"`
		Member   rooms.MemberID `json:"member,omitempty"` // whose it is
		Text     string         `json:"text,omitempty"`
		Unsigned bool           `json:"unsigned,omitempty"`
		For      Readers        `json:"for,omitempty"`
		veil.Mark
	}
	// Gathered is a sentence without a name that all see from now on, under a number.
	Gathered struct {
		ID   ID      `json:"id"`
		N    int     `json:"n"`
		Text string  `json:"text,omitempty"`
		For  Readers `json:"for,omitempty"`
	}
	// Withdrawn is a sentence that is offered no longer.
	Withdrawn struct {
		ID ID `json:"id"`
		veil.Mark
	}
)

// EventName is the name in the log.
func (Offered) EventName() string { return "harvest.offered" }

// EventName is the name in the log.
func (Gathered) EventName() string { return "harvest.gathered" }

// EventName is the name in the log.
func (Withdrawn) EventName() string { return "harvest.withdrawn" }

// Marked implements veil.Event.
func (e Offered) Marked(m veil.Mark) codec.Event { e.Mark = m; return e }

// Marked implements veil.Event.
func (e Withdrawn) Marked(m veil.Mark) codec.Event { e.Mark = m; return e }

var (
	_ veil.Event = Offered{}
	_ veil.Event = Withdrawn{}
)

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Offered](r)
	codec.Put[Gathered](r)
	codec.Put[Withdrawn](r)
	return r
}

// Apply records what happened at this place of the log. It never refuses, and takes
// events whose words are gone.
func (s *State) Apply(seq rooms.Seq, e codec.Event) {
	switch e := e.(type) {
	case Offered:
		if e.Text == "" { // taken out of the log since: it is as if it had been withdrawn
			delete(s.Sentences, e.ID)
			return
		}
		s.Sentences[e.ID] = &Sentence{By: e.Member, Text: e.Text, Unsigned: e.Unsigned, For: e.For, Seq: seq}
	case Gathered:
		s.gather(seq, e)
	case Withdrawn:
		delete(s.Sentences, e.ID)
	}
}

func (s *State) gather(seq rooms.Seq, e Gathered) {
	s.Next = max(s.Next, e.N)
	c := s.Sentences[e.ID]
	switch {
	case e.Text == "":
		delete(s.Sentences, e.ID)
		return
	case c == nil: // the log has forgotten who offered it
		c = &Sentence{}
		s.Sentences[e.ID] = c
	}
	c.Text, c.For, c.Unsigned, c.N, c.ShownAt = e.Text, e.For, true, e.N, seq
}

// Close records the end of the session: who offered a sentence without a name is
// forgotten (HV-8). Whoever closes gathers first (GatherAll).
func (s *State) Close() {
	for id, c := range s.Sentences {
		switch {
		case c.waits():
			delete(s.Sentences, id)
		case c.Unsigned:
			c.By, c.Seq = "", 0
		}
	}
}

// Redact takes out what was said at these places of the log.
func (s *State) Redact(gone map[rooms.Seq]bool) {
	for id, c := range s.Sentences {
		switch {
		case gone[c.ShownAt], gone[c.Seq] && c.N == 0:
			delete(s.Sentences, id)
		case gone[c.Seq]:
			c.By, c.Seq = "", 0
		}
	}
}
