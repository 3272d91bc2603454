// Package gateway holds the sockets: it lets people in, takes what they say to the rooms' host, and brings them what was
// committed.
//
// The way out is made so that the slow harm nobody and the many cost little:
//
//   - A channel keeps a ring of a room's recent batches, already framed. A flush writes the same bytes to everyone who has
//     caught up, by one write that does not block. There is no writer goroutine.
//   - A connection whose write came back short gets a goroutine until it has caught up. It reads the ring from its own
//     place; one that falls behind the ring is closed with a code that says "resume".
//   - Every byte after the upgrade goes through that one path (answers, pings, gorilla's own close), so that nothing is
//     written into the middle of a frame.
//
// Locks: conn.mu, then channel.mu. Both are leaves otherwise: nothing is called out to while one is held, and no write
// under them blocks.
package gateway
