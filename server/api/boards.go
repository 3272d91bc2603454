package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"palabre/rooms"
	"palabre/rooms/rights"
	"palabre/server/auth"
	"palabre/server/community"
)

// OneBoard is a path that names a board.
type OneBoard struct {
	Board string `path:"board" maxLength:"64"`
}

// Board is a board seen between meetings.
type Board struct {
	BoardCard
	May      string        `json:"may" enum:"write,read"`
	Outline  []OutlineNode `json:"outline" doc:"What is on the board, in words; empty when there is nothing on it."`
	Picture  PictureSize   `json:"picture"`
	Meetings []string      `json:"meetings" doc:"Where it was or will be, latest first."`
	Room     string        `json:"room"`
}

// PictureSize is the size of a board's picture, px: what places in the outline are measured in.
type PictureSize struct {
	Width  float64 `json:"width"`
	Height float64 `json:"height"`
}

func (a *API) board(ctx context.Context, who auth.Identity, in *OneBoard) (*as[Board], error) {
	page, err := a.Community.Board(ctx, who.Actor, community.BoardID(in.Board))
	if err != nil {
		return nil, err
	}
	look, err := a.look(ctx, who, page)
	if err != nil {
		return nil, err
	}
	out := Board{
		BoardCard: boardCard(page.Board), May: "read", Outline: look.Outline, Meetings: []string{},
		Picture: PictureSize{Width: look.Width, Height: look.Height},
		Room:    string(rooms.BoardRoom(page.Board.ID)),
	}
	out.Lent = string(look.Lent)
	if page.MayWrite && look.Lent == "" && !out.Emptied {
		out.May = "write"
	}
	if out.Outline == nil {
		out.Outline = []OutlineNode{}
	}
	for _, m := range page.Meetings {
		out.Meetings = append(out.Meetings, string(m))
	}
	return body(out), nil
}

// look is what is on the board, for who may see it now: a small group's is not everyone's.
func (a *API) look(ctx context.Context, who auth.Identity, page community.BoardPage) (BoardLook, error) {
	look, err := a.Boards.Look(ctx, page.Board)
	if err != nil {
		return BoardLook{}, err
	}
	seen := rights.Authorize(rights.Actor{Role: page.Standing}, rights.BoardRead, rights.Resource{
		Here: slices.Contains(look.Apart, who.Actor.Member), Apart: look.Apart != nil,
	})
	if !seen {
		return BoardLook{}, community.RefuseGroups
	}
	return look, nil
}

// picture is the board as the server draws it, at its last saved state.
func (a *API) picture(w http.ResponseWriter, r *http.Request) error {
	ctx := r.Context()
	id := who(ctx)
	page, err := a.Community.Board(ctx, id.Actor, community.BoardID(r.PathValue("board")))
	if err != nil {
		return err
	}
	look, err := a.look(ctx, id, page)
	if err != nil {
		return err
	}
	h := w.Header()
	tag := fmt.Sprintf(`"%d"`, look.Seq)
	h.Set("ETag", tag)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:; sandbox")
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h.Set("Content-Type", "image/svg+xml")
	_, _ = w.Write(look.SVG) // the asker may be gone
	return nil
}

type resumeBoard struct {
	OneBoard
	Body struct {
		Meeting string `json:"meeting" maxLength:"64"`
	}
}

func (a *API) resumeBoard(ctx context.Context, who auth.Identity, in *resumeBoard) (*empty, error) {
	return &empty{}, a.Community.ResumeBoard(ctx, who.Actor, community.BoardID(in.Board), community.MeetingID(in.Body.Meeting))
}
