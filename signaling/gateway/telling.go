package gateway

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/signaling/host"
)

// What the sweeper does for presence: how often a channel that has just begun asks, a second apart, since what carries
// the question may not be ready at first; and each how many seconds a node says again what lasts.
const (
	askTimes  = 3
	tellEvery = 4
)

// keepTelling is called once a second, n times before.
func (g *Gateway) keepTelling(n int) {
	for _, ch := range g.allChannels() {
		if ch.asked < askTimes {
			ch.asked++
			ch.ask()
		}
		if n%tellEvery == 0 {
			ch.presence.Tell()
		}
	}
}

// allChannels gives the channels in one order.
func (g *Gateway) allChannels() []*channel {
	g.mu.Lock()
	defer g.mu.Unlock()
	return slices.SortedFunc(maps.Values(g.channels), func(a, b *channel) int { return cmp.Compare(a.room, b.room) })
}

func (ch *channel) publishVolatile(data []byte) {
	ch.publish([]host.Part{{To: rooms.Everyone, Data: data}})
}

// ask asks the other nodes what lasts of their people in this room.
func (ch *channel) ask() { ch.publish(nil) }

func (ch *channel) publish(parts []host.Part) {
	b := host.Batch{Room: ch.room, Volatile: true, Parts: parts}
	if err := ch.g.Bus.Publish(ch.g.ctx, b); err != nil && ch.g.ctx.Err() == nil {
		ch.g.Logger.Debug().Err(err).Str("room", string(ch.room)).Msg("volatile news were lost")
	}
}

// receiveVolatile takes volatile news. News of nothing are a question: another node has opened the room, and knows
// nothing of what was said before.
func (ch *channel) receiveVolatile(b host.Batch) {
	if len(b.Parts) == 0 {
		ch.presence.All()
		return
	}
	ch.telling.Lock()
	defer ch.telling.Unlock()
	for _, p := range b.Parts {
		ch.presence.Heard(p.Data)
		ch.spread(ephFrame(ch.room, p.Data))
	}
}

func joined(items []json.RawMessage) []byte {
	var out []byte
	for i, item := range items {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(out, item...)
	}
	return out
}

// tellSince brings a new follower what changed of the others while she was on her way.
func (ch *channel) tellSince(s *sub, upto uint64) {
	ch.telling.Lock()
	defer ch.telling.Unlock()
	if items := ch.presence.Since(upto); len(items) > 0 {
		s.conn.volatile(s, ephFrame(ch.room, joined(items)))
	}
}
