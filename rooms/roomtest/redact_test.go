package roomtest_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/chat"
	"palabre/rooms/codec"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
	"palabre/rooms/record"
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
	if len(words.Due) > 0 || len(words.Floor) > 0 {
		b, err := json.Marshal(session.RedactArgs{Seqs: words.Due, Floor: words.Floor})
		if err != nil {
			t.Fatal(err)
		}
		if _, no, err := w.Do(w.Host(session.CmdRedact, string(b))); no != nil || err != nil {
			t.Fatal(no, err)
		}
	}
	due := len(words.Due)
	if words, err = session.WordsOf(w.Log, now); err != nil || len(words.Due) > 0 || len(words.Floor) > 0 {
		t.Fatalf("due again: %v %v", words.Due, err)
	}
	for _, s := range words.Redacted {
		bare, ok := session.Redact(w.Log[s-1])
		if !ok {
			bare, _ = session.Unname(bare)
		}
		w.Log[s-1] = bare
	}
	for _, e := range words.Forgotten {
		w.Log[e.Seq-1] = e
	}
	return due
}

// unsaid checks that of a log's words those of kept messages alone are there.
func unsaid(t *testing.T, log []rooms.Event) {
	t.Helper()
	kept, asked, stands := map[rooms.MessageID]bool{}, map[rooms.Seq]bool{}, map[string]rooms.Seq{}
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
		case record.Added:
			stands[p.ID] = e.Seq
		case record.Edited:
			stands[p.ID] = e.Seq
		case record.Removed:
			delete(stands, p.ID)
		case session.Redacted: // the traffic's host destroys anything
			for _, s := range p.Seqs {
				asked[s] = true
			}
		}
	}
	decided := slices.Collect(maps.Values(stands)) // RE-5
	for i, e := range log {
		_, has := session.Redact(e)
		if strings.HasPrefix(e.Name, "record.") {
			if has != (slices.Contains(decided, e.Seq) && !asked[e.Seq]) {
				t.Errorf("event %d %s: %s", e.Seq, e.Name, e.Data)
			}
			continue
		}
		if stays, is := papers(payloads[i]); is {
			if has && !stays {
				t.Errorf("event %d %s: %s", e.Seq, e.Name, e.Data)
			}
			continue
		}
		said, isSaid := payloads[i].(chat.Said)
		if has != (isSaid && kept[said.ID] && !asked[e.Seq]) {
			t.Errorf("event %d %s: %s", e.Seq, e.Name, e.Data)
		}
	}
}

// papers tells what is written, chosen or offered, and whether some of it stays in the log of
// a closed session: what the minutes are made from.
func papers(p codec.Event) (stays, is bool) {
	switch p := p.(type) {
	case cards.Written, cards.Withdrawn, cards.Unveiled, poll.Voted, harvest.Withdrawn:
		return false, true
	case harvest.Offered:
		return !p.Unsigned, true
	case harvest.Gathered, poll.Counted, poll.OptionAdded:
		return true, true
	}
	return false, false
}

// TestWordsAreDestroyed: random histories of both modes, words destroyed on the way
// and at the end (SE-10, CH-3, CH-5, CH-6): the redacted log replays to the session that
// was lived, and holds the words of kept messages and no others.
func TestWordsAreDestroyed(t *testing.T) {
	t.Parallel()
	onTheWay, atClose, later := 0, 0, 0
	for seed := range uint64(24) {
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

// A decision was written in haste, reworded, and another taken away a minute later: what they said stayed in the log for ever, where a
// retracted message goes at once (RE-5).
func TestADecisionTakenAwayIsNowhere(t *testing.T) {
	t.Parallel()
	w := lived(t, `plan open
ana people.enter
cleo people.enter
cleo record.add id=i1 kind=decision text="Mots-regrettés"
cleo record.add id=i2 kind=follow_up text="Mots-repris" who=ana due=2027-03-01
cleo record.edit id=i2 kind=follow_up text="Rappeler jeudi" who=ana due=2027-03-01
cleo record.remove id=i1`)
	if n := destroy(t, w, w.Now); n != 2 {
		t.Errorf("%d destroyed", n)
	}
	for _, e := range w.Log {
		if strings.Contains(string(e.Data), "Mots-") {
			t.Errorf("event %d %s: %s", e.Seq, e.Name, e.Data)
		}
	}
	if err := w.ReplayFrom(0); err != nil {
		t.Fatal(err)
	}
	if all := w.See("cleo").Record; len(all) != 1 || all["i2"].Text != "Rappeler jeudi" || all["i2"].Who != "ana" {
		t.Errorf("what stands: %+v", all)
	}
}
