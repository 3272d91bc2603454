package typeface_test

import (
	"math"
	"testing"

	"palabre/assets/render/rendertest"
	"palabre/assets/scene"
)

// Every face sets French whole, with the signs people type: no character falls on the empty box.
func TestFrenchIsWhole(t *testing.T) {
	fonts := rendertest.Fonts(t)
	words := "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸ àâæçéèêëîïôœùûüÿ «\u00a0»\u202f’‘“”—–…•·°²³½€$% 0123456789 !?;:,.()[]{}/\\|@#&*+-=<>_~^ →←↑↓✓✔✗☐☑★≤≥≠×− 🎉👍🙂\u2764\ufe0f"
	for face := scene.Sans; face <= scene.Mono; face++ {
		glyphs, _ := fonts.Line(face, words)
		for _, g := range glyphs {
			if g.Index == 0 && !g.Blank() {
				t.Errorf("face %d has no %q", face, g.Rune)
			}
		}
	}
}

// A line too long for its box is narrowed to it and never cut; a short one keeps its size.
func TestLinesFitTheirBox(t *testing.T) {
	fonts := rendertest.Fonts(t)
	text := scene.Text{Lines: []string{"Un texte bien trop long pour sa boîte", "court"}, Box: scene.Rect{X: 10, Y: 10, W: 100, H: 60}, Size: 20, Baseline: 18, Step: 25, Align: scene.Right}
	lines := fonts.Layout(text)
	if lines[0].Width > 100+1e-9 || lines[0].Wide >= 20 || lines[0].Size != 20 {
		t.Errorf("long line: %+v", lines[0])
	}
	if lines[1].Wide != 20 || math.Abs(lines[1].At.X+lines[1].Width-110) > 1e-9 || lines[1].At.Y != 53 {
		t.Errorf("short line: %+v", lines[1])
	}
}

// What takes no room takes none: joiners, variation marks, controls.
func TestInvisibleCharacters(t *testing.T) {
	fonts := rendertest.Fonts(t)
	_, plain := fonts.Line(scene.Sans, "ab")
	_, marked := fonts.Line(scene.Sans, "a\u200d\ufe0f\u0000\u202eb")
	if plain != marked {
		t.Errorf("%v em, not %v", marked, plain)
	}
}

func FuzzOutline(f *testing.F) {
	fonts := rendertest.Fonts(f)
	f.Add("L’été 🙂 漢字 \xff")
	f.Fuzz(func(t *testing.T, words string) {
		for face := scene.Sans; face <= scene.Mono; face++ {
			if _, err := fonts.Path(scene.Text{Lines: []string{words}, Face: face, Size: 20, Box: scene.Rect{W: 10, H: 10}}); err != nil {
				t.Fatal(err)
			}
		}
	})
}
