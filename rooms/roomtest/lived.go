package roomtest

import (
	"encoding/json"
	"fmt"
	"slices"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/rooms/template"
)

// Lived is a meeting that follows a scenario from its first phase to its close, driven by commands on a clock that it moves;
// somebody passes, somebody's connection is lost while she speaks, somebody comes late. Whatever is not as it should be ends it.
type Lived struct {
	*World
	Scenario scenario.Scenario
	// People are those of the meeting, who facilitates first, the late one last.
	People []rooms.MemberID
	Late   rooms.MemberID
	// Boards are rooms of their own, as the server would have them; Titles what they are called.
	Boards map[rooms.BoardID]*board.Board
	Titles map[rooms.BoardID]string
	// Left is what each phase left, by the way that the scenario says.
	Left []Left
	// Private are words that never left somebody's device.
	Private []string

	n                    map[rooms.MemberID]uint64
	ids                  int
	passed, dropped, met bool // a pass, a drop and a late arrival were lived
	clients              map[rooms.GroupID][]rooms.MemberID
	pairs                [][]rooms.MemberID
	seats                map[rooms.GroupID][]rooms.MemberID // where people sat when tables last turned
}

// Left is what a phase leaves: its artifact, the words that are in it, and where they are.
type Left struct {
	Phase rooms.PhaseID
	Name  string
	From  scenario.From
	Words []string
	Board rooms.BoardID // for what is on a board
}

// wrong ends a meeting that is not as it should be.
type wrong struct{ error }

func (l *Lived) check(err error) {
	if err != nil {
		panic(wrong{err})
	}
}

// must says what should be, and is not.
func (l *Lived) must(is bool, format string, a ...any) {
	if !is {
		phase := "before the first phase"
		if p, ok := l.present(); ok {
			phase = string(p.ID)
		}
		panic(wrong{fmt.Errorf("%s, %s: %s", l.Scenario.ID, phase, fmt.Sprintf(format, a...))})
	}
}

// livedCast is one who facilitates, members, and a guest.
func livedCast(people int) []Person {
	names := []rooms.MemberID{
		"ana", "cleo", "dina", "elie", "fay", "hana", "ivo", "jade", "kim", "lou", "mia", "noe", "ode", "pia", "rim", "sol", "tea", "uma",
	}
	ps := []Person{{"ana", rooms.RoleFacilitator}}
	for _, m := range names[1:people] {
		role := rooms.RoleMember
		if m == "fay" {
			role = rooms.RoleGuest
		}
		ps = append(ps, Person{m, role})
	}
	return ps
}

// LiveScenario lives a scenario of the library with the people it is written for.
func LiveScenario(id scenario.ID, mode session.Mode) (*Lived, error) {
	return liveScenario(id, mode, false)
}

// LiveScenarioQuickly does so without looking at what each person is sent, for those who need its log.
func LiveScenarioQuickly(id scenario.ID, mode session.Mode) (*Lived, error) {
	return liveScenario(id, mode, true)
}

func liveScenario(id scenario.ID, mode session.Mode, light bool) (l *Lived, err error) {
	s, err := scenario.Find(id)
	if err != nil {
		return nil, err
	}
	people := s.Seats.For
	if id == "TR" || id == "WC" {
		people++ // who facilitates sits in no group
	}
	cast := livedCast(people)
	w, err := found(ScenarioPlan(s, s.Seats.For, session.Plan{Mode: mode}), cast, light)
	if err != nil {
		return nil, err
	}
	if light {
		w.order = nil // it knows one circle
	}
	l = &Lived{
		World: w, Scenario: s, Boards: map[rooms.BoardID]*board.Board{}, Titles: map[rooms.BoardID]string{}, n: map[rooms.MemberID]uint64{},
		clients: map[rooms.GroupID][]rooms.MemberID{},
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case wrong:
			err = r.error
		default:
			panic(r)
		}
	}()
	for _, p := range cast {
		l.People = append(l.People, p.Member)
	}
	l.Late = l.People[len(l.People)-1]
	l.live()
	return l, nil
}

func (l *Lived) live() {
	for _, m := range l.People {
		if m != l.Late {
			l.enters(m)
		}
	}
	l.wait(3 * minute)
	phases := l.see("ana").Agenda.Phases
	for i, p := range phases {
		l.does("ana", "agenda.next", session.FromArgs{From: i - 1})
		at, ok := l.present()
		l.must(ok && at.ID == p.ID, "should be at %s", p.ID)
		l.phase(p)
	}
	l.must(l.passed && l.dropped && l.met, "a pass %t, a drop %t, a late arrival %t", l.passed, l.dropped, l.met)
	l.does("ana", "session.close", session.NoArgs{})
	if !l.light {
		l.check(l.ReplayFrom(len(l.Log) / 2))
	}
}

const (
	second rooms.Millis = 1000
	minute              = 60 * second
)

func (l *Lived) see(m rooms.MemberID) session.View { return l.See(m) }

func (l *Lived) present() (session.Phase, bool) {
	a := l.see("ana").Agenda
	if a == nil || a.At < 0 || a.At >= len(a.Phases) {
		return session.Phase{}, false
	}
	return a.Phases[a.At], true
}

// does gives a person's command, which has to be taken.
func (l *Lived) does(m rooms.MemberID, name string, a any) {
	no := l.tries(m, name, a)
	l.must(no == nil, "%s by %s: %v", name, m, no)
}

// tries gives a person's command, and what it is answered.
func (l *Lived) tries(m rooms.MemberID, name string, a any) *rooms.Refusal {
	l.n[m]++
	c := rooms.Command{
		Client: rooms.ClientID("tab-" + string(m)), N: l.n[m], At: l.Now, Name: name, Args: json.RawMessage(args(a)), Actor: rooms.Actor{Member: m},
	}
	for _, p := range l.Watchers {
		if p.Member == m {
			c.Actor.Standing = p.Standing
		}
	}
	_, no, err := l.Do(c)
	l.check(err)
	return no
}

func (l *Lived) host(name string, a any) {
	_, no, err := l.Do(l.Host(name, args(a)))
	l.check(err)
	l.must(no == nil, "%s: %v", name, no)
}

func (l *Lived) enters(m rooms.MemberID) {
	l.does(m, "people.enter", session.EnterArgs{Listed: true})
	if l.see("ana").Door[m].Since != 0 {
		l.does("ana", "people.admit", session.MemberArgs{Member: m})
	}
}

// wait moves the clock; the session is told of what it waits for on the way.
func (l *Lived) wait(span rooms.Millis) {
	until := l.Now + span
	for at := l.Live.Deadline(); at != 0 && at <= until; at = l.Live.Deadline() {
		l.Now = max(l.Now, at)
		l.host(rooms.CmdTick, session.NoArgs{})
		l.must(l.Live.Deadline() != at, "a deadline came and nothing happened")
	}
	l.Now = until
}

func (l *Lived) id(what string) string {
	l.ids++
	return fmt.Sprintf("%s-%d", what, l.ids)
}

// heard checks who is heard in the circle of somebody.
func (l *Lived) heard(by rooms.MemberID, mode rooms.Hearing, ms ...rooms.MemberID) {
	c, sits := l.Live.Audible().CircleOf(by)
	got := slices.Clone(c.Members)
	slices.Sort(got)
	slices.Sort(ms)
	l.must(sits && c.Mode == mode && slices.Equal(got, ms), "%s hears %s %v, should hear %s %v", by, c.Mode, c.Members, mode, ms)
}

// plays lists who plays a part in the circle of somebody.
func (l *Lived) plays(by rooms.MemberID, part scenario.PartID) []rooms.MemberID {
	var ms []rooms.MemberID
	for _, c := range l.see(by).Cast {
		if string(c.Part) == string(part) && c.Member != "" && !slices.Contains(ms, c.Member) {
			ms = append(ms, c.Member)
		}
	}
	return ms
}

// board opens a board made from a template, as the server does: a room of its own.
func (l *Lived) board(n template.Name) rooms.BoardID {
	id := rooms.BoardID(l.id("tableau"))
	title := template.Title(n, template.French)
	l.does("ana", "boards.open", session.BoardArgs{Board: id, Title: title})
	l.drawn(id, n, title)
	return id
}

// drawn is the room of a board, with what its template puts there.
func (l *Lived) drawn(id rooms.BoardID, n template.Name, title string) {
	l.Boards[id], l.Titles[id] = board.New(rooms.BoardRoom(id)), title
	if ops, ok := template.Ops(n, template.French, func() string { return l.id("modele") }); ok {
		l.draws(id, rooms.Actor{System: true}, "modele", 1, ops)
	}
}

func (l *Lived) draws(id rooms.BoardID, by rooms.Actor, client rooms.ClientID, n uint64, ops json.RawMessage) {
	_, no := l.Boards[id].Handle(rooms.Command{Client: client, N: n, Actor: by, At: l.Now, Name: board.NameOp, Args: ops})
	l.must(no == nil, "drawing on %s: %v", l.Titles[id], no)
}

// notes lets people write on a board, one note each, and checks that the board has them.
func (l *Lived) notes(id rooms.BoardID, by []rooms.MemberID, text func(m rooms.MemberID) string) []string {
	var words []string
	for i, m := range by {
		l.n[m]++
		w := text(m)
		words = append(words, w)
		put := map[string]any{
			"type": "text", "x": 20, "y": 40 * i, "width": 300, "height": 27, "strokeColor": "#24211b", "backgroundColor": "transparent",
			"roundness": nil, "boundElements": []any{}, "text": w, "originalText": w, "fontSize": 20, "fontFamily": 6, "lineHeight": 1.35,
			"autoResize": true, "textAlign": "left", "verticalAlign": "top", "containerId": nil, "index": "", "angle": 0, "strokeStyle": "solid",
			"strokeWidth": 1, "fillStyle": "solid", "roughness": 0, "opacity": 100, "groupIds": []any{}, "link": nil, "locked": false,
			"isDeleted": false, "seed": i + 1,
		}
		ops := json.RawMessage(args(map[string]any{"ops": []any{map[string]any{"id": l.id("mot"), "put": put}}}))
		l.draws(id, rooms.Actor{Member: m, Standing: rooms.RoleMember}, rooms.ClientID("tab-"+string(m)), l.n[m], ops)
	}
	l.reads(id, words)
	return words
}

// reads checks that a board shows words.
func (l *Lived) reads(id rooms.BoardID, words []string) {
	v, _ := l.Boards[id].View(rooms.Viewer{Member: "ana"}).(board.View)
	var texts []string
	for _, raw := range v.Els {
		var e struct {
			OriginalText string `json:"originalText"`
		}
		l.check(json.Unmarshal(raw, &e))
		texts = append(texts, e.OriginalText)
	}
	for _, w := range words {
		l.must(slices.Contains(texts, w), "%q is not on %s", w, l.Titles[id])
	}
}
