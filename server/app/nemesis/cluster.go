package nemesis

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// Database is a PostgreSQL server that can be stopped at once and started again (pgtest.Server is one).
type Database interface {
	Database(ctx context.Context) (url string, err error)
	Crash() error
	Run() error
	Ended() bool // by itself
}

// Cluster is an installation of several nodes and what they stand on.
type Cluster struct {
	Nodes []*Node
	Redis *Redis
	Dir   string

	pg       Database
	store    string // the database, without a proxy
	db       *sql.DB
	say      func(string, ...any)
	unwanted func(string) // told what went wrong by itself

	started atomic.Pointer[[]*Node] // as Nodes, for proxies, which serve while nodes are added
}

// Node is one process, and the ways that lead from it and to it.
type Node struct {
	Place int
	URL   string

	c       *Cluster
	binary  string
	metrics string // where it tells its figures
	env     []string
	toStore *proxy
	toRedis *proxy
	toLink  *proxy // the others' way to this node

	mu      sync.Mutex
	cmd     *exec.Cmd
	out     *os.File
	ended   chan struct{}
	wanted  bool // its end was asked for
	stopped bool // by SIGSTOP
	first   chan string
}

// secret is what the nodes of a test share.
const secret = "d41d8cd98f00b204e9800998ecf8427e-9b"

// NewCluster starts n nodes of the program.
func NewCluster(ctx context.Context, pg Database, binary, dir string, n int, say func(string, ...any)) (_ *Cluster, err error) {
	c := &Cluster{pg: pg, Dir: dir, say: say, unwanted: func(string) {}}
	defer func() {
		if err != nil {
			c.Close()
		}
	}()
	if c.store, err = pg.Database(ctx); err != nil {
		return nil, err
	}
	if c.db, err = sql.Open("pgx", c.store); err != nil {
		return nil, err
	}
	if c.Redis, err = startRedis(ctx, dir); err != nil {
		return nil, err
	}
	for i := range n {
		node, err := c.node(ctx, binary, i)
		if err != nil {
			return nil, err
		}
		c.Nodes = append(c.Nodes, node)
		known := slices.Clone(c.Nodes)
		c.started.Store(&known)
		if err := node.Start(ctx); err != nil { // the first makes the tables
			return nil, err
		}
	}
	return c, nil
}

// Store is the database's URL, past every proxy.
func (c *Cluster) Store() string { return c.store }

// Close ends everything.
func (c *Cluster) Close() {
	for _, n := range c.Nodes {
		n.Kill()
		for _, p := range []*proxy{n.toStore, n.toRedis, n.toLink} {
			p.Close()
		}
	}
	if c.Redis != nil {
		c.Redis.Kill()
	}
	if c.db != nil {
		_ = c.db.Close() // nothing is asked any more
	}
}

func (c *Cluster) node(ctx context.Context, binary string, place int) (n *Node, err error) {
	n = &Node{Place: place, c: c, binary: binary, first: make(chan string, 1)}
	whole, err := url.Parse(c.store)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(whole.Query().Get("host"), ".s.PGSQL.5432")
	if n.toStore, err = newProxy(ctx, func(ctx context.Context) (net.Conn, error) { return (&net.Dialer{}).DialContext(ctx, "unix", file) }, nil); err != nil {
		return nil, err
	}
	if n.toRedis, err = newProxy(ctx, dialTCP(c.Redis.Addr), nil); err != nil {
		return nil, err
	}
	var ports [4]string
	for i := range ports {
		if ports[i], err = freeAddr(ctx); err != nil {
			return nil, err
		}
	}
	if n.toLink, err = newProxy(ctx, dialTCP(ports[2]), c.whose); err != nil {
		return nil, err
	}
	n.URL, n.metrics = "http://"+ports[0], ports[3]
	store := url.URL{
		Scheme: "postgres", User: url.User(whole.Query().Get("user")), Host: n.toStore.Addr, Path: whole.Path,
		RawQuery: "sslmode=disable",
	}
	data := filepath.Join(c.Dir, "node"+strconv.Itoa(place))
	if err := os.MkdirAll(data, 0o700); err != nil {
		return nil, err
	}
	n.env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "PALABRE_DATA=" + data, "PALABRE_ADDR=" + ports[0], "PALABRE_MEDIA_ADDR=" + ports[1],
		"PALABRE_MAIL_FROM=Palabre <palabre@example.org>", "PALABRE_LOG_LEVEL=debug", "PALABRE_DATABASE_URL=" + store.String(),
		"PALABRE_METRICS_ADDR=" + n.metrics, "PALABRE_REDIS_URL=redis://" + n.toRedis.Addr, "PALABRE_NODE_ADDR=" + ports[2], "PALABRE_NODE_PUBLIC=" + n.toLink.Addr, "PALABRE_NODE_SECRET=" + secret,
	}
	return n, nil
}

func dialTCP(addr string) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) { return (&net.Dialer{}).DialContext(ctx, "tcp", addr) }
}

func freeAddr(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// whose tells which node made a connection.
func (c *Cluster) whose(conn net.Conn) int {
	known := c.started.Load()
	if known == nil {
		return -1
	}
	for i, n := range *known {
		if pid := n.Pid(); pid != 0 && holds(pid, conn) {
			return i
		}
	}
	return -1
}

// Host is the place of the node that holds a room, -1 when none does or it is not known.
func (c *Cluster) Host(ctx context.Context, room string) int {
	if at, known := c.Hosts(ctx)[room]; known {
		return at
	}
	return -1
}

// Hosts are the places of the nodes that hold rooms, as far as it is known: the database may be away just now.
func (c *Cluster) Hosts(ctx context.Context) map[string]int {
	all := map[string]int{}
	rows, err := c.db.QueryContext(ctx, `SELECT r.room, n.link FROM palabre_log.rooms r JOIN palabre_log.nodes n ON n.id = r.owner`)
	if err != nil {
		return all
	}
	defer func() { _ = rows.Close() }() // it was read
	for rows.Next() {
		var room, link string
		if rows.Scan(&room, &link) != nil {
			return all
		}
		if at := slices.IndexFunc(c.Nodes, func(n *Node) bool { return n.toLink.Addr == link }); at >= 0 {
			all[room] = at
		}
	}
	if rows.Err() != nil {
		return map[string]int{}
	}
	return all
}

// Start runs the process until it listens: again, as whoever looks after services does, when it cannot because the store is away.
func (n *Node) Start(ctx context.Context) error {
	const most = time.Minute
	late, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	for {
		err := n.start(ctx)
		if err == nil || late.Err() != nil {
			return err
		}
		n.c.say("node %d did not start: again", n.Place)
		select {
		case <-time.After(200 * time.Millisecond):
		case <-late.Done():
			return err
		}
	}
}

func (n *Node) start(ctx context.Context) error {
	out, err := os.OpenFile(filepath.Join(n.c.Dir, fmt.Sprintf("node%d.log", n.Place)), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	cmd := exec.Command(n.binary, "serve") //nolint:noctx // it is ended by Kill or Term
	cmd.Env = n.env
	ready := make(chan struct{})
	cmd.Stderr = &watch{to: out, line: onceReady(ready)}
	cmd.Stdout = &watch{to: out, line: n.firstLink}
	cmd.SysProcAttr = withParent()
	if err := cmd.Start(); err != nil {
		return errors.Join(err, out.Close())
	}
	ended := make(chan struct{})
	n.mu.Lock()
	n.cmd, n.out, n.ended, n.wanted, n.stopped = cmd, out, ended, false, false
	n.mu.Unlock()
	go func() {
		err := cmd.Wait()
		n.mu.Lock()
		wanted := n.wanted
		n.mu.Unlock()
		listened := false
		select {
		case <-ready:
			listened = true
		default:
		}
		if !wanted && listened {
			n.c.unwanted(fmt.Sprintf("node %d ended by itself: %v (see node%d.log)", n.Place, err, n.Place))
		}
		_ = out.Close() // what it said is in the file
		close(ended)
	}()
	select {
	case <-ready:
		return nil
	case <-ended:
		return fmt.Errorf("node %d ended at its start: see %s", n.Place, out.Name())
	case <-time.After(40 * time.Second):
		n.Kill()
		return fmt.Errorf("node %d did not listen: see %s", n.Place, out.Name())
	case <-ctx.Done():
		return ctx.Err()
	}
}

func onceReady(ready chan struct{}) func(string) {
	told := false
	return func(line string) {
		if told || !strings.Contains(line, `"public"`) {
			return
		}
		var said struct{ Public string }
		if json.Unmarshal([]byte(line), &said) == nil && said.Public != "" {
			told = true
			close(ready)
		}
	}
}

func (n *Node) firstLink(line string) {
	if _, token, ok := strings.Cut(line, "/entrer#"); ok {
		select {
		case n.first <- strings.TrimSpace(token):
		default:
		}
	}
}

// Pid is the process's, 0 when there is none.
func (n *Node) Pid() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd == nil {
		return 0
	}
	return n.cmd.Process.Pid
}

// Up tells whether the process is there and not frozen.
func (n *Node) Up() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd == nil || n.stopped || n.wanted {
		return false
	}
	select {
	case <-n.ended:
		return false
	default:
		return true
	}
}

func (n *Node) signal(s syscall.Signal, wanted, stopped bool) <-chan struct{} {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.cmd == nil {
		over := make(chan struct{})
		close(over)
		return over
	}
	n.wanted, n.stopped = n.wanted || wanted, stopped
	_ = n.cmd.Process.Signal(s) // it may have ended: its end is awaited
	return n.ended
}

// Kill ends it as a power cut would.
func (n *Node) Kill() { <-n.signal(syscall.SIGKILL, true, false) }

// Freeze stops it where it stands; Thaw lets it go on.
func (n *Node) Freeze() { n.signal(syscall.SIGSTOP, false, true) }

// Thaw lets it go on.
func (n *Node) Thaw() { n.signal(syscall.SIGCONT, false, false) }

// Term ends it as an operator would, and gives how long that took. It fails when it took more than a minute.
func (n *Node) Term(ctx context.Context) (time.Duration, error) {
	begun := time.Now()
	ended := n.signal(syscall.SIGTERM, true, false)
	select {
	case <-ended:
		return time.Since(begun), nil
	case <-ctx.Done():
		n.Kill()
		return time.Since(begun), nil
	case <-time.After(time.Minute):
		n.Kill()
		return time.Since(begun), fmt.Errorf("node %d did not end within a minute of SIGTERM", n.Place)
	}
}

// watch writes to a file and tells each line.
type watch struct {
	to   *os.File
	part []byte
	line func(string)
}

func (w *watch) Write(p []byte) (int, error) {
	w.part = append(w.part, p...)
	for {
		i := strings.IndexByte(string(w.part), '\n')
		if i < 0 {
			break
		}
		w.line(string(w.part[:i]))
		w.part = w.part[i+1:]
	}
	return w.to.Write(p)
}
