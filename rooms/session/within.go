package session

import (
	"encoding/json"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/stick"
)

// Within is something that happened in a small group: an event of its own stick.
type Within struct {
	Circle rooms.GroupID   `json:"circle"`
	Name   string          `json:"e"`
	Data   json.RawMessage `json:"d,omitempty"`

	inner codec.Event
}

// EventName is the name in the log.
func (Within) EventName() string { return "groups.within" }

// within is an event as it happens in a group.
func within(g rooms.GroupID, e codec.Event) Within {
	data, err := codec.Encode(e)
	if err != nil {
		panic(fmt.Sprintf("session: a payload that JSON cannot say: %v", err))
	}
	return Within{Circle: g, Name: e.EventName(), Data: data, inner: e}
}

// Inner reads what happened in the group: an event of the stick.
func (w Within) Inner() (codec.Event, error) {
	if w.inner != nil {
		return w.inner, nil
	}
	p, err := stickEvents.Decode(rooms.Event{Name: w.Name, Data: w.Data})
	if err != nil {
		return nil, fmt.Errorf("within %s: %w", w.Circle, err)
	}
	return p, nil
}

// stickEvents reads what may happen within a group.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var stickEvents = stick.Events()
