package minutes_test

import (
	"strings"
	"testing"
	"time"

	"palabre/assets/render/pdf"
	"palabre/assets/render/rendertest"
	"palabre/rooms/session"
)

// The minutes had « Prévu » and « Réel », and nobody could tell a step that was made longer on purpose from one that dragged on;
// that the rest was planned anew was said nowhere.
func TestWhatWasChangedOnPurposeIsTold(t *testing.T) {
	l := begin(t, session.ModeConfidential)
	l.does("ana", "people.enter", args{})
	l.next(-1)
	l.wait(4 * time.Minute)
	l.does("ana", "agenda.extend", args{"minutes": 10})
	l.does("ana", "agenda.extend", args{"minutes": -5})
	l.does("ana", "agenda.pause", args{"minutes": 5})
	l.wait(5 * time.Minute)
	l.does("ana", "agenda.resume", args{})
	l.host("host.resumed", `{"gap_ms":60000}`)
	l.wait(11 * time.Minute)
	l.next(0)
	l.does("ana", "agenda.replan", args{"from": 1, "phases": []args{{"phase": "arbre", "minutes": 30}, {"phase": "mots", "minutes": 5}}})
	l.wait(48 * time.Minute)
	l.does("ana", "agenda.extend", args{"minutes": -30}) // two minutes were left
	l.next(1)
	l.does("ana", "agenda.extend", args{"minutes": 5})
	l.does("ana", "agenda.extend", args{"minutes": -5})
	l.does("ana", "session.close", args{})

	d := build(t, input(t, l.Log))
	page, text := forms(t, d)
	paper, err := pdf.Render(rendertest.Fonts(t), d, pdf.Letter, rendertest.Site)
	if err != nil {
		t.Fatal(err)
	}
	for form, content := range map[string]string{"html": string(page), "markdown": string(text), "pdf": rendertest.PDFText(t, paper)} {
		content = strings.Join(strings.Fields(strings.NewReplacer("\u00a0", " ", "&nbsp;", " ").Replace(content)), " ")
		wanted := []string{
			"Accueil (prolongée de 5 min)", "Ce qui nous soutient, ronde du bâton (raccourcie de",
			"À l’étape « Ce qui nous soutient », le reste de la rencontre a été replanifié : Notre arbre, 45 min → 30 min; Mots de la fin, 10 min → 5 min.",
		}
		if form != "pdf" { // on paper the cell has two lines
			wanted = append(wanted, "(raccourcie de 2 min)")
		}
		for _, want := range wanted {
			if !strings.Contains(content, want) {
				t.Errorf("%s: %q is not in\n%s", form, want, content)
			}
		}
		if strings.Contains(content, "Pause (") {
			t.Errorf("%s: the break was as long as planned", form)
		}
	}
}
