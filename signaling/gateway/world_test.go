package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

const (
	parlour rooms.RoomID = "ses_1"
	board   rooms.RoomID = "brd_1"
	origin               = "https://palabre.example.org"
)

// world is a whole node on the loopback.
type world struct {
	t       *testing.T
	log     *hosttest.Log
	host    *host.Host
	gateway *gateway.Gateway
	server  *httptest.Server
	ids     atomic.Int64
	media   *mediaLog
}

// people prove who they are by a header, since what auth does is not this package's matter: "marie:member".
type people struct{}

func (people) Who(r *http.Request) (gateway.Identity, error) {
	name := r.Header.Get("X-Member")
	switch name {
	case "":
		return gateway.Identity{}, gateway.ErrNobody
	case "unknown":
		return gateway.Identity{}, errors.New("the store is away")
	}
	return gateway.Identity{Member: rooms.MemberID(name), Session: name, Token: r.Header.Get("X-Token") != ""}, nil
}

// Standing reads the role from the name: "f-…" facilitates, "g-…" is a guest, "x-…" is nobody here.
func (people) Standing(_ context.Context, who gateway.Identity, room rooms.RoomID) (rooms.Role, *rooms.Refusal, error) {
	switch {
	case strings.HasPrefix(string(who.Member), "f-"):
		return rooms.RoleFacilitator, nil, nil
	case strings.HasPrefix(string(who.Member), "g-"):
		return rooms.RoleGuest, nil, nil
	case strings.HasPrefix(string(who.Member), "x-"):
		return "", rooms.Refuse("not_admitted"), nil
	default:
		return rooms.RoleMember, nil, nil
	}
}

func (people) Names(_ context.Context, _ rooms.RoomID, ids []rooms.MemberID) (map[rooms.MemberID]string, error) {
	out := map[rooms.MemberID]string{}
	for _, id := range ids {
		out[id] = "Name of " + string(id)
	}
	return out, nil
}

type mediaLog struct {
	mu    sync.Mutex
	lines []string
	send  map[host.ConnID]func(json.RawMessage)
}

func (m *mediaLog) add(format string, args ...any) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lines = append(m.lines, fmt.Sprintf(format, args...))
}

func (m *mediaLog) Join(_ rooms.RoomID, member rooms.MemberID, _ rooms.ClientID, conn host.ConnID, send func(json.RawMessage)) {
	m.add("join %s", member)
	m.mu.Lock()
	m.send[conn] = send
	m.mu.Unlock()
}

func (m *mediaLog) Handle(_ rooms.RoomID, member rooms.MemberID, conn host.ConnID, msg json.RawMessage) {
	m.add("%s says %s", member, msg)
	m.mu.Lock()
	send := m.send[conn]
	m.mu.Unlock()
	send(msg)
}
func (m *mediaLog) Detach(_ rooms.RoomID, member rooms.MemberID, _ host.ConnID) {
	m.add("detach %s", member)
}
func (m *mediaLog) Leave(_ rooms.RoomID, member rooms.MemberID, _ host.ConnID) {
	m.add("leave %s", member)
}

type tune struct {
	host    func(*host.Options)
	gateway func(*gateway.Options)
	bus     host.Bus
	tls     bool
}

func newWorld(t *testing.T, with ...tune) *world {
	t.Helper()
	w := &world{t: t, log: hosttest.NewLog(), media: &mediaLog{send: map[host.ConnID]func(json.RawMessage){}}}
	how := tune{}
	if len(with) > 0 {
		how = with[0]
	}
	if how.bus == nil {
		how.bus = local.New()
	}
	ho := host.Options{
		Owner: "node", Log: w.log, Rooms: hosttest.Rooms{}, Bus: how.bus, Logger: zerolog.Nop(),
		OnReadonly: func(r, full bool) { w.gateway.Readonly(r, full) },
		OnClosed:   func(r rooms.RoomID, err error) { w.gateway.RoomClosed(r, err) },
	}
	if how.host != nil {
		how.host(&ho)
	}
	w.host = host.New(ho)
	chance := 0.25
	gopt := gateway.Options{
		Origins: []string{origin}, Auth: people{}, Admission: people{}, Directory: people{}, Rooms: w.host, Bus: how.bus,
		Media: w.media, Logger: zerolog.Nop(), Commands: gateway.Rate{PerSecond: 1e6, Burst: 1e6},
		NewID:  func() host.ConnID { return host.ConnID(fmt.Sprint("c", w.ids.Add(1))) },
		Chance: func() float64 { return chance },
	}
	if how.gateway != nil {
		how.gateway(&gopt)
	}
	w.gateway = gateway.New(gopt)
	if how.tls {
		w.server = httptest.NewTLSServer(w.gateway)
	} else {
		w.server = httptest.NewServer(w.gateway)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := w.gateway.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		w.server.Close()
		if err := w.host.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return w
}

// elsewhere is another gateway of the same host, which hears it by a bus of its own.
func (w *world) elsewhere(bus host.Bus) *world {
	w.t.Helper()
	far := &world{t: w.t, log: w.log, host: w.host, media: w.media}
	o := w.gateway.Options
	o.Bus = bus
	o.NewID = func() host.ConnID { return host.ConnID(fmt.Sprint("far", far.ids.Add(1))) }
	far.gateway = gateway.New(o)
	far.server = httptest.NewServer(far.gateway)
	w.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := far.gateway.Shutdown(ctx); err != nil && !errors.Is(err, context.DeadlineExceeded) {
			w.t.Error(err)
		}
		far.server.Close()
	})
	return far
}
