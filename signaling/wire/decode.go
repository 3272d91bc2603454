package wire

import (
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"palabre/rooms"
)

// Malformed is why a frame was refused; its Code has a sentence.
type Malformed struct {
	Code   string
	Detail string // for the log of the server, never shown
}

// Error tells code and detail.
func (m *Malformed) Error() string { return "wire: " + m.Code + ": " + m.Detail }

// Decode reads one frame of a client. Every error is a *Malformed. What it gives shares no memory with data.
func Decode(data []byte) (FromClient, error) {
	if len(data) > MaxBoardOp {
		return nil, &Malformed{CodeTooBig, "frame of " + strconv.Itoa(len(data)) + " bytes"}
	}
	if !utf8.Valid(data) || !json.Valid(data) {
		return nil, &Malformed{CodeMalformed, "not JSON in UTF-8"}
	}
	var f fields
	if detail := f.read(data); detail != "" {
		return nil, &Malformed{CodeMalformed, detail}
	}
	tag, ok := f.text("t")
	if !ok {
		return nil, &Malformed{CodeMalformed, "no t"}
	}
	m, err := f.message(tag)
	if err != nil {
		return nil, err
	}
	if do, isDo := m.(Do); len(data) > MaxCommand && (!isDo || do.Command != "board.op") {
		return nil, &Malformed{CodeTooBig, tag + " of " + strconv.Itoa(len(data)) + " bytes"}
	}
	return m, nil
}

func (f *fields) message(tag string) (FromClient, error) {
	switch tag {
	case "hello":
		return f.hello()
	case "join":
		return f.join()
	case "leave":
		room, err := f.room()
		return Leave{Room: room}, err
	case "do":
		return f.do()
	case "eph":
		return f.eph()
	case "media":
		room, err := f.room()
		if err == nil && len(f.m) == 0 {
			err = &Malformed{CodeMalformed, "media without m"}
		}
		return Media{Room: room, Message: clone(f.m)}, err
	case "ping":
		i, ok := f.number("i")
		if !ok {
			return nil, &Malformed{CodeMalformed, "ping without i"}
		}
		return Ping{I: i}, nil
	default:
		return nil, &Malformed{CodeUnknownType, fmt.Sprintf("t %.40q", tag)}
	}
}

func (f *fields) hello() (FromClient, error) {
	v, ok := f.number("v")
	client, ok2 := f.text("client")
	if !ok || !ok2 || client == "" || len(client) > 64 {
		return nil, &Malformed{CodeMalformed, "hello"}
	}
	lang, _ := f.text("lang")
	if lang != "en" {
		lang = "fr"
	}
	return Hello{V: int(min(v, 1<<20)), Client: rooms.ClientID(client), Lang: lang}, nil
}

func (f *fields) join() (FromClient, error) {
	room, err := f.room()
	if err != nil {
		return nil, err
	}
	j := Join{Room: room}
	if len(f.pos) > 0 && string(f.pos) != "null" {
		j.Pos = new(Position)
		if err := json.Unmarshal(f.pos, j.Pos); err != nil {
			return nil, &Malformed{CodeMalformed, "join with a bad pos"}
		}
	}
	return j, nil
}

func (f *fields) do() (FromClient, error) {
	room, err := f.room()
	if err != nil {
		return nil, err
	}
	n, ok := f.number("n")
	name, ok2 := f.text("c")
	if !ok || !ok2 || n == 0 || name == "" || len(name) > 40 {
		return nil, &Malformed{CodeMalformed, "do"}
	}
	term, ok := f.number("term")
	if !ok && f.term != nil {
		return nil, &Malformed{CodeMalformed, "do with a bad term"}
	}
	after, ok := f.number("after")
	if !ok && f.after != nil || after >= n {
		return nil, &Malformed{CodeMalformed, "do with a bad after"}
	}
	return Do{Room: room, Term: term, After: after, N: n, Command: name, Args: clone(f.a)}, nil
}

func (f *fields) eph() (FromClient, error) {
	room, err := f.room()
	if err != nil {
		return nil, err
	}
	kind, ok := f.text("k")
	if !ok || len(kind) > 16 || len(f.v) == 0 {
		return nil, &Malformed{CodeMalformed, "eph"}
	}
	if len(f.v) > MaxEph {
		return nil, &Malformed{CodeTooBig, "eph value of " + strconv.Itoa(len(f.v)) + " bytes"}
	}
	return Eph{Room: room, Kind: kind, Value: clone(f.v)}, nil
}

func (f *fields) room() (rooms.RoomID, error) {
	r, ok := f.text("r")
	id := rooms.RoomID(r)
	if !ok || len(r) > 64 || id.Kind() == "" {
		return "", &Malformed{CodeMalformed, "no room of a known kind"}
	}
	return id, nil
}

func clone(b []byte) json.RawMessage {
	if b == nil {
		return nil
	}
	return append(json.RawMessage(nil), b...)
}
