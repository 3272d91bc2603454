package roomtest

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"palabre/rooms"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
)

// Transcript plays a meeting written as text and answers it with what happened
// under each line. Lines that begin with "> " are played, lines that begin with "#"
// and empty lines are kept, all others are written anew:
//
//	> plan open|confidential [strict] [lead=ana]  founds the session; the cast is Cast()
//	> plan confidential scenario=BO people=6      …with the phases of a scenario, in French
//	> plan confidential scenario=BO people=6 hand  …and then those that were made by hand
//	> ana stick.prepare round=r1 turn_s=60   a person's command; round= and grant= are those of now when left out
//	> ana agenda.extend ends_at=@15m0s …   an instant is written as answers write it
//	> again ana                              her last command, as it was sent
//	> host people.dropped member=ana         the host's command
//	> stands ana member                      her role in the community changed
//	> wait 20s                               time passes, the host ticks at every deadline
//	> late 20s                               time passes, the host does not tick
//	> restart                                the host is gone, another reads the snapshot back
//	> see ana me round.seats                 parts of what she sees
//	> heard                                  who is heard
type Transcript struct {
	w    *World
	n    map[rooms.MemberID]uint64
	last map[rooms.MemberID]rooms.Command
	out  strings.Builder
}

// Play answers a transcript; every check of the World is made on the way.
func Play(text string) (string, error) {
	answered, _, err := Live(text)
	return answered, err
}

// Live plays a transcript as Play does, and hands over the world that it made.
func Live(text string) (string, *World, error) {
	t := &Transcript{n: map[rooms.MemberID]uint64{}, last: map[rooms.MemberID]rooms.Command{}}
	for i, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		words, played := strings.CutPrefix(line, "> ")
		if played || line == "" || strings.HasPrefix(line, "#") {
			t.out.WriteString(line + "\n")
		}
		if !played {
			continue
		}
		if err := t.line(split(words)); err != nil {
			return t.out.String(), t.w, fmt.Errorf("line %d, %s: %w", i+1, line, err)
		}
	}
	return t.out.String(), t.w, nil
}

// split cuts a line at blanks that are not inside quotes, brackets or braces.
func split(line string) []string {
	var words []string
	depth, quoted, from := 0, false, 0
	for i, r := range line + " " {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[', r == '{':
			depth++
		case r == ']', r == '}':
			depth--
		case r == ' ' && depth == 0:
			if i > from {
				words = append(words, line[from:i])
			}
			from = i + 1
		}
	}
	return words
}

func (t *Transcript) line(words []string) error {
	switch words[0] {
	case "plan":
		return t.plan(words[1:])
	case "again":
		c := t.last[rooms.MemberID(words[1])]
		c.At = t.w.Now
		return t.do(c)
	case "host":
		a, err := t.args(words[1], words[2:])
		if err != nil {
			return err
		}
		return t.do(t.w.Host(words[1], a))
	case "stands":
		return t.stands(rooms.MemberID(words[1]), rooms.Role(words[2]))
	case "wait", "late":
		d, err := time.ParseDuration(words[1])
		if err != nil {
			return fmt.Errorf("span: %w", err)
		}
		return t.pass(rooms.Millis(d.Milliseconds()), words[0] == "wait")
	case "restart":
		return t.w.Restart()
	case "see":
		return t.see(rooms.MemberID(words[1]), words[2:])
	case "heard":
		a := t.w.Live.Audible()
		fmt.Fprintf(&t.out, "  heard: %s %v\n", a.Mode, a.Members)
		for _, c := range a.Apart {
			fmt.Fprintf(&t.out, "  heard in %s by %v: %s %v\n", c.Group, c.People, c.Mode, c.Members)
		}
		return nil
	}
	return t.person(words)
}

func (t *Transcript) plan(words []string) error {
	p := ShowPlan(session.Mode(words[0]))
	p.StrictClock = slices.Contains(words, "strict")
	people := 0
	var name string
	for _, w := range words {
		if m, ok := strings.CutPrefix(w, "lead="); ok {
			p.Lead = append(p.Lead, rooms.MemberID(m))
		}
		if id, ok := strings.CutPrefix(w, "scenario="); ok {
			name = id
		}
		if n, ok := strings.CutPrefix(w, "people="); ok {
			people, _ = strconv.Atoi(n)
		}
	}
	if name != "" {
		s, err := scenario.Find(scenario.ID(name))
		if err != nil {
			return err
		}
		hand := p.Phases
		p = ScenarioPlan(s, people, p)
		if slices.Contains(words, "hand") {
			p.Phases = append(p.Phases, hand...)
		}
	}
	w, err := NewWorld(p, Cast())
	t.w = w
	return err
}

// stands changes what somebody is in the community, as the records tell the room.
func (t *Transcript) stands(m rooms.MemberID, role rooms.Role) error {
	for _, p := range t.w.Watchers {
		if p.Member == m {
			p.Standing = role
		}
	}
	return t.do(t.w.Host(session.CmdStanding, args(session.RoleArgs{Member: m, Role: role})))
}

func (t *Transcript) person(words []string) error {
	m := rooms.MemberID(words[0])
	if !slices.ContainsFunc(t.w.Watchers, func(c *Watcher) bool { return c.Member == m }) {
		return fmt.Errorf("nobody is called %q", m)
	}
	a, err := t.args(words[1], words[2:])
	if err != nil {
		return err
	}
	t.n[m]++
	c := rooms.Command{
		Client: rooms.ClientID("tab-" + words[0]), N: t.n[m], At: t.w.Now, Name: words[1], Args: json.RawMessage(a),
		Actor: rooms.Actor{Member: m},
	}
	for _, p := range t.w.Watchers {
		if p.Member == m {
			c.Actor.Standing = p.Standing
		}
	}
	t.last[m] = c
	return t.do(c)
}

// args makes JSON of name=value words; the round and the grant are those of now.
func (t *Transcript) args(name string, words []string) (string, error) {
	a := map[string]json.RawMessage{}
	round := t.w.See("ana").Round
	switch {
	case round == nil:
	case slices.Contains([]string{"stick.take", "stick.pass", "stick.later"}, name):
		a["round"] = json.RawMessage(strconv.Quote(string(round.ID)))
	case round.Holder != nil && slices.Contains([]string{"stick.release", "stick.centre", "stick.take_back", "stick.nudge"}, name):
		a["grant"] = json.RawMessage(strconv.FormatUint(round.Holder.Grant, 10))
	}
	for _, w := range words {
		k, v, ok := strings.Cut(w, "=")
		if !ok {
			return "", fmt.Errorf("%q is not name=value", w)
		}
		if since, ok := strings.CutPrefix(v, "@"); ok { // an instant, as it is written
			d, err := time.ParseDuration(since)
			if err != nil {
				return "", fmt.Errorf("instant: %w", err)
			}
			v = strconv.FormatInt(int64(Start)+d.Milliseconds(), 10)
		}
		a[k] = json.RawMessage(v)
		if !json.Valid(a[k]) {
			a[k] = json.RawMessage(strconv.Quote(v))
		}
	}
	b, err := json.Marshal(a)
	return string(b), err
}

func (t *Transcript) do(c rooms.Command) error {
	steps, no, err := t.w.Do(c)
	if err != nil {
		return err
	}
	if no != nil {
		fmt.Fprintf(&t.out, "  no: %s%s\n", no.Code, data(no.Data))
		return nil //nolint:nilerr // a refusal is part of the meeting
	}
	if len(steps) == 0 && !c.Actor.System {
		t.out.WriteString("  ok, nothing changes\n")
	}
	for _, s := range steps {
		fmt.Fprintf(&t.out, "  %d %s %s %s\n", s.Event.Seq, clock(s.Event.At), s.Event.Name, moments(string(s.Event.Data)))
		for _, d := range s.Deltas {
			fmt.Fprintf(&t.out, "      %s\n", told(d))
		}
	}
	return nil
}

func data(d map[string]any) string {
	if len(d) == 0 {
		return ""
	}
	b, err := json.Marshal(d)
	if err != nil {
		return " " + err.Error()
	}
	return " " + string(b)
}

// told says who is told of what, by the paths that change.
func told(d rooms.Delta) string {
	to := "everyone"
	switch {
	case d.To.Member != "":
		to = "only " + string(d.To.Member)
	case d.To.Role != "":
		to = "those who facilitate"
	case d.To.Group != "":
		to = "in " + d.To.Group
	}
	if d.Afresh {
		return to + ": all afresh"
	}
	var paths []string
	for _, op := range d.Ops {
		p := strings.Join(op.Path, ".")
		if op.Gone {
			p = "-" + p
		}
		paths = append(paths, p)
	}
	return to + ": " + strings.Join(paths, " ")
}

func (t *Transcript) pass(span rooms.Millis, tick bool) error {
	until := t.w.Now + span
	for tick {
		d := t.w.Live.Deadline()
		if d == 0 || d > until {
			break
		}
		t.w.Now = max(t.w.Now, d)
		if err := t.do(t.w.Host(rooms.CmdTick, "")); err != nil {
			return err
		}
		if again := t.w.Live.Deadline(); again == d {
			return fmt.Errorf("the deadline %s came and nothing happened", clock(d))
		}
	}
	t.w.Now = until
	return nil
}

func (t *Transcript) see(m rooms.MemberID, parts []string) error {
	for _, c := range t.w.Watchers {
		if c.Member != m {
			continue
		}
		if c.Doc == nil {
			t.out.WriteString("  nothing: she may not join\n")
			return nil
		}
		for _, p := range parts {
			b, err := json.Marshal(at(map[string]any(c.Doc), strings.Split(p, ".")))
			if err != nil {
				return err
			}
			fmt.Fprintf(&t.out, "  %s sees %s: %s\n", m, p, moments(string(b)))
		}
		return nil
	}
	return fmt.Errorf("nobody is called %q", m)
}

func at(v any, path []string) any {
	for _, name := range path {
		o, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = o[name]
	}
	return v
}

// clock is an instant as the time since the session opened.
func clock(ms rooms.Millis) string {
	return time.Duration((ms - Start) * 1e6).String()
}

var instants = regexp.MustCompile(`\b18000\d{8}\b`)

// moments writes instants as times since the session opened.
func moments(text string) string {
	return instants.ReplaceAllStringFunc(text, func(d string) string {
		ms, err := strconv.ParseInt(d, 10, 64)
		if err != nil {
			return d
		}
		return "@" + clock(rooms.Millis(ms))
	})
}
