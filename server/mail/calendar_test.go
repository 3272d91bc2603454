package mail_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	ics "github.com/arran4/golang-ical"

	"palabre/server/mail"
)

func TestCalendarTellsLocalTimesAndTheirZone(t *testing.T) {
	cases := []struct {
		zone        string
		start       time.Time
		wantStart   string
		wantOffsets []string
	}{
		{"America/Montreal", time.Date(2026, 12, 3, 18, 30, 0, 0, time.UTC), "DTSTART;TZID=America/Montreal:20261203T133000",
			[]string{"BEGIN:STANDARD\r\nDTSTART:20261101T020000\r\nTZOFFSETFROM:-0400\r\nTZOFFSETTO:-0500\r\nTZNAME:EST",
				"BEGIN:DAYLIGHT\r\nDTSTART:20270314T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0400\r\nTZNAME:EDT"}},
		{"Europe/Paris", time.Date(2026, 7, 1, 7, 0, 0, 0, time.UTC), "DTSTART;TZID=Europe/Paris:20260701T090000",
			[]string{"BEGIN:DAYLIGHT\r\nDTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST",
				"BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET"}},
		{"UTC", noon, "DTSTART;TZID=UTC:20261203T173000", []string{"BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000"}},
	}
	for _, c := range cases {
		out, err := mail.Calendar(mail.Event{
			ID: "m1@palabre", Title: "Première rencontre; accueil, portraits", Start: c.start, Length: 3 * time.Hour,
			Zone: c.zone, URL: "https://palabre.example.org/r/m1", Stamp: noon,
		})
		if err != nil {
			t.Fatal(err)
		}
		text := string(out)
		if bare := strings.ReplaceAll(text, "\r\n", ""); strings.ContainsAny(bare, "\r\n") {
			t.Errorf("%s: a line does not end with CRLF", c.zone)
		}
		for _, line := range strings.Split(text, "\r\n") {
			if len(line) > 75 {
				t.Errorf("%s: a line of %d bytes is not folded", c.zone, len(line))
			}
		}
		for _, want := range append(c.wantOffsets, c.wantStart) {
			if !strings.Contains(text, want) {
				t.Errorf("%s: lacks %q in\n%s", c.zone, want, text)
			}
		}
		readBack(t, text, c.start)
	}
}

// A calendar program (the library's reader, with its own idea of the zone) finds
// the same instant and the same title.
func readBack(t *testing.T, text string, start time.Time) {
	t.Helper()
	cal, err := ics.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	event := cal.Events()[0]
	at, err := event.GetStartAt()
	if err != nil || !at.Equal(start) {
		t.Errorf("read back as %v, want %v (%v)", at, start, err)
	}
	if got := event.GetProperty(ics.ComponentPropertySummary).Value; got != "Première rencontre; accueil, portraits" {
		t.Errorf("title read back as %q", got)
	}
}

func TestCalendarRefusesAnUnknownZone(t *testing.T) {
	if _, err := mail.Calendar(mail.Event{Zone: "Mars/Olympus"}); err == nil {
		t.Fatal("accepted")
	}
}
