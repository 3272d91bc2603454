package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"testing"
	"time"

	"palabre/rooms"
	"palabre/server/app"
	"palabre/server/app/apptest"
	"palabre/server/community"
)

// A demonstration lives a meeting of last month; the program then finds it held.
func TestADemonstrationIsLivedWithItsOwnClock(t *testing.T) {
	data := t.TempDir()
	held := time.Date(2026, 1, 15, 18, 30, 0, 0, time.UTC)
	env := map[string]string{"PALABRE_DATA": data}
	var stdout, stderr bytes.Buffer
	load := func(ctx context.Context, d app.Demo, out io.Writer) error { return live(ctx, d, held, out) }
	err := app.Run(t.Context(), []string{"demo", "load"}, func(k string) string { return env[k] }, &stdout, &stderr, app.WithDemo(load))
	if err != nil || stdout.String() != "chargée\n" {
		t.Fatalf("%v: %s %s", err, stdout.String(), stderr.String())
	}
	a := apptest.Start(t, "PALABRE_DATA", data)
	odile := a.SignIn("odile@example.org", "")
	var me struct{ Communities []struct{ ID string } }
	odile.Must(http.MethodGet, "/api/me", nil, &me)
	var page struct {
		Meetings []struct {
			Status   string
			StartsAt time.Time `json:"starts_at"`
		}
	}
	odile.Must(http.MethodGet, "/api/communities/"+me.Communities[0].ID, nil, &page)
	if len(page.Meetings) != 1 || page.Meetings[0].Status != "closed" || !page.Meetings[0].StartsAt.Equal(held) {
		t.Fatalf("%+v", page)
	}
}

// live plays one short meeting through the use cases and the room.
func live(ctx context.Context, d app.Demo, at time.Time, out io.Writer) error {
	d.Clock.Set(rooms.Millis(at.Add(-time.Hour).UnixMilli()))
	odile := community.Person{ID: rooms.MemberID(d.IDs.ID()), Email: "odile@example.org", Name: "Odile", Lang: "fr", CreatedAt: d.Clock.Now()}
	if err := d.Records.AddPerson(ctx, odile); err != nil {
		return err
	}
	c, err := d.Communities.CreateCommunity(ctx, community.Actor{Member: odile.ID}, community.NewCommunity{Name: "CDP", Kind: community.CDP})
	if err != nil {
		return err
	}
	m, err := d.Communities.PlanMeeting(ctx, community.Actor{Member: odile.ID}, c.ID, community.NewMeeting{
		Title: "Accueil", Zone: "America/Montreal", StartsAt: rooms.Millis(at.UnixMilli()),
	})
	if err != nil {
		return err
	}
	d.Clock.Set(m.StartsAt)
	actor := rooms.Actor{Member: odile.ID, Standing: rooms.RoleFacilitator}
	for n, step := range []struct{ name, args string }{
		{"people.enter", `{"listed":true}`},
		{"chat.say", `{"id":"` + d.IDs.ID() + `","text":"Bienvenue"}`},
		{"session.close", `{}`},
	} {
		d.Clock.Set(m.StartsAt + rooms.Millis(n)*60_000)
		_, refusal, err := d.Rooms.Do(ctx, m.ID.Room(), rooms.Command{
			Client: "demo", N: uint64(n + 1), Actor: actor, Name: step.name, Args: json.RawMessage(step.args),
		})
		if err != nil {
			return fmt.Errorf("%s: %w", step.name, err)
		}
		if refusal != nil {
			return fmt.Errorf("%s: %w", step.name, refusal)
		}
	}
	if err := d.Settle(ctx); err != nil {
		return err
	}
	_, err = fmt.Fprintln(out, "chargée")
	return err
}
