package app

import (
	"palabre/signaling/wire"
)

// words gives the sentences of a refusal on the socket.
func words(code string, _ map[string]any) (wire.Sentence, bool) {
	if code == codeTooEarly {
		return wire.Sentence{
			Fr: "La porte ouvre quinze minutes avant l’heure.",
			En: "The door opens fifteen minutes before the hour.",
		}, true
	}
	return wire.Sentence{}, false
}
