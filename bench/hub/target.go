package hub

import (
	"context"

	"palabre/bench/proc"
)

// Target is a hub under measurement, running as a process of its own.
type Target interface {
	Server() *proc.Server
	// Dial connects a receiver of the room; texts of what it receives go to heard,
	// from one goroutine of its own. Publishers are receivers too.
	Dial(ctx context.Context, room, place int, heard func(frame []byte)) (Client, error)
	Stop()
}

// Client is one connection.
type Client interface {
	Publish(stamp string) error
	// Stall stops reading, as a phone in a tunnel does.
	Stall()
	Close()
}

// Shape is who listens and who speaks.
type Shape struct {
	Rooms      int // rooms of the same size
	PerRoom    int // receivers of each
	Publishers int // of each room
	Rate       int // messages per second over all rooms
	Seconds    int // of measuring, after one second of warming
}

// Result is what one run shows.
type Result struct {
	DeliveriesPerCPU float64 // deliveries per second of the server's processor time
	P50, P99         float64 // command to last receiver, in milliseconds
	Delivered        float64 // share of what was due that arrived, 0 to 1
}
