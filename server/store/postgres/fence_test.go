package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/server/store"
	"palabre/server/store/pgtest"
	"palabre/server/store/postgres"
	"palabre/signaling/host"
)

// book remembers what the log said of each segment that was appended.
type book struct {
	mu     sync.Mutex
	kept   map[rooms.Seq]host.Segment // acknowledged, by where they end
	denied map[string]error           // "nothing was committed", by their words
}

func newBook() *book { return &book{kept: map[rooms.Seq]host.Segment{}, denied: map[string]error{}} }

func (b *book) keep(t *testing.T, s host.Segment) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if other, there := b.kept[s.To]; there {
		t.Errorf("two segments were acknowledged at %d: %s and %s", s.To, other.Data, s.Data)
	}
	b.kept[s.To] = s
}

func (b *book) deny(s host.Segment, why error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.denied[string(s.Data)] = why
}

// check: the log is dense, holds all that was acknowledged as it was, and nothing that
// was denied.
func (b *book) check(t *testing.T, log host.Log, room rooms.RoomID) {
	t.Helper()
	var head rooms.Seq
	var term uint64
	found := 0
	for {
		list, err := log.Read(t.Context(), room, head, 1<<16)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			break
		}
		for _, s := range list {
			if s.From != head || s.Term < term {
				t.Fatalf("segment %d–%d of term %d follows %d of term %d", s.From, s.To, s.Term, head, term)
			}
			head, term = s.To, s.Term
			if why, ok := b.denied[string(s.Data)]; ok {
				t.Errorf("%s is in the log; its owner was told: %v", s.Data, why)
			}
			if kept, ok := b.kept[s.To]; ok {
				found++
				if kept.Term != s.Term || string(kept.Data) != string(s.Data) {
					t.Errorf("at %d is %s of term %d; acknowledged was %s of %d", s.To, s.Data, s.Term, kept.Data, kept.Term)
				}
			}
		}
	}
	if found != len(b.kept) {
		t.Errorf("%d segments of %s were acknowledged, %d are in its log", len(b.kept), room, found)
	}
}

// owner is a node that hosts rooms, as far as the log knows.
type owner struct {
	name string
	log  store.Log
	book *book
	n    int
}

func (o *owner) segment(room rooms.RoomID, term uint64, head rooms.Seq) host.Segment {
	o.n++
	return host.Segment{Room: room, Term: term, From: head, To: head + rooms.Seq(1+o.n%3), At: 1, Data: fmt.Appendf(nil, `"%s-%d"`, o.name, o.n)}
}

// write appends until it is fenced, and says how far it came. Begun is closed when
// something is under way.
func (o *owner) write(t *testing.T, room rooms.RoomID, lease host.Lease, begun chan<- struct{}) (head rooms.Seq) {
	head = lease.Head
	for i := 0; ; i++ {
		s := o.segment(room, lease.Term, head)
		fenced, err := o.log.Append(t.Context(), []host.Segment{s})
		switch {
		case err != nil:
			t.Error(err)
			return head
		case errors.Is(fenced[0], host.ErrFenced):
			o.book.deny(s, host.ErrFenced)
			return head
		}
		o.book.keep(t, s)
		head = s.To
		switch i {
		case 2:
			close(begun)
		case 20_000:
			t.Errorf("%s is never fenced", o.name)
			return head
		}
	}
}

// Two owners hand a room to each other, or take it when the lease has ended, while the one
// who has it writes as fast as it can. Whatever a writer was told is so; the successor
// begins exactly where the last acknowledged segment ends, and nobody writes after it.
func TestARoomThatChangesHandsWhileItIsWritten(t *testing.T) {
	url := pgtest.Database(t)
	b := newBook()
	owners := []*owner{{name: "ada", log: node(t, url).Log, book: b}, {name: "bo", log: node(t, url).Log, book: b}}
	ctx := t.Context()
	const room = "ses_a"
	now := rooms.Millis(1000)
	lease, err := owners[0].log.Claim(ctx, room, "ada", now, now+1000)
	if err != nil {
		t.Fatal(err)
	}
	for turn := range 60 {
		has, next := owners[turn%2], owners[(turn+1)%2]
		begun, ended := make(chan struct{}), make(chan rooms.Seq, 1)
		go func() { ended <- has.write(t, room, lease, begun) }()
		<-begun
		if turn%3 == 0 { // its lease ended and it does not know
			now += 5000
		} else if err := has.log.Handover(ctx, has.name, room, lease.Term, next.name, now+2000); err != nil {
			t.Fatal(err)
		}
		taken, err := next.log.Claim(ctx, room, next.name, now, now+1000)
		if err != nil {
			t.Fatal(err)
		}
		if last := <-ended; taken.Term != lease.Term+1 || taken.Head != last {
			t.Fatalf("turn %d: the successor begins at %d (term %d), the last acknowledged segment ends at %d (term %d)",
				turn, taken.Head, taken.Term, last, lease.Term)
		}
		lease = taken
	}
	b.check(t, owners[0].log, room)
	if len(b.kept) < 180 {
		t.Errorf("only %d segments", len(b.kept))
	}
}

// The server is stopped at once, in the middle of what two owners write, and started
// again. What they were told stands: nothing acknowledged is lost, nothing that was said
// not to be committed is there, and no place has two segments.
func TestTheServerStopsAtOnceWhileTwoOwnersWrite(t *testing.T) {
	server, err := pgtest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	}()
	url, err := server.Database(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	private := map[string]rooms.RoomID{"ada": "ses_ada", "bo": "ses_bo"}
	const shared rooms.RoomID = "ses_both"
	books := map[rooms.RoomID]*book{"ses_ada": newBook(), "ses_bo": newBook(), shared: newBook()}
	stores := map[string]*store.Store{}
	for name := range private {
		s, err := store.OpenWith(t.Context(), store.Options{DatabaseURL: url, Many: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := s.Close(); err != nil {
				t.Log("closing after all that:", err)
			}
		}()
		stores[name] = s
	}
	ctx, stop := context.WithCancel(t.Context())
	wrote := make(chan struct{}, 1000)
	var all sync.WaitGroup
	for name, own := range private {
		for _, room := range []rooms.RoomID{own, shared} {
			all.Go(func() {
				o := &owner{name: name + "/" + string(room), log: stores[name].Log, book: books[room]}
				o.persist(ctx, t, room, wrote)
			})
		}
	}
	for range 4 {
		for range 150 {
			<-wrote
		}
		if err := server.Crash(); err != nil {
			t.Fatal(err)
		}
		if err := server.Run(); err != nil {
			t.Fatal(err)
		}
	}
	for range 300 {
		<-wrote
	}
	stop()
	done := make(chan struct{})
	go func() { all.Wait(); close(done) }()
	for running := true; running; { // until they have all ended
		select {
		case <-wrote:
		case <-done:
			running = false
		}
	}
	for room, b := range books {
		b.check(t, stores["ada"].Log, room)
		if len(b.kept) == 0 {
			t.Errorf("%s: nothing was written", room)
		}
	}
	for _, s := range stores {
		if err := s.Check(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// persist claims the room and writes, from wherever its log ends, whatever happens.
func (o *owner) persist(ctx context.Context, t *testing.T, room rooms.RoomID, wrote chan<- struct{}) {
	for ctx.Err() == nil {
		lease, err := o.log.Claim(ctx, room, o.name, 1, 1) // ended at once: whoever comes may have it
		if err != nil {
			rest(ctx)
			continue // the server is away
		}
		for head := lease.Head; ctx.Err() == nil; {
			s := o.segment(room, lease.Term, head)
			fenced, err := o.log.Append(ctx, []host.Segment{s})
			if err != nil {
				if !errors.As(err, new(*postgres.Unsure)) {
					o.book.deny(s, err)
				}
				break
			}
			if fenced[0] != nil {
				o.book.deny(s, fenced[0])
				rest(ctx)
				break
			}
			o.book.keep(t, s)
			head = s.To
			wrote <- struct{}{}
		}
	}
}

func rest(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-time.After(5 * time.Millisecond):
	}
}
