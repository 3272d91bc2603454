package roomtest

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"palabre/rooms"
	"palabre/rooms/session"
)

// canaries looks in all that a client holds for words that are not for her.
func (w *World) canaries(c *Watcher) error {
	return w.canary(c, rooms.Op{Path: []string{"view"}, Value: c.Doc})
}

// canary: words written by generators tell whom they are for. "chat:" is for those
// inside, "nudge:<m>:" for m, "reason:<m>:" for m and those who facilitate.
// What is for one who is carried is for who carries her (PE-13).
func (w *World) canary(c *Watcher, op rooms.Op) error {
	value := op.Value
	if op.Path[0] == "agenda" || op.Path[0] == "floor" {
		return nil
	}
	if op.Path[0] == "company" && len(op.Path) == 2 {
		return w.companion(c, op.Path[1], op)
	}
	if doc, ok := value.(Doc); ok && len(op.Path) == 1 && op.Path[0] == "view" {
		company, _ := doc["company"].(map[string]any)
		for m, v := range company {
			if err := w.companion(c, m, rooms.Op{Path: []string{"company", m}, Value: v}); err != nil {
				return err
			}
		}
		doc = maps.Clone(doc)
		for _, plan := range []string{"company", "agenda", "floor", "says"} { // words of scenarios and rules, not of people
			delete(doc, plan)
		}
		value = doc
	}
	b, err := json.Marshal(value)
	if err != nil {
		return fmt.Errorf("op: %w", err)
	}
	text, v := string(b), c.viewer
	if me, _ := c.Doc["me"].(map[string]any); me["missed"] == true { // hers alone to know, once
		text = strings.Replace(text, `"missed":true`, "", 1)
	}
	for _, word := range []string{"passed", "silence", "missed", "\"spoke\""} {
		if strings.Contains(text, word) {
			return fmt.Errorf("is told %q at %v", word, op.Path)
		}
	}
	if v.Waiting && (strings.Contains(text, "chat:") || strings.Contains(text, "decided:")) {
		return fmt.Errorf("waits outside and reads %s at %v", text, op.Path)
	}
	if !v.Role.Facilitates() && strings.Contains(text, "entre-nous:") {
		return fmt.Errorf("does not facilitate and reads %s at %v", text, op.Path)
	}
	if err := w.overheard(c, text); err != nil {
		return err
	}
	if err := w.paper.may(c.Member, text); err != nil {
		return fmt.Errorf("at %v: %w", op.Path, err)
	}
	own := string(c.Member) + ":"
	if strings.Count(text, "nudge:") != strings.Count(text, "nudge:"+own) {
		return fmt.Errorf("reads a nudge for someone else at %v: %s", op.Path, text)
	}
	if !v.Role.Facilitates() && strings.Count(text, "reason:") != strings.Count(text, "reason:"+own) {
		return fmt.Errorf("reads a reason for someone else at %v: %s", op.Path, text)
	}
	return nil
}

// companion: nobody is told what is for a person whom she does not carry, nor what is for
// yet another.
func (w *World) companion(c *Watcher, m string, op rooms.Op) error {
	b, err := json.Marshal(op.Value)
	if err != nil {
		return fmt.Errorf("op: %w", err)
	}
	text := string(b)
	v, _ := w.shadow.View(c.viewer).(session.View)
	if !op.Gone && v.People[rooms.MemberID(m)].Behind != c.Member {
		return fmt.Errorf("is told what is for %s, whom she does not carry: %s", m, text)
	}
	if err := w.paper.may(rooms.MemberID(m), text); err != nil {
		return fmt.Errorf("at %v: %w", op.Path, err)
	}
	if carried, ok := op.Value.(map[string]any); ok {
		if err := w.paper.hers(rooms.MemberID(m), carried); err != nil {
			return err
		}
	}
	for _, word := range []string{"nudge:", "reason:"} {
		if strings.Count(text, word) != strings.Count(text, word+m+":") {
			return fmt.Errorf("reads words for someone else at %v: %s", op.Path, text)
		}
	}
	return nil
}
