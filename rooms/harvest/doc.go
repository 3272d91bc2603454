// Package harvest is what people let the minutes keep: sentences offered by their
// authors, and by nobody else. Its rules are
// numbered HV in rooms/SPEC.md.
package harvest
