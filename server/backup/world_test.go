package backup_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/server/backup"
	"palabre/server/community"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/postgres"
	"palabre/server/store/sqlite"
	"palabre/server/store/storetest"
	"palabre/signaling/host"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

// place is where an installation is kept: a folder, or a database.
type place struct{ dir, url string }

func onSQLite(t testing.TB) place {
	t.Helper()
	return place{dir: t.TempDir()}
}

func onPostgreSQL(t testing.TB) place {
	t.Helper()
	return place{dir: t.TempDir(), url: pgtest.Database(t)}
}

// engines are all of them.
func engines() map[string]func(testing.TB) place {
	return map[string]func(testing.TB) place{"sqlite": onSQLite, "postgresql": onPostgreSQL}
}

// serve opens it as the program that serves does.
func (p place) serve(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), p.dir, p.url)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// beside is an installation read beside whoever serves it.
type beside interface {
	backup.Ender
	Cut(ctx context.Context) (backup.Cut, error)
	Close() error
}

func (p place) beside(t testing.TB) (beside, backup.Log) {
	t.Helper()
	if p.url != "" {
		b, err := postgres.OpenBeside(t.Context(), p.url)
		if err != nil {
			t.Fatal(err)
		}
		return b, b.Log
	}
	b, err := sqlite.OpenBeside(t.Context(), p.dir)
	if err != nil {
		t.Fatal(err)
	}
	return b, b.Log
}

// save makes a backup of it and gives its path.
func (p place) save(t testing.TB, blobs backup.Blobs) string {
	t.Helper()
	from, _ := p.beside(t)
	defer closed(t, from)
	begun := time.Now()
	path, err := backup.Create(filepath.Join(t.TempDir(), "b.tar"), begun, func(w io.Writer) error {
		cut, err := from.Cut(t.Context())
		if err != nil {
			return err
		}
		_, err = backup.Write(t.Context(), w, cut, blobs, backup.About{Palabre: "essai", Engine: "x", Begun: begun, Now: time.Now}, nil)
		return errors.Join(err, cut.Close())
	})
	if err != nil {
		t.Fatal(err)
	}
	return path
}

type closer interface{ Close() error }

func closed(t testing.TB, c closer) {
	t.Helper()
	if err := c.Close(); err != nil {
		t.Error(err)
	}
}

func opened(t testing.TB, path string) *backup.Archive {
	t.Helper()
	a, err := backup.Open(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, a) })
	return a
}

// target opens it to be restored into.
func (p place) target(ctx context.Context) (backup.Target, func() error, error) {
	if p.url != "" {
		into, err := postgres.OpenTarget(ctx, p.url, stage)
		if err != nil {
			return nil, nil, err
		}
		return into, into.Close, nil
	}
	into, err := sqlite.OpenTarget(ctx, p.dir)
	if err != nil {
		return nil, nil, err
	}
	return into, into.Close, nil
}

func stage(ctx context.Context, dir string, from backup.Records) (backup.Records, func() error, error) {
	if err := sqlite.Stage(ctx, dir, from); err != nil {
		return nil, nil, err
	}
	s, err := sqlite.OpenStaged(ctx, dir)
	if err != nil {
		return nil, nil, err
	}
	return s, s.Close, nil
}

// restore restores a backup into it.
func (p place) restore(ctx context.Context, path string) (err error) {
	a, err := backup.Open(ctx, path, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	into, end, err := p.target(ctx)
	if err != nil {
		return err
	}
	return errors.Join(into.Fill(ctx, a), end())
}

// content is all that a backup holds, in a form that two engines' backups can be compared by.
type content struct {
	heads  map[rooms.RoomID]backup.Head
	rows   map[string][]string
	logIDs map[rooms.RoomID]string
	rooms  map[rooms.RoomID]backup.Room // without their history's name
}

func contentOf(t testing.TB, path string) content {
	t.Helper()
	a := opened(t, path)
	c := content{heads: map[rooms.RoomID]backup.Head{}, rows: map[string][]string{}, logIDs: map[rooms.RoomID]string{}, rooms: map[rooms.RoomID]backup.Room{}}
	for r, err := range a.Rooms(t.Context()) {
		ok(t, err)
		c.logIDs[r.ID] = r.LogID
		r.LogID = ""
		c.rooms[r.ID] = r
	}
	for h, err := range a.Heads(t.Context()) {
		ok(t, err)
		c.heads[h.Room] = h
	}
	for _, err := range a.Segments(t.Context()) {
		ok(t, err)
	}
	tables, err := a.Tables(t.Context())
	ok(t, err)
	for _, table := range tables {
		c.rows[table.Name] = []string{}
		for row, err := range a.Rows(t.Context(), table) {
			ok(t, err)
			text, err := json.Marshal(row)
			ok(t, err)
			c.rows[table.Name] = append(c.rows[table.Name], string(text))
		}
		slices.Sort(c.rows[table.Name])
	}
	return c
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused wants a refusal with this code, in both languages.
func refused(t testing.TB, err error, code string) {
	t.Helper()
	var r *backup.Refusal
	if !errors.As(err, &r) {
		t.Fatalf("%v is no refusal", err)
	}
	if r.Code() != code || r.FR() == "" || r.EN() == "" || r.FR() == r.EN() {
		t.Fatalf("refused with %s: %s", r.Code(), r.FR())
	}
}

// circle is a room that a test writes to.
type circle struct {
	room rooms.RoomID
	term uint64
	head rooms.Seq
}

func claim(t testing.TB, s *store.Store, room rooms.RoomID) *circle {
	t.Helper()
	lease, err := s.Log.Claim(t.Context(), room, "hôte", 1000, 9000)
	ok(t, err)
	return &circle{room: room, term: lease.Term, head: lease.Head}
}

// say appends n events, of which each has words.
func (c *circle) say(ctx context.Context, s *store.Store, n rooms.Seq) error {
	one := storetest.Spoken(c.room, c.term, c.head, c.head+n, func(seq rooms.Seq) string { return fmt.Sprintf("paroles %s %d «é»", c.room, seq) })
	fenced, err := s.Log.Append(ctx, []host.Segment{one})
	if err := errors.Join(append(fenced, err)...); err != nil {
		return err
	}
	c.head += n
	return nil
}

// follow does what a projector does: an effect and its cursor, at once.
func (c *circle) follow(ctx context.Context, s *store.Store, from, to rooms.Seq) error {
	effect := fmt.Sprintf("effet %s %d", c.room, to)
	return s.Records.Write(ctx, func(tx community.Records) error {
		p := community.Person{ID: rooms.MemberID(effect), Email: strings.ReplaceAll(effect, " ", ".") + "@example.org", Name: effect, Lang: community.French}
		if err := tx.AddPerson(ctx, p); err != nil {
			return err
		}
		return tx.AdvanceCursor(ctx, "status", c.room, from, to)
	})
}

func person(n int) community.Person {
	id := fmt.Sprintf("p%06d", n)
	return community.Person{ID: rooms.MemberID(id), Email: id + "@example.org", Name: "Personne \"" + id + "\"\n<é>\u2028", Lang: community.French, CreatedAt: rooms.Millis(n)}
}

// peopled is a small installation: some rooms, people, a community, a meeting, its minutes.
func peopled(t testing.TB, p place) {
	t.Helper()
	s := p.serve(t)
	for i := range 3 {
		c := claim(t, s, rooms.RoomID(fmt.Sprintf("ses_%d", i)))
		for range 4 {
			ok(t, c.say(t.Context(), s, rooms.Seq(i+1)))
		}
		ok(t, c.follow(t.Context(), s, 0, c.head-1))
		ok(t, s.Records.AddPerson(t.Context(), person(i)))
	}
	claim(t, s, "ses_vide")
	ok(t, s.Records.AddNetwork(t.Context(), community.Network{ID: "n", Name: "Réseau"}))
	ok(t, s.Records.AddCommunity(t.Context(), community.Community{ID: "c", Kind: community.CDP, Name: "Cercle", Network: "n", Charter: []string{"Une phrase."}, CreatedBy: person(0).ID}))
	ok(t, s.Records.AddMembership(t.Context(), community.Membership{Community: "c", Member: person(0).ID, Role: community.Member, Since: 3}))
	ok(t, s.Records.AddMeeting(t.Context(), community.Meeting{
		ID: "0", Community: "c", Title: "Rencontre", Zone: "America/Montreal", Mode: community.Confidential, Status: community.Planned, CreatedBy: person(0).ID,
		StartsAt: 1_790_000_000_000, Phases: []community.Phase{},
	}))
	ok(t, s.Records.AddAuthSession(t.Context(), community.AuthSession{ID: "s", Token: "jeton", Member: person(0).ID, ExpiresAt: 1 << 40}))
	ok(t, s.Records.AddLoginLink(t.Context(), community.LoginLink{ID: "l", Token: "lien", Email: "x@example.org", ExpiresAt: 1 << 40}))
	closed(t, s)
}
