package relay

import (
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"net"
	"slices"
	"time"
)

// ErrStranger means that the other side of a link does not know the nodes' secret, or has another.
var ErrStranger = errors.New("relay: the other side does not know the nodes' secret")

// TLS makes links of a secret that all nodes share: both sides show a certificate of the one key that follows from it, so that
// who does not know the secret can neither read a link nor speak on it (RFC 8446; the key by HKDF, RFC 5869). While the secret
// is changed there may be more: a node shows the key of the first, and takes those of all.
func TLS(secrets ...string) (*tls.Config, error) {
	var key ed25519.PrivateKey
	var taken []ed25519.PublicKey
	for _, secret := range slices.Backward(secrets) {
		seed, err := hkdf.Key(sha256.New, []byte(secret), nil, "palabre links 1", ed25519.SeedSize)
		if err != nil {
			return nil, fmt.Errorf("relay: key of links: %w", err)
		}
		key = ed25519.NewKeyFromSeed(seed)
		taken = append(taken, ed25519.PublicKey(key[ed25519.SeedSize:]))
	}
	if key == nil {
		return nil, ErrStranger
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "palabre"},
		NotBefore: time.Unix(0, 0), NotAfter: time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), // the secret is what ends
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, fmt.Errorf("relay: certificate of links: %w", err)
	}
	return &tls.Config{
		MinVersion:   tls.VersionTLS13,
		Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}},
		ClientAuth:   tls.RequireAnyClientCert,
		// No authority and no name is believed, the key alone, which is checked below.
		InsecureSkipVerify: true, //nolint:gosec // see VerifyConnection
		VerifyConnection: func(state tls.ConnectionState) error {
			if len(state.PeerCertificates) != 1 {
				return ErrStranger
			}
			theirs, ok := state.PeerCertificates[0].PublicKey.(ed25519.PublicKey)
			if !ok || !slices.ContainsFunc(taken, func(k ed25519.PublicKey) bool { return k.Equal(theirs) }) {
				return ErrStranger
			}
			return nil
		},
		SessionTicketsDisabled: true,
	}, nil
}

// Dialer reaches other nodes over TCP with these links.
func Dialer(config *tls.Config) func(context.Context, string) (net.Conn, error) {
	d := &tls.Dialer{NetDialer: &net.Dialer{Timeout: time.Second}, Config: config}
	return func(ctx context.Context, address string) (net.Conn, error) { return d.DialContext(ctx, "tcp", address) }
}
