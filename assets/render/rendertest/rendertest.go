// Package rendertest has what the tests of the renderers share: a board with every kind of element, a document with every kind of
// block, and golden files.
package rendertest

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"palabre/assets/document"
	"palabre/assets/render/typeface"
	"palabre/assets/scene"
)

// Fonts loads the fonts.
func Fonts(t testing.TB) *typeface.Set {
	t.Helper()
	fonts, err := typeface.Load()
	if err != nil {
		t.Fatal(err)
	}
	return fonts
}

// Elements reads the sample board; root is the way from the test's folder to assets.
func Elements(t testing.TB, root string) []scene.Element {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(root, "scene/testdata/board.json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		t.Fatal(err)
	}
	return scene.Read(list)
}

// Draw draws elements.
func Draw(t testing.TB, elements []scene.Element) scene.Drawing {
	t.Helper()
	drafter, err := scene.NewDrafter(1)
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := drafter.Draw(context.Background(), elements)
	if err != nil {
		t.Fatal(err)
	}
	return drawing
}

// Site is where the links of files lead.
const Site document.Site = "https://palabre.example.org"

// Golden compares got with testdata/name; with update it writes the file instead.
func Golden(t *testing.T, update bool, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s has changed: look at it, then run go test with -update", path)
	}
}

// PDFText is the words of a PDF, as poppler's pdftotext reads them.
func PDFText(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "document.pdf")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "pdftotext", "-enc", "UTF-8", "-layout", path, "-").Output()
	if err != nil {
		t.Fatalf("pdftotext, of Debian's poppler-utils: %v", err)
	}
	return string(out)
}

// Update declares -update for a test binary.
func Update() *bool { return flag.Bool("update", false, "write the golden files") }

// Document is a draft compte rendu with every kind of block; all its people are made up.
func Document(board scene.Drawing, outline []scene.Node) document.Document {
	p := document.Plain
	return document.Document{
		Kind: document.Minutes, Status: document.Rereading, Community: "Familles en marche",
		Title: "Ce qui nous soutient", Subtitle: "Rencontre du mardi 10 février 2026",
		Made: time.Date(2026, 2, 10, 17, 2, 0, 0, time.UTC),
		Facts: []document.Definition{
			{Term: "Date", Words: p("Mardi 10 février 2026, de 9\u00a0h à 12\u00a0h (heure de l’Est)")},
			{Term: "Animation", Words: p("Odile Beaumarchand, avec Samir Vent-du-Nord")},
			{Term: "Présences", Words: p("Onze membres et une personne invitée. Ont accepté d’être nommés\u00a0: Odile Beaumarchand, Samir Vent-du-Nord, Thuy Labrecque-Fictive, Yvon Sansnom, Mariama Exemple.")},
			{Term: "Confidentialité", Words: p("Rencontre confidentielle\u00a0: rien de ce qui a été dit n’est rapporté ici.")},
		},
		Sections: []document.Section{
			{Title: "Objectif", Blocks: []document.Block{document.Paragraph{Words: p("Nommer ce qui nous soutient quand une famille traverse une crise, et repérer les gestes à transmettre aux nouvelles intervenantes et aux nouveaux intervenants.")}}},
			{Title: "Déroulement", Blocks: []document.Block{
				document.List{Ordered: true, Items: []document.Item{
					{Words: p("Accueil et tour de table, 20\u00a0min")},
					{Words: p("Ronde du bâton, 50\u00a0min"), Items: []document.Item{{Words: p("« Quel geste vous a aidé à tenir cette année? »")}, {Words: p("Le cercle, dans l’ordre des sièges\u00a0: Odile, Thuy, Yvon, Mariama, Samir")}}},
					{Words: p("Tableau partagé, 45\u00a0min")},
					{Words: p("Fermeture, 10\u00a0min")},
				}},
			}},
			{Title: "Constats", Blocks: []document.Block{
				document.Paragraph{Words: document.Words{{Text: "Le réflexe d’appeler une collègue arrive souvent "}, {Text: "trop tard", Emphasis: true}, {Text: ". Les organismes qui ont fixé un moment régulier, même court, s’appellent plus tôt. Voir le "}, document.Link("guide du café du jeudi", "https://example.org/guide?a=1&b=2"), {Text: "."}}},
				document.Quote{Words: p("« Le café du jeudi n’a pas d’ordre du jour, et c’est pour ça qu’on y dit l’essentiel. »"), By: "Yvon, avec son accord, dans la communauté"},
				document.Figure{Title: "Notre arbre des appuis", Caption: "tel qu’il était le 10 février à 11\u00a0h\u00a042", Drawing: board, Outline: outline, Href: "/tableaux/0195f0c2-1111-7000-8000-000000000001"},
			}},
			{Title: "Décisions", Blocks: []document.Block{
				document.Callout{Label: "Décision\u00a0:", Words: p("le café du jeudi aura lieu toutes les deux semaines, de 12\u00a0h\u00a015 à 13\u00a0h, sans ordre du jour.")},
			}},
			{Title: "Suivis", Blocks: []document.Block{document.Table{
				Head: []string{"Quoi", "Qui", "Quand", "État"},
				Rows: [][]document.Words{
					{p("Essayer le duo de visites à domicile"), p("Samir, Thuy"), p("13\u00a0février"), p("✓ Tenu")},
					{p("Rédiger la fiche « Le café du jeudi »"), p("Mariama"), p("28\u00a0février"), p("En cours")},
					{p("Inviter une direction à la rencontre de mars, et lui dire ce que nous attendons d’elle\u00a0: écouter, puis répondre"), p("Odile"), p("3\u00a0mars"), p("À faire")},
				},
			}}},
			{Title: "Enjeux"},
			{Title: "Liens gardés", Blocks: []document.Block{document.List{Items: []document.Item{
				{Words: document.Words{document.Link("Répertoire des pratiques", "https://example.org/repertoire"), {Text: ", proposé par Thuy"}}},
				{Words: document.Words{{Text: "Un lien piégé, écrit comme du texte\u00a0: "}, document.Link("<script>alert(1)</script>", "javascript:alert(1)")}},
			}}}},
			{Title: "Prochaine rencontre", Blocks: []document.Block{document.Definitions{Items: []document.Definition{
				{Term: "Date", Words: p("Mardi 10 mars 2026, 9\u00a0h")}, {Term: "Thème", Words: p("Accueillir une nouvelle famille 🙂")},
			}}}},
		},
		Sources: []document.Source{
			{Room: "ses_0195f0c2-0000-7000-8000-000000000001", Label: "Rencontre", From: 1, Upto: 412, Head: "9f2c4a1be07d55c3"},
			{Room: "brd_0195f0c2-1111-7000-8000-000000000001", Label: "Tableau « Notre arbre des appuis »", From: 1, Upto: 867, Head: "0b44d1e2a98c7f10"},
		},
	}
}
