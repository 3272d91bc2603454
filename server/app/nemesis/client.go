package nemesis

import (
	"encoding/json"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/gorilla/websocket"
)

// Client is one person with one page, who goes to another node when hers is gone, and says again what was not answered.
type Client struct {
	Place  int
	Name   string
	Cookie string
	Member string
	Tab    string

	c *Cluster
	w *witness

	mu      sync.Mutex
	dice    *rand.Rand
	rooms   map[string]*followed
	all     []*Op
	conn    *websocket.Conn
	node    int
	heard   time.Time
	media   func(room string, message json.RawMessage)
	arrived func(room string) // a room is followed by a new socket
	slow    time.Time         // reads nothing until then
	back    time.Duration     // when the socket was last welcomed

	// order is held while commands are said, so that what was said before comes before what is new. It is taken before mu.
	order sync.Mutex
	write sync.Mutex
}

func newClient(c *Cluster, w *witness, place int, name string, dice *rand.Rand) *Client {
	var id [16]byte
	for i := range id {
		id[i] = byte(dice.Uint32())
	}
	tab, _ := uuid.FromBytes(id[:]) // sixteen bytes always are one
	return &Client{Place: place, Name: name, Tab: tab.String(), c: c, w: w, dice: dice, rooms: map[string]*followed{}, node: -1}
}

// Drop ends the socket without a word.
func (p *Client) Drop() {
	p.mu.Lock()
	conn := p.conn
	p.mu.Unlock()
	if conn != nil {
		_ = conn.Close() // the reader comes back
	}
}

// Stall reads nothing for a while.
func (p *Client) Stall(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.slow = time.Now().Add(d)
}

// Pending counts commands without an answer, but for those to a board that she was put out of: it follows from the session.
func (p *Client) Pending() (n int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range p.rooms {
		if f.isBoard() && !f.live && f.left != "" {
			continue
		}
		n += len(f.pending)
	}
	return n
}
