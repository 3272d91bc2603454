package hub

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"palabre/bench/figure"
)

// errOrder says that a receiver got a sender's messages out of order or with a hole.
var errOrder = errors.New("out of order")

// ledger follows every message of one room to its last receiver.
type ledger struct {
	receivers int32
	counts    [][]atomic.Int32 // by publisher, by message
	latency   [][]int64        // nanoseconds, written once by whoever counts the last receiver
	delivered atomic.Int64
	broken    atomic.Pointer[error]
}

func newLedger(publishers, messages, receivers int) *ledger {
	l := &ledger{receivers: int32(receivers), counts: make([][]atomic.Int32, publishers), latency: make([][]int64, publishers)}
	for i := range publishers {
		l.counts[i] = make([]atomic.Int32, messages)
		l.latency[i] = make([]int64, messages)
	}
	return l
}

// receiver checks that each sender's messages arrive in order, without a hole.
func (l *ledger) receiver() func(frame []byte) {
	next := make([]int, len(l.counts))
	return func(frame []byte) {
		now := time.Now().UnixNano()
		err := scan(frame, func(text []byte) {
			from, n, sent, ok := readStamp(text)
			if !ok || from >= len(next) || n >= len(l.counts[from]) {
				return
			}
			if n != next[from] {
				err := fmt.Errorf("%w: message %d of publisher %d came when %d was due", errOrder, n, from, next[from])
				l.broken.CompareAndSwap(nil, &err)
			}
			next[from] = n + 1
			l.delivered.Add(1)
			if l.counts[from][n].Add(1) == l.receivers {
				atomic.StoreInt64(&l.latency[from][n], now-sent)
			}
		})
		if err != nil {
			l.broken.CompareAndSwap(nil, &err)
		}
	}
}

// run publishes open-loop at the shape's rate: a late server does not slow the senders.
func run(ctx context.Context, target Target, shape Shape) (Result, error) {
	perPublisher := shape.Rate * (shape.Seconds + 1) / (shape.Rooms * shape.Publishers)
	pause := time.Second * time.Duration(shape.Rooms*shape.Publishers) / time.Duration(shape.Rate)
	ledgers := make([]*ledger, shape.Rooms)
	for room := range ledgers {
		ledgers[room] = newLedger(shape.Publishers, perPublisher, shape.PerRoom)
	}
	publishers := make([]Client, 0, shape.Rooms*shape.Publishers)
	clients, err := connect(ctx, target, shape, ledgers)
	defer closeAll(clients)
	if err != nil {
		return Result{}, err
	}
	for room := range shape.Rooms {
		publishers = append(publishers, clients[room*shape.PerRoom:room*shape.PerRoom+shape.Publishers]...)
	}

	var wait sync.WaitGroup
	failures := make(chan error, len(publishers))
	begin := time.Now()
	for i, client := range publishers {
		wait.Go(func() {
			shift := pause * time.Duration(i) / time.Duration(len(publishers))
			for n := range perPublisher {
				time.Sleep(time.Until(begin.Add(shift + time.Duration(n)*pause)))
				if err := client.Publish(makeStamp(i%shape.Publishers, n, time.Now().UnixNano())); err != nil {
					failures <- err
					return
				}
			}
		})
	}
	time.Sleep(time.Until(begin.Add(time.Second)))
	cpuBefore, err := cpu(target)
	if err != nil {
		return Result{}, err
	}
	before := total(ledgers)
	wait.Wait()
	cpuAfter, err := cpu(target)
	if err != nil {
		return Result{}, err
	}
	during := total(ledgers) - before
	due := int64(perPublisher * len(publishers) * shape.PerRoom)
	for deadline := time.Now().Add(2 * time.Second); total(ledgers) < due && time.Now().Before(deadline); {
		time.Sleep(5 * time.Millisecond)
	}
	select {
	case err := <-failures:
		return Result{}, fmt.Errorf("publish: %w", err)
	default:
	}
	return settle(ledgers, perPublisher/(shape.Seconds+1), float64(during)/(cpuAfter-cpuBefore), float64(total(ledgers))/float64(due))
}

// cpu is the processor time that a target used so far: of its process, or of all that it says.
func cpu(t Target) (float64, error) {
	if several, ok := t.(interface{ CPU() (float64, error) }); ok {
		return several.CPU()
	}
	return t.Server().CPU()
}

// connect opens every connection; those of a room are together, in the order of their places.
func connect(ctx context.Context, target Target, shape Shape, ledgers []*ledger) ([]Client, error) {
	return gather(shape.Rooms*shape.PerRoom, func(i int) (Client, error) {
		room, place := i/shape.PerRoom, i%shape.PerRoom
		client, err := target.Dial(ctx, room, place, ledgers[room].receiver())
		if err != nil {
			return nil, fmt.Errorf("room %d, place %d: %w", room, place, err)
		}
		return client, nil
	})
}

// atOnce is how many connections are being opened at the same time.
const atOnce = 16

// gather opens count connections or rooms, some at the same time. After a failure the ones that were opened come with it.
func gather[T comparable](count int, dial func(i int) (T, error)) ([]T, error) {
	clients, failures := make([]T, count), make([]error, count)
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(atOnce, count) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < count; i = int(next.Add(1)) - 1 {
				if clients[i], failures[i] = dial(i); failures[i] != nil {
					next.Store(int64(count)) // the others would fail too
				}
			}
		})
	}
	wait.Wait()
	if err := errors.Join(failures...); err != nil {
		var none T
		return slices.DeleteFunc(clients, func(c T) bool { return c == none }), err
	}
	return clients, nil
}

func closeAll(clients []Client) {
	for _, client := range clients {
		client.Close()
	}
}

func total(ledgers []*ledger) int64 {
	var sum int64
	for _, l := range ledgers {
		sum += l.delivered.Load()
	}
	return sum
}

// settle leaves the first second's messages out of the latencies: they warmed the server.
func settle(ledgers []*ledger, warm int, perCPU, share float64) (Result, error) {
	var latencies []float64
	for _, l := range ledgers {
		if broken := l.broken.Load(); broken != nil {
			return Result{}, *broken
		}
		for _, line := range l.latency {
			for n := warm; n < len(line); n++ {
				if nanos := atomic.LoadInt64(&line[n]); nanos > 0 {
					latencies = append(latencies, float64(nanos)/1e6)
				}
			}
		}
	}
	return Result{
		DeliveriesPerCPU: perCPU,
		P50:              figure.Percentile(latencies, 0.5),
		P99:              figure.Percentile(latencies, 0.99),
		Delivered:        share,
	}, nil
}
