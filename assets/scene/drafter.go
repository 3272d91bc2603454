package scene

import (
	"context"
	_ "embed"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/dop251/goja"
)

//go:embed rough.js
var roughJS string

// ErrStopped says the context ended before the drawing did.
var ErrStopped = errors.New("scene: stopped before the drawing was done")

// Drafter draws boards. It keeps a few JavaScript machines that run rough.js, the engine of the editor's own shapes, so
// that the server's picture is the browser's. It is safe for concurrent use; more than machines drawings at once wait.
type Drafter struct {
	program *goja.Program
	idle    chan *pen // nil entries are machines not started yet
}

// NewDrafter prepares a drafter of at most machines concurrent drawings (one at least). A machine takes about 2 MB.
func NewDrafter(machines int) (*Drafter, error) {
	program, err := goja.Compile("rough.js", roughJS, false)
	if err != nil {
		return nil, fmt.Errorf("scene: compile rough.js: %w", err)
	}
	d := &Drafter{program: program, idle: make(chan *pen, max(1, machines))}
	for range cap(d.idle) {
		d.idle <- nil
	}
	return d, nil
}

// pen is one machine. It belongs to one drawing at a time.
type pen struct {
	vm   *goja.Runtime
	draw goja.Callable
}

func (d *Drafter) take(ctx context.Context) (*pen, error) {
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("%w: %w", ErrStopped, context.Cause(ctx))
	case p := <-d.idle:
		if p != nil {
			return p, nil
		}
		p, err := d.start()
		if err != nil {
			d.idle <- nil
		}
		return p, err
	}
}

func (d *Drafter) start() (*pen, error) {
	vm := goja.New()
	vm.SetMaxCallStackSize(512)
	// rough.js asks for chance only where a seed is 0, which is never; should it ask, the answer is always the same.
	vm.SetRandSource(func() float64 { return 0.5 })
	if _, err := vm.RunProgram(d.program); err != nil {
		return nil, fmt.Errorf("scene: start rough.js: %w", err)
	}
	if err := vm.Set("hachureLines", func(call goja.FunctionCall) goja.Value { return fillLines(vm, call) }); err != nil {
		return nil, fmt.Errorf("scene: start rough.js: %w", err)
	}
	draw, ok := goja.AssertFunction(vm.Get("draw"))
	if !ok {
		return nil, errors.New("scene: rough.js has no draw")
	}
	return &pen{vm: vm, draw: draw}, nil
}

// fillLines answers rough.js when it asks for the filling lines of polygons. It does not turn the polygons in place and back as
// the original does: that changes their last bits only.
func fillLines(vm *goja.Runtime, call goja.FunctionCall) goja.Value {
	var polygons [][][2]float64
	list := call.Argument(0).ToObject(vm)
	for i := range int(list.Get("length").ToInteger()) {
		one := list.Get(strconv.Itoa(i)).ToObject(vm)
		polygon := make([][2]float64, one.Get("length").ToInteger())
		for j := range polygon {
			p := one.Get(strconv.Itoa(j)).ToObject(vm)
			polygon[j] = [2]float64{p.Get("0").ToFloat(), p.Get("1").ToFloat()}
		}
		polygons = append(polygons, polygon)
	}
	lines := hachureLines(polygons, call.Argument(1).ToFloat(), call.Argument(2).ToFloat(), call.Argument(3).ToFloat())
	out := make([]any, len(lines))
	for i, l := range lines {
		out[i] = vm.NewArray(vm.NewArray(l[0][0], l[0][1]), vm.NewArray(l[1][0], l[1][1]))
	}
	return vm.NewArray(out...)
}

// roughOptions are those of rough.js that change geometry; its colours only say what there is to draw.
type roughOptions struct {
	Seed               int64   `json:"seed"`
	StrokeWidth        float64 `json:"strokeWidth"`
	FillWeight         float64 `json:"fillWeight"`
	HachureGap         float64 `json:"hachureGap"`
	Roughness          float64 `json:"roughness"`
	Stroke             string  `json:"stroke"`
	Fill               string  `json:"fill,omitempty"`
	FillStyle          string  `json:"fillStyle,omitempty"`
	CurveFitting       float64 `json:"curveFitting,omitempty"`
	PreserveVertices   bool    `json:"preserveVertices"`
	DisableMultiStroke bool    `json:"disableMultiStroke"`
}

// The types of a set, as draw numbers them.
const (
	setLine = iota
	setSolid
	setSketch
)

type roughSet struct {
	kind int
	path Path
}

// rough runs one generator of rough.js ("rectangle", "curve"…) and reads its answer.
func (p *pen) rough(kind string, args []any, o roughOptions) ([]roughSet, error) {
	a, err := json.Marshal(args)
	if err != nil {
		return nil, fmt.Errorf("scene: %s: %w", kind, err)
	}
	opt, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("scene: %s: %w", kind, err)
	}
	v, err := p.draw(goja.Undefined(), p.vm.ToValue(kind), p.vm.ToValue(string(a)), p.vm.ToValue(string(opt)))
	if err != nil {
		return nil, fmt.Errorf("scene: %s: %w", kind, err)
	}
	buffer, ok := v.Export().(goja.ArrayBuffer)
	if !ok {
		return nil, fmt.Errorf("scene: %s: no numbers came back", kind)
	}
	return readSets(buffer.Bytes())
}

func readSets(b []byte) ([]roughSet, error) {
	at := 0
	next := func() float64 {
		if at+8 > len(b) {
			at += 8
			return 0
		}
		v := math.Float64frombits(binary.LittleEndian.Uint64(b[at:]))
		at += 8
		return within(v, -8*MaxCoordinate, 8*MaxCoordinate)
	}
	var sets []roughSet
	for at < len(b) {
		set := roughSet{kind: int(next())}
		for range int(next()) {
			op := [...]Op{MoveTo, CubicTo, LineTo}[min(2, max(0, int(next())))]
			set.path.Ops = append(set.path.Ops, op)
			for range op.Points() {
				set.path.Points = append(set.path.Points, Point{next(), next()})
			}
			if at > len(b) {
				return nil, errors.New("scene: rough.js gave a shape cut short")
			}
		}
		sets = append(sets, set)
	}
	return sets, nil
}
