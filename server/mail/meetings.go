package mail

import (
	"time"

	ics "github.com/arran4/golang-ical"
)

// News is what a letter tells about a meeting.
type News string

// The news.
const (
	Planned   News = "planned"
	Moved     News = "moved"
	Cancelled News = "cancelled"
)

// Announce writes to a member about a meeting of her community, or to a guest about the
// one she was invited to, with the calendar file that puts it into her calendar, moves it
// there or takes it out. The address of a guest's way in was in her invitation, and is
// known to nobody else: no other letter leads her anywhere. The id names the letter: sent twice, mail servers and readers see that it is the same.
func (p *Post) Announce(ctx Context, to Person, m Meeting, news News, id string, now time.Time) error {
	w := words(to.Lang)
	when, err := w.when(m.Start, m.Zone)
	if err != nil {
		return err
	}
	event := p.Event(m, to.Lang, now)
	event.Method, event.Attendee = ics.MethodRequest, to.Email
	link := event.URL
	if news == Cancelled {
		event.Method, link = ics.MethodCancel, p.Public+"/"
	}
	file, err := Calendar(event)
	if err != nil {
		return err
	}
	if m.Confidential {
		m.Title, m.Community, m.Host, m.Intention, to.Name = "", "", "", "", ""
	}
	var b body
	switch news {
	case Planned:
		b = w.planned(m, when)
	case Moved:
		at, err := moveOf(w, m, when)
		if err != nil {
			return err
		}
		b = w.moved(m, at)
	case Cancelled:
		b = w.cancelled(m, when)
	}
	if m.Guest {
		link, b.Button, b.After = "", "", w.guestsWay(news)
	}
	b.id, b.method = id, string(event.Method)
	return p.send(ctx, to, b, link, file)
}

// moveOf tells the hour that the reader knows besides the new one: a meeting whose title is
// hidden is known by nothing else.
func moveOf(w catalogue, m Meeting, when string) (move, error) {
	at := move{to: when}
	if m.Was.IsZero() || m.Was.Equal(m.Start) {
		return at, nil
	}
	was, err := local(m.Was, m.Zone)
	if err != nil {
		return at, err
	}
	is, err := local(m.Start, m.Zone)
	if err != nil {
		return at, err
	}
	at.otherDay = was.Format(time.DateOnly) != is.Format(time.DateOnly)
	at.since, err = w.when(m.Was, m.Zone)
	return at, err
}
