package relay

import "sync"

// baton is a lock that is held while another node or the store is waited for. Whoever waits for it gets it in the order of
// asking, which a sync.Mutex does not promise: what was asked of a room first goes out first.
type baton struct {
	mu   sync.Mutex
	held bool
	line []chan struct{}
}

// Lock waits for the baton.
func (b *baton) Lock() {
	b.mu.Lock()
	if !b.held {
		b.held = true
		b.mu.Unlock()
		return
	}
	turn := make(chan struct{})
	b.line = append(b.line, turn)
	b.mu.Unlock()
	<-turn
}

// Unlock passes it on.
func (b *baton) Unlock() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.line) == 0 {
		b.held = false
		return
	}
	close(b.line[0])
	b.line = b.line[1:]
}
