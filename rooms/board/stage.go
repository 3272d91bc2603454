package board

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"palabre/rooms"
)

// stage is where a command's operations are tried, on copies of what they touch, so
// that refusing the last one leaves no trace of the first.
type stage struct {
	board *Board
	by    rooms.MemberID
	// trusted is true for an event of the log: it holds outcomes (B4), written by this
	// version or an earlier one, and nothing in it may be refused now.
	trusted bool

	els     map[string]*element
	touched []string // in order of first touch
	ops     []op     // canonical
	placing []placing
	revived []string
	signed  []string // elements of which others than who put them wrote the words
}

// placing is an index to settle once everything is accepted; it is healed (B2)
// against the order as it then stands.
type placing struct {
	op   int
	id   string
	want string
}

func newStage(b *Board, by rooms.MemberID, trusted bool) *stage {
	return &stage{board: b, by: by, trusted: trusted, els: map[string]*element{}}
}

// problem is why an operation is refused.
type problem struct {
	code string
	data map[string]any
}

func trouble(code string, name string, value any) *problem {
	if name == "" {
		return &problem{code: code}
	}
	return &problem{code: code, data: map[string]any{name: value}}
}

func (s *stage) look(id string) *element {
	if e, ok := s.els[id]; ok {
		return e
	}
	return s.board.els[id]
}

// write gives a copy of the element that the stage may change.
func (s *stage) write(id string) *element {
	if e, ok := s.els[id]; ok {
		return e
	}
	e := s.board.els[id].clone()
	s.keep(id, e)
	return e
}

func (s *stage) keep(id string, e *element) {
	if _, ok := s.els[id]; !ok {
		s.touched = append(s.touched, id)
	}
	s.els[id] = e
}

func (s *stage) apply(o op) *problem {
	switch {
	case !s.trusted && (!validID(o.ID) || o.forms() != 1):
		return trouble(rooms.CodeBadArgs, "", nil)
	case o.Put != nil:
		return s.put(o)
	case s.look(o.ID) == nil:
		if s.trusted {
			return nil
		}
		return trouble(CodeMissing, "", nil)
	case o.Set != nil:
		return s.set(o)
	case o.App != nil:
		return s.app(o)
	default:
		return nil
	}
}

func (s *stage) put(o op) *problem {
	var name string
	if json.Unmarshal(o.Put["type"], &name) != nil {
		return trouble(CodeType, "", nil)
	}
	k, ok := kindNamed(name)
	if !ok {
		return trouble(CodeType, "type", clip(name))
	}
	if old := s.look(o.ID); old != nil && !old.deleted() && !s.trusted {
		return trouble(CodeExists, "", nil)
	}
	e := newElement(k, s.by)
	if old := s.look(o.ID); old != nil { // its past goes on
		e.author = old.author
		if p := s.keepsWords(old, o.Put); p != nil || (old.author.isShut() && old.kind != k && !s.trusted) {
			return trouble(CodeShut, "", nil)
		}
	}
	canonical := map[string]json.RawMessage{"type": quote(name)}
	if p := s.fill(e, o.Put, canonical); p != nil {
		return p
	}
	s.sign(o.ID, e, o.Put, true)
	if p := s.complete(e, canonical); p != nil {
		return p
	}
	s.placing = append(s.placing, placing{op: len(s.ops), id: o.ID, want: readIndex(o.Put["index"])})
	s.ops = append(s.ops, op{ID: o.ID, Put: canonical})
	s.keep(o.ID, e)
	return nil
}

func clip(name string) string {
	if len(name) > 40 {
		return name[:40]
	}
	return name
}

// readIndex reads an index; "" for one that is missing or not a string.
func readIndex(raw json.RawMessage) string {
	index, ok := readString(raw, maxIndex)
	if !ok {
		return ""
	}
	return index
}

// complete checks that a new element lacks nothing (B1).
func (s *stage) complete(e *element, given map[string]json.RawMessage) *problem {
	if s.trusted {
		return nil
	}
	for i := range properties {
		if p := &properties[i]; p.must && e.kind.is(p.on) && e.props[i] == nil {
			return trouble(CodeProperty, "prop", p.name)
		}
	}
	if _, ok := given["points"]; e.kind.is(paths) && (!ok || e.count() == 0) {
		return trouble(CodeProperty, "prop", "points")
	}
	return nil
}

func (s *stage) set(o op) *problem {
	e := s.write(o.ID)
	canonical := map[string]json.RawMessage{}
	dead := e.deleted()
	if p := s.keepsWords(e, o.Set); p != nil {
		return p
	}
	if p := s.fill(e, o.Set, canonical); p != nil {
		return p
	}
	if !s.trusted {
		if p := wholeGroups(e.kind, canonical); p != nil {
			return p
		}
	}
	s.sign(o.ID, e, o.Set, false)
	if dead && !e.deleted() {
		s.revived = append(s.revived, o.ID)
	}
	if raw, ok := o.Set["index"]; ok {
		s.placing = append(s.placing, placing{op: len(s.ops), id: o.ID, want: readIndex(raw)})
	}
	s.ops = append(s.ops, op{ID: o.ID, Set: canonical})
	return nil
}

// keepsWords refuses other words where some were withdrawn.
func (s *stage) keepsWords(e *element, values map[string]json.RawMessage) *problem {
	if !s.trusted && e.reworded(values) {
		return trouble(CodeShut, "", nil)
	}
	return nil
}

// sign notes whose the words are that an operation said. Words that are null were
// withdrawn since, and taken out of the log.
func (s *stage) sign(id string, e *element, values map[string]json.RawMessage, whole bool) {
	if isNull(values["text"]) {
		e.props[slot("text")], e.props[slot("originalText")] = quote(Retired), quote(Retired)
	}
	next := e.author.read(values, whole, s.by)
	if next == e.author && !whole {
		return
	}
	was := e.signature()
	if whole {
		was = nil // what is put anew says nothing of it
	}
	e.author = next
	if !bytes.Equal(was, e.signature()) && !slices.Contains(s.signed, id) {
		s.signed = append(s.signed, id)
	}
}

// fill sets the properties and notes their canonical values.
func (s *stage) fill(e *element, values, canonical map[string]json.RawMessage) *problem {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		raw := values[name]
		if name == "index" || name == "type" || name == "id" || name == "points" || name == "pressures" {
			continue
		}
		i := slot(name)
		if i < 0 || !e.kind.is(properties[i].on) {
			if s.trusted || bookkeeping(name, e.kind) {
				continue
			}
			return trouble(CodeProperty, "prop", clip(name))
		}
		p := &properties[i]
		value := raw
		if !s.trusted {
			checked, code := p.check(raw)
			if code != "" {
				return trouble(code, "prop", name)
			}
			value = checked
		}
		canonical[name] = value
		if p.merge != nil {
			value = p.merge(e.props[i], value)
			if !s.trusted && len(value) > 64*maxList {
				return trouble(CodeTooMany, "what", name)
			}
		}
		e.props[i] = value
		if name == "isDeleted" {
			e.dead = string(value) == "true"
		}
	}
	return s.fillPoints(e, values, canonical)
}

func (s *stage) fillPoints(e *element, values, canonical map[string]json.RawMessage) *problem {
	raw, ok := values["points"]
	_, pressed := values["pressures"]
	if !ok {
		if pressed && !s.trusted {
			return trouble(CodeGroup, "prop", "pressures")
		}
		return nil
	}
	if !e.kind.is(paths) {
		return trouble(CodeProperty, "prop", "points")
	}
	points, code := readPoints(raw)
	if code != "" || len(points) == 0 {
		return trouble(orCode(code, CodeNumber), "prop", "points")
	}
	pressures, code := readPressures(values["pressures"], len(points)/2)
	if code != "" || (pressed && e.kind != freedraw) {
		return trouble(orCode(code, CodeProperty), "prop", "pressures")
	}
	e.setPoints(points, pressures)
	canonical["points"] = appendPairs(nil, points)
	if pressed {
		canonical["pressures"] = appendNumbers(nil, pressures)
	}
	return nil
}

func orCode(code, other string) string {
	if code != "" {
		return code
	}
	return other
}

// wholeGroups checks (B3): who touches a group says all of it. Points come with the
// place from which they are counted; a place may change without them.
func wholeGroups(k kind, given map[string]json.RawMessage) *problem {
	touched := map[group]bool{}
	for name := range given {
		if name == "points" {
			touched[geometry] = true
		}
		touched[groupOf(k, name)] = true
	}
	for i := range properties {
		p := &properties[i]
		g := groupOf(k, p.name)
		if g == alone || !touched[g] || !k.is(p.on) {
			continue
		}
		if _, ok := given[p.name]; !ok {
			return trouble(CodeGroup, "prop", p.name)
		}
	}
	return nil
}

func (s *stage) app(o op) *problem {
	known := s.look(o.ID)
	if s.trusted {
		s.write(o.ID).appendPoints(o.App.D, o.App.P)
		return nil
	}
	n := len(o.App.D) / 2
	switch {
	case known.kind != freedraw:
		return trouble(CodeType, "type", known.kind.name())
	case known.author.isShut():
		return trouble(CodeShut, "", nil)
	case n == 0 || len(o.App.D)%2 != 0 || (len(o.App.P) != 0 && len(o.App.P) != n):
		return trouble(rooms.CodeBadArgs, "", nil)
	case o.App.N != known.count():
		return trouble(CodeGap, "have", known.count())
	case known.count()+n > maxPoints:
		return &problem{code: CodeTooMany, data: map[string]any{"what": "points", "max": maxPoints}}
	}
	if slices.ContainsFunc(o.App.P, func(p int) bool { return p < 0 || p > 100 }) {
		return trouble(CodeNumber, "prop", "pressures")
	}
	e := s.write(o.ID)
	e.appendPoints(o.App.D, o.App.P)
	if !within(e.box.left) || !within(e.box.right) || !within(e.box.top) || !within(e.box.bottom) {
		return trouble(CodeNumber, "prop", "points")
	}
	s.ops = append(s.ops, o)
	return nil
}
