package mail

import (
	"cmp"
	"fmt"
	netmail "net/mail"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Event is a meeting as a calendar shows it.
type Event struct {
	ID     string // stable: a second file of the same meeting replaces the first
	Title  string
	Start  time.Time
	Length time.Duration
	Zone   string    // IANA name, such as America/Montreal
	URL    string    // of its page; "" for a reader who cannot open it
	Note   string    // "" for none
	Stamp  time.Time // when the file is made
	// Method is what a calendar does with the file: ics.MethodPublish when empty, a
	// request to take part, or a cancellation.
	Method ics.Method
	// Sequence rises each time the event changes: a calendar keeps the highest.
	Sequence  int
	Organizer string // "Palabre <palabre@example.org>", "" for none
	Attendee  string // the reader's address, "" for a file that is nobody's in particular
}

// icsLocal is RFC 5545's local date-time, to be read in the property's TZID.
const icsLocal = "20060102T150405"

// Calendar writes the event as an .ics file. Times are local to the meeting's
// zone, whose changes of offset round the date are told in a VTIMEZONE: a
// calendar that does not know the zone still shows the right hour.
func Calendar(e Event) ([]byte, error) {
	zone, err := time.LoadLocation(e.Zone)
	if err != nil {
		return nil, fmt.Errorf("mail: zone: %w", err)
	}
	start, end := e.Start.In(zone), e.Start.Add(e.Length).In(zone)
	cal := ics.NewCalendarFor("Palabre")
	cal.SetProductId("-//Palabre//Palabre//FR")
	method := e.Method
	if method == "" {
		method = ics.MethodPublish
	}
	cal.SetMethod(method)
	cal.SetCalscale("GREGORIAN")
	cal.AddVTimezone(vtimezone(e.Zone, start))
	event := cal.AddEvent(e.ID)
	event.SetDtStampTime(e.Stamp)
	event.SetProperty(ics.ComponentPropertyDtStart, start.Format(icsLocal), ics.WithTZID(e.Zone))
	event.SetProperty(ics.ComponentPropertyDtEnd, end.Format(icsLocal), ics.WithTZID(e.Zone))
	event.SetSummary(e.Title)
	if e.URL != "" {
		event.SetURL(e.URL)
		event.SetLocation(e.URL)
	}
	if e.Note != "" {
		event.SetDescription(e.Note)
	}
	event.SetSequence(e.Sequence)
	if method == ics.MethodCancel {
		event.SetStatus(ics.ObjectStatusCancelled)
	}
	if from, err := netmail.ParseAddress(e.Organizer); err == nil {
		event.SetOrganizer("mailto:"+from.Address, ics.WithCN(cmp.Or(from.Name, "Palabre")))
	}
	if e.Attendee != "" {
		// Nobody reads answers: coming is said in the room.
		event.AddAttendee("mailto:"+e.Attendee, ics.ParticipationStatusNeedsAction, ics.WithRSVP(false))
	}
	return []byte(cal.Serialize(ics.WithNewLineWindows)), nil
}

// vtimezone tells the offset in force at the date and the one that follows it.
func vtimezone(name string, at time.Time) *ics.VTimezone {
	tz := ics.NewTimezone(name)
	begin, end := at.ZoneBounds()
	if begin.IsZero() { // the zone never changed before: say its one offset, from long ago
		tz.Components = append(tz.Components, observance(at, time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), offset(at)))
	} else {
		tz.Components = append(tz.Components, observance(begin, begin, offset(begin.Add(-time.Second))))
	}
	if !end.IsZero() {
		tz.Components = append(tz.Components, observance(end, end, offset(end.Add(-time.Second))))
	}
	return tz
}

// observance is the offset in force from an instant, which was "from" before it.
func observance(in, since time.Time, from int) ics.Component {
	name, to := in.Zone()
	properties := ics.ComponentBase{}
	// RFC 5545: the onset is written in the local time of the offset before it.
	onset := since.UTC().Add(time.Duration(from) * time.Second)
	properties.AddProperty(ics.ComponentPropertyDtStart, onset.Format(icsLocal))
	properties.AddProperty("TZOFFSETFROM", utcOffset(from))
	properties.AddProperty("TZOFFSETTO", utcOffset(to))
	properties.AddProperty("TZNAME", name)
	if in.IsDST() {
		return &ics.Daylight{ComponentBase: properties}
	}
	return &ics.Standard{ComponentBase: properties}
}

func offset(t time.Time) int {
	_, seconds := t.Zone()
	return seconds
}

func utcOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
}
