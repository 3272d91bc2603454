package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/desk"
	"palabre/rooms/groups"
	"palabre/rooms/people"
	"palabre/rooms/session"
	"palabre/server/community"
)

// Commander gives commands to rooms; the host is one.
type Commander interface {
	Do(ctx context.Context, room rooms.RoomID, cmd rooms.Command) (rooms.Seq, *rooms.Refusal, error)
}

// Governor gives a session's boards the rights that its people have: a board
// opened is lent to the session, who enters may write on it, who leaves may not,
// and the close gives it back. It also keeps the boards' records.
//
// Its commands are named by the session and numbered by the event they follow
// from, so that a board takes each of them once: when the process dies between a
// command and the cursor, it is given again and answered "repeated".
type Governor struct {
	Store  community.Store
	Log    Log
	Rooms  Commander
	Now    func() rooms.Millis
	Logger zerolog.Logger

	seen map[rooms.RoomID]*circle // what was read since the start; one goroutine
}

// circle is what the governor knows of one session at a sequence.
type circle struct {
	at      rooms.Seq
	members map[rooms.MemberID]board.Right
	roles   map[rooms.MemberID]rooms.Role
	boards  []rooms.BoardID
	groups  groups.State
	held    map[rooms.BoardID]map[rooms.MemberID]board.Right // by a small group: who was let in
	closed  bool
	// fleeting is what of boards goes at the close.
	fleeting *session.Fleeting
}

func newCircle(room rooms.RoomID) *circle {
	return &circle{
		fleeting: session.NewFleeting(room),
		members:  map[rooms.MemberID]board.Right{}, roles: map[rooms.MemberID]rooms.Role{},
		groups: groups.New(nil), held: map[rooms.BoardID]map[rooms.MemberID]board.Right{},
	}
}

// NewGovernor makes one; it is used by one runner.
func NewGovernor(store community.Store, log Log, to Commander, now func() rooms.Millis, logger zerolog.Logger) *Governor {
	return &Governor{Store: store, Log: log, Rooms: to, Now: now, Logger: logger, seen: map[rooms.RoomID]*circle{}}
}

// GovernorName is the governor's cursor.
const GovernorName = "governor"

// Name implements Projector.
func (*Governor) Name() string { return GovernorName }

// Reads implements Projector.
func (*Governor) Reads() Source {
	return Source{Kind: rooms.KindSession, Events: append([]string{
		sessionOpened, desk.Opened{}.EventName(), desk.Renamed{}.EventName(), people.Entered{}.EventName(),
		people.Departed{}.EventName(), people.PutOut{}.EventName(), people.RoleGiven{}.EventName(), sessionClosed,
	}, append(seatings(), session.FleetingEvents()...)...)}
}

// Project implements Projector.
func (g *Governor) Project(ctx context.Context, room rooms.RoomID, at Span, events []rooms.Event) (kept bool, err error) {
	c, err := g.circle(ctx, room, at)
	if err != nil {
		return false, err
	}
	for _, e := range events {
		did, err := g.follow(ctx, room, c, e)
		if err != nil {
			delete(g.seen, room) // half applied: read again
			return false, err
		}
		kept = kept || did
	}
	c.at = at.To
	if c.closed {
		delete(g.seen, room)
	}
	if !kept {
		return false, nil
	}
	return true, g.Store.Write(ctx, func(tx community.Records) error {
		return tx.AdvanceCursor(ctx, GovernorName, room, at.Kept, at.To)
	})
}

// circle finds what is known of the session at a sequence, from its log if need be.
func (g *Governor) circle(ctx context.Context, room rooms.RoomID, at Span) (*circle, error) {
	if c := g.seen[room]; c != nil && at.Since != 0 && c.at == at.Since {
		return c, nil
	}
	c := newCircle(room)
	past, err := ReadAll(ctx, g.Log, room, at.From)
	if err != nil {
		return nil, err
	}
	for _, e := range past {
		if _, err := c.apply(e); err != nil {
			return nil, err
		}
		c.at = e.Seq
	}
	g.seen[room] = c
	return c, nil
}

// order is what an event asks of boards: one command, for one board or all of them.
type order struct {
	name   string
	args   any
	boards []rooms.BoardID
	opened []session.PlanBoard // boards the session works with from now on
	titled *desk.Renamed
	held   []holding // boards that go to a small group, change hands, or come back
}

// apply takes an event in and says what follows from it.
func (c *circle) apply(e rooms.Event) (order, error) {
	if slices.Contains(session.FleetingEvents(), e.Name) {
		p, err := session.Decode(e)
		if err != nil {
			return order{}, fmt.Errorf("event %d %s: %w", e.Seq, e.Name, err)
		}
		c.fleeting.Read(e.At, p)
	}
	o, err := c.heard(e)
	if err == nil && !c.closed {
		err = c.seat(e)
		o.held = c.hold()
	}
	return o, err
}

func (c *circle) heard(e rooms.Event) (order, error) {
	switch e.Name {
	case sessionOpened:
		return c.founded(e)
	case desk.Opened{}.EventName():
		d, err := payload[desk.Opened](e)
		c.boards = append(c.boards, d.Board)
		if c.fleeting.Named(d.Board) {
			d.Title = untitled
		}
		return order{name: board.NameLend, boards: []rooms.BoardID{d.Board}, opened: []session.PlanBoard{{Board: d.Board, Title: d.Title}}}, err
	case desk.Renamed{}.EventName():
		d, err := payload[desk.Renamed](e)
		if c.fleeting.Named(d.Board) {
			return order{}, err
		}
		return order{titled: &d}, err
	case people.Entered{}.EventName():
		d, err := payload[people.Entered](e)
		c.members[d.Member], c.roles[d.Member] = board.Write, d.Role
		return order{name: board.NameAdmit, args: admit{map[rooms.MemberID]board.Right{d.Member: board.Write}}, boards: c.common()}, err
	case people.RoleGiven{}.EventName():
		d, err := payload[people.RoleGiven](e)
		c.roles[d.Member] = d.Role
		return order{}, err
	case people.Departed{}.EventName(), people.PutOut{}.EventName():
		d, err := payload[people.Departed](e)
		delete(c.members, d.Member)
		return order{name: board.NameRevoke, args: d, boards: c.common()}, err
	case sessionClosed:
		c.closed = true
		return order{name: board.NameRelease, boards: c.boards}, nil
	default:
		return order{}, nil
	}
}

type admit struct {
	Members map[rooms.MemberID]board.Right `json:"members"`
}

type lend struct {
	Session rooms.RoomID                   `json:"session"`
	Members map[rooms.MemberID]board.Right `json:"members"`
	Apart   bool                           `json:"apart,omitempty"`
}

func (c *circle) founded(e rooms.Event) (order, error) {
	var plan session.Plan
	if err := json.Unmarshal(e.Data, &plan); err != nil {
		return order{}, fmt.Errorf("event %d %s: %w", e.Seq, e.Name, err)
	}
	o := order{name: board.NameLend, opened: plan.Boards}
	for _, b := range plan.Boards {
		o.boards = append(o.boards, b.Board)
	}
	c.boards = append(c.boards, o.boards...)
	return o, nil
}

func payload[T any](e rooms.Event) (T, error) {
	var v T
	if err := json.Unmarshal(e.Data, &v); err != nil {
		return v, fmt.Errorf("event %d %s: %w", e.Seq, e.Name, err)
	}
	return v, nil
}

// follow has the effects of one event, and tells whether it is one that may have any.
func (g *Governor) follow(ctx context.Context, room rooms.RoomID, c *circle, e rooms.Event) (did bool, err error) {
	o, err := c.apply(e)
	if err != nil || o.name == "" && o.titled == nil && len(o.held) == 0 {
		return false, err
	}
	if err := g.keep(ctx, room, e, o); err != nil {
		return false, err
	}
	if o.name == board.NameLend {
		o.args = lend{Session: room, Members: maps.Clone(c.members)}
	}
	for _, b := range o.boards {
		if o.name == board.NameRelease {
			if o.args, err = g.shed(ctx, c, b); err != nil {
				return false, err
			}
		}
		if err := g.command(ctx, room, b, e.Seq, o); err != nil {
			return false, err
		}
	}
	for _, h := range o.held {
		one := order{name: board.NameLend, args: lend{Session: room, Members: h.members, Apart: h.apart}}
		if err := g.command(ctx, room, h.board, e.Seq, one); err != nil {
			return false, err
		}
	}
	return true, nil
}

func (g *Governor) command(ctx context.Context, room rooms.RoomID, b rooms.BoardID, n rooms.Seq, o order) error {
	// A client may name any board: one of another community is not lent.
	if ours, err := g.ours(ctx, room, b); err != nil || !ours {
		return err
	}
	args, err := json.Marshal(o.args)
	if err != nil {
		return fmt.Errorf("%s: %w", o.name, err)
	}
	_, refusal, err := g.Rooms.Do(ctx, rooms.BoardRoom(b), rooms.Command{
		Client: board.SessionClient(room), N: uint64(n), Actor: rooms.Actor{System: true}, At: g.Now(), Name: o.name, Args: args,
	})
	if err != nil {
		return fmt.Errorf("%s %s: %w", o.name, b, err)
	}
	if refusal != nil && refusal.Code == board.CodeOutrun {
		return fmt.Errorf("%w: %s %s: %w", ErrNotYet, o.name, b, refusal)
	}
	// Refusals are answers too: done before, or the board is another session's.
	if refusal != nil && refusal.Code != rooms.CodeRepeated && refusal.Code != rooms.CodeStale {
		g.Logger.Info().Str("board", string(b)).Str("session", string(room)).Str("command", o.name).Str("code", refusal.Code).
			Msg("tableau non prêté / board not lent")
	}
	return nil
}

// ours tells whether the board belongs to the community that meets; one that is not known does not.
func (g *Governor) ours(ctx context.Context, room rooms.RoomID, id rooms.BoardID) (bool, error) {
	mine, err := ours(ctx, g.Store, room, id)
	if errors.Is(err, errNotKept) {
		return false, nil
	}
	return mine, err
}

// keep writes the boards' records: a board opened in a session belongs to its community.
func (g *Governor) keep(ctx context.Context, room rooms.RoomID, e rooms.Event, o order) error {
	if len(o.opened) == 0 && o.titled == nil {
		return nil
	}
	meeting := community.MeetingID(room.Meeting())
	return g.Store.Write(ctx, func(tx community.Records) error {
		m, err := tx.FindMeeting(ctx, meeting)
		if err != nil {
			return fmt.Errorf("find meeting: %w", err)
		}
		for _, b := range o.opened {
			if err := keepBoard(ctx, tx, m, b, e); err != nil {
				return err
			}
		}
		if o.titled == nil {
			return nil
		}
		b, err := tx.FindBoard(ctx, o.titled.Board)
		if err != nil || b.Community != m.Community {
			return err
		}
		b.Title, b.UpdatedAt = o.titled.Title, max(b.UpdatedAt, e.At)
		return tx.SaveBoard(ctx, b)
	})
}

// untitled is what the records call a board whose name goes with its session: the name itself is never in them.
const untitled = "Tableau"

func keepBoard(ctx context.Context, tx community.Records, m community.Meeting, b session.PlanBoard, e rooms.Event) error {
	known, err := tx.FindBoard(ctx, b.Board)
	switch {
	case errors.Is(err, community.ErrNotFound):
		err = tx.AddBoard(ctx, community.Board{
			ID: b.Board, Community: m.Community, Title: b.Title, Origin: m.ID, CreatedBy: e.By, CreatedAt: e.At, UpdatedAt: e.At,
		})
		if err != nil {
			return fmt.Errorf("add board: %w", err)
		}
	case err != nil:
		return fmt.Errorf("find board: %w", err)
	case known.Community != m.Community:
		// A client named another community's board: it stays out of this meeting.
		return nil
	}
	if err := tx.LinkBoard(ctx, m.ID, b.Board); err != nil {
		return fmt.Errorf("link board: %w", err)
	}
	return nil
}
