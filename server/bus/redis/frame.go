package redis

import (
	"encoding/binary"
	"hash/crc32"
)

// A message is a head and the batch as host.EncodeBatch wrote it (room, term, from, upto and the bytes):
//
//	4 bytes  "PLB1"
//	16 bytes the process that says it
//	8 bytes  its number there, rising, big endian
//	4 bytes  CRC-32C of the batch, the process and the number
const (
	mark     = "PLB1"
	headSize = len(mark) + len(process{}) + 8 + 4
)

// maxMessage bounds a message, in bytes. A gateway that misses one gets what it says from the room's host.
const maxMessage = 4 << 20

// process is one life of a node.
type process [16]byte

type message struct {
	channel string
	data    []byte // head and batch
	sum     uint32 // of the batch and the process
	beat    bool   // to itself: see beatEvery
}

func castagnoli() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) } // made once, by the library

// newMessage makes a message that has no number yet.
func newMessage(channel string, from process, batch []byte) message {
	data := make([]byte, headSize, headSize+len(batch))
	copy(data, mark)
	copy(data[len(mark):], from[:])
	sum := crc32.Update(crc32.Checksum(batch, castagnoli()), castagnoli(), from[:])
	return message{channel: channel, data: append(data, batch...), sum: sum}
}

// number completes it.
func (m message) number(n uint64) {
	at := len(mark) + len(process{})
	binary.BigEndian.PutUint64(m.data[at:], n)
	binary.BigEndian.PutUint32(m.data[at+8:], crc32.Update(m.sum, castagnoli(), m.data[at:at+8]))
}

// openMessage checks a message and takes its head off; false when it is damaged.
func openMessage(data []byte) (from process, number uint64, batch []byte, ok bool) {
	if len(data) < headSize || string(data[:len(mark)]) != mark {
		return from, 0, nil, false
	}
	at := len(mark)
	at += copy(from[:], data[at:])
	number, batch = binary.BigEndian.Uint64(data[at:]), data[headSize:]
	sum := crc32.Checksum(batch, castagnoli())
	sum = crc32.Update(crc32.Update(sum, castagnoli(), from[:]), castagnoli(), data[at:at+8])
	return from, number, batch, sum == binary.BigEndian.Uint32(data[at+8:])
}
