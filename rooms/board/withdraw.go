package board

import (
	"bytes"
	"encoding/json"
	"slices"

	"palabre/rooms"
	"palabre/rooms/rights"
)

// noPoints is what is left of a stroke that was withdrawn.
const noPoints = "[[0,0]]"

// Retired is what a text says whose words were withdrawn.
const Retired = "retiré"

// withdrawal is the arguments of the command "board.withdraw" and, with its fixes, its
// event's data.
type withdrawal struct {
	Elements []string `json:"elements"`
	// Everywhere asks for all elements where she wrote, deleted ones too, of which she has
	// no names: the first 512, so that it is asked again until there are none.
	Everywhere bool  `json:"everywhere,omitempty"`
	Fix        []fix `json:"fix,omitempty"`
}

func decodeWithdrawal(raw json.RawMessage) (withdrawal, bool) {
	var w withdrawal
	if json.Unmarshal(raw, &w) != nil || (len(w.Elements) == 0) != w.Everywhere || len(w.Elements) > maxOps {
		return withdrawal{}, false
	}
	for i, id := range w.Elements {
		if !validID(id) || slices.Contains(w.Elements[:i], id) {
			return withdrawal{}, false
		}
	}
	return w, true
}

// withdraw decides a command "board.withdraw": a person takes the words that she wrote
// in these elements out of the board and of its past (B8). It is hers whoever may write
// at this time, and nobody else's.
func (b *Board) withdraw(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	asked, ok := decodeWithdrawal(c.Args)
	if !ok || len(asked.Fix) != 0 {
		return nil, rooms.Refuse(rooms.CodeBadArgs)
	}
	viewer, admitted := b.Viewer(c.Actor.Member, c.Actor.Standing)
	if c.Actor.System || c.Actor.Member == "" {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	if !admitted {
		return nil, rooms.Refuse(rooms.CodeNotAdmitted)
	}
	if asked.Everywhere {
		if asked.Elements = b.writtenBy(c.Actor.Member); len(asked.Elements) == 0 {
			return nil, rooms.Refuse(CodeNotYours)
		}
	}
	for _, id := range asked.Elements {
		e := b.els[id]
		if e == nil {
			return nil, &rooms.Refusal{Code: CodeMissing, Data: map[string]any{"id": id}}
		}
		hers := rights.Resource{Own: e.author.wrote(c.Actor.Member), Here: b.access.Lent != "" && b.access.Members[c.Actor.Member] != ""}
		if !rights.Authorize(rights.Actor{Role: viewer.Role}, rights.BoardWithdraw, hers) {
			return nil, &rooms.Refusal{Code: CodeNotYours, Data: map[string]any{"id": id}}
		}
	}
	done := withdrawal{Elements: asked.Elements}
	for _, id := range asked.Elements {
		done.Fix = append(done.Fix, b.takeBack(c.Actor.Member, id))
	}
	event := b.record(c, NameWithdraw, done.encode())
	return []rooms.Step{{Event: event, Deltas: toAll()}}, nil
}

// writtenBy is the elements that a person wrote in, as many as a command may name.
func (b *Board) writtenBy(m rooms.MemberID) []string {
	var ids []string
	for _, entry := range b.order.entries {
		if len(ids) < maxOps && b.els[entry.id].author.wrote(m) {
			ids = append(ids, entry.id)
		}
	}
	return ids
}

// encode writes ids that were checked and fixes of our own, so it cannot fail.
func (w withdrawal) encode() json.RawMessage {
	out := []byte(`{"elements":[`)
	for i, id := range w.Elements {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, quote(id)...)
	}
	out = append(append(out, `],"fix":`...), encodeFixes(w.Fix)...)
	return append(out, '}')
}

// takeBack takes a person's words out of an element and says what of it is different.
func (b *Board) takeBack(m rooms.MemberID, id string) fix {
	old := b.els[id]
	e := old.clone()
	e.author = old.author.without(m)
	was, values := old.author.fork(), map[string]json.RawMessage{}
	if was.text.By == m {
		values["text"], values["originalText"] = quote(Retired), quote(Retired)
	}
	if was.link.By == m {
		values["link"] = json.RawMessage("null")
	}
	if was.pen == m && m != "" { // one point, of nothing, that nobody sees
		e.setPoints([]float64{0, 0}, nil)
		e.dead = true
		values["isDeleted"] = json.RawMessage("true")
	}
	for _, name := range []string{"text", "originalText", "link", "isDeleted"} {
		if v, ok := values[name]; ok {
			e.props[slot(name)] = v
		}
	}
	if was.pen == m && m != "" {
		values["points"], values["pressures"] = json.RawMessage(noPoints), json.RawMessage("[]")
	}
	if old.dead != e.dead {
		b.live--
	}
	values["wrote"], values["withdrawn"] = e.wrote(), json.RawMessage("true")
	b.bytes += e.size() - old.size()
	b.els[id] = e
	return fix{ID: id, Set: encodeValues(nil, values)}
}

// wrote is who has words in the element, for those who look; every withdrawal says it.
func (e *element) wrote() json.RawMessage {
	out := []byte{'['}
	for i, m := range e.author.writers() {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, quote(string(m))...)
	}
	return append(out, ']')
}

// signature is the same as clients are told it, nil when they can tell by themselves:
// the words, if any, are all of who put the element.
func (e *element) signature() json.RawMessage {
	writers := e.author.writers()
	if !e.author.isShut() && (len(writers) == 0 || slices.Equal(writers, []rooms.MemberID{e.by})) {
		return nil
	}
	return e.wrote()
}

// signatures is the properties that tell clients of it.
func (e *element) signatures() json.RawMessage {
	values := map[string]json.RawMessage{"wrote": e.wrote()}
	if e.author.isShut() {
		values["withdrawn"] = json.RawMessage("true")
	}
	return encodeValues(nil, values)
}

// reworded tells whether values say something else than what stands in an element
// whose words do not change any more.
func (e *element) reworded(values map[string]json.RawMessage) bool {
	if !e.author.isShut() {
		return false
	}
	if raw, ok := values["points"]; ok && e.kind == freedraw && !bytes.Equal(raw, e.drawn()) {
		return true
	}
	now := map[string]json.RawMessage{}
	for _, name := range []string{"text", "originalText", "link"} {
		now[name] = e.props[slot(name)]
	}
	if _, ok := values["text"]; ok && wordsOf(values) != wordsOf(now) {
		return true
	}
	_, ok := values["link"]
	return ok && linkOf(values) != 0 && linkOf(values) != linkOf(now)
}

// drawn is the element's points as it tells them.
func (e *element) drawn() json.RawMessage { return appendPairs(nil, e.points) }

// applyWithdrawal replays an event "board.withdraw".
func (b *Board) applyWithdrawal(e rooms.Event) bool {
	done, ok := decodeWithdrawal(e.Data)
	if !ok {
		return false
	}
	for _, id := range done.Elements {
		if b.els[id] != nil {
			b.takeBack(e.By, id)
		}
	}
	return true
}
