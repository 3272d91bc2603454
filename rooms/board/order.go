package board

import (
	"slices"
	"sort"

	"palabre/rooms/board/fractional"
)

// order is every index in use, sorted, deleted elements included: they may come back.
type order struct{ entries []indexed }

type indexed struct{ index, id string }

func (o *order) find(index string) int {
	return sort.Search(len(o.entries), func(i int) bool { return o.entries[i].index >= index })
}

func (o *order) remove(index, id string) {
	for i := o.find(index); i < len(o.entries) && o.entries[i].index == index; i++ {
		if o.entries[i].id == id {
			o.entries = slices.Delete(o.entries, i, i+1)
			return
		}
	}
}

func (o *order) add(index, id string) {
	o.entries = slices.Insert(o.entries, o.find(index), indexed{index, id})
}

// heal gives the key that an element wanting this one gets: the same when it is free,
// one just above its holder when it is taken, one above everything when it is no key.
func (o *order) heal(want string) string {
	if !acceptable(want) {
		return o.top()
	}
	i := o.find(want)
	if i == len(o.entries) || o.entries[i].index != want {
		return want
	}
	next := ""
	if i+1 < len(o.entries) {
		next = o.entries[i+1].index
	}
	key, err := fractional.Between(want, next)
	if err != nil || len(key) > maxIndex {
		return o.top()
	}
	return key
}

func (o *order) top() string {
	last := ""
	if n := len(o.entries); n > 0 {
		last = o.entries[n-1].index
	}
	key, err := fractional.Between(last, "")
	if err != nil {
		// Unreachable: acceptable keeps the top far from the last integer. The key
		// would still sort above everything.
		return last + "V"
	}
	return key
}

// acceptable keeps out keys so long or so far from the middle that one hostile client
// could leave no room above or between for the others.
func acceptable(index string) bool {
	return len(index) <= maxIndex && fractional.Valid(index) && index[0] >= 'T' && index[0] <= 'g'
}
