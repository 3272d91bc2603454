package redis_test

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"palabre/server/bus/bustest"
	"palabre/server/bus/redis"
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

func secure(t *testing.T, port int) []string {
	t.Helper()
	dir := os.Getenv("PALABRE_TEST_TLS")
	return []string{
		"--tls-port", fmt.Sprint(port), "--tls-cert-file", filepath.Join(dir, "cert.pem"), "--tls-key-file", filepath.Join(dir, "key.pem"),
		"--tls-ca-cert-file", filepath.Join(dir, "cert.pem"), "--tls-auth-clients", "no",
	}
}

// Batches pass over TLS, to a server whose certificate is believed for its address, and to no other.
func TestTLS(t *testing.T) {
	port := bustest.FreePort(t)
	bustest.Start(t, secure(t, port)...)
	setting := fmt.Sprintf("rediss://127.0.0.1:%d", port)
	a, b := open(t, setting), open(t, setting)
	if err := a.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	flow, stop := bustest.NewFlow(t, a, b, "ses_1")
	defer stop()
	flow.Passes()

	var refusal *redis.Refusal
	other := fmt.Sprintf("rediss://localhost:%d", port) // the certificate is not for this name
	if _, err := net.LookupHost("localhost"); err != nil {
		t.Fatal(err)
	}
	if err := open(t, other).Check(t.Context()); !errors.As(err, &refusal) || refusal.Code != redis.CodeAway {
		t.Errorf("%v", err)
	}
	if err := open(t, fmt.Sprintf("redis://127.0.0.1:%d", port)).Check(t.Context()); !errors.As(err, &refusal) || refusal.Code != redis.CodeAway {
		t.Errorf("without TLS: %v", err)
	}
}
