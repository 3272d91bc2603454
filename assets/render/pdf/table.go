package pdf

import (
	"palabre/assets/document"
	"palabre/assets/scene"
)

const cellGap = 14.0

// table sets a head and rows, the head again on every page, a row whole where it can be.
func (s *setter) table(t document.Table) {
	columns := columnsOf(t)
	if columns == 0 {
		return
	}
	if t.Caption != "" {
		s.paragraph(document.Plain(t.Caption), style{face: scene.Sans, size: 10, step: 14, ink: grey})
		s.y += 3
	}
	widths := s.columns(t, columns)
	head := headOf(t, columns)
	s.room(s.leastBelow(t, widths))
	s.tableHead(head, widths)
	for _, row := range t.Rows {
		cells, h := s.cells(row, widths, body())
		if s.y+h > s.bottom() && s.y > marginTop {
			s.room(s.bottom())
			s.tableHead(head, widths)
		}
		s.row(cells, widths, body(), line, 0.6)
	}
}

func columnsOf(t document.Table) int {
	columns := len(t.Head)
	for _, row := range t.Rows {
		columns = max(columns, len(row))
	}
	return columns
}

func headOf(t document.Table, columns int) []document.Words {
	head := make([]document.Words, columns)
	for i, h := range t.Head {
		head[i] = document.Plain(h)
	}
	return head
}

// leastTable is the height of what never parts from a title above it: caption, head and first row.
func (s *setter) leastTable(t document.Table) float64 {
	columns := columnsOf(t)
	if columns == 0 {
		return 0
	}
	h := s.leastBelow(t, s.columns(t, columns))
	if t.Caption != "" {
		h += 14 + 3
	}
	return h
}

// leastBelow is the height of the head and the first row, which stay together.
func (s *setter) leastBelow(t document.Table, widths []float64) float64 {
	_, h := s.cells(headOf(t, len(widths)), widths, headStyle())
	if len(t.Rows) == 0 {
		return h
	}
	_, first := s.cells(t.Rows[0], widths, body())
	return h + max(first, 2*bodyStep)
}

func headStyle() style { return style{face: scene.SansBold, size: 10.5, step: 14, ink: black} }

func (s *setter) tableHead(head []document.Words, widths []float64) {
	st := headStyle()
	cells, h := s.cells(head, widths, st)
	s.room(h + 2*bodyStep)
	s.row(cells, widths, st, grey, 1.2)
}

// columns shares the width: by t.Widths, else by what the cells would take, a narrow column having all it needs.
func (s *setter) columns(t document.Table, n int) []float64 {
	whole := s.right - s.left - cellGap*float64(n-1)
	wants := make([]float64, n)
	for i := range wants {
		if len(t.Widths) == n {
			wants[i] = max(0.01, t.Widths[i])
			continue
		}
		wants[i] = 20
		if i < len(t.Head) {
			wants[i] = max(wants[i], s.measure(t.Head[i], style{face: scene.SansBold, size: 10.5})+1)
		}
		for _, row := range t.Rows {
			if i < len(row) {
				wants[i] = max(wants[i], min(whole, s.measure(row[i].String(), style{face: scene.SansBold, size: bodySize})+1))
			}
		}
	}
	if len(t.Widths) == n {
		return shared(wants, whole)
	}
	return fair(wants, whole)
}

func shared(wants []float64, whole float64) []float64 {
	sum := 0.0
	for _, w := range wants {
		sum += w
	}
	out := make([]float64, len(wants))
	for i, w := range wants {
		out[i] = whole * w / sum
	}
	return out
}

// fair gives each column what it wants while that is less than an equal share of what is left, and shares the rest.
func fair(wants []float64, whole float64) []float64 {
	out := make([]float64, len(wants))
	left, open := whole, len(wants)
	for again := true; again && open > 0; {
		again = false
		share := left / float64(open)
		for i, w := range wants {
			if out[i] == 0 && w <= share {
				out[i] = w
				left -= w
				open--
				again = true
			}
		}
	}
	if open == 0 { // room to spare: in proportion
		return shared(wants, whole)
	}
	rest := 0.0
	for i, w := range wants {
		if out[i] == 0 {
			rest += w
		}
	}
	for i, w := range wants {
		if out[i] == 0 {
			out[i] = left * w / rest
		}
	}
	return out
}

func (s *setter) cells(row []document.Words, widths []float64, st style) (cells [][][]piece, height float64) {
	most := 1
	cells = make([][][]piece, len(widths))
	for i := range widths {
		if i < len(row) {
			cells[i] = s.broken(row[i], st, widths[i])
			most = max(most, len(cells[i]))
		}
	}
	return cells, float64(most)*st.step + 10
}

// row sets cells and the line below. A row taller than a page goes on from page to page.
func (s *setter) row(cells [][][]piece, widths []float64, st style, ink scene.Color, weight float64) {
	most := 0
	for _, c := range cells {
		most = max(most, len(c))
	}
	s.y += 5
	for n := range max(1, most) {
		s.room(st.step)
		x := s.left
		for i, c := range cells {
			if n < len(c) {
				s.print(c[n], x, s.y+st.step*0.5+st.size*0.34)
			}
			x += widths[i] + cellGap
		}
		s.y += st.step
	}
	s.y += 5
	s.rule(s.y, ink, weight)
}
