package jobs_test

import (
	"testing"

	"github.com/rs/zerolog"

	"palabre/rooms/agenda"
	"palabre/rooms/scenario"
	"palabre/rooms/session"
	"palabre/rooms/template"
	"palabre/server/community"
	"palabre/server/jobs"
)

// A board that a phase brought holds its template, drawn once wherever the process dies in between (DE-4).
func TestATemplateIsDrawnOnce(t *testing.T) {
	p := converse(t, session.ModeOpen, session.Phase{
		ID: "TT3", Title: "La ronde", Kind: agenda.Board, Minutes: 15, Rule: &scenario.Rule{Kind: scenario.Open}, Template: template.WordWall,
	})
	empty := p.board(p.meeting.Community)
	p.do("ana", "agenda.next", `{"from":-1}`)
	wall := session.TemplateBoard(p.room, template.WordWall)
	b := community.Board{ID: wall, Community: p.meeting.Community, Title: "Mur de mots", CreatedAt: 1, UpdatedAt: 1}
	if err := p.store.Records.AddBoard(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	p.faults = map[string]bool{"before it is recorded": true, "after it is recorded": true}
	f := faulty{p.store.Log, p}
	p.project(jobs.Stencil{Store: p.store.Records, Rooms: f, Now: p.Now, Logger: zerolog.Nop()})
	if words, commands := p.notes(wall); commands != 1 || len(words[""]) == 0 || len(p.faults) > 0 {
		t.Errorf("%d commands, %v, %v left", commands, words, p.faults)
	}
	if _, commands := p.notes(empty); commands != 0 {
		t.Errorf("an empty board was drawn upon by %d commands", commands)
	}
}
