package gateway_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"palabre/rooms"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// stands is people whose standing may change while they are connected.
type stands struct {
	people
	role atomic.Value // marie's: a rooms.Role, "" when she has none any more
}

func (s *stands) Standing(ctx context.Context, who gateway.Identity, room rooms.RoomID) (rooms.Role, *rooms.Refusal, error) {
	if who.Member != "marie" {
		return s.people.Standing(ctx, who, room)
	}
	role, _ := s.role.Load().(rooms.Role)
	if role == "" {
		return "", rooms.Refuse("not_admitted"), nil
	}
	return role, nil, nil
}

// Standing was asked once, when a room was joined: whoever was demoted acted for as long as her socket lasted under what
// she had been. Asked anew, it takes hold before Restand returns, and she misses nothing of what is said meanwhile.
func TestStandingIsAskedAnewWithoutMissingAWord(t *testing.T) {
	role := &stands{}
	role.role.Store(rooms.RoleFacilitator)
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { o.Admission = role }})
	lead, marie := w.dial("f-lead"), w.dial("marie")
	lead.join(parlour)
	marie.join(parlour)
	var asking sync.WaitGroup
	asking.Go(func() {
		for n := range 50 {
			w.gateway.Restand(t.Context(), "marie")
			marie.raw(fmt.Sprintf(`{"t":"media","r":%q,"m":{"n":%d}}`, parlour, n))
		}
	})
	var end rooms.Seq
	for n := range 200 {
		end = lead.done(parlour, "say", fmt.Sprintf(`{"text":"line %d"}`, n))
	}
	asking.Wait()
	if lines, _ := marie.at(parlour, end).view["lines"].(map[string]any); len(lines) != 200 {
		t.Errorf("she has %d lines of 200", len(lines))
	}
	marie.done(parlour, "say", `{"text":"what I said before was heard"}`)
	w.media.mu.Lock()
	said := slices.DeleteFunc(slices.Clone(w.media.lines), func(l string) bool { return !strings.HasPrefix(l, "marie says") })
	w.media.mu.Unlock()
	for n := range 50 { // each message of her sound arrived, in its order
		if want := fmt.Sprintf(`marie says {"n":%d}`, n); n >= len(said) || said[n] != want {
			t.Fatalf("media %d is lost: %q", n, said)
		}
	}
	role.role.Store(rooms.Role(""))
	w.gateway.Restand(t.Context(), "marie")
	if m := marie.until("left"); m["code"] != "not_admitted" {
		t.Error(m)
	}
	if code := marie.refused(parlour, "say", `{"text":"I am still here"}`); code != "not_followed" {
		t.Error(code)
	}
}

// Whoever's standing was asked anew twice at once was put out of the room by herself: the first of her two places in it, come a moment
// after the second, took the second for another device of hers.
func TestStandingAskedAnewTwiceAtOncePutsNobodyOut(t *testing.T) {
	role := &stands{}
	role.role.Store(rooms.RoleMember)
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { o.Admission = role }})
	marie := w.dial("marie")
	marie.join(parlour)
	for range 300 {
		var asking sync.WaitGroup
		for range 4 {
			asking.Go(func() { w.gateway.Restand(t.Context(), "marie") })
		}
		asking.Wait()
	}
	seq := marie.done(parlour, "say", `{"text":"I am still here"}`)
	marie.at(parlour, seq)
}

// Of two devices that come at once one stays: each saw the other in the room, and put it out.
func TestOfTwoDevicesThatComeAtOnceOneStays(t *testing.T) {
	w := newWorld(t)
	for n := range 150 {
		who := fmt.Sprint("f-", n)
		here, there := w.dial(who), w.dial(who)
		here.say(wire.Join{Room: parlour})
		there.say(wire.Join{Room: parlour})
		here.until("joined")
		there.until("joined")
		first, second := here.heard(parlour), there.heard(parlour)
		for first && second { // the later one's coming is on its way to the earlier one
			first, second = here.heard(parlour), there.heard(parlour)
		}
		if !first && !second {
			t.Fatalf("%s: each device put the other out", who)
		}
	}
}

// heard tells whether the room takes what this device says.
func (c *client) heard(room rooms.RoomID) bool {
	c.t.Helper()
	n := c.do(room, "say", `{"text":"is this one on?"}`)
	for c.step() {
		if (c.last["t"] == "ok" || c.last["t"] == "no") && uint64(c.last["n"].(float64)) == n {
			return c.last["t"] == "ok"
		}
	}
	c.t.Fatalf("%s: the socket closed", c.name)
	return false
}

// slowRoom is a host of which a room takes its time to open: what is given to it waits.
type slowRoom struct {
	gateway.Rooms
	given, open chan struct{}
}

func (s *slowRoom) Submit(ctx context.Context, room rooms.RoomID, c rooms.Command, answer func(host.Answer)) {
	if c.Actor.Member == "marie" && string(c.Args) == `{"text":"slow"}` {
		close(s.given)
		<-s.open
	}
	s.Rooms.Submit(ctx, room, c, answer)
}

// What she had asked as a facilitator waited for the room to open, and came to it after the room was told that she is one
// no more.
func TestRestandWaitsForWhatIsOnItsWay(t *testing.T) {
	slow := &slowRoom{given: make(chan struct{}), open: make(chan struct{})}
	w := newWorld(t, tune{gateway: func(o *gateway.Options) { slow.Rooms, o.Rooms = o.Rooms, slow }})
	marie, paul := w.dial("marie"), w.dial("paul")
	marie.join(parlour)
	paul.join(parlour)
	marie.do(parlour, "say", `{"text":"slow"}`)
	<-slow.given
	done := make(chan struct{})
	go func() { defer close(done); w.gateway.Restand(t.Context(), "marie") }()
	for range 100 { // time enough for a Restand that waits for nothing
		paul.done(parlour, "say", `{"text":"meanwhile"}`)
	}
	select {
	case <-done:
		t.Error("her command was still on its way")
	default:
	}
	close(slow.open)
	<-done
	marie.done(parlour, "say", `{"text":"after"}`)
}
