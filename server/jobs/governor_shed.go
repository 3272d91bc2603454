package jobs

import (
	"context"
	"fmt"

	"palabre/rooms"
	"palabre/rooms/board"
)

// release is the arguments of a board's release: what goes of it with the session (TR-5), if anything.
type release struct {
	Shed *board.Shed `json:"shed,omitempty"`
}

// shed finds what of a board goes. Who writes meanwhile makes the board refuse it, and it is found again.
func (g *Governor) shed(ctx context.Context, c *circle, b rooms.BoardID) (release, error) {
	then := c.fleeting.Of(b)
	if then == nil {
		return release{}, nil
	}
	room := rooms.BoardRoom(b)
	var log []rooms.Event
	for at := rooms.Seq(0); ; {
		to, events, err := read(ctx, g.Log, room, at)
		if err != nil {
			return release{}, err
		}
		if to == at {
			break
		}
		log, at = append(log, events...), to
	}
	s, some, err := board.Without(room, log, then)
	if err != nil {
		return release{}, fmt.Errorf("what goes of %s: %w", b, err)
	}
	if !some {
		return release{}, nil
	}
	return release{Shed: &s}, nil
}
