// Package cast is who plays which part of a scenario: client, narrator, host of a table, guardian. A part says whose turn
// it is in a phase; it gives no right beyond that.
// Its rules are numbered CA in rooms/SPEC.md.
package cast
