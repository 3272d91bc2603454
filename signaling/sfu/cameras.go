package sfu

import "slices"

// wishes is what one person wants to see.
type wishes struct {
	audioOnly bool
	video     map[string]Layer
}

func (w wishes) of(member string) Layer {
	if w.audioOnly {
		return LayerNone
	}
	if l, ok := w.video[member]; ok && (l == LayerNone || l == LayerHigh) {
		return l
	}
	return LayerLow
}

// chooseCameras says which cameras a person receives, at most limit: the holder's first, then those she wished large,
// then the others in order of arrival. A camera she does not want takes no line.
func chooseCameras(all []*source, self, holder string, w wishes, limit int) []*source {
	rank := func(s *source) int {
		switch {
		case s.owner.member == holder:
			return 0
		case w.of(s.owner.member) == LayerHigh:
			return 1
		default:
			return 2
		}
	}
	var chosen []*source
	for _, s := range all {
		if s.owner.member != self && s.on.Load() && w.of(s.owner.member) != LayerNone {
			chosen = append(chosen, s)
		}
	}
	slices.SortStableFunc(chosen, func(a, b *source) int { return rank(a) - rank(b) })
	return chosen[:min(len(chosen), limit)]
}

// linesFor is how many video lines to negotiate for n cameras: growing by steps, so that people who arrive one after the
// other do not cost an offer each.
func linesFor(n int) int {
	for _, step := range []int{0, 2, 4, 6, 9} {
		if n <= step {
			return step
		}
	}
	return maxVideoLines
}
