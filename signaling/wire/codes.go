package wire

// Close is a WebSocket close code of ours. Codes from 4400 on mean: do not come back by yourself.
type Close int

// The close codes.
const (
	CloseRestart   Close = 4000 // the server stops: come back after Bye.RetryMs
	CloseBehind    Close = 4001 // too slow to read: come back and resume, nothing is lost
	CloseRate      Close = 4002 // too many messages: come back after Bye.RetryMs
	CloseSignedOut Close = 4401 // nobody is signed in any more
	CloseForbidden Close = 4403 // not from here
	CloseTakenOver Close = 4409 // the same tab opened another connection
	CloseProtocol  Close = 4410 // what was said is not this protocol
)

// CloseEntry describes one close code for generators and documents.
type CloseEntry struct {
	Code      Close
	Name      string
	Reconnect bool
}

// Closes lists the close codes.
func Closes() []CloseEntry {
	return []CloseEntry{
		{CloseRestart, "restart", true},
		{CloseBehind, "resume", true},
		{CloseRate, "rate", true},
		{CloseSignedOut, "signed_out", false},
		{CloseForbidden, "forbidden", false},
		{CloseTakenOver, "taken_over", false},
		{CloseProtocol, "protocol", false},
	}
}

// Codes of refusals that the hub itself gives; their sentences are in rooms/refusals with all others.
const (
	CodeMalformed   = "malformed"
	CodeTooBig      = "too_big"
	CodeUnknownType = "unknown_type"
	CodeNotFollowed = "not_followed"
	CodeNoRoom      = "no_such_room"
	CodeNotAdmitted = "not_admitted"
	CodeTakenOver   = "taken_over"
	CodeUnavailable = "room_unavailable"
	CodeStoreFull   = "store_full"
	CodeStoreFailed = "store_failed"
	CodeStoreAway   = "store_away"
	CodeMoved       = "host_moved"
	CodeBusy        = "busy"
	CodeRestart     = "restart"
	CodeBehind      = "resume"
	CodeRate        = "rate"
	CodeSignedOut   = "signed_out"
	CodeForbidden   = "forbidden"
	CodeProtocol    = "protocol"
	CodeRemoved     = "removed"
	CodeWritable    = "store_writable"
)
