package png_test

import (
	"bytes"
	"image"
	_ "image/png"
	"math"
	"testing"

	"palabre/assets/render/png"
	"palabre/assets/render/rendertest"
	"palabre/assets/scene"
)

// The preview has the size asked for, paper at its edge, and ink: the trunk of the sample tree is brown.
func TestPreviewIsPainted(t *testing.T) {
	drawing := rendertest.Draw(t, rendertest.Elements(t, "../.."))
	content, err := png.Render(rendertest.Fonts(t), png.Picture{Drawing: drawing, Paper: scene.Color{R: 255, G: 255, B: 255, A: 255}, Margin: 20, Width: 800})
	if err != nil {
		t.Fatal(err)
	}
	img, _, err := image.Decode(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if img.Bounds().Dx() != 800 {
		t.Errorf("%d px wide, not 800", img.Bounds().Dx())
	}
	at := func(x, y float64) [3]uint32 {
		scale := 800 / (drawing.Bounds.W + 40)
		r, g, b, _ := img.At(int((x-drawing.Bounds.X+20)*scale), int((y-drawing.Bounds.Y+20)*scale)).RGBA()
		return [3]uint32{r >> 8, g >> 8, b >> 8}
	}
	if got := at(378, 560); got != [3]uint32{0x6B, 0x4D, 0x28} {
		t.Errorf("the trunk is %v", got)
	}
	if got := at(drawing.Bounds.X-15, drawing.Bounds.Y-15); got != [3]uint32{255, 255, 255} {
		t.Errorf("the margin is %v", got)
	}
}

// However long or wide a board, no side of its preview exceeds the limit.
func TestPreviewIsBounded(t *testing.T) {
	for _, size := range []scene.Rect{{W: 1, H: 1e6}, {W: 1e6, H: 1}, {W: math.SmallestNonzeroFloat64, H: 0}, {}} {
		drawing := scene.Drawing{Bounds: size, Items: []scene.Item{scene.Box{Rect: size, Label: "image"}}}
		content, err := png.Render(rendertest.Fonts(t), png.Picture{Drawing: drawing, Width: 1 << 30})
		if err != nil {
			t.Fatal(err)
		}
		config, _, err := image.DecodeConfig(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if config.Width > png.MaxSide || config.Height > png.MaxSide {
			t.Errorf("%v gives %d × %d px", size, config.Width, config.Height)
		}
	}
}
