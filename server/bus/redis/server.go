package redis

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"palabre/server/bus/redis/address"
)

const (
	shortRest = 50 * time.Millisecond // before a server is tried again, doubled each time
	longRest  = time.Second
	// A node says a word to itself through each server, by the way that batches take: when none comes back, one of the
	// two connections is dead, or leads to a server that is no longer the one that everybody publishes to.
	beatEvery   = time.Second
	beatsLost   = 3
	beatPrefix  = "palabre:node:"
	writeWithin = time.Second            // an answer to a write
	lastWithin  = 250 * time.Millisecond // the last write, at the end
	subscribed  = 1000                   // channels asked for at once
)

var errSilent = errors.New("redis bus: nothing comes back")

// server keeps up the exchange with one server, as a succession of sessions.
type server struct {
	bus *Bus
	at  address.Server
	out *outbox
	up  atomic.Bool

	lost  atomic.Int32 // beats without an echo
	heard voices       // the reader's alone
	grump time.Time    // when a message was last complained of, the reader's alone

	mu      sync.Mutex
	wanted  map[string]bool // channels that have subscribers here
	asks    map[string]bool // what changed of that since the session was told
	changed chan struct{}   // holds one when something did
}

func newServer(b *Bus, at address.Server) *server {
	return &server{
		bus: b, at: at, out: newOutbox(b.next), heard: voices{secrets: b.secrets, known: map[process]*voice{}},
		wanted: map[string]bool{}, asks: map[string]bool{}, changed: make(chan struct{}, 1),
	}
}

func (s *server) beatChannel() string { return fmt.Sprintf("%s%x", beatPrefix, s.bus.id) }

// run holds one session after the other until ctx ends.
func (s *server) run(ctx context.Context) {
	told := "" // why it is away, as last logged
	came := 0
	for rest := shortRest; ; {
		err := s.session(ctx, func() {
			if came++; came > 1 {
				s.bus.counts.reconnects.Add(1)
			}
			if told != "" || came > 1 {
				s.bus.log.Info().Str("redis", s.at.Name()).Msg("redis est revenu / redis is back")
			}
			told, rest = "", shortRest
		})
		s.up.Store(false)
		s.bus.counts.away.Add(uint64(s.out.shut()))
		if ctx.Err() != nil {
			return
		}
		if why := reason(err); why != told {
			told = why
			s.complain(err)
		}
		select {
		case <-time.After(rest + rand.N(rest)):
		case <-ctx.Done():
			return
		}
		rest = min(2*rest, longRest)
	}
}

// reason is the same for the same trouble: ports and addresses in errors change.
func reason(err error) string {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return CodeAway
}

func (s *server) complain(err error) {
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Code != CodeAway {
		s.bus.log.Error().Err(err).Str("redis", s.at.Name()).Msg(refusal.FR + " / " + refusal.EN)
		return
	}
	s.bus.log.Warn().Err(err).Str("redis", s.at.Name()).Msg("redis est absent, les nœuds se demandent ce qui manque / redis is away, nodes ask each other for what is missing")
}

// session connects, asks for the wanted channels, and carries batches until something fails. Whatever it was, both
// connections are made anew: one that lives may be to another server than the other.
func (s *server) session(ctx context.Context, came func()) (err error) {
	client, addr, w, err := dial(ctx, s.at)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closed(client), w.Close()) }()
	ended := context.AfterFunc(ctx, func() { _ = client.Close() }) // an answer may be long in coming
	err = inspect(ctx, client, s.at)
	if !ended() || err != nil {
		return errors.Join(err, ctx.Err())
	}
	pubsub := client.Subscribe(ctx)
	if err := s.askAll(ctx, pubsub); err != nil {
		return errors.Join(err, closed(pubsub))
	}
	inside, fail := context.WithCancelCause(ctx)
	confirmed := make(chan struct{})
	var others sync.WaitGroup
	others.Go(func() { fail(s.read(inside, pubsub, confirmed)) })
	if w != nil {
		others.Go(func() { fail(w.follow(inside, addr)) })
	}
	err = s.speak(inside, client, pubsub, confirmed, came)
	fail(err)
	err = errors.Join(err, closed(pubsub))
	others.Wait()
	return err
}

func closed(c interface{ Close() error }) error {
	if err := c.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("redis bus: close: %w", err)
	}
	return nil
}

// ask notes that a channel is wanted, or no more. It does not wait for the server.
func (s *server) ask(channel string, on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if on {
		s.wanted[channel] = true
	} else {
		delete(s.wanted, channel)
	}
	s.asks[channel] = on
	select {
	case s.changed <- struct{}{}:
	default:
	}
}

// askAll asks a fresh connection for every wanted channel, the beat's last: once it is confirmed, all are.
func (s *server) askAll(ctx context.Context, pubsub *redis.PubSub) error {
	s.mu.Lock()
	clear(s.asks)
	channels := append(slices.Collect(maps.Keys(s.wanted)), s.beatChannel())
	s.mu.Unlock()
	return inChunks(ctx, channels, pubsub.Subscribe)
}

// askAgain tells the connection what changed.
func (s *server) askAgain(ctx context.Context, pubsub *redis.PubSub) error {
	s.mu.Lock()
	var on, off []string
	for channel, wanted := range s.asks {
		if wanted {
			on = append(on, channel)
		} else {
			off = append(off, channel)
		}
	}
	clear(s.asks)
	s.mu.Unlock()
	if err := inChunks(ctx, on, pubsub.Subscribe); err != nil {
		return err
	}
	return inChunks(ctx, off, pubsub.Unsubscribe)
}

func inChunks(ctx context.Context, channels []string, do func(context.Context, ...string) error) error {
	for chunk := range slices.Chunk(channels, subscribed) {
		if err := do(ctx, chunk...); err != nil {
			return fmt.Errorf("redis bus: subscribe: %w", err)
		}
	}
	return nil
}
