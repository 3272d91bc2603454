package records

import (
	"context"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

func noticeOf(r db.Notice) community.Notice {
	return community.Notice{
		Meeting: community.MeetingID(r.Meeting), Version: int(r.Version),
		Reader:    community.Reader{Member: community.MemberID(r.Member), Invitation: community.InvitationID(r.Invitation)},
		CreatedAt: rooms.Millis(r.CreatedAt), DueAt: rooms.Millis(r.DueAt), Tries: int(r.Tries), DoneAt: rooms.Millis(r.DoneAt), Sent: r.Sent,
		StartsAt: rooms.Millis(r.StartsAt),
	}
}

func (k kept) AddNotice(ctx context.Context, n community.Notice) error {
	return k.added(k.write.AddNotice(ctx, db.AddNoticeParams{
		Meeting: string(n.Meeting), Version: int64(n.Version), Member: string(n.Member), Invitation: string(n.Invitation), CreatedAt: millis(n.CreatedAt),
		DueAt: millis(n.DueAt), Tries: int64(n.Tries), DoneAt: millis(n.DoneAt), Sent: n.Sent, StartsAt: millis(n.StartsAt),
	}))
}

func (k kept) SaveNotice(ctx context.Context, n community.Notice) error {
	return k.saved(k.write.SaveNotice(ctx, db.SaveNoticeParams{
		Meeting: string(n.Meeting), Version: int64(n.Version), Member: string(n.Member), Invitation: string(n.Invitation),
		DueAt: millis(n.DueAt), Tries: int64(n.Tries), DoneAt: millis(n.DoneAt), Sent: n.Sent,
	}))
}

func (k kept) TakeNotice(ctx context.Context, n community.Notice, until rooms.Millis) error {
	return k.saved(k.write.TakeNotice(ctx, db.TakeNoticeParams{
		Meeting: string(n.Meeting), Version: int64(n.Version), Member: string(n.Member), Invitation: string(n.Invitation),
		Was: millis(n.DueAt), Until: millis(until),
	}))
}

func (k kept) ListNoticesDue(ctx context.Context, now rooms.Millis, most int) ([]community.Notice, error) {
	rows, err := k.read.ListNoticesDue(ctx, db.ListNoticesDueParams{DueAt: millis(now), Limit: int32(min(most, 1000))}) //nolint:gosec // bounded
	return each(k, rows, err, sure(noticeOf))
}

func (k kept) NextNotice(ctx context.Context, after rooms.Millis) (rooms.Millis, error) {
	due, err := k.read.ListNoticesLater(ctx, millis(after))
	if err != nil || len(due) == 0 {
		return 0, k.told(err)
	}
	return rooms.Millis(due[0]), nil
}

func (k kept) ListNoticesTo(ctx context.Context, m community.MeetingID, r community.Reader) ([]community.Notice, error) {
	rows, err := k.read.ListNoticesTo(ctx, db.ListNoticesToParams{Meeting: string(m), Member: string(r.Member), Invitation: string(r.Invitation)})
	return each(k, rows, err, sure(noticeOf))
}

func (k kept) ListReached(ctx context.Context, c community.CommunityID) ([]community.MemberID, error) {
	rows, err := k.read.ListReached(ctx, string(c))
	return each(k, rows, err, sure(func(id string) community.MemberID { return community.MemberID(id) }))
}
