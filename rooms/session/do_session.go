package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/groups"
	"palabre/rooms/rights"
	"palabre/rooms/stick"
)

// closingFor is how long the wish of one to close waits for a second person.
const closingFor rooms.Millis = 5 * 60_000

// dropAfter is how long a person has been without a connection when the host says so.
const dropAfter rooms.Millis = 10_000

func sessionCommands() []command {
	return []command{
		byHost(CmdOpen, "Founds the session; given once, before anything else.", open),
		byHost(rooms.CmdTick, "The Deadline has come.", func(t *tx, _ NoArgs) *rooms.Refusal {
			t.tables((*stick.Table).Tick)
			if e := t.state().Groups.Tick(t.at); e != nil && t.state().Agenda.Pause == nil {
				t.closeGroups(groups.WhyReturned)
			}
			t.emitAll(t.state().Team.Tick(t.state().teamRoom(t.at)))
			return nil
		}),
		byHost(rooms.CmdResumed, "The room had no host for gap_ms: clocks stood still.", resumed),
		byHost(CmdRedact, "The words of the events at these places are destroyed; open or closed.", redact),
		byHost(CmdLapse, "People left without closing: the session closes by itself, when nobody may come back to it.", lapse),
		inside("session.close", "", "facilitators; two members when nobody who facilitates is connected",
			"Closes the session. When nobody leads, a first person asks and a second confirms within five minutes.", closeSession),
	}
}

func open(t *tx, p Plan) *rooms.Refusal {
	if p.Mode == "" {
		p.Mode = ModeConfidential
	}
	if p.Mode != ModeOpen && p.Mode != ModeConfidential {
		return bad("mode")
	}
	if len(p.Phases) > maxPhases {
		return bad("phases")
	}
	kinds := agenda.Kinds()
	seen := map[rooms.PhaseID]bool{}
	for _, ph := range p.Phases {
		if no := checkID("phases", ph.ID); no != nil || seen[ph.ID] || !slices.Contains(kinds, ph.Kind) || ph.Minutes < 0 {
			return bad("phases")
		}
		if u, ok := floorOf(ph); ok && u.Check() != nil {
			return bad("phases")
		}
		seen[ph.ID] = true
	}
	boards := map[rooms.BoardID]bool{}
	for _, b := range p.Boards {
		if no := checkID("boards", b.Board); no != nil || boards[b.Board] {
			return bad("boards")
		}
		boards[b.Board] = true
	}
	if t.at <= 0 {
		return bad("at")
	}
	t.emit(Opened{p})
	return nil
}

// resumed lets clocks stand still while the room had no host (SE-5).
func resumed(t *tx, a ResumedArgs) *rooms.Refusal {
	gap := min(a.GapMS, t.at-t.state().At)
	if gap > 0 {
		t.emit(HostResumed{GapMS: gap})
	}
	return nil
}

// redact records that words are to be taken out of the log (SE-10).
func redact(t *tx, a RedactArgs) *rooms.Refusal {
	switch {
	case len(a.Seqs) == 0 && len(a.Floor) == 0 || !rising(a.Seqs, t.state().Head):
		return bad("seqs")
	case !rising(a.Floor, t.state().Head) || len(a.Floor) > 0 && !t.state().closed():
		return bad("floor")
	}
	t.emit(Redacted(a))
	return nil
}

// rising tells whether these are places of the log, each after the one before.
func rising(seqs []rooms.Seq, head rooms.Seq) bool {
	for i, s := range seqs {
		if s == 0 || s > head || i > 0 && s <= seqs[i-1] {
			return false
		}
	}
	return true
}

func closeSession(t *tx, _ NoArgs) *rooms.Refusal {
	st := t.state()
	closed := Closed{Forget: st.Mode == ModeConfidential}
	if t.may(rights.SessionClose, rights.Resource{}) {
		t.close(closed)
		return nil
	}
	if !t.may(rights.SessionCloseAsk, rights.Resource{}) {
		return rooms.Refuse(rooms.CodeNotAllowed)
	}
	asked := st.Closing != nil && t.at-st.Closing.At <= closingFor
	switch {
	case asked && st.Closing.By == t.me():
		return rooms.Refuse(CodeTwoClose)
	case asked:
		t.close(closed)
	default:
		t.emit(CloseAsked{Member: t.me()})
	}
	return nil
}

func (t *tx) close(as Closed) {
	st := t.state()
	t.closeGroups(groups.WhySession)
	if r := st.Stick.Round; r != nil && r.Life != stick.Ended {
		_ = t.tableOf(plenary).End(stick.WhyClosed) // never refuses a round that is there
	}
	t.emitAll(st.Floor.Close("")...)
	t.emitAll(st.Harvest.GatherAll()...)
	t.emit(as)
}
