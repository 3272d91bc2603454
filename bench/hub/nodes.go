package hub

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"palabre/bench/figure"
	"palabre/bench/palabre"
	"palabre/bench/proc"
)

// stage is a PostgreSQL and a Redis that several nodes share, on the servers' core.
type stage struct {
	Database string `json:"database"`
	Redis    string `json:"redis"`
	RedisPID int    `json:"redis_pid"`
	end      io.Closer
	gone     chan error
}

// secret is that of the nodes under measurement.
const secret = "0c9b7e52d1f84a36b8e7f6a5c4d3e2f10998877a"

func setStage(ctx context.Context, root string) (*stage, error) {
	name, args := "go", []string{"run", "./server/app/apptest/stage"}
	if _, err := exec.LookPath("taskset"); err == nil {
		name, args = "taskset", append([]string{"-c", "0", "go"}, args...)
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = root
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("stage: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("stage: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("stage: %w", err)
	}
	s := &stage{end: in, gone: make(chan error, 1)}
	line, err := bufio.NewReader(out).ReadBytes('\n')
	go func() { s.gone <- cmd.Wait() }()
	if err == nil {
		err = json.Unmarshal(line, s)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("stage: %w", err), s.strike())
	}
	return s, nil
}

func (s *stage) strike() error { return errors.Join(s.end.Close(), <-s.gone) }

func (s *stage) settings(metrics string) []string {
	return []string{
		"PALABRE_DATABASE_URL=" + s.Database, "PALABRE_REDIS_URL=" + s.Redis,
		"PALABRE_NODE_ADDR=127.0.0.1:0", "PALABRE_NODE_SECRET=" + secret, "PALABRE_METRICS_ADDR=" + metrics,
	}
}

// cluster is Palabre on several nodes as a target: receivers and speakers are spread over them.
type cluster struct {
	*ours
	binary string
	stage  *stage
	nodes  []*palabre.Instance
	bus    bool // whether Redis is counted too
	kills  int
}

func startCluster(ctx context.Context, root, binary string, kind kind, nodes, rooms int) (*cluster, error) {
	s, err := setStage(ctx, root)
	if err != nil {
		return nil, err
	}
	c := &cluster{binary: binary, stage: s}
	for n := range nodes {
		start := palabre.Join
		if n == 0 {
			start = func(ctx context.Context, binary string, env ...string) (*palabre.Instance, error) {
				return palabre.Start(ctx, binary, nil, env...)
			}
		}
		node, err := start(ctx, binary, s.settings("127.0.0.1:0")...)
		if err != nil {
			c.Stop()
			return nil, err
		}
		c.nodes = append(c.nodes, node)
	}
	c.ours = &ours{instance: c.nodes[0], kind: kind}
	c.ours.spread = c.nodes
	if c.rooms, err = gather(rooms, func(i int) (*place, error) { return c.open(ctx, i) }); err != nil {
		c.Stop()
		return nil, err
	}
	return c, nil
}

// CPU is the processor time of all nodes, of Redis too when it is counted.
func (c *cluster) CPU() (float64, error) {
	var all float64
	for _, n := range c.nodes {
		one, err := n.Server().CPU()
		if err != nil {
			return 0, err
		}
		all += one
	}
	if c.bus {
		one, err := proc.CPUOf(c.stage.RedisPID)
		if err != nil {
			return 0, err
		}
		all += one
	}
	return all, nil
}

func (c *cluster) Stop() {
	if c.ours != nil {
		for _, one := range c.rooms {
			one.host.Close()
		}
	}
	for i := len(c.nodes) - 1; i >= 0; i-- {
		c.nodes[i].Stop()
	}
	_ = c.stage.strike() // what is left of it goes with the bench
}

// NodesFanout is a board before 200 people on one, two and three nodes that share one core with PostgreSQL and Redis: what
// reaching people on other nodes costs, and what of it is Redis's.
func (b *Bench) NodesFanout(ctx context.Context) error {
	shape := Shape{Rooms: 1, PerRoom: 200, Publishers: 10, Rate: 1200, Seconds: 3}
	for nodes := 1; nodes <= 3; nodes++ {
		name := fmt.Sprintf("nodes.fanout%d", nodes)
		var ran []Result
		var redis []float64
		for range rounds {
			r, share, err := b.onNodes(ctx, nodes, shape)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			b.Say("%s: %.0f deliveries per CPU second of the nodes, p50 %.2f ms, p99 %.2f ms, %.1f %% delivered; Redis took %.1f %% beside",
				name, r.DeliveriesPerCPU, r.P50, r.P99, 100*r.Delivered, 100*share)
			if r.Delivered < 0.999 {
				return fmt.Errorf("%s: only %.2f %% delivered", name, 100*r.Delivered)
			}
			ran, redis = append(ran, r), append(redis, share)
		}
		setup := b.Setup
		setup.Runs, setup.Note = rounds, "all nodes, PostgreSQL and Redis on one core, people on the other"
		for _, m := range []struct {
			metric, unit string
			better       figure.Better
			of           func(i int) float64
		}{
			{"deliveries_per_cpu_s", "1/s", figure.Higher, func(i int) float64 { return ran[i].DeliveriesPerCPU }},
			{"p50_ms", "ms", figure.Lower, func(i int) float64 { return ran[i].P50 }},
			{"p99_ms", "ms", figure.Lower, func(i int) float64 { return ran[i].P99 }},
			{"redis_share", "of the nodes' CPU", figure.Lower, func(i int) float64 { return redis[i] }},
		} {
			values := make([]float64, len(ran))
			for i := range ran {
				values[i] = m.of(i)
			}
			if err := b.Sink.Add(figure.Row{Bench: name, Metric: m.metric, Unit: m.unit, Better: m.better, Palabre: figure.Median(values), Setup: setup}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (b *Bench) onNodes(ctx context.Context, nodes int, shape Shape) (Result, float64, error) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
	defer cancel()
	c, err := startCluster(ctx, b.Root, b.Palabre, board, nodes, shape.Rooms)
	if err != nil {
		return Result{}, 0, err
	}
	defer c.Stop()
	beforeRedis, err := proc.CPUOf(c.stage.RedisPID)
	if err != nil {
		return Result{}, 0, err
	}
	before, err := c.CPU()
	if err != nil {
		return Result{}, 0, err
	}
	r, err := run(ctx, c, shape)
	if err != nil {
		return r, 0, err
	}
	after, err := c.CPU()
	if err != nil {
		return r, 0, err
	}
	afterRedis, err := proc.CPUOf(c.stage.RedisPID)
	return r, (afterRedis - beforeRedis) / (after - before), err
}

// NodesDrain is how long a node with fifty live meetings takes to hand them over and end.
func (b *Bench) NodesDrain(ctx context.Context) error {
	const meetings = 50
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	c, err := startCluster(ctx, b.Root, b.Palabre, session, 3, meetings)
	if err != nil {
		return err
	}
	defer c.Stop()
	begun := time.Now()
	if err := c.nodes[0].Server().Terminate(ctx); err != nil {
		return err
	}
	took := time.Since(begun)
	b.Say("nodes.drain: a node with %d live meetings ended in %s", meetings, took.Round(time.Millisecond))
	return b.Sink.Add(figure.Row{Bench: "nodes.drain", Metric: "seconds", Unit: "s", Better: figure.Lower, Palabre: took.Seconds(), Setup: b.Setup})
}

// NodesTakeover kills the node that hosts a meeting, again and again, and measures when a person on another node is
// answered.
func (b *Bench) NodesTakeover(ctx context.Context) error {
	kills := 200
	if asked, err := strconv.Atoi(b.Kills); err == nil {
		kills = asked
	}
	c, err := startCluster(ctx, b.Root, b.Palabre, session, 3, 1)
	if err != nil {
		return err
	}
	defer c.Stop()
	var waits []float64
	for n := range kills {
		took, err := c.takeover(ctx)
		if err != nil {
			return fmt.Errorf("nodes.takeover: kill %d: %w", n+1, err)
		}
		waits = append(waits, took.Seconds())
		if (n+1)%20 == 0 {
			b.Say("nodes.takeover: %d kills, p50 %.2f s, p99 %.2f s", n+1, figure.Percentile(waits, 0.5), figure.Percentile(waits, 0.99))
		}
	}
	setup := b.Setup
	setup.Runs, setup.Note = kills, "kill -9 of the host's node; until a command of a person on another node is acknowledged"
	for metric, q := range map[string]float64{"p50_s": 0.5, "p95_s": 0.95, "p99_s": 0.99, "max_s": 1} {
		row := figure.Row{Bench: "nodes.takeover", Metric: metric, Unit: "s", Better: figure.Lower, Palabre: figure.Percentile(waits, q), Setup: setup}
		if err := b.Sink.Add(row); err != nil {
			return err
		}
	}
	return nil
}

// takeover kills the host's node and waits for an answer at another one; then the node is started again.
func (c *cluster) takeover(ctx context.Context) (time.Duration, error) {
	at, err := c.hostNode(ctx)
	if err != nil {
		return 0, err
	}
	room := c.rooms[0].room
	other := (at + 1 + c.kills%2) % len(c.nodes)
	c.kills++
	s, err := c.nodes[0].Admin.At(c.nodes[other]).Dial(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	if _, err := s.Join(ctx, room); err != nil {
		return 0, err
	}
	if err := answered(ctx, s); err != nil { // she is in, and her hand is up
		return 0, err
	}
	died := time.Now()
	c.nodes[at].Server().Kill()
	if err := answered(ctx, s); err != nil {
		return 0, err
	}
	took := time.Since(died)
	again, err := palabre.Join(ctx, c.binary, c.stage.settings("127.0.0.1:0")...)
	if err != nil {
		return 0, err
	}
	again.Admin = c.nodes[0].Admin.At(again)
	c.nodes[at] = again
	return took, nil
}

// answered raises a hand that may be up, and waits for what the room's host says: a refusal of the room is an answer too.
func answered(ctx context.Context, s *palabre.Socket) error {
	_, err := s.Do(ctx, "hands.raise", nil)
	if err != nil && (!strings.Contains(err.Error(), "refused: ") || strings.Contains(err.Error(), "not_followed")) {
		return err
	}
	return nil
}

// hostNode is the node that hosts the meeting, by its own figures.
func (c *cluster) hostNode(ctx context.Context) (int, error) {
	for i, n := range c.nodes {
		live, err := roomsLive(ctx, n)
		if err == nil && live > 0 {
			return i, nil
		}
	}
	return 0, errors.New("no node hosts the meeting")
}

func roomsLive(ctx context.Context, n *palabre.Instance) (int, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+n.Metrics()+"/metrics", nil)
	if err != nil {
		return 0, fmt.Errorf("metrics: %w", err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, fmt.Errorf("metrics: %w", err)
	}
	defer func() { _ = answer.Body.Close() }()
	lines := bufio.NewScanner(answer.Body)
	for lines.Scan() {
		if value, ok := strings.CutPrefix(lines.Text(), "palabre_rooms_live "); ok {
			return strconv.Atoi(value)
		}
	}
	return 0, errors.New("metrics: no palabre_rooms_live")
}
