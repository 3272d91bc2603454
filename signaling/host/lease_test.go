package host_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"palabre/rooms"
	"palabre/signaling/host"
	"palabre/signaling/host/hosttest"
)

// among makes a host one among many.
func among(o *host.Options) {
	o.Many, o.Lease, o.RenewEvery = true, 2400*time.Millisecond, 500*time.Millisecond
}

// The stories of this file were told by a simulation of many nodes (package sim).

// I8: who is heard when a room is opened is told before what the first commands change, though one commit takes all.
func TestWhoIsHeardAtOpeningComesFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		a := newNode(t, log, "a")
		must(t, a, cmd("voice", `{"member":"old"}`))
		a.stop(t)
		rest(time.Second)
		b := newNode(t, log, "b")
		open := log.Block()
		ask(b, cmd("voice", `{"member":"new"}`))
		rest(10 * time.Millisecond)
		open()
		rest(10 * time.Millisecond)
		b.note(func() {
			if n := len(b.audible); n == 0 || b.audible[n-1].Members[0] != "new" {
				t.Errorf("heard in the end: %+v", b.audible)
			}
		})
		b.stop(t)
	})
}

// I6: a host that slept past its lease, while another went on, says nothing of the room from the past: no view, no refusal.
func TestSleeperSaysNothingFromThePast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		a := newNode(t, log, "a", among, func(o *host.Options) { o.RenewEvery = time.Hour })
		b := newNode(t, log, "b", among)
		must(t, a, say("m", 1, "by a"))
		rest(3 * time.Second)
		must(t, b, say("m", 2, "by b"))
		j := join(a, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		refused := ask(a, cmd("tell", `{}`))
		rest(10 * time.Millisecond)
		a.note(func() {
			if !errors.Is(j.Err, host.ErrHeld) || !errors.Is(refused.Err, host.ErrHeld) {
				t.Errorf("the sleeper said %+v and %+v", j, refused)
			}
		})
		a.stop(t)
		b.stop(t)
	})
}

// I12: a lease that is lost and won again silences nobody for good: whoever hushed the room is told anew who is heard.
func TestWonAgainIsHeardAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		var lost int
		n := newNode(t, log, "a", among, func(o *host.Options) {
			o.OnLost = func(rooms.RoomID) { lost++ }
		})
		must(t, n, cmd("voice", `{"member":"m"}`))
		rest(time.Second)
		log.Steal(room, "b", 1)
		var told int
		n.note(func() { told = len(n.audible) })
		rest(time.Second)
		n.note(func() {
			if lost != 1 || len(n.audible) != told+1 || n.audible[told].Members[0] != "m" {
				t.Errorf("lost %d times, then heard %+v", lost, n.audible[told:])
			}
		})
		n.stop(t)
	})
}

// I8: a room was won anew of a slow store, and could be read only after its own lease had ended. The renewal of the node's other rooms
// let its people be heard meanwhile, while another node ran a round of it. What is renewed says nothing of what is not.
func TestARoomIsHeldByItsOwnLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		const other rooms.RoomID = "ses_other"
		var mu sync.Mutex
		held := map[rooms.RoomID]int{}
		var lost []rooms.RoomID
		n := newNode(t, log, "a", among, func(o *host.Options) {
			o.OnHeld = func(room rooms.RoomID, _ rooms.Millis) { mu.Lock(); defer mu.Unlock(); held[room]++ }
			o.OnLost = func(room rooms.RoomID) { mu.Lock(); defer mu.Unlock(); lost = append(lost, room) }
		})
		must(t, n, cmd("voice", `{"member":"m"}`))
		n.Submit(t.Context(), other, cmd("tell", `{}`), func(host.Answer) {})
		rest(time.Second)
		var before, others int
		mu.Lock()
		before, others = held[room], held[other]
		mu.Unlock()
		log.Steal(room, "b", 1<<60)
		rest(2 * time.Second)
		mu.Lock()
		if len(lost) != 1 || lost[0] != room || held[room] != before || held[other] < others+3 {
			t.Errorf("lost %v; held %d times, %d before; the other %d times, %d before", lost, held[room], before, held[other], others)
		}
		mu.Unlock()
		n.stop(t)
	})
}

// slow is a room that takes its time over a command "wait".
type slow struct {
	*hosttest.Parlour
	gate chan struct{}
}

func (s slow) Handle(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	if c.Name == "wait" {
		<-s.gate
	}
	return s.Parlour.Handle(c)
}

type slowRooms struct {
	hosttest.Rooms
	gate chan struct{}
}

func (r slowRooms) Open(_ context.Context, id rooms.RoomID) (rooms.Room, error) {
	return slow{hosttest.NewParlour(id), r.gate}, nil
}

func (slowRooms) Found(context.Context, rooms.RoomID) ([]rooms.Command, error) { return nil, nil }

// Whoever asked when a host gives its room up is answered, also behind what made it do so.
func TestNobodyIsForgottenWhenARoomIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log, gate := hosttest.NewLog(), make(chan struct{})
		n := newNode(t, log, "a", among, func(o *host.Options) { o.Rooms = slowRooms{gate: gate} })
		must(t, n, say("m", 1, "x"))
		ask(n, cmd("wait", "{}"))
		rest(time.Millisecond)
		log.Steal(room, "b", host.SystemClock{}.Now()+60_000)
		rest(time.Second) // a renewal says so, and the room will be read anew
		late := ask(n, say("m", 2, "late"))
		j := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		close(gate)
		rest(time.Second)
		n.note(func() {
			if !errors.Is(late.Err, host.ErrHeld) || !errors.Is(j.Err, host.ErrHeld) {
				t.Errorf("told %+v and %+v", late, j)
			}
		})
		n.stop(t)
	})
}

// A person who is put out by a command that was not saved is not out.
func TestNotPutOutByWhatWasNotSaved(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a")
		must(t, n, say("m", 1, "x"))
		open := n.log.Block()
		n.log.Fail(errors.New("no"))
		ask(n, cmd("remove", `{"member":"m"}`))
		j := join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleMember})
		rest(time.Millisecond)
		open()
		rest(time.Second)
		n.note(func() {
			if j.Out || j.Err != nil || j.View == nil {
				t.Errorf("%+v", j)
			}
		})
		n.log.Fail(nil)
		rest(3 * time.Second)
		if err := n.Stop(context.Background()); err != nil {
			t.Error(err)
		}
	})
}

// I5, I7: among many nodes somebody whose link is down may hear the bus all the same: what she may see from now on is told.
func TestSightIsToldToThoseBelievedAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, hosttest.NewLog(), "a", among)
		var seats []host.Seat
		n.bus.Subscribe(room, func(b host.Batch) { n.note(func() { seats = append(seats, b.Seats...) }) })
		join(n, host.JoinRequest{Conn: "c", Member: "m", Standing: rooms.RoleGuest})
		rest(time.Millisecond)
		n.Leave(room, "c")
		must(t, n, cmd("admit", `{"member":"m"}`))
		rest(time.Millisecond)
		n.note(func() {
			if len(seats) != 1 || seats[0].Viewer.Waiting || seats[0].View == nil {
				t.Errorf("told %+v", seats)
			}
		})
		n.stop(t)
	})
}

// A room whose founding was not saved is founded when it can be, not left without a beginning.
func TestFoundedWhenItCanBe(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		n := newNode(t, log, "a")
		open := log.Block()
		ask(n, say("m", 1, "x"))
		rest(time.Millisecond)
		log.Fail(host.ErrFull)
		open()
		rest(5 * time.Second)
		if made := log.Appends(); made > 8 {
			t.Errorf("%d appends while the store is full", made)
		}
		log.Fail(nil)
		rest(3 * time.Second)
		must(t, n, say("m", 2, "y"))
		if events := log.Events(room); events[0].Name != "found" {
			t.Errorf("it begins with %s", events[0].Name)
		}
		n.stop(t)
	})
}

// I12: a room that was given up and at once won again was silenced for good: what the new life had told of who is heard was
// undone by the news that the old one had ended. That news comes while nobody can open the room.
func TestAnEndIsToldBeforeAnotherBeginning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := hosttest.NewLog()
		var n *node
		var ends int
		n = newNode(t, log, "a", among, func(o *host.Options) {
			o.OnReleased = func(ended rooms.RoomID) {
				n.note(func() { ends++ })
				if !slices.Contains(n.Live(), ended) {
					t.Error("the room may be here again already")
				}
			}
		})
		must(t, n, say("m", 1, "x"))
		log.Steal(room, "b", host.SystemClock{}.Now()+60_000)
		rest(time.Second) // a renewal says so
		n.note(func() {
			if ends != 1 || len(n.closed) != 1 {
				t.Errorf("told of %d ends, %d of them with people inside", ends, len(n.closed))
			}
		})
		n.stop(t)
	})
}
