package wire

// Entry is one message of the protocol: its "t", the side that says it, and a value of its type (without "t", which the
// writer adds). Generators of schemas and of TypeScript read the list.
type Entry struct {
	Tag     string
	From    Side
	Message any
}

// Side is who says a message.
type Side string

// The two sides.
const (
	Client Side = "client"
	Server Side = "server"
)

// Catalogue lists every message, both ways. A tag may be said by both sides.
func Catalogue() []Entry {
	return []Entry{
		{"hello", Client, Hello{}},
		{"join", Client, Join{}},
		{"leave", Client, Leave{}},
		{"do", Client, Do{}},
		{"eph", Client, Eph{}},
		{"media", Client, Media{}},
		{"ping", Client, Ping{}},
		{"welcome", Server, Welcome{}},
		{"joined", Server, Joined{}},
		{"f", Server, Frame{}},
		{"ok", Server, Ok{}},
		{"no", Server, No{}},
		{"eph", Server, EphFrame{}},
		{"media", Server, MediaOut{}},
		{"pong", Server, Pong{}},
		{"left", Server, Left{}},
		{"store", Server, Store{}},
		{"err", Server, Err{}},
		{"bye", Server, Bye{}},
	}
}
