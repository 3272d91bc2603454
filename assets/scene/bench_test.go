package scene_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"palabre/assets/scene"
)

func BenchmarkDraw300(b *testing.B) {
	raw := bigBoard(b)
	d := drafter(b, 1)
	for b.Loop() {
		draw(b, d, scene.Read(raw))
	}
}

// bigBoard is 300 elements, 60 of them strokes of 150 points, most shapes filled plain and one in four hachured.
func bigBoard(t testing.TB) []json.RawMessage {
	t.Helper()
	var out []json.RawMessage
	kinds := []string{"rectangle", "ellipse", "diamond", "arrow", "text"}
	for i := range 300 {
		x, y := i%20*220, i/20*160
		kind, points := kinds[i%5], `[[0,0],[60,30],[150,10]]`
		if i%5 == 4 && i%2 == 0 || i%10 == 0 {
			kind = "freedraw"
			var b strings.Builder
			for j := range 150 {
				fmt.Fprintf(&b, ",[%d,%.2f]", j, 40*math.Sin(float64(i+j)/9))
			}
			points = "[" + b.String()[1:] + "]"
		}
		out = append(out, json.RawMessage(fmt.Sprintf(
			`{"id":"e%d","index":"a%04d","type":%q,"x":%d,"y":%d,"width":150,"height":90,"seed":%d,"strokeWidth":2,"roughness":1,"fillStyle":%q,"backgroundColor":"#FBE7A6","roundness":{"type":3},"points":%s,"simulatePressure":true,"endArrowhead":"arrow","text":"Appeler avant\nd’être à bout","fontSize":20,"fontFamily":6}`,
			i, i, kind, x, y, 1000+i*37, []string{"solid", "solid", "solid", "hachure"}[i/5%4], points)))
	}
	return out
}
