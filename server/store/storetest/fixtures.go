package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"

	"palabre/rooms"
	"palabre/server/community"
)

// minted is a source of ids for tests: rising, so that order by id is order of making.
type minted struct{ n atomic.Int64 }

func (m *minted) ID() string     { return fmt.Sprintf("%08d-0000-7000-8000-000000000000", m.n.Add(1)) }
func (m *minted) Secret() string { return fmt.Sprintf("secret-%d", m.n.Add(1)) }

// moved is a clock that tests move.
type moved struct{ at atomic.Int64 }

func (m *moved) Now() rooms.Millis    { return rooms.Millis(m.at.Load()) }
func (m *moved) Set(at rooms.Millis)  { m.at.Store(int64(at)) }
func (m *moved) Pass(ms rooms.Millis) { m.at.Add(int64(ms)) }

// world is a store with a small community in it.
type world struct {
	t       testing.TB
	s       community.Store
	ids     *minted
	clock   *moved
	service *community.Service

	lise, omar community.Person // lise facilitates, omar is a member
	c          community.Community
	m          community.Meeting
}

const noon = rooms.Millis(1_790_000_000_000)

func newWorld(t testing.TB, s community.Store) *world {
	t.Helper()
	w := &world{t: t, s: s, ids: &minted{}, clock: &moved{}}
	w.clock.Set(noon)
	w.service = community.NewService(s, w.clock, w.ids, community.Table{})
	w.lise, w.omar = w.person("lise@example.org", "Lise"), w.person("omar@example.org", "Omar")
	w.c = w.community("Voisinage", w.lise)
	w.ok(s.AddMembership(t.Context(), community.Membership{Community: w.c.ID, Member: w.omar.ID, Role: community.Member, Since: noon}))
	w.m = w.meeting(w.c, noon+86_400_000)
	return w
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) person(email, name string) community.Person {
	w.t.Helper()
	p := community.Person{ID: community.MemberID(w.ids.ID()), Email: email, Name: name, Lang: community.French, CreatedAt: noon}
	w.ok(w.s.AddPerson(w.t.Context(), p))
	return p
}

func (w *world) community(name string, founder community.Person) community.Community {
	w.t.Helper()
	c, err := w.service.CreateCommunity(w.t.Context(), community.Actor{Member: founder.ID},
		community.NewCommunity{Name: name, Kind: community.CDP})
	w.ok(err)
	c.Charter = []string{} // as it is found
	return c
}

func (w *world) meeting(c community.Community, at rooms.Millis) community.Meeting {
	w.t.Helper()
	m := community.Meeting{
		ID: community.MeetingID(w.ids.ID()), Community: c.ID, Title: "Rencontre", StartsAt: at, Zone: "America/Toronto",
		Minutes: 180, Mode: community.Confidential, Status: community.Planned, CreatedBy: c.CreatedBy, CreatedAt: noon,
		Phases: []community.Phase{{ID: "p1", Title: "Ronde", Kind: "stick", Minutes: 15, Question: "D’où venez-vous?", TurnS: 60}},
	}
	w.ok(w.s.AddMeeting(w.t.Context(), m))
	return m
}

func (w *world) draft(m community.Meeting) community.Document {
	return community.Document{
		ID: community.DocumentID(w.ids.ID()), Meeting: m.ID, Community: m.Community, Kind: community.Minutes,
		Status: community.Draft, Title: "Compte rendu", Room: m.ID.Room(), LogID: "log", Seq: 42, MadeAt: noon,
		HTML: "h", PDF: "p", Markdown: "md", Tree: []byte(`{"title":"Compte rendu"}`),
	}
}

func (w *world) board(title string, at rooms.Millis) community.Board {
	w.t.Helper()
	b := community.Board{
		ID: community.BoardID(w.ids.ID()), Community: w.c.ID, Title: title, Origin: w.m.ID,
		CreatedBy: w.lise.ID, CreatedAt: at, UpdatedAt: at,
	}
	w.ok(w.s.AddBoard(w.t.Context(), b))
	return b
}
