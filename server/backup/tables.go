package backup

import (
	"fmt"
	"slices"
	"strings"
)

// InOrder gives the tables that are part of a backup, each after those that it refers
// to, by name where that leaves a choice.
func InOrder(names []string, refers map[string][]string) []string {
	var out []string
	seen := map[string]bool{}
	var visit func(string)
	visit = func(name string) {
		if seen[name] || LeftOut(name) || !slices.Contains(names, name) {
			return
		}
		seen[name] = true
		for _, other := range slices.Sorted(slices.Values(refers[name])) {
			visit(other)
		}
		out = append(out, name)
	}
	for _, name := range slices.Sorted(slices.Values(names)) {
		visit(name)
	}
	return out
}

// List is the columns as a query names them.
func (t Table) List() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = `"` + c.Name + `"`
	}
	return strings.Join(names, ", ")
}

// Scan reads a row with the scan of a query's rows.
func (t Table) Scan(scan func(...any) error) (Row, error) {
	texts, ints, bools := make([]string, len(t.Columns)), make([]int64, len(t.Columns)), make([]bool, len(t.Columns))
	into := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Kind {
		case Text:
			into[i] = &texts[i]
		case Int:
			into[i] = &ints[i]
		case Bool:
			into[i] = &bools[i]
		default:
			return nil, fmt.Errorf("backup: %s.%s has the kind %q", t.Name, c.Name, c.Kind)
		}
	}
	if err := scan(into...); err != nil {
		return nil, fmt.Errorf("backup: row of %s: %w", t.Name, err)
	}
	row := make(Row, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Kind {
		case Text:
			row[i] = texts[i]
		case Int:
			row[i] = ints[i]
		case Bool:
			row[i] = bools[i]
		}
	}
	return row, nil
}

// same tells whether two lists of tables have the same columns.
func (t Table) same(other Table) bool {
	return t.Name == other.Name && slices.Equal(t.Columns, other.Columns)
}

// Match sees that tables which were copied are those that are there to be filled.
func Match(known, copied []Table) error {
	for _, t := range copied {
		if !slices.ContainsFunc(known, t.same) {
			return fmt.Errorf("backup: no table %s with these columns", t.Name)
		}
	}
	if len(known) != len(copied) {
		return fmt.Errorf("backup: %d tables of %d", len(copied), len(known))
	}
	return nil
}
