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
