package gateway

import (
	"encoding/binary"
	"encoding/json"
	"strconv"

	"palabre/rooms"
	"palabre/signaling/wire"
)

// Kinds of WebSocket frames.
const (
	opText  = 0x1
	opClose = 0x8
	opPing  = 0x9
)

// frame puts a payload in an unmasked, final WebSocket frame.
func frame(op byte, payload []byte) []byte {
	out := make([]byte, 0, len(payload)+10)
	return append(appendFrameHead(out, op, len(payload)), payload...)
}

func appendFrameHead(to []byte, op byte, n int) []byte {
	to = append(to, 0x80|op)
	switch {
	case n < 126:
		return append(to, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(to, 126), uint16(n))
	default:
		return binary.BigEndian.AppendUint64(append(to, 127), uint64(n))
	}
}

func closeFrame(code wire.Close, reason string) []byte {
	return frame(opClose, append(binary.BigEndian.AppendUint16(nil, uint16(code)), reason...))
}

// text frames a message. Messages of ours always encode; one that does not is a fault, told by an empty frame.
func (g *Gateway) text(m wire.FromServer) []byte {
	data, err := wire.Encode(m)
	if err != nil {
		g.Logger.Error().Err(err).Type("message", m).Msg("a message could not be encoded")
		return nil
	}
	return frame(opText, data)
}

// okFrame is the most frequent answer, written by hand.
func okFrame(room rooms.RoomID, n uint64, seq rooms.Seq, value json.RawMessage) []byte {
	p := make([]byte, 0, 128+len(value))
	p = append(p, `{"t":"ok","r":"`...)
	p = append(p, room...)
	p = append(p, `","n":`...)
	p = strconv.AppendUint(p, n, 10)
	p = append(p, `,"seq":`...)
	p = strconv.AppendUint(p, uint64(seq), 10)
	if len(value) > 0 {
		p = append(append(p, `,"v":`...), value...)
	}
	return frame(opText, append(p, '}'))
}

// batchFrame frames data (items joined by commas) as what leads a room from one position to another.
func batchFrame(room rooms.RoomID, from, to rooms.Seq, data [][]byte, names []byte) []byte {
	head := make([]byte, 0, 128)
	head = append(head, `{"t":"f","r":"`...)
	head = append(head, room...)
	head = append(head, `","from":`...)
	head = strconv.AppendUint(head, uint64(from), 10)
	head = append(head, `,"to":`...)
	head = strconv.AppendUint(head, uint64(to), 10)
	head = append(head, `,"d":[`...)
	n, parts := len(head)+len(`]}`), 0
	for _, d := range data {
		if len(d) > 0 {
			n += len(d)
			parts++
		}
	}
	n += max(parts-1, 0)
	if len(names) > 0 {
		n += len(`,"names":`) + len(names)
	}
	out := make([]byte, 0, n+10)
	out = append(appendFrameHead(out, opText, n), head...)
	first := true
	for _, d := range data {
		if len(d) == 0 {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(out, d...)
	}
	out = append(out, ']')
	if len(names) > 0 {
		out = append(append(out, `,"names":`...), names...)
	}
	return append(out, '}')
}

// ephFrame frames volatile items.
func ephFrame(room rooms.RoomID, data []byte) []byte {
	n := len(`{"t":"eph","r":"","d":[]}`) + len(room) + len(data)
	out := appendFrameHead(make([]byte, 0, n+10), opText, n)
	out = append(out, `{"t":"eph","r":"`...)
	out = append(out, room...)
	out = append(out, `","d":[`...)
	out = append(out, data...)
	return append(out, `]}`...)
}
