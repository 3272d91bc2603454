package sfu_test

import (
	"testing"

	"palabre/signaling/sfu"
)

// groups is a plenary where everyone is heard, and circles beside it.
func groups(grant uint64, circles ...sfu.Circle) sfu.Audible {
	return sfu.Audible{Grant: grant, Mode: sfu.Everyone, Apart: circles}
}

func group(name string, grant uint64, people ...string) sfu.Circle {
	return sfu.Circle{Group: name, Grant: grant, People: only(0, people...).Members, Mode: sfu.Everyone}
}

// Four people sit in two groups and are called back, over real connections: each hears and sees her own circle's and is told
// their names alone, from the packet after SetAudible on; the facilitator who visits is one of the circle; a round in one group
// silences nobody in the other; and nothing of it is negotiated anew.
func TestI8GroupsOverRealConnections(t *testing.T) {
	s := newSFU(t)
	s.SetAudible("salle", groups(1))
	people := []*browser{
		join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20), join(t, s, "salle", "chantal", 30), join(t, s, "salle", "dieudo", 40),
	}
	for _, b := range people {
		b.publish(true)
	}
	awa, benoit, chantal, dieudo := people[0], people[1], people[2], people[3]
	circles(t, [][]*browser{people})
	offers := map[*browser]int{}
	for _, b := range people {
		offers[b] = offersTo(b)
	}

	s.SetAudible("salle", groups(2, group("g1", 2, "awa", "benoit"), group("g2", 2, "chantal", "dieudo")))
	circles(t, [][]*browser{{awa, benoit}, {chantal, dieudo}})

	// Benoît, who facilitates, goes to see the second group: Awa is alone.
	s.SetAudible("salle", groups(3, group("g1", 3, "awa"), group("g2", 3, "benoit", "chantal", "dieudo")))
	circles(t, [][]*browser{{awa}, {benoit, chantal, dieudo}})

	// A round begins in one group; in the other people talk.
	round := group("g2", 4, "chantal", "dieudo")
	round.Mode, round.Members = sfu.Only, only(0, "dieudo").Members
	s.SetAudible("salle", groups(4, group("g1", 4, "awa", "benoit"), round))
	since := chantal.sent.Load()
	chantal.awaitFrom(dieudo, dieudo.sent.Load(), 10)
	chantal.await("the stick's line", func() bool { return lineOf(chantal, sfu.LineStick, "dieudo") != "" })
	benoit.awaitFrom(awa, awa.sent.Load(), 10)
	awa.awaitFrom(benoit, benoit.sent.Load(), 10)
	for _, h := range dieudo.snapshot() {
		if h.from == chantal.mark && h.line != sfu.LineVideo && h.count > since {
			t.Errorf("packet %d of her who has not the stick was heard", h.count)
		}
	}
	figures, _ := s.Stats("salle")
	passed := map[string]uint64{}
	for _, g := range figures.Grants {
		if g.Grant == 4 {
			passed[g.Group] = g.Forwarded
		}
	}
	if passed["g1"] == 0 || passed["g2"] == 0 {
		t.Errorf("figures of the circles' grants: %v", passed)
	}

	s.SetAudible("salle", groups(5))
	circles(t, [][]*browser{people})
	for _, b := range people {
		checkWhole(t, b)
		if n := offersTo(b); n != offers[b] {
			t.Errorf("%s was made %d offers to move", b.member, n-offers[b])
		}
	}
}

// circles checks, from now on, that everybody hears and sees all of her circle, and nobody else, and is told so.
func circles(t *testing.T, sit [][]*browser) {
	t.Helper()
	before, moved := map[*browser]int{}, map[*browser]uint64{}
	for _, c := range sit {
		for _, b := range c {
			before[b], moved[b] = len(b.snapshot()), b.sent.Load()
		}
	}
	at := map[byte]int{}
	for i, c := range sit {
		for _, b := range c {
			at[b.mark] = i
			for _, who := range c {
				if who != b {
					b.awaitFrom(who, moved[who], 10)
					b.await("the name and the picture of "+who.member, func() bool {
						return lineOf(b, sfu.LineTalk, who.member) != "" && lineOf(b, sfu.LineVideo, who.member) != ""
					})
				}
			}
			b.await("the others' names to be gone", func() bool {
				for _, l := range b.lines {
					if l.Member != "" && !sits(c, l.Member) {
						return false
					}
				}
				return true
			})
		}
	}
	pictures(t, sit)
	for i, c := range sit {
		for _, b := range c {
			for _, h := range b.snapshot()[before[b]:] {
				if h.line == sfu.LineVideo {
					continue // its marks have another number; see pictures
				}
				if at[h.from] != i && h.count > moved[marked(sit, h.from)] {
					t.Fatalf("%s heard packet %d of talker %d, of another circle since %d", b.member, h.count, h.from, moved[marked(sit, h.from)])
				}
			}
		}
	}
}

// pictures waits until each sees a picture of everybody of her circle, and then for more, of which none is of another's.
func pictures(t *testing.T, sit [][]*browser) {
	t.Helper()
	for _, c := range sit {
		for _, b := range c {
			for turn := range 2 {
				from := len(b.snapshot())
				for _, who := range c {
					if who == b {
						continue
					}
					b.await("a picture of "+who.member, func() bool {
						for _, h := range b.heard[from:] {
							if h.line == sfu.LineVideo && h.from|1 == who.mark|1 {
								return true
							}
						}
						return false
					})
				}
				if turn == 0 {
					continue // what was on its way has come
				}
				for _, h := range b.snapshot()[from:] {
					if h.line == sfu.LineVideo && !sits(c, marked(sit, h.from&^1).member) {
						t.Fatalf("%s sees %d, of another circle", b.member, h.from)
					}
				}
			}
		}
	}
}

func sits(c []*browser, member string) bool {
	for _, b := range c {
		if b.member == member {
			return true
		}
	}
	return false
}

func marked(sit [][]*browser, mark byte) *browser {
	for _, c := range sit {
		for _, b := range c {
			if b.mark == mark {
				return b
			}
		}
	}
	return nil
}

func offersTo(b *browser) (n int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, m := range b.told {
		if _, ok := m.(sfu.SubOffer); ok {
			n++
		}
	}
	return n
}
