package scene

// Limits of what is read and drawn; lengths are in board pixels.
const (
	MaxCoordinate  = 1_000_000
	MaxElements    = 20_000
	MaxPoints      = 10_000
	MaxBoardPoints = 400_000
	MaxText        = 20_000
	MaxSketched    = 12_000
)

// ElementID names an element within its board.
type ElementID string

// Kind is an element's type, in Excalidraw's words.
type Kind string

// The kinds that are drawn as they are; any other becomes a [Box].
const (
	Rectangle Kind = "rectangle"
	Ellipse   Kind = "ellipse"
	Diamond   Kind = "diamond"
	Line      Kind = "line"
	Arrow     Kind = "arrow"
	Freedraw  Kind = "freedraw"
	Words     Kind = "text"
	Frame     Kind = "frame"
	MagicArea Kind = "magicframe"
	Image     Kind = "image"
	Embed     Kind = "embeddable"
	IFrame    Kind = "iframe"
)

// Element is one element of a board, its values already made safe: every number is finite and within the limits.
type Element struct {
	ID    ElementID
	Kind  Kind
	Index string // fractional index: the painting order

	X, Y, Width, Height float64 // px
	Angle               float64 // radians, clockwise, about the centre

	StrokeColor, BackgroundColor   Color
	StrokeWidth                    float64 // px
	StrokeStyle, FillStyle         string
	Roughness                      float64
	Opacity                        float64 // 0 to 1
	Seed                           int64   // never 0: to rough.js, 0 means "at random"
	Roundness                      int     // 0 is sharp; 1 legacy, 2 proportional, 3 adaptive
	RoundnessValue                 float64 // px, for adaptive; 0 means the usual 32
	Points                         []Point // relative to X, Y
	Pressures                      []float64
	SimulatePressure, LastPoint    bool
	StartHead, EndHead             string // "" is none
	StartBound, EndBound           ElementID
	Elbowed                        bool
	Text                           string
	FontSize                       float64 // px
	FontFamily                     int
	LineHeight                     float64 // multiple of FontSize
	Align                          Align
	Container, Frame               ElementID
	Name                           string // a frame's
	Link                           string // shown in the outline, never active
	pointsCut, textCut, unreadable bool
}

// Unreadable says the element's JSON was not an object: it is drawn as a box.
func (e Element) Unreadable() bool { return e.unreadable }

// centre is the middle of the element's box; linear elements turn about the middle of their drawn line instead.
func (e Element) centre() Point { return Point{e.X + e.Width/2, e.Y + e.Height/2} }

func (e Element) linear() bool { return e.Kind == Line || e.Kind == Arrow }

func (e Element) shape() bool { return e.Kind == Rectangle || e.Kind == Ellipse || e.Kind == Diamond }

// loop says the line ends where it began, near enough to enclose something (8 px, as in the editor).
func (e Element) loop() bool {
	if len(e.Points) < 3 {
		return false
	}
	return e.Points[0].distance(e.Points[len(e.Points)-1]) <= 8
}
