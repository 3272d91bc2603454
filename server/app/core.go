package app

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"

	"palabre/assets/render/typeface"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/server/bus/redis"
	"palabre/server/community"
	"palabre/server/config"
	"palabre/server/jobs"
	"palabre/server/store"
	"palabre/server/store/sqlite"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/relay"
	"palabre/signaling/sfu"
)

// aloneOwner names in leases a node that is alone on its store. It keeps its
// name across restarts so that it need not wait for its own lease to end.
const aloneOwner = "palabre"

// withdrawalsRest is how late words that were withdrawn from a board may leave its log.
const withdrawalsRest = 500 * time.Millisecond

// boardsRest is how late a list may be about a board's last change.
const boardsRest = 3 * time.Second

// silence is how long after it should have answered the database is taken to be away, so that people are told within three seconds.
const silence = 1500 * time.Millisecond

// aloneRenew is how often a node that is alone renews its leases.
const aloneRenew = time.Second

// core is Palabre without its doors: what is kept, the use cases, the live rooms
// and what follows from them. A node opens doors on it; the demonstration lives on
// it with a clock of its own.
type core struct {
	Store       *store.Store
	Communities *community.Service
	Host        *host.Host
	rooms       liveRooms    // the host, or the relay to all nodes' hosts
	relay       *relay.Relay // nil for a node that is alone
	sound       *media       // nil without doors
	owner       string       // this node in leases
	clock       host.Clock
	rescan      chan struct{} // capacity 1
	metrics     *metrics
	jobs        *jobs.Runner
	bus         host.Bus
	boards      boardReader
	papers      *papers
	log         zerolog.Logger
	closers     []func() error // in the order they were opened
}

// liveRooms are the rooms, wherever they are hosted.
type liveRooms interface {
	gateway.Rooms
	Do(ctx context.Context, room rooms.RoomID, cmd rooms.Command) (rooms.Seq, *rooms.Refusal, error)
	Forget(ctx context.Context, room rooms.RoomID) error
}

// hooks are what the doors want to know of live rooms. Those after released are of a
// node among many.
type hooks struct {
	sfu      *sfu.SFU // nil without doors
	audible  func(rooms.RoomID, rooms.Audible)
	readonly func(readonly, full bool)
	closed   func(rooms.RoomID, error)
	// forget drops what a door remembers of a room up to a place: words were destroyed.
	forget   func(context.Context, rooms.RoomID, rooms.Seq) error
	released func(rooms.RoomID)

	held      func(room rooms.RoomID, begun rooms.Millis)
	lost      func(rooms.RoomID)
	moved     func(rooms.RoomID)
	displaced func(rooms.RoomID, host.ConnID, rooms.ClientID)
	tidings   relay.Handler
	here      relay.Handler
	cut       func(rooms.RoomID)
}

// openCore opens it; what was opened before a failure is closed again.
func openCore(ctx context.Context, c config.Config, log zerolog.Logger, clock host.Clock, told hooks) (_ *core, err error) {
	k := &core{log: log, clock: clock, owner: aloneOwner, rescan: make(chan struct{}, 1), metrics: newMetrics()}
	defer func() {
		if err != nil {
			err = errors.Join(err, k.close())
		}
	}()
	if err := makeData(c.Data); err != nil {
		return nil, err
	}
	if c.DatabaseURL == "" {
		if err := sqlite.Unfinished(c.Data); err != nil {
			return nil, err
		}
	}
	if k.Store, err = store.OpenWith(ctx, store.Options{Dir: c.Data, DatabaseURL: c.DatabaseURL, Many: c.Node.Many(), Elapsed: elapsed}); err != nil {
		return nil, err
	}
	k.closers = append(k.closers, k.Store.Close)
	if err := k.openBus(ctx, c); err != nil {
		return nil, err
	}
	if c.S3 != nil { // a bucket that cannot be used is told now, not when the first file is kept
		if _, _, err := bucket(ctx, c); err != nil {
			return nil, err
		}
	}
	if c.Node.Many() {
		k.owner, k.clock = chance{}.ID(), storeClock{store: k.Store.Clock}
	}
	k.Communities = community.NewService(k.Store.Records, k.clock, chance{}, community.Table{})
	k.openHost(c, told)
	k.closers = append(k.closers, func() error { return k.Host.Stop(context.Background()) }) // of a start that is refused: it has no room yet
	if told.sfu != nil {
		k.sound = newMedia(told.sfu, k.bus, log)
	}
	k.rooms = k.Host
	if err := k.makeJobs(told); err != nil {
		return nil, err
	}
	if c.Node.Many() {
		return k, k.openRelay(ctx, c, told)
	}
	return k, nil
}

// openHost starts the host of this node's rooms.
func (k *core) openHost(c config.Config, told hooks) {
	options := host.Options{
		Owner: k.owner, Log: timedLog{k.Store.Log, k.metrics.appends}, Bus: k.bus, Clock: k.clock, CodeVersion: snapshotVersion, Logger: k.log,
		Rooms:       roomFactory{communities: k.Communities, records: k.Store.Records, season: newSeason(k.Store), logger: k.log},
		OnCommitted: func(c host.Commit) { k.jobs.Committed(c) },
		OnAudible:   told.audible, OnReadonly: told.readonly, OnClosed: told.closed, OnReleased: told.released,
	}
	if c.Node.Many() {
		options.Many, options.Lease, options.RenewEvery, options.LeaseNow = true, manyLease, manyRenew, k.Store.Clock.Now
		options.OnHeld, options.OnLost = told.held, told.lost
	}
	if c.DatabaseURL != "" { // a database far away may be silent for long before it fails; a disk of this machine answers, or is full
		options.Overdue, options.Reach = cmp.Or(options.RenewEvery, aloneRenew)+silence, k.Store.Check
	}
	k.Host = host.New(options)
}

// openBus opens the bus. A node that is alone does without a Redis that is away, and seals what goes there with a secret that
// nobody else has; many refuse one that answers and cannot be used.
func (k *core) openBus(ctx context.Context, c config.Config) error {
	if c.RedisURL == "" {
		k.bus = local.New()
		return nil
	}
	secrets := c.Node.Secrets
	if !c.Node.Many() {
		secrets = []string{rand.Text()}
	}
	b, err := redis.New(c.RedisURL, secrets, k.log)
	if err != nil {
		return fmt.Errorf("PALABRE_REDIS_URL: %w", err)
	}
	k.bus = b
	k.closers = append(k.closers, b.Close)
	if !c.Node.Many() {
		return nil
	}
	// Rooms go on without Redis: a node that starts while it is away does so too, says so (the bus does), and finds it.
	err = b.Check(ctx)
	var refusal *redis.Refusal
	if errors.As(err, &refusal) && refusal.Code == redis.CodeAway {
		return nil
	}
	return err
}

// elsewhere is the rooms for what is made before the relay: whoever asks finds it there once it is.
type elsewhere struct{ k *core }

func (e elsewhere) Do(ctx context.Context, room rooms.RoomID, cmd rooms.Command) (rooms.Seq, *rooms.Refusal, error) {
	return e.k.rooms.Do(ctx, room, cmd)
}

// makeJobs makes what follows from live rooms; keepReading begins it.
func (k *core) makeJobs(told hooks) error {
	clock := k.clock
	fonts, err := typeface.Load()
	if err != nil {
		return err
	}
	const drawers = 2 // boards drawn at once
	drafter, err := scene.NewDrafter(drawers)
	if err != nil {
		return err
	}
	records := k.Store.Records
	k.boards = boardReader{log: k.Store.Log, fonts: fonts, drafter: drafter, looks: newLooks()}
	k.papers = &papers{boards: k.boards, log: k.Store.Log, records: records, fonts: fonts}
	projectors := []jobs.Projector{
		jobs.NewGovernor(records, k.Store.Log, elsewhere{k}, clock.Now, k.log),
		jobs.Status{Store: records}, jobs.Boards{Store: records, Rest: boardsRest},
		jobs.Minutes{Store: records, Log: k.Store.Log, Drafter: k.papers, IDs: chance{}},
		jobs.Shredder{Store: records, Log: k.Store.Log, Rooms: elsewhere{k}, Forget: k.forgetting(told), Now: clock.Now},
		jobs.Placer{Store: records, Log: k.Store.Log, Rooms: elsewhere{k}, Now: clock.Now, Logger: k.log},
		jobs.Stencil{Store: records, Rooms: elsewhere{k}, Now: clock.Now, Logger: k.log},
		jobs.Withdrawals{Store: records, Log: k.Store.Log, Forget: k.forgetting(told), Rest: withdrawalsRest},
	}
	k.jobs = jobs.NewRunner(notBeside{Log: k.Store.Log, nodes: k.Store.Nodes, owner: k.owner}, records, k.log, projectors...)
	return nil
}

// forgetting makes all that is in memory of a room forget what came before a place.
func (k *core) forgetting(told hooks) func(context.Context, rooms.RoomID, rooms.Seq) error {
	return func(ctx context.Context, room rooms.RoomID, upto rooms.Seq) error {
		if err := k.rooms.Forget(ctx, room); err != nil {
			return err
		}
		if told.forget != nil {
			if err := told.forget(ctx, room, upto); err != nil {
				return err
			}
		}
		if room.Kind() == rooms.KindBoard {
			k.boards.looks.forget(room.Board(), upto)
		}
		return nil
	}
}

// keepWithin destroys once a day what was kept for long enough, until ctx ends.
func (k *core) keepWithin(ctx context.Context, now func() rooms.Millis) {
	retention := jobs.Retention{Store: k.Store.Records, Log: k.Store.Log, Rooms: k.rooms, Now: now}
	const daily, again = 24 * time.Hour, time.Hour
	for {
		rest := daily
		if err := retention.Sweep(ctx); err != nil {
			if ctx.Err() != nil {
				return
			}
			k.log.Error().Err(err).Msg("destruction à reprendre / destruction to be tried again")
			rest = again
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(rest):
		}
	}
}

// closeWhatLapsed closes the sessions that their people left without closing, until ctx ends.
func (k *core) closeWhatLapsed(ctx context.Context, now func() rooms.Millis) {
	const every = 15 * time.Minute
	lapses := jobs.Lapses{Store: k.Store.Records, Rooms: k.rooms, Now: now}
	for {
		if err := lapses.Sweep(ctx); err != nil && ctx.Err() == nil {
			k.log.Error().Err(err).Msg("rencontres oubliées, à reprendre / forgotten meetings, to be tried again")
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(every):
		}
	}
}

// keepReading runs the projectors until ctx ends. A store that did not answer at
// the start is asked again.
func (k *core) keepReading(ctx context.Context) {
	const again = time.Second
	for {
		err := k.jobs.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		k.log.Error().Err(err).Msg("projecteurs à reprendre / projectors to be started again")
		select {
		case <-ctx.Done():
			return
		case <-time.After(again):
		}
	}
}

// close closes what was opened, last first.
func (k *core) close() error {
	var all error
	for i := len(k.closers) - 1; i >= 0; i-- {
		all = errors.Join(all, k.closers[i]())
	}
	k.closers = nil
	return all
}
