package app

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"palabre/assets/document"
	"palabre/client"
	"palabre/rooms"
	"palabre/server/api"
	"palabre/server/auth"
	"palabre/server/config"
	"palabre/server/jobs"
	"palabre/server/mail"
	"palabre/signaling/host"
	"palabre/signaling/sfu"
)

// Node is one running Palabre.
type Node struct {
	*core
	Config  config.Config
	Public  *url.URL
	Auth    *auth.Service
	log     zerolog.Logger
	media   *sfu.SFU
	sockets *sockets
	notices *jobs.Notices
	post    *counted
	http    *http.Server
	listen  net.Listener
	probe   probe

	standing sync.Mutex // one change of somebody's role at a time

	hearing chan struct{} // of one: who has put something in it reads tidings
	heard   int64         // the last tiding

	stopping atomic.Bool
	cancel   context.CancelFunc
	work     sync.WaitGroup
}

// Start opens everything and serves until Stop. What was opened before a failure
// is closed again.
func Start(ctx context.Context, c config.Config, log zerolog.Logger) (_ *Node, err error) {
	n := &Node{Config: c, log: log, core: &core{}, hearing: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			if n.sockets != nil { // nobody came by them yet
				err = errors.Join(err, n.sockets.Shutdown(context.WithoutCancel(ctx)))
			}
			err = errors.Join(err, n.shut())
		}
	}()
	if n.listen, err = (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr); err != nil {
		return nil, cannotListen("addr", "127.0.0.1:8080", err)
	}
	n.Public = public(c, n.listen.Addr())
	for _, doubt := range c.Doubts(n.Public) {
		log.Warn().Str("setting", doubt.Name).Msg(doubt.FR + " / " + doubt.EN)
	}
	if err := n.openMedia(); err != nil {
		return nil, err
	}
	opened, err := openCore(ctx, c, log, newSteadyClock(time.Now, elapsed), n.hooks())
	if err != nil {
		return nil, err
	}
	n.core = opened
	if err := n.openHTTP(); err != nil {
		return nil, err
	}
	if err := n.joinNodes(ctx); err != nil {
		return nil, err
	}
	if err := n.serveMetrics(ctx); err != nil {
		return nil, err
	}
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	n.cancel = cancel
	n.run(background)
	return n, nil
}

// hooks are what the core tells the doors, which are made after it: until they are, nothing happens in a room.
func (n *Node) hooks() hooks {
	return hooks{
		sfu: n.media, audible: n.audible, readonly: n.readonly, closed: n.closed, forget: n.forget,
		released: n.released, held: n.held, lost: n.hush, moved: n.moved, displaced: n.displaced, tidings: n.tidings, here: n.here,
		cut: n.cutOff,
	}
}

// public is the site's address: what was set, or where it listens.
func public(c config.Config, addr net.Addr) *url.URL {
	if c.PublicURL != nil {
		return c.PublicURL
	}
	host, port, err := net.SplitHostPort(addr.String())
	if ip := net.ParseIP(host); err != nil || ip == nil || ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	return &url.URL{Scheme: "http", Host: net.JoinHostPort(host, port)}
}

func (n *Node) openMedia() error {
	ips := make([]string, 0, len(n.Config.MediaIPs))
	for _, ip := range n.Config.MediaIPs {
		ips = append(ips, ip.String())
	}
	addr := n.Config.MediaAddr.String()
	m, err := sfu.New(sfu.Config{UDPAddr: addr, TCPAddr: addr, PublicIPs: ips, Leased: n.Config.Node.Many(), Log: n.log})
	if err != nil {
		return cannotListen("media-addr", "127.0.0.1:7882", err)
	}
	n.media = m
	return nil
}

// openHTTP makes the doors: REST, pages, sockets.
func (n *Node) openHTTP() error {
	files, err := built()
	if err != nil {
		return err
	}
	post, err := mail.NewPost(n.sender(), origin(n.Public), n.Config.MailFrom)
	if err != nil {
		return err
	}
	clock := n.clock
	n.post = &counted{letters: letters{post}}
	n.notices = jobs.NewNotices(n.Store.Records, n.post, clock, n.log)
	n.Communities = n.Communities.Announcing(n.notices.Wake)
	n.Auth = auth.New(auth.Ports{
		Store: n.Store.Records, Clock: clock, IDs: chance{}, Letters: n.post, Public: origin(n.Public), Log: n.log,
	})
	surface, err := api.New(api.Ports{
		Auth: n.Auth, Community: n.Communities, Letters: post, Papers: n.papers.linkedTo(document.Site(origin(n.Public))), Boards: n.boards, Ready: n.ready,
		Clock: clock, NewID: chance{}.ID, Public: n.Public, Proxies: n.Config.TrustedProxies,
		Client: files, Policy: client.Policy(), Version: Version(), Log: n.log, Socket: catalogue(), Ended: n.ended, Removed: n.removed, Stands: n.stands, Barred: n.barred, Seated: n.seated,
	})
	if err != nil {
		return err
	}
	pages, err := surface.Handler()
	if err != nil {
		return err
	}
	n.sockets = newSockets(n, surface.Origins())
	mux := http.NewServeMux()
	mux.Handle("/", pages)
	mux.Handle("GET /ws", n.sockets)
	n.http = &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 60 * time.Second,
		IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 32 << 10, ErrorLog: quiet(n.log),
	}
	return nil
}

// built is the web application, nil when the binary was made without it.
func built() (fs.FS, error) {
	if !client.Built() {
		return nil, nil //nolint:nilnil // api says so to visitors
	}
	return client.Dist()
}

func (n *Node) sender() mail.Sender {
	now := time.Now
	if n.Config.SMTP != nil {
		return mail.SMTP{From: n.Config.MailFrom, Server: *n.Config.SMTP, Now: now, NewID: chance{}.ID}
	}
	return mail.Folder{Dir: filepath.Join(n.Config.Data, "mail"), From: n.Config.MailFrom, Now: now, NewID: chance{}.ID, Log: n.log}
}

// run starts what works by itself.
func (n *Node) run(ctx context.Context) {
	n.work.Go(func() { n.Auth.Run(ctx) })
	n.work.Go(func() { n.keepReading(ctx) })
	n.work.Go(func() { n.notices.Run(ctx) })
	n.work.Go(func() { n.sweep(ctx) })
	if n.relay != nil {
		n.work.Go(func() { n.keepTime(ctx) })
		n.work.Go(func() { n.keepHearing(ctx, func() { n.sockets.Close(everybody, closeRestart) }) })
	}
	n.work.Go(func() { n.keepWithin(ctx, n.clock.Now) })
	n.work.Go(func() { n.closeWhatLapsed(ctx, n.clock.Now) })
	n.work.Go(func() {
		if err := n.http.Serve(n.listen); err != nil && !errors.Is(err, http.ErrServerClosed) {
			n.log.Error().Err(err).Msg("écoute interrompue / listening ended")
		}
	})
}

// sweep forgets old links and sessions once an hour.
func (n *Node) sweep(ctx context.Context) {
	every := time.NewTicker(time.Hour)
	defer every.Stop()
	for {
		if err := n.Auth.Sweep(ctx); err != nil && ctx.Err() == nil {
			n.log.Warn().Err(err).Msg("ménage remis / sweep postponed")
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// Why a node is not ready.
var (
	errStopping = errors.New("app: stopping")
	errReadonly = errors.New("app: this node can save nothing in the rooms that it hosts")
)

// ready says whether people can be served: the program is not stopping, the store
// reads, and it writes.
func (n *Node) ready(ctx context.Context) error {
	if n.stopping.Load() {
		return errStopping
	}
	if readonly, _ := n.Host.Readonly(); readonly {
		return errReadonly
	}
	return n.probe.ask(ctx, func(ctx context.Context) error {
		if err := n.Store.Check(ctx); err != nil {
			return err
		}
		return n.Store.Log.SaveSnapshot(ctx, host.Snapshot{Room: probeRoom, CodeVersion: snapshotVersion, Data: []byte("{}")})
	})
}

// probeRoom names no room: its snapshot is a row that readiness writes over.
const probeRoom rooms.RoomID = "ready"

// probe remembers its answer for a moment: anybody may ask, and asking writes.
type probe struct {
	mu   sync.Mutex
	at   time.Time
	last error
}

func (p *probe) ask(ctx context.Context, try func(context.Context) error) error {
	const believed = time.Second
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.at) > believed {
		p.last = try(ctx)
		p.at = time.Now()
	}
	return p.last
}

// Stop ends everything in the order that loses nothing: no new visitor, rooms handed
// over to other nodes, sockets told to come back, rooms committed, projectors, store.
func (n *Node) Stop(ctx context.Context) error {
	if n.stopping.Swap(true) {
		return nil
	}
	var err error
	if n.relay != nil {
		err = n.relay.Drain(ctx)
	}
	err = errors.Join(err, n.sockets.Shutdown(ctx))
	err = errors.Join(err, n.http.Shutdown(ctx), n.Host.Stop(ctx))
	n.cancel()
	err = errors.Join(err, n.metrics.close())
	n.work.Wait()
	return errors.Join(err, n.shut())
}

// shut closes what is open.
func (n *Node) shut() error {
	var err error
	if n.listen != nil {
		if again := n.listen.Close(); !errors.Is(again, net.ErrClosed) {
			err = again
		}
	}
	if n.media != nil {
		err = errors.Join(err, n.media.Close())
	}
	return errors.Join(err, n.close())
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }
