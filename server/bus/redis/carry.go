package redis

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"

	"palabre/signaling/host"
)

// speak writes what waits, asks for channels and beats, until something fails or the session ends.
func (s *server) speak(ctx context.Context, client *redis.Client, pubsub *redis.PubSub, confirmed <-chan struct{}, came func()) error {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	s.lost.Store(0)
	for {
		var err error
		select {
		case <-ctx.Done():
			return s.last(ctx, client)
		case <-confirmed:
			confirmed = nil
			s.out.open()
			s.up.Store(true)
			came()
			err = s.beat()
		case <-s.out.ready:
			err = s.write(ctx, client, writeWithin)
		case <-s.changed:
			err = s.askAgain(ctx, pubsub)
		case <-tick.C:
			err = s.beat()
		}
		if err != nil {
			return err
		}
	}
}

// beat sends a word to itself; it fails when too many did not come back.
func (s *server) beat() error {
	if s.lost.Load() >= beatsLost {
		return errSilent
	}
	m := newMessage(s.beatChannel(), s.bus.id, nil)
	m.beat = true
	if !errors.Is(s.out.add(m), ErrFull) { // then what waits will tell
		s.lost.Add(1)
	}
	return nil
}

// write sends what waits in one go, and waits for the answers, even when the session ends meanwhile. What waits by then goes
// with the next.
func (s *server) write(ctx context.Context, client *redis.Client, within time.Duration) error {
	messages := s.out.take()
	if len(messages) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), within)
	defer cancel()
	pipe := client.Pipeline()
	answers := make([]*redis.IntCmd, len(messages))
	for i, m := range messages {
		answers[i] = pipe.Publish(ctx, m.channel, m.sealed(s.bus.key)) // here, where no room's host waits
	}
	_, err := pipe.Exec(ctx)
	for i, m := range messages {
		switch {
		case m.beat:
		case answers[i].Err() == nil:
			s.bus.counts.published.Add(1)
		default:
			s.bus.counts.failed.Add(1)
		}
	}
	if err != nil {
		return fmt.Errorf("redis bus: publish: %w", err)
	}
	return nil
}

// last ends a session; when the bus is closed, what still waits goes first.
func (s *server) last(ctx context.Context, client *redis.Client) error {
	if errors.Is(context.Cause(ctx), context.Canceled) {
		if err := s.write(ctx, client, lastWithin); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

// read hands messages on until the connection ends. The end of confirmed says that the beat's channel is subscribed.
func (s *server) read(ctx context.Context, pubsub *redis.PubSub, confirmed chan<- struct{}) error {
	for {
		got, err := pubsub.Receive(ctx)
		if err != nil {
			return fmt.Errorf("redis bus: receive: %w", err)
		}
		switch m := got.(type) {
		case *redis.Subscription:
			if confirmed != nil && m.Channel == s.beatChannel() {
				close(confirmed)
				confirmed = nil
			}
		case *redis.Message:
			s.receive(m.Channel, []byte(m.Payload))
		}
	}
}

// receive hands one message on, or counts why not. It uses the bytes up.
func (s *server) receive(channel string, data []byte) {
	c := &s.bus.counts
	if len(data) > maxMessage {
		c.tooBig.Add(1)
		s.grumble(channel, "a message of the bus is too big")
		return
	}
	from, number, ok := readHead(data)
	beat := channel == s.beatChannel()
	switch {
	case !ok:
		c.damaged.Add(1)
		s.grumble(channel, "a message of the bus is damaged, or of another version")
		return
	case from == s.bus.id && !beat: // heard already
		return
	}
	by, body, err := s.heard.open(from, channel, data)
	switch {
	case err != nil:
		c.forged.Add(1)
		s.grumble(channel, "a message of the bus cannot be opened: another secret, another room, or damaged")
		return
	case !by.fresh(number):
		c.repeated.Add(1)
		return
	case beat:
		s.lost.Store(0)
		return
	}
	batch, err := host.DecodeBatch(body)
	if err != nil || prefix+string(batch.Room) != channel {
		c.damaged.Add(1)
		s.grumble(channel, "a message of the bus is not a batch of its room")
		return
	}
	c.received.Add(1)
	s.bus.hand(batch)
}

// grumble logs at most once a minute: the counts have the rest.
func (s *server) grumble(channel, what string) {
	if now := time.Now(); now.Sub(s.grump) > time.Minute {
		s.grump = now
		s.bus.log.Warn().Str("redis", s.at.Name()).Str("channel", channel).Msg(what)
	}
}
