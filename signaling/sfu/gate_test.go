package sfu_test

import (
	"slices"
	"testing"
	"time"

	"go.uber.org/goleak"

	"palabre/signaling/sfu"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// I8: in a gated round no audio of a non-holder is forwarded. Everybody's microphone is open all the time; the gate moves
// twenty times. A packet sent by a non-holder after SetAudible returned must reach nobody, and the holder's stream must
// reach everybody else as one stream without a hole.
func TestI8OnlyTheHolderIsHeard(t *testing.T) {
	s := newSFU(t)
	people := []*browser{
		join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20), join(t, s, "salle", "chantal", 30),
	}
	for _, b := range people {
		b.publish(false)
	}
	const rounds = 20
	latencies := make([]time.Duration, 0, rounds)
	for turn := range rounds {
		holder := people[turn%len(people)]
		s.SetAudible("salle", only(uint64(turn+1), holder.member))
		passed := time.Now()
		since := map[byte]uint64{}
		for _, b := range people {
			since[b.mark] = b.sent.Load()
		}
		before := forwarded(t, s, "salle")
		for _, b := range people {
			if b != holder {
				b.awaitFrom(holder, since[holder.mark], 10)
			}
		}
		after := forwarded(t, s, "salle")
		for _, b := range people {
			if b != holder && after[b.member] != before[b.member] {
				t.Fatalf("turn %d: the server forwarded %d packets of %s, who does not hold the stick",
					turn, after[b.member]-before[b.member], b.member)
			}
			if first := checkTurn(t, b, holder, since, passed); turn > 0 { // the first one waits for the connections
				latencies = append(latencies, first...)
			}
		}
	}
	for _, b := range people {
		checkWhole(t, b)
	}
	slices.Sort(latencies)
	t.Logf("hand-over to the new holder's first packet at a listener: p50 %v, max %v (packets every 4 ms)",
		latencies[len(latencies)/2], latencies[len(latencies)-1])
}

// I8: a node that cannot know whether it still hosts a room lets nobody be heard there, in open talk either: a round may have begun
// where it is hosted now. What it knows of another room says nothing of this one.
func TestI8NobodyIsHeardOnceTheNodeCannotKnow(t *testing.T) {
	s := newSFU(t)
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	s.SetAudible("salle", sfu.Audible{Grant: 1, Mode: sfu.Everyone})
	a.publish(false)
	b.awaitFrom(a, a.sent.Load(), 10)
	s.HearUntil("salle", time.Now())
	s.HearUntil("autre", time.Now().Add(time.Minute))
	awaitStats(t, s, "salle", func(st sfu.RoomStats) bool { return st.Members["awa"].AudioGated > 10 })
	before := forwarded(t, s, "salle")
	awaitStats(t, s, "salle", func(st sfu.RoomStats) bool { return st.Members["awa"].AudioGated > 60 })
	if after := forwarded(t, s, "salle"); after["awa"] > before["awa"] {
		t.Errorf("%d packets of open talk were forwarded", after["awa"]-before["awa"])
	}
	s.HearUntil("salle", time.Now().Add(time.Minute))
	b.awaitFrom(a, a.sent.Load(), 10)
}

// Among many nodes nobody is heard in a room before this one is known to host it; who comes into a room that it holds is heard at once,
// without waiting for the next renewal.
func TestI8AmongManyNodesARoomIsHeardWhileItIsHeld(t *testing.T) {
	s := newSFU(t, func(c *sfu.Config) { c.Leased = true })
	s.HearUntil("salle", time.Now().Add(time.Minute)) // won before anybody is in
	s.SetAudible("salle", sfu.Audible{Grant: 1, Mode: sfu.Everyone})
	s.SetAudible("autre", sfu.Audible{Grant: 1, Mode: sfu.Everyone})
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(false)
	b.awaitFrom(a, a.sent.Load(), 10)
	c := join(t, s, "autre", "chloe", 30)
	c.publish(false)
	awaitStats(t, s, "autre", func(st sfu.RoomStats) bool { return st.Members["chloe"].AudioGated > 10 })
	s.HearUntil("salle", time.Time{})
	awaitStats(t, s, "salle", func(st sfu.RoomStats) bool { return st.Members["awa"].AudioGated > 10 })
}

// checkTurn fails when a listener got a packet of somebody else than the holder sent after the gate moved; it returns how
// long the first of the holder's took.
func checkTurn(t *testing.T, b, holder *browser, since map[byte]uint64, passed time.Time) []time.Duration {
	t.Helper()
	var first []time.Duration
	for _, h := range b.snapshot() {
		if h.from != holder.mark && h.count > since[h.from] {
			t.Fatalf("%s heard packet %d of talker %d, sent after the gate closed for her at %d", b.member, h.count, h.from, since[h.from])
		}
		if h.from == holder.mark && h.at.After(passed) && len(first) == 0 && b != holder {
			first = append(first, h.at.Sub(passed))
		}
		if h.from == b.mark {
			t.Fatalf("%s heard herself", b.member)
		}
		if h.line != sfu.LineStick {
			t.Fatalf("%s heard the holder on line %q", b.member, h.line)
		}
	}
	return first
}

// checkWhole checks that each line's numbering has no hole and no repetition, and that its time never goes back.
func checkWhole(t *testing.T, b *browser) {
	t.Helper()
	last := map[string]heard{}
	for _, h := range b.snapshot() {
		if l, ok := last[h.mid]; ok {
			if h.seq != l.seq+1 {
				t.Fatalf("%s: line %s jumped from %d to %d", b.member, h.mid, l.seq, h.seq)
			}
			if int32(h.ts-l.ts) <= 0 && h.line != sfu.LineVideo {
				t.Fatalf("%s: line %s went back in time from %d to %d", b.member, h.mid, l.ts, h.ts)
			}
		}
		last[h.mid] = h
	}
}

func forwarded(t *testing.T, s *sfu.SFU, room string) map[string]uint64 {
	t.Helper()
	stats, ok := s.Stats(room)
	if !ok {
		t.Fatal("the room is unknown")
	}
	out := map[string]uint64{}
	for m, f := range stats.Members {
		out[m] = f.AudioForwarded
	}
	return out
}

// A room nobody has spoken of is silent: a gate that was not set is a closed one.
func TestI8AnUnknownRoomIsSilent(t *testing.T) {
	s := newSFU(t)
	a, b := join(t, s, "inconnue", "awa", 10), join(t, s, "inconnue", "benoit", 20)
	a.publish(false)
	b.publish(false)
	awaitStats(t, s, "inconnue", func(st sfu.RoomStats) bool {
		return st.Members["awa"].AudioGated > 50 && st.Members["benoit"].AudioGated > 50
	})
	if got := b.snapshot(); len(got) > 0 {
		t.Fatalf("%d packets were heard in a room without a gate", len(got))
	}
	if f := forwarded(t, s, "inconnue"); f["awa"]+f["benoit"] != 0 {
		t.Fatalf("packets were forwarded: %v", f)
	}
	s.SetAudible("inconnue", sfu.Audible{Mode: "un mode d'une autre version"})
	since := a.sent.Load()
	awaitStats(t, s, "inconnue", func(sfu.RoomStats) bool { return a.sent.Load() > since+50 })
	if got := b.snapshot(); len(got) > 0 {
		t.Fatalf("%d packets were heard under a mode nobody knows", len(got))
	}
}

// awaitStats waits on the server's counters.
func awaitStats(t *testing.T, s *sfu.SFU, room string, ok func(sfu.RoomStats) bool) {
	t.Helper()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(patience)
	for {
		stats, _ := s.Stats(room)
		if ok(stats) {
			return
		}
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("waited in vain; the room's figures: %+v", stats)
		}
	}
}

// A silence in the same person's hold (her bell pauses the round) must not look like lost packets afterwards.
func TestAPauseLeavesNoHole(t *testing.T) {
	s := newSFU(t)
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(false)
	s.SetAudible("salle", only(1, "awa"))
	b.awaitFrom(a, 0, 20)
	for range 3 {
		s.SetAudible("salle", sfu.Audible{Grant: 1, Mode: sfu.Nobody})
		quiet := a.sent.Load()
		awaitStats(t, s, "salle", func(sfu.RoomStats) bool { return a.sent.Load() > quiet+20 })
		s.SetAudible("salle", only(1, "awa"))
		b.awaitFrom(a, a.sent.Load(), 10)
	}
	checkWhole(t, b)
}

// The figures of a grant: the first and the last packet that passed under it.
func TestGrantsAreTimed(t *testing.T) {
	s := newSFU(t)
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(false)
	b.publish(false)
	s.SetAudible("salle", only(7, "awa"))
	b.awaitFrom(a, 0, 10)
	s.SetAudible("salle", only(8, "benoit"))
	changed := time.Now()
	a.awaitFrom(b, 0, 10)
	stats, _ := s.Stats("salle")
	if len(stats.Grants) != 2 || stats.Grants[0].Grant != 7 || stats.Grants[1].Grant != 8 {
		t.Fatalf("grants kept: %+v", stats.Grants)
	}
	if stats.Grants[0].Last.After(changed) {
		t.Fatalf("a packet passed grant 7 %v after grant 8 was in force", stats.Grants[0].Last.Sub(changed))
	}
	if stats.Grants[1].Gated == 0 || stats.Grants[1].First.IsZero() {
		t.Fatalf("grant 8: %+v", stats.Grants[1])
	}
}
