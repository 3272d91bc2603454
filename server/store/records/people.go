package records

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/store/db"
)

func personOf(r db.Person) community.Person {
	return community.Person{
		ID: community.MemberID(r.ID), Email: r.Email, Name: r.Name, Lang: community.Lang(r.Lang),
		Admin: r.Admin, CreatedAt: rooms.Millis(r.CreatedAt),
	}
}

func guestOf(r db.Guest) community.Guest {
	return community.Guest{
		ID: community.MemberID(r.ID), Name: r.Name, Email: r.Email,
		Meeting: community.MeetingID(r.Meeting), CreatedAt: rooms.Millis(r.CreatedAt), RevokedAt: rooms.Millis(r.RevokedAt),
	}
}

func visitOf(r db.Visit) community.Visit {
	return community.Visit{
		Meeting: community.MeetingID(r.Meeting), Member: community.MemberID(r.Member),
		CreatedAt: rooms.Millis(r.CreatedAt), RevokedAt: rooms.Millis(r.RevokedAt),
	}
}

func (k kept) AddPerson(ctx context.Context, p community.Person) error {
	return k.added(k.write.AddPerson(ctx, db.AddPersonParams{
		ID: string(p.ID), Email: p.Email, Name: p.Name, Lang: string(p.Lang), Admin: p.Admin, CreatedAt: millis(p.CreatedAt),
	}))
}

func (k kept) FindPerson(ctx context.Context, id community.MemberID) (community.Person, error) {
	row, err := k.read.FindPerson(ctx, string(id))
	return one(k, row, err, sure(personOf))
}

func (k kept) FindPersonByEmail(ctx context.Context, email string) (community.Person, error) {
	row, err := k.read.FindPersonByEmail(ctx, email)
	return one(k, row, err, sure(personOf))
}

func (k kept) SavePerson(ctx context.Context, p community.Person) error {
	rows, err := k.write.SavePerson(ctx, db.SavePersonParams{
		ID: string(p.ID), Email: p.Email, Name: p.Name, Lang: string(p.Lang), Admin: p.Admin,
	})
	if err != nil || rows > 0 {
		return k.told(err)
	}
	// No row changed: she is not there, or her e-mail is another's.
	if _, err := k.FindPerson(ctx, p.ID); err != nil {
		return err
	}
	return community.ErrExists
}

func (k kept) HasAdmin(ctx context.Context) (bool, error) {
	n, err := k.read.CountAdmins(ctx)
	return n > 0, k.told(err)
}

func (k kept) FindLostAdmin(ctx context.Context) (community.Person, error) {
	row, err := k.read.FindLostAdmin(ctx)
	return one(k, row, err, sure(personOf))
}

func (k kept) AddGuest(ctx context.Context, g community.Guest) error {
	return k.added(k.write.AddGuest(ctx, db.AddGuestParams{
		ID: string(g.ID), Name: g.Name, Email: g.Email, Meeting: string(g.Meeting), CreatedAt: millis(g.CreatedAt),
		RevokedAt: millis(g.RevokedAt),
	}))
}

func (k kept) FindGuest(ctx context.Context, id community.MemberID) (community.Guest, error) {
	row, err := k.read.FindGuest(ctx, string(id))
	return one(k, row, err, sure(guestOf))
}

func (k kept) SaveGuestName(ctx context.Context, id community.MemberID, name string) error {
	return k.saved(k.write.SaveGuestName(ctx, db.SaveGuestNameParams{ID: string(id), Name: name}))
}

func (k kept) ListGuests(ctx context.Context, m community.MeetingID) ([]community.Guest, error) {
	rows, err := k.read.ListGuests(ctx, string(m))
	return each(k, rows, err, sure(guestOf))
}

func (k kept) RevokeGuest(ctx context.Context, m community.MeetingID, id community.MemberID, now rooms.Millis) error {
	return k.saved(k.write.RevokeGuest(ctx, db.RevokeGuestParams{ID: string(id), Meeting: string(m), RevokedAt: millis(now)}))
}

func (k kept) AddVisit(ctx context.Context, v community.Visit) error {
	return k.added(k.write.AddVisit(ctx, db.AddVisitParams{
		Meeting: string(v.Meeting), Member: string(v.Member), CreatedAt: millis(v.CreatedAt), RevokedAt: millis(v.RevokedAt),
	}))
}

func (k kept) FindVisit(ctx context.Context, m community.MeetingID, member community.MemberID) (community.Visit, error) {
	row, err := k.read.FindVisit(ctx, db.FindVisitParams{Meeting: string(m), Member: string(member)})
	return one(k, row, err, sure(visitOf))
}

func (k kept) RevokeVisit(ctx context.Context, m community.MeetingID, member community.MemberID, now rooms.Millis) error {
	return k.saved(k.write.RevokeVisit(ctx, db.RevokeVisitParams{Meeting: string(m), Member: string(member), RevokedAt: millis(now)}))
}

func (k kept) ListVisitors(ctx context.Context, m community.MeetingID) ([]community.Guest, error) {
	rows, err := k.read.ListVisitors(ctx, string(m))
	return each(k, rows, err, sure(func(r db.ListVisitorsRow) community.Guest {
		return community.Guest{
			ID: community.MemberID(r.ID), Name: r.Name, Meeting: m, CreatedAt: rooms.Millis(r.CreatedAt), RevokedAt: rooms.Millis(r.RevokedAt),
		}
	}))
}

func (k kept) ListVisited(ctx context.Context, member community.MemberID) ([]community.MeetingID, error) {
	rows, err := k.read.ListVisited(ctx, string(member))
	return each(k, rows, err, sure(func(id string) community.MeetingID { return community.MeetingID(id) }))
}

// atOnce is how many names are asked for in one query: an engine bounds the parameters of one.
const atOnce = 500

// Names asks for many at a time: when a node dies the people of all its meetings come to another one that knows no name yet,
// and a query for each of them would stand in line behind those of everybody who arrives.
func (k kept) Names(ctx context.Context, ids []community.MemberID) (map[community.MemberID]string, error) {
	names := make(map[community.MemberID]string, len(ids))
	for some := range slices.Chunk(ids, atOnce) {
		if err := k.names(ctx, some, names); err != nil {
			return nil, k.told(err)
		}
	}
	return names, nil
}

func (k kept) names(ctx context.Context, ids []community.MemberID, names map[community.MemberID]string) (err error) {
	places, args := make([]string, len(ids)), make([]any, len(ids))
	for i, id := range ids {
		places[i], args[i] = "$"+strconv.Itoa(i+1), string(id)
	}
	in := strings.Join(places, ",")
	//nolint:gosec // only the numbers of the places are put together, never what comes from outside
	rows, err := k.reader.QueryContext(ctx, "SELECT id, name FROM people WHERE id IN ("+in+") UNION ALL SELECT id, name FROM guests WHERE id IN ("+in+")", args...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var id, name string
		if err := rows.Scan(&id, &name); err != nil {
			return err
		}
		names[community.MemberID(id)] = name
	}
	return rows.Err()
}
