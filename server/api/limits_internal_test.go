package api

import (
	"net/http"
	"net/netip"
	"testing"
)

// Only what the proxy we believe wrote last is believed: a visitor's own line above the proxy's was, and with it anybody
// could be anybody.
func TestWhereARequestComesFrom(t *testing.T) {
	a := &API{Ports: Ports{Proxies: []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}}}
	for _, c := range []struct {
		remote string
		lines  []string
		want   string
	}{
		{"198.51.100.7:1", nil, "198.51.100.7"},
		{"198.51.100.7:1", []string{"203.0.113.1"}, "198.51.100.7"},
		{"192.0.2.1:1", []string{"203.0.113.1"}, "203.0.113.1"},
		{"192.0.2.1:1", []string{"203.0.113.66, 203.0.113.1"}, "203.0.113.1"},
		{"192.0.2.1:1", []string{"203.0.113.66", "203.0.113.1"}, "203.0.113.1"},
		{"192.0.2.1:1", []string{"2001:db8:1:2:3::4"}, "2001:db8:1:2::/64"},
		{"192.0.2.1:1", []string{"nonsense"}, "192.0.2.1"},
	} {
		r := &http.Request{RemoteAddr: c.remote, Header: http.Header{}}
		for _, line := range c.lines {
			r.Header.Add("X-Forwarded-For", line)
		}
		if got := a.address(r); got != c.want {
			t.Errorf("%s %q: %s, not %s", c.remote, c.lines, got, c.want)
		}
	}
}
