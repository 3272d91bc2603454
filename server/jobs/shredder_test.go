package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/session"
	"palabre/server/bus/local"
	"palabre/server/jobs"
	"palabre/server/store"
	"palabre/signaling/host"
)

// parlour is a real session: a host on a store in a folder, and the shredder.
type parlour struct {
	*bench
	dir    string
	mode   session.Mode
	phases []session.Phase
	host   *host.Host
	now    atomic.Int64 // added to the machine's clock
	n      uint64
	// Faults of the next calls, each once: the process "dies" before or after an effect.
	faults map[string]bool
	forgot int
}

func (*parlour) Open(_ context.Context, id rooms.RoomID) (rooms.Room, error) {
	if id.Kind() == rooms.KindBoard {
		return board.New(id), nil
	}
	return session.New(id), nil
}

func (p *parlour) Found(_ context.Context, id rooms.RoomID) ([]rooms.Command, error) {
	if id.Kind() == rooms.KindBoard {
		return nil, nil
	}
	plan, err := json.Marshal(session.Plan{Mode: p.mode, Phases: p.phases, Lead: []rooms.MemberID{"ana"}})
	return []rooms.Command{{Client: "host", Name: session.CmdOpen, Args: plan}}, err
}

func (*parlour) Restore(_ context.Context, id rooms.RoomID, snapshot []byte) (rooms.Room, error) {
	if id.Kind() == rooms.KindBoard {
		return board.Restore(snapshot)
	}
	return session.Restore(id, snapshot)
}

func (p *parlour) Now() rooms.Millis {
	return host.SystemClock{}.Now() + rooms.Millis(p.now.Load())
}

func (*parlour) After(d time.Duration, f func()) func() { return host.SystemClock{}.After(d, f) }

func converse(t *testing.T, mode session.Mode, phases ...session.Phase) *parlour {
	t.Helper()
	dir := t.TempDir()
	p := &parlour{bench: startIn(t, dir), dir: dir, mode: mode, phases: phases, faults: map[string]bool{}}
	if err := p.store.Log.Release(t.Context(), "test", p.room, p.lease.Term, 1); err != nil {
		t.Fatal(err)
	}
	p.up()
	t.Cleanup(p.down)
	p.do("ana", "people.enter", "")
	p.do("cleo", "people.enter", "")
	return p
}

// up starts a host; down stops it, as a restart of the process does.
func (p *parlour) up() {
	p.host = host.New(host.Options{
		Owner: "test", Log: p.store.Log, Rooms: p, Bus: local.New(), Clock: p, CodeVersion: 1, Logger: zerolog.Nop(), SnapshotEvery: 3,
	})
}

func (p *parlour) down() {
	if err := p.host.Stop(context.WithoutCancel(p.t.Context())); err != nil {
		p.t.Error(err)
	}
}

func (p *parlour) do(who rooms.MemberID, name, args string) {
	p.t.Helper()
	p.n++
	seq, no, err := p.host.Do(p.t.Context(), p.room, rooms.Command{
		Client: "tab", N: p.n, Actor: rooms.Actor{Member: who, Standing: rooms.RoleFacilitator}, Name: name, Args: json.RawMessage(args),
	})
	if no != nil || err != nil {
		p.t.Fatalf("%s: %v %v", name, no, err)
	}
	p.head = seq
}

var errDied = errors.New("the process died here")

// dies tells whether this is where the process is to die.
func (p *parlour) dies(where string) error {
	if p.faults[where] {
		delete(p.faults, where)
		return fmt.Errorf("%w: %s", errDied, where)
	}
	return nil
}

// faulty is a log and a host that die where they are told to.
type faulty struct {
	store.Log
	p *parlour
}

func (f faulty) Redact(ctx context.Context, room rooms.RoomID, list []host.Redaction) error {
	if err := f.p.dies("before the words go"); err != nil {
		return err
	}
	return errors.Join(f.Log.Redact(ctx, room, list), f.p.dies("after the words went"))
}

func (f faulty) Do(ctx context.Context, room rooms.RoomID, c rooms.Command) (rooms.Seq, *rooms.Refusal, error) {
	if err := f.p.dies("before it is recorded"); err != nil {
		return 0, nil, err
	}
	seq, no, err := f.p.host.Do(ctx, room, c)
	return seq, no, errors.Join(err, f.p.dies("after it is recorded"))
}

// shred runs the shredder until it has read all there is, trying again after faults.
func (p *parlour) shred() {
	p.t.Helper()
	f := faulty{p.store.Log, p}
	s := jobs.Shredder{Store: p.store.Records, Log: f, Rooms: f, Now: p.Now, Forget: func(ctx context.Context, room rooms.RoomID, _ rooms.Seq) error {
		if err := p.dies("before memory forgets"); err != nil {
			return err
		}
		p.forgot++
		return p.host.Forget(ctx, room)
	}}
	p.project(s)
}

// project runs a projector until it has read all there is, trying again after faults.
func (p *parlour) project(s jobs.Projector) {
	p.t.Helper()
	for tries := 0; ; tries++ {
		at, err := p.store.Records.Cursor(p.t.Context(), s.Name(), p.room)
		if err != nil {
			p.t.Fatal(err)
		}
		list, err := p.store.Log.Read(p.t.Context(), p.room, at, 1<<24)
		if err != nil {
			p.t.Fatal(err)
		}
		if len(list) == 0 {
			return
		}
		to := list[len(list)-1].To
		events, err := jobs.ReadAll(p.t.Context(), p.store.Log, p.room, to)
		if err != nil {
			p.t.Fatal(err)
		}
		kept, err := s.Project(p.t.Context(), p.room, jobs.Span{Kept: at, From: at, To: to}, events[at:])
		if err != nil && !errors.Is(err, errDied) || tries > 20 {
			p.t.Fatal(err)
		}
		if err == nil && !kept {
			return // what is left concerns other projectors
		}
	}
}

// log gives the whole log, and how many times it records a destruction.
func (p *parlour) whole() (events []rooms.Event, recorded int) {
	p.t.Helper()
	heads, err := p.store.Log.Heads(p.t.Context(), "ses_", 0)
	if err != nil {
		p.t.Fatal(err)
	}
	if events, err = jobs.ReadAll(p.t.Context(), p.store.Log, p.room, heads[p.room]); err != nil {
		p.t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != rooms.Seq(i+1) {
			p.t.Fatalf("event %d is the %d-th", e.Seq, i+1)
		}
		if e.Name == "session.redacted" {
			recorded++
		}
	}
	return events, recorded
}

// found names where the words still are: a file, or what is at hand for gateways.
func (p *parlour) found(words string) string {
	p.t.Helper()
	var where string
	err := filepath.WalkDir(p.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		if bytes.Contains(b, []byte(words)) {
			where = path
		}
		return err
	})
	if err != nil {
		p.t.Fatal(err)
	}
	for after := range rooms.Seq(100) {
		recent, _ := p.host.Recent(p.room, after)
		for _, b := range recent {
			for _, part := range b.Parts {
				if bytes.Contains(part.Data, []byte(words)) {
					where = "memory"
				}
			}
		}
	}
	return where
}

// sees is what Cleo sees of a message.
func (p *parlour) sees(id rooms.MessageID) session.Message {
	p.t.Helper()
	got := make(chan host.Joined, 1)
	p.host.Join(p.t.Context(), p.room, host.JoinRequest{Conn: host.ConnID(id), Member: "cleo", Standing: rooms.RoleMember}, func(j host.Joined) { got <- j })
	j := <-got
	defer p.host.Leave(p.room, host.ConnID(id))
	var v session.View
	if err := json.Unmarshal(j.View, &v); err != nil || j.Err != nil {
		p.t.Fatal(err, j.Err)
	}
	return v.Chat[id]
}

// Words retracted, and at the close those that nobody kept, are destroyed once,
// wherever the process dies in between (I10).
func TestWordsAreShreddedWhereverItDies(t *testing.T) {
	places := []string{"", "before it is recorded", "after it is recorded", "before the words go", "after the words went", "before memory forgets"}
	for _, place := range places {
		t.Run("dies "+place, func(t *testing.T) {
			p := converse(t, session.ModeConfidential)
			p.do("cleo", "chat.say", `{"id":"m1","text":"canari-repris"}`)
			p.do("cleo", "chat.say", `{"id":"m2","text":"canari-garde"}`)
			p.do("cleo", "chat.keep", `{"id":"m2","on":true}`)
			p.do("ana", "chat.say", `{"id":"m3","text":"canari-ferme"}`)
			p.shred()
			if p.found("canari-repris") == "" || p.found("canari-ferme") == "" {
				t.Fatal("the words are nowhere before: this test looks at nothing")
			}
			p.do("cleo", "chat.retract", `{"id":"m1"}`)
			p.faults[place] = true
			p.shred()
			if at := p.found("canari-repris"); at != "" {
				t.Errorf("retracted words are in %s", at)
			}
			if m := p.sees("m1"); !m.Retracted || m.Text != "" {
				t.Errorf("%+v", m)
			}
			if p.sees("m3").Text != "canari-ferme" {
				t.Error("others lost their words too")
			}
			p.do("ana", "session.close", "")
			p.faults[place] = true
			p.shred()
			for _, words := range []string{"canari-repris", "canari-ferme"} {
				if at := p.found(words); at != "" {
					t.Errorf("%s is in %s", words, at)
				}
			}
			if p.found("canari-garde") == "" || p.sees("m2").Text != "canari-garde" {
				t.Error("what its author kept is gone")
			}
			if _, recorded := p.whole(); recorded != 2 || p.forgot != 2 {
				t.Errorf("recorded %d times, forgotten %d times", recorded, p.forgot)
			}
			// The log that is left is the session, for the next process.
			p.down()
			p.up()
			if p.sees("m2").Text != "canari-garde" {
				t.Error("not the same after a restart")
			}
		})
	}
}

// The talk of an open session is destroyed thirty days after its close, not before.
func TestAnOpenSessionsTalkEnds(t *testing.T) {
	p := converse(t, session.ModeOpen)
	p.do("cleo", "chat.say", `{"id":"m1","text":"canari-ouvert"}`)
	p.do("cleo", "chat.say", `{"id":"m2","text":"canari-garde"}`)
	p.do("ana", "chat.keep", `{"id":"m2","on":true}`)
	retention := jobs.Retention{Store: p.store.Records, Log: p.store.Log, Rooms: p.host, Now: p.Now}
	sweep := func() {
		t.Helper()
		if err := retention.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.shred()
	}
	p.now.Store(int64(40 * 24 * time.Hour / time.Millisecond)) // it is long, and still open
	sweep()
	p.do("ana", "session.close", "")
	sweep()
	p.now.Add(int64(session.KeepTalk) - 60_000)
	sweep()
	if p.found("canari-ouvert") == "" || p.sees("m1").Text != "canari-ouvert" {
		t.Fatal("destroyed too early")
	}
	p.now.Add(120_000)
	for range 3 { // once is enough, more does nothing
		sweep()
	}
	if at := p.found("canari-ouvert"); at != "" {
		t.Errorf("it is still in %s", at)
	}
	if m := p.sees("m1"); !m.Retracted || m.By != "cleo" {
		t.Errorf("%+v", m)
	}
	if p.sees("m2").Text != "canari-garde" {
		t.Error("what was kept is gone")
	}
	events, recorded := p.whole()
	if recorded != 1 {
		t.Errorf("recorded %d times", recorded)
	}
	if at, err := p.store.Records.Cursor(t.Context(), "retention", p.room); err != nil || at != rooms.Seq(len(events)) {
		t.Errorf("it will be looked at for ever: %d of %d, %v", at, len(events), err)
	}
	if !strings.Contains(string(events[0].Data), "open") {
		t.Error("not an open session")
	}
}
