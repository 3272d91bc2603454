// Package s3 keeps blobs in a bucket of an S3-compatible store: prefix + ab/abcdef…. What is kept was read whole and named
// before the first byte leaves, so that a name is there whole or not at all, and several nodes may keep the same blob at once.
package s3

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"iter"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"palabre/assets/blob"
)

// Options say which bucket, and who asks.
type Options struct {
	Endpoint string // host:port
	TLS      bool
	Region   string
	Bucket   string
	Prefix   string // before every name, "" or ending in "/"
	Key      string
	Secret   string
	// DNS puts the bucket in the host's name instead of the path.
	DNS bool
	// Create makes the bucket at the start when it is not there.
	Create bool
}

// Store is a bucket, or the part of one that has a prefix.
type Store struct {
	core   minio.Core
	bucket string
	prefix string
	spool  string
	way    *http.Transport
}

var _ blob.Store = (*Store)(nil)

// Open finds the bucket, or makes it when the options say so. Blobs larger than a part wait for their name in the folder
// spool ("" for the system's). The error is a *Refusal.
func Open(ctx context.Context, o Options, spool string) (*Store, error) {
	lookup := minio.BucketLookupPath
	if o.DNS {
		lookup = minio.BucketLookupDNS
	}
	way, err := transport(o.TLS)
	if err != nil {
		return nil, fmt.Errorf("s3: %w", err)
	}
	client, err := minio.New(o.Endpoint, &minio.Options{
		Creds: credentials.NewStaticV4(o.Key, o.Secret, ""), Secure: o.TLS, Region: o.Region, BucketLookup: lookup,
		Transport: way, MaxRetries: tries,
	})
	if err != nil {
		return nil, fmt.Errorf("s3: %w", err)
	}
	s := &Store{core: minio.Core{Client: client}, bucket: o.Bucket, prefix: o.Prefix, spool: spool, way: way}
	if err := s.find(ctx, o); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// find makes sure of a bucket that forgets what is deleted.
func (s *Store) find(ctx context.Context, o Options) error {
	err := s.look(ctx)
	if minio.ToErrorResponse(err).Code == minio.NoSuchBucket && o.Create {
		err = s.core.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: o.Region})
		// Another node may have made it meanwhile.
		if code := minio.ToErrorResponse(err).Code; code == minio.BucketAlreadyOwnedByYou || code == minio.BucketAlreadyExists {
			err = s.look(ctx)
		}
	}
	if err != nil {
		return s.refused(err)
	}
	versions, err := s.core.GetBucketVersioning(ctx, s.bucket)
	if err != nil { // a server, or a key, that cannot tell: most keep no versions
		return nil //nolint:nilerr // Check comes next, and tells what matters
	}
	if versions.Enabled() {
		return s.refuse(CodeVersions, nil)
	}
	return nil
}

// look asks for the first name: a whole question and answer, where one without words would not tell a wrong key from a
// bucket that is not there.
func (s *Store) look(ctx context.Context) error {
	for object := range s.core.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true, MaxKeys: 1}) {
		return object.Err
	}
	return ctx.Err()
}

// Close lets go of the connections.
func (s *Store) Close() error {
	s.way.CloseIdleConnections()
	return nil
}

func (s *Store) place(n blob.Name) string { return s.prefix + string(n[:2]) + "/" + string(n) }

// Put implements blob.Store.
func (s *Store) Put(ctx context.Context, r io.Reader, most int64) (blob.Info, error) {
	held, err := s.hold(ctx, r, most)
	if err != nil {
		return blob.Info{}, err
	}
	err = s.send(ctx, held)
	if err := errors.Join(s.told("keep blob", err), held.drop()); err != nil {
		return blob.Info{}, err
	}
	return held.info, nil
}

// Get implements blob.Store. Reading ends with ctx.
func (s *Store) Get(ctx context.Context, n blob.Name) (io.ReadCloser, error) {
	if !n.Valid() {
		return nil, blob.ErrBadName
	}
	body, _, _, err := s.core.GetObject(ctx, s.bucket, s.place(n), minio.GetObjectOptions{})
	if err != nil {
		return nil, s.told("open blob", err)
	}
	return &checked{body: body, sum: sha256.New(), want: n}, nil
}

// Stat implements blob.Store.
func (s *Store) Stat(ctx context.Context, n blob.Name) (blob.Info, error) {
	if !n.Valid() {
		return blob.Info{}, blob.ErrBadName
	}
	info, err := s.core.StatObject(ctx, s.bucket, s.place(n), minio.StatObjectOptions{})
	if err != nil {
		return blob.Info{}, s.told("look at blob", err)
	}
	return blob.Info{Name: n, Size: info.Size}, nil
}

// Delete implements blob.Store.
func (s *Store) Delete(ctx context.Context, n blob.Name) error {
	if !n.Valid() {
		return blob.ErrBadName
	}
	err := s.told("delete blob", s.core.RemoveObject(ctx, s.bucket, s.place(n), minio.RemoveObjectOptions{}))
	if errors.Is(err, blob.ErrNotFound) {
		return nil
	}
	return err
}

// List implements blob.Store, a page at a time.
func (s *Store) List(ctx context.Context) iter.Seq2[blob.Info, error] {
	return func(yield func(blob.Info, error) bool) {
		for object := range s.core.ListObjectsIter(ctx, s.bucket, minio.ListObjectsOptions{Prefix: s.prefix, Recursive: true}) {
			if object.Err != nil {
				yield(blob.Info{}, s.told("list blobs", object.Err))
				return
			}
			name := blob.Name(object.Key[strings.LastIndexByte(object.Key, '/')+1:])
			if !name.Valid() || s.place(name) != object.Key {
				continue
			}
			if !yield(blob.Info{Name: name, Size: object.Size}, nil) {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(blob.Info{}, fmt.Errorf("list blobs: %w", err))
		}
	}
}

// Check implements blob.Store: it keeps and deletes an object. Its error is a *Refusal.
func (s *Store) Check(ctx context.Context) error {
	place := s.prefix + "check/" + uuid.NewString()
	_, err := s.core.PutObject(ctx, s.bucket, place, strings.NewReader("check"), int64(len("check")), "", string(blob.NameOf([]byte("check"))), signed())
	if err == nil {
		err = s.core.RemoveObject(ctx, s.bucket, place, minio.RemoveObjectOptions{})
	}
	if err != nil {
		return s.refused(err)
	}
	return nil
}

// checked reads a blob and at its end compares it with its name.
type checked struct {
	body io.ReadCloser
	sum  hash.Hash
	want blob.Name
}

func (c *checked) Read(p []byte) (int, error) {
	n, err := c.body.Read(p)
	c.sum.Write(p[:n]) // a hash never fails
	if errors.Is(err, io.EOF) && hex.EncodeToString(c.sum.Sum(nil)) != string(c.want) {
		return n, blob.ErrDamaged
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}

func (c *checked) Close() error { return c.body.Close() }
