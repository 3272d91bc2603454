package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"palabre/assets/document"
	"palabre/assets/render/html"
	"palabre/assets/render/markdown"
	"palabre/assets/render/pdf"
	"palabre/assets/render/typeface"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/rooms/desk"
	"palabre/rooms/session"
	"palabre/server/api"
	"palabre/server/community"
	"palabre/server/jobs"
	"palabre/server/store"
)

// papers makes documents. What is kept of one is where it comes from: the range of
// its session's log and the positions of its boards. Its words are made again from
// there each time it is shown, with people's names as they are now (logs hold ids).
type papers struct {
	boards  boardReader
	log     store.Log
	records community.Store
	fonts   *typeface.Set
	site    document.Site // where the links of files lead
}

var (
	_ api.Papers   = (*papers)(nil)
	_ jobs.Drafter = (*papers)(nil)
)

// linkedTo is the same papers, whose files lead to a site.
func (p *papers) linkedTo(site document.Site) *papers {
	linked := *p
	linked.site = site
	return &linked
}

// origins is where a document's boards were when it was made, and what was then the
// next meeting.
type origins struct {
	Boards []boardOrigin `json:"boards"`
	Next   *nextMeeting  `json:"next,omitempty"`
	// Head is the fingerprint of the session's log, "" in documents from before it was kept.
	Head string `json:"head,omitempty"`
}

// nextMeeting is the meeting that was to follow.
type nextMeeting struct {
	Title    string       `json:"title"`
	StartsAt rooms.Millis `json:"starts_at"`
	Minutes  int          `json:"minutes"`
	Zone     string       `json:"zone"`
}

type boardOrigin struct {
	Board rooms.BoardID `json:"board"`
	Log   string        `json:"log"`
	Seq   rooms.Seq     `json:"seq"`
	// Head is the fingerprint of what was on the board, "" when nobody had opened it.
	Head string `json:"head,omitempty"`
}

// Draft implements jobs.Drafter.
func (p *papers) Draft(ctx context.Context, m community.Meeting, room rooms.RoomID, log []rooms.Event) (community.Document, error) {
	last := log[len(log)-1]
	history, err := p.log.LogID(ctx, room)
	if err != nil {
		return community.Document{}, err
	}
	var from origins
	worked, err := p.worked(ctx, m, log)
	if err != nil {
		return community.Document{}, err
	}
	fleeting := session.NewFleeting(room)
	for _, e := range log {
		if payload, err := session.Decode(e); err == nil {
			fleeting.Read(e.At, payload)
		}
	}
	for _, b := range worked {
		state, err := p.boards.at(ctx, b.ID, 0)
		if err == nil && state.LentTo() == room && fleeting.Of(b.ID) != nil {
			// What goes of a board goes with its release (TR-5): the document waits for it.
			err = fmt.Errorf("%w: %s", errStillLent, b.ID)
		}
		if err != nil {
			return community.Document{}, err
		}
		if state.Emptied() { // of a phase that leaves nothing
			continue
		}
		id, err := p.log.LogID(ctx, rooms.BoardRoom(b.ID))
		if err != nil {
			return community.Document{}, err
		}
		from.Boards = append(from.Boards, boardOrigin{Board: b.ID, Log: id, Seq: state.Head()})
	}
	if from.Next, err = p.next(ctx, m); err != nil {
		return community.Document{}, err
	}
	d := community.Document{
		Meeting: m.ID, Community: m.Community, Kind: community.Minutes, Status: community.Draft, Title: m.Title,
		Room: room, LogID: history, Seq: last.Seq, MadeAt: last.At,
	}
	if d.Tree, err = json.Marshal(from); err != nil {
		return community.Document{}, fmt.Errorf("app: origins: %w", err)
	}
	// Made once here, so that a log of which no minutes can be made is known at once, and
	// that what it was made of can be recognized (I9).
	made, err := p.whole(ctx, d)
	if err != nil {
		return community.Document{}, err
	}
	from.sealed(d.Room, made.Sources)
	d.Tree, err = json.Marshal(from)
	return d, err
}

// errStillLent: the governor has not given the board back yet; it soon will have.
var errStillLent = fmt.Errorf("app: the board is still its session's: %w", jobs.ErrNotYet)

// sealed keeps the fingerprints of what a document was made of.
func (o *origins) sealed(session rooms.RoomID, sources []document.Source) {
	for _, s := range sources {
		if s.Room == session {
			o.Head = s.Head
		}
		for i := range o.Boards {
			if s.Room == rooms.BoardRoom(o.Boards[i].Board) {
				o.Boards[i].Head = s.Head
			}
		}
	}
}

// worked are the boards that a session worked with, in the order they were opened.
// The governor keeps their records: one it has not come to yet is waited for, by
// failing and being asked again.
func (p *papers) worked(ctx context.Context, m community.Meeting, log []rooms.Event) ([]community.Board, error) {
	opened, err := boardsOf(log)
	if err != nil {
		return nil, err
	}
	out := make([]community.Board, 0, len(opened))
	for _, id := range opened {
		b, err := p.records.FindBoard(ctx, id)
		if errors.Is(err, community.ErrNotFound) {
			err = fmt.Errorf("%w: %w", jobs.ErrNotYet, err)
		}
		if err != nil {
			return nil, fmt.Errorf("app: board %s of meeting: %w", id, err)
		}
		if b.Community == m.Community { // another community's was only named
			out = append(out, b)
		}
	}
	return out, nil
}

func boardsOf(log []rooms.Event) ([]rooms.BoardID, error) {
	var out []rooms.BoardID
	for _, e := range log {
		switch e.Name {
		case session.Opened{}.EventName():
			var plan session.Plan
			if err := json.Unmarshal(e.Data, &plan); err != nil {
				return nil, fmt.Errorf("app: event %d: %w", e.Seq, err)
			}
			for _, b := range plan.Boards {
				out = append(out, b.Board)
			}
		case desk.Opened{}.EventName():
			var opened desk.Opened
			if err := json.Unmarshal(e.Data, &opened); err != nil {
				return nil, fmt.Errorf("app: event %d: %w", e.Seq, err)
			}
			out = append(out, opened.Board)
		}
	}
	return out, nil
}

// HTML implements api.Papers.
func (p *papers) HTML(ctx context.Context, d community.Document, _ community.Lang) (string, error) {
	doc, err := p.whole(ctx, d)
	if err != nil {
		return "", err
	}
	out, err := html.Article(p.fonts, doc, 2)
	return string(out), err
}

// Page implements api.Papers.
func (p *papers) Page(ctx context.Context, d community.Document, _ community.Lang) ([]byte, error) {
	doc, err := p.whole(ctx, d)
	if err != nil {
		return nil, err
	}
	return html.Page(p.fonts, doc, p.site)
}

// PDF implements api.Papers. The paper is that of the meeting's zone.
func (p *papers) PDF(ctx context.Context, d community.Document, _ community.Lang) ([]byte, error) {
	doc, err := p.whole(ctx, d)
	if err != nil {
		return nil, err
	}
	m, err := p.records.FindMeeting(ctx, d.Meeting)
	if err != nil && !errors.Is(err, community.ErrNotFound) {
		return nil, err
	}
	return pdf.Render(p.fonts, doc, paperOf(m.Zone), p.site)
}

func paperOf(zone string) pdf.Paper {
	if len(zone) >= 8 && zone[:8] == "America/" {
		return pdf.Letter
	}
	return pdf.A4
}

// Markdown implements api.Papers.
func (p *papers) Markdown(ctx context.Context, d community.Document, _ community.Lang) ([]byte, error) {
	doc, err := p.whole(ctx, d)
	if err != nil {
		return nil, err
	}
	return markdown.Render(doc, p.site), nil
}

// Stylesheet implements api.Papers.
func (*papers) Stylesheet() string { return html.Stylesheet() }

// minutesSource is all that minutes are made of.
type minutesSource struct {
	Meeting   community.Meeting
	Community community.Community
	Log       []rooms.Event
	LogID     string
	Names     map[rooms.MemberID]string
	Boards    []boardSource
	Next      *nextMeeting
}

// boardSource is one board as it was.
type boardSource struct {
	Board  community.Board
	Origin boardOrigin
	State  *board.Board
	At     rooms.Millis // its last change, 0 for none
}

// whole makes a document again from where it comes from.
func (p *papers) whole(ctx context.Context, d community.Document) (document.Document, error) {
	var from origins
	if err := json.Unmarshal(d.Tree, &from); err != nil {
		return document.Document{}, fmt.Errorf("app: origins of %s: %w", d.ID, err)
	}
	src := minutesSource{LogID: d.LogID, Next: from.Next}
	var err error
	if src.Meeting, err = p.records.FindMeeting(ctx, d.Meeting); err != nil {
		return document.Document{}, fmt.Errorf("app: meeting of document: %w", err)
	}
	if src.Community, err = p.records.FindCommunity(ctx, d.Community); err != nil {
		return document.Document{}, fmt.Errorf("app: community of document: %w", err)
	}
	if src.Log, err = jobs.ReadAll(ctx, p.log, d.Room, d.Seq); err != nil {
		return document.Document{}, err
	}
	if src.Names, err = p.records.Names(ctx, mentioned(src.Log)); err != nil {
		return document.Document{}, fmt.Errorf("app: names of document: %w", err)
	}
	for _, o := range from.Boards {
		b, err := p.records.FindBoard(ctx, o.Board)
		if err != nil {
			return document.Document{}, fmt.Errorf("app: board of document: %w", err)
		}
		one := boardSource{Board: b, Origin: o, State: board.New(rooms.BoardRoom(o.Board))}
		if o.Seq > 0 { // 0: nobody had opened it, whatever happened to it since
			if one.State, err = p.boards.at(ctx, o.Board, o.Seq); err != nil {
				return document.Document{}, err
			}
			if one.At, err = p.changed(ctx, o); err != nil {
				return document.Document{}, err
			}
		}
		src.Boards = append(src.Boards, one)
	}
	return p.minutes(ctx, src)
}

// mentioned are the people whom a log names: who acted, and who entered.
func mentioned(log []rooms.Event) []rooms.MemberID {
	seen := map[rooms.MemberID]bool{"": true}
	var out []rooms.MemberID
	add := func(m rooms.MemberID) {
		if !seen[m] {
			seen[m] = true
			out = append(out, m)
		}
	}
	for _, e := range log {
		add(e.By)
		var d struct {
			Member rooms.MemberID `json:"member"`
			Who    rooms.MemberID `json:"who"`
		}
		if json.Unmarshal(e.Data, &d) == nil {
			add(d.Member)
			add(d.Who)
		}
	}
	return out
}
