package demo

import (
	"testing"
	"time"
	_ "time/tzdata"

	"palabre/rooms"
)

// At any hour of some years: two meetings are over, six are to come, each a Tuesday at nine in Montréal.
func TestTheCycleIsAlwaysTwoMeetingsOld(t *testing.T) {
	zone, err := time.LoadLocation(zoneName)
	if err != nil {
		t.Fatal(err)
	}
	for d := time.Date(2026, 1, 1, 3, 30, 0, 0, time.UTC); d.Year() < 2029; d = d.Add(3 * time.Hour) {
		now := rooms.Millis(d.UnixMilli())
		var last rooms.Millis
		for i, one := range cycle(now, zone) {
			at := time.UnixMilli(int64(one.at)).In(zone)
			if at.Weekday() != time.Tuesday || at.Day() < 8 || at.Day() > 21 || at.Hour() != 9 || at.Minute() != 0 || one.month != ofMonth(at.Month()) {
				t.Fatalf("%s: meeting %d on %s (%s)", d, i+1, at, one.month)
			}
			if over := one.at+4*hours <= now; over != (i < heldMeetings) || (!over && one.at <= now) || one.at <= last {
				t.Fatalf("%s: meeting %d on %s", d, i+1, at)
			}
			last = one.at
		}
	}
	january := cycle(rooms.Millis(time.Date(2027, 1, 29, 12, 0, 0, 0, zone).UnixMilli()), zone)
	for i, want := range []string{"de décembre", "de janvier", "de février", "de mars", "d’avril", "de mai", "de juin", "de septembre"} {
		if january[i].month != want {
			t.Errorf("meeting %d: %s", i+1, january[i].month)
		}
	}
}
