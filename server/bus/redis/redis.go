// Package redis is the bus of several nodes, over Redis publish/subscribe. Redis may lose any message, restart empty or
// vanish for a while: gateways notice by the positions in batches and ask the room's host for what is missing.
package redis

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/signaling/host"
)

const (
	prefix    = "palabre:room:"
	queueSize = 256 // batches waiting per room; more are lost, and asked for again
)

// Bus carries batches between processes. Its own process hears them without the detour: Redis may be away.
type Bus struct {
	id     []byte       // of this process, at the head of each message
	away   atomic.Int64 // until when Redis is not asked, Unix ms, since it just failed
	client *redis.Client
	pubsub *redis.PubSub
	log    zerolog.Logger
	cancel context.CancelFunc
	done   chan struct{}

	mu   sync.Mutex
	subs map[rooms.RoomID][]*sub
}

var _ host.Bus = (*Bus)(nil)

type sub struct {
	queue chan host.Batch
	stop  chan struct{}
	once  sync.Once
}

// New connects to the server at url ("redis://…"). Close ends it. A server that is away is no error: the bus connects when
// it is back.
func New(url string, log zerolog.Logger) (*Bus, error) {
	options, err := redis.ParseURL(url)
	if err != nil {
		return nil, fmt.Errorf("redis bus: %w", err)
	}
	// Plain Redis and Valkey do not know these notifications and answer with errors.
	options.MaintNotificationsConfig = &maintnotifications.Config{Mode: maintnotifications.ModeDisabled}
	options.ContextTimeoutEnabled = true
	// A batch that cannot go now need not go at all: gateways ask for it.
	options.MaxRetries, options.DialerRetries, options.DialTimeout = -1, 1, 500*time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	client := redis.NewClient(options)
	b := &Bus{
		id: []byte(uuid.NewString()), client: client, pubsub: client.Subscribe(ctx), log: log, cancel: cancel,
		done: make(chan struct{}), subs: map[rooms.RoomID][]*sub{},
	}
	go b.read(ctx)
	return b, nil
}

// Close ends the bus.
func (b *Bus) Close() error {
	b.cancel()
	err := errors.Join(b.pubsub.Close(), b.client.Close())
	<-b.done
	if err != nil {
		return fmt.Errorf("redis bus: close: %w", err)
	}
	return nil
}

// ErrAway means that Redis failed a moment ago and is left alone for another.
var ErrAway = errors.New("redis bus: redis is away")

// Publish gives a batch to this node's subscribers and sends it to the other nodes.
func (b *Bus) Publish(ctx context.Context, batch host.Batch) error {
	b.hand(batch)
	if time.Now().UnixMilli() < b.away.Load() {
		return ErrAway
	}
	data, err := host.EncodeBatch(batch)
	if err != nil {
		return fmt.Errorf("redis bus: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	if err := b.client.Publish(ctx, prefix+string(batch.Room), append(b.id[:len(b.id):len(b.id)], data...)).Err(); err != nil {
		b.away.Store(time.Now().Add(500 * time.Millisecond).UnixMilli())
		return fmt.Errorf("redis bus: publish: %w", err)
	}
	return nil
}

// Subscribe is part of host.Bus. It returns before Redis has confirmed; what is published meanwhile counts as lost.
func (b *Bus) Subscribe(room rooms.RoomID, receive func(host.Batch)) (stop func()) {
	s := &sub{queue: make(chan host.Batch, queueSize), stop: make(chan struct{})}
	b.mu.Lock()
	first := len(b.subs[room]) == 0
	b.subs[room] = append(b.subs[room], s)
	b.mu.Unlock()
	go s.run(receive)
	if first {
		b.ask(room, true)
	}
	return func() { s.once.Do(func() { b.drop(room, s) }) }
}

func (s *sub) run(receive func(host.Batch)) {
	for {
		select {
		case batch := <-s.queue:
			receive(batch)
		case <-s.stop:
			return
		}
	}
}

func (b *Bus) drop(room rooms.RoomID, gone *sub) {
	close(gone.stop)
	b.mu.Lock()
	var rest []*sub
	for _, s := range b.subs[room] {
		if s != gone {
			rest = append(rest, s)
		}
	}
	if len(rest) > 0 {
		b.subs[room] = rest
	} else {
		delete(b.subs, room)
	}
	b.mu.Unlock()
	if len(rest) == 0 {
		b.ask(room, false)
	}
}

// ask tells Redis about a channel. When it cannot be told, go-redis does at the next connection.
func (b *Bus) ask(room rooms.RoomID, on bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	do := b.pubsub.Subscribe
	if !on {
		do = b.pubsub.Unsubscribe
	}
	if err := do(ctx, prefix+string(room)); err != nil {
		b.log.Warn().Err(err).Str("room", string(room)).Bool("subscribe", on).Msg("redis is away")
	}
}

// read hands messages to the rooms' queues; a full queue loses them.
func (b *Bus) read(ctx context.Context) {
	defer close(b.done)
	for wait := 50 * time.Millisecond; ; {
		message, err := b.pubsub.ReceiveMessage(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			// Before the first subscription there is no connection and this fails at once.
			select {
			case <-time.After(wait + rand.N(wait)):
			case <-ctx.Done():
				return
			}
			wait = min(2*wait, time.Second)
			continue
		}
		wait = 50 * time.Millisecond
		payload := []byte(message.Payload)
		if bytes.HasPrefix(payload, b.id) {
			continue // our own, heard already
		}
		batch, err := host.DecodeBatch(payload[min(len(b.id), len(payload)):])
		if err != nil || prefix+string(batch.Room) != message.Channel {
			b.log.Warn().Err(err).Str("channel", message.Channel).Msg("a message of the bus was not readable")
			continue
		}
		b.hand(batch)
	}
}

func (b *Bus) hand(batch host.Batch) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.subs[batch.Room] {
		select {
		case s.queue <- batch:
		default:
		}
	}
}
