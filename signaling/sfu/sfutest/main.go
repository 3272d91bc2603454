// Command sfutest serves one page, a WebSocket and the media server by themselves, for tests in a real browser. It has no
// accounts and no rules, listens on loopback only, and is no part of the product.
//
//	sfutest -page DIR   serves DIR; prints "listening http://127.0.0.1:PORT"
//
// GET /ws?member=awa&connection=1 carries media messages; POST /audible and GET /stats drive and look at the room.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"

	"palabre/signaling/sfu"
)

const room = "essai"

func main() {
	if err := run(os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "sfutest:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("sfutest", flag.ContinueOnError)
	page := flags.String("page", ".", "folder of the page")
	addr := flags.String("addr", "127.0.0.1:0", "address of the page")
	if err := flags.Parse(args); err != nil {
		return fmt.Errorf("flags: %w", err)
	}
	config := sfu.Config{UDPAddr: "127.0.0.1:0", Log: zerolog.New(stderr).Level(zerolog.InfoLevel)}
	s, err := sfu.New(config)
	if err != nil {
		return fmt.Errorf("media: %w", err)
	}
	listener, err := net.Listen("tcp", *addr)
	if err != nil {
		return errors.Join(err, s.Close())
	}
	b := &bench{sfu: s, stderr: stderr}
	mux := http.NewServeMux()
	mux.Handle("GET /", http.FileServer(http.Dir(*page)))
	mux.HandleFunc("GET /ws", b.socket)
	mux.HandleFunc("POST /audible", b.audible)
	mux.HandleFunc("GET /stats", b.stats)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, func() { _ = server.Close() })
	if _, err := fmt.Fprintf(stdout, "listening http://%s\n", listener.Addr()); err != nil {
		return errors.Join(err, listener.Close(), s.Close())
	}
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return errors.Join(err, s.Close())
	}
	return s.Close()
}

type bench struct {
	sfu    *sfu.SFU
	stderr io.Writer
}

func (b *bench) complain(err error) { _, _ = fmt.Fprintln(b.stderr, err) } // there is nowhere else to say it

// socket carries one connection's media messages; media outlives it as in the product.
func (b *bench) socket(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer func() { _ = conn.Close() }()
	var writing sync.Mutex
	send := func(m sfu.ToClient) {
		data, err := sfu.EncodeToClient(m)
		if err != nil {
			b.complain(err)
			return
		}
		writing.Lock()
		defer writing.Unlock()
		_ = conn.WriteMessage(websocket.TextMessage, data) // the reader below sees a broken socket
	}
	peer, err := b.sfu.Join(room, r.FormValue("member"), r.FormValue("connection"), send)
	if err != nil {
		b.complain(err)
		return
	}
	defer peer.Detach()
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			return
		}
		m, err := sfu.DecodeFromClient(data)
		if err == nil {
			err = peer.Handle(m)
		}
		if err != nil {
			b.complain(fmt.Errorf("%s: %w", r.FormValue("member"), err))
		}
	}
}

// audible sets the gate and answers when it is in force, with the time on the server (Unix ms).
func (b *bench) audible(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Grant   uint64   `json:"grant"`
		Mode    sfu.Mode `json:"mode"`
		Members []string `json:"members"`
		Apart   []struct {
			Group   string   `json:"group"`
			People  []string `json:"people"`
			Mode    sfu.Mode `json:"mode"`
			Members []string `json:"members"`
		} `json:"apart"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	a := sfu.Audible{Grant: body.Grant, Mode: body.Mode, Members: set(body.Members)}
	for _, c := range body.Apart {
		a.Apart = append(a.Apart, sfu.Circle{
			Group: c.Group, Grant: body.Grant, People: set(c.People), Mode: c.Mode, Members: set(c.Members),
		})
	}
	b.sfu.SetAudible(room, a)
	_, _ = fmt.Fprintf(w, "%d", time.Now().UnixMilli())
}

func set(members []string) map[string]struct{} {
	out := map[string]struct{}{}
	for _, m := range members {
		out[m] = struct{}{}
	}
	return out
}

func (b *bench) stats(w http.ResponseWriter, _ *http.Request) {
	stats, _ := b.sfu.Stats(room)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(stats) // the test that asked sees a short answer
}
