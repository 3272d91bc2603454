package redis_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/server/bus/bustest"
	"palabre/signaling/host"
)

// BenchmarkPublish has rooms on one node publish to a real Redis as fast as another node hears them, with at most 64 batches
// of 300 bytes under way. It tells how long a room's host is held by one (held-p50, held-p99), and the time per batch that
// arrived.
func BenchmarkPublish(b *testing.B) {
	for _, n := range []int{1, 50} {
		b.Run(fmt.Sprintf("rooms=%d", n), func(b *testing.B) { publishing(b, n) })
	}
}

func publishing(b *testing.B, n int) {
	addr, _ := bustest.Redis(b, 0)
	from, to := open(b, "redis://"+addr), open(b, "redis://"+addr)
	slots := make(chan struct{}, 64)
	arrived := make(chan struct{}, 1)
	for i := range n {
		defer to.Subscribe(rooms.RoomID(fmt.Sprintf("ses_%d", i)), func(x host.Batch) {
			if x.Volatile {
				select {
				case arrived <- struct{}{}:
				default:
				}
				return
			}
			<-slots
		})()
	}
	for i := range n { // until it is heard everywhere
		for heard := false; !heard; {
			_ = from.Publish(context.Background(), host.Batch{Room: rooms.RoomID(fmt.Sprintf("ses_%d", i)), Volatile: true})
			select {
			case <-arrived:
				heard = true
			case <-time.After(10 * time.Millisecond):
			}
		}
	}
	held := make([][]time.Duration, n)
	data := make([]byte, 300)
	b.ResetTimer()
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			room := rooms.RoomID(fmt.Sprintf("ses_%d", i))
			for k := i; k < b.N; k += n {
				slots <- struct{}{}
				began := time.Now()
				if err := from.Publish(context.Background(), host.Batch{
					Room: room, Term: 1, From: rooms.Seq(k), To: rooms.Seq(k + 1), Parts: []host.Part{{To: rooms.Everyone, Data: data}},
				}); err != nil {
					b.Error(err)
					return
				}
				held[i] = append(held[i], time.Since(began))
			}
		})
	}
	all.Wait()
	for range cap(slots) { // all have arrived
		slots <- struct{}{}
	}
	b.StopTimer()
	every := slices.Concat(held...)
	slices.Sort(every)
	if len(every) > 0 {
		b.ReportMetric(float64(every[len(every)/2].Nanoseconds()), "held-p50-ns")
		b.ReportMetric(float64(every[len(every)*99/100].Nanoseconds()), "held-p99-ns")
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "batches/s")
}
