package demo

import (
	"time"

	"palabre/rooms"
)

const zoneName = "America/Montreal"

const (
	second rooms.Millis = 1000
	minute              = 60 * second
	hours               = 60 * minute
	day                 = 24 * hours
)

// date is one meeting of the cycle.
type date struct {
	at    rooms.Millis
	month string // "de janvier", "d’avril"
}

// heldMeetings is how many of the cycle's eight were held; the others are to come.
const heldMeetings = 2

// cycle gives the dates of a welcome, six monthly meetings and, three months after the last, a review: each the second
// Tuesday of its month at 9:00 (the third, when it is loaded during such a morning). The first two are past: loaded at
// the end of January, the cycle is the real one, which begins in December and ends in September.
func cycle(now rooms.Millis, zone *time.Location) [8]date {
	t := time.UnixMilli(int64(now)).In(zone)
	year, month := t.Year(), t.Month()
	week := 2
	if this := tuesday(year, month, week, zone); this <= now && now < this+4*hours {
		week = 3
	}
	if tuesday(year, month, week, zone) > now {
		month--
	}
	var out [8]date
	for i, months := range [8]int{-1, 0, 1, 2, 3, 4, 5, 8} {
		at := tuesday(year, month+time.Month(months), week, zone)
		out[i] = date{at: at, month: ofMonth(time.UnixMilli(int64(at)).In(zone).Month())}
	}
	return out
}

// tuesday is the Tuesday of a month's week, at 9:00.
func tuesday(year int, month time.Month, week int, zone *time.Location) rooms.Millis {
	first := time.Date(year, month, 1, 9, 0, 0, 0, zone)
	ahead := (int(time.Tuesday) - int(first.Weekday()) + 7) % 7
	return rooms.Millis(first.AddDate(0, 0, ahead+7*(week-1)).UnixMilli())
}

func ofMonth(m time.Month) string {
	return [...]string{
		"de janvier", "de février", "de mars", "d’avril", "de mai", "de juin", "de juillet", "d’août",
		"de septembre", "d’octobre", "de novembre", "de décembre",
	}[m-1]
}

// quarter is the last quarter of an hour before an instant.
func quarter(at rooms.Millis) rooms.Millis { return at - at%(15*minute) }
