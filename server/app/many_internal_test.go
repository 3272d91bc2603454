package app

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"

	"github.com/rs/zerolog"

	"palabre/server/store"
	"palabre/signaling/relay"
)

// failing is a store of tidings that fails so many times.
type failing struct {
	store.Nodes
	times, told int
}

func (f *failing) Tell(context.Context, string, string, []byte) (int64, error) {
	if f.times--; f.times >= 0 {
		return 0, errors.New("the connection broke")
	}
	f.told++
	return 1, nil
}

// I7, I10: somebody was removed, or words were destroyed, and the connection broke when the other nodes were to be told: they never
// were. It is tried on; and who can do it again, as what destroys words does, knows that it failed.
func TestWhatWasDecidedIsToldInTheEnd(t *testing.T) {
	for _, story := range []struct {
		name  string
		times int
		told  int
	}{{"broken twice", 2, 1}, {"broken for good", 1000, 0}} {
		t.Run(story.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				nodes := &failing{times: story.times}
				r := relay.New(relay.Options{Self: relay.Node{ID: "a"}, Logger: zerolog.Nop(), Later: true})
				n := &Node{log: zerolog.Nop(), core: &core{Store: &store.Store{Nodes: nodes}, relay: r, owner: "a"}}
				err := n.tellAll(t.Context(), "of no kind", tiding{})
				if nodes.told != story.told || (err == nil) != (story.told == 1) {
					t.Errorf("told %d times: %v", nodes.told, err)
				}
				if err := r.Close(); err != nil {
					t.Error(err)
				}
			})
		})
	}
}
