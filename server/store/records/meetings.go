package records

import (
	"context"
	"encoding/json"
	"fmt"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

func meetingOf(r db.Meeting) (community.Meeting, error) {
	m := community.Meeting{
		ID: community.MeetingID(r.ID), Community: community.CommunityID(r.Community), Title: r.Title,
		Kind: community.MeetingKind(r.Kind), StartsAt: rooms.Millis(r.StartsAt), Zone: r.Zone, Minutes: int(r.Minutes),
		Intention: r.Intention, Mode: community.Mode(r.Mode), Status: community.Status(r.Status),
		OpenedAt: rooms.Millis(r.OpenedAt), ClosedAt: rooms.Millis(r.ClosedAt), CancelledAt: rooms.Millis(r.CancelledAt),
		CreatedBy: community.MemberID(r.CreatedBy), CreatedAt: rooms.Millis(r.CreatedAt), Version: int(r.Version),
	}
	if err := json.Unmarshal([]byte(r.Phases), &m.Phases); err != nil {
		return m, fmt.Errorf("phases of meeting %s: %w", r.ID, err)
	}
	if r.Origin != "" {
		m.Origin = &community.Origin{}
		if err := json.Unmarshal([]byte(r.Origin), m.Origin); err != nil {
			return m, fmt.Errorf("scenario of meeting %s: %w", r.ID, err)
		}
	}
	return m, nil
}

func phasesText(phases []community.Phase) (string, error) {
	if phases == nil {
		phases = []community.Phase{}
	}
	text, err := json.Marshal(phases)
	if err != nil {
		return "", fmt.Errorf("encode phases: %w", err)
	}
	return string(text), nil
}

func originText(o *community.Origin) (string, error) {
	if o == nil {
		return "", nil
	}
	text, err := json.Marshal(o)
	if err != nil {
		return "", fmt.Errorf("encode scenario of a meeting: %w", err)
	}
	return string(text), nil
}

// planText is the run of show and where it came from, as they are kept.
func planText(m community.Meeting) (phases, origin string, err error) {
	if phases, err = phasesText(m.Phases); err != nil {
		return "", "", err
	}
	origin, err = originText(m.Origin)
	return phases, origin, err
}

func (k kept) AddMeeting(ctx context.Context, m community.Meeting) error {
	phases, origin, err := planText(m)
	if err != nil {
		return err
	}
	return k.added(k.write.AddMeeting(ctx, db.AddMeetingParams{
		ID: string(m.ID), Community: string(m.Community), Title: m.Title, Kind: string(m.Kind),
		StartsAt: millis(m.StartsAt), Zone: m.Zone, Minutes: int64(m.Minutes), Intention: m.Intention,
		Mode: string(m.Mode), Phases: phases, Status: string(m.Status), OpenedAt: millis(m.OpenedAt),
		ClosedAt: millis(m.ClosedAt), CancelledAt: millis(m.CancelledAt),
		CreatedBy: string(m.CreatedBy), CreatedAt: millis(m.CreatedAt), Version: int64(m.Version),
		Origin: origin,
	}))
}

func (k kept) FindMeeting(ctx context.Context, id community.MeetingID) (community.Meeting, error) {
	row, err := k.read.FindMeeting(ctx, string(id))
	return one(k, row, err, meetingOf)
}

func (k kept) SaveMeeting(ctx context.Context, m community.Meeting) error {
	phases, origin, err := planText(m)
	if err != nil {
		return err
	}
	return k.saved(k.write.SaveMeeting(ctx, db.SaveMeetingParams{
		ID: string(m.ID), Title: m.Title, Kind: string(m.Kind), StartsAt: millis(m.StartsAt), Zone: m.Zone,
		Minutes: int64(m.Minutes), Intention: m.Intention, Mode: string(m.Mode), Phases: phases,
		CancelledAt: millis(m.CancelledAt), Version: int64(m.Version), Origin: origin,
	}))
}

func (k kept) MarkOpened(ctx context.Context, id community.MeetingID, at rooms.Millis) error {
	return k.done(k.write.MarkOpened(ctx, db.MarkOpenedParams{ID: string(id), OpenedAt: millis(at)}))
}

func (k kept) MarkClosed(ctx context.Context, id community.MeetingID, at rooms.Millis) error {
	return k.done(k.write.MarkClosed(ctx, db.MarkClosedParams{ID: string(id), ClosedAt: millis(at)}))
}

func (k kept) ListMeetings(ctx context.Context, c community.CommunityID) ([]community.Meeting, error) {
	rows, err := k.read.ListMeetings(ctx, string(c))
	return each(k, rows, err, meetingOf)
}

func (k kept) ListUpcoming(ctx context.Context, member community.MemberID, after rooms.Millis) ([]community.Meeting, error) {
	rows, err := k.read.ListUpcoming(ctx, db.ListUpcomingParams{Member: string(member), StartsAt: millis(after)})
	return each(k, rows, err, meetingOf)
}

func (k kept) ListOpen(ctx context.Context) ([]community.Meeting, error) {
	rows, err := k.read.ListOpen(ctx)
	return each(k, rows, err, meetingOf)
}

func boardOf(r db.Board) community.Board {
	return community.Board{
		ID: community.BoardID(r.ID), Community: community.CommunityID(r.Community), Title: r.Title,
		Origin: community.MeetingID(r.Origin), CreatedBy: community.MemberID(r.CreatedBy),
		CreatedAt: rooms.Millis(r.CreatedAt), UpdatedAt: rooms.Millis(r.UpdatedAt), EmptiedAt: rooms.Millis(r.EmptiedAt),
	}
}

func (k kept) AddBoard(ctx context.Context, b community.Board) error {
	return k.added(k.write.AddBoard(ctx, db.AddBoardParams{
		ID: string(b.ID), Community: string(b.Community), Title: b.Title, Origin: string(b.Origin),
		CreatedBy: string(b.CreatedBy), CreatedAt: millis(b.CreatedAt), UpdatedAt: millis(b.UpdatedAt),
	}))
}

func (k kept) FindBoard(ctx context.Context, id community.BoardID) (community.Board, error) {
	row, err := k.read.FindBoard(ctx, string(id))
	return one(k, row, err, sure(boardOf))
}

func (k kept) SaveBoard(ctx context.Context, b community.Board) error {
	return k.saved(k.write.SaveBoard(ctx, db.SaveBoardParams{ID: string(b.ID), Title: b.Title, UpdatedAt: millis(b.UpdatedAt), EmptiedAt: millis(b.EmptiedAt)}))
}

func (k kept) LinkBoard(ctx context.Context, m community.MeetingID, b community.BoardID) error {
	return k.done(k.write.LinkBoard(ctx, db.LinkBoardParams{Meeting: string(m), Board: string(b)}))
}

func (k kept) ListBoardsOfMeeting(ctx context.Context, m community.MeetingID) ([]community.Board, error) {
	rows, err := k.read.ListBoardsOfMeeting(ctx, string(m))
	return each(k, rows, err, sure(boardOf))
}

func (k kept) ListBoards(ctx context.Context, c community.CommunityID) ([]community.Board, error) {
	rows, err := k.read.ListBoards(ctx, string(c))
	return each(k, rows, err, sure(boardOf))
}

func (k kept) ListMeetingsOfBoard(ctx context.Context, b community.BoardID) ([]community.MeetingID, error) {
	rows, err := k.read.ListMeetingsOfBoard(ctx, string(b))
	return each(k, rows, err, sure(func(id string) community.MeetingID { return community.MeetingID(id) }))
}
