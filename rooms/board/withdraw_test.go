package board_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/board"

	"pgregory.net/rapid"
)

func withdraw(who rooms.MemberID, n uint64, ids ...string) rooms.Command {
	c := command(who, n)
	args, err := json.Marshal(values{"elements": ids})
	if err != nil {
		panic(err)
	}
	c.Name, c.Args = board.NameWithdraw, args
	return c
}

// reworded is a whole wording group, as an editor says it.
func reworded(shown, typed string) values {
	return values{
		"text": shown, "originalText": typed, "fontSize": 20.0, "fontFamily": 6.0,
		"lineHeight": 1.25, "autoResize": true, "width": 90.0, "height": 25.0,
	}
}

// erased does to a log what the server does to a stored one, and checks that an event
// is never longer for it (it is written over where it lies).
func erased(t failer, log []rooms.Event) []rooms.Event {
	t.Helper()
	list, err := board.Withdrawals(log)
	if err != nil {
		t.Fatal(err)
	}
	out, x := slices.Clone(log), board.NewEraser(list)
	for i, e := range log {
		bare, changed, err := x.Read(e)
		if err != nil {
			t.Fatal(err)
		}
		if changed == bytes.Equal(bare.Data, e.Data) || len(bare.Data) > len(e.Data) {
			t.Fatalf("event %d: changed %v\n%s\n%s", e.Seq, changed, e.Data, bare.Data)
		}
		out[i] = bare
	}
	return out
}

// past is a board with its log and, told independently, who first said what where.
type past struct {
	board   *board.Board
	log     []rooms.Event
	n       uint64
	first   map[string]map[string]rooms.MemberID // element, words without spaces
	gone    map[string]bool                      // words that are to be nowhere
	stay    map[string]bool                      // words of people who did not withdraw
	shut    map[string]bool
	pen     rooms.MemberID // who began the stroke
	refused int
	at      rooms.Millis // of what is done now, 0 for always the same instant
}

func newPast() *past {
	return &past{
		board: board.New(brd), first: map[string]map[string]rooms.MemberID{}, gone: map[string]bool{}, stay: map[string]bool{}, shut: map[string]bool{},
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

func (p *past) do(c rooms.Command) *rooms.Refusal {
	if p.at != 0 {
		c.At = p.at
	}
	steps, refusal := p.board.Handle(c)
	for _, s := range steps {
		p.log = append(p.log, s.Event)
	}
	if refusal != nil {
		p.refused++
	}
	return refusal
}

// says does an operation with words, and notes who was first.
func (p *past) says(who rooms.MemberID, id, words string, o edit) *rooms.Refusal {
	p.n++
	c := command(who, p.n, o)
	c.Args = encodeOpsAt(p.board.Head(), []edit{o})
	refusal := p.do(c)
	if refusal == nil && words != "" {
		if p.first[id] == nil {
			p.first[id] = map[string]rooms.MemberID{}
		}
		if _, said := p.first[id][squeezed(words)]; !said && !p.shut[id] {
			p.first[id][squeezed(words)] = who
		}
	}
	return refusal
}

// takesBack withdraws, and notes what must be nowhere from now on. It is refused
// exactly when she has nothing there.
func (p *past) takesBack(t *rapid.T, who rooms.MemberID, id string) {
	hers := []string{}
	for words, m := range p.first[id] {
		if m == who {
			hers = append(hers, words)
		}
	}
	p.n++
	refusal := p.do(withdraw(who, p.n, id))
	if (refusal == nil) != (len(hers) > 0) {
		t.Fatalf("%s withdraws %v of %s: %+v", who, hers, id, refusal)
	}
	if refusal != nil {
		return
	}
	p.shut[id] = true
	for _, words := range hers {
		delete(p.first[id], words)
		p.gone[words] = true
	}
}

// act draws something that people do to words.
func (p *past) act(t *rapid.T) {
	who := rapid.SampledFrom([]rooms.MemberID{"ana", "bob", "cat"}).Draw(t, "who")
	id := rapid.SampledFrom([]string{"e1", "e2", "e3", "e4"}).Draw(t, "id")
	e := p.element(id)
	fresh := fmt.Sprintf("mot %d dit", len(p.log))
	if e == nil {
		if id == "e4" { // one is drawn by hand: its points are its words, and are her who began
			p.traces(who, id, put(id, with(stroke(1, 2, "a1"), values{"points": []any{[]any{0, 0}, []any{p.point(), 5}}})))
			return
		}
		p.says(who, id, fresh, put(id, note(1, 2, "a1", fresh)))
		return
	}
	if points, ok := e["points"].([]any); ok {
		p.draw(t, who, id, e, len(points))
		return
	}
	typed, _ := e["originalText"].(string)
	old := rapid.SampledFrom(append(slices.Sorted(maps.Keys(p.first[id])), typed)).Draw(t, "old")
	switch rapid.IntRange(0, 9).Draw(t, "what") {
	case 0, 1:
		p.says(who, id, fresh, set(id, reworded(fresh, fresh)))
	case 2: // undone to what was said before, by anyone
		p.says(who, id, old, set(id, reworded(old, old)))
	case 3: // fitted into a narrower place
		p.says(who, id, typed, set(id, reworded(strings.ReplaceAll(typed, " ", "\n"), typed)))
	case 4:
		p.says(who, id, "", set(id, values{"isDeleted": e["isDeleted"] != true}))
	case 5:
		p.says(who, id, fresh, put(id, with(note(3, 4, "a2", fresh), values{"isDeleted": rapid.Bool().Draw(t, "dead")})))
	case 6:
		link := fmt.Sprintf("https://example.org/lien%d/", len(p.log))
		p.says(who, id, link, set(id, values{"link": link}))
	case 7:
		p.says(who, id, "", set(id, values{"x": 3.0, "y": 4.0, "angle": 0.0, "link": nil}))
	default:
		p.takesBack(t, who, id)
	}
}

// point is a coordinate that is nowhere else.
func (p *past) point() int { return 100_000 + len(p.log) }

// traces does an operation with the point just given.
func (p *past) traces(who rooms.MemberID, id string, o edit) {
	at := strconv.Itoa(p.point())
	if p.n++; p.do(command(who, p.n, o)) != nil {
		return
	}
	if p.first[id] == nil {
		p.first[id] = map[string]rooms.MemberID{}
		p.pen = who
	}
	p.first[id][at] = p.pen
}

// draw draws something that people do to a stroke.
func (p *past) draw(t *rapid.T, who rooms.MemberID, id string, e values, points int) {
	place := values{"x": 1.0, "y": 2.0, "angle": 0.0}
	switch rapid.IntRange(0, 5).Draw(t, "stroke") {
	case 0, 1:
		p.traces(who, id, app(id, points, p.point(), 1))
	case 2:
		p.traces(who, id, set(id, with(place, values{"points": []any{[]any{0, 0}, []any{p.point(), 3}}})))
	case 3:
		p.says(who, id, "", set(id, with(place, values{"isDeleted": e["isDeleted"] != true})))
	case 4:
		if e["isDeleted"] == true {
			p.traces(who, id, put(id, with(stroke(1, 2, "a1"), values{"points": []any{[]any{0, 0}, []any{p.point(), 5}}})))
		}
	default:
		p.takesBack(t, who, id)
	}
}

// element is what the board has of it, deleted or not.
func (p *past) element(id string) values {
	for _, e := range decoded[struct{ Els []values }]([]byte(snapshotOf(p.board))).Els {
		if e["id"] == id {
			return e
		}
	}
	return nil
}

// Random histories of three people who write, undo, fit, delete and bring back each
// other's words, and withdraw theirs on the way (B8, I2, I9, I10).
func TestWithdrawnWordsAreNowhereAndTheRestIsAsItWas(t *testing.T) {
	withdrawals := 0
	rapid.Check(t, func(t *rapid.T) {
		p := newPast()
		var middle string
		for i := range rapid.IntRange(1, 60).Draw(t, "steps") {
			p.act(t)
			if i == 20 {
				middle = snapshotOf(p.board)
			}
		}
		withdrawals += len(p.gone)
		for _, e := range slices.Sorted(maps.Keys(p.first)) {
			for words := range p.first[e] {
				p.stay[words] = true
			}
		}
		bare := erased(t, p.log)
		state := snapshotOf(p.board)
		if again := snapshotOf(replayed(bare)); again != state {
			t.Fatalf("what is left replays to\n%s\nthe board is\n%s", again, state)
		}
		if again := snapshotOf(replayed(p.log)); again != state {
			t.Fatalf("the log replays to\n%s\nthe board is\n%s", again, state)
		}
		if middle != "" {
			follows(t, middle, p.log, state)
		}
		whole := mustEncode(bare) + state + mustEncode(p.board.View(rooms.Viewer{Member: "ana", Role: rooms.RoleMember}))
		for words := range p.gone {
			if strings.Contains(squeezed(whole), words) {
				t.Fatalf("%q is left in %s", words, whole)
			}
		}
		said := squeezed(mustEncode(bare))
		for words := range p.stay {
			if !strings.Contains(said, words) {
				t.Fatalf("%q of somebody who withdrew nothing is gone", words)
			}
		}
		if again := erased(t, bare); mustEncode(again) != mustEncode(bare) {
			t.Fatal("erasing again finds something")
		}
		untouched(t, p.log, bare, p.shut)
	})
	if withdrawals < 50 {
		t.Fatalf("%d wordings withdrawn: this test shows too little", withdrawals)
	}
}

// follows checks that a snapshot taken on the way leads to the same end.
func follows(t *rapid.T, middle string, log []rooms.Event, state string) {
	b, err := board.Restore([]byte(middle))
	if err != nil {
		t.Fatal(err)
	}
	if snapshotOf(b) != middle {
		t.Fatalf("a snapshot does not come back\n%s\n%s", middle, snapshotOf(b))
	}
	for _, e := range log[b.Head():] {
		if err := b.Apply(e); err != nil {
			t.Fatal(err)
		}
	}
	if tail := snapshotOf(b); tail != state {
		t.Fatalf("snapshot and tail\n%s\nlive\n%s", tail, state)
	}
}

// untouched checks that at every place of the log, elements without a withdrawal were
// then and are now the same, and so is every event's place, instant and author.
func untouched(t *rapid.T, log, bare []rooms.Event, shut map[string]bool) {
	a, b := board.New(brd), board.New(brd)
	for i := range log {
		if err := a.Apply(log[i]); err != nil {
			t.Fatal(err)
		}
		if err := b.Apply(bare[i]); err != nil {
			t.Fatal(err)
		}
		was, is := seen(a), seen(b)
		for id := range shut {
			delete(was, id)
			delete(is, id)
		}
		one, other := log[i], bare[i]
		one.Data, other.Data = nil, nil
		if !same(was, is) || mustEncode(one) != mustEncode(other) {
			t.Fatalf("at %d\n%v\nbecame\n%v", i+1, was, is)
		}
	}
}

func mustEncode(v any) string {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err)
	}
	// Line breaks that words were fitted with hide nothing.
	return strings.ReplaceAll(out.String(), `\n`, " ")
}

// failer is a test or a property.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}
