package app

import (
	"palabre/rooms/refusals"
	"palabre/signaling/wire"
)

// words gives the sentences of a refusal on the socket.
func words(code string, data map[string]any) (wire.Sentence, bool) {
	if code == codeTooEarly {
		return wire.Sentence{
			Fr: "La porte ouvre quinze minutes avant l’heure de la rencontre.",
			En: "The door opens fifteen minutes before the meeting’s hour.",
		}, true
	}
	said, ok := refusals.Say(code, data)
	return wire.Sentence{Fr: said.FR, En: said.EN}, ok
}
