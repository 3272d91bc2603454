package redis

import (
	"bytes"
	"crypto/cipher"
	"errors"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func drawn(t *rapid.T, name string) (p process) {
	copy(p[:], rapid.SliceOfN(rapid.Byte(), len(p), len(p)).Draw(t, name))
	return p
}

func key(t interface{ Fatal(...any) }, secret string, of process) cipher.AEAD {
	out, err := keyOf(secret, of)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// A message comes back as it went, and shows nothing of its batch; with one bit changed anywhere, its head too, or an end
// missing, for another channel, in the name of another process or under another secret, it is no message.
func TestMessagesAreWholeOrNone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batch := rapid.SliceOf(rapid.Byte()).Draw(t, "batch")
		number := rapid.Uint64().Draw(t, "number")
		from, secret := drawn(t, "from"), rapid.String().Draw(t, "secret")
		m := newMessage("channel", from, batch)
		m.number(number)
		data := m.sealed(key(t, secret, from))
		if len(data) != headSize+len(batch)+tagSize {
			t.Fatalf("%d bytes of %d", len(data), len(batch))
		}
		if len(batch) > 8 && bytes.Contains(data[headSize:], batch) {
			t.Fatal("its batch can be read")
		}
		open := func(secret, channel string, data []byte) ([]byte, bool) {
			by, _, ok := readHead(data)
			if !ok {
				return nil, false
			}
			heard := voices{secrets: []string{"another", secret}, known: map[process]*voice{}}
			voice, got, err := heard.open(by, channel, bytes.Clone(data))
			if (err == nil) != (len(heard.known) == 1 && voice != nil) {
				t.Fatal("who proved nothing is remembered")
			}
			return got, err == nil
		}
		gotFrom, gotNumber, _ := readHead(data)
		if got, ok := open(secret, "channel", data); !ok || gotFrom != from || gotNumber != number || !bytes.Equal(got, batch) {
			t.Fatalf("came back as %x, %d, %q, %v", gotFrom, gotNumber, got, ok)
		}
		refused := func(what, secret, channel string, data []byte) {
			if _, ok := open(secret, channel, data); ok {
				t.Fatalf("taken with %s", what)
			}
		}
		bent := bytes.Clone(data)
		bit := rapid.IntRange(0, 8*len(data)-1).Draw(t, "bit")
		bent[bit/8] ^= 1 << (bit % 8)
		refused("a bit changed", secret, "channel", bent)
		refused("its end missing", secret, "channel", data[:rapid.IntRange(0, len(data)-1).Draw(t, "end")])
		refused("another channel", secret, "channe", data)
		refused("another secret", secret+"x", "channel", data)
		other := drawn(t, "other")
		if other != from {
			copy(bent, data)
			copy(bent[len(mark):], other[:])
			refused("another sender", secret, "channel", bent)
		}
	})
}

// Numbers once began anew for each server. Under one key they are nonces: two messages of one number would tell the
// difference of their batches to whoever reads two Redis servers, and how to forge (NIST SP 800-38D, appendix A).
func TestNoNumberIsGivenTwice(t *testing.T) {
	b := &Bus{}
	servers := []*outbox{newOutbox(b.next), newOutbox(b.next), newOutbox(b.next)}
	const each = 1000
	var all sync.WaitGroup
	for _, o := range servers {
		for range 2 {
			all.Go(func() {
				for range each {
					if err := o.add(newMessage("channel", process{}, nil)); err != nil {
						t.Error(err)
					}
				}
			})
		}
	}
	all.Wait()
	seen := map[[12]byte]bool{}
	for _, o := range servers {
		last := uint64(0)
		for _, m := range o.list {
			_, n, ok := readHead(append(bytes.Clone(m.data), make([]byte, tagSize)...))
			at := [12]byte(nonce(m.data))
			if !ok || seen[at] || n <= last {
				t.Fatalf("%d after %d, as another was", n, last)
			}
			seen[at], last = true, n
		}
	}
	if len(seen) != 2*each*len(servers) {
		t.Errorf("%d", len(seen))
	}
}

// What waits for a server that takes nothing is bounded, in messages and in bytes, and what was taken makes room again. (A busy
// machine filled no queue in the second that a real server is waited for.)
func TestWhatWaitsIsBounded(t *testing.T) {
	for _, c := range []struct{ size, fit int }{{0, maxWaiting}, {1 << 20, maxWaitingBytes>>20 - 1}} {
		b := &Bus{}
		o := newOutbox(b.next)
		m := newMessage("channel", process{}, make([]byte, c.size))
		n := 0
		for ; o.add(m) == nil; n++ {
			if n > c.fit {
				t.Fatalf("%d of %d bytes wait", n, c.size)
			}
		}
		if n != c.fit || !errors.Is(o.add(m), ErrFull) || b.said.Load() != uint64(c.fit) {
			t.Errorf("%d of %d bytes, %d numbers", n, c.size, b.said.Load())
		}
		if len(o.take()) == 0 || o.add(m) != nil {
			t.Error("taking made no room")
		}
		if lost := o.shut(); lost == 0 || !errors.Is(o.add(m), ErrAway) {
			t.Errorf("%d were lost", lost)
		}
	}
}

// Two lives of a node, and two secrets, have nothing in common: what one sealed tells nothing of what the other did.
func TestEachLifeHasAKeyOfItsOwn(t *testing.T) {
	batch := []byte(strings.Repeat("x", 64))
	seal := func(secret string, from process) string {
		m := newMessage("channel", from, batch)
		m.number(1)
		return string(m.sealed(key(t, secret, from))[headSize:])
	}
	first := seal("a", process{1})
	if first == seal("a", process{2}) || first == seal("b", process{1}) || first != seal("a", process{1}) {
		t.Error("keys do not follow from the secret and the process")
	}
}

// BenchmarkSeal is what sealing and opening cost, for a small frame and a large one.
func BenchmarkSeal(b *testing.B) {
	from := process{1}
	k := key(b, "secret", from)
	for _, c := range []struct {
		name string
		size int
	}{{"200B", 200}, {"4KiB", 4 << 10}} {
		batch := make([]byte, c.size)
		b.Run("seal/"+c.name, func(b *testing.B) {
			m := newMessage("palabre:room:ses_1", from, batch)
			b.ReportMetric(float64(len(m.data)+tagSize-c.size), "bytes-more")
			for n := uint64(1); b.Loop(); n++ {
				m.number(n)
				m.sealed(k)
			}
		})
		b.Run("open/"+c.name, func(b *testing.B) {
			m := newMessage("palabre:room:ses_1", from, batch)
			m.number(1)
			data := m.sealed(k)
			again := make([]byte, len(data))
			for b.Loop() {
				copy(again, data)
				if _, err := opened(k, m.channel, again); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
