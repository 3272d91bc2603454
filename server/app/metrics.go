package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"palabre/rooms"
	"palabre/server/bus/redis"
	"palabre/signaling/host"
)

// metrics are the node's figures: how much, how long, how often, and never of whom or what.
type metrics struct {
	appends, commands prometheus.Histogram
	holders           holders
	registry          *prometheus.Registry
	http              *http.Server
	listen            net.Listener
}

// times are the bounds of what takes time, in seconds: from what a fast disk takes to what people notice.
func times() []float64 {
	return []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5}
}

func newMetrics() *metrics {
	m := &metrics{
		appends: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "palabre_append_seconds", Help: "Time to make what rooms decided durable, per commit of the node.", Buckets: times(),
		}),
		commands: prometheus.NewHistogram(prometheus.HistogramOpts{
			Name: "palabre_command_seconds", Help: "Time from a command's arrival at this node to its answer.", Buckets: times(),
		}),
		registry: prometheus.NewRegistry(),
	}
	// What the last collection found in use: memory without its rubbish, in which a leak shows.
	live := collectors.WithGoCollectorRuntimeMetrics(collectors.GoRuntimeMetricsRule{Matcher: regexp.MustCompile("^/gc/heap/live:bytes$")})
	m.registry.MustRegister(m.appends, m.commands, collectors.NewGoCollector(live), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// timedLog is a log whose commits are timed.
type timedLog struct {
	host.Log
	seen prometheus.Observer
}

// Append implements host.Log.
func (l timedLog) Append(ctx context.Context, segments []host.Segment) ([]error, error) {
	begun := time.Now()
	each, err := l.Log.Append(ctx, segments)
	l.seen.Observe(time.Since(begun).Seconds())
	return each, err
}

// timedRooms are rooms whose answers to people are timed.
type timedRooms struct {
	liveRooms
	seen prometheus.Observer
}

// Submit implements gateway.Rooms.
func (r timedRooms) Submit(ctx context.Context, room rooms.RoomID, cmd rooms.Command, answer func(host.Answer)) {
	begun := time.Now()
	r.liveRooms.Submit(ctx, room, cmd, func(a host.Answer) {
		r.seen.Observe(time.Since(begun).Seconds())
		answer(a)
	})
}

// holders watches what the media server is told of a room: that a circle's stick has one holder for each grant, that grants only
// rise, and that people sit in one circle (I1). It is not what prevents otherwise; it is what would tell.
type holders struct {
	doubles atomic.Uint64
	mu      sync.Mutex
	last    map[rooms.RoomID]followed
}

// followed is what was told of a room last: its number, and the turn of each circle's stick.
type followed struct {
	grant uint64
	turns map[string]rooms.Turn
}

func (h *holders) heard(room rooms.RoomID, a rooms.Audible) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.last == nil {
		h.last = map[rooms.RoomID]followed{}
	}
	was := h.last[room]
	now := followed{a.Grant, map[string]rooms.Turn{}}
	wrong := a.Grant < was.grant || misplaced(a)
	for _, c := range append([]rooms.Circle{a.Plenary()}, a.Apart...) {
		before := was.turns[c.Group]
		switch {
		case c.Turn == rooms.Turn{}:
			now.turns[c.Group] = before // nobody holds it now; the next grant is another
		case c.Turn.Grant < before.Grant, c.Turn.Grant == before.Grant && c.Turn.Holder != before.Holder:
			wrong = true
			now.turns[c.Group] = before
		default:
			now.turns[c.Group] = c.Turn
		}
	}
	if wrong {
		h.doubles.Add(1)
	}
	h.last[room] = now
}

// misplaced tells whether two circles have the same person, a circle is ahead of its room, or everyone is heard where a stick
// says who is.
func misplaced(a rooms.Audible) bool {
	sits := map[rooms.MemberID]bool{}
	for _, c := range append([]rooms.Circle{a.Plenary()}, a.Apart...) {
		if c.Turn != (rooms.Turn{}) && c.Mode != rooms.HearOnly || c.Grant > a.Grant {
			return true
		}
		for _, m := range c.People {
			if sits[m] {
				return true
			}
			sits[m] = true
		}
	}
	return false
}

// forget is for a room that is hosted here no more: its grants may have gone on elsewhere.
func (h *holders) forget(room rooms.RoomID) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.last, room)
}

// serveMetrics opens /metrics on its own address, which is not the public's.
func (n *Node) serveMetrics(ctx context.Context) error {
	if n.Config.MetricsAddr == "" {
		return nil
	}
	n.metrics.registry.MustRegister(nodeFigures{n})
	listen, err := (&net.ListenConfig{}).Listen(ctx, "tcp", n.Config.MetricsAddr)
	if err != nil {
		return cannotListen("metrics-addr", "127.0.0.1:9464", err)
	}
	n.metrics.listen = listen
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", promhttp.HandlerFor(n.metrics.registry, promhttp.HandlerOpts{}))
	n.metrics.http = &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, WriteTimeout: 10 * time.Second, ErrorLog: quiet(n.log)}
	n.work.Go(func() {
		if err := n.metrics.http.Serve(listen); err != nil && !errors.Is(err, http.ErrServerClosed) {
			n.log.Error().Err(err).Msg("figures interrompues / metrics ended")
		}
	})
	n.log.Info().Str("metrics", listen.Addr().String()).Msg("figures / metrics")
	return nil
}

func (m *metrics) close() error {
	if m == nil || m.http == nil {
		return nil
	}
	return m.http.Close()
}

// nodeFigures reads the node's figures when they are asked for.
type nodeFigures struct{ n *Node }

// figure is one of them.
type figure struct {
	name, help string
	kind       prometheus.ValueType
	label      string
	read       func(n *Node) map[string]float64 // by the label's value; "" without label
}

func one(v float64) map[string]float64 { return map[string]float64{"": v} }

func yes(b bool) map[string]float64 {
	if b {
		return one(1)
	}
	return one(0)
}

// figures are all that is read on demand.
func figures() []figure {
	const gauge, counter = prometheus.GaugeValue, prometheus.CounterValue
	return append(stateFigures(), []figure{
		{"palabre_rooms_live", "Rooms hosted by this node.", gauge, "", func(n *Node) map[string]float64 { return one(float64(len(n.Host.Live()))) }},
		{"palabre_connections", "Open sockets.", gauge, "", func(n *Node) map[string]float64 { return one(float64(n.sockets.Connections())) }},
		{"palabre_head_lag_events", "Events by which the room furthest behind is behind its host, here.", gauge, "", func(n *Node) map[string]float64 {
			return one(float64(n.sockets.Lag()))
		}},
		{"palabre_evictions_total", "Connections that were ended by the node, by close code.", counter, "code", func(n *Node) map[string]float64 {
			return each(n.sockets.Counts().Evictions)
		}},
		{"palabre_resumes_total", "Joins, by what they were given: what the ring had, the log's tail, or a whole view.", counter, "how", func(n *Node) map[string]float64 {
			c := n.sockets.Counts()
			return map[string]float64{"view": float64(c.Views), "ring": float64(c.RingResumes), "log": float64(c.LogResumes)}
		}},
		{"palabre_gate_refused_packets_total", "Packets of sound that the gate dropped.", counter, "", func(n *Node) map[string]float64 {
			return one(float64(n.media.Totals().Refused))
		}},
		{"palabre_media_packets_total", "Packets of sound that came in.", counter, "", func(n *Node) map[string]float64 {
			return one(float64(n.media.Totals().Received))
		}},
		{"palabre_media_packets_lost_total", "Packets of sound that people sent and that did not come.", counter, "", func(n *Node) map[string]float64 {
			return one(float64(n.media.Totals().Lost))
		}},
		{"palabre_double_holders_total", "Times that a stick had two holders, somebody two circles, or a grant went back: never.", counter, "", func(n *Node) map[string]float64 {
			return one(float64(n.metrics.holders.doubles.Load()))
		}},
		{"palabre_takeovers_total", "Rooms that this node took over from another.", counter, "", func(n *Node) map[string]float64 {
			if n.relay == nil {
				return one(0)
			}
			return one(float64(n.relay.Takeovers()))
		}},
		{"palabre_link_up", "Whether another node is reached.", gauge, "node", func(n *Node) map[string]float64 {
			out := map[string]float64{}
			if n.relay != nil {
				for id, up := range n.relay.Links() {
					out[string(id)] = yes(up)[""]
				}
			}
			return out
		}},
		{"palabre_link_strangers_total", "Connections to the nodes' door by who does not know their secret, or is no node that the store knows.", counter, "", func(n *Node) map[string]float64 {
			if n.relay == nil {
				return one(0)
			}
			return one(float64(n.relay.Strangers()))
		}},
		{"palabre_bus_dropped_total", "Batches that the bus did not bring, by cause; rooms heal by themselves.", counter, "cause", busDropped},
	}...)
}

func each(counts map[string]uint64) map[string]float64 {
	out := make(map[string]float64, len(counts))
	for k, v := range counts {
		out[k] = float64(v)
	}
	return out
}

func busDropped(n *Node) map[string]float64 {
	b, ok := n.bus.(*redis.Bus)
	if !ok {
		return nil
	}
	d := b.Counts().Dropped
	return each(map[string]uint64{
		"away": d.Away, "full": d.Full, "failed": d.Failed, "too_big": d.TooBig, "slow": d.Slow, "repeated": d.Repeated,
		"damaged": d.Damaged, "forged": d.Forged,
	})
}

func (f figure) description() *prometheus.Desc {
	var labels []string
	if f.label != "" {
		labels = []string{f.label}
	}
	return prometheus.NewDesc(f.name, f.help, labels, nil)
}

// Describe implements prometheus.Collector.
func (nodeFigures) Describe(to chan<- *prometheus.Desc) {
	for _, f := range figures() {
		to <- f.description()
	}
}

// Collect implements prometheus.Collector.
func (c nodeFigures) Collect(to chan<- prometheus.Metric) {
	for _, f := range figures() {
		for label, value := range f.read(c.n) {
			var labels []string
			if f.label != "" {
				labels = []string{label}
			}
			to <- prometheus.MustNewConstMetric(f.description(), f.kind, value, labels...)
		}
	}
}
