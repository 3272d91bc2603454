package local_test

import (
	"testing"

	"palabre/rooms"
	"palabre/server/bus/bustest"
	"palabre/server/bus/local"
	"palabre/signaling/host"
)

func TestContract(t *testing.T) {
	bustest.Run(t, func(*testing.T) (host.Bus, host.Bus, func(rooms.RoomID, int)) {
		b := local.New()
		return b, b, func(rooms.RoomID, int) {}
	})
}
