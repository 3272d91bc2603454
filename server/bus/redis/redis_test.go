package redis_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"palabre/rooms"
	"palabre/server/bus/bustest"
	"palabre/server/bus/redis"
	"palabre/signaling/host"
)

// channel is where the batches of a room go.
func channel(room rooms.RoomID) string { return "palabre:room:" + string(room) }

func open(t testing.TB, setting string) *redis.Bus {
	t.Helper()
	b, err := redis.New(setting, []string{secret}, zerolog.Nop())
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

// deployment is one way to have Redis.
type deployment struct {
	name  string
	start func(t *testing.T) (setting string, servers []*bustest.Server, sentinels *bustest.Sentinels)
}

func deployments() []deployment {
	return []deployment{
		{"one", func(t *testing.T) (string, []*bustest.Server, *bustest.Sentinels) {
			s := bustest.Start(t)
			return "redis://" + s.Addr, []*bustest.Server{s}, nil
		}},
		{"one with a password", func(t *testing.T) (string, []*bustest.Server, *bustest.Sentinels) {
			s := bustest.Start(t, "--user", "palabre", "on", ">s3cr3t", "resetchannels", "&palabre:*", "+info", "+publish", "+subscribe", "+unsubscribe", "+client|setname", "+select")
			return "redis://palabre:s3cr3t@" + s.Addr + "/3", []*bustest.Server{s}, nil
		}},
		{"three that share the rooms", func(t *testing.T) (string, []*bustest.Server, *bustest.Sentinels) {
			servers := []*bustest.Server{bustest.Start(t), bustest.Start(t), bustest.Start(t)}
			return fmt.Sprintf("redis://%s,redis://%s,redis://%s", servers[0].Addr, servers[1].Addr, servers[2].Addr), servers, nil
		}},
		{"sentinel", func(t *testing.T) (string, []*bustest.Server, *bustest.Sentinels) {
			g := bustest.StartSentinels(t)
			return g.Setting(), g.Servers, g
		}},
	}
}

// await asks the servers themselves who listens: a subscription is in effect when one counts it. A copy knows of none.
func await(t *testing.T, servers []*bustest.Server, room rooms.RoomID, connections int64) {
	t.Helper()
	bustest.Until(t, "the subscription is counted", func() bool {
		n := int64(0)
		for _, s := range servers {
			n += s.Listeners(channel(room))
		}
		return n == connections
	})
}

// nothingRuns waits until every goroutine has ended but those that ran before. A closed pool whose server was away sees only
// at its next attempt, a second later, that nobody wants it any more (go-redis, ConnPool.tryDial).
func nothingRuns(t *testing.T, before goleak.Option) {
	t.Helper()
	var left error
	t.Cleanup(func() {
		if left != nil {
			t.Log(left)
		}
	})
	bustest.Until(t, "all that was begun has ended", func() bool {
		left = goleak.Find(before)
		return left == nil
	})
}

func TestContract(t *testing.T) {
	for _, d := range deployments() {
		t.Run(d.name, func(t *testing.T) {
			defer nothingRuns(t, goleak.IgnoreCurrent())
			setting, servers, _ := d.start(t)
			bustest.Run(t, func(t *testing.T) (host.Bus, host.Bus, func(rooms.RoomID, int)) {
				t.Helper()
				return open(t, setting), open(t, setting), func(room rooms.RoomID, subscribers int) {
					await(t, servers, room, int64(min(subscribers, 1)))
				}
			})
		})
	}
}

// Whatever happens to Redis, batches pass again once it is back, with nothing asked of anybody; none comes twice or late.
func TestComesBack(t *testing.T) {
	twelve := make([]rooms.RoomID, 12) // some for each server
	for i := range twelve {
		twelve[i] = rooms.RoomID(fmt.Sprintf("ses_%d", i))
	}
	for _, d := range deployments() {
		t.Run(d.name, func(t *testing.T) {
			defer nothingRuns(t, goleak.IgnoreCurrent())
			setting, servers, sentinels := d.start(t)
			a, b := open(t, setting), open(t, setting)
			flow, stop := bustest.NewFlow(t, a, b, twelve...)
			flow.Passes()
			for _, fault := range faults(servers, sentinels) {
				began := time.Now()
				fault.make(t, a)
				done := time.Now()
				lost := flow.Passes()
				t.Logf("%s, for %v: all passes %v later, %d were lost", fault.name, done.Sub(began).Round(time.Millisecond), time.Since(done).Round(time.Millisecond), lost)
			}
			stop()
			if n := a.Counts(); n.Reconnects == 0 || n.Published == 0 || n.Dropped.Damaged+n.Dropped.Forged+n.Dropped.TooBig > 0 {
				t.Errorf("%+v", n)
			}
			if up, all := a.Servers(); up != all {
				t.Errorf("%d of %d servers are up", up, all)
			}
			for _, bus := range []*redis.Bus{a, b} { // before goroutines are counted
				if err := bus.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
}

type fault struct {
	name string
	make func(t *testing.T, a *redis.Bus)
}

func faults(servers []*bustest.Server, sentinels *bustest.Sentinels) []fault {
	hit := func() *bustest.Server {
		if sentinels != nil {
			return sentinels.Original()
		}
		return servers[0]
	}
	down := func(t *testing.T, a *redis.Bus) {
		t.Helper()
		bustest.Until(t, "the loss of a server is noticed", func() bool { up, all := a.Servers(); return up < all })
	}
	out := []fault{
		{"everything is forgotten", func(*testing.T, *redis.Bus) { hit().Do("FLUSHALL") }},
		{"subscribers are cut", func(*testing.T, *redis.Bus) { hit().Do("CLIENT KILL TYPE pubsub") }},
		{"publishers are cut", func(*testing.T, *redis.Bus) { hit().Do("CLIENT KILL TYPE normal SKIPME yes") }},
	}
	if sentinels != nil {
		return append(out,
			fault{"the sentinels name the copy", func(t *testing.T, _ *redis.Bus) {
				left := sentinels.Original()
				sentinels.Failover()
				bustest.Until(t, "the original is left", func() bool { return left.Listeners(channel("ses_1")) == 0 })
			}},
			fault{"the original dies", func(*testing.T, *redis.Bus) { sentinels.Original().Kill() }})
	}
	return append(out,
		fault{"killed and started again", func(*testing.T, *redis.Bus) { hit().Kill(); hit().Again() }},
		fault{"absent for a while", func(t *testing.T, a *redis.Bus) { hit().Kill(); down(t, a); hit().Again() }},
		fault{"stopped without a word", func(t *testing.T, a *redis.Bus) { hit().Pause(); down(t, a); hit().Resume() }})
}

// An original that hangs is replaced, and when it goes on it believes for a while that it still is the original: nobody
// listens to it any more.
func TestAnOriginalThatHangs(t *testing.T) {
	sentinels := bustest.StartSentinels(t)
	a, b := open(t, sentinels.Setting()), open(t, sentinels.Setting())
	flow, stop := bustest.NewFlow(t, a, b, "ses_1", "ses_2")
	defer stop()
	flow.Passes()
	hung := sentinels.Original()
	hung.Pause()
	sentinels.Replaced(hung)
	hung.Resume()
	flow.Passes()
	bustest.Until(t, "all listen to the new original", func() bool {
		return sentinels.Original().Listeners(channel("ses_1")) == 1 && hung.Listeners(channel("ses_1")) == 0
	})
	flow.Passes()
}

// A room's host publishes while the server takes the bytes and answers nothing: it is not made to wait, and hears soon that
// what it says is lost.
func TestPublishingWaitsForNobody(t *testing.T) {
	s := bustest.Start(t)
	a, b := open(t, "redis://"+s.Addr), open(t, "redis://"+s.Addr)
	flow, stop := bustest.NewFlow(t, a, b, "ses_1")
	defer stop()
	flow.Passes()
	s.Pause()
	big := host.Batch{Room: "ses_2", Parts: []host.Part{{Data: make([]byte, 1<<20)}}, Volatile: true}
	longest := time.Duration(0)
	bustest.Until(t, "the server is found away", func() bool {
		began := time.Now()
		err := a.Publish(context.Background(), big)
		longest = max(longest, time.Since(began))
		return errors.Is(err, redis.ErrAway)
	})
	if n := a.Counts().Dropped; n.Away == 0 {
		t.Errorf("%+v", n)
	}
	if longest > 500*time.Millisecond {
		t.Errorf("a publisher waited %v", longest)
	}
	s.Resume()
	flow.Passes()
}

// A network that loses what comes from the server, and nothing else: publishing works, the connection stands, and nothing is
// ever heard on it. The node misses its own beat, and connects anew.
func TestAConnectionThatIsDeafIsNoticed(t *testing.T) {
	s := bustest.Start(t)
	proxy := bustest.NewProxy(t, s)
	a, b := open(t, "redis://"+s.Addr), open(t, "redis://"+proxy.Addr)
	flow, stop := bustest.NewFlow(t, a, b, "ses_1")
	defer stop()
	flow.Passes()
	if n := proxy.DeafenSubscribers(); n != 1 {
		t.Fatalf("%d connections are subscribed", n)
	}
	if lost := flow.Passes(); lost == 0 {
		t.Error("nothing was lost: the connection was not deaf")
	}
	if n := b.Counts(); n.Reconnects != 1 {
		t.Errorf("%+v", n)
	}
}

// What a bus cannot trust goes no further, and is counted.
func TestUntrustedMessagesAreCounted(t *testing.T) {
	s := bustest.Start(t)
	a, b := open(t, "redis://"+s.Addr), open(t, "redis://"+s.Addr)
	flow, stop := bustest.NewFlow(t, a, b, "ses_1", "ses_2")
	defer stop()
	flow.Passes()
	c := s.Client()
	defer func() { _ = c.Close() }()
	tap := c.Subscribe(t.Context(), channel("ses_1"))
	defer func() { _ = tap.Close() }()
	if _, err := tap.Receive(t.Context()); err != nil {
		t.Fatal(err)
	}
	sent := flow.Publish("ses_1")
	m, err := tap.ReceiveMessage(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	bustest.Until(t, "it arrives", func() bool { return flow.Last("ses_1") == sent })
	before := b.Counts()
	flipped := []byte(m.Payload)
	flipped[len(flipped)-1] ^= 1
	say := func(room rooms.RoomID, data string) {
		t.Helper()
		if err := c.Publish(t.Context(), channel(room), data).Err(); err != nil {
			t.Fatal(err)
		}
	}
	say("ses_1", m.Payload)
	say("ses_1", string(flipped))
	say("ses_1", m.Payload[:20])
	say("ses_1", m.Payload[:len(m.Payload)-1])
	say("ses_1", "")
	say("ses_1", strings.Repeat("x", 5<<20))
	want := before
	want.Dropped.Repeated++
	want.Dropped.Forged += 2
	want.Dropped.Damaged += 2
	want.Dropped.TooBig++
	bustest.Until(t, fmt.Sprintf("counted as %+v", want), func() bool { return b.Counts() == want })

	// A fresh listener has not heard it yet; it is sealed for another room's channel.
	d := open(t, "redis://"+s.Addr)
	other, stopOther := bustest.NewFlow(t, a, d, "ses_2")
	defer stopOther()
	await(t, []*bustest.Server{s}, "ses_2", 2)
	say("ses_2", m.Payload)
	bustest.Until(t, "a message of another room is counted", func() bool { return d.Counts().Dropped.Forged == 1 })
	if other.Last("ses_2") != 0 || flow.Last("ses_1") != sent {
		t.Error("something untrusted was handed on")
	}
	if err := a.Publish(t.Context(), host.Batch{Room: "ses_1", Parts: []host.Part{{Data: make([]byte, 5<<20)}}}); !errors.Is(err, redis.ErrTooBig) {
		t.Errorf("a batch over the bound: %v", err)
	}
}

// The last batches of a node that stops are not left behind.
func TestClosingSendsWhatWaits(t *testing.T) {
	s := bustest.Start(t)
	b := open(t, "redis://"+s.Addr)
	for range 20 {
		a := open(t, "redis://"+s.Addr)
		flow, stop := bustest.NewFlow(t, a, b, "ses_1")
		flow.Passes()
		last := flow.Publish("ses_1")
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		bustest.Until(t, "the last one arrives", func() bool { return flow.Last("ses_1") == last })
		stop()
	}
}
