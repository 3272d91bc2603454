package s3_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"go.uber.org/goleak"

	"palabre/assets/blob"
	"palabre/assets/blob/blobtest"
	"palabre/assets/blob/s3"
	"palabre/assets/blob/s3/s3test"
)

// options name a fresh bucket of a server.
func options(server *s3test.Server, made *atomic.Int64) s3.Options {
	return s3.Options{
		Endpoint: server.Endpoint, Region: server.Region, Key: server.Key, Secret: server.Secret,
		Bucket: fmt.Sprintf("palabre-%d", made.Add(1)), Create: true,
	}
}

func open(t testing.TB, o s3.Options) *s3.Store {
	t.Helper()
	return openIn(t, o, t.TempDir())
}

func openIn(t testing.TB, o s3.Options, spool string) *s3.Store {
	t.Helper()
	s, err := s3.Open(t.Context(), o, spool)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// raw is the bucket without the store.
func raw(t testing.TB, o s3.Options) *minio.Client {
	t.Helper()
	c, err := minio.New(o.Endpoint, &minio.Options{Creds: credentials.NewStaticV4(o.Key, o.Secret, ""), Region: o.Region, BucketLookup: minio.BucketLookupPath})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func keep(t testing.TB, s *s3.Store, data string) blob.Info {
	t.Helper()
	info, err := s.Put(t.Context(), strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func TestContract(t *testing.T) {
	server, made := s3test.Start(t), &atomic.Int64{}
	for _, prefix := range []string{"", "un/pré fixe/"} {
		t.Run("prefix "+strconv.Quote(prefix[:min(len(prefix), 2)]), func(t *testing.T) {
			blobtest.Run(t, func(t testing.TB) blob.Store {
				o := options(server, made)
				o.Prefix = prefix
				return open(t, o)
			})
		})
	}
}

// Two stores in one bucket do not see each other's blobs, nor what else is there.
func TestAPrefixIsAStoreOfItsOwn(t *testing.T) {
	server, made := s3test.Start(t), &atomic.Int64{}
	o := options(server, made)
	whole := open(t, o)
	o.Prefix = "a/"
	part := open(t, o)
	mine, others := keep(t, part, "mine"), keep(t, whole, "other")
	if _, err := raw(t, o).PutObject(t.Context(), o.Bucket, "a/lisez-moi", strings.NewReader("x"), 1, minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	for store, want := range map[*s3.Store]blob.Name{part: mine.Name, whole: others.Name} {
		for info, err := range store.List(t.Context()) {
			if err != nil || info.Name != want {
				t.Errorf("%+v, %v", info, err)
			}
		}
	}
}

func TestADamagedBlobIsNotGivenAsWhole(t *testing.T) {
	server, made := s3test.Start(t), &atomic.Int64{}
	o := options(server, made)
	s := open(t, o)
	info := keep(t, s, "compte rendu")
	place := string(info.Name[:2]) + "/" + string(info.Name)
	if _, err := raw(t, o).PutObject(t.Context(), o.Bucket, place, strings.NewReader("compte vendu"), 12, minio.PutObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := blob.ReadAll(t.Context(), s, info.Name, 100); !errors.Is(err, blob.ErrDamaged) {
		t.Fatalf("error %v", err)
	}
	keep(t, s, "compte rendu") // keeping it again mends it
	if got, err := blob.ReadAll(t.Context(), s, info.Name, 100); err != nil || string(got) != "compte rendu" {
		t.Fatalf("%q, %v", got, err)
	}
}

// large gives n bytes that differ along the way, and notes how much memory lives meanwhile.
type large struct {
	left int
	at   byte
	peak uint64
	read int
}

func (l *large) Read(p []byte) (int, error) {
	if l.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), l.left)
	for i := range p[:n] {
		l.at = l.at*31 + 7
		p[i] = l.at
	}
	l.left -= n
	if l.read += n; l.read > 4<<20 {
		l.read = 0
		l.look()
	}
	return n, nil
}

func (l *large) look() {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	l.peak = max(l.peak, m.HeapInuse)
}

const mebibyte = 1 << 20

// A blob of many parts goes and comes in little memory, and leaves no file behind.
func TestALargeBlobPassesInLittleMemory(t *testing.T) {
	const size = 96*mebibyte + 3
	server, made := s3test.Start(t), &atomic.Int64{}
	o, spool := options(server, made), t.TempDir()
	s := openIn(t, o, spool)
	runtime.GC()
	from := &large{left: size}
	from.look()
	before := from.peak
	info, err := s.Put(t.Context(), from, size)
	if err != nil {
		t.Fatal(err)
	}
	from.look()
	r, err := s.Get(t.Context(), info.Name)
	if err != nil {
		t.Fatal(err)
	}
	n, err := io.Copy(io.Discard, r) // a damaged one would be an error
	if err := errors.Join(err, r.Close()); err != nil || n != size || info.Size != size {
		t.Fatalf("%d bytes, %+v, %v", n, info, err)
	}
	if grown := int64(from.peak) - int64(before); grown > 48*mebibyte {
		t.Errorf("%d MiB more in memory", grown/mebibyte)
	}
	left, err := os.ReadDir(spool)
	if err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

// A large blob over what is allowed, or whose reader breaks, leaves nothing: no object, no unfinished upload, no file.
func TestALargeBlobThatIsRefusedLeavesNothing(t *testing.T) {
	server, made := s3test.Start(t), &atomic.Int64{}
	o, spool := options(server, made), t.TempDir()
	s := openIn(t, o, spool)
	broken := errors.New("broken on purpose")
	if _, err := s.Put(t.Context(), &large{left: 20*mebibyte + 1}, 20*mebibyte); !errors.Is(err, blob.ErrTooBig) {
		t.Errorf("too big: %v", err)
	}
	if _, err := s.Put(t.Context(), io.MultiReader(&large{left: 20 * mebibyte}, errReader{broken}), 40*mebibyte); !errors.Is(err, broken) {
		t.Errorf("broken: %v", err)
	}
	for object := range raw(t, o).ListObjectsIter(t.Context(), o.Bucket, minio.ListObjectsOptions{Recursive: true}) {
		t.Errorf("left %+v", object)
	}
	for upload := range raw(t, o).ListIncompleteUploads(t.Context(), o.Bucket, "", true) {
		t.Errorf("left %+v", upload)
	}
	if left, err := os.ReadDir(spool); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
}

type errReader struct{ err error }

func (r errReader) Read([]byte) (int, error) { return 0, r.err }

// A list longer than a page of the store is whole, and one that is not read to its end stops.
func TestAListOfSeveralPagesIsWhole(t *testing.T) {
	const many = 1050 // a page has a thousand
	server, made := s3test.Start(t), &atomic.Int64{}
	s := open(t, options(server, made))
	var all sync.WaitGroup
	for worker := range 10 {
		all.Go(func() {
			for i := worker; i < many; i += 10 {
				data := fmt.Sprint("blob ", i)
				if _, err := s.Put(t.Context(), strings.NewReader(data), 100); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	all.Wait()
	listed := map[blob.Name]bool{}
	for info, err := range s.List(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		listed[info.Name] = true
	}
	for i := range many {
		if name := blob.NameOf([]byte(fmt.Sprint("blob ", i))); !listed[name] {
			t.Fatalf("blob %d is not listed", i)
		}
	}
	if len(listed) != many {
		t.Errorf("%d listed", len(listed))
	}
	before := len(listed)
	for range s.List(t.Context()) {
		if before--; before < many-3 {
			break
		}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	var last error
	for _, err := range s.List(gone) {
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("a list nobody waits for: %v", last)
	}
}

// A server that dies makes errors that say so, soon; nothing that was kept is lost, and all goes on when it is back.
func TestAServerThatDiesAndComesBack(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	server, made := s3test.Start(t), &atomic.Int64{}
	o := options(server, made)
	s := open(t, o)
	info := keep(t, s, "compte rendu")
	big, err := s.Put(t.Context(), &large{left: 32 * mebibyte}, 32*mebibyte)
	if err != nil {
		t.Fatal(err)
	}
	r, err := s.Get(t.Context(), big.Name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(io.Discard, r, mebibyte); err != nil {
		t.Fatal(err)
	}
	server.Kill()
	if n, err := io.Copy(io.Discard, r); err == nil || errors.Is(err, blob.ErrDamaged) {
		t.Errorf("a blob cut after %d bytes more: %v", n, err)
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	_, putErr := s.Put(t.Context(), strings.NewReader("x"), 1)
	_, getErr := s.Get(t.Context(), info.Name)
	_, statErr := s.Stat(t.Context(), info.Name)
	var listErr error
	for _, err := range s.List(t.Context()) {
		listErr = err
	}
	for i, err := range []error{putErr, getErr, statErr, listErr, s.Delete(t.Context(), info.Name), s.Check(t.Context())} {
		if !errors.Is(err, s3.ErrAway) || errors.Is(err, blob.ErrNotFound) {
			t.Errorf("%d: %v", i, err)
		}
	}
	refused(t, s.Check(t.Context()), s3.CodeAway, o.Secret)
	_, err = s3.Open(t.Context(), o, "")
	refused(t, err, s3.CodeAway, o.Secret)
	server.Again()
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got, err := blob.ReadAll(t.Context(), s, info.Name, 100); err != nil || string(got) != "compte rendu" {
		t.Errorf("%q, %v", got, err)
	}
	if err := s.Close(); err != nil { // before goroutines are counted
		t.Error(err)
	}
}

func refused(t *testing.T, err error, code, secret string) {
	t.Helper()
	var refusal *s3.Refusal
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Setting != "PALABRE_S3_URL" {
		t.Errorf("want %s, got %v", code, err)
		return
	}
	if !strings.Contains(refusal.FR, "Attendu") || !strings.Contains(refusal.EN, "Expected") || strings.Contains(err.Error()+refusal.FR, secret) {
		t.Errorf("%v\n%s", err, refusal.FR)
	}
}

// Each bucket that does not suit is refused by the setting's name, in both languages, without the secret.
func TestBucketsThatDoNotSuitAreRefused(t *testing.T) {
	server, made := s3test.Start(t), &atomic.Int64{}
	good := options(server, made)
	s := open(t, good)
	info := keep(t, s, "x")
	for _, c := range []struct {
		code   string
		change func(*s3.Options)
	}{
		{s3.CodeBucket, func(o *s3.Options) { o.Bucket, o.Create = "nulle-part", false }},
		{s3.CodeKey, func(o *s3.Options) { o.Secret = "un-autre-secret" }},
		{s3.CodeKey, func(o *s3.Options) { o.Key = "autre" }},
		{s3.CodePlain, func(o *s3.Options) { o.TLS = true }},
		{s3.CodeAway, func(o *s3.Options) { o.Endpoint = "nulle-part.invalid:9000" }},
	} {
		o := good
		c.change(&o)
		_, err := s3.Open(t.Context(), o, "")
		refused(t, err, c.code, o.Secret)
	}
	c := raw(t, good)
	if err := c.EnableVersioning(t.Context(), good.Bucket); err != nil {
		t.Fatal(err)
	}
	_, err := s3.Open(t.Context(), good, "")
	refused(t, err, s3.CodeVersions, good.Secret)

	// A bucket that goes away later.
	gone := options(server, made)
	s = open(t, gone)
	if err := c.RemoveBucket(t.Context(), gone.Bucket); err != nil {
		t.Fatal(err)
	}
	refused(t, s.Check(t.Context()), s3.CodeBucket, gone.Secret)
	if _, err := s.Put(t.Context(), strings.NewReader("x"), 1); !errors.Is(err, s3.ErrBucket) {
		t.Errorf("%v", err)
	}
	if _, err := s.Get(t.Context(), info.Name); !errors.Is(err, s3.ErrBucket) {
		t.Errorf("%v", err)
	}
}

// Nodes that start at once on a store without the bucket all have it.
func TestNodesMakeTheBucketTogether(t *testing.T) {
	server, made := s3test.Start(t), &atomic.Int64{}
	o := options(server, made)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			s, err := s3.Open(t.Context(), o, "")
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { _ = s.Close() }()
			if _, err := s.Put(t.Context(), bytes.NewReader([]byte("x")), 1); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}
