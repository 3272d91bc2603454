package board

import "encoding/json"

// kind is an element's type, as a bit so that a property can name several.
type kind uint8

const (
	rectangle kind = 1 << iota
	ellipse
	diamond
	line
	arrow
	freedraw
	words // Excalidraw's "text"

	boxes = rectangle | ellipse | diamond
	paths = line | arrow | freedraw
	every = boxes | paths | words
)

func (k kind) is(set kind) bool { return k&set != 0 }

func kindNamed(name string) (kind, bool) {
	switch name {
	case "rectangle":
		return rectangle, true
	case "ellipse":
		return ellipse, true
	case "diamond":
		return diamond, true
	case "line":
		return line, true
	case "arrow":
		return arrow, true
	case "freedraw":
		return freedraw, true
	case "text":
		return words, true
	default: // image and frame: not yet; iframe, embeddable, magicframe: never (they run others' pages)
		return 0, false
	}
}

func (k kind) name() string {
	switch k {
	case rectangle:
		return "rectangle"
	case ellipse:
		return "ellipse"
	case diamond:
		return "diamond"
	case line:
		return "line"
	case arrow:
		return "arrow"
	case freedraw:
		return "freedraw"
	default:
		return "text"
	}
}

// group is a set of properties that are one thought: the last writer's all win.
type group uint8

const (
	alone group = iota
	geometry
	wording
)

// property is one thing that an element of some types has.
type property struct {
	name  string
	on    kind
	must  bool
	check check
	merge func(old, value json.RawMessage) json.RawMessage // nil: the value replaces
}

var ids = orNull(identity) //nolint:gochecknoglobals // a constant: Go has no constant functions

// properties is the table of (B1). Index, points and pressures are kept apart.
//
//nolint:gochecknoglobals // a constant table
var properties = []property{
	{name: "x", on: every, must: true, check: number(-maxPlace, maxPlace)},
	{name: "y", on: every, must: true, check: number(-maxPlace, maxPlace)},
	{name: "width", on: boxes | words, must: true, check: number(0, maxPlace)},
	{name: "height", on: boxes | words, must: true, check: number(0, maxPlace)},
	{name: "angle", on: every, must: true, check: number(-10, 10)},
	{name: "strokeColor", on: every, must: true, check: colour},
	{name: "backgroundColor", on: every, must: true, check: colour},
	{name: "fillStyle", on: every, must: true, check: oneOf("solid", "hachure", "cross-hatch", "zigzag")},
	{name: "strokeWidth", on: every, must: true, check: number(0, 100)},
	{name: "strokeStyle", on: every, must: true, check: oneOf("solid", "dashed", "dotted")},
	{name: "roughness", on: every, must: true, check: number(0, 10)},
	{name: "opacity", on: every, must: true, check: number(0, 100)},
	{name: "seed", on: every, must: true, check: whole(0, 1<<31)},
	{name: "roundness", on: every, check: orNull(checkRoundness)},
	{name: "groupIds", on: every, check: checkGroups, merge: mergeGroups},
	{name: "boundElements", on: every, check: checkBound, merge: mergeBound},
	{name: "link", on: every, check: orNull(link)},
	{name: "locked", on: every, check: boolean},
	{name: "isDeleted", on: every, check: boolean},
	{name: "customData", on: every, check: orNull(checkMark)},
	{name: "text", on: words, must: true, check: text},
	{name: "originalText", on: words, must: true, check: text},
	{name: "fontSize", on: words, must: true, check: number(1, 1000)},
	{name: "fontFamily", on: words, must: true, check: whole(1, 20)},
	{name: "lineHeight", on: words, must: true, check: number(0.5, 5)},
	{name: "autoResize", on: words, must: true, check: boolean},
	{name: "textAlign", on: words, must: true, check: oneOf("left", "center", "right")},
	{name: "verticalAlign", on: words, must: true, check: oneOf("top", "middle", "bottom")},
	{name: "containerId", on: words, check: ids},
	{name: "startBinding", on: line | arrow, check: orNull(checkBinding)},
	{name: "endBinding", on: line | arrow, check: orNull(checkBinding)},
	{name: "startArrowhead", on: line | arrow, check: orNull(arrowhead())},
	{name: "endArrowhead", on: line | arrow, check: orNull(arrowhead())},
	{name: "elbowed", on: arrow, check: boolean},
	{name: "simulatePressure", on: freedraw, must: true, check: boolean},
}

func arrowhead() check {
	return oneOf("arrow", "bar", "dot", "circle", "circle_outline", "triangle", "triangle_outline",
		"diamond", "diamond_outline", "crowfoot_one", "crowfoot_many", "crowfoot_one_or_many")
}

// slot is a property's place in the table, -1 for an unknown name.
func slot(name string) int {
	for i := range properties {
		if properties[i].name == name {
			return i
		}
	}
	return -1
}

// bookkeeping tells the names that Excalidraw needs for itself and that a board drops
// without a word: versions, what is derived from points (B6), what we do not offer.
func bookkeeping(name string, k kind) bool {
	switch name {
	case "version", "versionNonce", "updated", "lastCommittedPoint", "frameId",
		"fixedSegments", "startIsSpecial", "endIsSpecial", "polygon", "wrote", "withdrawn":
		return true
	case "width", "height":
		return k.is(paths)
	default:
		return false
	}
}

// groupOf says which group a property of this kind of element belongs to. A text is as
// large as its words, so its size goes with them and not with its place.
func groupOf(k kind, name string) group {
	switch name {
	case "x", "y", "angle":
		return geometry
	case "width", "height":
		if k == words {
			return wording
		}
		return geometry
	case "text", "originalText", "fontSize", "fontFamily", "lineHeight", "autoResize":
		return wording
	default:
		return alone
	}
}
