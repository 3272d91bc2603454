package app_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
	"palabre/server/store/pgtest"
)

// nodes starts several Palabre on one PostgreSQL and one Redis, each a process of its own.
func nodes(t *testing.T, n int, more ...string) (all []*apptest.App, binary string) {
	t.Helper()
	binary = apptest.Build(t)
	settings := append([]string{
		"PALABRE_DATABASE_URL", pgtest.Database(t), "PALABRE_REDIS_URL", redisServer(t),
		"PALABRE_NODE_ADDR", "127.0.0.1:0", "PALABRE_NODE_SECRET", "d41d8cd98f00b204e9800998ecf8427e-9b",
	}, more...)
	for range n {
		all = append(all, apptest.StartBinary(t, binary, settings...))
	}
	return all, binary
}

// three people of one meeting, each on a node of her own: the facilitator's hosts it.
type three struct {
	meeting
	nodes    []*apptest.App
	binary   string
	lea, sam *apptest.Person
	tabs     []*apptest.Socket // Odile's, Léa's, Sam's
}

func threeOnThree(t *testing.T, more ...string) *three {
	t.Helper()
	all, binary := nodes(t, 3, more...)
	w := &three{meeting: plan(t, all[0]), nodes: all, binary: binary}
	w.lea = w.member(t, "lea@example.org", "Léa").At(all[1])
	w.sam = w.member(t, "sam@example.org", "Sam").At(all[2])
	w.tabs = []*apptest.Socket{w.enter(t, w.lead), w.enter(t, w.lea), w.enter(t, w.sam)}
	return w
}

// round begins a round of Léa and Sam, and Léa takes the stick. It gives the grant.
func (w *three) round(t *testing.T) any {
	t.Helper()
	id := uuid.NewString()
	lead := w.tabs[0]
	lead.Must(w.room, "stick.prepare", map[string]any{
		"round": id, "question": "Et vous?", "order": []string{w.lea.ID, w.sam.ID}, "seat": "none", "gate": "holder", "turn_s": 120,
	})
	lead.Must(w.room, "stick.begin", nil)
	w.tabs[1].See(w.room, "the stick", func(at func(string) any) bool { return at("round.offer.to") == w.lea.ID })
	w.tabs[1].Must(w.room, "stick.take", map[string]any{"round": id})
	for _, tab := range w.tabs {
		tab.See(w.room, "the holder", func(at func(string) any) bool { return at("round.holder.member") == w.lea.ID })
	}
	return lead.Look(w.room, "round.holder.grant")
}

// Three people on three nodes are in one room: they read, hear and see each other as on one.
func TestThreeNodesAreOneRoom(t *testing.T) {
	w := threeOnThree(t)
	for i, tab := range w.tabs {
		id := uuid.NewString()
		tab.Must(w.room, "chat.say", map[string]any{"id": id, "text": fmt.Sprint("de ", i)})
		for _, other := range w.tabs {
			other.See(w.room, "what was said on another node", func(at func(string) any) bool { return at("chat."+id) != nil })
		}
	}
	ears := make([]*apptest.Sound, 3)
	for i, tab := range w.tabs {
		ears[i] = tab.Sound(w.room)
	}
	for _, ear := range ears {
		waitFor(t, "everyone to hear", func() bool { return ear.Heard.Load() > 20 })
	}
	w.round(t)
	drawTogether(t, w.meeting, w.tabs[0], w.tabs[1], w.tabs[2])
}

// The node that hosts the meeting is killed in the middle of a round and of a stroke. Another takes it over within three
// seconds: the same holder with the same grant, nothing missing that was acknowledged, and the sound back.
func TestTheHostsNodeIsKilledInMidRound(t *testing.T) {
	w := threeOnThree(t)
	lea, sam := w.tabs[1], w.tabs[2]
	mouth, ear := lea.Sound(w.room), sam.Sound(w.room)
	board := "brd_" + w.board(t)
	grant := w.round(t)
	waitFor(t, "Sam to hear Léa", func() bool { return ear.Heard.Load() > 20 })

	var killed time.Time
	said, drawn := workThrough(w, sam, board, func() { killed = time.Now(); w.nodes[0].Kill() })
	if took := said.firstAfter(killed); took > 3*time.Second {
		t.Errorf("the meeting went on %s after its host's death", took)
	}
	t.Logf("the meeting went on %s, the board %s after the death", said.firstAfter(killed).Round(time.Millisecond), drawn.firstAfter(killed).Round(time.Millisecond))
	lea.See(w.room, "the same holder with the same grant", func(at func(string) any) bool {
		return at("round.state") == "running" && at("round.holder.member") == w.lea.ID && at("round.holder.grant") == grant
	})
	for id := range said.ids {
		for _, tab := range []*apptest.Socket{lea, sam} {
			tab.See(w.room, "every acknowledged word", func(at func(string) any) bool { return at("chat."+id) != nil })
		}
	}
	waitFor(t, "the sound to begin anew", func() bool { return mouth.Resets.Load() > 0 && ear.Resets.Load() > 0 })
	before := ear.Heard.Load()
	waitFor(t, "Sam to hear Léa again: "+ear.Way(), func() bool { return ear.Heard.Load() > before+20 })
	t.Logf("the sound was back %s after the death", time.Since(killed).Round(time.Millisecond))
	fresh := back(t, w.meeting, w.sam)
	fresh.Join(board)
	for id := range drawn.ids {
		if fresh.Look(board, "els."+id) == nil {
			t.Errorf("an acknowledged stroke is missing: %s", id)
		}
	}
	lea.Must(w.room, "stick.release", map[string]any{"grant": grant})
	fresh.See(w.room, "the stick", func(at func(string) any) bool { return at("round.offer.to") == w.sam.ID })
}

// board opens a board on which everyone may draw, and gives its id.
func (w *three) board(t *testing.T) string {
	t.Helper()
	board := uuid.Must(uuid.NewV7()).String()
	w.tabs[0].Must(w.room, "boards.open", map[string]any{"board": board, "title": "Notre arbre"})
	for _, tab := range w.tabs[1:] {
		tab.See(w.room, "the board", func(at func(string) any) bool { return at("boards."+board) != nil })
		tab.Join("brd_" + board)
		tab.See("brd_"+board, "that one may draw", func(at func(string) any) bool { return at("may") == "write" })
	}
	return board
}

// acked is what was acknowledged, and when.
type acked struct {
	ids     map[string]time.Time
	refused int
	longest time.Duration // that an answer took
}

func (a *acked) firstAfter(from time.Time) time.Duration {
	first := time.Duration(-1)
	for _, at := range a.ids {
		if d := at.Sub(from); d > 0 && (first < 0 || d < first) {
			first = d
		}
	}
	return first
}

// workThrough writes and draws without a pause, has something happen meanwhile, and goes on until work is acknowledged that was
// begun after it.
func workThrough(w *three, tab *apptest.Socket, board string, happen func()) (said, drawn *acked) {
	const before, after = 40, 40
	said, drawn = &acked{ids: map[string]time.Time{}}, &acked{ids: map[string]time.Time{}}
	var both sync.WaitGroup
	enough, happened := make(chan struct{}, 2), make(chan struct{})
	do := func(into *acked, room, command string, args func(id string, i int) any) {
		left := after
		for i := 0; left > 0; i++ {
			begun := time.Now()
			id := uuid.NewString()
			a, err := tab.Try(room, command, args(id, i))
			if err != nil {
				return
			}
			if a.OK {
				into.ids[id] = time.Now()
			} else {
				into.refused++
			}
			into.longest = max(into.longest, time.Since(begun))
			if i == before {
				enough <- struct{}{}
			}
			select {
			case <-happened:
				if a.OK && time.Since(begun) < time.Second {
					left--
				}
			default:
			}
		}
	}
	both.Go(func() {
		do(said, w.room, "chat.say", func(id string, i int) any { return map[string]any{"id": id, "text": fmt.Sprint("mot ", i)} })
	})
	both.Go(func() {
		do(drawn, board, "board.op", func(id string, i int) any {
			return map[string]any{"ops": []any{map[string]any{"id": id, "put": rectangle(i % 20)}}}
		})
	})
	<-enough
	<-enough
	happen()
	close(happened)
	both.Wait()
	return said, drawn
}

// A node is told to stop in the middle of a round, as when it is updated. It says that it is not ready any more, hands the
// meeting over, sends its people away and ends; nothing that anybody asked is lost or refused.
func TestANodeIsUpdatedInMidRound(t *testing.T) {
	w := threeOnThree(t)
	mouth, ear := w.tabs[1].Sound(w.room), w.tabs[2].Sound(w.room)
	board := "brd_" + w.board(t)
	grant := w.round(t)
	waitFor(t, "Sam to hear Léa", func() bool { return ear.Heard.Load() > 20 })

	var told time.Time
	said, drawn := workThrough(w, w.tabs[2], board, func() {
		told = time.Now()
		w.nodes[0].Stop()
	})
	t.Logf("the node ended in %s; the longest wait for an answer was %s for words, %s for strokes", time.Since(told).Round(time.Millisecond),
		said.longest.Round(time.Millisecond), drawn.longest.Round(time.Millisecond))
	if took := time.Since(told); took > time.Minute {
		t.Errorf("the node took %s to end", took)
	}
	if said.refused+drawn.refused > 0 {
		t.Errorf("%d words and %d strokes were refused", said.refused, drawn.refused)
	}
	if code := w.tabs[0].Closed(); code != 4000 {
		t.Errorf("Odile's page was closed with %d", code)
	}
	odile := back(t, w.meeting, w.lead.At(w.nodes[1]))
	odile.See(w.room, "the same holder with the same grant", func(at func(string) any) bool {
		return at("round.holder.member") == w.lea.ID && at("round.holder.grant") == grant
	})
	waitFor(t, "the sound to begin anew", func() bool { return mouth.Resets.Load() > 0 && ear.Resets.Load() > 0 })
	before := ear.Heard.Load()
	waitFor(t, "Sam to hear Léa again", func() bool { return ear.Heard.Load() > before+20 })
	fresh := back(t, w.meeting, w.sam)
	fresh.Join(board)
	for id := range drawn.ids {
		if fresh.Look(board, "els."+id) == nil {
			t.Errorf("an acknowledged stroke is missing: %s", id)
		}
	}
	for id := range said.ids {
		if odile.Look(w.room, "chat."+id) == nil {
			t.Errorf("an acknowledged word is missing: %s", id)
		}
	}
}
