package app

import (
	"context"
	"net"
	"net/url"

	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/config"
	"palabre/signaling/host"
)

// heldLetters keeps the link of the last letter instead of sending it.
type heldLetters struct{ link string }

// SignIn implements auth.Letters.
func (h *heldLetters) SignIn(_ context.Context, _ auth.Reader, link string) error {
	h.link = link
	return nil
}

// demoAccounts is how a demonstration's people prove themselves: whoever holds the
// data folder may have any link made.
func demoAccounts(k *core, c config.Config, clock host.Clock) (*auth.Service, func(context.Context, string) (string, error)) {
	letters := &heldLetters{}
	proof := auth.New(auth.Ports{
		Store: k.Store.Records, Clock: clock, IDs: chance{}, Letters: letters, Public: origin(expected(c)), Log: k.log,
	})
	// Asked for as by someone signed in who has no address yet: her link makes the account.
	asker := auth.Identity{Actor: community.Actor{Member: "demo"}}
	return proof, func(ctx context.Context, email string) (string, error) {
		letters.link = ""
		if err := proof.AskLink(email, "/", community.French, asker); err != nil {
			return "", err
		}
		over, end := context.WithCancel(ctx)
		end()
		proof.Run(over) // sends what waits, then returns
		return letters.link, nil
	}
}

// expected is the site's address before anybody listens.
func expected(c config.Config) *url.URL {
	if c.PublicURL != nil {
		return c.PublicURL
	}
	name, port, err := net.SplitHostPort(c.Addr)
	if ip := net.ParseIP(name); err != nil || name == "" || ip != nil && ip.IsUnspecified() {
		name = "127.0.0.1"
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(name, port)}
}
