package redis

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
)

// A message is a head and the batch as host.EncodeBatch wrote it (room, term, from, upto and the bytes), sealed:
//
//	4 bytes  "PLB2"
//	16 bytes the process that says it, drawn at its start
//	8 bytes  its number there, rising, big endian
//	the batch by AES-256-GCM, and the tag of 16 bytes
//
// The additional data is the head and the channel, so that a message is good in one room, from one process, at one number.
// Version 1 ("PLB1") was not sealed: it is not taken any more.
const (
	mark     = "PLB2"
	numberAt = len(mark) + len(process{})
	headSize = numberAt + 8
	tagSize  = 16
)

// maxMessage bounds a message, in bytes. A gateway that misses one gets what it says from the room's host.
const maxMessage = 4 << 20

// process is one life of a node.
type process [16]byte

// keyInfo says what the key is for (RFC 5869, §3.2): the same secret makes those of the links.
const keyInfo = "palabre bus 1"

// keyOf makes the key of a process from a secret that all nodes share. The process is the salt, so that each life of a node
// has a key of its own; see seal.
func keyOf(secret string, of process) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, []byte(secret), of[:], keyInfo, 32)
	if err != nil {
		return nil, fmt.Errorf("redis bus: key: %w", err)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("redis bus: key: %w", err)
	}
	sealer, err := cipher.NewGCM(block)
	if err != nil {
		return nil, fmt.Errorf("redis bus: key: %w", err)
	}
	return sealer, nil
}

type message struct {
	channel string
	data    []byte // head and batch, with room for the tag
	beat    bool   // to itself: see beatEvery
}

// newMessage makes a message that has no number yet.
func newMessage(channel string, from process, batch []byte) message {
	data := make([]byte, headSize, headSize+len(batch)+tagSize)
	copy(data, mark)
	copy(data[len(mark):], from[:])
	return message{channel: channel, data: append(data, batch...)}
}

// number says which of its process it is.
func (m message) number(n uint64) { binary.BigEndian.PutUint64(m.data[numberAt:], n) }

// sealed completes a message that has its number; its bytes are used up.
//
// No nonce comes twice under a key: it is the number, of which the process gives each once, over all servers, and the key is
// that process's alone. This is the deterministic construction of NIST SP 800-38D, §8.2.1, with an empty (zero) fixed field and
// an invocation field of 64 bits, so that the bound of 2³² messages a key (§8.3), which random nonces have, does not hold for it.
// Two processes have one key only if they drew the same 122 random bits.
func (m message) sealed(key cipher.AEAD) []byte {
	head := m.data[:headSize]
	return key.Seal(head, nonce(head), m.data[headSize:], bound(head, m.channel))
}

func nonce(head []byte) []byte {
	var out [12]byte
	copy(out[4:], head[numberAt:])
	return out[:]
}

// bound is what a message is bound to. The head's length is fixed: no two heads and channels make the same.
func bound(head []byte, channel string) []byte {
	return append(append(make([]byte, 0, headSize+len(channel)), head...), channel...)
}

// readHead tells who says a message, and its number there; false when it is none of this version.
func readHead(data []byte) (from process, number uint64, ok bool) {
	if len(data) < headSize+tagSize || string(data[:len(mark)]) != mark {
		return from, 0, false
	}
	copy(from[:], data[len(mark):])
	return from, binary.BigEndian.Uint64(data[numberAt:]), true
}

// errForged means that a message was not sealed by who knows the secret, for this channel, or is damaged.
var errForged = errors.New("redis bus: a message cannot be opened")

// opened gives a message's batch; its bytes are used up.
func opened(key cipher.AEAD, channel string, data []byte) ([]byte, error) {
	head, body := data[:headSize], data[headSize:]
	batch, err := key.Open(body[:0], nonce(head), body, bound(head, channel))
	if err != nil {
		return nil, errForged
	}
	return batch, nil
}
