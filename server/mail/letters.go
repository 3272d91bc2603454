package mail

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"strings"
	"time"
)

// Person is a reader: where to write to her and in which language ("fr" or "en").
type Person struct {
	Email string
	Name  string
	Lang  string
}

//go:embed layout.html
var layoutFile embed.FS

// Post writes the letters of one site.
type Post struct {
	Sender Sender
	Public string // origin of the site, without a final slash
	// From is who letters are from, and who organizes meetings for calendars.
	From   string
	layout *template.Template
}

// NewPost reads the layout of letters.
func NewPost(sender Sender, public, from string) (*Post, error) {
	t, err := template.ParseFS(layoutFile, "layout.html")
	if err != nil {
		return nil, fmt.Errorf("mail: layout: %w", err)
	}
	return &Post{Sender: sender, Public: public, From: from, layout: t}, nil
}

// Meeting is what a letter may say of one. A confidential meeting has neither
// title nor names in its letters: a mailbox is read by others.
type Meeting struct {
	ID           string
	Title        string
	Community    string
	Host         string
	Intention    string
	Confidential bool
	Start        time.Time
	Was          time.Time // when it was to start, as the reader was told last; zero when that is not known
	Length       time.Duration
	Zone         string
	Version      int  // rises each time its hour changes
	Guest        bool // the reader is invited to it alone: the community is not hers
}

// SignIn sends the one-time link that opens a session.
func (p *Post) SignIn(ctx Context, to Person, link string) error {
	return p.send(ctx, to, words(to.Lang).signIn(), link, nil)
}

// JoinCommunity tells someone that she is invited into a community.
func (p *Post) JoinCommunity(ctx Context, to Person, community, host, link string) error {
	return p.send(ctx, to, words(to.Lang).joinCommunity(community, host), link, nil)
}

// InviteGuest sends someone her own invitation to one meeting.
func (p *Post) InviteGuest(ctx Context, to Person, m Meeting, link string, now time.Time) error {
	m.Guest = true
	w := words(to.Lang)
	when, err := w.when(m.Start, m.Zone)
	if err != nil {
		return err
	}
	file, err := Calendar(p.Event(m, to.Lang, now))
	if err != nil {
		return err
	}
	if m.Confidential {
		m.Title, m.Community, m.Host, to.Name = "", "", "", ""
	}
	return p.send(ctx, to, w.inviteGuest(m, when), link, file)
}

// Event is the meeting as an .ics file tells it, with the same discretion as the
// letters. Its address is the meeting's page, never a secret link: a guest, whom that page
// asks to sign in to an account that she has not, is told where her way in is.
func (p *Post) Event(m Meeting, lang string, now time.Time) Event {
	title := m.Title
	if m.Confidential || title == "" {
		title = words(lang).meetingWord()
	}
	e := Event{
		ID: m.ID + "@palabre", Title: title, Start: m.Start, Length: m.Length, Zone: m.Zone,
		Stamp: now, Sequence: m.Version, Organizer: p.From,
	}
	if m.Guest {
		e.Note = words(lang).guestsNote()
	} else {
		e.URL = p.Public + "/r/" + m.ID
	}
	return e
}

// body is a letter before it has a shape: the same words make the text and the
// HTML, so that they cannot say different things.
type body struct {
	Lang    string
	Subject string
	Hello   string
	Before  []string // paragraphs before the button
	Button  string   // "" when there is nowhere to go
	After   []string // paragraphs after it
	Sign    string
	Link    string
	id      string // of the letter, "" for a new one each time
	method  string // of the calendar file
}

func (p *Post) send(ctx Context, to Person, b body, link string, calendar []byte) error {
	b.Link = link
	if to.Name != "" {
		b.Hello += " " + to.Name
	}
	b.Hello += ","
	var html bytes.Buffer
	if err := p.layout.Execute(&html, b); err != nil {
		return fmt.Errorf("mail: layout: %w", err)
	}
	return p.Sender.Send(ctx, Letter{
		To: to.Email, ToName: to.Name, Subject: b.Subject, Text: b.text(), HTML: html.String(), Link: link, Calendar: calendar,
		ID: b.id, Method: b.method,
	})
}

func (b body) text() string {
	parts := append([]string{b.Hello}, b.Before...)
	if b.Button != "" {
		parts = append(parts, b.Button+"\n"+b.Link)
	}
	parts = append(parts, b.After...)
	parts = append(parts, b.Sign)
	return strings.Join(parts, "\n\n") + "\n"
}
