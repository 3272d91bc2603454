package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"palabre/assets/document"
	"palabre/assets/minutes"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/community"
)

// minutes makes the compte rendu of a source.
func (p *papers) minutes(ctx context.Context, src minutesSource) (document.Document, error) {
	zone, err := time.LoadLocation(src.Meeting.Zone)
	if err != nil {
		return document.Document{}, fmt.Errorf("app: zone of %s: %w", src.Meeting.ID, err)
	}
	in := minutes.Input{
		Room: src.Meeting.ID.Room(), LogID: src.LogID, Log: src.Log,
		Community: src.Community.Name, Title: src.Meeting.Title, Intention: src.Meeting.Intention,
		Zone: zone, Minutes: src.Meeting.Minutes, Names: src.Names,
		Draw: func(e []scene.Element) (scene.Drawing, error) { return p.boards.drafter.Draw(ctx, e) },
	}
	for _, b := range src.Boards {
		one := minutes.Board{ID: b.Board.ID, Title: b.Board.Title, LogID: b.Origin.Log, Seq: b.Origin.Seq, At: b.At}
		if view, ok := b.State.View(rooms.Viewer{}).(board.View); ok {
			one.Elements = view.Els
		}
		in.Boards = append(in.Boards, one)
	}
	if n := src.Next; n != nil {
		in.Next = &minutes.Next{Title: n.Title, StartsAt: n.StartsAt, Minutes: n.Minutes}
		if in.Next.Zone, err = time.LoadLocation(n.Zone); err != nil {
			return document.Document{}, fmt.Errorf("app: zone of the next meeting: %w", err)
		}
	}
	return minutes.Build(in)
}

// next is the community's meeting that follows this one, nil when none is planned.
func (p *papers) next(ctx context.Context, m community.Meeting) (*nextMeeting, error) {
	all, err := p.records.ListMeetings(ctx, m.Community)
	if err != nil {
		return nil, fmt.Errorf("app: next meeting: %w", err)
	}
	var found *nextMeeting
	for _, o := range all {
		if o.ID == m.ID || o.Status == community.Closed || o.StartsAt <= m.StartsAt {
			continue
		}
		if found == nil || o.StartsAt < found.StartsAt {
			found = &nextMeeting{Title: o.Title, StartsAt: o.StartsAt, Minutes: o.Minutes, Zone: o.Zone}
		}
	}
	return found, nil
}

// changed is when a board was last drawn on, as of where the document read it. What
// governs it comes after the last stroke, so its log is read backwards.
func (p *papers) changed(ctx context.Context, o boardOrigin) (rooms.Millis, error) {
	const step, bytes = 64, 1 << 20
	room := rooms.BoardRoom(o.Board)
	for end := o.Seq; end > 0; end -= min(end, step) {
		from := end - min(end, step)
		at, err := p.lastStroke(ctx, room, from, end, bytes)
		if at != 0 || err != nil {
			return at, err
		}
	}
	return 0, nil
}

func (p *papers) lastStroke(ctx context.Context, room rooms.RoomID, from, end rooms.Seq, bytes int) (rooms.Millis, error) {
	var last rooms.Millis
	for at := from; at < end; {
		segments, err := p.log.Read(ctx, room, at, bytes)
		if err != nil {
			return 0, fmt.Errorf("app: last change of %s: %w", room, err)
		}
		if len(segments) == 0 {
			break
		}
		for _, s := range segments {
			var events []rooms.Event
			if err := json.Unmarshal(append(append([]byte{'['}, s.Data...), ']'), &events); err != nil {
				return 0, fmt.Errorf("app: last change of %s: %w", room, err)
			}
			for _, e := range events {
				if e.Seq > from && e.Seq <= end && e.Name == board.NameOp {
					last = e.At
				}
			}
			at = s.To
		}
	}
	return last, nil
}
