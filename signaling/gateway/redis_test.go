package gateway_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/bus/bustest"
	"palabre/server/bus/redis"
)

// A reader on another gateway than the host's, over a real Redis that is killed and started again, empty, in the middle:
// things become slower for her, nothing is lost; who is on the host's own node notices nothing.
func TestRedisMayVanish(t *testing.T) {
	addr, kill := bustest.Redis(t, 0)
	bus, err := redis.New("redis://"+addr, []string{"a secret of nodes"}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t, tune{bus: bus})
	t.Cleanup(func() {
		if err := bus.Close(); err != nil {
			t.Error(err)
		}
	})
	far, err := redis.New("redis://"+addr, []string{"a secret of nodes"}, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := far.Close(); err != nil {
			t.Error(err)
		}
	})
	writer, reader := w.dial("f-writer"), w.elsewhere(far).dial("reader")
	for _, c := range []*client{writer, reader} {
		c.join(parlour)
		c.join(board)
	}
	first := reader.rooms[board].seq
	k := 0
	write := func(n int) (end rooms.Seq) {
		for range n {
			k++
			writer.done(parlour, "say", fmt.Sprintf(`{"text":"%d"}`, k))
			end = writer.done(board, "say", fmt.Sprintf(`{"text":"%d"}`, k))
		}
		return end
	}
	reader.at(board, write(20))
	kill()
	reader.at(board, write(3)) // heads are compared every two seconds
	port, err := strconv.Atoi(addr[strings.LastIndex(addr, ":")+1:])
	if err != nil {
		t.Fatal(err)
	}
	bustest.Redis(t, port)
	reader.at(board, write(20)).dense(t, first)
	for len(reader.rooms[parlour].view["lines"].(map[string]any)) < k {
		reader.step()
	}
	late := w.dial("late")
	if got, want := fmt.Sprint(late.join(parlour).view), fmt.Sprint(reader.rooms[parlour].view); got != want {
		t.Errorf("I5: a newcomer sees %s, the reader %s", got, want)
	}
}
