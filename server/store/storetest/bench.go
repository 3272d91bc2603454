package storetest

import (
	"bytes"
	"fmt"
	"testing"

	"palabre/rooms"
	"palabre/signaling/host"
)

// Bench measures appends as a committer makes them: one segment of a few events
// (300 bytes) for each of 1, 10 and 50 rooms in one durable commit.
func Bench(b *testing.B, open func(testing.TB) Opened) {
	for _, n := range []int{1, 10, 50} {
		b.Run(fmt.Sprintf("rooms=%d", n), func(b *testing.B) {
			log := open(b).Log
			segments := make([]host.Segment, n)
			data := bytes.Repeat([]byte("é"), 150)
			for i := range segments {
				id := rooms.RoomID(fmt.Sprintf("ses_0192f3a4-5b6c-7d8e-9f00-%012d", i))
				segments[i] = host.Segment{Room: id, Term: claimed(b, log, id).Term, Data: data}
			}
			for b.Loop() {
				for i := range segments {
					segments[i].From = segments[i].To
					segments[i].To++
				}
				for _, err := range appended(b, log, segments...) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "segments/s")
		})
	}
}
