package session

import (
	"slices"

	"palabre/rooms"
	"palabre/rooms/agenda"
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
			t.table().Tick()
			return nil
		}),
		byHost(rooms.CmdResumed, "The room had no host for gap_ms: clocks stood still.", resumed),
		byHost(CmdRedact, "The words of the events at these places are destroyed; open or closed.", redact),
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
	kinds := []agenda.Kind{agenda.Plenary, agenda.Stick, agenda.Board, agenda.Write, agenda.Break, agenda.Closing}
	seen := map[rooms.PhaseID]bool{}
	for _, ph := range p.Phases {
		if no := checkID("phases", ph.ID); no != nil || seen[ph.ID] || !slices.Contains(kinds, ph.Kind) || ph.Minutes < 0 {
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
	if len(a.Seqs) == 0 {
		return bad("seqs")
	}
	for i, s := range a.Seqs {
		if s == 0 || s > t.state().Head || i > 0 && s <= a.Seqs[i-1] {
			return bad("seqs")
		}
	}
	t.emit(Redacted(a))
	return nil
}

func closeSession(t *tx, _ NoArgs) *rooms.Refusal {
	st := t.state()
	if t.may(rights.SessionClose, rights.Resource{}) {
		t.close()
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
		t.close()
	default:
		t.emit(CloseAsked{Member: t.me()})
	}
	return nil
}

func (t *tx) close() {
	st := t.state()
	if r := st.Stick.Round; r != nil && r.Life != stick.Ended {
		_ = t.table().End(stick.WhyClosed) // never refuses a round that is there
	}
	t.emit(Closed{Forget: st.Mode == ModeConfidential})
}
