package nemesis

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"palabre/server/auth"
)

// Options say how much of everything.
type Options struct {
	Seed     uint64
	Nodes    int           // 3
	People   int           // in all rooms together, facilitators apart; 12
	Rooms    int           // meetings, each with a board; 2
	Every    time.Duration // between two commands of one person, about; 250 ms
	Sound    int           // people of the first meeting with a microphone and an ear; 0
	Draw     bool          // people draw, and do nothing else
	Spare    int           // so many nodes, the last ones, whose process is never ended: their figures are of one life; 0
	Binary   string
	Dir      string // logs and data
	Store    Database
	Disks    []*Disk // that of Store's data and that of its log; none when they cannot be filled
	Say      func(string, ...any)
	Patience time.Duration // I12: how long a room may take to go on after a fault; 10 s
}

func (o *Options) fill() {
	if o.Nodes == 0 {
		o.Nodes = 3
	}
	if o.People == 0 {
		o.People = 12
	}
	if o.Rooms == 0 {
		o.Rooms = 2
	}
	if o.Every == 0 {
		o.Every = 250 * time.Millisecond
	}
	if o.Patience == 0 {
		o.Patience = 10 * time.Second
	}
	if o.Say == nil {
		o.Say = func(string, ...any) {}
	}
}

// Meeting is a session, its board, and who leads it.
type Meeting struct {
	Session string
	Board   string
	Lead    *Client
	People  []*Client

	grant  float64   // the last that the lead saw
	moving time.Time // when it changed
}

// Lab is an installation with people in it.
type Lab struct {
	Options
	Cluster  *Cluster
	Meetings []*Meeting
	Clients  []*Client
	Sounds   []*Sound

	w       *witness
	cancel  context.CancelFunc
	leave   context.CancelFunc
	people  sync.WaitGroup // sockets
	busy    sync.WaitGroup // traffic
	calm    context.CancelFunc
	faults  []happened
	meter   meter
	machine machine
	meters  sync.WaitGroup // ends with life

	takeovers []time.Duration
}

// NewLab starts the nodes and brings everybody in.
func NewLab(ctx context.Context, o Options) (_ *Lab, err error) {
	o.fill()
	l := &Lab{Options: o, w: newWitness()}
	if l.Cluster, err = NewCluster(ctx, o.Store, o.Binary, o.Dir, o.Nodes, o.Say); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			l.Close()
		}
	}()
	l.Cluster.unwanted = func(what string) { l.w.violated("process", "%s", what) }
	life, cancel := context.WithCancel(context.WithoutCancel(ctx))
	in, leave := context.WithCancel(life)
	l.cancel, l.leave = cancel, leave
	l.sample(ctx) // of empty nodes
	l.meter.enter(before)
	l.meters.Go(func() { l.measure(life) })
	if err := l.beat(life); err != nil {
		return nil, err
	}
	if err := l.invite(ctx, in); err != nil {
		return nil, err
	}
	l.w.watch(l.Meetings[0].Session)
	for i := range min(o.Sound, len(l.Meetings[0].People)) {
		s, err := newSound(l.Meetings[0].People[i], l.Meetings[0].Session, l.w)
		if err != nil {
			return nil, err
		}
		l.Sounds = append(l.Sounds, s)
	}
	return l, nil
}

// Close ends everything.
func (l *Lab) Close() {
	l.everybodyOut()
	if l.cancel != nil {
		l.cancel()
	}
	l.meters.Wait()
	l.Cluster.Close()
}

func (l *Lab) everybodyOut() {
	if l.calm != nil {
		l.calm()
		l.busy.Wait()
	}
	if l.leave != nil {
		l.leave()
	}
	l.people.Wait()
	for _, s := range l.Sounds {
		s.Close()
	}
	l.Sounds = nil
}

// Empty has everybody leave, and the nodes stand for a while. Rooms are released after five minutes without anybody; what a
// process has then beyond what it began with is nobody's.
func (l *Lab) Empty(ctx context.Context, long time.Duration, r *Report) {
	l.everybodyOut()
	l.meter.enter(gone)
	l.sleep(ctx, long)
	l.sample(ctx)
	r.Growth = l.meter.growth()
}

func (l *Lab) dice(of uint64) *rand.Rand { return rand.New(rand.NewPCG(l.Seed, of)) } //nolint:gosec // chance, not secrets

// visitor asks one node's REST interface.
type visitor struct{ url, cookie string }

func (v *visitor) ask(ctx context.Context, method, path string, in, out any) error {
	var sent io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			return err
		}
		sent = bytes.NewReader(data)
	}
	req, err := http.NewRequestWithContext(ctx, method, v.url+path, sent)
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Origin", v.url)
	if v.cookie != "" {
		req.Header.Set("Cookie", auth.CookieName+"="+v.cookie)
	}
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return err
	}
	defer func() { _ = res.Body.Close() }() // it was read
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	for _, c := range res.Cookies() {
		if c.Name == auth.CookieName {
			v.cookie = c.Value
		}
	}
	if res.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s %s: %s: %s", method, path, res.Status, body)
	}
	if out != nil {
		return json.Unmarshal(body, out)
	}
	return nil
}

// invite makes the meetings, and everybody comes in.
func (l *Lab) invite(ctx, life context.Context) error {
	admin := &visitor{url: l.Cluster.Nodes[0].URL}
	var token string
	select {
	case token = <-l.Cluster.Nodes[0].first:
	case <-time.After(10 * time.Second):
		return errors.New("node 0 printed no first link")
	}
	if err := admin.ask(ctx, http.MethodPost, "/api/auth/redeem", map[string]any{"token": token}, nil); err != nil {
		return err
	}
	if err := admin.ask(ctx, http.MethodPatch, "/api/me", map[string]any{"name": "Odile"}, nil); err != nil {
		return err
	}
	var made struct{ ID string }
	err := admin.ask(ctx, http.MethodPost, "/api/communities", map[string]any{"name": "CDP du Nord", "kind": "CDP", "intention": "S’entraider"}, &made)
	if err != nil {
		return err
	}
	for i := range l.Rooms {
		m, err := l.meeting(ctx, life, admin, made.ID, i)
		if err != nil {
			return err
		}
		l.Meetings = append(l.Meetings, m)
	}
	return nil
}

func (l *Lab) client(life context.Context, name, cookie string) *Client {
	place := len(l.Clients)
	p := newClient(l.Cluster, l.w, place, name, l.dice(uint64(1000+place)))
	p.Cookie = cookie
	l.Clients = append(l.Clients, p)
	l.people.Go(func() { p.Run(life) })
	return p
}

func (l *Lab) meeting(ctx, life context.Context, admin *visitor, community string, i int) (*Meeting, error) {
	var made struct{ ID string }
	err := admin.ask(ctx, http.MethodPost, "/api/communities/"+community+"/meetings", map[string]any{
		"title": fmt.Sprintf("Rencontre %d", i+1), "starts_at": time.Now().UTC().Format(time.RFC3339), "zone": "America/Montreal",
		"minutes": 300, "mode": "open", "intention": "Se parler.", "phases": []map[string]any{
			{"id": "p1", "title": "Échanges", "kind": "plenary", "minutes": 240},
			{"id": "p2", "title": "Ronde", "kind": "stick", "minutes": 30, "question": "Qu’est-ce qui vous amène?", "turn_s": 90},
		},
	}, &made)
	if err != nil {
		return nil, err
	}
	var link struct{ URL string }
	if err := admin.ask(ctx, http.MethodPost, "/api/meetings/"+made.ID+"/guest-link", map[string]any{}, &link); err != nil {
		return nil, err
	}
	_, token, _ := strings.Cut(link.URL, "#")
	board := uuid.Must(uuid.NewV7()).String()
	m := &Meeting{Session: "ses_" + made.ID, Board: "brd_" + board}
	m.Lead = l.client(life, fmt.Sprintf("Odile %d", i+1), admin.cookie)
	m.Lead.Follow(m.Session)
	if err := m.Lead.Must(ctx, m.Session, "people.enter", map[string]any{"listed": true}); err != nil {
		return nil, err
	}
	if err := m.Lead.Must(ctx, m.Session, "boards.open", map[string]any{"board": board, "title": "Notre arbre"}); err != nil {
		return nil, err
	}
	m.Lead.Follow(m.Board)
	for len(m.People) < (l.People+l.Rooms-1-i)/l.Rooms {
		if err := l.guest(ctx, life, m, token); err != nil {
			return nil, err
		}
	}
	seat := map[string]any{"name": "Voix relais", "behind": m.People[0].Member}
	return m, admin.ask(ctx, http.MethodPost, "/api/meetings/"+made.ID+"/seats", seat, nil)
}

func (l *Lab) guest(ctx, life context.Context, m *Meeting, token string) error {
	name := fmt.Sprintf("Personne %d", len(l.Clients))
	v := &visitor{url: l.Cluster.Nodes[len(l.Clients)%len(l.Cluster.Nodes)].URL}
	if err := v.ask(ctx, http.MethodPost, "/api/guests", map[string]any{"token": token, "name": name}, nil); err != nil {
		return err
	}
	p := l.client(life, name, v.cookie)
	p.Follow(m.Session)
	if err := p.Must(ctx, m.Session, "people.enter", map[string]any{"listed": false}); err != nil {
		return err
	}
	if err := m.Lead.Must(ctx, m.Session, "people.admit", map[string]any{"member": p.Member}); err != nil {
		return err
	}
	if err := await(ctx, "to be in", func() bool { return p.At(m.Session, "people."+p.Member) != nil }); err != nil {
		return err
	}
	p.Follow(m.Board)
	if err := await(ctx, "the board", func() bool { return p.At(m.Board, "may") == "write" }); err != nil {
		return err
	}
	m.People = append(m.People, p)
	return nil
}

// await waits for something to be so.
func await(ctx context.Context, what string, so func() bool) error {
	every := time.NewTicker(10 * time.Millisecond)
	defer every.Stop()
	for !so() {
		select {
		case <-every.C:
		case <-ctx.Done():
			return fmt.Errorf("waited in vain %s: %w", what, ctx.Err())
		}
	}
	return nil
}
