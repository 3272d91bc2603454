package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/community"
)

// News is what a letter tells its reader about a meeting, given what she knows.
type News string

// The news.
const (
	Planned   News = "planned"
	Moved     News = "moved"
	Cancelled News = "cancelled"
)

// Announcement is one letter about a meeting. ID names the letter: sent twice, it is
// the same one. Guest is a reader who has her own invitation, and no page of a community.
type Announcement struct {
	ID        string
	Guest     bool
	News      News
	Meeting   community.Meeting
	Was       rooms.Millis // when it was to start, as the reader was told last; 0 when that is not known
	Community string       // its name
}

// Announcer writes to people about meetings. An error may be tried again, and tells
// neither an address nor what is in the letter.
type Announcer interface {
	Announce(ctx context.Context, to community.Person, a Announcement) error
}

// Clock is the time, and what wakes at its hour.
type Clock interface {
	Now() rooms.Millis
	After(d time.Duration, f func()) (stop func())
}

// Notices sends the letters that members and invited guests are owed about meetings. Each is recorded
// with the change it tells, so it leaves whenever the process dies, and is not sent
// again once it is known to have left. The letter tells the meeting as it is when it
// leaves: what was overtaken is dropped. Each node has a sender; a letter is taken by one
// of them before it leaves.
type Notices struct {
	store   community.Store
	letters Announcer
	clock   Clock
	log     zerolog.Logger
	wake    chan struct{} // capacity 1
	// left are letters that left and could not be recorded yet: they are not sent again.
	left []community.Notice
}

const (
	noticesAtOnce  = 50
	noticeTries    = 12
	noticeRetryMin = 30 * time.Second
	// NoticeRetryMax is the longest rest before a letter is tried again.
	NoticeRetryMax = 3 * time.Hour
	// noticeFaults failures in a row mean that the mail server is away: the others wait.
	noticeFaults = 3
	// noticeTaken is for how long a letter that is being sent is this sender's alone: longer
	// than any letter takes. One whose sender died meanwhile is sent after it.
	noticeTaken = 2 * time.Minute
	// noticeLook is the longest rest: another node may have died with letters that only it
	// knew of.
	noticeLook = 5 * time.Minute
)

// NewNotices makes the sender; it is run by one goroutine.
func NewNotices(store community.Store, letters Announcer, clock Clock, log zerolog.Logger) *Notices {
	return &Notices{store: store, letters: letters, clock: clock, log: log, wake: make(chan struct{}, 1)}
}

// Wake says that letters have just come to be owed; it never blocks.
func (n *Notices) Wake() {
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

// Run sends until ctx ends. It begins with what was owed while nobody sent.
func (n *Notices) Run(ctx context.Context) {
	for {
		rest, err := n.pass(ctx)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			n.log.Error().Err(err).Msg("avis de rencontre à reprendre / notices of meetings to be tried again")
			rest = noticeRetryMin
		}
		due := make(chan struct{})
		stop := n.clock.After(rest, func() { close(due) })
		select {
		case <-ctx.Done():
		case <-n.wake:
		case <-due:
		}
		stop()
	}
}

// pass sends what is due and says how long to rest unless woken. The error is the
// store's.
func (n *Notices) pass(ctx context.Context) (time.Duration, error) {
	for faults := 0; ctx.Err() == nil; {
		if err := n.recordLeft(ctx); err != nil {
			return 0, err
		}
		now := n.clock.Now()
		due, err := n.store.ListNoticesDue(ctx, now, noticesAtOnce)
		if err != nil {
			return 0, fmt.Errorf("jobs: notices due: %w", err)
		}
		if len(due) == 0 {
			next, err := n.store.NextNotice(ctx, now)
			if err != nil || next == 0 {
				return noticeLook, err
			}
			return min(max(time.Duration(next-now)*time.Millisecond, time.Millisecond), noticeLook), nil
		}
		for _, one := range due {
			failed, err := n.deliver(ctx, one)
			if err != nil {
				return 0, err
			}
			if !failed {
				faults = 0
				continue
			}
			if faults++; faults >= noticeFaults {
				return noticeRetryMin, nil
			}
		}
	}
	return 0, ctx.Err()
}

// recordLeft records the letters that left while the store could not be written.
func (n *Notices) recordLeft(ctx context.Context) error {
	for len(n.left) > 0 {
		if err := n.save(ctx, n.left[0]); err != nil {
			return err
		}
		n.left = n.left[1:]
	}
	return nil
}

func (n *Notices) save(ctx context.Context, one community.Notice) error {
	err := n.store.SaveNotice(ctx, one)
	if err != nil && !errors.Is(err, community.ErrNotFound) { // its meeting or its reader is gone
		return fmt.Errorf("jobs: record notice: %w", err)
	}
	return nil
}

// deliver sends one letter, or drops it. Failed says that it did not leave.
func (n *Notices) deliver(ctx context.Context, one community.Notice) (failed bool, err error) {
	to, what, err := n.prepare(ctx, one)
	if err != nil {
		return false, err
	}
	now := n.clock.Now()
	switch err := n.store.TakeNotice(ctx, one, now+rooms.Millis(noticeTaken.Milliseconds())); {
	case errors.Is(err, community.ErrNotFound):
		return false, nil // another node sends it, or has
	case err != nil:
		return false, fmt.Errorf("jobs: take notice: %w", err)
	}
	one.DoneAt = now
	if what == nil {
		return false, n.save(ctx, one)
	}
	// A letter under way when the program stops is still sent, and recorded.
	if err := n.letters.Announce(context.WithoutCancel(ctx), to, *what); err != nil {
		return true, n.postpone(ctx, one, err)
	}
	one.Sent = true
	n.left = append(n.left, one)
	return false, n.recordLeft(context.WithoutCancel(ctx))
}

// postpone says when to try again, or gives up.
func (n *Notices) postpone(ctx context.Context, one community.Notice, why error) error {
	one.Tries++
	entry := n.log.Warn().Err(why).Str("meeting", string(one.Meeting)).Int("tries", one.Tries)
	if one.Tries >= noticeTries {
		entry.Msg("avis de rencontre abandonné / notice of a meeting given up")
		return n.save(ctx, one)
	}
	wait := min(noticeRetryMin<<(one.Tries-1), NoticeRetryMax)
	one.DueAt, one.DoneAt = one.DoneAt+rooms.Millis(wait.Milliseconds()), 0
	entry.Dur("again_ms", wait).Msg("avis de rencontre à reprendre / notice of a meeting to be tried again")
	return n.save(ctx, one)
}

// prepare finds the reader and the news; nil when the letter has become pointless.
func (n *Notices) prepare(ctx context.Context, one community.Notice) (to community.Person, what *Announcement, err error) {
	m, err := n.store.FindMeeting(ctx, one.Meeting)
	if err != nil {
		return to, nil, unlessGone(err)
	}
	all, err := n.store.ListNoticesTo(ctx, one.Meeting, one.Reader)
	if err != nil {
		return to, nil, fmt.Errorf("jobs: notices to somebody: %w", err)
	}
	news, was, worth := newsOf(m, one, all, n.clock.Now())
	if !worth {
		return to, nil, nil
	}
	if to, err = n.reader(ctx, m, one.Reader); err != nil || to.Email == "" {
		return to, nil, unlessGone(err)
	}
	c, err := n.store.FindCommunity(ctx, m.Community)
	if err != nil {
		return to, nil, unlessGone(err)
	}
	id := fmt.Sprintf("%s-%d-%s%s", m.ID, one.Version, one.Member, one.Invitation)
	return to, &Announcement{ID: id, Guest: one.Invitation != "", News: news, Meeting: m, Was: was, Community: c.Name}, nil
}

// reader finds whom the letter is for: ErrNotFound for one who is not to be told any more.
func (n *Notices) reader(ctx context.Context, m community.Meeting, r community.Reader) (to community.Person, err error) {
	if r.Invitation == "" {
		if _, err := n.store.FindMembership(ctx, m.Community, r.Member); err != nil {
			return to, err
		}
		return n.store.FindPerson(ctx, r.Member)
	}
	i, err := n.store.FindInvitationByID(ctx, r.Invitation)
	if err != nil {
		return to, err
	}
	g, err := n.store.FindGuest(ctx, i.UsedBy)
	if err == nil && g.RevokedAt != 0 {
		return to, community.ErrNotFound // she was turned out
	}
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return to, err
	}
	as, err := n.store.FindPersonByEmail(ctx, i.Email)
	if err == nil { // she may have come with her account
		if v, err := n.store.FindVisit(ctx, m.ID, as.ID); err == nil && v.RevokedAt != 0 {
			return to, community.ErrNotFound
		}
	} else if !errors.Is(err, community.ErrNotFound) {
		return to, err
	}
	return community.Person{Email: i.Email, Name: i.Name, Lang: i.Lang}, nil
}

// newsOf says what the meeting's state is to somebody who was sent these letters, and which
// hour they told last; not worth a letter when it is nothing.
func newsOf(m community.Meeting, one community.Notice, all []community.Notice, now rooms.Millis) (news News, was rooms.Millis, worth bool) {
	knows := false
	for _, o := range all {
		if o.Version > one.Version {
			return "", 0, false // overtaken: the later letter tells all
		}
		if o.Sent && o.Version < one.Version { // by version: the last one stays
			knows, was = true, o.StartsAt
		}
	}
	switch {
	case m.EndsAt() < now || m.Status == community.Closed:
		return "", 0, false
	case m.CancelledAt != 0:
		return Cancelled, was, knows
	case knows:
		return Moved, was, true
	default:
		return Planned, 0, true
	}
}

// unlessGone makes nothing of what is not there any more.
func unlessGone(err error) error {
	if err == nil || errors.Is(err, community.ErrNotFound) {
		return nil
	}
	return fmt.Errorf("jobs: notice: %w", err)
}
