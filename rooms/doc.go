// Package rooms holds the words that every live room is made of: who acts, what
// was asked, what happened, who may see it. A room (a session, a board) is a
// deterministic function of its log; this package declares that function's shape
// and its sub-packages write it. Nothing here does I/O, reads a clock, draws a
// random number or mints an id: time and ids arrive in commands.
package rooms
