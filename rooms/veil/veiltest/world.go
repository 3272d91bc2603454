// Package veiltest keeps a machine of veiled words and its log, as a session would, for the tests of such machines.
package veiltest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"palabre/rooms"
	"palabre/rooms/codec"
	"palabre/rooms/veil"
)

// Words tells of each place in a log what is to become of it.
type Words interface {
	Read(seq rooms.Seq, e codec.Event)
	Places() []rooms.Seq
	Fate(seq rooms.Seq) (veil.Fate, bool)
}

// Machine is what a package of veiled words has: S is its state.
type Machine[S any] struct {
	New    func() S
	Apply  func(s *S, at rooms.Millis, seq rooms.Seq, e codec.Event)
	Forget func(s *S, gone map[rooms.Seq]bool) // redacts the state
	Events codec.Registry
	Redact func(codec.Event) (codec.Event, bool)
	Words  func() Words
}

// World is a machine with its log.
type World[S any] struct {
	State  S
	Events []rooms.Event
	Gone   map[rooms.Seq]bool // places whose words were taken out

	machine Machine[S]
}

// New is one in which nothing has happened.
func New[S any](m Machine[S]) *World[S] {
	return &World[S]{State: m.New(), Gone: map[rooms.Seq]bool{}, machine: m}
}

// Emit does with a decision what a session does: a veiled event keeps its author to itself.
func (w *World[S]) Emit(by rooms.MemberID, e codec.Event) {
	seq := rooms.Seq(len(w.Events) + 1)
	out := rooms.Event{Seq: seq, At: 1000 + rooms.Millis(seq), Name: e.EventName()}
	if v, ok := e.(veil.Event); ok {
		e = v.Marked(veil.Mark{By: by, Client: "tab-" + rooms.ClientID(by), N: uint64(seq)})
	} else {
		out.By = by
	}
	data, err := codec.Encode(e)
	if err != nil {
		panic(err)
	}
	out.Data = data
	w.Events = append(w.Events, out)
	w.machine.Apply(&w.State, out.At, seq, e)
}

// Try applies what was decided, and gives the code of a refusal.
func (w *World[S]) Try(by rooms.MemberID, e codec.Event, no *rooms.Refusal) string {
	if no != nil {
		return no.Code
	}
	if e != nil {
		w.Emit(by, e)
	}
	return ""
}

// Decode reads one of the log's events.
func (w *World[S]) Decode(e rooms.Event) codec.Event {
	p, err := w.machine.Events.Decode(e)
	if err != nil {
		panic(err)
	}
	return p
}

// Take takes places out of the log and of the state.
func (w *World[S]) Take(seqs ...rooms.Seq) {
	gone := map[rooms.Seq]bool{}
	for _, s := range seqs {
		bare, ok := w.machine.Redact(w.Decode(w.Events[s-1]))
		if !ok {
			continue
		}
		data, err := json.Marshal(bare)
		if err != nil {
			panic(err)
		}
		w.Events[s-1].Data = data
		gone[s], w.Gone[s] = true, true
	}
	w.machine.Forget(&w.State, gone)
}

// Due lists the places whose fate is one of these.
func (w *World[S]) Due(fates ...veil.Fate) []rooms.Seq {
	words := w.machine.Words()
	w.Read(words)
	var seqs []rooms.Seq
	for _, s := range words.Places() {
		if f, ok := words.Fate(s); ok && slices.Contains(fates, f) {
			seqs = append(seqs, s)
		}
	}
	return seqs
}

// Read has the log read.
func (w *World[S]) Read(by interface {
	Read(seq rooms.Seq, e codec.Event)
}) {
	for _, e := range w.Events {
		by.Read(e.Seq, w.Decode(e))
	}
}

// Replayed is the state made again from the log.
func (w *World[S]) Replayed() S {
	s := w.machine.New()
	for _, e := range w.Events {
		w.machine.Apply(&s, e.At, e.Seq, w.Decode(e))
	}
	return s
}

// Text is a value as it would be sent or kept.
func Text(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(b)
}

// Sorted are a map's keys in order.
func Sorted[K ~string, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// Name is one of several of a kind.
func Name(kind string, n int) string { return fmt.Sprintf("%s%d", kind, n) }
