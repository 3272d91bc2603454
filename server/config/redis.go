package config

import (
	"errors"

	bus "palabre/server/bus/redis/address"
)

// redis checks the form of the addresses; what the servers themselves say is the bus's to ask.
func redis(s string, bad *Problems) string {
	if s == "" {
		return ""
	}
	_, err := bus.Parse(s)
	var wrong *bus.Wrong
	if errors.As(err, &wrong) {
		bad.add("redis-url", wrong.FR, wrong.EN)
		return ""
	}
	return s
}
