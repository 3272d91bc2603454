// Command naive is the hub that everyone writes first: one prepared message per
// publication, written to each receiver in turn by a goroutine of its own.
package main

import (
	"flag"
	"log"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
)

type client struct {
	out chan *websocket.PreparedMessage
}

type hub struct {
	mu    sync.Mutex
	rooms map[string]map[*client]struct{}
}

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "where to listen")
	flag.Parse()
	h := &hub{rooms: map[string]map[*client]struct{}{}}
	up := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	http.HandleFunc("/ws", func(w http.ResponseWriter, r *http.Request) {
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		h.serve(conn, r.URL.Query().Get("room"))
	})
	log.Fatal(http.ListenAndServe(*addr, nil))
}

func (h *hub) serve(conn *websocket.Conn, room string) {
	c := &client{out: make(chan *websocket.PreparedMessage, 256)}
	h.mu.Lock()
	if h.rooms[room] == nil {
		h.rooms[room] = map[*client]struct{}{}
	}
	h.rooms[room][c] = struct{}{}
	h.mu.Unlock()
	go func() {
		for message := range c.out {
			if conn.WritePreparedMessage(message) != nil {
				_ = conn.Close()
			}
		}
	}()
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			break
		}
		message, err := websocket.NewPreparedMessage(websocket.TextMessage, data)
		if err != nil {
			break
		}
		h.mu.Lock()
		for other := range h.rooms[room] {
			select {
			case other.out <- message:
			default: // as such hubs do: the slow one is cut
				delete(h.rooms[room], other)
				close(other.out)
			}
		}
		h.mu.Unlock()
	}
	h.mu.Lock()
	if _, in := h.rooms[room][c]; in {
		delete(h.rooms[room], c)
		close(c.out)
	}
	h.mu.Unlock()
	_ = conn.Close()
}
