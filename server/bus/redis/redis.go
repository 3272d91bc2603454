// Package redis is the bus of several nodes, over Redis publish/subscribe: one server, the one that sentinels name, or
// several that share the rooms. Redis may lose or repeat any message, restart empty or vanish for a while: gateways notice
// by the positions in batches and ask the room's host for what is missing. Publishing waits for nobody. What goes through
// Redis is sealed: who does not know the nodes' secret can neither read nor write a batch there.
package redis

import (
	"context"
	"crypto/cipher"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"
	"github.com/redis/go-redis/v9/logging"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/bus/redis/address"
	"palabre/signaling/host"
)

const (
	prefix    = "palabre:room:"
	queueSize = 256 // batches waiting per subscriber; more are lost, and asked for again
)

// Bus carries batches between processes. Its own process hears them without the detour: Redis may be away.
type Bus struct {
	id      process
	key     cipher.AEAD   // what this process seals with
	secrets []string      // what others' keys may be of
	said    atomic.Uint64 // the last number given, over all servers
	log     zerolog.Logger
	servers []*server // by name
	counts  counters
	cancel  context.CancelFunc
	wg      sync.WaitGroup

	mu   sync.RWMutex
	subs map[rooms.RoomID][]*sub // the slices are never changed, only replaced
}

var _ host.Bus = (*Bus)(nil)

type sub struct {
	queue chan host.Batch
	stop  chan struct{}
	once  sync.Once
}

// errNoSecret means a bus that anybody could read.
var errNoSecret = errors.New("redis bus: no secret")

// New makes a bus on the servers of a setting (see package address; its errors are New's). The first secret seals what this
// process says; what others sealed with any of them is heard. Close ends it. Servers that are away are no error: the bus
// goes on without, and finds them when they are there. See Check.
func New(setting string, secrets []string, log zerolog.Logger) (*Bus, error) {
	servers, err := address.Parse(setting)
	if err != nil {
		return nil, fmt.Errorf("redis bus: %w", err)
	}
	if len(secrets) == 0 || slices.Contains(secrets, "") {
		return nil, errNoSecret
	}
	id := process(uuid.New())
	key, err := keyOf(secrets[0], id)
	if err != nil {
		return nil, err
	}
	// The library writes lines of its own to the process's standard error; what matters of them is said by this log.
	logging.Disable()
	ctx, cancel := context.WithCancel(context.Background())
	b := &Bus{id: id, key: key, secrets: slices.Clone(secrets), log: log, cancel: cancel, subs: map[rooms.RoomID][]*sub{}}
	for _, at := range servers {
		b.servers = append(b.servers, newServer(b, at))
	}
	for _, s := range b.servers {
		b.wg.Go(func() { s.run(ctx) })
	}
	return b, nil
}

// next gives the number of a message: each once in the life of a process.
func (b *Bus) next() uint64 { return b.said.Add(1) }

// Close sends what waits, for a moment, and ends the bus.
func (b *Bus) Close() error {
	b.cancel()
	b.wg.Wait()
	return nil
}

// Publish gives a batch to this node's subscribers and lets it wait for the room's server: it goes with those of other
// rooms, at once when nothing is on its way. ErrAway, ErrFull and ErrTooBig say that other nodes will have to ask for it.
func (b *Bus) Publish(_ context.Context, batch host.Batch) error {
	b.hand(batch)
	s := b.home(batch.Room)
	if s.out.isAway() { // spare the encoding
		b.counts.away.Add(1)
		return ErrAway
	}
	data, err := host.EncodeBatch(batch)
	if err != nil {
		return fmt.Errorf("redis bus: %w", err)
	}
	if headSize+len(data)+tagSize > maxMessage {
		b.counts.tooBig.Add(1)
		return ErrTooBig
	}
	err = s.out.add(newMessage(prefix+string(batch.Room), b.id, data))
	switch {
	case errors.Is(err, ErrAway):
		b.counts.away.Add(1)
	case errors.Is(err, ErrFull):
		b.counts.full.Add(1)
	}
	return err
}

// Subscribe is part of host.Bus. It returns before Redis has confirmed; what other nodes publish meanwhile counts as lost.
func (b *Bus) Subscribe(room rooms.RoomID, receive func(host.Batch)) (stop func()) {
	s := &sub{queue: make(chan host.Batch, queueSize), stop: make(chan struct{})}
	b.mu.Lock()
	had := b.subs[room]
	b.subs[room] = append(slices.Clone(had), s)
	if len(had) == 0 {
		b.home(room).ask(prefix+string(room), true)
	}
	b.mu.Unlock()
	go s.run(receive)
	return func() { s.once.Do(func() { b.drop(room, s) }) }
}

func (s *sub) run(receive func(host.Batch)) {
	for {
		select {
		case <-s.stop:
			return
		case batch := <-s.queue:
			select {
			case <-s.stop:
				return
			default:
				receive(batch)
			}
		}
	}
}

func (b *Bus) drop(room rooms.RoomID, gone *sub) {
	close(gone.stop)
	b.mu.Lock()
	defer b.mu.Unlock()
	rest := slices.DeleteFunc(slices.Clone(b.subs[room]), func(s *sub) bool { return s == gone })
	if len(rest) > 0 {
		b.subs[room] = rest
		return
	}
	delete(b.subs, room)
	b.home(room).ask(prefix+string(room), false)
}

// hand gives a batch to this node's subscribers; one that has too many waiting loses it.
func (b *Bus) hand(batch host.Batch) {
	b.mu.RLock()
	subs := b.subs[batch.Room]
	b.mu.RUnlock()
	for _, s := range subs {
		select {
		case s.queue <- batch:
		default:
			b.counts.slow.Add(1)
		}
	}
}
