// Package nemesis harms a Palabre of several nodes, from a seed, while people meet in it, and checks afterwards that nobody
// was told anything untrue.
//
// Everything is real: processes of the built program, PostgreSQL, Redis, sockets, sound. Every connection that a node makes
// (to PostgreSQL, to Redis, to another node) goes through a proxy of this package, so that networks break without privileges.
// People write down what they were answered; at rest the log is read from the store and everything that was told is held
// against it (docs/ARCHITECTURE.md, invariants).
package nemesis
