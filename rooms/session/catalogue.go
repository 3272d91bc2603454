package session

// CommandDoc describes one command for validation, docs and the socket's schema.
type CommandDoc struct {
	Name string
	Args any    // a zero value of its arguments' type
	Who  string // who may give it, in words; "host" for the host's own
	Doc  string
}
