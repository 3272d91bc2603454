package scene

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Read takes in elements in any order and gives those that are not deleted, in painting order: by index, then, for equal
// or missing indexes, in the order given. A value that is absent, of the wrong type, not finite or out of bounds is
// replaced by the nearest safe one; nothing is refused.
func Read(raw []json.RawMessage) []Element {
	elements := make([]Element, 0, len(raw))
	for _, one := range raw {
		if e, alive := readOne("", one); alive {
			elements = append(elements, e)
		}
	}
	inOrder(elements)
	return elements
}

// ReadMap is [Read] for elements kept by id. Equal indexes are ordered by id, so that the order never depends on the map.
func ReadMap(raw map[ElementID]json.RawMessage) []Element {
	ids := make([]ElementID, 0, len(raw))
	for id := range raw {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	elements := make([]Element, 0, len(raw))
	for _, id := range ids {
		if e, alive := readOne(id, raw[id]); alive {
			elements = append(elements, e)
		}
	}
	inOrder(elements)
	return elements
}

func inOrder(elements []Element) {
	slices.SortStableFunc(elements, func(a, b Element) int {
		switch {
		case a.Index == "" && b.Index != "":
			return 1
		case a.Index != "" && b.Index == "":
			return -1
		}
		return strings.Compare(a.Index, b.Index)
	})
}

func readOne(id ElementID, raw json.RawMessage) (Element, bool) {
	var f fields
	if err := json.Unmarshal(raw, &f); err != nil || f == nil {
		return Element{ID: id, Opacity: 1, Seed: 1, unreadable: true}, true
	}
	if f.truth("isDeleted") {
		return Element{}, false
	}
	if id == "" {
		id = ElementID(f.text("id", 200))
	}
	e := Element{
		ID: id, Kind: Kind(f.text("type", 40)), Index: f.text("index", 200),
		X: f.length("x"), Y: f.length("y"), Width: f.length("width"), Height: f.length("height"),
		Angle:       math.Mod(f.number("angle", 0, -1e6, 1e6), 2*math.Pi),
		StrokeColor: ParseColor(f.text("strokeColor", 64), Color{0x1e, 0x1e, 0x1e, 255}), BackgroundColor: ParseColor(f.text("backgroundColor", 64), Color{}),
		StrokeWidth: f.number("strokeWidth", 2, 0.1, 100), StrokeStyle: f.text("strokeStyle", 20), FillStyle: f.text("fillStyle", 20),
		Roughness: f.number("roughness", 1, 0, 3), Opacity: f.number("opacity", 100, 0, 100) / 100,
		Seed:   int64(f.number("seed", 1, -math.MaxInt32, math.MaxInt32)),
		Points: nil, SimulatePressure: f.truth("simulatePressure"), LastPoint: f.present("lastCommittedPoint"),
		StartHead: f.text("startArrowhead", 40), EndHead: f.text("endArrowhead", 40),
		StartBound: f.boundTo("startBinding"), EndBound: f.boundTo("endBinding"), Elbowed: f.truth("elbowed"),
		FontSize: f.number("fontSize", 20, 1, 1000), FontFamily: int(f.number("fontFamily", 5, 0, 10000)),
		LineHeight: f.number("lineHeight", 1.25, 0.5, 5), Align: readAlign(f.text("textAlign", 20)),
		Container: ElementID(f.text("containerId", 200)), Frame: ElementID(f.text("frameId", 200)),
		Name: f.text("name", 200), Link: f.text("link", 500),
	}
	e.Text, e.textCut = f.longText("text")
	e.Points, e.pointsCut = f.points()
	e.Pressures = f.pressures()
	f.settle(&e)
	return e, true
}

// settle fills what depends on several fields.
func (f fields) settle(e *Element) {
	if e.Seed == 0 {
		e.Seed = 1
	}
	if _, said := f["endArrowhead"]; !said && e.Kind == Arrow {
		e.EndHead = "arrow"
	}
	var round fields
	if json.Unmarshal(f["roundness"], &round) == nil && round != nil {
		e.Roundness = int(round.number("type", 0, 0, 3))
		e.RoundnessValue = round.number("value", 0, 0, 1000)
	}
	if !e.linear() && e.Kind != Freedraw { // a negative size is a box drawn from its other corner
		if e.Width < 0 {
			e.X, e.Width = e.X+e.Width, -e.Width
		}
		if e.Height < 0 {
			e.Y, e.Height = e.Y+e.Height, -e.Height
		}
	}
}

func readAlign(s string) Align {
	switch s {
	case "center":
		return Centre
	case "right":
		return Right
	default:
		return Left
	}
}

// fields reads an object's members leniently.
type fields map[string]json.RawMessage

func (f fields) number(name string, absent, low, high float64) float64 {
	var v *float64
	if raw, ok := f[name]; !ok || json.Unmarshal(raw, &v) != nil || v == nil {
		return absent
	}
	return within(*v, low, high)
}

func (f fields) length(name string) float64 { return f.number(name, 0, -MaxCoordinate, MaxCoordinate) }

func (f fields) truth(name string) bool {
	var v bool
	return json.Unmarshal(f[name], &v) == nil && v
}

func (f fields) present(name string) bool {
	raw := strings.TrimSpace(string(f[name]))
	return raw != "" && raw != "null" && raw != "false"
}

func (f fields) text(name string, most int) string {
	var v string
	if json.Unmarshal(f[name], &v) != nil {
		return ""
	}
	v, _ = cutText(v, most)
	return v
}

func (f fields) longText(name string) (string, bool) {
	var v string
	if json.Unmarshal(f[name], &v) != nil {
		return "", false
	}
	v = strings.ReplaceAll(strings.ReplaceAll(v, "\r\n", "\n"), "\r", "\n")
	return cutText(v, MaxText)
}

func cutText(s string, most int) (string, bool) {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= most {
		return s, false
	}
	return string([]rune(s)[:most]), true
}

func (f fields) boundTo(name string) ElementID {
	var v struct {
		ElementID string `json:"elementId"`
	}
	if json.Unmarshal(f[name], &v) != nil {
		return ""
	}
	return ElementID(v.ElementID)
}

func (f fields) points() ([]Point, bool) {
	var raw []json.RawMessage
	if json.Unmarshal(f["points"], &raw) != nil {
		return nil, false
	}
	cut := len(raw) > MaxPoints
	if cut {
		raw = raw[:MaxPoints]
	}
	points := make([]Point, 0, len(raw))
	for _, one := range raw {
		var p []float64
		if json.Unmarshal(one, &p) != nil || len(p) < 2 {
			continue
		}
		points = append(points, Point{within(p[0], -MaxCoordinate, MaxCoordinate), within(p[1], -MaxCoordinate, MaxCoordinate)})
	}
	return points, cut
}

func (f fields) pressures() []float64 {
	var raw []float64
	if json.Unmarshal(f["pressures"], &raw) != nil {
		return nil
	}
	raw = raw[:min(len(raw), MaxPoints)]
	for i, p := range raw {
		raw[i] = within(p, 0, 1)
	}
	return raw
}

func within(v, low, high float64) float64 {
	if math.IsNaN(v) {
		return low
	}
	return math.Min(math.Max(v, low), high)
}
