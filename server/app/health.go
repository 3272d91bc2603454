package app

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// healthWithin bounds the question: a node that does not answer by then is not ready.
const healthWithin = 4 * time.Second

// health asks the node that listens at addr of this machine whether it is ready: what a container's health check runs, where
// there is no shell and no curl.
func health(ctx context.Context, addr string, stdout io.Writer) (err error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return notReady{err}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	ctx, cancel := context.WithTimeout(ctx, healthWithin)
	defer cancel()
	ask, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", http.NoBody)
	if err != nil {
		return notReady{err}
	}
	// A transport of its own: the environment's proxies are not asked about this machine.
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Do(ask)
	if err != nil {
		return notReady{err}
	}
	if err := answer.Body.Close(); err != nil {
		return notReady{err}
	}
	if answer.StatusCode != http.StatusOK {
		return notReady{fmt.Errorf("app: /readyz: %s", answer.Status)}
	}
	if _, err := fmt.Fprintln(stdout, "ok"); err != nil {
		return fmt.Errorf("app: health: %w", err)
	}
	return nil
}

// notReady is why a node is not ready, or not there.
type notReady struct{ cause error }

func (n notReady) Error() string { return "app: not ready: " + n.cause.Error() }

func (n notReady) Unwrap() error { return n.cause }

// FR implements spoken.
func (n notReady) FR() string { return "Le nœud n’est pas prêt\u00a0: " + n.cause.Error() }

// EN implements spoken.
func (n notReady) EN() string { return "The node is not ready: " + n.cause.Error() }
