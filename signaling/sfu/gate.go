package sfu

import (
	"slices"
	"sync/atomic"
	"time"
)

// Mode says who may be heard in a room.
type Mode string

// The modes. Anything else is taken for Nobody.
const (
	Everyone Mode = "everyone"
	Only     Mode = "only"
	Nobody   Mode = "nobody"
)

// Audible is who may be heard: a function of the room's state, computed elsewhere.
type Audible struct {
	// Grant is the holding of the stick that this follows from; figures are kept by it.
	Grant uint64
	Mode  Mode
	// Members may be heard when Mode is Only; otherwise it is not read.
	Members map[string]struct{}
}

// gate is one Audible in force, frozen, with what passed it. Ingress reads it for every packet.
type gate struct {
	grant   uint64
	mode    Mode
	members map[string]struct{}
	since   time.Time

	forwarded atomic.Uint64
	gated     atomic.Uint64
	first     atomic.Int64 // Unix ns of the first forwarded audio packet, 0 before it
	last      atomic.Int64
}

func newGate(a Audible, now time.Time) *gate {
	g := &gate{grant: a.Grant, mode: a.Mode, since: now}
	if a.Mode == Only {
		g.members = make(map[string]struct{}, len(a.Members))
		for m := range a.Members {
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

// same tells a repeated Audible, which changes nothing.
func (g *gate) same(a Audible) bool {
	if g.grant != a.Grant || g.mode != a.Mode {
		return false
	}
	if a.Mode != Only {
		return true
	}
	if len(g.members) != len(a.Members) {
		return false
	}
	for m := range a.Members {
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

// recentGates keeps the last gates for figures.
type recentGates struct{ list []*gate }

func (r *recentGates) add(g *gate) {
	r.list = append(r.list, g)
	if len(r.list) > maxGatesKept {
		r.list = slices.Delete(r.list, 0, len(r.list)-maxGatesKept)
	}
}
