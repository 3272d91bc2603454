package mail

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// Context is context.Context, short for signatures of this package.
type Context = context.Context

// catalogue is the words of the letters in one language.
type catalogue interface {
	signIn() body
	joinCommunity(community, host string) body
	inviteGuest(m Meeting, when string) body
	planned(m Meeting, when string) body
	moved(m Meeting, at move) body
	cancelled(m Meeting, when string) body
	// guestsWay is what ends a guest's letter. It has no button: what lets her in is in her first letter alone.
	guestsWay(news News) []string
	guestsNote() string // the same, in her calendar
	when(t time.Time, zone string) (string, error)
	meetingWord() string
}

// move is how a meeting moved, in words: since when, "" when the reader was told of no
// other hour, to when, and whether the day is another one.
type move struct {
	since, to string
	otherDay  bool
}

func words(lang string) catalogue {
	if lang == "en" {
		return english{}
	}
	return french{}
}

// nb is a no-break space, as Québec typography wants before a colon and inside
// French quotation marks.
const nb = "\u00a0"

// eastern tells whether a zone is Québec's, whose hour is called after no city.
func eastern(zone string) bool { return zone == "America/Toronto" || zone == "America/Montreal" }

// universal tells whether a zone is nobody's: its hour is called by its letters.
func universal(zone string) bool { return zone == "UTC" || zone == "Etc/UTC" }

// city is the last part of a zone's name, which is how people call it.
func city(zone string) string {
	parts := strings.Split(zone, "/")
	return strings.ReplaceAll(parts[len(parts)-1], "_", " ")
}

func local(t time.Time, zone string) (time.Time, error) {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return time.Time{}, fmt.Errorf("mail: zone: %w", err)
	}
	return t.In(loc), nil
}
