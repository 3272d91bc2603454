package gateway_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// I11: one connection follows so many rooms, and is refused the next by name; the ones it follows go on.
func TestI11OneConnectionFollowsSoManyRooms(t *testing.T) {
	w := newWorld(t)
	c := w.dial("marie")
	const most = 64
	for i := range most {
		c.join(rooms.RoomID(fmt.Sprint("brd_", i)))
	}
	c.say(wire.Join{Room: "brd_more"})
	if m := c.until("left"); m["code"] != "busy" || m["r"] != "brd_more" {
		t.Error(m)
	}
	c.join("brd_0") // anew
	c.say(wire.Leave{Room: "brd_0"})
	c.say(wire.Ping{I: 1})
	c.until("pong")
	c.join("brd_more")
}

// slowMedia begins somebody's media only when it is let go, and tells who leaves.
type slowMedia struct {
	*mediaLog
	begun, letGo, left chan struct{}
}

func (m *slowMedia) Join(room rooms.RoomID, member rooms.MemberID, tab rooms.ClientID, conn host.ConnID, send func(json.RawMessage)) {
	close(m.begun)
	<-m.letGo
	m.mediaLog.Join(room, member, tab, conn, send)
}

func (m *slowMedia) Leave(room rooms.RoomID, member rooms.MemberID, conn host.ConnID) {
	m.mediaLog.Leave(room, member, conn)
	m.left <- struct{}{}
}

// Who was put out while her media began was told to leave before there was anything to leave: her media stayed.
func TestPutOutWhileMediaBegins(t *testing.T) {
	slow := &slowMedia{begun: make(chan struct{}), letGo: make(chan struct{}), left: make(chan struct{}, 8)}
	w := newWorld(t, tune{gateway: func(o *gateway.Options) {
		slow.mediaLog = o.Media.(*mediaLog)
		o.Media = slow
	}})
	lead, guest := w.dial("f-lead"), w.dial("g-guest")
	lead.join(parlour)
	guest.join(parlour)
	lead.done(parlour, "admit", `{"member":"g-guest"}`)
	guest.until("joined")
	guest.say(wire.Media{Room: parlour, Message: json.RawMessage(`{"type":"start"}`)})
	<-slow.begun
	lead.done(parlour, "remove", `{"member":"g-guest"}`)
	<-slow.left
	close(slow.letGo)
	<-slow.left
	w.media.mu.Lock()
	defer w.media.mu.Unlock()
	if got := strings.Join(w.media.lines, "; "); got != "leave g-guest; join g-guest; leave g-guest" {
		t.Error(got)
	}
}
