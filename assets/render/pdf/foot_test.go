package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"palabre/assets/document"
	"palabre/assets/render/pdf"
	"palabre/assets/render/rendertest"
)

// The title « Suivis » stood alone at the foot of a page, and its table on the next: wherever a
// title falls, the head and the first row of its table follow it on the same page.
func TestATitleKeepsItsTable(t *testing.T) {
	fonts := rendertest.Fonts(t)
	row := func(text string) []document.Words {
		return []document.Words{document.Plain(text), document.Plain("Le groupe"), document.Plain("1er décembre")}
	}
	long := strings.Repeat("Écrire aux trois écoles et noter leurs réponses. ", 6)
	pages := map[int]bool{}
	for lines := range 34 {
		d := document.Document{Title: "Essai", Sections: []document.Section{
			{Title: "Avant", Blocks: []document.Block{}},
			{Title: "Suivis", Blocks: []document.Block{document.Table{
				Caption: "Qui, quoi, quand", Head: []string{"Ce qui est à faire", "Qui", "Quand"},
				Rows: [][]document.Words{row("Premier. " + long), row("Second")},
			}}},
		}}
		for i := range lines {
			d.Sections[0].Blocks = append(d.Sections[0].Blocks, document.Paragraph{Words: document.Plain(fmt.Sprintf("Ligne %d", i))})
		}
		content, err := pdf.Render(fonts, d, pdf.Letter, rendertest.Site)
		if err != nil {
			t.Fatal(err)
		}
		for n, page := range strings.Split(wordsOf(t, content), "\f") {
			if !strings.Contains(page, "Suivis") {
				continue
			}
			pages[n] = true
			if !strings.Contains(page, "Premier.") {
				t.Errorf("after %d lines the title is on page %d without its table:\n%s", lines, n+1, page)
			}
		}
	}
	if len(pages) < 2 {
		t.Fatal("the title never came near the foot of a page")
	}
}
