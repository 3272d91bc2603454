// Package host owns live rooms: one goroutine per room decides every command, one committer per node makes what was
// decided durable, and only then does anybody hear of it.
//
// The way of a command:
//
//	Submit ─► mailbox ─► actor (rooms.Room.Handle on the tentative state) ─► queue ─► committer (Log.Append, all rooms at once)
//	                                                                                     │
//	      answers, joins, Audible, projectors ◄─ deliverer (one at a time per room) ◄────┘ ─► Bus ─► gateways
//
// The tentative state is the committed state and what waits for its commit. Whatever was computed from it (an answer, a
// refusal, a view) stands in the same queue behind the events it depends on, so nothing is told before it is true. When an
// append fails the tentative state is thrown away, its askers are told that nothing was saved, and the room is read
// again from the log.
package host
