package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/signaling/host"
)

// Spoken is a segment of messages, each with words of its own.
func Spoken(room rooms.RoomID, term uint64, from, to rooms.Seq, words func(rooms.Seq) string) host.Segment {
	var items []string
	for s := from + 1; s <= to; s++ {
		items = append(items, fmt.Sprintf(`{"s":%d,"at":%d,"by":"m%d","k":"tab","n":%d,"e":"chat.said","d":{"id":"c%d","text":%q}}`, s, 1000+s, s%3, s, s, words(s)))
	}
	return host.Segment{Room: room, Term: term, From: from, To: to, At: 2000 + rooms.Millis(to), Data: []byte(strings.Join(items, ","))}
}

func bare(s rooms.Seq) host.Redaction {
	return host.Redaction{Seq: s, Data: json.RawMessage(fmt.Sprintf(`{"id":"c%d","text":""}`, s))}
}

func said(s rooms.Seq) string { return fmt.Sprintf("des mots à soi %d", s) }

// events are those of a whole room.
func events(t *testing.T, log store.Log, room rooms.RoomID) ([]host.Segment, map[rooms.Seq]rooms.Event) {
	t.Helper()
	list, err := log.Read(t.Context(), room, 0, 1<<24)
	if err != nil {
		t.Fatal(err)
	}
	all := map[rooms.Seq]rooms.Event{}
	for _, s := range list {
		var some []rooms.Event
		if err := json.Unmarshal([]byte("["+string(s.Data)+"]"), &some); err != nil {
			t.Fatalf("segment %d–%d: %v", s.From, s.To, err)
		}
		for _, e := range some {
			all[e.Seq] = e
		}
	}
	return list, all
}

// redacts: random redactions in random segments, several times over (I2, I10).
func redacts(t *testing.T, log store.Log) {
	dice := rand.New(rand.NewPCG(1, 2))
	lease := claimed(t, log, "ses_a")
	other := claimed(t, log, "ses_b")
	var head rooms.Seq
	for head < 300 {
		to := head + rooms.Seq(dice.IntN(9)+1)
		appended(t, log, Spoken("ses_a", lease.Term, head, to, said), Spoken("ses_b", other.Term, head, to, said))
		head = to
	}
	before, was := events(t, log, "ses_a")
	gone := map[rooms.Seq]bool{}
	for range 4 {
		var list []host.Redaction
		for s := rooms.Seq(1); s <= head; s++ {
			if dice.IntN(6) == 0 {
				gone[s] = true
				list = append(list, bare(s))
			}
		}
		if err := log.Redact(t.Context(), "ses_a", list); err != nil {
			t.Fatal(err)
		}
	}
	after, is := events(t, log, "ses_a")
	if len(after) != len(before) || len(is) != len(was) {
		t.Fatalf("%d segments, %d before; %d events, %d before", len(after), len(before), len(is), len(was))
	}
	for i := range after {
		a, b := after[i], before[i]
		if a.From != b.From || a.To != b.To || a.Term != b.Term || a.At != b.At || len(a.Data) != len(b.Data) {
			t.Errorf("segment %d–%d became %d–%d", b.From, b.To, a.From, a.To)
		}
	}
	for s, e := range was {
		want := e
		if gone[s] {
			want.Data = bare(s).Data
		}
		if fmt.Sprintf("%+v", is[s]) != fmt.Sprintf("%+v", want) {
			t.Errorf("event %d is %+v, want %+v", s, is[s], want)
		}
	}
	if lease := claimed(t, log, "ses_a"); lease.Head != head || lease.LogID == "" {
		t.Errorf("lease %+v, head %d", lease, head)
	}
	if _, theirs := events(t, log, "ses_b"); len(theirs) != int(head) || !strings.Contains(string(theirs[1].Data), "des mots") {
		t.Error("another room lost its words")
	}
}

// redactsTogether: several take words out of the same segments, each others than the rest.
func redactsTogether(t *testing.T, log store.Log) {
	const head, by = 60, 6
	term := claimed(t, log, "ses_a").Term
	for at := rooms.Seq(0); at < head; at += 5 {
		appended(t, log, Spoken("ses_a", term, at, at+5, said))
	}
	for _, err := range together(by, func(i int) error {
		var list []host.Redaction
		for s := rooms.Seq(head - i); s > 0; s -= min(by, s) { // from the last on: in any order
			list = append(list, bare(s))
		}
		return log.Redact(t.Context(), "ses_a", list)
	}) {
		if err != nil {
			t.Fatal(err)
		}
	}
	_, is := events(t, log, "ses_a")
	for s := rooms.Seq(1); s <= head; s++ {
		if string(is[s].Data) != string(bare(s).Data) {
			t.Errorf("event %d still says %s", s, is[s].Data)
		}
	}
}

func redactsNothing(t *testing.T, log store.Log) {
	term := claimed(t, log, "ses_a").Term
	appended(t, log, Spoken("ses_a", term, 0, 3, said), Spoken("ses_a", term, 3, 6, said))
	for name, list := range map[string][]host.Redaction{
		"no such event": {bare(2), bare(7)},
		"longer":        {bare(2), {Seq: 4, Data: json.RawMessage(`{"text":"` + strings.Repeat("x", 400) + `"}`)}},
		"not JSON":      {bare(2), {Seq: 4, Data: json.RawMessage(`{`)}},
	} {
		if err := log.Redact(t.Context(), "ses_a", list); !errors.Is(err, host.ErrRedaction) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := log.Redact(t.Context(), "ses_nowhere", []host.Redaction{bare(1)}); !errors.Is(err, host.ErrRedaction) {
		t.Errorf("no such room: %v", err)
	}
	if _, is := events(t, log, "ses_a"); len(is) != 6 || !strings.Contains(string(is[2].Data), "des mots") {
		t.Errorf("half done: %s", is[2].Data)
	}
}

func bareSnapshots(t *testing.T, log store.Log) {
	ctx := t.Context()
	lease := claimed(t, log, "ses_a")
	appended(t, log, Spoken("ses_a", lease.Term, 0, 5, said))
	save := func(seq rooms.Seq, logID, data string) {
		t.Helper()
		if err := log.SaveSnapshot(ctx, host.Snapshot{Room: "ses_a", Seq: seq, LogID: logID, CodeVersion: 1, Data: []byte(data)}); err != nil {
			t.Fatal(err)
		}
	}
	save(3, lease.LogID, "with words")
	if err := log.Redact(ctx, "ses_a", []host.Redaction{bare(2)}); err != nil {
		t.Fatal(err)
	}
	// One that was on its way comes late.
	save(4, lease.LogID, "with words")
	if s, ok, err := log.Snapshot(ctx, "ses_a"); ok || err != nil {
		t.Fatalf("a snapshot came back: %+v %v", s, err)
	}
	save(5, lease.LogID, "without")
	if s, ok, err := log.Snapshot(ctx, "ses_a"); !ok || err != nil || string(s.Data) != "without" {
		t.Fatalf("%+v %v %v", s, ok, err)
	}
}
