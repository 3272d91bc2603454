package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/equity"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/server/store"
	"palabre/signaling/host"
)

// afternoon lives a session of three hours: thirty people, six rounds of the circle, three hundred words of chat. Its events come a
// command at a time, as hosts commit them.
func afternoon(tb testing.TB, room rooms.RoomID, begins rooms.Millis) (commits [][]rooms.Event) {
	tb.Helper()
	s, n, now := session.New(room), uint64(0), begins
	do := func(a rooms.Actor, name string, args any) {
		raw, err := json.Marshal(args)
		if err != nil {
			tb.Fatal(err)
		}
		n++
		steps, no := s.Handle(rooms.Command{Client: "tab", N: n, Actor: a, At: now, Name: name, Args: raw})
		if no != nil {
			tb.Fatal(name, no)
		}
		var events []rooms.Event
		for _, step := range steps {
			events = append(events, step.Event)
		}
		commits = append(commits, events)
	}
	do(rooms.Actor{System: true}, session.CmdOpen, session.Plan{Mode: session.ModeOpen, Lead: []rooms.MemberID{"m00"}})
	people, order := make([]rooms.Actor, 30), make([]rooms.MemberID, 30)
	for i := range people {
		people[i] = rooms.Actor{Member: rooms.MemberID(fmt.Sprintf("m%02d", i)), Standing: rooms.RoleMember}
		order[i] = people[i].Member
		do(people[i], "people.enter", session.EnterArgs{})
	}
	grant := uint64(0)
	for round := range 6 {
		id := fmt.Sprint("r", round)
		do(people[0], "stick.prepare", session.PrepareArgs{Round: rooms.RoundID(id), Question: "Et vous, comment faites-vous chez vous?", Order: order, TurnS: 60})
		do(people[0], "stick.begin", session.NoArgs{})
		for i := range people {
			grant++
			do(people[i], "stick.take", session.RoundArgs{Round: rooms.RoundID(id)})
			now += 50_000
			do(people[i], "stick.release", session.ReleaseArgs{Grant: grant})
			if i%3 > 0 {
				continue
			}
			for k := range 5 {
				text := strings.Repeat("Chez nous aussi, mais le soir. ", 1+k)
				do(people[(i+k)%len(people)], "chat.say", map[string]any{"id": uuid.NewString(), "text": text})
			}
		}
		now += 300_000
	}
	do(people[0], "session.close", session.NoArgs{})
	return commits
}

// aSeason is a community that met so many times on a store of its own, in sessions lived so, and its next meeting.
func aSeason(tb testing.TB, sessions int, lives func(tb testing.TB, room rooms.RoomID, begins rooms.Millis) [][]rooms.Event) (s *store.Store, next community.Meeting, size int) {
	tb.Helper()
	s, err := store.Open(tb.Context(), tb.TempDir(), "")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := s.Close(); err != nil {
			tb.Error(err)
		}
	})
	const week rooms.Millis = 7 * 24 * 3600 * 1000
	err = s.Records.Write(tb.Context(), func(tx community.Records) error {
		if err := tx.AddCommunity(tb.Context(), community.Community{ID: "c", Kind: community.CP, Name: "CP du Nord"}); err != nil {
			return err
		}
		for i := range sessions + 1 {
			next = community.Meeting{ID: community.MeetingID(fmt.Sprint("m", i)), Community: "c", Zone: "UTC", StartsAt: week * rooms.Millis(i+1), Status: community.Closed}
			if i == sessions {
				next.Status = community.Planned
			}
			if err := tx.AddMeeting(tb.Context(), next); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	for i := range sessions {
		room, begins := community.MeetingID(fmt.Sprint("m", i)).Room(), week*rooms.Millis(i+1)
		size += keep(tb, s.Log, room, begins, lives(tb, room, begins))
	}
	return s, next, size
}

// keep writes a session into a log, and tells its bytes.
func keep(tb testing.TB, log store.Log, room rooms.RoomID, begins rooms.Millis, lived [][]rooms.Event) (size int) {
	tb.Helper()
	lease, err := log.Claim(tb.Context(), room, "node", begins, begins+1)
	if err != nil {
		tb.Fatal(err)
	}
	var all []host.Segment
	var head rooms.Seq
	for _, events := range lived {
		seg := host.Segment{Room: room, Term: lease.Term, From: head, To: head + rooms.Seq(len(events)), At: begins}
		for _, e := range events {
			raw, err := json.Marshal(e)
			if err != nil {
				tb.Fatal(err)
			}
			seg.Data = append(append(seg.Data, ','), raw...)
		}
		seg.Data = seg.Data[1:]
		head, size, all = seg.To, size+len(seg.Data), append(all, seg)
	}
	fenced, err := log.Append(tb.Context(), all)
	if err := errors.Join(append(fenced, err)...); err != nil {
		tb.Fatal(err)
	}
	return size
}

// summed writes the snapshots that hosts leave, and tells their bytes.
func summed(tb testing.TB, s season, sessions int) (size int) {
	tb.Helper()
	for i := range sessions {
		room := community.MeetingID(fmt.Sprint("m", i)).Room()
		live, err := s.closed(tb.Context(), room)
		if err != nil {
			tb.Fatal(err)
		}
		data, err := live.Snapshot()
		if err != nil {
			tb.Fatal(err)
		}
		id, err := s.log.LogID(tb.Context(), room)
		if err != nil {
			tb.Fatal(err)
		}
		if err := s.log.SaveSnapshot(tb.Context(), host.Snapshot{Room: room, Seq: live.Head(), LogID: id, CodeVersion: snapshotVersion, Data: data}); err != nil {
			tb.Fatal(err)
		}
		size += len(data)
	}
	return size
}

// BenchmarkSeason tells what a meeting's opening costs for its season of ten sessions of three hours with thirty people: read from the
// snapshots that their hosts left, and from their whole logs, as after an update of the program; and what the opening writes.
func BenchmarkSeason(b *testing.B) {
	const sessions = 10
	st, next, size := aSeason(b, sessions, afternoon)
	s := newSeason(st)
	measure := func(from string, bytes int) {
		var heard map[rooms.MemberID]equity.Share
		b.Run(from, func(b *testing.B) {
			for b.Loop() {
				before, err := s.of(b.Context(), next)
				if err != nil {
					b.Fatal(err)
				}
				heard = before.heard
			}
			opening, err := json.Marshal(heard)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/1000/float64(b.N), "ms")
			b.ReportMetric(float64(bytes), "read_bytes")
			b.ReportMetric(float64(len(opening)), "opening_bytes")
			b.ReportMetric(0, "ns/op")
		})
	}
	measure("logs", size)
	measure("snapshots", summed(b, s, sessions))
}

// A season is the same read from snapshots and from whole logs; whoever spoke is in it, with each of her turns.
func TestASeasonIsWhatWasLived(t *testing.T) {
	st, next, _ := aSeason(t, 2, afternoon)
	s := newSeason(st)
	before, err := s.of(t.Context(), next)
	heard, off := before.heard, before.off
	if err != nil || off || len(heard) != 30 || heard["m07"] != (equity.Share{MS: 2 * 6 * 50_000, Turns: 2 * 6}) || heard["m00"].Opened != 2*6 {
		t.Fatalf("of two sessions: %v %t %v", heard, off, err)
	}
	summed(t, s, 2)
	again, err := s.of(t.Context(), next)
	if err != nil || again.off || !maps.Equal(heard, again.heard) {
		t.Fatalf("from the snapshots: %v %v", again, err)
	}
}

// silent is a store that answers nothing about one room.
type silent struct {
	store.Log
	room rooms.RoomID
}

func (l silent) Read(ctx context.Context, room rooms.RoomID, after rooms.Seq, most int) ([]host.Segment, error) {
	if room == l.room {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return l.Log.Read(ctx, room, after, most)
}

// A store that was slow to tell of earlier sessions kept people before a closed door. Now they meet after a moment, without their season:
// not with a part of it, from which an unfair order would follow; the operator is told so in words that tell nothing else.
func TestASlowSeasonKeepsNobodyFromMeeting(t *testing.T) {
	st, next, _ := aSeason(t, 2, afternoon)
	for _, c := range []struct {
		name   string
		slow   rooms.RoomID
		off    bool // it is not known whether the group wants it counted
		within time.Duration
	}{{"the last one", "ses_m1", true, 10 * time.Millisecond}, {"the one before", "ses_m0", false, time.Second}} {
		t.Run(c.name, func(t *testing.T) {
			var said bytes.Buffer
			f := roomFactory{
				communities: community.NewService(st.Records, host.SystemClock{}, chance{}, community.Table{}), records: st.Records,
				season: season{log: silent{st.Log, c.slow}, records: st.Records, within: c.within}, logger: zerolog.New(&said),
			}
			first, err := f.Found(t.Context(), next.ID.Room())
			if err != nil || len(first) != 1 {
				t.Fatal(first, err)
			}
			var plan session.Plan
			if err := json.Unmarshal(first[0].Args, &plan); err != nil || plan.Season != nil || plan.Uncounted != c.off {
				t.Errorf("founded on %s, %v", first[0].Args, err)
			}
			var line map[string]any
			if err := json.Unmarshal(said.Bytes(), &line); err != nil {
				t.Fatalf("%s: %v", said.String(), err)
			}
			if keys := slices.Sorted(maps.Keys(line)); !slices.Equal(keys, []string{"error", "level", "message", "room"}) || strings.Contains(said.String(), "m07") {
				t.Errorf("the operator is told %s", said.String())
			}
		})
	}
}
