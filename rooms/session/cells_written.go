package session

import (
	"palabre/rooms"
	"palabre/rooms/cards"
	"palabre/rooms/codec"
	"palabre/rooms/groups"
	"palabre/rooms/harvest"
	"palabre/rooms/poll"
)

// pages is the part of what is written, chosen and offered that an event can change: one
// sheet, one poll, the sentences; everything; or, of sheets and polls, how many they are for.
type pages struct {
	sheet    cards.SheetID
	poll     poll.ID
	harvest  bool
	with     bool // …and others, revealed with it
	all      bool
	presence bool
}

// owned tells whether something that is one person's alone can change.
func (pg pages) owned() bool { return pg != pages{} && pg != pages{presence: true} }

// pagesOf are those of an event.
func pagesOf(p codec.Event) pages {
	if id := poll.About(p); id != "" {
		return pages{poll: id}
	}
	switch p := p.(type) {
	case Redacted, Closed:
		return pages{all: true}
	case cards.Opened:
		return pages{sheet: p.Sheet}
	case cards.Written:
		return pages{sheet: p.Sheet}
	case cards.Withdrawn:
		return pages{sheet: p.Sheet}
	case cards.Done:
		return pages{sheet: p.Sheet}
	case cards.Unveiled:
		return pages{sheet: p.Sheet, with: len(p.With) > 0}
	case cards.Abandoned:
		return pages{sheet: p.Sheet}
	case cards.Placed:
		return pages{sheet: p.Sheet}
	case harvest.Offered, harvest.Gathered, harvest.Withdrawn:
		return pages{harvest: true}
	}
	return pages{presence: subject(p) != "" || seated(p)}
}

// seated tells whether an event changes who sits in which group, and so of how many a sheet or
// a vote is; not those after which everybody sees all afresh.
func seated(p codec.Event) bool {
	switch p.(type) {
	case groups.Placed, groups.Freed, groups.Swapped, groups.Visited, groups.Done, groups.Turned:
		return true
	}
	return false
}

// writtenCells are what changes of it, told to everyone or to its person while she is inside.
func (st *state) writtenCells(cs []cell, pg pages) []cell {
	if pg == (pages{}) {
		return cs
	}
	cs = st.sheetsCells(cs, pg)
	cs = st.pollsCells(cs, pg)
	if pg.all || pg.harvest {
		cs = st.sentenceCells(cs)
	}
	if st.gathers() && (pg.all || pg.harvest || pg.presence) {
		cs = append(cs, cell{to: rooms.Facilitators(), path: []string{"gather"}, value: true})
	}
	return cs
}

func (st *state) sheetsCells(cs []cell, pg pages) []cell {
	for _, id := range sorted(st.Cards.Sheets) {
		own := pg.all || pg.with || pg.sheet == id
		if own || pg.presence {
			cs = st.sheetCells(cs, id)
		}
		if own {
			cs = st.cardCells(cs, st.Cards.Sheets[id], id)
		}
	}
	return cs
}

func (st *state) pollsCells(cs []cell, pg pages) []cell {
	for _, id := range sorted(st.Polls.Polls) {
		if pg.all || pg.presence || pg.poll == id {
			cs = st.pollCells(cs, id)
		}
		if pg.all || pg.poll == id {
			cs = st.ballotCells(cs, id)
		}
	}
	return cs
}

// sheetCells cut a sheet in what changes of it, so that a card costs what it changes. The
// first is the whole sheet, sent when it was not there.
func (st *state) sheetCells(cs []cell, id cards.SheetID) []cell {
	group := st.Cards.Sheets[id].Group
	v, _ := st.Cards.Seen(id, st.present(group))
	to := st.paperFor(group)
	cs = append(cs, cell{to, []string{"sheets", string(id)}, cut{v}})
	put := func(name string, value any) { cs = append(cs, cell{to, []string{"sheets", string(id), name}, value}) }
	if v.Prompt != "" {
		put("prompt", v.Prompt)
	}
	put("unsigned", v.Unsigned)
	put("life", v.Life)
	put("done", v.Done)
	put("of", v.Of)
	if len(v.Cards) > 0 {
		put("cards", v.Cards)
	}
	if v.Board != "" {
		put("board", v.Board)
	}
	if v.Placed {
		put("placed", true)
	}
	if v.Mixed {
		put("mixed", true)
	}
	return cs
}

// cardCells are the cards that are their authors' alone, and who has finished.
func (st *state) cardCells(cs []cell, sh *cards.Sheet, id cards.SheetID) []cell {
	for _, c := range sorted(sh.Cards) {
		if card := sh.Cards[c]; st.People.Inside(card.By) {
			cs = only(cs, card.By, cards.MyCard{Sheet: id, Text: card.Text, Keep: card.Keep}, "my_cards", string(c))
		}
	}
	for _, m := range sorted(sh.Done) {
		if st.People.Inside(m) {
			cs = only(cs, m, true, "finished", string(id))
		}
	}
	return cs
}

func (st *state) pollCells(cs []cell, id poll.ID) []cell {
	group := st.Polls.Polls[id].Group
	v, _ := st.Polls.Seen(id, len(st.present(group)), false)
	to := st.paperFor(group)
	cs = append(cs, cell{to, []string{"polls", string(id)}, cut{v}})
	put := func(name string, value any) { cs = append(cs, cell{to, []string{"polls", string(id), name}, value}) }
	if len(v.Options) > 0 {
		put("options", v.Options)
	}
	put("life", v.Life)
	put("cast", v.Cast)
	put("of", v.Of)
	if len(v.Voices) > 0 {
		put("voices", v.Voices)
	}
	if v.Result != nil {
		put("result", *v.Result)
	}
	if said := st.toldAlone(id); len(said) > 0 {
		cs = append(cs, cell{to: rooms.Facilitators(), path: []string{"voices", string(id)}, value: said})
	}
	if r := st.told(id); r != nil {
		cs = append(cs, cell{to: rooms.Facilitators(), path: []string{"results", string(id)}, value: *r})
	}
	return cs
}

// ballotCells are the ballots and the options that are one person's to take back.
func (st *state) ballotCells(cs []cell, id poll.ID) []cell {
	p := st.Polls.Polls[id]
	for _, m := range sorted(p.Ballots) {
		if st.People.Inside(m) {
			cs = only(cs, m, p.Ballots[m].Ballot, "ballots", string(id))
		}
	}
	if p.Life != poll.Preparing {
		return cs
	}
	hers := map[rooms.MemberID]bool{}
	for _, a := range p.Added {
		hers[a.By] = true
	}
	for _, m := range sorted(hers) {
		if st.People.Inside(m) {
			cs = only(cs, m, st.Polls.Proposed(m)[id], "proposed", string(id))
		}
	}
	return cs
}

func (st *state) sentenceCells(cs []cell) []cell {
	seen := st.Harvest.Seen()
	for _, key := range sorted(seen) {
		cs = all(cs, seen[key], "harvest", key)
	}
	hers := map[rooms.MemberID]bool{}
	for _, c := range st.Harvest.Sentences {
		hers[c.By] = true
	}
	for _, m := range sorted(hers) {
		if !st.People.Inside(m) {
			continue
		}
		mine := st.Harvest.Mine(m)
		for _, id := range sorted(mine) {
			cs = only(cs, m, mine[id], "my_sentences", string(id))
		}
	}
	return cs
}

// cut is the value of a cell that others cut in parts, one step below it: it is sent when it
// was not there, and they are when it was.
type cut struct{ value any }

// apart tells whether a cell is told by its parts, or by the whole that it is a part of.
func apart(old, now map[string]cell, c *cell) bool {
	if v, ok := c.value.(cut); ok {
		c.value = v.value
		return has(old, key(*c))
	}
	if len(c.path) != 3 {
		return false
	}
	of := key(cell{to: c.to, path: c.path[:2]})
	_, isCut := now[of].value.(cut)
	return isCut && !has(old, of)
}

// goesWhole tells whether a piece of what is cut goes with the whole that it is of.
func goesWhole(old, now map[string]cell, c cell) bool {
	if len(c.path) != 3 {
		return false
	}
	of := key(cell{to: c.to, path: c.path[:2]})
	_, isCut := old[of].value.(cut)
	return isCut && !has(now, of)
}
