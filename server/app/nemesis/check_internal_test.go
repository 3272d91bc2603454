package nemesis

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"palabre/rooms"
)

// told is a run that never was: one person, one room, and a log.
type told struct {
	*Lab
	p   *Client
	log []logged
}

const (
	room  = "ses_1"
	tabID = "11111111-2222-4333-8444-555555555555"
)

func tell(t *testing.T) *told {
	t.Helper()
	w := newWitness()
	p := newClient(nil, w, 0, "Léa", rand.New(rand.NewPCG(1, 1)))
	p.Member, p.Tab = "lea", tabID
	return &told{Lab: &Lab{w: w, Clients: []*Client{p}}, p: p}
}

// event adds one to the log: of Léa's command n, 0 for none of hers.
func (s *told) event(n uint64, name, data string) {
	e := logged{Event: rooms.Event{Seq: rooms.Seq(len(s.log) + 1), At: rooms.Millis(1000 + len(s.log)), N: n, Name: name, Data: json.RawMessage(data)}}
	if n != 0 {
		e.By, e.Client = "lea", tabID
	}
	e.raw = []byte(fmt.Sprintf(`{"s":%d,"e":%q,"d":%s}`, e.Seq, name, data))
	s.log = append(s.log, e)
}

// answer adds what Léa was told of a command.
func (s *told) answer(n uint64, name string, ok bool, seq uint64) {
	s.p.all = append(s.p.all, &Op{Member: "lea", Tab: tabID, Room: room, N: n, Name: name, Back: 1, OK: ok, Seq: seq, Code: "store_failed", Tries: 1})
}

// Each broken promise is seen, and by its name; a checker that sees nothing proves nothing.
func TestBrokenPromisesAreSeen(t *testing.T) {
	const said = `{"id":"a","text":"oui"}`
	for name, c := range map[string]struct {
		want string
		tell func(*told)
	}{
		"nothing is wrong": {"", func(s *told) {
			s.event(1, "chat.said", said)
			s.event(0, "hands.cleared", `{}`)
			s.answer(1, "chat.say", true, 1)
		}},
		"a hand that was up is raised again": {"", func(s *told) { s.answer(1, "hands.raise", true, 0) }},
		"an acknowledged word is lost":       {"I3", func(s *told) { s.answer(1, "chat.say", true, 1) }},
		"it is later than was said": {"I3", func(s *told) {
			s.event(0, "hands.cleared", `{}`)
			s.event(1, "chat.said", said)
			s.answer(1, "chat.say", true, 1)
		}},
		"one command, two effects": {"I4", func(s *told) {
			s.event(1, "hands.raised", `{}`)
			s.event(0, "hands.cleared", `{}`)
			s.event(1, "hands.raised", `{}`)
			s.answer(1, "hands.raise", true, 3)
		}},
		"one word, twice": {"I4", func(s *told) {
			s.event(1, "chat.said", said)
			s.event(2, "chat.said", said)
			s.answer(1, "chat.say", true, 1)
			s.answer(2, "chat.say", true, 2)
		}},
		"nothing was saved, it was said": {"I4", func(s *told) {
			s.event(1, "chat.said", said)
			s.answer(1, "chat.say", false, 0)
		}},
		"two are done in another order than they were said": {"I4", func(s *told) {
			s.event(2, "hands.raised", `{}`)
			s.event(1, "chat.said", said)
			s.answer(1, "chat.say", true, 2)
			s.answer(2, "hands.raise", true, 1)
		}},
		"nothing was to be done, it was said, and then it was": {"I3", func(s *told) {
			s.answer(1, "hands.raise", true, 0)
			s.event(1, "hands.raised", `{}`)
		}},
		"an effect without a command": {"I4", func(s *told) { s.event(7, "chat.said", said) }},
		"a gap": {"I2", func(s *told) {
			s.event(0, "hands.cleared", `{}`)
			s.event(0, "hands.cleared", `{}`)
			s.log = s.log[1:]
		}},
		"time goes back": {"I2", func(s *told) {
			s.event(0, "hands.cleared", `{}`)
			s.event(0, "hands.cleared", `{}`)
			s.log[1].At = 0
		}},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			c.tell(s)
			s.dense(room, s.log)
			s.witnessed(room, s.log)
			s.only(t, c.want)
		})
	}
}

// only checks that what was found broken is one promise, "" for none.
func (s *told) only(t *testing.T, want string) {
	t.Helper()
	if want == "" && len(s.w.broken) > 0 || want != "" && len(s.w.broken) == 0 {
		t.Fatalf("found %v, there is %q", s.w.broken, want)
	}
	for _, v := range s.w.broken {
		if v.Invariant != want {
			t.Errorf("found %s, there is %q", v, want)
		}
	}
}

// I1: two holders, or a grant that does not rise.
func TestTwoHoldersAreSeen(t *testing.T) {
	for name, c := range map[string]struct {
		want  string
		grant [2]uint64
		ended bool
	}{
		"one after the other":  {"", [2]uint64{1, 2}, true},
		"two at once":          {"I1", [2]uint64{1, 2}, false},
		"a grant given before": {"I1", [2]uint64{2, 2}, true},
	} {
		t.Run(name, func(t *testing.T) {
			s := tell(t)
			s.event(0, "stick.granted", fmt.Sprintf(`{"member":"lea","grant":%d}`, c.grant[0]))
			if c.ended {
				s.event(0, "stick.turn_ended", fmt.Sprintf(`{"member":"lea","grant":%d,"why":"released"}`, c.grant[0]))
			}
			s.event(0, "stick.granted", fmt.Sprintf(`{"member":"sam","grant":%d}`, c.grant[1]))
			s.holders(room, s.log)
			s.only(t, c.want)
		})
	}
}

// I6: a page that goes back, or skips.
func TestGoingBackAndSkippingAreSeen(t *testing.T) {
	at := func(seq uint64) *followed {
		return &followed{room: room, log: "g", seq: seq, known: true}
	}
	for name, wrong := range map[string]string{
		"a frame from elsewhere":  at(4).frame(&message{From: 5, To: 6}),
		"a frame of the past":     at(4).frame(&message{From: 3, To: 4}),
		"a view of the past":      at(4).joined(&message{Mode: "view", Log: "g", Seq: 3}),
		"a resume from elsewhere": at(4).joined(&message{Mode: "resume", Log: "g", Seq: 5}),
		"a resume of the past":    at(4).joined(&message{Mode: "resume", Log: "g", Seq: 3}),
		"another history":         at(4).joined(&message{Mode: "view", Log: "h", Seq: 5}),
	} {
		if wrong == "" {
			t.Errorf("not seen: %s", name)
		}
	}
	if wrong := at(4).frame(&message{From: 4, To: 6}); wrong != "" {
		t.Errorf("a good frame: %s", wrong)
	}
	if wrong := at(4).joined(&message{Mode: "view", Log: "g", Seq: 9}); wrong != "" {
		t.Errorf("a good view: %s", wrong)
	}
}

// I5: a board's event that somebody was told otherwise than it is in the log, or that is not there.
func TestEventsToldOtherwiseAreSeen(t *testing.T) {
	s := tell(t)
	s.event(1, "board.op", `{"ops":[]}`)
	f := &followed{room: room, events: []uint32{0, sumOf(s.log[0].raw), 0}}
	s.p.rooms[room] = f
	s.boards(room, s.log)
	s.only(t, "")
	f.events[1]++
	s.boards(room, s.log)
	s.only(t, "I5")
	f.events[1], f.events[2] = 0, 1
	s.boards(room, s.log)
	if len(s.w.broken) != 2 {
		t.Errorf("an event that is not there: %v", s.w.broken)
	}
}

// I10: words that were withdrawn and are still in the log; an event that was told with them is no other event.
func TestWordsThatStayAreSeen(t *testing.T) {
	const linked = `{"ops":[{"id":"e1","set":{"link":"https://example.org/lea/1"}}]}`
	s := tell(t)
	s.event(1, "board.op", linked)
	s.event(2, "board.op", `{"ops":[{"id":"e2","set":{"link":"https://example.org/lea/2"}}]}`)
	told := sumOf(s.log[0].raw)
	if bare, left := withdrawn(s.log); len(bare)+len(left) != 0 {
		t.Errorf("nothing was withdrawn: %v %v", bare, left)
	}
	s.event(3, "board.withdraw", `{"elements":["e1"],"fix":[]}`)
	s.event(4, "board.op", linked) // she writes it again
	if bare, left := withdrawn(s.log); len(bare) != 1 || len(left) != 1 || left[0] != 1 {
		t.Errorf("event 1 has words that were withdrawn: %v %v", bare, left)
	}
	s.log[0].Data, s.log[0].raw = []byte(`{"ops":[{"id":"e1","set":{"link":null}}]}`), []byte("bare")
	if bare, left := withdrawn(s.log); len(bare) != 1 || len(left) != 0 {
		t.Errorf("the words are gone: %v %v", bare, left)
	}
	f := &followed{room: room, events: []uint32{0, told, 0, 0, 0}, otherwise: []uint64{1}}
	s.p.rooms[room] = f
	s.boards(room, s.log)
	s.only(t, "")
	f.otherwise = []uint64{2}
	s.boards(room, s.log)
	s.only(t, "I5")
}

// I8: a packet is let through by some state of the room between what was seen when it was said and what was committed when it came.
func TestSoundThatNoStateLetsThroughIsSeen(t *testing.T) {
	lea := hearing{rooms.Audible{Mode: rooms.HearOnly, Members: []rooms.MemberID{"lea"}}}
	sam := hearing{rooms.Audible{Mode: rooms.HearOnly, Members: []rooms.MemberID{"sam"}}}
	all := hearing{rooms.Audible{Mode: rooms.HearEveryone}}
	// Position 1 at 100 ms, seen at 110; 2 at 500, seen at 520; 3 at 900, seen at 930.
	g := gates{
		hear: []hearing{lea, sam, all}, at: []time.Duration{100 * ms, 500 * ms, 900 * ms}, seen: []time.Duration{110 * ms, 520 * ms, 930 * ms},
	}
	for name, c := range map[string]struct {
		member     string
		said, came time.Duration
		let        bool
	}{
		"the holder":    {"lea", 200 * ms, 210 * ms, true},
		"somebody else": {"sam", 200 * ms, 210 * ms, false},
		"the former holder, after the next was seen":   {"lea", 530 * ms, 540 * ms, false},
		"the former holder, before anybody saw it":     {"lea", 510 * ms, 530 * ms, true},
		"the next, committed and not yet seen":         {"sam", 505 * ms, 515 * ms, true},
		"what the former holder said, long on its way": {"lea", 400 * ms, 800 * ms, true},
		"what the former holder says, told much later": {"lea", 600 * ms, 700 * ms, false},
		"everyone":                 {"lea", 940 * ms, 950 * ms, true},
		"before anything was seen": {"sam", 50 * ms, 60 * ms, true},
	} {
		if let, why := g.lets(c.member, c.said, c.came); let != c.let {
			t.Errorf("%s: %t, want %t (%s)", name, let, c.let, why)
		}
	}
}

// What one speaker was heard to say is one stretch until a second's pause, however much others said between.
func TestWhatWasOverheardIsToldInStretches(t *testing.T) {
	heard := []packet{{speaker: 1, said: 10 * ms}, {speaker: 2, said: 10 * ms}, {speaker: 1, said: 30 * ms}, {speaker: 3, said: 40 * ms}, {speaker: 1, said: 1100 * ms}}
	got := overheard(heard, func(p packet) (bool, string) { return p.speaker == 3, "no" })
	if len(got) != 3 || got[0].n != 2 || got[0].last != 30*ms || got[1].speaker != 2 || got[2].said != 1100*ms {
		t.Errorf("%v", got)
	}
}

const ms = time.Millisecond

// I12: the longest time in which nothing was saved counts what is open at both ends.
func TestPausesAreMeasured(t *testing.T) {
	w := newWitness()
	for _, at := range []time.Duration{100 * ms, 200 * ms, 900 * ms, 1000 * ms} {
		w.answered(room, done{0, at - 5*ms, at})
	}
	for _, c := range []struct{ from, to, want time.Duration }{
		{0, 1000 * ms, 700 * ms}, {150 * ms, 300 * ms, 100 * ms}, {900 * ms, 3000 * ms, 2000 * ms},
	} {
		if got := w.stalled(room, c.from, c.to); got != c.want {
			t.Errorf("from %s to %s: %s, want %s", c.from, c.to, got, c.want)
		}
	}
	if at, ok := w.wentOn(room, 196*ms); !ok || at != 900*ms {
		t.Errorf("what was said before the instant does not count: %s %t", at, ok)
	}
	if _, ok := w.wentOn(room, 2000*ms); ok {
		t.Error("nothing was said since, yet it went on")
	}
}

// From where a room can be reached through a fault: its people there have no excuse for a pause.
func TestWhoCanGoOnThroughAFaultIsKnown(t *testing.T) {
	cut := Fault{Kind: PartStore, Node: 2}
	for name, c := range map[string]struct {
		fault Fault
		want  string // nodes, "-" when nobody need go on
	}{
		"a host is killed":              {Fault{Kind: Kill, Node: 0}, "12"},
		"two nodes are killed":          {Fault{Kind: KillTwo, Node: 0, Other: 2}, "1"},
		"a node is cut off beside it":   {Fault{Kind: Kill, Node: 0, And: &cut}, "1"},
		"the store is away":             {Fault{Kind: StoreAway}, "-"},
		"redis is away":                 {Fault{Kind: RedisAway}, "012"},
		"the host hears no other node":  {Fault{Kind: PartLinks, Node: 0}, "0"},
		"another hears no other node":   {Fault{Kind: PartLinks, Node: 1}, "02"},
		"the host and one part":         {Fault{Kind: PartPair, Node: 1, Other: 0}, "02"},
		"two that are not the host do":  {Fault{Kind: PartPair, Node: 1, Other: 2}, "012"},
		"all are drained after another": {Fault{Kind: Roll}, "012"},
	} {
		h := happened{Fault: c.fault, hosts: map[string]int{room: 0}}
		got := ""
		if at, known := h.whole(room); !known {
			got = "-"
		} else {
			for node := range 3 {
				if at(node) {
					got += strconv.Itoa(node)
				}
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A kind that is written wrong is refused: it was a fault that did nothing, and the soak was green.
func TestKindsAreReadAsTheyAreWritten(t *testing.T) {
	list, err := Kinds("kill, drain + part all")
	if err != nil || !slices.Equal(list, []Kind{Kill, "drain+part all"}) {
		t.Errorf("%q, %v", list, err)
	}
	s := NewSchedule(1, 3, list...)
	if f := s.Next(); f.Kind != Kill || f.And != nil {
		t.Errorf("%+v", f)
	}
	if f := s.Next(); f.Kind != Drain || f.And == nil || f.And.Kind != PartAll {
		t.Errorf("%+v", f)
	}
	for _, wrong := range []string{"", "kil", "kill,", "kill+slow+cut"} {
		if list, err := Kinds(wrong); err == nil {
			t.Errorf("%q is %q", wrong, list)
		}
	}
}

// The same seed is the same schedule, another is another.
func TestASeedIsASchedule(t *testing.T) {
	lines := func(seed uint64) string {
		s, out := NewSchedule(seed, 3), strings.Builder{}
		for range 200 {
			fmt.Fprintf(&out, "%+v\n", s.Next())
		}
		return out.String()
	}
	if one, again, other := lines(4), lines(4), lines(5); one != again || one == other {
		t.Error("a seed does not say what happens")
	}
	for _, w := range weights() {
		if !strings.Contains(lines(4), fmt.Sprintf("\n%-13s", w.kind)) && w.of > 0 {
			t.Errorf("%s never happens in 200", w.kind)
		}
	}
}
