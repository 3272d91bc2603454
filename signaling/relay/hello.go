package relay

import (
	"bufio"
	"encoding/json"
	"fmt"
	"time"
)

// proto is the version of what links say; nodes of different versions of Palabre speak as long as this is the same.
const proto = 1

// hello is the first frame of each side.
type hello struct {
	Proto int    `json:"proto"`
	Node  NodeID `json:"node"`
}

// greet says who asks, and hears who answers.
func (p *peer) greet(l *link, in *bufio.Reader) error {
	if err := l.conn.SetDeadline(time.Now().Add(p.r.Silence)); err != nil {
		return fmt.Errorf("relay: greet: %w", err)
	}
	if err := sayHello(l, p.r.Self.ID); err != nil {
		return err
	}
	their, err := hearHello(in)
	if err != nil {
		return err
	}
	if their != p.node.ID {
		return fmt.Errorf("%w: another node answers at its address", errFrame)
	}
	return nil
}

func sayHello(l *link, self NodeID) error {
	body, err := json.Marshal(hello{proto, self})
	if err != nil {
		return fmt.Errorf("relay: greet: %w", err)
	}
	data, err := encode(frame{head: head{Kind: kindHello, Body: body}})
	if err != nil {
		return err
	}
	if _, err := l.conn.Write(data); err != nil {
		return fmt.Errorf("relay: greet: %w", err)
	}
	return nil
}

func hearHello(in *bufio.Reader) (NodeID, error) {
	const most = 4096
	f, err := read(in, most)
	if err != nil {
		return "", fmt.Errorf("relay: greet: %w", err)
	}
	var h hello
	if err := json.Unmarshal(f.Body, &h); err != nil || f.Kind != kindHello || h.Node == "" {
		return "", fmt.Errorf("relay: greet: %w", errFrame)
	}
	if h.Proto != proto {
		return "", fmt.Errorf("%w: protocol %d, ours is %d", errFrame, h.Proto, proto)
	}
	return h.Node, nil
}
