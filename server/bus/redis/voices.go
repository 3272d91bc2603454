package redis

import "crypto/cipher"

// maxHeard bounds the processes that are remembered; each restart of a node is one more.
const maxHeard = 1024

// voices are the processes that a server's reader heard, each with its key and its last number. They are the reader's alone.
type voices struct {
	secrets []string // any of them may have made a process's key
	known   map[process]*voice
}

type voice struct {
	key  cipher.AEAD
	last uint64
}

// open gives a message's batch, and who says it. Who is not known yet is remembered once it proves to know a secret: nobody
// else fills the memory. Fails with errForged.
func (v *voices) open(from process, channel string, data []byte) (*voice, []byte, error) {
	if known := v.known[from]; known != nil {
		batch, err := opened(known.key, channel, data)
		return known, batch, err
	}
	for _, secret := range v.secrets {
		key, err := keyOf(secret, from)
		if err != nil {
			return nil, nil, err
		}
		batch, err := opened(key, channel, append([]byte(nil), data...)) // another secret may have to try
		if err != nil {
			continue
		}
		if len(v.known) >= maxHeard {
			clear(v.known)
		}
		v.known[from] = &voice{key: key}
		return v.known[from], batch, nil
	}
	return nil, nil, errForged
}

// fresh tells whether a number is above all that were said, and remembers it.
func (v *voice) fresh(number uint64) bool {
	if number <= v.last {
		return false
	}
	v.last = number
	return true
}
