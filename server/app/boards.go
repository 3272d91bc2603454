package app

import (
	"context"
	"encoding/json"
	"fmt"
	"math"

	"palabre/assets/render/svg"
	"palabre/assets/render/typeface"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/board"
	"palabre/server/api"
	"palabre/server/community"
	"palabre/server/store"
)

// boardReader sees boards as they were committed, without opening their rooms.
type boardReader struct {
	log     store.Log
	fonts   *typeface.Set
	drafter *scene.Drafter
	looks   *looks
}

var _ api.Boards = boardReader{}

// pictureMargin is the white round a board's picture, in board px.
const pictureMargin = 24

// Look implements api.Boards.
func (r boardReader) Look(ctx context.Context, b community.Board) (api.BoardLook, error) {
	state, err := r.at(ctx, b.ID, 0)
	if err != nil {
		return api.BoardLook{}, err
	}
	history, err := r.log.LogID(ctx, rooms.BoardRoom(b.ID))
	if err != nil {
		return api.BoardLook{}, fmt.Errorf("app: history of board: %w", err)
	}
	key := look{log: history, board: b.ID, seq: state.Head(), title: b.Title}
	if seen, ok := r.looks.get(key); ok {
		return seen, nil
	}
	elements, lent := r.elements(state)
	drawing, err := r.drafter.Draw(ctx, elements)
	if err != nil {
		return api.BoardLook{}, fmt.Errorf("app: draw board: %w", err)
	}
	picture, err := svg.Render(r.fonts, svg.Picture{
		Drawing: drawing, Title: b.Title, Paper: scene.Color{R: 255, G: 255, B: 255, A: 255}, Margin: pictureMargin,
	})
	if err != nil {
		return api.BoardLook{}, fmt.Errorf("app: picture of board: %w", err)
	}
	frame := svg.Frame(drawing, pictureMargin)
	seen := api.BoardLook{
		Outline: outline(scene.Outline(elements), frame), SVG: picture, Width: hundredths(frame.W), Height: hundredths(frame.H),
		Lent: lent, Apart: state.Apart(), Seq: state.Head(),
	}
	r.looks.put(key, seen)
	return seen, nil
}

// outline tells the places of its nodes from the top left corner of the picture.
func outline(nodes []scene.Node, frame scene.Rect) []api.OutlineNode {
	out := make([]api.OutlineNode, 0, len(nodes))
	for _, n := range nodes {
		one := api.OutlineNode{Kind: n.Kind.String(), Text: n.Text}
		for _, m := range n.Marks {
			one.Marks = append(one.Marks, api.Mark{
				ID: string(m.ID), X: hundredths(m.Box.X - frame.X), Y: hundredths(m.Box.Y - frame.Y), Width: hundredths(m.Box.W), Height: hundredths(m.Box.H),
			})
		}
		if len(n.Children) > 0 {
			one.Children = outline(n.Children, frame)
		}
		out = append(out, one)
	}
	return out
}

// hundredths rounds to a hundredth of a px, as the picture does.
func hundredths(px float64) float64 { return math.Round(px*100) / 100 }

func (boardReader) elements(b *board.Board) ([]scene.Element, rooms.RoomID) {
	view, ok := b.View(rooms.Viewer{}).(board.View)
	if !ok {
		return nil, ""
	}
	els := make(map[scene.ElementID]json.RawMessage, len(view.Els))
	for id, raw := range view.Els {
		els[scene.ElementID(id)] = raw
	}
	return scene.ReadMap(els), view.Lent
}

// at reads a board up to a sequence, 0 for its last one.
func (r boardReader) at(ctx context.Context, id rooms.BoardID, upto rooms.Seq) (*board.Board, error) {
	const readBytes = 1 << 20
	room := rooms.BoardRoom(id)
	b, err := r.base(ctx, room, upto)
	if err != nil {
		return nil, err
	}
	for upto == 0 || b.Head() < upto {
		segments, err := r.log.Read(ctx, room, b.Head(), readBytes)
		if err != nil {
			return nil, fmt.Errorf("app: read board: %w", err)
		}
		if len(segments) == 0 {
			break
		}
		for _, s := range segments {
			if err := replay(b, s.Data, upto); err != nil {
				return nil, fmt.Errorf("app: replay %s: %w", room, err)
			}
		}
	}
	return b, nil
}

// base is the board's snapshot when it is of use, else an empty board.
func (r boardReader) base(ctx context.Context, room rooms.RoomID, upto rooms.Seq) (*board.Board, error) {
	snap, ok, err := r.log.Snapshot(ctx, room)
	if err != nil {
		return nil, fmt.Errorf("app: snapshot of board: %w", err)
	}
	if !ok || snap.CodeVersion != snapshotVersion || (upto != 0 && snap.Seq > upto) {
		return board.New(room), nil
	}
	history, err := r.log.LogID(ctx, room)
	if err != nil {
		return nil, fmt.Errorf("app: history of board: %w", err)
	}
	if history != snap.LogID {
		return board.New(room), nil
	}
	b, err := board.Restore(snap.Data)
	if err != nil {
		return board.New(room), nil //nolint:nilerr // a snapshot is a cache: the log has everything
	}
	return b, nil
}

// replay applies a segment's events that the board has not seen, up to a sequence.
func replay(b *board.Board, data []byte, upto rooms.Seq) error {
	var events []rooms.Event
	if err := json.Unmarshal(append(append([]byte{'['}, data...), ']'), &events); err != nil {
		return err
	}
	for _, e := range events {
		if e.Seq <= b.Head() || (upto != 0 && e.Seq > upto) {
			continue
		}
		if err := b.Apply(e); err != nil {
			return err
		}
	}
	return nil
}
