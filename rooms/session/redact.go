package session

import (
	"encoding/json"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/stick"
)

// Redact takes a person's words out of an event that keeps its place: what was said
// in the chat, nudged, or given as a reason. False for an event without such words,
// which is returned as it is. A log with redacted events replays (SE-9).
func Redact(e rooms.Event) (rooms.Event, bool) {
	p, err := registry.Decode(e)
	if err != nil {
		return e, false
	}
	var bare codec.Event
	switch p := p.(type) {
	case chat.Said:
		bare = chat.Said{ID: p.ID}
	case stick.Nudged:
		bare = stick.Nudged{Member: p.Member}
	case stick.TurnEnded:
		if p.Reason == "" {
			return e, false
		}
		p.Reason = ""
		bare = p
	default:
		return e, false
	}
	data, err := json.Marshal(bare)
	if err != nil {
		return e, false
	}
	e.Data = data
	return e, true
}
