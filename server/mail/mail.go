// Package mail writes the letters that Palabre sends and hands them over: to an
// SMTP server, or to a folder of .eml files when there is none. Every letter is
// text and HTML that say the same, in its reader's language.
package mail

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"time"

	gomail "github.com/wneessen/go-mail"
)

// Letter is one mail, ready to be sent.
type Letter struct {
	To      string // a bare address
	ToName  string // "" when unknown
	Subject string
	Text    string
	HTML    string
	// Link is the one address that the letter is about; the folder adapter tells
	// it in the log, since there is no other way to read it there.
	Link string
	// Calendar is an .ics file to attach; nil for none.
	Calendar []byte
	// Method is the calendar file's, PUBLISH when empty.
	Method string
	// ID makes the Message-ID of a letter that may be sent twice; "" for one made at
	// the sending.
	ID string
}

// Sender hands letters over. A nil error means that the next server (or the
// disk) has the letter; an error may be tried again.
type Sender interface {
	Send(ctx context.Context, l Letter) error
}

// errRecipient is an address that no letter can be sent to.
var errRecipient = errors.New("mail: recipient: not an address")

// compose makes the MIME message. Date and identity are arguments so that the
// same letter gives the same bytes, but for the MIME boundaries.
func compose(from string, l Letter, at time.Time, id string) (*gomail.Msg, error) {
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	if err := m.From(from); err != nil {
		return nil, fmt.Errorf("mail: sender: %w", err)
	}
	to := netmail.Address{Name: l.ToName, Address: l.To}
	if err := m.To(to.String()); err != nil {
		return nil, errRecipient // the library's error tells the address
	}
	m.Subject(l.Subject)
	m.SetDateWithValue(at)
	m.SetMessageIDWithValue(id)
	// Nobody's holiday responder should answer a machine.
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, l.Text)
	m.AddAlternativeString(gomail.TypeTextHTML, l.HTML)
	if l.Calendar != nil {
		err := m.AttachReader("rencontre.ics", bytes.NewReader(l.Calendar), gomail.WithFileContentType(gomail.ContentType("text/calendar; charset=utf-8; method="+cmp.Or(l.Method, "PUBLISH"))))
		if err != nil {
			return nil, fmt.Errorf("mail: calendar: %w", err)
		}
	}
	return m, nil
}

// messageID is the Message-ID of a letter sent from this site.
func messageID(id, from string) string {
	host := "palabre.invalid"
	if a, err := netmail.ParseAddress(from); err == nil {
		for i := range a.Address {
			if a.Address[i] == '@' {
				host = a.Address[i+1:]
			}
		}
	}
	return id + "@" + host
}
