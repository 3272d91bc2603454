package roomtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"

	"palabre/rooms"
	"palabre/rooms/session"
)

// Watcher is one person's client: it knows what it was sent and nothing else.
type Watcher struct {
	Person
	Doc    Doc // nil while she may not join
	viewer rooms.Viewer
	names  map[rooms.MemberID]bool // whose name she was told
}

// deliver is the edge in small: ops go to those who see them, then a person whose
// view changed as a whole gets it anew.
func (w *World) deliver(c *Watcher, s rooms.Step) error {
	afresh, told := false, false
	for _, d := range s.Deltas {
		if c.Doc == nil && d.To.Member != c.Member || !d.To.Sees(c.viewer) && d.To.Member != c.Member {
			continue
		}
		afresh, told = afresh || d.Afresh, true
		if c.Doc == nil {
			continue
		}
		for _, m := range d.Mentions {
			c.names[m] = true
		}
		for _, op := range d.Ops {
			if err := w.canary(c, op); err != nil {
				return err
			}
			if err := c.Doc.Fold(op); err != nil {
				return err
			}
		}
	}
	if afresh {
		return w.join(c, w.shadow)
	}
	if !told && s.Event.Seq%4 != 0 {
		return nil // a change that she was not told of is seen at the next look
	}
	return w.compare(c)
}

func (w *World) join(c *Watcher, s *session.Session) error {
	v, ok := s.Viewer(c.Member, c.Standing)
	c.viewer, c.Doc = v, nil
	if !ok {
		return nil
	}
	doc, err := AsDoc(s.View(v))
	if err != nil {
		return err
	}
	c.Doc, c.names = doc.(map[string]any), map[rooms.MemberID]bool{}
	for _, m := range s.Mentions(v) {
		c.names[m] = true
	}
	return w.canaries(c)
}

// named: nobody is shown whose name was not told.
func (c *Watcher) named() error {
	for _, part := range []string{"people", "door"} {
		ms, _ := c.Doc[part].(map[string]any)
		for m := range ms {
			if !c.names[rooms.MemberID(m)] {
				return fmt.Errorf("sees %s in %s without a name", m, part)
			}
		}
	}
	return nil
}

func (w *World) compare(c *Watcher) error {
	v, ok := w.shadow.Viewer(c.Member, c.Standing)
	if ok != (c.Doc != nil) || v != c.viewer && ok {
		return fmt.Errorf("seen as %+v %v, was joined as %+v %v, and was not told", v, ok, c.viewer, c.Doc != nil)
	}
	if !ok {
		return nil
	}
	want, err := AsDoc(w.shadow.View(v))
	if err != nil {
		return err
	}
	got := maps.Clone(map[string]any(c.Doc))
	if me, _ := got["me"].(map[string]any); me["outside"] == true && v.Waiting {
		got["status"], got["closed_at"] = "", "" // one who never came is told at her next join
		want.(map[string]any)["status"], want.(map[string]any)["closed_at"] = "", ""
	}
	if !reflect.DeepEqual(any(got), want) {
		a, _ := json.Marshal(got)
		b, _ := json.Marshal(want)
		return fmt.Errorf("folded\n%s\nview\n%s", a, b)
	}
	if err := w.paper.hers(c.Member, c.Doc); err != nil {
		return err
	}
	if err := unsigned(c.Doc); err != nil {
		return err
	}
	if w.shadow.Head()%8 == 0 { // what she is sent is looked at as it comes; this is for what was left where it was
		if err := w.canaries(c); err != nil {
			return err
		}
	}
	return c.named()
}
