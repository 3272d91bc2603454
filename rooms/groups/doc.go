// Package groups is the small groups of a session: how they are made, their life from
// proposal to return, who sits where, calls for help and visits. A group is a circle of
// its own; what is said in it is the business of other machines, and nothing of it is here.
// Its rules are numbered GR in rooms/SPEC.md.
package groups
