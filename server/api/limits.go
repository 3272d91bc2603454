package api

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"palabre/server/community"
)

// pace is how often something may be asked: at once, then each so often.
type pace struct {
	burst int
	every time.Duration
}

// A whole meeting may sit behind one address: good links are not counted, those that
// open nothing are.
var (
	linkByAddress  = pace{40, 10 * time.Second} //nolint:gochecknoglobals // a constant: Go has no constant structs
	linkByEmail    = pace{4, 3 * time.Minute}   //nolint:gochecknoglobals // same
	badByAddress   = pace{300, 5 * time.Second} //nolint:gochecknoglobals // same
	inviteByMember = pace{20, 30 * time.Second} //nolint:gochecknoglobals // same
	// Making a document or drawing a board takes processor time that people's sound needs.
	renderByMember = pace{40, time.Second} //nolint:gochecknoglobals // same
	// A rehearsal that goes on is looked at every 400 ms, and at each gesture.
	rehearseByMember = pace{40, 300 * time.Millisecond} //nolint:gochecknoglobals // same
)

// rehearseWithin bounds what one look at a rehearsal waits for its turn and takes: it is lived again
// from its beginning, some 0.5 ms a step.
const rehearseWithin = 8 * time.Second

// limitsMost bounds how many askers are remembered. Beyond, all are forgotten:
// someone who can speak from that many addresses is not stopped by this.
const limitsMost = 20_000

type limits struct {
	mu sync.Mutex
	by map[string]*rate.Limiter
}

func newLimits() *limits { return &limits{by: map[string]*rate.Limiter{}} }

// allow counts one more and tells whether the asker may go on now.
func (l *limits) allow(what, asker string, p pace) bool { return l.of(what, asker, p).Allow() }

// worn tells, without counting, whether the asker has had her share.
func (l *limits) worn(what, asker string, p pace) bool { return l.of(what, asker, p).Tokens() < 1 }

// linked uses a link for somebody at an address. Links that open nothing wear the
// address out; after that none is looked at for a while.
func (a *API) linked(ctx context.Context, use func() error) error {
	from := text(ctx, keyAddress)
	if a.limits.worn("bad link", from, badByAddress) {
		return tooMany()
	}
	err := use()
	if errors.Is(err, community.RefuseSpent) || errors.Is(err, community.ErrSpent) {
		a.limits.allow("bad link", from, badByAddress)
	}
	return err
}

// of is the asker's own count.
func (l *limits) of(what, asker string, p pace) *rate.Limiter {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.by) > limitsMost {
		clear(l.by)
	}
	k := what + " " + asker
	limiter, ok := l.by[k]
	if !ok {
		limiter = rate.NewLimiter(rate.Every(p.every), p.burst)
		l.by[k] = limiter
	}
	return limiter
}

// address is where a request comes from: what the proxy in front says, when it is
// one we believe. An IPv6 customer has a whole /64.
func (a *API) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	ip, err := netip.ParseAddr(host)
	if err != nil {
		return host
	}
	if a.believed(ip) {
		// A proxy may write a line of its own under the visitor's.
		said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		// The last one was written by the proxy we believe; those before it by anybody.
		if from, err := netip.ParseAddr(strings.TrimSpace(said[len(said)-1])); err == nil {
			ip = from
		}
	}
	ip = ip.Unmap()
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}

func (a *API) believed(ip netip.Addr) bool {
	for _, p := range a.Proxies {
		if p.Contains(ip.Unmap()) {
			return true
		}
	}
	return false
}
