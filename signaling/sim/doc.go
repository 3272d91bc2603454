// Package sim plays many nodes, their people and their misfortunes from one seed, in virtual time. Hosts, relays and rooms
// are the real ones; what lies outside them is simulated: the store with PostgreSQL's meaning, the bus, the links between
// nodes, clocks, and what people's gateways do.
//
// One goroutine decides all that comes from outside, one thing at a time: which call of the store is done and how it ends,
// which batch of the bus and which bytes of a link arrive, which timer fires, who asks what. Between two such things it waits
// until every other goroutine is at rest (testing/synctest). What is to come is named by what it is, so that the same seed
// gives the same trace, whatever the machine does meanwhile.
package sim
