package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"palabre/rooms"
	"palabre/rooms/equity"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/server/store"
)

// seasonMost bounds how far back a season goes, in ms: a cycle's year and its holidays.
const seasonMost rooms.Millis = 400 * 24 * 3600 * 1000

// reviewScenario ends a season: the meeting in which the group looks back on it.
const reviewScenario = "RB"

// seasonWithin bounds what a meeting's opening waits for its season: ten sessions of three hours are read in some thirty ms,
// and from their whole logs, after an update of the program, in a hundred and fifty (BenchmarkSeason).
const seasonWithin = 2 * time.Second

// togetherMost bounds how many groups of earlier sessions are remembered; the latest are.
const togetherMost = 200

// season is what each was heard in the earlier sessions of a meeting's season, whether the group had the count switched
// off when it last met, and who sat together in small groups. It is kept nowhere but where it comes from, the sessions' logs and snapshots: a backup has it with them, no
// document ever does (EQ-10), and what was forgotten of a phase without traces is not in it.
type season struct {
	log     store.Log
	records community.Store
	within  time.Duration
}

func newSeason(s *store.Store) season {
	return season{log: s.Log, records: s.Records, within: seasonWithin}
}

// past is a season as its next session is told of it.
type past struct {
	heard    map[rooms.MemberID]equity.Share
	off      bool
	together [][]rooms.MemberID
}

// of reads it, whole or not at all: a part of it would propose orders that are not fair. Off is what the group last wished, and on when
// that cannot be read: nobody is counted who may not want it.
func (s season) of(ctx context.Context, m community.Meeting) (past, error) {
	ctx, cancel := context.WithTimeout(ctx, s.within)
	defer cancel()
	unknown := past{off: true}
	all, err := s.records.ListMeetings(ctx, m.Community)
	if err != nil {
		return unknown, fmt.Errorf("app: season: %w", err)
	}
	var of past
	last := true
	for _, o := range all { // latest first
		if o.ID == m.ID || o.Status != community.Closed || o.StartsAt > m.StartsAt {
			continue
		}
		if o.StartsAt < m.StartsAt-seasonMost || o.Origin != nil && o.Origin.Scenario == reviewScenario {
			break
		}
		live, err := s.closed(ctx, o.ID.Room())
		if err != nil {
			unknown.off = last || of.off
			return unknown, err
		}
		if live == nil {
			continue
		}
		totals, uncounted := live.Heard()
		if last {
			last, of.off = false, uncounted
		}
		for who, share := range totals {
			if of.heard == nil {
				of.heard = map[rooms.MemberID]equity.Share{}
			}
			of.heard[who] = of.heard[who].Plus(share)
		}
		of.together = append(of.together, live.Together()...)
	}
	of.together = of.together[:min(len(of.together), togetherMost)]
	return of, nil
}

// closed is a session as its log left it, nil for one that never was.
func (s season) closed(ctx context.Context, room rooms.RoomID) (*session.Session, error) {
	live, err := s.base(ctx, room)
	if err != nil {
		return nil, err
	}
	const readBytes = 1 << 20
	for {
		segments, err := s.log.Read(ctx, room, live.Head(), readBytes)
		if err != nil {
			return nil, fmt.Errorf("app: season: read %s: %w", room, err)
		}
		if len(segments) == 0 {
			break
		}
		for _, seg := range segments {
			if err := live.replay(seg.Data); err != nil {
				return nil, fmt.Errorf("app: season: replay %s: %w", room, err)
			}
		}
	}
	if live.Head() == 0 {
		return nil, nil //nolint:nilnil // nobody ever met there: that is no error
	}
	return live.Session, nil
}

type readSession struct{ *session.Session }

// base is the session's snapshot when it is of use, else a session before its founding.
func (s season) base(ctx context.Context, room rooms.RoomID) (readSession, error) {
	fresh := readSession{session.New(room)}
	snap, ok, err := s.log.Snapshot(ctx, room)
	if err != nil {
		return fresh, fmt.Errorf("app: season: snapshot of %s: %w", room, err)
	}
	if !ok || snap.CodeVersion != snapshotVersion {
		return fresh, nil
	}
	history, err := s.log.LogID(ctx, room)
	if err != nil {
		return fresh, fmt.Errorf("app: season: history of %s: %w", room, err)
	}
	if history != snap.LogID {
		return fresh, nil
	}
	live, err := session.Restore(room, snap.Data)
	if err != nil {
		return fresh, nil //nolint:nilerr // a snapshot is a cache: the log has everything
	}
	return readSession{live}, nil
}

func (s readSession) replay(data []byte) error {
	var events []rooms.Event
	if err := json.Unmarshal(append(append([]byte{'['}, data...), ']'), &events); err != nil {
		return err
	}
	for _, e := range events {
		if e.Seq <= s.Head() {
			continue
		}
		if err := s.Apply(e); err != nil {
			return err
		}
	}
	return nil
}
