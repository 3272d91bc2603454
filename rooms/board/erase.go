package board

import (
	"encoding/json"
	"fmt"

	"palabre/rooms"
)

// Withdrawal says that a person took her words out of elements, at a place in the log.
type Withdrawal struct {
	At       rooms.Seq
	By       rooms.MemberID
	Elements []string
}

// Withdrawals finds those among events.
func Withdrawals(events []rooms.Event) ([]Withdrawal, error) {
	var out []Withdrawal
	for _, e := range events {
		if e.Name != NameWithdraw {
			continue
		}
		done, ok := decodeWithdrawal(e.Data)
		if !ok {
			return nil, fmt.Errorf("board: event %d: %s", e.Seq, rooms.CodeBadArgs)
		}
		out = append(out, Withdrawal{At: e.Seq, By: e.By, Elements: done.Elements})
	}
	return out, nil
}

// Eraser reads a board's log from its beginning and takes out of its events the words
// that were withdrawn after them. A log with erased events replays to the board that
// was lived (B8), and erasing again finds nothing.
type Eraser struct {
	due    map[string][]Withdrawal // by element
	author map[string]*authorship  // of those elements, at the event read last
}

// NewEraser is an eraser for these withdrawals, which are those of one log.
func NewEraser(list []Withdrawal) *Eraser {
	x := &Eraser{due: map[string][]Withdrawal{}, author: map[string]*authorship{}}
	for _, w := range list {
		for _, id := range w.Elements {
			x.due[id] = append(x.due[id], w)
		}
	}
	return x
}

// Read takes the log's next event, and gives it without the words that are to go; false
// when none are, and then it is as it was.
func (x *Eraser) Read(e rooms.Event) (rooms.Event, bool, error) {
	switch e.Name {
	case NameWithdraw:
		list, err := Withdrawals([]rooms.Event{e})
		if err != nil {
			return e, false, err
		}
		for _, id := range list[0].Elements {
			x.author[id] = x.author[id].without(e.By)
		}
		return e, false, nil
	case NameOp:
		done, err := decodeChange(e.Data)
		if err != nil {
			return e, false, fmt.Errorf("board: event %d: %w", e.Seq, err)
		}
		bare, err := x.change(&done, e)
		if err != nil || !bare {
			return e, false, err
		}
		e.Data = done.encode()
		return e, true, nil
	default:
		return e, false, nil
	}
}

// change erases in the operations and then, when it is known who wrote what stands, in
// what the board told besides: elements that came back, whole.
func (x *Eraser) change(done *change, e rooms.Event) (bare bool, err error) {
	for i := range done.Ops {
		o := &done.Ops[i]
		values, whole := o.Set, false
		if o.Put != nil {
			values, whole = o.Put, true
		}
		if _, concerned := x.due[o.ID]; !concerned {
			continue
		}
		if o.App != nil && x.gone(o.ID, x.author[o.ID].fork().pen, e.Seq) {
			o.App, o.Set, bare = nil, map[string]json.RawMessage{}, true // more of a stroke that is not there
			continue
		}
		if values == nil {
			continue
		}
		x.author[o.ID] = x.author[o.ID].read(values, whole, e.By)
		bare = x.erase(o.ID, values, e.Seq) || bare
	}
	for i := range done.Fix {
		f := &done.Fix[i]
		if _, concerned := x.due[f.ID]; !concerned {
			continue
		}
		var values map[string]json.RawMessage
		if err := json.Unmarshal(f.Set, &values); err != nil {
			return false, fmt.Errorf("board: event %d: %w", e.Seq, err)
		}
		if x.erase(f.ID, values, e.Seq) {
			f.Set, bare = encodeValues(nil, values), true
		}
	}
	return bare, nil
}

// erase takes out of values, which were just read, the words of people who withdrew
// theirs after a place.
func (x *Eraser) erase(id string, values map[string]json.RawMessage, at rooms.Seq) (bare bool) {
	a := x.author[id].fork()
	if raw, ok := values["text"]; ok && !isNull(raw) && x.gone(id, a.text.By, at) {
		values["text"], bare = json.RawMessage("null"), true
		delete(values, "originalText")
	}
	if raw, ok := values["link"]; ok && !isNull(raw) && x.gone(id, a.link.By, at) {
		values["link"], bare = json.RawMessage("null"), true
	}
	if raw, ok := values["points"]; ok && string(raw) != noPoints && x.gone(id, a.pen, at) {
		values["points"], bare = json.RawMessage(noPoints), true
		for name, nothing := range map[string]string{"pressures": "[]", "width": "0", "height": "0"} {
			if _, ok := values[name]; ok {
				values[name] = json.RawMessage(nothing)
			}
		}
	}
	return bare
}

func (x *Eraser) gone(id string, by rooms.MemberID, at rooms.Seq) bool {
	for _, w := range x.due[id] {
		if by != "" && w.By == by && w.At > at {
			return true
		}
	}
	return false
}
