// Command lines serves one board over standard input and output, a JSON value a line,
// so that the browser's replica is tested against this very board and not against a
// second writing of its rules.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	"palabre/rooms"
	"palabre/rooms/board"
)

// ask is one line: "new" for an empty board, "view" for what a member sees, "do" for a command.
type ask struct {
	Do     string          `json:"do"`
	Member rooms.MemberID  `json:"member"`
	Client rooms.ClientID  `json:"client"`
	N      uint64          `json:"n"`
	Name   string          `json:"name"`
	System bool            `json:"system"`
	Args   json.RawMessage `json:"args"`
}

type reply struct {
	Seq     rooms.Seq      `json:"seq"`
	Events  []rooms.Event  `json:"events,omitempty"`
	Refusal *rooms.Refusal `json:"refusal,omitempty"`
	View    any            `json:"view,omitempty"`
}

func main() {
	if err := serve(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve() error {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 8<<20)
	out := json.NewEncoder(os.Stdout)
	b := board.New("brd_1")
	for in.Scan() {
		var a ask
		if err := json.Unmarshal(in.Bytes(), &a); err != nil {
			return err
		}
		var r reply
		switch a.Do {
		case "new":
			b = board.New("brd_1")
		case "view":
			r.View = b.View(rooms.Viewer{Member: a.Member, Role: rooms.RoleMember})
		default:
			steps, refusal := b.Handle(rooms.Command{
				Client: a.Client, N: a.N, Name: a.Name, Args: a.Args,
				Actor: rooms.Actor{Member: a.Member, Standing: rooms.RoleMember, System: a.System},
			})
			for _, s := range steps {
				r.Events = append(r.Events, s.Event)
			}
			r.Refusal = refusal
		}
		r.Seq = b.Head()
		if err := out.Encode(r); err != nil {
			return err
		}
	}
	return in.Err()
}
