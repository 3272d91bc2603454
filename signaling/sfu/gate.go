package sfu

import (
	"slices"
	"sync/atomic"
	"time"
)

// Mode says who may be heard in a circle.
type Mode string

// The modes. Anything else is taken for Nobody.
const (
	Everyone Mode = "everyone"
	Only     Mode = "only"
	Nobody   Mode = "nobody"
)

// Audible is who may be heard, and by whom: a function of the room's state, computed elsewhere. Mode and Members are the
// plenary's, in which everybody sits whom no circle names.
type Audible struct {
	// Grant is the holding of the stick that this follows from; figures are kept by it.
	Grant uint64
	Mode  Mode
	// Members may be heard when Mode is Only; otherwise it is not read.
	Members map[string]struct{}
	// Apart are circles beside the plenary: nobody is heard or seen outside of hers.
	Apart []Circle
}

// Circle is people apart from the plenary.
type Circle struct {
	// Group names the circle; each has another, and none is "".
	Group string
	// Grant is as an Audible's, of this circle.
	Grant uint64
	// People sit here, whether they have media or not. Who is named by two circles sits alone and is not heard.
	People map[string]struct{}
	Mode   Mode
	// Members of the People may be heard when Mode is Only; otherwise it is not read.
	Members map[string]struct{}
}

// gate is who may be heard in one circle, frozen, with what passed it. Ingress reads it for every packet.
type gate struct {
	group   string
	grant   uint64
	mode    Mode
	members map[string]struct{}
	since   time.Time

	forwarded atomic.Uint64
	gated     atomic.Uint64
	first     atomic.Int64 // Unix ns of the first forwarded audio packet, 0 before it
	last      atomic.Int64
}

func newGate(group string, grant uint64, mode Mode, members map[string]struct{}, now time.Time) *gate {
	g := &gate{group: group, grant: grant, mode: mode, since: now}
	if mode == Only {
		g.members = make(map[string]struct{}, len(members))
		for m := range members {
			g.members[m] = struct{}{}
		}
	}
	return g
}

// allows fails closed: an unknown mode is silence.
func (g *gate) allows(member string) bool {
	switch g.mode {
	case Everyone:
		return true
	case Only:
		_, ok := g.members[member]
		return ok
	case Nobody:
		return false
	default:
		return false
	}
}

// holder is the one person a gated round lets hear, or "" when there is not exactly one.
func (g *gate) holder() string {
	if g.mode != Only || len(g.members) != 1 {
		return ""
	}
	for m := range g.members {
		return m
	}
	return ""
}

// same tells a repeated gate, which changes nothing.
func (g *gate) same(grant uint64, mode Mode, members map[string]struct{}) bool {
	if g.grant != grant || g.mode != mode {
		return false
	}
	if mode != Only {
		return true
	}
	if len(g.members) != len(members) {
		return false
	}
	for m := range members {
		if _, ok := g.members[m]; !ok {
			return false
		}
	}
	return true
}

func (g *gate) passed(now time.Time) {
	ns := now.UnixNano()
	g.forwarded.Add(1)
	g.first.CompareAndSwap(0, ns)
	g.last.Store(ns)
}

// recentGates keeps gates for figures: all that are in force, and the last of the others.
type recentGates struct{ list []*gate }

// follow takes up the gates of a formation that comes into force, one after the other.
func (r *recentGates) follow(f *formation) {
	force := map[*gate]bool{}
	for i, c := range f.circles {
		if c.group == "" && i != plenary {
			continue // somebody who sits alone
		}
		force[c.gate] = true
		if !slices.Contains(r.list, c.gate) {
			r.list = append(r.list, c.gate)
		}
	}
	over := len(r.list) - maxGatesKept
	r.list = slices.DeleteFunc(r.list, func(g *gate) bool {
		if over <= 0 || force[g] {
			return false
		}
		over--
		return true
	})
}
