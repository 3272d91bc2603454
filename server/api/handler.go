package api

import (
	"context"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/rs/zerolog"
)

// Handler serves REST, the description, the health of the program and the web
// application. The socket is not behind it: it takes the connection over.
func (a *API) Handler() (http.Handler, error) {
	pages, err := newPages(a.Client)
	if err != nil {
		return nil, err
	}
	guard := http.NewCrossOriginProtection()
	for _, origin := range a.Origins() {
		if err := guard.AddTrustedOrigin(origin); err != nil {
			return nil, fmt.Errorf("api: origin: %w", err)
		}
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, problem(http.StatusForbidden, "cross_origin",
			"Cette demande vient d’un autre site.", "This request comes from another site."))
	}))
	root := http.NewServeMux()
	root.Handle("/api/", noStore(a.identify(a.unknown(a.mux))))
	root.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) { plain(w, http.StatusOK, "ok\n") })
	root.HandleFunc("GET /readyz", a.readyz)
	root.Handle("/", pages)
	return a.observe(a.recover(a.headers(guard.Handler(root)))), nil
}

// Origins are the origins of our own pages. On this machine's own addresses both
// names of it are ours: people type one or the other.
func (a *API) Origins() []string {
	out := []string{a.Public.Scheme + "://" + a.Public.Host}
	if port := a.Public.Port(); a.Public.Scheme == "http" && port != "" {
		for _, name := range []string{"127.0.0.1", "localhost"} {
			if a.Public.Hostname() != name {
				out = append(out, "http://"+name+":"+port)
			}
		}
	}
	return out
}

// unknown answers for addresses under /api that nothing serves.
func (a *API) unknown(next *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := next.Handler(r)
		if pattern != "" {
			next.ServeHTTP(w, r)
			return
		}
		writeProblem(w, notFound())
	})
}

func (a *API) readyz(w http.ResponseWriter, r *http.Request) {
	const within = 2 * time.Second
	ctx, cancel := context.WithTimeout(r.Context(), within)
	defer cancel()
	w.Header().Set("Cache-Control", "no-store")
	if err := a.Ready(ctx); err != nil {
		a.log.Warn().Err(err).Msg("pas prêt / not ready")
		plain(w, http.StatusServiceUnavailable, "not ready\n")
		return
	}
	plain(w, http.StatusOK, "ready\n")
}

func plain(w http.ResponseWriter, status int, s string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(s)) // the asker may be gone
}

func noStore(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// seen remembers the status of an answer, for the log.
type seen struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (s *seen) WriteHeader(status int) {
	if s.status == 0 {
		s.status = status
	}
	s.ResponseWriter.WriteHeader(status)
}

func (s *seen) Write(b []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	n, err := s.ResponseWriter.Write(b)
	s.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (s *seen) Unwrap() http.ResponseWriter { return s.ResponseWriter }

// observe numbers requests and logs them: never who asked, from where, nor what.
func (a *API) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id, begun := a.NewID(), time.Now()
		w.Header().Set("X-Request-Id", id)
		s := &seen{ResponseWriter: w}
		r = r.WithContext(context.WithValue(r.Context(), keyRequest, id))
		defer func() {
			level := zerolog.DebugLevel
			if s.status >= http.StatusInternalServerError {
				level = zerolog.WarnLevel
			}
			a.log.WithLevel(level).Str("request", id).Str("method", r.Method).Str("path", loggable(r.URL.Path)).Int("status", s.status).
				Int("bytes", s.bytes).Dur("ms", time.Since(begun)).Msg("http")
		}()
		next.ServeHTTP(s, r)
	})
}

// loggable keeps paths short. Secrets travel in fragments and bodies, never in
// paths; a visitor may still paste anything, so pages' paths are not kept.
func loggable(path string) string {
	const most = 120
	if !strings.HasPrefix(path, "/api/") && path != "/readyz" && path != "/livez" {
		return "page"
	}
	return path[:min(len(path), most)]
}

func (a *API) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			caught := recover()
			if caught == nil || caught == http.ErrAbortHandler { //nolint:errorlint // a panic's value
				if caught != nil {
					panic(caught)
				}
				return
			}
			a.log.Error().Str("request", requestID(r.Context())).Str("panic", fmt.Sprint(caught)).Bytes("stack", debug.Stack()).Msg("panne / panic")
			writeProblem(w, broken())
		}()
		next.ServeHTTP(w, r)
	})
}

// headers tells browsers how little our pages need.
func (a *API) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", a.Policy)
		h.Set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self), fullscreen=(self), geolocation=(), payment=(), usb=()")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if a.Public.Scheme == "https" {
			h.Set("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
		}
		next.ServeHTTP(w, r)
	})
}
