package gateway_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"
	"go.uber.org/goleak"

	"palabre/rooms"
	"palabre/server/bus/local"
	"palabre/server/store/sqlite"
	"palabre/signaling/gateway"
	"palabre/signaling/host"
	"palabre/signaling/wire"
)

// The benchmarks measure a server in a process of its own, so that its processor time is told apart from the clients'.
const serverEnv = "PALABRE_TEST_SERVER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(serverEnv); dir != "" {
		if err := serve(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// serve is a node with the real rooms and a durable log, until its input ends.
func serve(dir string) error {
	ctx := context.Background()
	store, err := sqlite.Open(ctx, dir)
	if err != nil {
		return err
	}
	bus := local.New()
	h := host.New(host.Options{Owner: "bench", Log: store.Log, Rooms: engine{}, Bus: bus, CodeVersion: 1, Logger: zerolog.Nop()})
	g := gateway.New(gateway.Options{
		Origins: []string{origin}, Auth: people{}, Admission: people{}, Directory: people{}, Rooms: h, Bus: bus,
		Commands: gateway.Rate{PerSecond: 1e6, Burst: 1e6}, Volatile: gateway.Rate{PerSecond: 1e6, Burst: 1e6},
		Logger: zerolog.Nop(), NewID: func() host.ConnID { return host.ConnID(uuid.NewString()) }, Chance: func() float64 { return 0 },
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: g, ReadHeaderTimeout: time.Second}
	go func() { _ = server.Serve(l) }()
	if file := os.Getenv("PALABRE_TEST_PROFILE"); file != "" {
		f, err := os.Create(file)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	fmt.Println(l.Addr())
	_, err = io.Copy(io.Discard, os.Stdin)
	return errors.Join(err, g.Shutdown(ctx), h.Stop(ctx), store.Close())
}

// bench is a server process and its clients.
type bench struct {
	tb   testing.TB
	addr string
	cmd  *exec.Cmd
}

func startBench(tb testing.TB) *bench {
	tb.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), serverEnv+"="+tb.TempDir())
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		_ = in.Close()
		if err := cmd.Wait(); err != nil {
			tb.Errorf("the server ended with %v", err)
		}
	})
	addr, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		tb.Fatal(err)
	}
	return &bench{tb: tb, addr: strings.TrimSpace(addr), cmd: cmd}
}

// cpu is the server's processor time so far.
func (b *bench) cpu() time.Duration {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", b.cmd.Process.Pid))
	if err != nil {
		b.tb.Fatal(err)
	}
	fields := strings.Fields(string(data[bytes.LastIndexByte(data, ')')+2:]))
	ticks := 0
	for _, f := range fields[11:13] {
		n, err := strconv.Atoi(f)
		if err != nil {
			b.tb.Fatal(err)
		}
		ticks += n
	}
	return time.Duration(ticks) * 10 * time.Millisecond
}

// listener is a client that looks at frames as little as it can.
type listener struct {
	conn  net.Conn
	r     *bufio.Reader
	heard atomic.Int64 // bytes of volatile frames
	seq   atomic.Int64
	moved chan struct{} // one is there when seq has moved since it was looked at
	sent  *sync.Map     // of "n": when; nil unless this one measures
	late  []time.Duration
}

func (b *bench) listen(name string) *listener {
	conn, err := net.Dial("tcp", b.addr)
	if err != nil {
		b.tb.Fatal(err)
	}
	b.tb.Cleanup(func() { _ = conn.Close() })
	l := &listener{conn: conn, moved: make(chan struct{}, 1), r: bufio.NewReaderSize(conn, 64<<10)}
	fmt.Fprintf(conn, "GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"+
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: %s\r\nOrigin: %s\r\nX-Member: %s\r\n\r\n", wire.Subprotocol, origin, name)
	resp, err := http.ReadResponse(l.r, nil)
	if err != nil || resp.StatusCode != http.StatusSwitchingProtocols {
		b.tb.Fatalf("upgrade: %v %v", resp, err)
	}
	l.say(b.tb, wire.Hello{V: 1, Client: rooms.ClientID(name)})
	l.say(b.tb, wire.Join{Room: board})
	for !bytes.Contains(l.next(b.tb), []byte(`"t":"joined"`)) {
	}
	return l
}

func (l *listener) say(tb testing.TB, m wire.FromClient) {
	data, err := wire.EncodeClient(m)
	if err != nil {
		tb.Fatal(err)
	}
	head := []byte{0x81, 0x80 | byte(len(data)), 0, 0, 0, 0}
	if len(data) > 125 {
		head = []byte{0x81, 0xfe, byte(len(data) >> 8), byte(len(data)), 0, 0, 0, 0}
	}
	if _, err := l.conn.Write(append(head, data...)); err != nil {
		tb.Error(err)
	}
}

// next reads a frame; nil at the end.
func (l *listener) next(tb testing.TB) []byte {
	var head [10]byte
	if _, err := io.ReadFull(l.r, head[:2]); err != nil {
		return nil
	}
	n := int(head[1])
	switch n {
	case 126:
		_, _ = io.ReadFull(l.r, head[2:4])
		n = int(head[2])<<8 | int(head[3])
	case 127:
		_, _ = io.ReadFull(l.r, head[2:10])
		n = int(head[6])<<24 | int(head[7])<<16 | int(head[8])<<8 | int(head[9])
	}
	data := make([]byte, n)
	if _, err := io.ReadFull(l.r, data); err != nil {
		return nil
	}
	return data
}

func (l *listener) run(tb testing.TB) {
	for data := l.next(tb); data != nil; data = l.next(tb) {
		switch {
		case bytes.HasPrefix(data, []byte(`{"t":"f"`)):
			if l.sent != nil {
				l.measure(tb, data)
			}
			_, after, _ := bytes.Cut(data[:min(len(data), 200)], []byte(`"to":`))
			digits, _, _ := bytes.Cut(after, []byte(","))
			if seq, err := strconv.ParseInt(string(digits), 10, 64); err == nil {
				l.seq.Store(seq)
				select {
				case l.moved <- struct{}{}:
				default:
				}
			}
		case bytes.HasPrefix(data, []byte(`{"t":"eph"`)):
			l.heard.Add(int64(len(data)))
		}
	}
}

func (l *listener) measure(tb testing.TB, data []byte) {
	now := time.Now()
	var f struct{ D []rooms.Event }
	if err := json.Unmarshal(data, &f); err != nil {
		tb.Error(err)
	}
	for _, e := range f.D {
		if at, ok := l.sent.Load(string(e.Client) + strconv.FormatUint(e.N, 10)); ok {
			l.late = append(l.late, now.Sub(at.(time.Time)))
		}
	}
}

// BenchmarkBoardRoom: 200 people on one board, ten of them making 1,200 changes of about 150 bytes a second together, each
// change committed to SQLite before anybody sees it.
func BenchmarkBoardRoom(b *testing.B) {
	const people, writers, perSecond = 200, 10, 1200
	srv := startBench(b)
	all := make([]*listener, people)
	var sent sync.Map
	for i := range all {
		all[i] = srv.listen("p" + strconv.Itoa(i))
	}
	all[people-1].sent = &sent
	var wg sync.WaitGroup
	for _, l := range all {
		wg.Go(func() { l.run(b) })
	}
	for i := range writers {
		args := fmt.Sprintf(shape, "e"+strconv.Itoa(i), i)
		all[i].say(b, wire.Do{Room: board, N: 1, Command: "board.op", Args: json.RawMessage(args)})
	}
	until(b, all, writers)
	const seconds = 5
	cpu := srv.cpu()
	b.ResetTimer()
	var pub sync.WaitGroup
	for i := range writers {
		pub.Go(func() {
			l, name := all[i], "p"+strconv.Itoa(i)
			tick := time.NewTicker(time.Second * writers / perSecond)
			defer tick.Stop()
			for n := uint64(2); n < 2+seconds*perSecond/writers; n++ {
				<-tick.C
				args := fmt.Sprintf(`{"ops":[{"id":"e%d","set":{"x":%d.25,"y":12.5,"width":100,"height":50,"angle":0}}]}`, i, n%700)
				sent.Store(name+strconv.FormatUint(n, 10), time.Now())
				l.say(b, wire.Do{Room: board, N: n, Command: "board.op", Args: json.RawMessage(args)})
			}
		})
	}
	pub.Wait()
	until(b, all, writers+seconds*perSecond)
	b.StopTimer()
	used := srv.cpu() - cpu
	for _, l := range all {
		_ = l.conn.Close()
	}
	wg.Wait()
	late := all[people-1].late
	slices.Sort(late)
	b.ReportMetric(float64(people*seconds*perSecond)/used.Seconds()/1000, "kdeliv/cpu-s")
	b.ReportMetric(float64(late[len(late)/2].Microseconds())/1000, "ms-p50")
	b.ReportMetric(float64(late[len(late)*99/100].Microseconds())/1000, "ms-p99")
	b.ReportMetric(used.Seconds()/seconds*100, "%core")
}

// until waits until every listener is at a position.
func until(tb testing.TB, all []*listener, seq int64) {
	tb.Helper()
	late := time.After(20 * time.Second)
	for i, l := range all {
		for l.seq.Load() < seq {
			select {
			case <-l.moved:
			case <-late:
				tb.Fatalf("listener %d is at %d, not at %d", i, l.seq.Load(), seq)
			}
		}
	}
}

// BenchmarkCursors: 200 people on one board who each move their pointer thirty times a second.
func BenchmarkCursors(b *testing.B) {
	const people, perSecond, seconds = 200, 30, 5
	srv := startBench(b)
	all := make([]*listener, people)
	for i := range all {
		all[i] = srv.listen("p" + strconv.Itoa(i))
	}
	var wg, pub sync.WaitGroup
	for _, l := range all {
		wg.Go(func() { l.run(b) })
	}
	cpu := srv.cpu()
	b.ResetTimer()
	for _, l := range all {
		pub.Go(func() {
			tick := time.NewTicker(time.Second / perSecond)
			defer tick.Stop()
			for n := range seconds * perSecond {
				<-tick.C
				l.say(b, wire.Eph{Room: board, Kind: "cursor", Value: fmt.Appendf(nil, `{"x":%d.5,"y":88.25,"tool":"pen"}`, n)})
			}
		})
	}
	pub.Wait()
	b.StopTimer()
	b.ReportMetric((srv.cpu()-cpu).Seconds()/seconds*100, "%core")
	for _, l := range all {
		_ = l.conn.Close()
	}
	wg.Wait()
	b.ReportMetric(float64(all[0].heard.Load())/seconds/1024, "KiB/s-each")
}
