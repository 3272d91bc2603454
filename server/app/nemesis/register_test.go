package nemesis_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
	"github.com/google/uuid"

	"palabre/server/app/nemesis"
)

// registerOp writes a value, or reads one.
type registerOp struct {
	write bool
	value string
}

// register is one property of one element of a board: whoever writes last is read.
func register() porcupine.Model {
	return porcupine.Model{
		Init: func() any { return "" },
		Step: func(state, input, output any) (bool, any) {
			op := input.(registerOp)
			if op.write {
				return true, op.value
			}
			return output == state, state
		},
		DescribeOperation: func(input, output any) string {
			op := input.(registerOp)
			if op.write {
				return "write " + op.value
			}
			return fmt.Sprintf("read %v", output)
		},
	}
}

// People on all nodes write and read one thing while its host is frozen, killed, cut off from the store and drained: there is an
// order of all they did, in which each happened between its asking and its answer, that explains every answer. A host that is
// no more, and does not know it, would answer with what was.
func TestOneThingReadFromEverywhereIsLinearizable(t *testing.T) {
	const writers = 6
	l := lab(t, nemesis.Options{Seed: 5, People: writers, Rooms: 1})
	m := l.Meetings[0]
	element := uuid.NewString()
	if err := m.Lead.Must(t.Context(), m.Board, "board.op", set(element, "put", nemesis.Rectangle(1))); err != nil {
		t.Fatal(err)
	}
	l.Begin(t.Context())
	ctx, stop := context.WithCancel(t.Context())
	begun := time.Now()
	var mu sync.Mutex
	var history []porcupine.Operation
	keep := func(op porcupine.Operation) {
		mu.Lock()
		defer mu.Unlock()
		history = append(history, op)
	}
	var all sync.WaitGroup
	for i, p := range m.People {
		all.Go(func() { readAndWrite(ctx, p, i, m.Board, element, begun, keep) })
	}
	for _, f := range []nemesis.Fault{
		{Kind: nemesis.Freeze, For: 4 * time.Second}, {Kind: nemesis.PartStore, For: 4 * time.Second}, {Kind: nemesis.Kill, For: time.Second},
		{Kind: nemesis.Drain}, {Kind: nemesis.PartAll, For: 5 * time.Second}, {Kind: nemesis.OneWay, For: 4 * time.Second, Way: 1},
	} {
		f.Host, f.After = true, time.Second
		if err := l.One(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	all.Wait()
	judge(t, l)
	const most = 4000
	if len(history) > most {
		t.Fatalf("%d operations: more than can be searched", len(history))
	}
	result, info := porcupine.CheckOperationsVerbose(register(), history, 2*time.Minute)
	if result != porcupine.Ok {
		file := filepath.Join(t.ArtifactDir(), "linearizability.html")
		t.Errorf("%s: see %s (%v)", result, file, porcupine.VisualizePath(register(), info, file))
	}
	t.Logf("%d operations by %d people", len(history), writers)
}

func set(id, what string, v any) any {
	return map[string]any{"ops": []any{map[string]any{"id": id, what: v}}}
}

// readAndWrite does one or the other until ctx ends. What has no answer by then may happen at any later time.
func readAndWrite(ctx context.Context, p *nemesis.Client, i int, board, element string, begun time.Time, keep func(porcupine.Operation)) {
	dice := rand.New(rand.NewPCG(5, uint64(i)))
	const never = int64(1) << 62
	every := time.NewTicker(60 * time.Millisecond)
	defer every.Stop()
	for n := 0; ctx.Err() == nil; n++ {
		op := porcupine.Operation{ClientId: i, Call: int64(time.Since(begun))}
		if dice.IntN(2) == 0 {
			value := fmt.Sprintf("https://example.org/%d/%d", i, n)
			op.Input = registerOp{true, value}
			done, err := p.Do(ctx, board, "board.op", set(element, "set", map[string]any{"link": value}))
			switch {
			case done == nil: // never said
				return
			case err != nil:
				op.Return = never
				keep(op)
				return
			case done.OK:
				op.Return = int64(time.Since(begun))
				keep(op)
			}
		} else {
			op.Input = registerOp{}
			view, err := p.Fresh(ctx, board)
			if err != nil {
				return // what was not read tells nothing
			}
			op.Output, _ = nemesis.Dig(view, "els."+element+".link").(string)
			if op.Output == nil {
				op.Output = ""
			}
			op.Return = int64(time.Since(begun))
			keep(op)
		}
		<-every.C
	}
}
