package api

import (
	"time"

	"palabre/rooms"
	"palabre/server/community"
)

// MeetingCard is a meeting in a list.
type MeetingCard struct {
	ID            string     `json:"id"`
	Community     string     `json:"community"`
	CommunityName string     `json:"community_name"`
	Title         string     `json:"title"`
	StartsAt      time.Time  `json:"starts_at"`
	Zone          string     `json:"zone" doc:"IANA name of the zone its time was chosen in."`
	Minutes       int        `json:"minutes"`
	Mode          string     `json:"mode" enum:"open,confidential"`
	Status        string     `json:"status" enum:"planned,open,closed,cancelled"`
	ClosedAt      *time.Time `json:"closed_at,omitempty" doc:"When its room was closed."`
	Kind          string     `json:"kind,omitempty" enum:"welcome,monthly,review,workshop"`
	MyRole        string     `json:"my_role" enum:"facilitator,member,guest"`
}

// CommunityCard is a community in a list.
type CommunityCard struct {
	ID      string       `json:"id"`
	Name    string       `json:"name"`
	Kind    string       `json:"kind" enum:"CDP,CPS,CP"`
	Network string       `json:"network,omitempty"`
	Role    string       `json:"role" enum:"facilitator,member"`
	Next    *MeetingCard `json:"next,omitempty"`
}

// DocumentCard is a document in a list.
type DocumentCard struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Kind      string    `json:"kind" enum:"minutes"`
	Status    string    `json:"status" enum:"draft"`
	Meeting   string    `json:"meeting"`
	Community string    `json:"community"`
	MadeAt    time.Time `json:"made_at"`
}

// BoardCard is a board in a list.
type BoardCard struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Meeting   string    `json:"meeting,omitempty" doc:"The meeting that made it."`
	Community string    `json:"community"`
	UpdatedAt time.Time `json:"updated_at"`
	Lent      string    `json:"lent,omitempty" doc:"The session it is lent to now."`
	Emptied   bool      `json:"emptied,omitempty" doc:"What people wrote there went with the close of a meeting; nobody writes there any more."`
}

func at(t rooms.Millis) time.Time { return time.UnixMilli(int64(t)).UTC() }

// status is the meeting's place in its life, as people see it.
func status(m community.Meeting) string {
	if m.CancelledAt != 0 {
		return "cancelled"
	}
	return string(m.Status)
}

func meetingCard(m community.Meeting, communityName, role string) MeetingCard {
	card := MeetingCard{
		ID: string(m.ID), Community: string(m.Community), CommunityName: communityName, Title: m.Title,
		StartsAt: at(m.StartsAt), Zone: m.Zone, Minutes: m.Minutes, Mode: string(m.Mode), Status: status(m),
		Kind: string(m.Kind), MyRole: role,
	}
	if m.ClosedAt != 0 {
		closed := at(m.ClosedAt)
		card.ClosedAt = &closed
	}
	return card
}

func communityCard(m community.Mine) CommunityCard {
	card := CommunityCard{
		ID: string(m.Community.ID), Name: m.Community.Name, Kind: string(m.Community.Kind),
		Network: m.NetworkName, Role: string(m.Role),
	}
	if m.Next != nil {
		next := meetingCard(*m.Next, m.Community.Name, string(m.Role))
		card.Next = &next
	}
	return card
}

func documentCard(d community.Document) DocumentCard {
	return DocumentCard{
		ID: string(d.ID), Title: d.Title, Kind: string(d.Kind), Status: string(d.Status),
		Meeting: string(d.Meeting), Community: string(d.Community), MadeAt: at(d.MadeAt),
	}
}

func documentCards(all []community.Document) []DocumentCard {
	out := make([]DocumentCard, 0, len(all))
	for _, d := range all {
		out = append(out, documentCard(d))
	}
	return out
}

func boardCard(b community.Board) BoardCard {
	return BoardCard{
		ID: string(b.ID), Title: b.Title, Meeting: string(b.Origin), Community: string(b.Community), UpdatedAt: at(b.UpdatedAt),
		Emptied: b.EmptiedAt != 0,
	}
}

func boardCards(all []community.Board) []BoardCard {
	out := make([]BoardCard, 0, len(all))
	for _, b := range all {
		out = append(out, boardCard(b))
	}
	return out
}
