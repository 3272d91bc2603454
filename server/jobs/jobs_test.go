package jobs_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/community"
	"palabre/server/jobs"
	"palabre/server/store"
	"palabre/signaling/host"
)

// bench is a store with one meeting, whose session's log the test writes.
type bench struct {
	t       *testing.T
	store   *store.Store
	meeting community.Meeting
	room    rooms.RoomID
	lease   host.Lease
	head    rooms.Seq
}

func id() string { return uuid.Must(uuid.NewV7()).String() }

type ids struct{}

func (ids) ID() string     { return id() }
func (ids) Secret() string { return id() + id() }

type clock struct{}

func (clock) Now() rooms.Millis { return 1_790_000_000_000 }

func start(t *testing.T) *bench { return startIn(t, t.TempDir()) }

func startIn(t *testing.T, dir string) *bench {
	t.Helper()
	s, err := store.Open(t.Context(), dir, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	b := &bench{t: t, store: s}
	lead := community.Person{ID: rooms.MemberID(id()), Email: "lead@example.org", Name: "Odile", Lang: "fr", CreatedAt: 1}
	if err := s.Records.AddPerson(t.Context(), lead); err != nil {
		t.Fatal(err)
	}
	use := community.NewService(s.Records, clock{}, ids{}, community.Table{})
	actor := community.Actor{Member: lead.ID}
	c, err := use.CreateCommunity(t.Context(), actor, community.NewCommunity{Name: "CDP", Kind: community.CDP})
	if err != nil {
		t.Fatal(err)
	}
	b.meeting, err = use.PlanMeeting(t.Context(), actor, c.ID, community.NewMeeting{Title: "Rencontre", Zone: "Europe/Paris", StartsAt: clock{}.Now()})
	if err != nil {
		t.Fatal(err)
	}
	b.room = b.meeting.ID.Room()
	b.lease, err = s.Log.Claim(t.Context(), b.room, "test", 1, 1<<50)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// log appends events to the session's log, each as a commit of its own.
func (b *bench) log(events ...[2]string) {
	b.t.Helper()
	for _, e := range events {
		event := rooms.Event{Seq: b.head + 1, At: rooms.Millis(1000 + b.head), Name: e[0], Data: json.RawMessage(e[1])}
		data, err := json.Marshal(event)
		if err != nil {
			b.t.Fatal(err)
		}
		errs, err := b.store.Log.Append(b.t.Context(), []host.Segment{{
			Room: b.room, Term: b.lease.Term, From: b.head, To: b.head + 1, At: event.At, Data: data,
		}})
		if err = errors.Join(append(errs, err)...); err != nil {
			b.t.Fatal(err)
		}
		b.head++
	}
}

// run runs projectors until all they have to read is read.
func (b *bench) run(projectors ...jobs.Projector) {
	b.t.Helper()
	r := jobs.NewRunner(b.store.Log, b.store.Records, zerolog.Nop(), projectors...)
	ctx, cancel := context.WithTimeout(b.t.Context(), 20*time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- r.Run(ctx) }()
	for _, p := range projectors {
		for {
			at, err := b.store.Records.Cursor(ctx, p.Name(), b.room)
			if err != nil {
				b.t.Fatal(err)
			}
			if at == b.head {
				break
			}
			r.Committed(host.Commit{Room: b.room, From: b.head - 1, To: b.head, Names: p.Reads().Events[:1]})
			if err := r.Quiet(ctx, p.Name()); err != nil {
				b.t.Fatal(err)
			}
		}
	}
	cancel()
	if err := <-done; err != nil {
		b.t.Fatal(err)
	}
}

// A node that ended while it looked for what others had left said that its work had failed: "interrupted", says SQLite of that.
func TestAnEndIsNoFailure(t *testing.T) {
	b := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := jobs.NewRunner(b.store.Log, b.store.Records, zerolog.Nop(), jobs.Boards{Store: b.store.Records}).Run(ctx); err != nil {
		t.Errorf("an end is told as %v", err)
	}
}

func TestABoardsLastChangeIsKept(t *testing.T) {
	b := start(t)
	known := community.Board{ID: rooms.BoardID(id()), Community: b.meeting.Community, Title: "Arbre", CreatedAt: 1, UpdatedAt: 1}
	if err := b.store.Records.AddBoard(t.Context(), known); err != nil {
		t.Fatal(err)
	}
	b.room = rooms.BoardRoom(known.ID)
	var err error
	if b.lease, err = b.store.Log.Claim(t.Context(), b.room, "test", 1, 1<<50); err != nil {
		t.Fatal(err)
	}
	b.log([2]string{"board.op", `{"ops":[]}`}, [2]string{"board.op", `{"ops":[]}`}, [2]string{"board.release", `{}`})
	b.run(jobs.Boards{Store: b.store.Records})
	known, err = b.store.Records.FindBoard(t.Context(), known.ID)
	if err != nil || known.UpdatedAt != 1001 || known.Title != "Arbre" {
		t.Fatalf("%+v %v", known, err)
	}
}

func (b *bench) find() community.Meeting {
	b.t.Helper()
	m, err := b.store.Records.FindMeeting(b.t.Context(), b.meeting.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	return m
}

func TestStatusFollowsTheLog(t *testing.T) {
	b := start(t)
	status := jobs.Status{Store: b.store.Records}
	b.log([2]string{"session.opened", `{}`})
	b.run(status)
	if m := b.find(); m.Status != community.Opened || m.OpenedAt != 1000 {
		t.Fatalf("%+v", m)
	}
	b.log([2]string{"people.entered", `{"member":"m1"}`}, [2]string{"session.closed", `{}`})
	b.run(status)
	if m := b.find(); m.Status != community.Closed || m.ClosedAt != 1002 {
		t.Fatalf("%+v", m)
	}
}

// drafter makes a document; it fails the first times, as a crash would.
type drafter struct {
	mu     sync.Mutex
	fails  int
	drafts int
}

func (d *drafter) Draft(_ context.Context, m community.Meeting, room rooms.RoomID, log []rooms.Event) (community.Document, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.drafts++
	if d.drafts <= d.fails {
		panic("the builder fell over")
	}
	last := log[len(log)-1]
	return community.Document{
		Meeting: m.ID, Community: m.Community, Kind: community.Minutes, Status: community.Draft, Title: m.Title,
		Room: room, LogID: "log", Seq: last.Seq, MadeAt: last.At, Tree: []byte("{}"),
	}, nil
}

// crashing is a store that dies after a transaction that wrote a document, before
// anyone is told: its answer is an error, its effect stands.
type crashing struct {
	community.Store
	crashes int
}

var errCrash = errors.New("the process died here")

func (c *crashing) Write(ctx context.Context, fn func(community.Records) error) error {
	if c.crashes > 0 {
		c.crashes--
		if c.crashes%2 == 1 { // before the commit
			return c.Store.Write(ctx, func(tx community.Records) error { return errors.Join(fn(tx), errCrash) })
		}
		return errors.Join(c.Store.Write(ctx, fn), errCrash) // after it
	}
	return c.Store.Write(ctx, fn)
}

// Whatever happens between the close and the draft, there is exactly one draft.
func TestOneDraftWhateverHappensBetween(t *testing.T) {
	for _, crashes := range []int{0, 1, 2, 3} {
		t.Run(fmt.Sprint(crashes), func(t *testing.T) {
			b := start(t)
			d := &drafter{fails: crashes / 2}
			b.log([2]string{"session.opened", `{}`}, [2]string{"chat.said", `{}`}, [2]string{"session.closed", `{}`})
			minutes := jobs.Minutes{Store: &crashing{b.store.Records, crashes}, Log: b.store.Log, Drafter: d, IDs: ids{}}
			b.run(minutes)
			b.run(jobs.Minutes{Store: b.store.Records, Log: b.store.Log, Drafter: d, IDs: ids{}}) // after a restart
			all, err := b.store.Records.ListDocumentsOfMeeting(t.Context(), b.meeting.ID)
			if err != nil || len(all) != 1 || all[0].Seq != 3 || all[0].Status != community.Draft {
				t.Fatalf("%d documents: %+v (%v)", len(all), all, err)
			}
		})
	}
}

// desk stands for the host: real boards that take commands. It can lose answers.
type desk struct {
	t     *testing.T
	mu    sync.Mutex
	rooms map[rooms.RoomID]*board.Board
	loses int // answers lost after the command had its effect
}

func (d *desk) Do(_ context.Context, room rooms.RoomID, c rooms.Command) (rooms.Seq, *rooms.Refusal, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	b := d.rooms[room]
	if b == nil {
		b = board.New(room)
		d.rooms[room] = b
	}
	_, refusal := b.Handle(c)
	if d.loses > 0 {
		d.loses--
		return 0, nil, errCrash
	}
	return b.Head(), refusal, nil
}

func (d *desk) view(b, member string) board.View {
	d.t.Helper()
	v, ok := d.rooms[rooms.RoomID("brd_"+b)].View(rooms.Viewer{Member: rooms.MemberID(member)}).(board.View)
	if !ok {
		d.t.Fatal("not a board's view")
	}
	return v
}

func TestASessionGovernsItsBoards(t *testing.T) {
	for _, loses := range []int{0, 3} {
		t.Run(fmt.Sprint(loses, " answers lost"), func(t *testing.T) {
			b := start(t)
			d := &desk{t: t, rooms: map[rooms.RoomID]*board.Board{}, loses: loses}
			lea, sam, tree, river := id(), id(), id(), id()
			govern := func() {
				b.run(jobs.NewGovernor(b.store.Records, b.store.Log, d, clock{}.Now, zerolog.Nop()))
			}
			entered := func(m string) [2]string {
				return [2]string{"people.entered", `{"member":"` + m + `","role":"member","order":1,"here":true}`}
			}
			b.log([2]string{"session.opened", `{"boards":[{"board":"` + tree + `","title":"Arbre"}]}`}, entered(lea))
			govern()
			if v := d.view(tree, lea); v.May != board.Write || v.Lent != b.room {
				t.Fatalf("Léa on the planned board: %+v", v)
			}
			if v := d.view(tree, sam); v.May != board.Read {
				t.Fatalf("Sam is not in the meeting: %+v", v)
			}
			// A board opened later is lent with everyone inside; who enters then writes on both.
			b.log([2]string{"boards.opened", `{"board":"` + river + `","title":"Rivière"}`}, entered(sam),
				[2]string{"boards.renamed", `{"board":"` + river + `","title":"Fleuve"}`}, [2]string{"people.removed", `{"member":"` + lea + `"}`})
			govern()
			for _, one := range []string{tree, river} {
				if d.view(one, sam).May != board.Write || d.view(one, lea).May != board.Read {
					t.Fatalf("rights on %s", one)
				}
			}
			kept, err := b.store.Records.ListBoardsOfMeeting(t.Context(), b.meeting.ID)
			if err != nil || len(kept) != 2 || kept[1].Title != "Fleuve" || kept[1].Community != b.meeting.Community {
				t.Fatalf("%+v %v", kept, err)
			}
			b.log([2]string{"session.closed", `{}`})
			govern()
			for _, one := range []string{tree, river} {
				if v := d.view(one, sam); v.Lent != "" {
					t.Fatalf("%s is still lent", one)
				}
			}
		})
	}
}

// A client may name any board's id: one of another community stays its own.
func TestAnotherCommunitysBoardIsNotLent(t *testing.T) {
	b := start(t)
	theirs := community.Board{ID: rooms.BoardID(id()), Community: community.CommunityID(id()), Title: "À d’autres", CreatedAt: 1, UpdatedAt: 1}
	if err := b.store.Records.AddCommunity(t.Context(), community.Community{ID: theirs.Community, Kind: community.CP, Name: "Autre", CreatedAt: 1}); err != nil {
		t.Fatal(err)
	}
	if err := b.store.Records.AddBoard(t.Context(), theirs); err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, rooms: map[rooms.RoomID]*board.Board{}}
	b.log([2]string{"session.opened", `{}`}, [2]string{"boards.opened", `{"board":"` + string(theirs.ID) + `","title":"Pris"}`},
		[2]string{"boards.renamed", `{"board":"` + string(theirs.ID) + `","title":"Pris"}`})
	b.run(jobs.NewGovernor(b.store.Records, b.store.Log, d, clock{}.Now, zerolog.Nop()))
	if len(d.rooms) != 0 {
		t.Error("it was given commands")
	}
	kept, err := b.store.Records.FindBoard(t.Context(), theirs.ID)
	if err != nil || kept.Title != "À d’autres" {
		t.Errorf("%+v %v", kept, err)
	}
}
