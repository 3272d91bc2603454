package s3_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"palabre/assets/blob"
	"palabre/assets/blob/blobtest"
	"palabre/assets/blob/s3"
	"palabre/assets/blob/s3/s3test"
)

// TestMain believes the standard library's certificate for tests (127.0.0.1), as a setting of the machine would.
func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "palabre-tls-*")
	if err == nil {
		err = errors.Join(certificate(dir), os.Setenv("SSL_CERT_FILE", filepath.Join(dir, "cert.pem")), os.Setenv("PALABRE_TEST_TLS", dir))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func certificate(dir string) error {
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	pair := s.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	return errors.Join(err,
		os.WriteFile(filepath.Join(dir, "cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]}), 0o600),
		os.WriteFile(filepath.Join(dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key}), 0o600))
}

// The contract holds over TLS, and a server whose certificate is not its name's is refused.
func TestContractOverTLS(t *testing.T) {
	dir := os.Getenv("PALABRE_TEST_TLS")
	server, made := s3test.StartTLS(t, filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")), &atomic.Int64{}
	blobtest.Run(t, func(t testing.TB) blob.Store {
		o := options(server, made)
		o.TLS = true
		return open(t, o)
	})
	o := options(server, made)
	o.TLS = true
	s := open(t, o)
	info, err := s.Put(t.Context(), &large{left: 20 * mebibyte}, 20*mebibyte)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := blob.ReadAll(t.Context(), s, info.Name, 20*mebibyte); err != nil || len(data) != 20*mebibyte {
		t.Errorf("%d bytes, %v", len(data), err)
	}
	o.Endpoint = "localhost" + o.Endpoint[len("127.0.0.1"):]
	_, err = s3.Open(t.Context(), o, "")
	refused(t, err, s3.CodeAway, o.Secret)
	o = options(server, made) // TLS was expected
	_, err = s3.Open(t.Context(), o, "")
	refused(t, err, s3.CodeAway, o.Secret)
}
