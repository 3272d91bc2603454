package app

import (
	"context"
	"errors"
	"io"

	"palabre/server/config"
)

// errNoDemo is told by a binary made without the demonstration.
var errNoDemo = errors.New("la démonstration n’est pas dans ce binaire / the demonstration is not in this binary")

type noDemo struct{}

func (noDemo) Load(context.Context, config.Config, io.Writer) error { return errNoDemo }

func demo() Demo { return noDemo{} }
