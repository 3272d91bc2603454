package app

import (
	"crypto/rand"
	"encoding/base64"

	"github.com/google/uuid"
)

// chance mints identities and secrets.
type chance struct{}

// ID is a UUID v7: ordered by time, so that rows made together lie together.
func (chance) ID() string { return uuid.Must(uuid.NewV7()).String() }

// Secret has 256 bits of chance and is safe in a URL.
func (chance) Secret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(b[:])
}
