package sfu_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"palabre/signaling/sfu"
)

func everyone() sfu.Audible { return sfu.Audible{Mode: sfu.Everyone} }

// Open talk: everybody hears everybody else, each voice on one line, and the lines say who it is.
func TestOpenTalk(t *testing.T) {
	s := newSFU(t)
	s.SetAudible("salle", everyone())
	people := []*browser{
		join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20), join(t, s, "salle", "chantal", 30),
	}
	for _, b := range people {
		b.publish(false)
	}
	for _, b := range people {
		for _, who := range people {
			if who != b {
				b.awaitFrom(who, 0, 20)
				b.await("the name of the line", func() bool { return lineOf(b, sfu.LineTalk, who.member) != "" })
			}
		}
		checkWhole(t, b)
	}
	// And back: a round begins, the others are silent at once, and the stick has its own line.
	s.SetAudible("salle", only(1, "benoit"))
	since := people[0].sent.Load()
	people[2].awaitFrom(people[1], people[1].sent.Load(), 20)
	for _, h := range people[2].snapshot() {
		if h.from == people[0].mark && h.count > since {
			t.Fatal("a voice of the open talk went on in the round")
		}
	}
	people[2].await("the stick's line", func() bool { return lineOf(people[2], sfu.LineStick, "benoit") != "" })
}

// Six people talk at once over four lines: four are heard, the others wait for a line without breaking one of the four.
func TestOpenTalkIsBounded(t *testing.T) {
	s := newSFU(t)
	s.SetAudible("salle", everyone())
	var talkers []*browser
	for i := range 6 {
		b := join(t, s, "salle", string(rune('a'+i)), byte(10*(i+1)))
		b.publish(false)
		talkers = append(talkers, b)
	}
	listener := join(t, s, "salle", "oreille", 200)
	awaitStats(t, s, "salle", func(st sfu.RoomStats) bool {
		heard, waiting := 0, 0
		for _, b := range talkers {
			if st.Members[b.member].AudioForwarded > 100 {
				heard++
			}
			if st.Members[b.member].AudioUnseated > 100 {
				waiting++
			}
		}
		return heard == 4 && waiting == 2
	})
	// One of the four leaves: a voice that waited is heard, by everybody.
	st, _ := s.Stats("salle")
	var gone *browser
	waiting := map[string]bool{}
	for _, b := range talkers {
		if st.Members[b.member].AudioForwarded > 100 {
			gone = b
		} else {
			waiting[b.member] = true
		}
	}
	gone.leave()
	listener.await("a voice that waited", func() bool {
		for _, l := range listener.lines {
			if l.Kind == sfu.LineTalk && waiting[l.Member] {
				return true
			}
		}
		return false
	})
}

// Cameras: seen by the others, stopped by a listener who wants sound only, back on a key frame when she wants them again.
func TestCameraAndAudioOnly(t *testing.T) {
	s := newSFU(t)
	s.SetAudible("salle", only(1)) // a shared silence, in which people see one another
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(true)
	frames := func(n int) func() bool {
		return func() bool { return len(videoOf(b)) >= n }
	}
	b.await("the camera", frames(30))
	b.await("the name of the camera's line", func() bool { return lineOf(b, sfu.LineVideo, "awa") != "" })

	b.tell(sfu.Wants{AudioOnly: true})
	b.await("the camera's line to be empty", func() bool { return lineOf(b, sfu.LineVideo, "awa") == "" })
	stopped := count(b)
	st, _ := s.Stats("salle")
	received := st.Members["awa"].VideoReceived
	awaitStats(t, s, "salle", func(st sfu.RoomStats) bool { return st.Members["awa"].VideoReceived > received+60 })
	if now := count(b); now > stopped+6 {
		t.Fatalf("%d video packets came to somebody who wants sound only", now-stopped)
	}

	asked := a.keysAsked.Load()
	b.tell(sfu.Wants{})
	b.await("the camera again", frames(count(b)+30))
	if a.keysAsked.Load() == asked {
		t.Fatal("no key frame was asked for: the picture cannot be decoded")
	}
	checkWhole(t, b)

	a.tell(sfu.Sending{Mic: true, Cam: false})
	b.await("the line of a camera that is off to be given back", func() bool { return lineOf(b, sfu.LineVideo, "awa") == "" })
}

func count(b *browser) int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return len(videoOf(b))
}

func videoOf(b *browser) (v []heard) {
	for _, h := range b.heard {
		if h.line == sfu.LineVideo {
			v = append(v, h)
		}
	}
	return v
}

func lineOf(b *browser, kind sfu.LineKind, member string) string {
	for _, l := range b.lines {
		if l.Kind == kind && l.Member == member {
			return l.Mid
		}
	}
	return ""
}

// The network changes: both ICE transports restart, and the same lines go on.
func TestRestart(t *testing.T) {
	s := newSFU(t)
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(false)
	s.SetAudible("salle", only(1, "awa"))
	b.awaitFrom(a, 0, 20)
	ufrag := fragment(b.sub.RemoteDescription().SDP)
	b.tell(sfu.Restart{Attempt: attemptOf("benoit")})
	b.await("the restart of sub", func() bool { return fragment(b.sub.RemoteDescription().SDP) != ufrag })
	a.offer(true)
	a.await("the restart of pub", func() bool { return answers(a) == 2 })
	b.awaitFrom(a, a.sent.Load(), 50)
	for _, m := range b.told {
		if r, ok := m.(sfu.Reset); ok {
			t.Fatalf("media began again: %v", r.Reason)
		}
	}
}

func answers(b *browser) (n int) {
	for _, m := range b.told {
		if _, ok := m.(sfu.PubAnswer); ok {
			n++
		}
	}
	return n
}

func fragment(sdp string) string {
	_, rest, _ := strings.Cut(sdp, "a=ice-ufrag:")
	u, _, _ := strings.Cut(rest, "\r\n")
	return u
}

// A socket is lost and found again: the sound never stopped, and the old handle has no power over the new one; whether the
// server noticed the loss first or the page was quicker, as when a telephone changes networks.
func TestALostSocketKeepsItsSound(t *testing.T) {
	t.Run("noticed", func(t *testing.T) { lostSocket(t, true) })
	t.Run("unnoticed", func(t *testing.T) { lostSocket(t, false) })
}

func lostSocket(t *testing.T, noticed bool) {
	t.Helper()
	s := newSFU(t)
	a, b := join(t, s, "salle", "awa", 10), join(t, s, "salle", "benoit", 20)
	a.publish(false)
	s.SetAudible("salle", only(1, "awa"))
	b.awaitFrom(a, 0, 20)
	old := a.peer
	if noticed {
		a.peer.Detach()
		b.awaitFrom(a, a.sent.Load(), 50)
	}
	a.connect(s, "salle", "another socket")
	a.tell(sfu.Restart{Attempt: attemptOf("awa")})
	a.offer(true)
	old.Detach()
	old.Close()
	if err := old.Handle(sfu.Start{}); !errors.Is(err, sfu.ErrClosed) {
		t.Fatalf("a handle of a lost socket still works: %v", err)
	}
	a.await("the restart", func() bool { return answers(a) == 2 })
	b.awaitFrom(a, a.sent.Load(), 50)
	// A packet or two may be lost by the browser that restarts; a silence may not.
	got := b.snapshot()
	for i := 1; i < len(got); i++ {
		if gap := got[i].at.Sub(got[i-1].at); gap > time.Second {
			t.Fatalf("the sound stopped for %v", gap)
		}
	}
	for _, m := range a.told {
		switch m := m.(type) {
		case sfu.Reset, sfu.Closed:
			t.Fatalf("a page that only lost its socket was told %#v", m)
		case sfu.SubOffer, sfu.PubAnswer, sfu.Lines:
		}
	}
}

// The same person from another window: the first is told, and gives way.
func TestASecondWindowReplacesTheFirst(t *testing.T) {
	s := newSFU(t)
	first := join(t, s, "salle", "awa", 10)
	second := newBrowser(t, "awa", 11)
	second.connect(s, "salle", "une autre fenêtre")
	second.tell(sfu.Start{Attempt: "autre"})
	first.await("the news", func() bool {
		for _, m := range first.told {
			if c, ok := m.(sfu.Closed); ok && c.Reason == sfu.CloseReplaced {
				return true
			}
		}
		return false
	})
	second.await("an offer", func() bool { return len(second.lines) > 0 })
}

// A browser that goes on with media the server does not have is asked to begin again.
func TestRestartOfNothingIsAReset(t *testing.T) {
	s := newSFU(t)
	b := newBrowser(t, "awa", 10)
	b.connect(s, "salle", "c")
	if err := b.peer.Handle(sfu.PubOffer{Epoch: 1}); !errors.Is(err, sfu.ErrNoStart) {
		t.Fatalf("an offer before the start: %v", err)
	}
	b.tell(sfu.Restart{Attempt: "x"})
	b.tell(sfu.PubOffer{Epoch: 1, SDP: "on its way when the reset was said"})
	b.await("a reset", func() bool {
		for _, m := range b.told {
			if r, ok := m.(sfu.Reset); ok && r.Reason == sfu.ResetUnknown {
				return true
			}
		}
		return false
	})
}

// People come and go in a crowd, some in the middle of their negotiation; TestMain sees that nothing of them is left.
func TestStormLeavesNothing(t *testing.T) {
	s := newSFU(t)
	s.SetAudible("tempête", everyone())
	var all sync.WaitGroup
	for i := range 12 {
		all.Go(func() {
			for turn := range 3 {
				b := join(t, s, "tempête", string(rune('a'+i)), byte(i+1))
				if turn != 1 {
					b.publish(i%3 == 0)
				}
				if turn == 2 {
					b.await("lines", func() bool { return len(b.lines) > 0 })
				}
				b.leave()
			}
		})
	}
	all.Wait()
	awaitStats(t, s, "tempête", func(st sfu.RoomStats) bool { return len(st.Members) == 0 })
	s.SetAudible("tempête", sfu.Audible{Mode: sfu.Nobody})
	if _, known := s.Stats("tempête"); known {
		t.Fatal("an empty, silent room is still kept")
	}
}

// A panic in one room's media is told to its people, who begin again; another room hears nothing of it.
func TestAPanicStaysInItsRoom(t *testing.T) {
	s := newSFU(t)
	s.SetAudible("calme", everyone())
	a, b := join(t, s, "calme", "awa", 10), join(t, s, "calme", "benoit", 20)
	a.publish(false)
	b.awaitFrom(a, 0, 5)

	var once sync.Once
	reset := make(chan sfu.Reset, 1)
	p, err := s.Join("panique", "chantal", "c", func(m sfu.ToClient) {
		once.Do(func() { panic("une salle tombe") })
		if r, ok := m.(sfu.Reset); ok {
			select {
			case reset <- r:
			default:
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Handle(sfu.Start{}); !errors.Is(err, sfu.ErrFailed) {
		t.Fatalf("a panic was answered by %v", err)
	}
	select {
	case r := <-reset:
		if r.Reason != sfu.ResetFailed {
			t.Fatalf("reset because %s", r.Reason)
		}
	case <-time.After(patience):
		t.Fatal("the people of the room were not told")
	}
	if err := p.Handle(sfu.Start{}); err != nil {
		t.Fatalf("beginning again: %v", err)
	}
	b.awaitFrom(a, a.sent.Load(), 50)
	p.Close()
}
