package sfu

import "testing"

func TestGapsInARunOfPackets(t *testing.T) {
	var s sequence
	lost := uint64(0)
	for _, number := range []uint16{65530, 65531, 65534, 65533, 65535, 0, 1, 5, 4, 6, 30000, 30001} {
		lost += s.gap(number)
	}
	// 65532 and 65533 (which came late: it counts as lost where it was missed), 2, 3 and 4; 30000 begins another run.
	if lost != 5 {
		t.Errorf("%d lost", lost)
	}
}
