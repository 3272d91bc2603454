package app

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/signaling/gateway"
	"palabre/signaling/relay"
)

// tiding is what every node does for itself when one of them decided it. Its fields are those of its kind.
type tiding struct {
	Member  rooms.MemberID          `json:"member,omitempty"`
	Session community.AuthSessionID `json:"session,omitempty"`
	Room    rooms.RoomID            `json:"room,omitempty"`
	Upto    rooms.Seq               `json:"upto,omitempty"`
	// Elsewhere says that she is also signed in by another session.
	Elsewhere bool `json:"elsewhere,omitempty"`
}

// The kinds of tidings.
const (
	tidingEnded   = "session.ended" // a browser was signed out
	tidingUnplug  = "unplug"        // somebody lost her place: her sockets begin again
	tidingRestand = "restand"       // somebody has another role
	tidingForget  = "forget"        // words were destroyed
)

// tellNodes has every node do something, this one at once. When it returns, those that can be reached have done it; the others
// do it when they can read what is written in the store.
func (n *Node) tellNodes(ctx context.Context, kind string, t tiding) {
	if err := n.tellAll(ctx, kind, t); err != nil {
		n.log.Error().Err(err).Str("kind", kind).Msg("les autres nœuds ne le savent pas / the other nodes do not know")
	}
}

// tellAll is tellNodes for who tells it anew when it fails.
func (n *Node) tellAll(ctx context.Context, kind string, t tiding) error {
	n.obey(ctx, kind, t)
	if n.relay == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), expelWithin)
	defer cancel()
	args, err := json.Marshal(t)
	if err != nil {
		return fmt.Errorf("app: tell %s: %w", kind, err)
	}
	if err := n.write(ctx, kind, args); err != nil {
		return fmt.Errorf("app: tell %s: %w", kind, err)
	}
	n.relay.Call(ctx, callTidings, []byte("null")) // who is not reached reads it in a moment
	return nil
}

// write writes a tiding, trying as long as ctx lets it: what it says was decided, and a connection that broke just then must not
// keep the other nodes from knowing.
func (n *Node) write(ctx context.Context, kind string, args []byte) error {
	const again = 200 * time.Millisecond
	for {
		_, err := n.Store.Nodes.Tell(ctx, n.owner, kind, args)
		if err == nil {
			return nil
		}
		select {
		case <-time.After(again):
		case <-ctx.Done():
			return err
		}
	}
}

// obey does what a tiding says, on this node.
func (n *Node) obey(ctx context.Context, kind string, t tiding) {
	switch kind {
	case tidingEnded:
		n.endedHere(t)
	case tidingUnplug:
		n.unplugHere(t.Member)
	case tidingRestand:
		n.sockets.Restand(ctx, t.Member)
	case tidingForget:
		n.forgetHere(t.Room, t.Upto)
	default: // a newer node's
		n.log.Warn().Str("kind", kind).Msg("nouvelle inconnue / unknown tiding")
	}
}

// here says whether somebody has a socket on this node by another session than this one.
func (n *Node) here(_ context.Context, args []byte) ([]byte, error) {
	var t tiding
	if err := json.Unmarshal(args, &t); err != nil {
		return nil, fmt.Errorf("app: here: %w", err)
	}
	return json.Marshal(n.sockets.Any(func(who gateway.Identity) bool { return who.Member == t.Member && who.Session != string(t.Session) }))
}

// anywhere asks that of all nodes.
func (n *Node) anywhere(ctx context.Context, t tiding) bool {
	args, err := json.Marshal(t)
	if err != nil {
		return false
	}
	var yes bool
	if answer, err := n.here(ctx, args); err == nil && json.Unmarshal(answer, &yes) == nil && yes {
		return true
	}
	if n.relay == nil {
		return false
	}
	for _, reply := range n.relay.Call(ctx, callHere, args) {
		if reply.Err == nil && json.Unmarshal(reply.Data, &yes) == nil && yes {
			return true
		}
	}
	return false
}

const (
	tidingsEvery = 500 * time.Millisecond
	// deafFor is how long a node may be without tidings: then it cannot know who may still be in its rooms. It may be so for
	// deafAlone while another node, asked, hears them: people are better there; and for deafCut while none of those that it
	// reached is reached any more: then it is likelier to be alone than all of them are. That is a guess: where it is wrong, pages
	// come back to wait here, as they would six seconds later.
	deafFor     = 10 * time.Second
	deafAlone   = 3 * time.Second
	deafCut     = 4 * time.Second
	hearWithin  = 2 * time.Second
	reachWithin = 500 * time.Millisecond
	tidingsMax  = 256
)

// hearTidings obeys what other nodes wrote since the last time.
func (n *Node) hearTidings(ctx context.Context) error {
	select { // no lock: a store that is silent would keep who waits for longer than she may
	case n.hearing <- struct{}{}:
		defer func() { <-n.hearing }()
	case <-ctx.Done():
		return ctx.Err()
	}
	for {
		list, err := n.Store.Nodes.Heard(ctx, n.heard, tidingsMax)
		if err != nil {
			return err
		}
		for _, one := range list {
			n.heard = one.ID
			if one.Origin == n.owner {
				continue
			}
			var t tiding
			if err := json.Unmarshal(one.Args, &t); err != nil {
				n.log.Error().Err(err).Str("kind", one.Kind).Msg("nouvelle illisible / unreadable tiding")
				continue
			}
			n.obey(ctx, one.Kind, t)
		}
		if len(list) < tidingsMax {
			return nil
		}
	}
}

// keepHearing reads tidings until ctx ends. A node that could not for a while sends everyone to another.
func (n *Node) keepHearing(ctx context.Context, sendAway func()) {
	every := time.NewTicker(tidingsEvery)
	defer every.Stop()
	last, sent, met := time.Now(), false, map[relay.NodeID]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
		brief, cancel := context.WithTimeout(ctx, hearWithin)
		err := n.hearTidings(brief)
		cancel()
		if err == nil {
			last, sent = time.Now(), false
			meets(met, n.relay.Links())
			continue
		}
		if !sent && n.betterElsewhere(ctx, time.Since(last), len(met) > 0) && ctx.Err() == nil {
			sent = true
			n.log.Error().Err(err).Msg("nouvelles des autres nœuds perdues\u00a0: les pages sont renvoyées / tidings of other nodes lost: pages are sent away")
			sendAway()
		}
	}
}

// meets keeps who of the nodes that live was reached at least once: a link that never was says nothing of a way that was lost.
func meets(met, links map[relay.NodeID]bool) {
	for id, up := range links {
		if up {
			met[id] = true
		}
	}
	maps.DeleteFunc(met, func(id relay.NodeID, _ bool) bool { _, lives := links[id]; return !lives })
}

// betterElsewhere tells whether people are better at another node than at this one, which has been without tidings for so long. Met
// says that it had reached another before.
func (n *Node) betterElsewhere(ctx context.Context, deaf time.Duration, met bool) bool {
	switch {
	case deaf > deafFor:
		return true
	case deaf > deafAlone && n.othersHear(ctx):
		return true
	default:
		return deaf > deafCut && met && !n.reachesOne(ctx)
	}
}

// reachesOne tells whether any of the other nodes is there. Links are made again when the store says who lives, which it does not now.
func (n *Node) reachesOne(ctx context.Context) bool {
	brief, cancel := context.WithTimeout(ctx, reachWithin)
	defer cancel()
	return n.relay.Reaches(brief)
}

// othersHear tells whether another node that is reached can read tidings now.
func (n *Node) othersHear(ctx context.Context) bool {
	brief, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	for _, reply := range n.relay.Call(brief, callTidings, []byte("null")) {
		if reply.Err == nil {
			return true
		}
	}
	return false
}
