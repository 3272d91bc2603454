package session

import (
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/chat"
)

// Bounds of what people write, in characters, and of a turn, in seconds.
const (
	maxID       = 64
	maxTitle    = 120
	maxQuestion = 300
	maxWords    = 500
	maxItem     = 1000
	// What somebody contributes to a round in writing: some three minutes read aloud.
	maxTurnWords = 3000
	minTurn      = 10
	maxTurn      = 1800
	maxPhases    = 60
)

func bad(field string) *rooms.Refusal {
	return &rooms.Refusal{Code: rooms.CodeBadArgs, Data: map[string]any{"field": field}}
}

// checkID refuses what is not an id: letters, digits, - and _, at most maxID.
func checkID[T ~string](field string, id T) *rooms.Refusal {
	if id == "" || len(id) > maxID {
		return bad(field)
	}
	for _, r := range string(id) {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
		default:
			return bad(field)
		}
	}
	return nil
}

// words are text as it will be kept; too long is refused, as is none when it must
// be there.
func words(field, text string, longest int, needed bool) (string, *rooms.Refusal) {
	text = chat.Clean(text)
	if utf8.RuneCountInString(text) > longest || needed && text == "" {
		return "", bad(field)
	}
	return text, nil
}
