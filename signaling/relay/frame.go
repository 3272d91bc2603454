package relay

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"palabre/rooms"
	"palabre/signaling/host"
)

// What travels on a link: the length of all, the length of the head, the head in JSON, then the blobs that the head gives the
// lengths of. Lengths are 32 bits, big end first.
const (
	maxFrame = 64 << 20 // bytes: a large board's view, whole
	maxAsk   = 2 << 20  // bytes of what is asked: the largest command that a page may give, and room
)

var (
	// errFrame means bytes that are no frame.
	errFrame = errors.New("relay: not a frame")
	// errTooBig means that what is asked or answered does not fit in a frame. The link is none the worse for it.
	errTooBig = errors.New("relay: too big for a frame")
)

// head is what a frame says. Answers repeat the ID of what was asked; what is told without being asked has none.
type head struct {
	ID    uint64          `json:"i,omitempty"`
	Kind  kind            `json:"k"`
	Room  rooms.RoomID    `json:"r,omitempty"`
	Conn  host.ConnID     `json:"c,omitempty"`
	Body  json.RawMessage `json:"b,omitempty"`
	Err   string          `json:"e,omitempty"`
	Blobs []int           `json:"l,omitempty"`
}

type frame struct {
	head
	blobs [][]byte
}

// size is about how many bytes it has.
func (f frame) size() int {
	n := len(f.Body)
	for _, b := range f.blobs {
		n += len(b)
	}
	return n
}

type kind string

const (
	kindHello  kind = "hello"
	kindBeat   kind = "beat"
	kindAnswer kind = "answer"
	kindSubmit kind = "submit"
	kindJoin   kind = "join"
	kindLeave  kind = "leave"
	kindHeads  kind = "heads"
	kindRecent kind = "recent"
	kindForget kind = "forget"
	kindTake   kind = "take"
	kindCall   kind = "call"
	// Told by the host's node, and without an answer.
	kindMoved     kind = "moved"
	kindDisplaced kind = "displaced"
	kindMediaOut  kind = "media.out"
	// Told to it.
	kindMediaJoin   kind = "media.join"
	kindMedia       kind = "media"
	kindMediaDetach kind = "media.detach"
	kindMediaLeave  kind = "media.leave"
)

func encode(f frame) ([]byte, error) {
	f.Blobs = make([]int, len(f.blobs))
	size := 0
	for i, b := range f.blobs {
		f.Blobs[i] = len(b)
		size += len(b)
	}
	text, err := json.Marshal(f.head)
	if err != nil {
		return nil, fmt.Errorf("relay: encode: %w", err)
	}
	all := 4 + len(text) + size
	if all > maxFrame {
		return nil, fmt.Errorf("%w: %d bytes", errTooBig, all)
	}
	out := make([]byte, 8, 4+all)
	binary.BigEndian.PutUint32(out, uint32(all))
	binary.BigEndian.PutUint32(out[4:], uint32(len(text)))
	out = append(out, text...)
	for _, b := range f.blobs {
		out = append(out, b...)
	}
	return out, nil
}

// read reads one frame. Memory is taken as bytes come, not as a length promises.
func read(from io.Reader, most int) (frame, error) {
	var size [4]byte
	if _, err := io.ReadFull(from, size[:]); err != nil {
		return frame{}, err //nolint:wrapcheck // the end of a link
	}
	all := int(binary.BigEndian.Uint32(size[:]))
	if all < 4 || all > most {
		return frame{}, fmt.Errorf("%w: %d bytes", errFrame, all)
	}
	var buf bytes.Buffer
	if _, err := io.CopyN(&buf, from, int64(all)); err != nil {
		return frame{}, err //nolint:wrapcheck // the end of a link
	}
	return decode(buf.Bytes())
}

func decode(data []byte) (frame, error) {
	text := int(binary.BigEndian.Uint32(data))
	data = data[4:]
	if text < 0 || text > len(data) {
		return frame{}, fmt.Errorf("%w: a head of %d bytes", errFrame, text)
	}
	var f frame
	if err := json.Unmarshal(data[:text], &f.head); err != nil {
		return frame{}, fmt.Errorf("%w: %w", errFrame, err)
	}
	data = data[text:]
	for _, n := range f.Blobs {
		if n < 0 || n > len(data) {
			return frame{}, fmt.Errorf("%w: a blob of %d bytes", errFrame, n)
		}
		f.blobs = append(f.blobs, data[:n:n])
		data = data[n:]
	}
	if len(data) != 0 {
		return frame{}, fmt.Errorf("%w: %d bytes too many", errFrame, len(data))
	}
	return f, nil
}

// named are the errors that mean something to who asked, by their names on a link. Of several that one error is, the first is told:
// those that have it asked for elsewhere come before those that say why nothing was saved.
func named() []struct {
	name string
	err  error
} {
	return []struct {
		name string
		err  error
	}{
		{"former", host.ErrFormer}, {"unordered", host.ErrUnordered}, {"fenced", host.ErrFenced}, {"held", host.ErrHeld}, {"stopped", host.ErrStopped},
		{"full", host.ErrFull}, {"not_saved", host.ErrNotSaved}, {"busy", host.ErrBusy}, {"no_room", host.ErrNoRoom},
	}
}

func nameOf(err error) string {
	if err == nil {
		return ""
	}
	for _, known := range named() {
		if errors.Is(err, known.err) {
			return known.name
		}
	}
	return "unavailable"
}

func errorOf(name string) error {
	if name == "" {
		return nil
	}
	for _, known := range named() {
		if known.name == name {
			return known.err
		}
	}
	return fmt.Errorf("%w: %s", ErrNoHost, name)
}

// wireCommand is a command on a link; its arguments are a blob. The host's node says when it took it.
type wireCommand struct {
	Client rooms.ClientID `json:"k,omitempty"`
	N      uint64         `json:"n,omitempty"`
	Actor  rooms.Actor    `json:"a"`
	Name   string         `json:"c"`
	Under  uint64         `json:"u,omitempty"`
	After  uint64         `json:"f,omitempty"`
}

type wireAnswer struct {
	Seq     rooms.Seq       `json:"s,omitempty"`
	Value   json.RawMessage `json:"v,omitempty"`
	Refusal *rooms.Refusal  `json:"r,omitempty"`
	Nothing bool            `json:"o,omitempty"`
}

// wireJoined is a host.Joined; its view and the data of its tail are blobs.
type wireJoined struct {
	Out    bool             `json:"o,omitempty"`
	Viewer rooms.Viewer     `json:"v"`
	Log    string           `json:"g,omitempty"`
	Term   uint64           `json:"t,omitempty"`
	To     rooms.Seq        `json:"u,omitempty"`
	Names  []rooms.MemberID `json:"m,omitempty"`
	Resume bool             `json:"s,omitempty"`
	View   bool             `json:"w,omitempty"`
	Tail   []wireSegment    `json:"l,omitempty"`
}

type wireSegment struct {
	Term uint64       `json:"t"`
	From rooms.Seq    `json:"f"`
	To   rooms.Seq    `json:"u"`
	At   rooms.Millis `json:"a"`
}

func joinedFrame(id uint64, j host.Joined) (frame, error) {
	w := wireJoined{Out: j.Out, Viewer: j.Viewer, Log: j.Log, Term: j.Term, To: j.To, Names: j.Names, Resume: j.Resume, View: j.View != nil}
	f := frame{head: head{ID: id, Kind: kindAnswer, Err: nameOf(j.Err)}}
	if w.View {
		f.blobs = append(f.blobs, j.View)
	}
	for _, s := range j.Tail {
		w.Tail = append(w.Tail, wireSegment{s.Term, s.From, s.To, s.At})
		f.blobs = append(f.blobs, s.Data)
	}
	body, err := json.Marshal(w)
	if err != nil {
		return frame{}, fmt.Errorf("relay: encode: %w", err)
	}
	f.Body = body
	return f, nil
}

func joinedOf(room rooms.RoomID, f frame) (host.Joined, error) {
	if f.Err != "" {
		return host.Joined{Err: errorOf(f.Err)}, nil
	}
	var w wireJoined
	if err := json.Unmarshal(f.Body, &w); err != nil {
		return host.Joined{}, fmt.Errorf("%w: %w", errFrame, err)
	}
	want := len(w.Tail)
	if w.View {
		want++
	}
	if len(f.blobs) != want {
		return host.Joined{}, errFrame
	}
	j := host.Joined{Out: w.Out, Viewer: w.Viewer, Log: w.Log, Term: w.Term, To: w.To, Names: w.Names, Resume: w.Resume}
	rest := f.blobs
	if w.View {
		j.View, rest = rest[0], rest[1:]
	}
	for i, s := range w.Tail {
		j.Tail = append(j.Tail, host.Segment{Room: room, Term: s.Term, From: s.From, To: s.To, At: s.At, Data: rest[i]})
	}
	return j, nil
}
