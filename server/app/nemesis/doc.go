// Package nemesis harms a Palabre of several nodes, from a seed, while people meet in it, and checks afterwards that nobody
// was told anything untrue.
//
// Everything is real: processes of the built program, PostgreSQL, Redis, sockets, sound. Every connection that a node makes
// (to PostgreSQL, to Redis, to another node) goes through a proxy of this package, so that networks break without privileges.
// People write down what they were answered; at rest the log is read from the store and everything that was told is held
// against it (docs/ARCHITECTURE.md, invariants).
//
// What is not played: a wall clock that jumps. A time namespace moves the clocks that only run (CLOCK_MONOTONIC and
// CLOCK_BOOTTIME), not CLOCK_REALTIME, which is the machine's own and that of everybody else on it; and a static program loads
// no library that would tell it another time. The clock is an argument instead: server/store/postgres and signaling/sim have it
// jump. Nor is the machine itself slow or stopped on purpose: patience (I12) is only held to a machine that has time left. Whether it
// has is measured all along by a row that no fault touches (machine.go); for how long it had none is said at the end.
package nemesis
