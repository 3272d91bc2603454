package postgres_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"palabre/server/store"
	"palabre/server/store/pgtest"
)

// secret is a password that no refusal may repeat.
const secret = "hunter2-et-demi"

// with changes a database's URL.
func with(t *testing.T, address string, change func(u *url.URL, q url.Values)) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	change(u, q)
	u.RawQuery = q.Encode()
	return u.String()
}

func as(t *testing.T, address, user, password string) string {
	return with(t, address, func(_ *url.URL, q url.Values) { q.Set("user", user); q.Set("password", password) })
}

// Each wrong setting is refused with sentences that name it and say what to do, and do
// not repeat the password.
func TestADatabaseThatCannotBeOpenedIsRefusedWithASentence(t *testing.T) {
	good := pgtest.Database(t)
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	name := strings.TrimPrefix(strings.SplitN(good, "?", 2)[0], "postgres:///")
	sql(t, good, `DO $$ BEGIN
		IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '`+pgtest.Guarded+`') THEN CREATE ROLE `+pgtest.Guarded+` LOGIN PASSWORD 'right'; END IF;
		IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'poor') THEN CREATE ROLE poor LOGIN; END IF;
		IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'reader') THEN CREATE ROLE reader LOGIN SUPERUSER; END IF;
		IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'last') THEN CREATE ROLE last LOGIN CONNECTION LIMIT 0; END IF; END $$;
		ALTER ROLE reader SET default_transaction_read_only = on`)
	sql(t, good, `CREATE DATABASE `+name+`_latin ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'`)
	defer sql(t, good, `DROP DATABASE `+name+`_latin`)
	for _, c := range []struct {
		name, url, code string
		says            []string
	}{
		{"unreadable", "postgres://u:" + secret + "@[bad/x", "database_address", nil},
		{"unreadable port", "postgres://u:" + secret + "@h:port/x", "database_address", nil},
		{"nothing there", "postgres://u:" + secret + "@" + closed.Addr().String() + "/x", "database_unreachable", []string{closed.Addr().String(), "refused"}},
		{"no such host", "postgres://u:" + secret + "@nowhere.invalid/x", "database_unreachable", []string{"nowhere.invalid:5432"}},
		{"no such socket", "postgres:///x?host=/nowhere&user=u&password=" + secret, "database_unreachable", []string{"/nowhere"}},
		{"wrong password", as(t, good, pgtest.Guarded, secret), "database_password", []string{pgtest.Guarded}},
		{"nobody of that name", as(t, good, "nobody-here", secret), "database_password", []string{"nobody-here"}},
		{"no such database", with(t, good, func(u *url.URL, q url.Values) { u.Path = "/absent"; q.Set("password", secret) }), "database_missing", []string{"absent"}},
		{"not allowed to make tables", as(t, good, "poor", secret), "database_rights", []string{"poor", name}},
		{"a replica", as(t, good, "reader", secret), "database_read_only", nil},
		{"no connection left", as(t, good, "last", secret), "database_no_connection", []string{"max_connections"}},
		{"not for every letter", with(t, good, func(u *url.URL, q url.Values) { u.Path = "/" + name + "_latin"; q.Set("password", secret) }), "database_encoding", []string{"LATIN1", "UTF8"}},
		{"too old", old(t, with(t, good, func(_ *url.URL, q url.Values) { q.Set("password", secret) })), "database_too_old", []string{"12.22", "13"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for _, many := range []bool{false, true} {
				s, err := store.OpenWith(t.Context(), store.Options{DatabaseURL: c.url, Many: many})
				if s != nil {
					t.Fatal("it was opened")
				}
				r := refused(t, err, c.code)
				for _, text := range []string{r.FR(), r.EN()} {
					for _, part := range append(c.says, "PALABRE_DATABASE_URL") {
						if !strings.Contains(text, part) {
							t.Errorf("%q does not say %q", text, part)
						}
					}
				}
				for _, text := range []string{r.FR(), r.EN(), err.Error(), fmt.Sprintf("%+v %#v", r, r)} {
					if strings.Contains(text, secret) {
						t.Errorf("the password is told: %s", text)
					}
				}
			}
		})
	}
	_, err = store.OpenWith(t.Context(), store.Options{Dir: t.TempDir(), Many: true})
	if r := refused(t, err, "nodes_without_postgresql"); !strings.Contains(r.EN(), "SQLite") {
		t.Error(r.EN())
	}
}

// A server that is opened by whoever may not make schemas, when they were made for her.
func TestSchemasCanBeMadeBefore(t *testing.T) {
	good := pgtest.Database(t)
	sql(t, good, `DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'modest') THEN CREATE ROLE modest LOGIN; END IF; END $$;
		CREATE SCHEMA palabre AUTHORIZATION modest; CREATE SCHEMA palabre_log AUTHORIZATION modest`)
	s := node(t, as(t, good, "modest", ""))
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// old stands before a server and makes it older than it is.
func old(t *testing.T, address string) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "old") //nolint:usetesting // short, as sockets' paths must be
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, ".s.PGSQL.5432"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	var behind string
	changed := with(t, address, func(_ *url.URL, q url.Values) {
		behind = filepath.Join(q.Get("host"), ".s.PGSQL.5432")
		q.Set("host", dir)
	})
	go func() {
		for {
			client, err := l.Accept()
			if err != nil {
				return // the test is over
			}
			go older(client, behind)
		}
	}()
	return changed
}

func older(client net.Conn, behind string) {
	defer func() { _ = client.Close() }() // the client sees why: its connection broke
	server, err := net.Dial("unix", behind)
	if err != nil {
		return
	}
	go func() {
		_, _ = io.Copy(server, client)
		_ = server.Close()
	}()
	buffer := make([]byte, 1<<16)
	for {
		n, err := server.Read(buffer)
		if err != nil {
			return
		}
		answer := buffer[:n]
		// ParameterStatus, in as many bytes as there were: "15.13 (Debian…" to "12.22 (Debian…".
		if at := bytes.Index(answer, []byte("server_version\x00")); at >= 0 {
			copy(answer[at+len("server_version\x00"):], "12.22")
		}
		if _, err := client.Write(answer); err != nil {
			return
		}
	}
}
