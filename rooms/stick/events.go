package stick

import "palabre/rooms"

// Why a turn ended, or why a seat was put off.
type Why string

// The reasons. They are in the log; what is shown hides who passed and who kept silent.
const (
	WhyReleased  Why = "released"
	WhyCentre    Why = "centre"
	WhyTime      Why = "time"
	WhyTakenBack Why = "taken_back"
	WhyLeft      Why = "left"    // she left, or listens only
	WhyDropped   Why = "dropped" // her connection was lost with no time left

	WhyLater   Why = "later"    // her own gesture
	WhySilence Why = "silence"  // no answer
	WhyMovedOn Why = "moved_on" // no answer, and a facilitator went on
	WhyAbsent  Why = "absent"

	WhyComplete Why = "complete"
	WhyEnded    Why = "ended" // by those who run it
	WhyClosed   Why = "closed"
)

// Mark is a moment of a turn's time.
type Mark string

// The marks: a sign to the holder, an alert to the facilitators, an invitation to
// conclude (soft); the shared chime (strict).
const (
	MarkTimeUp   Mark = "time_up"
	MarkAlert    Mark = "alert"
	MarkConclude Mark = "conclude"
	MarkOver     Mark = "over"
)

type (
	// Prepared is a round proposed; its order is seen before it begins.
	Prepared struct {
		Round    rooms.RoundID    `json:"round"`
		Phase    rooms.PhaseID    `json:"phase,omitempty"`
		Question string           `json:"question"`
		Lead     rooms.MemberID   `json:"lead"`
		LeadSeat LeadSeat         `json:"lead_seat"`
		Order    []rooms.MemberID `json:"order"`
		Gate     Gate             `json:"gate"`
		Clock    Clock            `json:"clock"`
		TurnMS   rooms.Millis     `json:"turn_ms"`
		Variant  Variant          `json:"variant,omitempty"`
		Among    bool             `json:"among,omitempty"`
		Once     bool             `json:"once,omitempty"`
	}
	// Ordered is the order that a proposed round will follow.
	Ordered struct {
		Order []rooms.MemberID `json:"order"`
	}
	// Begun is a proposed round that runs from now on, as the number-th of the session.
	Begun struct {
		Number int `json:"number"`
	}
	// Withdrawn is a proposed round that will not be.
	Withdrawn struct{}
	// Seated is a person who has a place at the end of the order, or has one again.
	Seated struct {
		Member rooms.MemberID `json:"member"`
	}
	// Unseated is a person who will not be offered the stick: she left, or listens.
	Unseated struct {
		Member rooms.MemberID `json:"member"`
	}
	// Given is the stick held out to someone. Second: after she passed, to her alone.
	Given struct {
		To     rooms.MemberID `json:"to"`
		By     rooms.MemberID `json:"by,omitempty"`
		Second bool           `json:"second,omitempty"`
		Until  rooms.Millis   `json:"until"`
	}
	// Reminded is a soft reminder to the person offered.
	Reminded struct {
		To rooms.MemberID `json:"to"`
	}
	// Asked is the facilitators told that an offer is unanswered.
	Asked struct {
		To rooms.MemberID `json:"to"`
	}
	// Waited is more time for an offer, a suspended holder, or the absent.
	Waited struct {
		Until rooms.Millis `json:"until"`
	}
	// Deferred is a seat that was not taken now. Queued: it comes back at the end of
	// the round. Skipped: she was absent when her turn came, nothing was offered.
	Deferred struct {
		Member  rooms.MemberID `json:"member"`
		Why     Why            `json:"why"`
		Queued  bool           `json:"queued"`
		Skipped bool           `json:"skipped,omitempty"`
	}
	// Declined is a person who passed. Again: she is offered once more at the end.
	Declined struct {
		Member rooms.MemberID `json:"member"`
		Again  bool           `json:"again"`
	}
	// SecondSweep is the beginning of the second offers.
	SecondSweep struct{}
	// Granted is the stick in someone's hands, by her own gesture.
	Granted struct {
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		LeftMS rooms.Millis   `json:"left_ms"`
	}
	// Centred is the stick in the centre. Until is set when it rests there for
	// absent people.
	Centred struct {
		Until rooms.Millis `json:"until,omitempty"`
	}
	// TurnEnded is a turn that is over. Reason is words: of a facilitator who took it back.
	TurnEnded struct {
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		Why    Why            `json:"why"`
		Reason string         `json:"reason,omitempty"`
	}
	// Suspended is a holder who lost her connection at Since; LeftMS is what remained then.
	Suspended struct {
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		Since  rooms.Millis   `json:"since"`
		LeftMS rooms.Millis   `json:"left_ms"`
		Until  rooms.Millis   `json:"until"`
	}
	// Recovered is a suspended holder who is back, with what remained.
	Recovered struct {
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		LeftMS rooms.Millis   `json:"left_ms"`
	}
	// SetAside is a suspended turn that the round did not wait for: she is next as
	// soon as she is back.
	SetAside struct {
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		LeftMS rooms.Millis   `json:"left_ms"`
	}
	// Marked is a moment of the holder's time. At is when her time was up.
	Marked struct {
		Member rooms.MemberID `json:"member"`
		Grant  uint64         `json:"grant"`
		Mark   Mark           `json:"mark"`
		UpAt   rooms.Millis   `json:"up_at"`
	}
	// Nudged is a private word to the holder.
	Nudged struct {
		Member rooms.MemberID `json:"member"`
		Text   string         `json:"text,omitempty"`
	}
	// Recalled is the frame recalled to all, naming nobody.
	Recalled struct{}
	// Paused is a round that waits, its clocks standing still.
	Paused struct {
		By rooms.MemberID `json:"by"`
	}
	// Resumed is a paused round that goes on after so long.
	Resumed struct {
		LastedMS rooms.Millis `json:"lasted_ms"`
	}
	// GateSet is who is heard from now on.
	GateSet struct {
		Gate Gate `json:"gate"`
	}
	// ClockSet is what follows when time is up from now on.
	ClockSet struct {
		Clock Clock `json:"clock"`
	}
	// Finished is a round that has ended.
	Finished struct {
		Why Why `json:"why"`
	}
)
