// Package auth says who is asking, and nothing else: what she may do is decided
// elsewhere. People prove themselves with one-time links sent by e-mail, guests
// with the link of a meeting and a name; both get an opaque cookie whose hash is
// kept, so that a copy of the store opens nothing.
package auth

import (
	"context"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/community"
)

// Lives of what this package gives, in ms.
const (
	sessionLife    rooms.Millis = 30 * 24 * 3600 * 1000 // since a person was last seen
	guestAfter     rooms.Millis = 12 * 3600 * 1000      // after her meeting should end
	touchEvery     rooms.Millis = 3600 * 1000           // how often "last seen" is written
	firstLinkLife  rooms.Millis = 24 * 3600 * 1000
	linkWindow     rooms.Millis = 15 * 60 * 1000
	linksPerWindow              = 5 // login links an address may ask for in linkWindow
)

// Letters is how the link reaches its owner.
type Letters interface {
	SignIn(ctx context.Context, to Reader, link string) error
}

// Reader is someone a letter goes to.
type Reader struct {
	Email string
	Name  string
	Lang  community.Lang
}

// Identity is who asks, proven.
type Identity struct {
	Actor   community.Actor
	Session community.AuthSessionID
	Name    string
	Email   string // "" for a guest
	Lang    community.Lang
	// Meeting is the only one a guest may enter, "" for a person.
	Meeting community.MeetingID
}

// Service knows how to prove who is asking.
type Service struct {
	store   community.Store
	clock   community.Clock
	ids     community.IDs
	letters Letters
	public  string // origin, without a final slash
	log     zerolog.Logger
	asked   chan asked
}

// Ports is what a Service is made of.
type Ports struct {
	Store   community.Store
	Clock   community.Clock
	IDs     community.IDs
	Letters Letters
	Public  string // origin of the site, without a final slash
	Log     zerolog.Logger
}

// New makes the service; its Run must be running for links to leave.
func New(p Ports) *Service {
	return &Service{
		store: p.Store, clock: p.Clock, ids: p.IDs, letters: p.Letters, public: p.Public, log: p.Log,
		asked: make(chan asked, askedMost),
	}
}

// SystemClock is the machine's clock.
type SystemClock struct{}

// Now is the wall clock's time.
func (SystemClock) Now() rooms.Millis { return rooms.Millis(time.Now().UnixMilli()) }
