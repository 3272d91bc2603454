package minutes_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"palabre/assets/document"
	"palabre/assets/minutes"
	"palabre/assets/render/html"
	"palabre/assets/render/markdown"
	"palabre/assets/render/pdf"
	"palabre/assets/render/rendertest"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

var update = rendertest.Update()

// forms are the document as a page and as Markdown.
func forms(t *testing.T, d document.Document) (page, text []byte) {
	t.Helper()
	page, err := html.Page(rendertest.Fonts(t), d, rendertest.Site)
	if err != nil {
		t.Fatal(err)
	}
	return page, markdown.Render(d, rendertest.Site)
}

func TestTheMinutesOfALivedMeeting(t *testing.T) {
	d := build(t, input(t, afternoon(t, session.ModeConfidential).Log))
	rendertest.Golden(t, *update, "compte-rendu.md", markdown.Render(d, rendertest.Site))
}

// A follow-up's date stays on its line, however narrow the paper.
func TestADateIsNotBrokenOnPaper(t *testing.T) {
	d := build(t, input(t, afternoon(t, session.ModeConfidential).Log))
	for _, size := range []pdf.Paper{pdf.Letter, pdf.A4} {
		paper, err := pdf.Render(rendertest.Fonts(t), d, size, rendertest.Site)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.ReplaceAll(rendertest.PDFText(t, paper), "\u00a0", " ")
		if !regexp.MustCompile(`Garder le café du jeudi +Le groupe +1er décembre 2027\n`).MatchString(words) {
			t.Errorf("not on a line:\n%s", words)
		}
	}
}

// Whatever is written to be forgotten, or says how someone spoke, is in no form of the document.
func TestWhatIsNotKeptIsNowhere(t *testing.T) {
	for _, mode := range []session.Mode{session.ModeConfidential, session.ModeOpen} {
		l := afternoon(t, mode)
		log, err := json.Marshal(l.Log)
		if err != nil || !bytes.Contains(log, []byte("canari-raison")) || !bytes.Contains(log, []byte("canari-dit")) {
			t.Fatalf("the canaries are not in the log: %v", err)
		}
		d := build(t, input(t, l.Log))
		page, text := forms(t, d)
		paper, err := pdf.Render(rendertest.Fonts(t), d, pdf.A4, rendertest.Site)
		if err != nil {
			t.Fatal(err)
		}
		written := rendertest.PDFText(t, paper)
		if !strings.Contains(written, "Odile Personnage") {
			t.Fatalf("the PDF's words were not read: %.300s", written)
		}
		for form, content := range map[string]string{"html": string(page), "markdown": string(text), "pdf": written, "tree": fmt.Sprintf("%+v", d)} {
			for _, never := range []string{"canari", "Mariama", "cleo", "/dit", "/repris", "/retire", "passé", "retirée"} {
				if strings.Contains(content, never) {
					t.Errorf("%s, %s: holds %q", mode, form, never)
				}
			}
		}
	}
}

// The minutes do not depend on how rounds went: without one event of offers, takings, passes, nudges and times, they
// are the same, word for word.
func TestHowARoundWentLeavesNoTrace(t *testing.T) {
	l := afternoon(t, session.ModeOpen)
	bare := slices.DeleteFunc(slices.Clone(l.Log), func(e rooms.Event) bool {
		switch e.Name {
		case "stick.prepared", "stick.ordered", "stick.begun", "stick.withdrawn", "stick.seated", "stick.ended":
			return false
		}
		return strings.HasPrefix(e.Name, "stick.") || strings.HasPrefix(e.Name, "hands.")
	})
	if len(bare) > len(l.Log)-15 {
		t.Fatal("the round left too few events to prove anything")
	}
	whole, less := build(t, input(t, l.Log)), build(t, input(t, bare))
	whole.Sources, less.Sources = nil, nil // they name the log, which is another
	if !reflect.DeepEqual(whole, less) {
		t.Errorf("\n%s\n%s", markdown.Render(whole, rendertest.Site), markdown.Render(less, rendertest.Site))
	}
}

type dice struct{ *rand.Rand }

func (d dice) Roll(sides int, _ string) int { return d.IntN(sides) }

var canary = regexp.MustCompile(`mot-\d+-fin`)

// Random meetings: the same log gives the same bytes, read again from its JSON too; of the chat there is what the
// session itself keeps, and nothing of nudges and reasons.
func TestRandomMeetings(t *testing.T) {
	for seed := range uint64(12) {
		mode := []session.Mode{session.ModeOpen, session.ModeConfidential}[seed%2]
		w, err := roomtest.NewWorld(roomtest.ShowPlan(mode), roomtest.Cast())
		if err != nil {
			t.Fatal(err)
		}
		traffic := roomtest.NewTraffic(w, dice{rand.New(rand.NewPCG(seed, 1))})
		if err := traffic.Populate(); err != nil {
			t.Fatal(err)
		}
		for range 250 {
			if err := traffic.Step(); err != nil {
				t.Fatal(err)
			}
		}
		log := closed(t, marked(t, w.Log))
		d := build(t, input(t, log))
		page, text := forms(t, d)

		raw, err := json.Marshal(log)
		if err != nil {
			t.Fatal(err)
		}
		var again []rooms.Event
		if err := json.Unmarshal(raw, &again); err != nil {
			t.Fatal(err)
		}
		page2, text2 := forms(t, build(t, input(t, again)))
		if !bytes.Equal(page, page2) || !bytes.Equal(text, text2) {
			t.Fatalf("seed %d: the same log gave two documents", seed)
		}
		if got, want := found(text), kept(t, log); !maps.Equal(got, want) {
			t.Errorf("seed %d, %s: chat in the minutes %v, kept by its authors %v", seed, mode, got, want)
		}
		if strings.Contains(string(page), "nudge:") || strings.Contains(string(page), "reason:") {
			t.Errorf("seed %d: a private word came out", seed)
		}
	}
}

// marked gives each message words of its own.
func marked(t *testing.T, log []rooms.Event) []rooms.Event {
	t.Helper()
	out := slices.Clone(log)
	for i, e := range out {
		if e.Name != "chat.said" {
			continue
		}
		var d map[string]any
		if err := json.Unmarshal(e.Data, &d); err != nil {
			t.Fatal(err)
		}
		d["text"] = fmt.Sprintf("mot-%d-fin", e.Seq)
		raw, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		out[i].Data = raw
	}
	return out
}

// closed ends the log where the session ends, if traffic has not.
func closed(t *testing.T, log []rooms.Event) []rooms.Event {
	t.Helper()
	last := log[len(log)-1]
	if last.Name == "session.closed" {
		return log
	}
	return append(log, rooms.Event{Seq: last.Seq + 1, At: last.At, By: "ana", Name: "session.closed"})
}

func found(text []byte) map[string]bool {
	out := map[string]bool{}
	for _, m := range canary.FindAll(text, -1) {
		out[string(m)] = true
	}
	return out
}

// kept asks the session itself what it keeps, and the log whether the author did it.
func kept(t *testing.T, log []rooms.Event) map[string]bool {
	t.Helper()
	s := session.New(roomtest.Room)
	author, keeper := map[string]rooms.MemberID{}, map[string]rooms.MemberID{}
	for _, e := range log {
		if err := s.Apply(e); err != nil {
			t.Fatal(err)
		}
		var d struct{ ID string }
		if e.Name == "chat.said" || e.Name == "chat.kept" {
			if err := json.Unmarshal(e.Data, &d); err != nil {
				t.Fatal(err)
			}
		}
		switch e.Name {
		case "chat.said":
			author[d.ID] = e.By
		case "chat.kept":
			keeper[d.ID] = e.By
		}
	}
	out := map[string]bool{}
	view := s.View(rooms.Viewer{Member: "ana", Role: rooms.RoleFacilitator}).(session.View)
	for id, m := range view.Chat {
		if m.Kept && author[string(id)] == keeper[string(id)] {
			out[m.Text] = true
		}
	}
	return out
}

// In an open meeting those who facilitate keep the links of someone else's message, not her words.
func TestSomeoneElsesKeptMessageLeavesItsLinksAlone(t *testing.T) {
	l := begin(t, session.ModeOpen)
	l.does("ana", "people.enter", args{})
	l.does("cleo", "people.enter", args{})
	l.does("cleo", "chat.say", args{"id": "m", "text": "entre nous (https://example.org/outil)"})
	l.does("ana", "chat.keep", args{"id": "m", "on": true})
	l.does("ana", "session.close", args{})
	_, text := forms(t, build(t, input(t, l.Log)))
	if s := string(text); strings.Contains(s, "entre nous") || !strings.Contains(s, "(<https://example.org/outil>)") {
		t.Error(s)
	}
}

func TestWordsTakenOutReadRetire(t *testing.T) {
	l := begin(t, session.ModeConfidential)
	l.does("ana", "people.enter", args{})
	l.does("ana", "chat.say", args{"id": "m", "text": "canari"})
	l.does("ana", "chat.keep", args{"id": "m", "on": true})
	l.does("ana", "session.close", args{})
	log := slices.Clone(l.Log)
	for i, e := range log {
		log[i], _ = session.Redact(e)
	}
	_, text := forms(t, build(t, input(t, log)))
	if s := string(text); strings.Contains(s, "canari") || !strings.Contains(s, "- *retiré*") {
		t.Error(s)
	}
}

// Nobody is named who did not let the minutes name her, and she is counted.
func TestPresenceIsByConsent(t *testing.T) {
	for listed, want := range map[int]string{
		0: "Cinq personnes.",
		1: "Cinq personnes\u00a0: Odile Personnage et quatre autres personnes.",
		4: "Cinq personnes\u00a0: Émile Lalégende, Mariama Exemple, Odile Personnage, Réjean Duprétexte et une autre personne.",
		5: "Cinq personnes\u00a0: Camille Lafable (personne invitée), Émile Lalégende, Mariama Exemple, Odile Personnage et Réjean Duprétexte.",
	} {
		l := begin(t, session.ModeConfidential)
		for i, m := range []rooms.MemberID{"ana", "bea", "cleo", "dina", "fay"} {
			l.does(m, "people.enter", args{"listed": i < listed})
		}
		l.does("ana", "people.admit", args{"member": "fay"})
		l.does("gus", "people.enter", args{"listed": true}) // never admitted: was not there
		l.does("ana", "session.close", args{})
		d := build(t, input(t, l.Log))
		for _, f := range d.Facts {
			if f.Term == "Présences" && f.Words.String() != want {
				t.Errorf("%d listed: %q", listed, f.Words)
			}
		}
	}
}

func TestHoursAreThoseOfTheMeetingsZone(t *testing.T) {
	l := begin(t, session.ModeOpen)
	l.does("ana", "people.enter", args{})
	l.wait(3*time.Hour + 4*time.Minute)
	l.does("ana", "session.close", args{})
	for name, want := range map[string]string{
		"Europe/Paris":     "Vendredi 15\u00a0janvier\u00a02027, 9\u00a0h à 12\u00a0h\u00a004 (heure de Paris)",
		"America/Montreal": "Vendredi 15\u00a0janvier\u00a02027, 3\u00a0h à 6\u00a0h\u00a004 (heure de l’Est)",
		"Pacific/Noumea":   "Vendredi 15\u00a0janvier\u00a02027, 19\u00a0h à 22\u00a0h\u00a004",
		"Pacific/Auckland": "Vendredi 15\u00a0janvier\u00a02027, 21\u00a0h, au samedi 16\u00a0janvier\u00a02027, 0\u00a0h\u00a004",
	} {
		in := input(t, l.Log)
		in.Zone = zone(t, name)
		if d := build(t, in); d.Subtitle != want {
			t.Errorf("%s: %q", name, d.Subtitle)
		}
	}
}

func TestALogThatIsNoClosedMeetingIsRefused(t *testing.T) {
	l := begin(t, session.ModeOpen)
	l.does("ana", "people.enter", args{})
	if _, err := minutes.Build(input(t, l.Log)); !errors.Is(err, minutes.ErrNotClosed) {
		t.Errorf("an open one: %v", err)
	}
	if _, err := minutes.Build(input(t, l.Log[1:])); !errors.Is(err, minutes.ErrNotFounded) {
		t.Errorf("one without a beginning: %v", err)
	}
	if _, err := minutes.Build(input(t, nil)); !errors.Is(err, minutes.ErrNotFounded) {
		t.Errorf("none: %v", err)
	}
	l.does("ana", "session.close", args{})
	in := input(t, l.Log)
	in.Draw = func([]scene.Element) (scene.Drawing, error) { return scene.Drawing{}, scene.ErrStopped }
	if _, err := minutes.Build(in); !errors.Is(err, scene.ErrStopped) {
		t.Errorf("a board that cannot be drawn: %v", err)
	}
}
