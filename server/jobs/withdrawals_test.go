package jobs_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/bus/local"
	"palabre/server/jobs"
	"palabre/server/store"
	"palabre/signaling/host"
)

// wall is a real board: a host on a store in a folder, and the withdrawals.
type wall struct {
	t      *testing.T
	store  *store.Store
	dir    string
	room   rooms.RoomID
	host   *host.Host
	n      uint64
	faults map[string]bool // where the process is to die, each once
}

func (*wall) Open(_ context.Context, id rooms.RoomID) (rooms.Room, error) { return board.New(id), nil }

func (*wall) Found(context.Context, rooms.RoomID) ([]rooms.Command, error) { return nil, nil }

func (*wall) Restore(_ context.Context, _ rooms.RoomID, snapshot []byte) (rooms.Room, error) {
	return board.Restore(snapshot)
}

func hang(t *testing.T) *wall {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	w := &wall{t: t, store: s, dir: dir, room: "brd_1", faults: map[string]bool{}}
	w.up()
	t.Cleanup(func() {
		w.down()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

func (w *wall) up() {
	w.host = host.New(host.Options{
		Owner: "test", Log: w.store.Log, Rooms: w, Bus: local.New(), CodeVersion: 1, Logger: zerolog.Nop(), SnapshotEvery: 3,
	})
}

func (w *wall) down() {
	if err := w.host.Stop(context.WithoutCancel(w.t.Context())); err != nil {
		w.t.Error(err)
	}
}

func (w *wall) do(who rooms.MemberID, name string, args any) *rooms.Refusal {
	w.t.Helper()
	raw, err := json.Marshal(args)
	if err != nil {
		w.t.Fatal(err)
	}
	w.n++
	_, no, err := w.host.Do(w.t.Context(), w.room, rooms.Command{
		Client: "tab", N: w.n, Actor: rooms.Actor{Member: who, Standing: rooms.RoleMember}, Name: name, Args: raw,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return no
}

type fields = map[string]any

func wording(words string) fields {
	return fields{
		"text": words, "originalText": words, "width": 90, "height": 25,
		"fontSize": 20, "fontFamily": 6, "lineHeight": 1.25, "autoResize": true,
	}
}

func text(words string) fields {
	f := wording(words)
	for k, v := range map[string]any{
		"type": "text", "index": "a1", "x": 1, "y": 2, "angle": 0, "strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid",
		"strokeWidth": 2, "strokeStyle": "solid", "roughness": 1, "opacity": 100, "seed": 7, "textAlign": "left", "verticalAlign": "top",
	} {
		f[k] = v
	}
	return f
}

func (w *wall) draw(who rooms.MemberID, id, form string, values fields) *rooms.Refusal {
	w.t.Helper()
	return w.do(who, board.NameOp, fields{"ops": []any{fields{"id": id, form: values}}})
}

// dying is a log that dies where it is told to.
type dying struct {
	store.Log
	w *wall
}

func (w *wall) dies(where string) error {
	if w.faults[where] {
		delete(w.faults, where)
		return fmt.Errorf("%w: %s", errDied, where)
	}
	return nil
}

func (d dying) Redact(ctx context.Context, room rooms.RoomID, list []host.Redaction) error {
	if err := d.w.dies("before the words go"); err != nil {
		return err
	}
	return errors.Join(d.Log.Redact(ctx, room, list), d.w.dies("after the words went"))
}

// erase runs the projector until it has read all there is, trying again after faults.
func (w *wall) erase() {
	w.t.Helper()
	p := jobs.Withdrawals{Store: w.store.Records, Log: dying{w.store.Log, w}, Forget: func(ctx context.Context, room rooms.RoomID, _ rooms.Seq) error {
		if err := w.dies("before memory forgets"); err != nil {
			return err
		}
		return w.host.Forget(ctx, room)
	}}
	for tries := 0; ; tries++ {
		at, err := w.store.Records.Cursor(w.t.Context(), p.Name(), w.room)
		if err != nil {
			w.t.Fatal(err)
		}
		events := w.log()
		if int(at) == len(events) {
			return
		}
		kept, err := p.Project(w.t.Context(), w.room, jobs.Span{Kept: at, From: at, To: rooms.Seq(len(events))}, events[at:])
		if err != nil && !errors.Is(err, errDied) || tries > 20 {
			w.t.Fatal(err)
		}
		if err == nil && !kept {
			return // nothing was withdrawn since
		}
	}
}

// log is the whole log, whose sequence is dense.
func (w *wall) log() []rooms.Event {
	w.t.Helper()
	heads, err := w.store.Log.Heads(w.t.Context(), "brd_", 0)
	if err != nil {
		w.t.Fatal(err)
	}
	events, err := jobs.ReadAll(w.t.Context(), w.store.Log, w.room, heads[w.room])
	if err != nil {
		w.t.Fatal(err)
	}
	for i, e := range events {
		if e.Seq != rooms.Seq(i+1) {
			w.t.Fatalf("event %d is the %d-th", e.Seq, i+1)
		}
	}
	return events
}

// found names where words are: a file of the folder, or what is at hand for gateways.
func (w *wall) found(words string) (where string) {
	w.t.Helper()
	err := filepath.WalkDir(w.dir, func(path string, d fs.DirEntry, err error) error {
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
		w.t.Fatal(err)
	}
	for after := range rooms.Seq(len(w.log())) {
		recent, _ := w.host.Recent(w.room, after)
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

// seen is the board as somebody who comes now sees it.
func (w *wall) seen() map[string]fields {
	w.t.Helper()
	w.n++
	conn := host.ConnID(fmt.Sprintf("c%d", w.n))
	got := make(chan host.Joined, 1)
	w.host.Join(w.t.Context(), w.room, host.JoinRequest{Conn: conn, Member: "cleo", Standing: rooms.RoleMember}, func(j host.Joined) { got <- j })
	j := <-got
	defer w.host.Leave(w.room, conn)
	var v struct{ Els map[string]fields }
	if err := json.Unmarshal(j.View, &v); err != nil || j.Err != nil {
		w.t.Fatal(err, j.Err)
	}
	return v.Els
}

// Wherever the process dies, withdrawn words end in no file and in no memory, the
// board goes on, and so it is after a restart (I10, I2, B8).
func TestWithdrawnWordsEndInNoFile(t *testing.T) {
	for _, place := range []string{"nowhere", "before the words go", "after the words went", "before memory forgets"} {
		t.Run(place, func(t *testing.T) {
			w := hang(t)
			w.draw("ana", "a", "put", text("canari-premier"))
			w.draw("ana", "a", "set", wording("canari-repris"))
			w.draw("bob", "a", "set", wording("canari-premier")) // her words, whoever undoes to them
			w.draw("bob", "b", "put", text("canari-garde"))
			w.erase()
			if w.found("canari-premier") == "" || w.found("canari-repris") == "" {
				t.Fatal("the words are nowhere before: this test looks at nothing")
			}
			if no := w.do("bob", board.NameWithdraw, fields{"elements": []string{"a"}}); no == nil || no.Code != board.CodeNotYours {
				t.Fatalf("somebody else withdraws them: %+v", no)
			}
			if no := w.do("ana", board.NameWithdraw, fields{"elements": []string{"a"}}); no != nil {
				t.Fatal(no)
			}
			if at := w.seen()["a"]["text"]; at != board.Retired {
				t.Errorf("at once: %v", at)
			}
			w.draw("bob", "b", "set", fields{"opacity": 50})
			w.faults[place] = true
			w.erase()
			for _, words := range []string{"canari-premier", "canari-repris"} {
				if at := w.found(words); at != "" {
					t.Errorf("%s is in %s", words, at)
				}
			}
			w.down()
			w.up()
			if els := w.seen(); els["a"]["text"] != board.Retired || els["b"]["text"] != "canari-garde" {
				t.Errorf("after a restart: %v", els)
			}
			if no := w.draw("ana", "a", "set", wording("canari-repris")); no == nil || no.Code != board.CodeShut {
				t.Errorf("brought back: %+v", no)
			}
		})
	}
}

// Random histories of three people on a few notes: what a person withdrew is in no
// stored byte, and every other word is where it was.
func TestRandomHistoriesForgetWhatWasWithdrawn(t *testing.T) {
	for seed := range uint64(4) {
		dice := rand.New(rand.NewPCG(seed, 9))
		w := hang(t)
		people := []rooms.MemberID{"ana", "bob", "cleo"}
		wrote := map[string]map[rooms.MemberID][]string{}
		gone, shut := []string{}, map[string]bool{}
		for i := range 80 {
			who, id := people[dice.IntN(3)], fmt.Sprintf("e%d", dice.IntN(4))
			words := strings.Repeat(fmt.Sprintf("canari-%d-%d-", seed, i), 1+dice.IntN(40))
			switch {
			case shut[id]:
			case wrote[id] == nil:
				wrote[id] = map[rooms.MemberID][]string{}
				w.draw(who, id, "put", text(words))
				wrote[id][who] = append(wrote[id][who], words)
			case dice.IntN(9) == 0 && len(wrote[id][who]) > 0:
				if no := w.do(who, board.NameWithdraw, fields{"elements": []string{id}}); no != nil {
					t.Fatal(no)
				}
				gone, shut[id] = append(gone, wrote[id][who]...), true
				delete(wrote[id], who)
			default:
				w.draw(who, id, "set", wording(words))
				wrote[id][who] = append(wrote[id][who], words)
			}
			if dice.IntN(20) == 0 {
				w.erase()
			}
		}
		before := w.seen()
		w.erase()
		if len(gone) == 0 {
			t.Fatalf("seed %d: nothing was withdrawn", seed)
		}
		for _, words := range gone {
			if at := w.found(words[:strings.Index(words[9:], "-")+10]); at != "" {
				t.Errorf("%.30s is in %s", words, at)
			}
		}
		raw, err := json.Marshal(w.log())
		if err != nil {
			t.Fatal(err)
		}
		left := string(raw)
		for id := range wrote {
			for _, words := range slices.Concat(slices.Collect(maps.Values(wrote[id]))...) {
				if !strings.Contains(left, words) {
					t.Errorf("%.30s of somebody else is gone", words)
				}
			}
		}
		w.down()
		w.up()
		if after := w.seen(); fmt.Sprint(after) != fmt.Sprint(before) {
			t.Errorf("another board:\n%v\n%v", before, after)
		}
	}
}
