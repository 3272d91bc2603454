package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"palabre/rooms"
	"palabre/server/auth"
	"palabre/server/community"
	"palabre/server/mail"
)

// OneMeeting is a path that names a meeting.
type OneMeeting struct {
	Meeting string `path:"meeting" maxLength:"64"`
}

func (in OneMeeting) id() community.MeetingID { return community.MeetingID(in.Meeting) }

type planMeeting struct {
	OneCommunity
	Body struct {
		Title     string            `json:"title" maxLength:"300"`
		StartsAt  time.Time         `json:"starts_at"`
		Zone      string            `json:"zone" maxLength:"64"`
		Minutes   int               `json:"minutes,omitempty" doc:"180 when absent."`
		Intention string            `json:"intention,omitempty" maxLength:"4000"`
		Mode      string            `json:"mode,omitempty" enum:"open,confidential"`
		Kind      string            `json:"kind,omitempty" enum:"welcome,monthly,review,workshop"`
		Phases    []community.Phase `json:"phases,omitempty" maxItems:"60"`
		Origin    *community.Origin `json:"origin,omitempty" doc:"The scenario that the phases came from."`
		Boards    []string          `json:"boards,omitempty" maxItems:"40"`
	}
}

// PlannedMeeting names the meeting that was just made.
type PlannedMeeting struct {
	ID   string `json:"id"`
	Told int    `json:"told" doc:"How many members a letter leaves for."`
}

// Told says what follows from a change.
type Told struct {
	Told int `json:"told" doc:"How many members a letter leaves for."`
}

func (a *API) planMeeting(ctx context.Context, who auth.Identity, in *planMeeting) (*as[PlannedMeeting], error) {
	b := in.Body
	boards := make([]community.BoardID, 0, len(b.Boards))
	for _, id := range b.Boards {
		boards = append(boards, community.BoardID(id))
	}
	m, err := a.Community.PlanMeeting(ctx, who.Actor, in.id(), community.NewMeeting{
		Title: b.Title, Intention: b.Intention, Zone: b.Zone, StartsAt: rooms.Millis(b.StartsAt.UnixMilli()), Minutes: b.Minutes,
		Mode: community.Mode(b.Mode), Kind: community.MeetingKind(b.Kind), Phases: b.Phases, Origin: b.Origin, Boards: boards,
	})
	if err != nil {
		return nil, err
	}
	return body(PlannedMeeting{ID: string(m.ID), Told: m.Told}), nil
}

// Meeting is a meeting's page, before and after it is held.
type Meeting struct {
	MeetingCard
	Intention string            `json:"intention"`
	Phases    []community.Phase `json:"phases"`
	Origin    *community.Origin `json:"origin,omitempty"`
	Charter   []string          `json:"charter"`
	Guests    []Guest           `json:"guests"`
	Boards    []BoardCard       `json:"boards"`
	Documents []DocumentCard    `json:"documents"`
}

// Guest is someone who entered by an invitation.
type Guest struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

func (a *API) meeting(ctx context.Context, who auth.Identity, in *OneMeeting) (*as[Meeting], error) {
	page, err := a.Community.MeetingPage(ctx, who.Actor, in.id())
	if err != nil {
		return nil, err
	}
	out := Meeting{
		MeetingCard: meetingCard(page.Meeting, page.Community.Name, string(page.Role)),
		Intention:   page.Meeting.Intention, Phases: phasesFor(page), Origin: page.Meeting.Origin, Charter: page.Community.Agreements(),
		Guests: []Guest{}, Boards: boardCards(page.Boards), Documents: documentCards(page.Documents),
	}
	for _, g := range page.Guests {
		out.Guests = append(out.Guests, Guest{ID: string(g.ID), Name: g.Name})
	}
	return body(out), nil
}

// phasesFor is the run of show as the asker may read it: what is said to those who facilitate
// is for them.
func phasesFor(page community.MeetingPage) []community.Phase {
	out := slices.Clone(page.Meeting.Phases)
	if page.Role != community.Facilitator {
		for i := range out {
			out[i].Say = ""
		}
	}
	if out == nil {
		out = []community.Phase{}
	}
	return out
}

type changeMeeting struct {
	OneMeeting
	Body struct {
		Title     *string            `json:"title,omitempty" maxLength:"300"`
		StartsAt  *time.Time         `json:"starts_at,omitempty"`
		Zone      *string            `json:"zone,omitempty" maxLength:"64"`
		Minutes   *int               `json:"minutes,omitempty"`
		Intention *string            `json:"intention,omitempty" maxLength:"4000"`
		Mode      *string            `json:"mode,omitempty" enum:"open,confidential"`
		Kind      *string            `json:"kind,omitempty"`
		Phases    *[]community.Phase `json:"phases,omitempty" maxItems:"60"`
		Origin    *community.Origin  `json:"origin,omitempty" doc:"With phases: absent when they came from no scenario."`
	}
}

func (a *API) changeMeeting(ctx context.Context, who auth.Identity, in *changeMeeting) (*as[Told], error) {
	b := in.Body
	change := community.MeetingChange{
		Title: b.Title, Zone: b.Zone, Minutes: b.Minutes, Intention: b.Intention,
		Mode: (*community.Mode)(b.Mode), Kind: (*community.MeetingKind)(b.Kind), Phases: b.Phases, Origin: b.Origin,
	}
	if b.StartsAt != nil {
		start := rooms.Millis(b.StartsAt.UnixMilli())
		change.StartsAt = &start
	}
	m, err := a.Community.ChangeMeeting(ctx, who.Actor, in.id(), change)
	return body(Told{m.Told}), err
}

func (a *API) cancelMeeting(ctx context.Context, who auth.Identity, in *OneMeeting) (*as[Told], error) {
	m, err := a.Community.CancelMeeting(ctx, who.Actor, in.id())
	return body(Told{m.Told}), err
}

// Entry is what the antechamber shows.
type Entry struct {
	Meeting   MeetingCard    `json:"meeting"`
	Community EntryCommunity `json:"community"`
	Mode      string         `json:"mode" enum:"open,confidential"`
	Charter   []string       `json:"charter"`
	Host      string         `json:"host,omitempty" doc:"The name of who facilitates, and so opens to guests."`
	You       EntryYou       `json:"you"`
	OpensAt   time.Time      `json:"opens_at" doc:"When the antechamber opens for everyone."`
	Open      bool           `json:"open" doc:"She may go in now."`
	Closed    bool           `json:"closed" doc:"The meeting is over."`
	Room      string         `json:"room"`
}

// EntryCommunity names the community that meets.
type EntryCommunity struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// EntryYou is who is about to enter.
type EntryYou struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Role  string `json:"role" enum:"facilitator,cofacilitator,member,guest"`
	Guest bool   `json:"guest"`
}

func (a *API) entry(ctx context.Context, who auth.Identity, in *OneMeeting) (*as[Entry], error) {
	e, err := a.Community.Entry(ctx, who.Actor, in.id())
	if err != nil {
		return nil, err
	}
	opens := community.OpensAt(e.Meeting)
	return body(Entry{
		Meeting:   meetingCard(e.Meeting, e.Community.Name, string(e.Standing)),
		Community: EntryCommunity{ID: string(e.Community.ID), Name: e.Community.Name},
		Mode:      string(e.Meeting.Mode), Charter: e.Agreements, Host: e.Host,
		You:     EntryYou{ID: string(who.Actor.Member), Name: e.Name, Role: string(e.Standing), Guest: who.Actor.Guest},
		OpensAt: at(opens), Open: community.MayEnterAt(e.Meeting, e.Standing, a.Clock.Now()),
		Closed: e.Meeting.Status == community.Closed, Room: string(in.id().Room()),
	}), nil
}

// names are those of everyone who may be in the room: the community's members
// and the meeting's guests.
func (a *API) names(ctx context.Context, who auth.Identity, in *OneMeeting) (*as[map[string]string], error) {
	all, err := a.Community.NamesAt(ctx, who.Actor, in.id())
	if err != nil {
		return nil, err
	}
	out := make(map[string]string, len(all))
	for id, name := range all {
		out[string(id)] = name
	}
	return body(out), nil
}

func (a *API) calendar(w http.ResponseWriter, r *http.Request) error {
	who := who(r.Context())
	e, err := a.Community.Entry(r.Context(), who.Actor, community.MeetingID(r.PathValue("meeting")))
	if err != nil {
		return err
	}
	event := a.Letters.Event(letterMeeting(e.Meeting, e.Community.Name, ""), string(who.Lang), at(a.Clock.Now()))
	// Behind a session, to someone who may enter: the title is hers to see, but the
	// file goes to a calendar that others read.
	file, err := mail.Calendar(event)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/calendar; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="rencontre.ics"`)
	_, _ = w.Write(file) // the asker may be gone
	return nil
}

func letterMeeting(m community.Meeting, communityName, host string) mail.Meeting {
	return mail.Meeting{
		ID: string(m.ID), Title: m.Title, Community: communityName, Host: host, Confidential: m.Mode == community.Confidential,
		Start: at(m.StartsAt), Length: time.Duration(m.Minutes) * time.Minute, Zone: m.Zone, Version: m.Version,
	}
}
