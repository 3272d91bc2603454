package session

// Commands lists every command of a session, in the order of the documentation.
func Commands() []CommandDoc {
	return []CommandDoc{
		{"session.open", Plan{}, "host", "Founds the session from its plan."},
		{"session.close", NoArgs{}, "", "Closes the session."},
		{"people.enter", EnterArgs{}, "", "Enters the room."},
	}
}
