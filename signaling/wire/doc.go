// Package wire holds the messages of the socket: what a browser may say, what it is told, how they are read and written,
// and the codes a socket is closed with. PROTOCOL.md tells the same in prose; a test keeps the two together.
//
// Messages are JSON text frames, one message each, told apart by "t". Reading is strict about size, depth and type, since
// anybody can send anything; it is lenient about members it does not know.
package wire

// Subprotocol is the name agreed on at the upgrade, Version the number said in hello and welcome.
const (
	Subprotocol = "palabre.1"
	Version     = 1
)

// Bounds of what a client may send, in bytes and levels of nesting.
const (
	MaxCommand = 64 << 10 // any frame but a board's operations
	MaxBoardOp = 1 << 20  // a frame with the command board.op
	MaxDepth   = 32
	MaxEph     = 256 // the value of a volatile message
)

// Beat is the silence, in milliseconds, after which each side says something so that the other knows it lives.
const Beat = 5000
