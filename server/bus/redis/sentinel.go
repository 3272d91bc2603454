package redis

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"sync"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"

	"palabre/server/bus/redis/address"
)

// askEvery is how long a node may stay with a server that the sentinels do not name any more.
const askEvery = time.Second

var errReplaced = errors.New("redis bus: the sentinels name another server")

// sentinels are asked all at once which server is the original: one that is cut off from the others may be behind.
type sentinels struct {
	name    string
	clients []*redis.SentinelClient
}

func watch(at address.Server) *sentinels {
	out := &sentinels{name: at.Master}
	for _, addr := range at.Addrs {
		options := &redis.Options{
			Network: "tcp", Addr: addr, Username: at.SentinelUser, Password: at.SentinelPassword, ClientName: "palabre",
			Protocol: 2, DisableIdentity: true, ContextTimeoutEnabled: true,
			MaintNotificationsConfig: &maintnotifications.Config{Mode: maintnotifications.ModeDisabled},
			MaxRetries:               -1, DialerRetries: 1, DialTimeout: dialWithin, ReadTimeout: answerWithin, WriteTimeout: answerWithin, PoolSize: 1,
		}
		if at.TLS {
			options.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
		}
		out.clients = append(out.clients, redis.NewSentinelClient(options))
	}
	return out
}

// Close lets go of them; there may be none.
func (w *sentinels) Close() error {
	var all error
	if w == nil {
		return nil
	}
	for _, c := range w.clients {
		all = errors.Join(all, closed(c))
	}
	return all
}

// original is the server that most of those who answer name.
func (w *sentinels) original(ctx context.Context) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, answerWithin)
	defer cancel()
	said := make([]string, len(w.clients))
	errs := make([]error, len(w.clients))
	var all sync.WaitGroup
	for i, c := range w.clients {
		all.Go(func() {
			addr, err := c.GetMasterAddrByName(ctx, w.name).Result()
			if err == nil && len(addr) == 2 {
				said[i] = net.JoinHostPort(addr[0], addr[1])
			}
			errs[i] = err
		})
	}
	all.Wait()
	best, votes := "", map[string]int{"": 0}
	for _, addr := range said {
		if addr != "" {
			if votes[addr]++; votes[addr] > votes[best] {
				best = addr
			}
		}
	}
	if best == "" {
		return "", fmt.Errorf("ask the sentinels: %w", errors.Join(errs...))
	}
	return best, nil
}

// follow ends with errReplaced once the sentinels name another server. Sentinels that are away change nothing.
func (w *sentinels) follow(ctx context.Context, addr string) error {
	tick := time.NewTicker(askEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
			if now, err := w.original(ctx); err == nil && now != addr {
				return errReplaced
			}
		}
	}
}
