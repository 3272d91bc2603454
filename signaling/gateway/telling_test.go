package gateway_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// deafBus carries to its subscribers what others say; while it is deaf it loses what is volatile.
type deafBus struct {
	host.Bus
	deaf atomic.Bool
}

func (b *deafBus) Subscribe(room rooms.RoomID, receive func(host.Batch)) func() {
	return b.Bus.Subscribe(room, func(batch host.Batch) {
		if !batch.Volatile || !b.deaf.Load() {
			receive(batch)
		}
	})
}

func (b *deafBus) Publish(ctx context.Context, batch host.Batch) error {
	if batch.Volatile && b.deaf.Load() {
		return nil
	}
	return b.Bus.Publish(ctx, batch) //nolint:wrapcheck // it is the same bus
}

// hears reads until she is told an item, in what a join brings or after.
func (c *client) hears(item string) {
	c.t.Helper()
	for {
		for _, field := range []string{"eph", "d"} {
			if c.last["t"] != "f" && strings.Contains(fmt.Sprint(c.last[field]), item) {
				return
			}
		}
		if !c.step() {
			c.t.Fatalf("%s was not told %s", c.name, item)
		}
	}
}

// Chantal holds the stick on the host's node, her microphone open; Awa comes back by a node that had nobody of that room: her page
// knows at once that Chantal is heard. And what the bus lost of it is known when it is back.
func TestANodeThatComesLateKnowsWhoseMicrophoneIsOpen(t *testing.T) {
	shared := local.New()
	w := newWorld(t, tune{bus: shared})
	far := &deafBus{Bus: shared}
	elsewhere := w.elsewhere(far)
	chantal := w.dial("chantal")
	chantal.join(parlour)
	chantal.say(wire.Eph{Room: parlour, Kind: "mic", Value: json.RawMessage(`true`)})
	chantal.hears("[chantal mic true]")
	awa := elsewhere.dial("awa")
	awa.join(parlour)
	awa.hears("[chantal mic true]")

	far.deaf.Store(true)
	chantal.say(wire.Eph{Room: parlour, Kind: "mic", Value: json.RawMessage(`null`)})
	chantal.hears("[chantal mic <nil>]")
	far.deaf.Store(false)
	awa.hears("[chantal mic <nil>]")
}
