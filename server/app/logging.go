package app

import (
	"io"
	"time"

	"github.com/rs/zerolog"

	"palabre/server/config"
)

// logger writes what happens to the program, never what people say, do or are: ids
// of rooms at most, no name, no address, no secret.
func logger(c config.Config, to io.Writer) zerolog.Logger {
	if c.LogConsole {
		to = zerolog.ConsoleWriter{Out: to, TimeFormat: time.TimeOnly}
	}
	return zerolog.New(zerolog.SyncWriter(to)).Level(c.LogLevel).With().Timestamp().Logger()
}
