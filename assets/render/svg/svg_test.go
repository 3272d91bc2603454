package svg_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"palabre/assets/render/rendertest"
	"palabre/assets/render/svg"
	"palabre/assets/scene"
)

var update = rendertest.Update()

var white = scene.Color{R: 255, G: 255, B: 255, A: 255}

// [I9] the sample board is, byte for byte, the golden picture.
func TestBoard(t *testing.T) {
	elements := rendertest.Elements(t, "../..")
	got, err := svg.Render(rendertest.Fonts(t), svg.Picture{Drawing: rendertest.Draw(t, elements), Title: "Notre arbre des appuis", Desc: "Un arbre", Paper: white, Margin: 16})
	if err != nil {
		t.Fatal(err)
	}
	rendertest.Golden(t, *update, "board.svg", got)
	if dir := os.Getenv("PALABRE_LOOK"); dir != "" {
		if err := os.WriteFile(filepath.Join(dir, "board.svg"), got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	onlyDraws(t, got)
}

func TestEmptyBoardIsAPicture(t *testing.T) {
	got, err := svg.Render(rendertest.Fonts(t), svg.Picture{Title: "Vide", Paper: white})
	if err != nil {
		t.Fatal(err)
	}
	onlyDraws(t, got)
}

// Words from a board reach the picture as words alone.
func TestHostileWordsStayWords(t *testing.T) {
	evil := "</title><script>alert(1)</script>\x00\"' onload=x ￾ & ]]> <a href=javascript:x>"
	drawing := scene.Drawing{Bounds: scene.Rect{W: 10, H: 10}, Items: []scene.Item{
		scene.Text{Lines: []string{evil, evil}, Size: 12, Box: scene.Rect{W: 100, H: 30}, Color: scene.Color{A: 255}},
		scene.Box{Label: evil, Kind: scene.Kind(evil), Rect: scene.Rect{W: 20, H: 20}},
	}}
	got, err := svg.Render(rendertest.Fonts(t), svg.Picture{Drawing: drawing, Title: evil, Desc: evil})
	if err != nil {
		t.Fatal(err)
	}
	onlyDraws(t, got)
}

// onlyDraws reads the picture strictly and allows the few elements and attributes that draw.
func onlyDraws(t *testing.T, picture []byte) {
	t.Helper()
	number := regexp.MustCompile(`^-?(\d+|\d*\.\d+)$`)
	allowed := map[string]*regexp.Regexp{
		"xmlns": regexp.MustCompile(`^http://www\.w3\.org/2000/svg$`), "viewBox": regexp.MustCompile(`^[-\d. ]+$`), "width": number, "height": number,
		"role": regexp.MustCompile(`^(group|img)$`), "aria-label": regexp.MustCompile(`(?s).*`), "d": regexp.MustCompile(`^[MLQCZhvHVz\d. -]*$`),
		"fill": regexp.MustCompile(`^(none|#[0-9a-f]{6})$`), "stroke": regexp.MustCompile(`^#[0-9a-f]{6}$`), "fill-opacity": number, "stroke-opacity": number,
		"stroke-width": number, "stroke-dasharray": regexp.MustCompile(`^[\d. ]+$`), "fill-rule": regexp.MustCompile(`^evenodd$`),
		"stroke-linecap": regexp.MustCompile(`^round$`), "stroke-linejoin": regexp.MustCompile(`^round$`),
	}
	elements := map[string]bool{"svg": true, "title": true, "desc": true, "g": true, "path": true}
	decoder := xml.NewDecoder(bytes.NewReader(picture))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !elements[start.Name.Local] {
			t.Errorf("<%s> in the picture", start.Name.Local)
		}
		for _, a := range start.Attr {
			if pattern := allowed[a.Name.Local]; pattern == nil || !pattern.MatchString(a.Value) {
				t.Errorf("<%s %s=%.60q>", start.Name.Local, a.Name.Local, a.Value)
			}
		}
	}
}
