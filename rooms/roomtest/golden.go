package roomtest

import (
	"bytes"
	"encoding/json"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/session"
)

// Golden is a log as a release wrote it, with what people saw at its end. It is
// never written again: later releases replay it.
type Golden struct {
	Release string                             `json:"release"`
	Log     []rooms.Event                      `json:"log"`
	Saw     map[rooms.MemberID]json.RawMessage `json:"saw"`
}

// AsGolden keeps the world's log.
func (w *World) AsGolden(release string) (Golden, error) {
	g := Golden{Release: release, Log: w.Log, Saw: map[rooms.MemberID]json.RawMessage{}}
	for _, c := range w.Watchers {
		if c.Doc == nil {
			continue
		}
		b, err := json.Marshal(c.Doc)
		if err != nil {
			return Golden{}, fmt.Errorf("golden: %w", err)
		}
		g.Saw[c.Member] = b
	}
	return g, nil
}

// Replay applies the log and compares what people see with what they saw. New
// members of a view are let pass; none that was there may change or go.
func (g Golden) Replay() error {
	s := session.New(Room)
	for _, e := range g.Log {
		if err := s.Apply(e); err != nil {
			return fmt.Errorf("release %s: %w", g.Release, err)
		}
	}
	standing := map[rooms.MemberID]rooms.Role{}
	for _, p := range Cast() {
		standing[p.Member] = p.Standing
	}
	for m, saw := range g.Saw {
		v, ok := s.Viewer(m, standing[m])
		if !ok {
			return fmt.Errorf("release %s: %s may no longer see", g.Release, m)
		}
		now, err := AsDoc(s.View(v))
		if err != nil {
			return err
		}
		var was any
		if err := json.NewDecoder(bytes.NewReader(saw)).Decode(&was); err != nil {
			return fmt.Errorf("golden: %w", err)
		}
		if path := missing("", was, now); path != "" {
			return fmt.Errorf("release %s: %s no longer sees %s as it was", g.Release, m, path)
		}
	}
	return nil
}

// missing is the first path at which what was is not what is, "" when all of it is.
func missing(path string, was, is any) string {
	o, ok := was.(map[string]any)
	if !ok {
		a, _ := json.Marshal(was)
		b, _ := json.Marshal(is)
		if !bytes.Equal(a, b) {
			return path
		}
		return ""
	}
	n, ok := is.(map[string]any)
	if !ok {
		return path
	}
	for k := range o {
		if p := missing(path+"."+k, o[k], n[k]); p != "" {
			return p
		}
	}
	return ""
}
