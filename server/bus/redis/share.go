package redis

import (
	"hash/fnv"

	"palabre/rooms"
)

// home is the server that carries a room: the one with the highest weight for it. Every node finds the same, in whatever
// order it was told of them, and a server more or less moves only the rooms that it gains or loses.
func (b *Bus) home(room rooms.RoomID) *server {
	best := b.servers[0]
	if len(b.servers) == 1 {
		return best
	}
	for _, s := range b.servers[1:] {
		if weight(s.at.Name(), room) > weight(best.at.Name(), room) {
			best = s
		}
	}
	return best
}

// weight never changes between releases: nodes of two releases share servers during an update.
func weight(server string, room rooms.RoomID) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(server)) // a hash never fails
	_, _ = h.Write([]byte{0})
	_, _ = h.Write([]byte(room))
	// FNV's last bytes hardly reach its high bits: stir them (the end of SplitMix64).
	x := h.Sum64()
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
