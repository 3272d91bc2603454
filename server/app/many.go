package app

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"time"

	"palabre/rooms"
	"palabre/server/config"
	"palabre/server/store"
	"palabre/signaling/host"
	"palabre/signaling/relay"
)

// What many nodes keep to (docs/adr/0001-many-nodes.md).
const (
	manyLease = 2400 * time.Millisecond
	manyRenew = 500 * time.Millisecond
	// gateHold is how long after a renewal began people are heard: less than a lease.
	gateHold = 2 * time.Second
	// nodeSeen is how long ago a node may have said that it lives.
	nodeSeen = 3 * time.Second
	// headsEvery is how often a node asks the others where their rooms are: a node that is cut from Redis hears of all by it.
	headsEvery = 500 * time.Millisecond
	// measureEvery is how often the database is asked for its time.
	measureEvery = 5 * time.Second
)

// storeClock is the time of the database that all nodes share: whatever a machine's own clock does, deadlines and leases
// are the same for all.
type storeClock struct {
	host.SystemClock
	store store.Clock
}

// Now implements host.Clock.
func (c storeClock) Now() rooms.Millis { return c.store.Now() }

// registry is what the store knows of nodes, as the relay asks it.
type registry struct {
	nodes store.Nodes
	clock store.Clock
	log   store.Log
	files string // where this node keeps files
}

// Beat implements relay.Registry.
func (r registry) Beat(ctx context.Context, self relay.Node) ([]relay.Node, error) {
	all, now, err := r.nodes.Beat(ctx, store.Node{
		ID: string(self.ID), Link: self.Link, Version: self.Version, Draining: self.Draining, Files: r.files,
	})
	if err != nil {
		return nil, err
	}
	out := make([]relay.Node, 0, len(all))
	for _, n := range all {
		if lately(n, now) {
			out = append(out, relay.Node{ID: relay.NodeID(n.ID), Link: n.Link, Version: n.Version, Draining: n.Draining})
		}
	}
	return out, nil
}

// lately tells whether a node said a moment ago that it lives.
func lately(n store.Node, now rooms.Millis) bool {
	return now-n.Seen <= rooms.Millis(nodeSeen.Milliseconds())
}

// Holder implements relay.Registry.
func (r registry) Holder(ctx context.Context, room rooms.RoomID) (relay.NodeID, time.Duration, error) {
	owner, until, err := r.log.Holder(ctx, room)
	if err != nil || owner == "" {
		return "", 0, err
	}
	return relay.NodeID(owner), time.Duration(until-r.clock.Now()) * time.Millisecond, nil
}

// listenForNodes opens the door of the other nodes.
func listenForNodes(ctx context.Context, c config.Node) (net.Listener, *tls.Config, error) {
	secret, err := relay.TLS(c.Secrets...)
	if err != nil {
		return nil, nil, err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr)
	if err != nil {
		return nil, nil, cannotListen("node-addr", "10.0.0.1:7946", err)
	}
	return tls.NewListener(listener, secret), secret, nil
}

// openRelay puts the relay between this node's doors and all nodes' rooms.
func (k *core) openRelay(ctx context.Context, c config.Config, told hooks) error {
	listener, secret, err := listenForNodes(ctx, c.Node)
	if err != nil {
		return err
	}
	public := c.Node.Public
	if _, port, err := net.SplitHostPort(public); err == nil && port == "0" {
		public = listener.Addr().String() // the system chose a port
	}
	var media relay.Media
	if k.sound != nil {
		media = k.sound
	}
	k.relay = relay.New(relay.Options{
		Self: relay.Node{ID: relay.NodeID(k.owner), Link: public, Version: Version()},
		Host: k.Host, Registry: registry{k.Store.Nodes, k.Store.Clock, k.Store.Log, filesAt(c)}, Media: media,
		Listener: listener, Dial: relay.Dialer(secret), Logger: k.log,
		Later: true, PollEvery: headsEvery, OnMoved: told.moved, OnDisplaced: told.displaced,
		OnNodes:  func(_ []relay.Node, gone int) { k.nodesChanged(gone) },
		OnCut:    told.cut,
		Handlers: map[string]relay.Handler{callTidings: told.tidings, callSettle: k.settleHere, callHere: told.here},
	})
	k.rooms = k.relay
	k.closers = append(k.closers, func() error {
		end, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		return errors.Join(k.relay.Close(), k.Store.Nodes.Gone(end, k.owner))
	})
	return nil
}

// joinNodes begins to speak to the other nodes, once all doors are there. What was told before it came is in the store's
// state already.
func (n *Node) joinNodes(ctx context.Context) (err error) {
	if n.relay == nil {
		return nil
	}
	if n.heard, err = n.Store.Nodes.LastTiding(ctx); err != nil {
		return err
	}
	if err := n.keepsFilesAsOthers(ctx); err != nil {
		return err
	}
	if err := n.relay.Meet(ctx); errors.Is(err, relay.ErrStranger) {
		return anotherSecret{err}
	} else if err != nil {
		return err
	}
	n.relay.Start()
	return nil
}

// anotherSecret refuses a node whose secret is not that of the nodes that serve already.
type anotherSecret struct{ error }

// FR is the refusal in French.
func (anotherSecret) FR() string {
	return "Les nœuds qui servent déjà ont un autre secret. Attendu le même sur tous (PALABRE_NODE_SECRET)."
}

// EN is the refusal in English.
func (anotherSecret) EN() string {
	return "The nodes that serve already have another secret. The same was expected on all (PALABRE_NODE_SECRET)."
}

// nodesChanged has the projectors look for what a node that is gone left undone.
func (k *core) nodesChanged(gone int) {
	if gone == 0 {
		return
	}
	select {
	case k.rescan <- struct{}{}:
	default:
	}
}

// The calls of one node to another.
const (
	callTidings = "tidings"
	callSettle  = "settle"
	callHere    = "here"
)

// askWithin bounds how long the nodes of her sessions are waited for: one that has just begun may not be linked yet.
const askWithin = 3 * time.Second

// settling is what callSettle asks: a projector, and the room where it is to have had its effect.
type settling struct {
	Projector string       `json:"projector"`
	Room      rooms.RoomID `json:"room"`
}

// settleHere waits until a projector of this node has had its effect in one room.
func (k *core) settleHere(ctx context.Context, args []byte) ([]byte, error) {
	var asked settling
	if err := json.Unmarshal(args, &asked); err != nil {
		return nil, fmt.Errorf("app: settle: %w", err)
	}
	brief, cancel := context.WithTimeout(ctx, settleWithin)
	defer cancel()
	return []byte("null"), k.jobs.QuietIn(brief, asked.Projector, asked.Room)
}

// settleElsewhere waits for the projectors of the nodes that host the sessions, which may have decided something this instant. One
// that does not answer is not waited for: what is known now decides.
func (k *core) settleElsewhere(ctx context.Context, projector string, sessions []rooms.RoomID) {
	if k.relay == nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	for _, room := range sessions { // she is in one, or a few
		args, err := json.Marshal(settling{projector, room})
		if err == nil {
			_, err = k.relay.Ask(ctx, room, callSettle, args)
		}
		if err != nil && ctx.Err() == nil {
			k.log.Debug().Err(err).Str("room", string(room)).Msg("the room's node was not waited for")
		}
	}
}

// keepTime asks the database for its time now and then, and has projectors and the post look again for what other nodes left,
// until ctx ends.
func (n *Node) keepTime(ctx context.Context) {
	k := n.core
	const rescanEvery = time.Minute
	failures := 0 // to measure, since it last could
	measure, rescan := time.NewTicker(measureEvery), time.NewTicker(rescanEvery)
	defer measure.Stop()
	defer rescan.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-measure.C:
			failures = k.measure(ctx, failures)
			continue
		case <-rescan.C:
		case <-k.rescan:
		}
		n.notices.Wake()
		if err := k.jobs.Rescan(ctx); err != nil && ctx.Err() == nil {
			k.log.Warn().Err(err).Msg("travaux des autres nœuds non cherchés / other nodes' work was not looked for")
		}
	}
}

// measure asks the database for its time, and says when it cannot, once, and when it can again. It gives how often it could not.
func (k *core) measure(ctx context.Context, failures int) int {
	err := k.Store.Clock.Measure(ctx)
	switch {
	case err == nil && failures > 0:
		k.log.Info().Int("failures", failures).Msg("heure de la base de nouveau connue / the database's time is known again")
	case err != nil && failures == 0 && ctx.Err() == nil:
		k.log.Warn().Err(err).Msg("heure de la base non demandée / the database's time was not asked")
	}
	if err != nil {
		return failures + 1
	}
	return 0
}
