package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"palabre/assets/render/typeface"
	"palabre/assets/scene"
	"palabre/client"
	"palabre/server/api"
	"palabre/server/auth"
	"palabre/server/bus/local"
	"palabre/server/bus/redis"
	"palabre/server/community"
	"palabre/server/config"
	"palabre/server/jobs"
	"palabre/server/mail"
	"palabre/server/store"
	"palabre/signaling/host"
	"palabre/signaling/sfu"
)

// Node is one running Palabre.
type Node struct {
	Config config.Config
	Public *url.URL
	log    zerolog.Logger

	Store       *store.Store
	Auth        *auth.Service
	Communities *community.Service
	Host        *host.Host
	media       *sfu.SFU
	bus         host.Bus
	jobs        *jobs.Runner
	sockets     *sockets
	http        *http.Server
	listener    net.Listener

	stopping atomic.Bool
	cancel   context.CancelFunc
	work     sync.WaitGroup
	closers  []func() error // in the order they were opened
}

// boardsRest is how late a list may be about a board's last change.
const boardsRest = 3 * time.Second

// owner names this node in leases. There is one node on a store, and it keeps its
// name across restarts so that it need not wait for its own lease to end.
const owner = "palabre"

// Start opens everything and serves until Stop. What was opened before a failure
// is closed again.
func Start(ctx context.Context, c config.Config, log zerolog.Logger) (_ *Node, err error) {
	n := &Node{Config: c, log: log}
	defer func() {
		if err != nil {
			err = errors.Join(err, n.close())
		}
	}()
	if n.listener, err = (&net.ListenConfig{}).Listen(ctx, "tcp", c.Addr); err != nil {
		return nil, fmt.Errorf("PALABRE_ADDR: %w", err)
	}
	n.closers = append(n.closers, closeListener(n.listener))
	n.Public = public(c, n.listener.Addr())
	if n.Store, err = store.Open(ctx, c.Data, c.DatabaseURL); err != nil {
		return nil, err
	}
	n.closers = append(n.closers, n.Store.Close)
	if err := n.openBus(); err != nil {
		return nil, err
	}
	if err := n.openMedia(); err != nil {
		return nil, err
	}
	background, cancel := context.WithCancel(context.WithoutCancel(ctx))
	n.cancel = cancel
	if err := n.openDomain(); err != nil {
		return nil, err
	}
	if err := n.openHTTP(); err != nil {
		return nil, err
	}
	n.run(background)
	return n, nil
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

func closeListener(l net.Listener) func() error {
	return func() error {
		if err := l.Close(); err != nil && !errors.Is(err, net.ErrClosed) {
			return err
		}
		return nil
	}
}

func (n *Node) openBus() error {
	if n.Config.RedisURL == "" {
		n.bus = local.New()
		return nil
	}
	b, err := redis.New(n.Config.RedisURL, n.log)
	if err != nil {
		return fmt.Errorf("PALABRE_REDIS_URL: %w", err)
	}
	n.bus = b
	n.closers = append(n.closers, b.Close)
	return nil
}

func (n *Node) openMedia() error {
	ips := make([]string, 0, len(n.Config.MediaIPs))
	for _, ip := range n.Config.MediaIPs {
		ips = append(ips, ip.String())
	}
	addr := n.Config.MediaAddr.String()
	m, err := sfu.New(sfu.Config{UDPAddr: addr, TCPAddr: addr, PublicIPs: ips, Log: n.log})
	if err != nil {
		return fmt.Errorf("PALABRE_MEDIA_ADDR: %w", err)
	}
	n.media = m
	n.closers = append(n.closers, m.Close)
	return nil
}

// openDomain makes the use cases and the live rooms.
func (n *Node) openDomain() error {
	records, clock := n.Store.Records, auth.SystemClock{}
	post, err := mail.NewPost(n.sender(), origin(n.Public))
	if err != nil {
		return err
	}
	n.Communities = community.NewService(records, clock, chance{}, oneTable{})
	n.Auth = auth.New(auth.Ports{
		Store: records, Clock: clock, IDs: chance{}, Letters: letters{post}, Public: origin(n.Public), Log: n.log,
	})
	n.Host = host.New(host.Options{
		Owner: owner, Log: n.Store.Log, Bus: n.bus, CodeVersion: snapshotVersion, Logger: n.log,
		Rooms:       roomFactory{communities: n.Communities, records: records},
		OnCommitted: n.committed, OnAudible: n.audible, OnReadonly: n.readonly, OnClosed: n.closed,
	})
	return nil
}

func (n *Node) openHTTP() error {
	fonts, err := typeface.Load()
	if err != nil {
		return err
	}
	const drawers = 2 // boards drawn at once
	drafter, err := scene.NewDrafter(drawers)
	if err != nil {
		return err
	}
	boards := boardReader{log: n.Store.Log, fonts: fonts, drafter: drafter}
	papers := &papers{boards: boards, log: n.Store.Log, records: n.Store.Records, fonts: fonts}
	governor := jobs.NewGovernor(n.Store.Records, n.Store.Log, n.Host, host.SystemClock{}.Now, n.log)
	projectors := []jobs.Projector{
		governor, jobs.Status{Store: n.Store.Records}, jobs.Boards{Store: n.Store.Records, Rest: boardsRest},
	}
	if papers.build != nil {
		projectors = append(projectors, jobs.Minutes{Store: n.Store.Records, Log: n.Store.Log, Drafter: papers, IDs: chance{}})
	}
	n.jobs = jobs.NewRunner(n.Store.Log, n.Store.Records, n.log, projectors...)
	files, err := built()
	if err != nil {
		return err
	}
	post, err := mail.NewPost(n.sender(), origin(n.Public))
	if err != nil {
		return err
	}
	surface, err := api.New(api.Ports{
		Auth: n.Auth, Community: n.Communities, Letters: post, Papers: papers, Boards: boards, Ready: n.ready,
		Clock: auth.SystemClock{}, NewID: chance{}.ID, Public: n.Public, Proxies: n.Config.TrustedProxies,
		Client: files, Version: Version(), Log: n.log, Socket: catalogue(), Ended: n.ended, Removed: n.removed,
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
	n.work.Go(func() { n.sweep(ctx) })
	n.work.Go(func() {
		if err := n.http.Serve(n.listener); err != nil && !errors.Is(err, http.ErrServerClosed) {
			n.log.Error().Err(err).Msg("écoute interrompue / listening ended")
		}
	})
}

// keepReading runs the projectors. A store that did not answer at the start is asked again.
func (n *Node) keepReading(ctx context.Context) {
	const again = time.Second
	for {
		err := n.jobs.Run(ctx)
		if ctx.Err() != nil {
			return
		}
		n.log.Error().Err(err).Msg("projecteurs à reprendre / projectors to be started again")
		select {
		case <-ctx.Done():
			return
		case <-time.After(again):
		}
	}
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

// errStopping is why a node that stops is not ready.
var errStopping = errors.New("app: stopping")

// ready says whether people can be served: the store reads and appends.
func (n *Node) ready(ctx context.Context) error {
	if n.stopping.Load() {
		return errStopping
	}
	if readonly, _ := n.Host.Readonly(); readonly {
		return errors.New("app: nothing can be saved")
	}
	return n.Store.Check(ctx)
}

// Stop ends everything in the order that loses nothing: no new visitor, sockets
// told to come back, rooms committed, projectors, store.
func (n *Node) Stop(ctx context.Context) error {
	if n.stopping.Swap(true) {
		return nil
	}
	err := n.sockets.Shutdown(ctx)
	err = errors.Join(err, n.http.Shutdown(ctx))
	err = errors.Join(err, n.Host.Stop(ctx))
	n.cancel()
	n.work.Wait()
	return errors.Join(err, n.close())
}

func (n *Node) close() error {
	if n.cancel != nil {
		n.cancel()
	}
	var all error
	for i := len(n.closers) - 1; i >= 0; i-- {
		all = errors.Join(all, n.closers[i]())
	}
	n.closers = nil
	return all
}

func origin(u *url.URL) string { return u.Scheme + "://" + u.Host }
