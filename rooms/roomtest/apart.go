package roomtest

import (
	"fmt"
	"regexp"
	"strings"

	"palabre/rooms"
	"palabre/rooms/session"
)

// overheard: what is written in a group, "circle:<group>:", is for those who are there.
func (w *World) overheard(c *Watcher, text string) error {
	at := rooms.GroupID("")
	if v, _ := w.shadow.View(c.viewer).(session.View); v.Group != nil {
		at = v.Group.Group
	}
	if n := strings.Count(text, "circle:"); n != strings.Count(text, "circle:"+string(at)+":") || n > 0 && at == "" {
		return fmt.Errorf("is in %q and reads %s", at, text)
	}
	return w.overlooked(c, at, text)
}

var tableWords = regexp.MustCompile(`\btable:([a-z0-9-]+):`)

// overlooked: sheets and votes of a group, "table:<group>:", are for those who are there while
// it is open, and for those of the plenary once it is done (CK-15, PO-13).
func (w *World) overlooked(c *Watcher, at rooms.GroupID, text string) error {
	v, _ := w.shadow.View(c.viewer).(session.View)
	if v.Groups == nil {
		return nil
	}
	for _, found := range tableWords.FindAllStringSubmatch(text, -1) {
		g, open := v.Groups.Groups[rooms.GroupID(found[1])]
		if open && (g.Done && at != "" || !g.Done && at != rooms.GroupID(found[1])) {
			return fmt.Errorf("is in %q and reads %s", at, text)
		}
	}
	return nil
}
