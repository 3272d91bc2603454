package redis_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"

	goredis "github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"palabre/rooms"
	"palabre/server/bus/bustest"
	"palabre/server/bus/redis"
	"palabre/signaling/host"
)

func open(t *testing.T, addr string) *redis.Bus {
	t.Helper()
	b, err := redis.New("redis://"+addr, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	})
	return b
}

// await asks Redis itself who listens: a subscription is in effect when it counts it.
func await(t *testing.T, addr string, channel string, connections int64) {
	t.Helper()
	c := goredis.NewClient(&goredis.Options{Addr: addr, MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}})
	defer func() { _ = c.Close() }()
	for {
		n, err := c.PubSubNumSub(t.Context(), channel).Result()
		if err == nil && n[channel] == connections {
			return
		}
		if t.Context().Err() != nil {
			t.Fatal("subscription never counted")
		}
	}
}

func TestContract(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	addr, _ := bustest.Redis(t, 0)
	bustest.Run(t, func(t *testing.T) (host.Bus, host.Bus, func(rooms.RoomID, int)) {
		t.Helper()
		return open(t, addr), open(t, addr), func(room rooms.RoomID, subscribers int) {
			await(t, addr, "palabre:room:"+string(room), int64(min(subscribers, 1)))
		}
	})
}

// A Redis that dies and comes back empty: what was published meanwhile is lost, what comes after arrives, with nothing
// asked of the subscriber.
func TestComesBackAfterRedisDies(t *testing.T) {
	addr, kill := bustest.Redis(t, 0)
	a, b := open(t, addr), open(t, addr)
	got := make(chan rooms.Seq, 100)
	defer b.Subscribe("ses_1", func(x host.Batch) { got <- x.To })()
	await(t, addr, "palabre:room:ses_1", 1)
	publish := func(to rooms.Seq) error {
		return a.Publish(context.Background(), host.Batch{Room: "ses_1", From: to - 1, To: to})
	}
	if err := publish(1); err != nil {
		t.Fatal(err)
	}
	if to := <-got; to != 1 {
		t.Fatal(to)
	}
	kill()
	if err := publish(2); err == nil {
		t.Error("publishing to a dead server says it worked")
	}
	port, err := strconv.Atoi(addr[strings.LastIndex(addr, ":")+1:])
	if err != nil {
		t.Fatal(err)
	}
	bustest.Redis(t, port)
	await(t, addr, "palabre:room:ses_1", 1)
	err = publish(3)
	for errors.Is(err, redis.ErrAway) { // half a second after a failure it is not asked
		err = publish(3)
	}
	if err != nil {
		t.Fatal(err)
	}
	if to := <-got; to != 3 {
		t.Errorf("got %d after the return", to)
	}
}
