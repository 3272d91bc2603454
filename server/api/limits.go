package api

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// pace is how often something may be asked: at once, then each so often.
type pace struct {
	burst int
	every time.Duration
}

// A whole meeting may sit behind one address, so those by address are wide:
// tokens of 256 bits need no defence against guessing, mailboxes and disks do.
var (
	linkByAddress  = pace{40, 10 * time.Second}        //nolint:gochecknoglobals // a constant: Go has no constant structs
	linkByEmail    = pace{4, 3 * time.Minute}          //nolint:gochecknoglobals // same
	redeemByAddr   = pace{1000, 50 * time.Millisecond} //nolint:gochecknoglobals // same
	guestByAddress = pace{2000, 50 * time.Millisecond} //nolint:gochecknoglobals // same
	inviteByMember = pace{20, 30 * time.Second}        //nolint:gochecknoglobals // same
)

// limitsMost bounds how many askers are remembered. Beyond, all are forgotten:
// someone who can speak from that many addresses is not stopped by this.
const limitsMost = 20_000

type limits struct {
	mu sync.Mutex
	by map[string]*rate.Limiter
}

func newLimits() *limits { return &limits{by: map[string]*rate.Limiter{}} }

// allow tells whether the asker may go on now.
func (l *limits) allow(what, asker string, p pace) bool {
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
	return limiter.Allow()
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
		said := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
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
