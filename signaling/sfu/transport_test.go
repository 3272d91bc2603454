package sfu_test

import (
	"net"
	"strings"
	"testing"

	"github.com/pion/webrtc/v4"
	"github.com/rs/zerolog"

	"palabre/signaling/sfu"
)

func newSFUAt(t *testing.T, c sfu.Config) *sfu.SFU {
	t.Helper()
	c.Log = zerolog.Nop()
	s, err := sfu.New(c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// A network that lets no UDP through: the same voice over TCP.
func TestOverTCP(t *testing.T) {
	s := newSFUAt(t, sfu.Config{UDPAddr: "127.0.0.1:0", TCPAddr: "127.0.0.1:0"})
	s.SetAudible("salle", everyone())
	a := newBrowserOn(t, "awa", 10, webrtc.NetworkTypeTCP4)
	b := newBrowserOn(t, "benoit", 20, webrtc.NetworkTypeTCP4)
	for _, x := range []*browser{a, b} {
		x.connect(s, "salle", "c")
		x.tell(sfu.Start{Attempt: attemptOf(x.member)})
		x.publish(false)
	}
	a.awaitFrom(b, 0, 50)
	b.awaitFrom(a, 0, 50)
	for _, x := range []*browser{a, b} {
		pair, err := x.sub.SCTP().Transport().ICETransport().GetSelectedCandidatePair()
		if err != nil || pair == nil || pair.Local.Protocol != webrtc.ICEProtocolTCP {
			t.Fatalf("the voice came by %v, %v", pair, err)
		}
	}
}

// candidates are the addresses a browser is told.
func candidates(t *testing.T, s *sfu.SFU) []string {
	t.Helper()
	b := newBrowser(t, "awa", 10)
	b.connect(s, "salle", "c")
	b.tell(sfu.Start{})
	b.await("an offer", func() bool { return len(b.lines) > 0 })
	var all []string
	for l := range strings.SplitSeq(b.sub.RemoteDescription().SDP, "\r\n") {
		if f := strings.Fields(l); strings.HasPrefix(l, "a=candidate:") {
			all = append(all, f[4])
		}
	}
	return all
}

// Behind a translator of addresses, browsers are told the public one and never the private one.
func TestPublicAddressesReplaceLocalOnes(t *testing.T) {
	s := newSFUAt(t, sfu.Config{UDPAddr: "127.0.0.1:0", TCPAddr: "127.0.0.1:0", PublicIPs: []string{"203.0.113.7"}})
	got := candidates(t, s)
	if len(got) == 0 {
		t.Fatal("no address was told")
	}
	for _, a := range got {
		if a != "203.0.113.7" {
			t.Fatalf("browsers are told %v", got)
		}
	}
}

// An unspecified host listens on every address, and media flows.
func TestEveryAddress(t *testing.T) {
	s := newSFUAt(t, sfu.Config{UDPAddr: "0.0.0.0:0"})
	s.SetAudible("salle", everyone())
	if s.Addr().(*net.UDPAddr).Port == 0 {
		t.Fatal("no port")
	}
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(false)
	b.awaitFrom(a, 0, 20)
}

func TestBadAddressesAreNamed(t *testing.T) {
	for _, c := range []sfu.Config{
		{UDPAddr: "ici"}, {UDPAddr: "127.0.0.1:0", TCPAddr: "là"},
		{UDPAddr: "127.0.0.1:0", PublicIPs: []string{"exemple"}},
	} {
		s, err := sfu.New(c)
		if err == nil {
			t.Errorf("%+v was accepted", c)
			err = s.Close()
		}
		if err != nil && !strings.HasPrefix(err.Error(), "sfu: ") {
			t.Errorf("%+v: %v", c, err)
		}
	}
}
