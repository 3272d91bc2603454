package rehearsal

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"slices"

	"palabre/rooms"
	"palabre/rooms/floor"
	"palabre/rooms/session"
	"palabre/rooms/stick"
)

// wish is what a seat will do, and when. The same key is the same wish: it is not made anew.
type wish struct {
	key  string
	due  rooms.Millis // from when it came up; an instant once it is held
	name string
	args json.RawMessage
	done bool
}

// chance draws from 0 to n-1 for somebody and something: always the same of the same seed.
func (h *hall) chance(m rooms.MemberID, what string, n int) int {
	f := fnv.New64a()
	_, _ = fmt.Fprintf(f, "%d/%s/%s", h.seed, m, what) // a hash takes everything
	sum := f.Sum64()
	return int((sum ^ sum>>32) % uint64(n)) //nolint:gosec // n is small
}

// seconds draws a time.
func (h *hall) seconds(m rooms.MemberID, what string, low, high int) rooms.Millis {
	return rooms.Millis(low+h.chance(m, what+" s", high-low+1)) * 1000
}

func args(v any) json.RawMessage {
	raw, err := json.Marshal(v)
	if err != nil {
		return nil // the room refuses it
	}
	return raw
}

// wishOf is what a seat would do of what she sees. Most of that all see; the stick is offered a second
// time in her own view alone.
func (h *hall) wishOf(m rooms.MemberID, all session.View) (wish, bool) {
	r := all.Round
	if r != nil && r.State == session.RoundRunning {
		return h.inRound(m, r)
	}
	if w, ok := h.onPaper(m); ok {
		return w, true
	}
	if all.Floor != nil && all.Agenda != nil {
		return h.onFloor(m, all)
	}
	return wish{}, false
}

func (h *hall) inRound(m rooms.MemberID, r *session.Round) (wish, bool) {
	switch {
	case r.Holder != nil && r.Holder.Member == m:
		turn := r.TurnMS
		if turn == 0 {
			turn = 45_000
		}
		key := fmt.Sprintf("holds %d", r.Holder.Grant)
		a := session.ReleaseArgs{Grant: r.Holder.Grant}
		if names := r.Variant == stick.Naming || r.Variant == stick.Popcorn; names && h.chance(m, key+" names", 4) > 0 {
			if to := waiting(r); len(to) > 0 {
				a.To = to[h.chance(m, key, len(to))]
			}
		}
		return wish{key: key, due: turn * rooms.Millis(50+h.chance(m, key, 60)) / 100, name: "stick.release", args: args(a)}, true
	case r.Holder == nil && (r.Offer == nil || r.Offer.To == m):
		return h.offered(m, r)
	default:
		return wish{}, false
	}
}

// offered is what she does of an offer, of the first or of the second, and of the stick in the centre.
func (h *hall) offered(m rooms.MemberID, r *session.Round) (wish, bool) {
	if r.Centre != nil {
		key := fmt.Sprintf("picks %d", r.Centre.Since)
		if !h.picks(m, r, key) {
			return wish{}, false
		}
		return wish{key: key, due: h.seconds(m, key, 3, 20), name: "stick.pick", args: args(session.AsArgs{})}, true
	}
	o := h.view(m).MyOffer
	if o == nil {
		return wish{}, false
	}
	key := fmt.Sprintf("offered %d", o.At)
	w := wish{key: key, due: h.seconds(m, key, 2, 7), name: "stick.take", args: args(session.RoundArgs{Round: o.Round})}
	switch h.chance(m, key, 12) {
	case 0:
		w.name = "stick.pass"
	case 1:
		if !o.Second && len(r.Next) > 0 {
			w.name = "stick.later"
		}
	}
	return w, true
}

// picks tells whether she takes the stick that lies in the centre: in the circle's order when it is hers next, else when she has
// not had it yet; in popcorn, now and then, although she had. Next is empty there (ST-33).
func (h *hall) picks(m rooms.MemberID, r *session.Round, key string) bool {
	switch {
	case r.Variant == stick.Circle:
		return len(r.Next) > 0 && r.Next[0] == m
	case slices.Contains(waiting(r), m):
		return true
	default:
		return r.Variant == stick.Popcorn && r.Seats[m] == stick.SeenHeard && h.chance(m, key, 20) == 0
	}
}

// waiting are those who have not had the stick in this round and are there, in the order of their names.
func waiting(r *session.Round) []rooms.MemberID {
	var ms []rooms.MemberID
	for m, seat := range r.Seats {
		if seat == stick.SeenWaiting || seat == stick.SeenLater {
			ms = append(ms, m)
		}
	}
	slices.Sort(ms)
	return ms
}

func (h *hall) onFloor(m rooms.MemberID, all session.View) (wish, bool) {
	f, phase := all.Floor, fmt.Sprintf("phase %d", all.Agenda.At)
	if f.Holder != nil && f.Holder.Member == m {
		key := fmt.Sprintf("floor %d", f.Holder.Grant)
		return wish{key: key, due: h.seconds(m, key, 20, 60), name: "floor.end", args: args(floor.EndArgs{Grant: f.Holder.Grant})}, true
	}
	switch f.Rule.Kind {
	case floor.Hands:
		if _, up := all.Hands[m]; !up && h.chance(m, phase, 2) == 0 {
			return wish{key: "hand " + phase, due: h.seconds(m, phase, 5, 90), name: "hands.raise"}, true
		}
	case floor.Inside:
		if !slices.Contains(f.Inside, m) && h.chance(m, phase, 2) == 0 {
			return wish{key: "inside " + phase, due: h.seconds(m, phase, 5, 240), name: "floor.enter", args: args(floor.SeatArgs{})}, true
		}
		if slices.Contains(f.Inside, m) && h.view(m).Me.Invited {
			return wish{key: "out " + phase, due: h.seconds(m, phase, 4, 15), name: "floor.leave", args: args(floor.SeatArgs{})}, true
		}
	default:
	}
	return wish{}, false
}
