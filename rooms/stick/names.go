package stick

import "palabre/rooms/codec"

// EventName is the name in the log.
func (Prepared) EventName() string { return "stick.prepared" }

// EventName is the name in the log.
func (Ordered) EventName() string { return "stick.ordered" }

// EventName is the name in the log.
func (Begun) EventName() string { return "stick.begun" }

// EventName is the name in the log.
func (Withdrawn) EventName() string { return "stick.withdrawn" }

// EventName is the name in the log.
func (Seated) EventName() string { return "stick.seated" }

// EventName is the name in the log.
func (Unseated) EventName() string { return "stick.unseated" }

// EventName is the name in the log.
func (Given) EventName() string { return "stick.offered" }

// EventName is the name in the log.
func (Reminded) EventName() string { return "stick.reminded" }

// EventName is the name in the log.
func (Asked) EventName() string { return "stick.asked" }

// EventName is the name in the log.
func (Waited) EventName() string { return "stick.waited" }

// EventName is the name in the log.
func (Deferred) EventName() string { return "stick.deferred" }

// EventName is the name in the log.
func (Declined) EventName() string { return "stick.passed" }

// EventName is the name in the log.
func (SecondSweep) EventName() string { return "stick.second" }

// EventName is the name in the log.
func (Granted) EventName() string { return "stick.granted" }

// EventName is the name in the log.
func (Centred) EventName() string { return "stick.centred" }

// EventName is the name in the log.
func (TurnEnded) EventName() string { return "stick.turn_ended" }

// EventName is the name in the log.
func (Suspended) EventName() string { return "stick.suspended" }

// EventName is the name in the log.
func (Recovered) EventName() string { return "stick.recovered" }

// EventName is the name in the log.
func (SetAside) EventName() string { return "stick.set_aside" }

// EventName is the name in the log.
func (Marked) EventName() string { return "stick.marked" }

// EventName is the name in the log.
func (Nudged) EventName() string { return "stick.nudged" }

// EventName is the name in the log.
func (Recalled) EventName() string { return "stick.recalled" }

// EventName is the name in the log.
func (Paused) EventName() string { return "stick.paused" }

// EventName is the name in the log.
func (Resumed) EventName() string { return "stick.resumed" }

// EventName is the name in the log.
func (GateSet) EventName() string { return "stick.gate_set" }

// EventName is the name in the log.
func (ClockSet) EventName() string { return "stick.clock_set" }

// EventName is the name in the log.
func (Finished) EventName() string { return "stick.ended" }

// Events reads this machine's payloads.
func Events() codec.Registry {
	r := codec.Registry{}
	codec.Put[Prepared](r)
	codec.Put[Ordered](r)
	codec.Put[Begun](r)
	codec.Put[Withdrawn](r)
	codec.Put[Seated](r)
	codec.Put[Unseated](r)
	codec.Put[Given](r)
	codec.Put[Reminded](r)
	codec.Put[Asked](r)
	codec.Put[Waited](r)
	codec.Put[Deferred](r)
	codec.Put[Declined](r)
	codec.Put[SecondSweep](r)
	codec.Put[Granted](r)
	codec.Put[Centred](r)
	codec.Put[TurnEnded](r)
	codec.Put[Suspended](r)
	codec.Put[Recovered](r)
	codec.Put[SetAside](r)
	codec.Put[Marked](r)
	codec.Put[Nudged](r)
	codec.Put[Recalled](r)
	codec.Put[Paused](r)
	codec.Put[Resumed](r)
	codec.Put[GateSet](r)
	codec.Put[ClockSet](r)
	codec.Put[Finished](r)
	codec.Put[Rung](r)
	codec.Put[Explained](r)
	codec.Put[ClarityAsked](r)
	codec.Put[ClarityDropped](r)
	codec.Put[ClarityBegun](r)
	codec.Put[ClarityEnded](r)
	codec.Put[MoreAsked](r)
	codec.Put[MoreDropped](r)
	codec.Put[Written](r)
	codec.Put[Reading](r)
	return r
}
