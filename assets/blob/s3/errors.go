package s3

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"syscall"
	"time"

	"github.com/minio/minio-go/v7"

	"palabre/assets/blob"
)

// What the bucket says beside blob's own errors. Nothing was kept, or deleted.
var (
	// ErrAway: the server does not answer, or not now. Trying later may do.
	ErrAway = errors.New("s3: the server is away")
	// ErrKey: the key or its secret is wrong, or may not do this.
	ErrKey = errors.New("s3: the key is refused")
	// ErrBucket: there is no such bucket.
	ErrBucket = errors.New("s3: no such bucket")
)

const (
	tries       = 3               // of a request that another try may help
	dialWithin  = 3 * time.Second // a connection, TLS included
	beginWithin = time.Minute     // the first byte of an answer: a large object takes time to be put together
)

func transport(secure bool) (*http.Transport, error) {
	t, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, fmt.Errorf("s3: %w", err)
	}
	t.DialContext = (&net.Dialer{Timeout: dialWithin, KeepAlive: 15 * time.Second}).DialContext
	t.TLSHandshakeTimeout, t.ResponseHeaderTimeout = dialWithin, beginWithin
	return t, nil
}

// told gives an error its meaning.
func (s *Store) told(doing string, err error) error {
	if err == nil {
		return nil
	}
	if meaning := meaning(err); meaning != nil {
		return fmt.Errorf("%s: %w: %w", doing, meaning, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// meaning is nil when an error has none of its own.
func meaning(err error) error {
	if errors.Is(err, context.Canceled) {
		return nil
	}
	var answer minio.ErrorResponse
	errors.As(err, &answer)
	switch answer.Code {
	case minio.NoSuchKey:
		return blob.ErrNotFound
	case minio.NoSuchBucket:
		return ErrBucket
	case minio.AccessDenied, minio.InvalidAccessKeyID, minio.SignatureDoesNotMatch, "InvalidAccessKey", "AllAccessDisabled", "AuthorizationHeaderMalformed", "RequestTimeTooSkewed",
		"XAdminUserNotFound": // what Versity's gateway says of a key that it does not know
		return ErrKey
	case "XMinioStorageFull", "QuotaExceeded", "InsufficientStorage":
		return blob.ErrFull
	}
	var dns *net.DNSError
	var netErr net.Error
	switch {
	case answer.StatusCode == http.StatusUnauthorized, answer.StatusCode == http.StatusForbidden:
		return ErrKey
	case answer.StatusCode == http.StatusInsufficientStorage:
		return blob.ErrFull
	case answer.StatusCode >= http.StatusInternalServerError, errors.As(err, &dns), errors.As(err, &netErr), minio.IsNetworkOrHostDown(err, false),
		errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, syscall.ECONNRESET):
		return ErrAway
	}
	return nil
}

// full tells a full disk of this machine.
func full(doing string, err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fmt.Errorf("%s: %w: %w", doing, blob.ErrFull, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// Why a bucket does not suit.
const (
	CodeAway     = "s3_away"
	CodeKey      = "s3_key"
	CodeBucket   = "s3_bucket"
	CodeVersions = "s3_versions"
	CodeFull     = "s3_full"
	CodePlain    = "s3_plain" // TLS was spoken to a server that speaks none
)

// Refusal says why the bucket that the setting names does not suit, for whoever set it. It holds no secret.
type Refusal struct {
	Code    string
	Setting string // PALABRE_S3_URL
	FR, EN  string
	cause   error
}

func (r *Refusal) Error() string {
	if r.cause == nil {
		return r.Setting + ": " + r.EN
	}
	return r.Setting + ": " + r.EN + " (" + r.cause.Error() + ")"
}

// Unwrap gives what the server, or the way to it, said.
func (r *Refusal) Unwrap() error { return r.cause }

// refused gives an error of the bucket the sentences for whoever set it.
func (s *Store) refused(err error) *Refusal {
	err = s.told("ask the bucket", err)
	switch {
	case errors.Is(err, ErrKey):
		return s.refuse(CodeKey, err)
	case errors.Is(err, ErrBucket):
		return s.refuse(CodeBucket, err)
	case errors.Is(err, blob.ErrFull):
		return s.refuse(CodeFull, err)
	case strings.Contains(err.Error(), "HTTP response to HTTPS client"): // net/http has no name for it
		return s.refuse(CodePlain, err)
	default:
		return s.refuse(CodeAway, err)
	}
}

func (s *Store) refuse(code string, cause error) *Refusal {
	r := &Refusal{Code: code, Setting: "PALABRE_S3_URL", cause: cause}
	switch code {
	case CodeKey:
		r.FR = "Le serveur % refuse la clé, ou ne lui permet pas de lire, d’écrire, de lister et d’effacer dans le seau. Attendu une clé qui le peut."
		r.EN = "The server % refuses the key, or does not let it read, write, list and delete in the bucket. Expected a key that may."
	case CodeBucket:
		r.FR = "Le serveur % n’a pas ce seau. Attendu un seau qui existe, ou create=yes pour que Palabre le fasse."
		r.EN = "The server % does not have this bucket. Expected a bucket that exists, or create=yes for Palabre to make it."
	case CodeVersions:
		r.FR = "Ce seau du serveur % garde ce qui est effacé. Attendu un seau sans versions\u00a0: ce qui doit être détruit doit l’être."
		r.EN = "This bucket of the server % keeps what is deleted. Expected a bucket without versions: what must be destroyed must be."
	case CodeFull:
		r.FR = "Le serveur % n’a plus de place. Attendu de la place pour écrire."
		r.EN = "The server % has no room left. Expected room to write."
	case CodePlain:
		r.FR = "Le serveur % ne parle pas TLS. Attendu un magasin qui le parle; ou tls=no après l’adresse, s3://clé:secret@hôte:9000/seau?tls=no, sur un réseau où personne n’écoute."
		r.EN = "The server % does not speak TLS. Expected a store that does; or tls=no after the address, s3://key:secret@host:9000/bucket?tls=no, on a network where nobody listens."
	default:
		r.FR = "Le serveur % ne répond pas comme il faut. Attendu un magasin compatible S3 en marche, joignable d’ici."
		r.EN = "The server % does not answer as it should. Expected a running S3-compatible store that can be reached from here."
	}
	at := s.core.EndpointURL().Host
	r.FR, r.EN = strings.ReplaceAll(r.FR, "%", at), strings.ReplaceAll(r.EN, "%", at)
	return r
}
