package board

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/rights"
)

// Right is what a session lets a person do on a board that it holds.
type Right string

// The rights of a lent board.
const (
	Write Right = "write"
	Read  Right = "read"
)

// access says who writes. Between meetings it is empty, and community members write.
type access struct {
	Locked  bool                     `json:"locked,omitempty"`
	Writers []rooms.MemberID         `json:"writers,omitempty"` // when Gated: only these write
	Gated   bool                     `json:"gated,omitempty"`
	Lent    rooms.RoomID             `json:"lent,omitempty"`
	Members map[rooms.MemberID]Right `json:"members,omitempty"` // of the session it is lent to
	// Apart: nobody else sees it while it is lent. A small group works on it.
	Apart bool `json:"apart,omitempty"`
	// Emptied: it was of a phase without traces, and is over for good (B10).
	Emptied bool `json:"emptied,omitempty"`
	// Shed is where what people wrote in such a phase last went (B10), 0 for never.
	Shed rooms.Seq `json:"shed,omitempty"`
}

// admits tells whether a person may see the board: the community's members unless a small
// group has it, guests only while a session that they are in does.
func (a *access) admits(m rooms.MemberID, standing rooms.Role) bool {
	if standing == "" {
		standing = rooms.RoleGuest
	}
	return rights.Authorize(rights.Actor{Role: standing}, rights.BoardRead, rights.Resource{
		Here: a.Lent != "" && a.Members[m] != "", Apart: a.Apart,
	})
}

// readOnly says why a person who is admitted may not write, "" when she may.
func (a *access) readOnly(m rooms.MemberID) string {
	switch {
	case a.Emptied:
		return CodeEmptied
	case a.Lent != "" && a.Members[m] == "":
		return CodeLent
	case a.Lent != "" && a.Members[m] != Write:
		return CodeReadOnly
	case a.Locked:
		return CodeLocked
	case a.Gated && !slices.Contains(a.Writers, m):
		return CodeWriters
	default:
		return ""
	}
}

// The arguments of the governing commands, which are also their events' data.
type (
	lendArgs struct {
		Session rooms.RoomID             `json:"session"`
		Members map[rooms.MemberID]Right `json:"members"`
		Apart   bool                     `json:"apart,omitempty"`
	}
	admitArgs struct {
		Members map[rooms.MemberID]Right `json:"members"`
	}
	revokeArgs struct {
		Member rooms.MemberID `json:"member"`
	}
	// Writers absent or null: everyone who has the right.
	policyArgs struct {
		Locked  bool              `json:"locked"`
		Writers *[]rooms.MemberID `json:"writers,omitempty"`
	}
)

// SessionClient is the client name under which a session governs its boards.
func SessionClient(session rooms.RoomID) rooms.ClientID { return "ses:" + rooms.ClientID(session) }

// govern decides the commands of who the board is lent to. They may arrive again, or
// late, after the board went to another session: they then change nothing.
func (b *Board) govern(c rooms.Command) ([]rooms.Step, *rooms.Refusal) {
	if !c.Actor.System {
		return nil, rooms.Refuse(rooms.CodeNotAllowed)
	}
	if c.N != 0 && c.N < b.dedup.Last(c.Actor.Member, c.Client) {
		return nil, rooms.Refuse(rooms.CodeStale) // it changed nothing when its turn came, and a later one did
	}
	if refusal := b.access.claim(c); refusal != nil {
		return nil, refusal
	}
	if stale := b.outrun(c); stale {
		return nil, rooms.Refuse(CodeOutrun)
	}
	data, touched, err := canonical(c)
	if err != nil {
		return nil, rooms.Refuse(rooms.CodeBadArgs)
	}
	before := b.access.clone()
	event := rooms.Event{Name: c.Name, Data: data}
	if err := b.access.apply(event); err != nil {
		return nil, rooms.Refuse(rooms.CodeBadArgs)
	}
	shed, err := ShedOf(event)
	if err == nil && shed != nil {
		err = b.shed(shed)
	}
	if err != nil {
		return nil, rooms.Refuse(rooms.CodeBadArgs)
	}
	if b.access.equal(&before) && shed == nil {
		return nil, nil
	}
	event = b.record(c, c.Name, data)
	return []rooms.Step{{Event: event, Deltas: afresh(touched)}}, nil
}

// outrun tells whether somebody wrote since it was found what is to be shed.
func (b *Board) outrun(c rooms.Command) bool {
	shed, err := ShedOf(rooms.Event{Name: c.Name, Data: c.Args})
	return err == nil && shed != nil && shed.Upto != b.head
}

// afresh gives new sight of the board to those whose right changed; nil: to everyone.
func afresh(touched []rooms.MemberID) []rooms.Delta {
	if touched == nil {
		return []rooms.Delta{{To: rooms.Everyone, Afresh: true}}
	}
	deltas := make([]rooms.Delta, 0, len(touched))
	for _, m := range touched {
		deltas = append(deltas, rooms.Delta{To: rooms.Only(m), Afresh: true})
	}
	return deltas
}

// claim refuses a session that does not hold the board.
func (a *access) claim(c rooms.Command) *rooms.Refusal {
	holder := a.Lent
	if c.Name == NameLend {
		var args lendArgs
		if json.Unmarshal(c.Args, &args) != nil || args.Session.Kind() != rooms.KindSession {
			return rooms.Refuse(rooms.CodeBadArgs)
		}
		if holder == "" || holder == args.Session {
			return nil
		}
		return rooms.Refuse(CodeLent)
	}
	if holder != "" && c.Client != SessionClient(holder) {
		return rooms.Refuse(CodeLent)
	}
	return nil
}

// canonical encodes the arguments anew, with the people whose sight may change (nil:
// everyone's).
func canonical(c rooms.Command) (json.RawMessage, []rooms.MemberID, error) {
	switch c.Name {
	case NameLend:
		return again[lendArgs](c.Args, func(a lendArgs) ([]rooms.MemberID, bool) { return nil, validRights(a.Members) })
	case NameAdmit:
		return again[admitArgs](c.Args, func(a admitArgs) ([]rooms.MemberID, bool) {
			return slices.Sorted(maps.Keys(a.Members)), len(a.Members) > 0 && validRights(a.Members)
		})
	case NameRevoke:
		return again[revokeArgs](c.Args, func(a revokeArgs) ([]rooms.MemberID, bool) {
			return []rooms.MemberID{a.Member}, a.Member != ""
		})
	case NamePolicy:
		return again[policyArgs](c.Args, func(policyArgs) ([]rooms.MemberID, bool) { return nil, true })
	default:
		return again[releaseArgs](c.Args, func(releaseArgs) ([]rooms.MemberID, bool) { return nil, true })
	}
}

func validRights(members map[rooms.MemberID]Right) bool {
	for m, right := range members {
		if m == "" || (right != Write && right != Read) {
			return false
		}
	}
	return true
}

func again[T any](args json.RawMessage, look func(T) ([]rooms.MemberID, bool)) (json.RawMessage, []rooms.MemberID, error) {
	var v T
	if err := json.Unmarshal(args, &v); err != nil {
		return nil, nil, fmt.Errorf("board: arguments: %w", err)
	}
	touched, ok := look(v)
	if !ok {
		return nil, nil, fmt.Errorf("board: arguments out of bounds: %s", rooms.CodeBadArgs)
	}
	data, err := json.Marshal(v)
	if err != nil {
		return nil, nil, fmt.Errorf("board: arguments: %w", err)
	}
	return data, touched, nil
}

// apply records a governing event. One of a later version, unknown here, is an error.
func (a *access) apply(e rooms.Event) error {
	switch e.Name {
	case NameLend:
		var d lendArgs
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return fmt.Errorf("board: %s: %w", e.Name, err)
		}
		a.Lent, a.Members, a.Apart = d.Session, maps.Clone(d.Members), d.Apart
	case NameAdmit:
		var d admitArgs
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return fmt.Errorf("board: %s: %w", e.Name, err)
		}
		a.admit(d.Members)
	case NameRevoke:
		var d revokeArgs
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return fmt.Errorf("board: %s: %w", e.Name, err)
		}
		delete(a.Members, d.Member)
	case NamePolicy:
		var d policyArgs
		if err := json.Unmarshal(e.Data, &d); err != nil {
			return fmt.Errorf("board: %s: %w", e.Name, err)
		}
		a.Locked, a.Gated, a.Writers = d.Locked, d.Writers != nil, nil
		if d.Writers != nil {
			a.Writers = slices.Clone(*d.Writers)
		}
	case NameRelease:
		shed, err := ShedOf(e)
		if err != nil {
			return err
		}
		*a = access{Emptied: a.Emptied || shed != nil && shed.Emptied, Shed: a.Shed}
	default:
		return fmt.Errorf("board: unknown event %q", e.Name)
	}
	return nil
}

// admit lets people in; nobody holds a right on a board that is not lent.
func (a *access) admit(members map[rooms.MemberID]Right) {
	if a.Lent == "" {
		return
	}
	if a.Members == nil {
		a.Members = map[rooms.MemberID]Right{}
	}
	maps.Copy(a.Members, members)
}

func (a *access) clone() access {
	c := *a
	c.Members, c.Writers = maps.Clone(a.Members), slices.Clone(a.Writers)
	return c
}

func (a *access) equal(o *access) bool {
	return a.Locked == o.Locked && a.Gated == o.Gated && a.Lent == o.Lent && a.Apart == o.Apart && a.Emptied == o.Emptied && a.Shed == o.Shed &&
		slices.Equal(a.Writers, o.Writers) && maps.Equal(a.Members, o.Members)
}
