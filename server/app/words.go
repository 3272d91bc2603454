package app

import (
	"palabre/rooms/refusals"
	"palabre/signaling/wire"
)

// words gives the sentences of a refusal on the socket.
func words(code string, data map[string]any) (wire.Sentence, bool) {
	said, ok := refusals.Say(code, data)
	return wire.Sentence{Fr: said.FR, En: said.EN}, ok
}
