package app

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/bus/redis"
	"palabre/server/community"
	"palabre/server/jobs"
)

// stateFigures tell whether a node, and what it leans on, are as they should be.
func stateFigures() []figure {
	const gauge, counter = prometheus.GaugeValue, prometheus.CounterValue
	return []figure{
		{"palabre_ready", "Whether people can be served here, as /readyz says.", gauge, "", func(n *Node) map[string]float64 { return yes(n.isReady()) }},
		{"palabre_store_readonly", "Whether this node can save nothing for now.", gauge, "", func(n *Node) map[string]float64 {
			readonly, _ := n.Host.Readonly()
			return yes(readonly)
		}},
		{"palabre_draining", "Whether the node hands its rooms over and takes no visitor.", gauge, "", func(n *Node) map[string]float64 { return yes(n.stopping.Load()) }},
		{"palabre_redis_up", "Whether all Redis servers carry frames to and from this node.", gauge, "", func(n *Node) map[string]float64 {
			b, ok := n.bus.(*redis.Bus)
			if !ok {
				return nil
			}
			up, all := b.Servers()
			return yes(up == all)
		}},
		{"palabre_letters_total", "Letters handed over by this node, and those that nobody took, by what became of them.", counter, "how", func(n *Node) map[string]float64 {
			return map[string]float64{"sent": float64(n.post.sent.Load()), "failed": float64(n.post.failed.Load())}
		}},
		{"palabre_letters_owed", "Letters about meetings that should have left, of all nodes; a thousand at most are counted.", gauge, "", owed},
		{"palabre_build_info", "The version that runs.", gauge, "version", func(*Node) map[string]float64 { return map[string]float64{Version(): 1} }},
	}
}

// figureWithin bounds what a figure waits for: Prometheus waits for ten seconds.
const figureWithin = 2 * time.Second

// isReady is what /readyz would say, and no when that is long in coming.
func (n *Node) isReady() bool {
	ctx, cancel := context.WithTimeout(context.Background(), figureWithin)
	answer := make(chan error, 1)
	go func() {
		defer cancel()
		answer <- n.ready(ctx)
	}()
	select {
	case err := <-answer:
		return err == nil
	case <-ctx.Done():
		return false
	}
}

// owed counts the letters that are late, tried or not. A store that is away tells nothing.
func owed(n *Node) map[string]float64 {
	const most = 1000
	if !n.isReady() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), figureWithin)
	defer cancel()
	now := n.clock.Now()
	due, err := n.Store.Records.ListNoticesDue(ctx, now+rooms.Millis(jobs.NoticeRetryMax.Milliseconds()), most)
	if err != nil {
		return nil
	}
	count := 0
	for _, one := range due {
		if one.Tries > 0 || one.DueAt <= now {
			count++
		}
	}
	return one(float64(count))
}

// counted are letters that are counted.
type counted struct {
	letters
	sent, failed atomic.Uint64
}

func (c *counted) count(err error) error {
	if err != nil {
		c.failed.Add(1)
		return err
	}
	c.sent.Add(1)
	return nil
}

// SignIn implements auth.Letters.
func (c *counted) SignIn(ctx context.Context, to auth.Reader, link string) error {
	return c.count(c.letters.SignIn(ctx, to, link))
}

// Announce implements jobs.Announcer.
func (c *counted) Announce(ctx context.Context, to community.Person, a jobs.Announcement) error {
	return c.count(c.letters.Announce(ctx, to, a))
}
