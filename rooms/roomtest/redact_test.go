package roomtest_test

import (
	"encoding/json"
	"testing"

	"palabre/rooms"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// destroy does to a log what the host and the projector do: words that are due are
// recorded as destroyed, then those recorded are taken out. It tells how many were due.
func destroy(t *testing.T, w *roomtest.World, now rooms.Millis) int {
	t.Helper()
	words, err := session.WordsOf(w.Log, now)
	if err != nil {
		t.Fatal(err)
	}
	if len(words.Due) > 0 {
		b, err := json.Marshal(session.RedactArgs{Seqs: words.Due})
		if err != nil {
			t.Fatal(err)
		}
		if _, no, err := w.Do(w.Host(session.CmdRedact, string(b))); no != nil || err != nil {
			t.Fatal(no, err)
		}
	}
	due := len(words.Due)
	if words, err = session.WordsOf(w.Log, now); err != nil || len(words.Due) > 0 {
		t.Fatalf("due again: %v %v", words.Due, err)
	}
	for _, s := range words.Redacted {
		w.Log[s-1], _ = session.Redact(w.Log[s-1])
	}
	return due
}

// unsaid checks that of a log's words those of kept messages alone are there.
func unsaid(t *testing.T, log []rooms.Event) {
	t.Helper()
	kept, asked := map[rooms.MessageID]bool{}, map[rooms.Seq]bool{}
	payloads := make([]codec.Event, len(log))
	for i, e := range log {
		p, err := session.Decode(e)
		if err != nil {
			t.Fatal(err)
		}
		payloads[i] = p
		switch p := p.(type) {
		case chat.Kept:
			kept[p.ID] = p.On
		case chat.Retracted:
			delete(kept, p.ID)
		case session.Redacted: // the traffic's host destroys anything
			for _, s := range p.Seqs {
				asked[s] = true
			}
		}
	}
	for i, e := range log {
		_, has := session.Redact(e)
		said, isSaid := payloads[i].(chat.Said)
		if has != (isSaid && kept[said.ID] && !asked[e.Seq]) {
			t.Errorf("event %d %s: %s", e.Seq, e.Name, e.Data)
		}
	}
}

// TestWordsAreDestroyed: random histories of both modes, words destroyed on the way
// and at the end (SE-10, CH-3, CH-5, CH-6): the redacted log replays to the session that
// was lived, and holds the words of kept messages and no others.
func TestWordsAreDestroyed(t *testing.T) {
	t.Parallel()
	onTheWay, atClose, later := 0, 0, 0
	for seed := range uint64(14) {
		w := play(t, seed, 60)
		ana := func(name, args string) {
			by := rooms.Command{
				Client: "last", Actor: rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}, At: w.Now, Name: name, Args: []byte(args),
			}
			if _, _, err := w.Do(by); err != nil {
				t.Fatal(err)
			}
		}
		ana("people.enter", "")
		ana("chat.say", `{"id":"last","text":"ana: Bonsoir"}`)
		ana("chat.retract", `{"id":"last"}`)
		ana("chat.say", `{"id":"left","text":"ana: Au revoir"}`)
		onTheWay += destroy(t, w, w.Now)
		ana("session.close", "")
		if w.See("ana").Status != session.StatusClosed {
			continue // she was removed on the way
		}
		atClose += destroy(t, w, w.Now)
		if w.See("ana").Mode == session.ModeConfidential {
			unsaid(t, w.Log)
		}
		if n := destroy(t, w, w.Now+session.KeepTalk-1); n > 0 {
			t.Errorf("seed %d: %d destroyed too early", seed, n)
		}
		n := destroy(t, w, w.Now+session.KeepTalk)
		if later += n; n > 0 && w.See("ana").Mode == session.ModeConfidential {
			t.Errorf("seed %d: %d destroyed too late", seed, n)
		}
		unsaid(t, w.Log)
		if err := w.ReplayFrom(0); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
	}
	if onTheWay < 10 || atClose < 8 || later < 8 {
		t.Fatalf("%d, %d and %d destroyed: this test shows too little", onTheWay, atClose, later)
	}
}

// Somebody reads a message again after it was destroyed: retired, not gone (SE-10).
func TestAnOpenSessionShowsRetired(t *testing.T) {
	t.Parallel()
	w := lived(t, `plan open
ana people.enter
cleo people.enter
cleo chat.say id=m1 text="Bonjour"
ana stick.prepare round=r1 turn_s=60
ana stick.begin
cleo stick.take
ana stick.nudge text="Doucement"
ana stick.take_back grant=1 reason="Trop long"
ana session.close`)
	if n := destroy(t, w, w.Now); n != 0 {
		t.Fatalf("%d destroyed at the close of an open session", n)
	}
	if n := destroy(t, w, w.Now+session.KeepTalk); n != 3 {
		t.Fatalf("%d destroyed", n)
	}
	m := w.See("cleo").Chat["m1"]
	if m.Text != "" || !m.Retracted || m.By != "cleo" {
		t.Errorf("%+v", m)
	}
	if f := w.See("ana").Facil; f != nil && f.TakenBack != nil && f.TakenBack.Reason != "" {
		t.Errorf("a reason is left: %+v", f.TakenBack)
	}
	if err := w.ReplayFrom(0); err != nil {
		t.Fatal(err)
	}
}

// What the host says wrongly is refused and changes nothing (SE-10, SE-7).
func TestRedactingNowhereIsRefused(t *testing.T) {
	t.Parallel()
	w := lived(t, "plan confidential\nana people.enter\nana chat.say id=m1 text=\"Bonjour\"")
	for _, bad := range []string{`{"seqs":[]}`, `{}`, `{"seqs":[99]}`, `{"seqs":[2,2]}`, `{"seqs":[0]}`} {
		if steps, no, err := w.Do(w.Host(session.CmdRedact, bad)); no == nil || err != nil || len(steps) > 0 {
			t.Errorf("%s: %v %v", bad, no, err)
		}
	}
	theirs := rooms.Command{Client: "t", N: 1, Actor: rooms.Actor{Member: "ana", Standing: rooms.RoleFacilitator}, Name: session.CmdRedact, Args: []byte(`{"seqs":[2]}`)}
	if _, no, err := w.Do(theirs); no == nil || no.Code != rooms.CodeNotAllowed || err != nil {
		t.Errorf("a person redacts: %v %v", no, err)
	}
}
