package jobs_test

import (
	"testing"

	"palabre/server/community"
)

// Who joined a community after its meetings were announced had no letter and no calendar entry of the next one: she missed it. She
// gets that of the next, once; the others of the season are on the community's page.
func TestANewMemberHearsOfTheNextMeeting(t *testing.T) {
	o := newOffice(t)
	o.run()
	next := o.plan(community.Open)
	o.receive("odile@example.org", "lea@example.org")
	if _, err := o.use.PlanMeeting(t.Context(), o.lead, o.c.ID, community.NewMeeting{
		Title: "Celle d’après", Zone: "America/Montreal", StartsAt: next.StartsAt + 28*aDay, Mode: community.Open,
	}); err != nil {
		t.Fatal(err)
	}
	o.receive("odile@example.org", "lea@example.org")

	sent, err := o.use.Invite(t.Context(), o.lead, o.c.ID, []string{"tard@example.org"}, community.Member)
	if err != nil {
		t.Fatal(err)
	}
	came, err := o.use.Enter(t.Context(), community.Actor{}, sent[0].Secret, "Tard")
	if err != nil {
		t.Fatal(err)
	}
	l := o.receive("tard@example.org")["tard@example.org"]
	wants(t, "the letter", l.subject+l.text, "Deuil et équipes", "Rencontre prévue", "/r/"+string(next.ID))
	wants(t, "its calendar", l.calendar, "METHOD:REQUEST", "UID:"+string(next.ID)+"@palabre")

	// Invited again, she belongs to it already: nothing is told twice.
	again, err := o.use.Invite(t.Context(), o.lead, o.c.ID, []string{"tard@example.org"}, community.Member)
	if err == nil && len(again) == 1 && again[0].Secret != "" {
		if _, err := o.use.Enter(t.Context(), community.Actor{Member: came.Member}, again[0].Secret, ""); err != nil {
			t.Fatal(err)
		}
	}
	o.cancel(next)
	o.receive("odile@example.org", "lea@example.org", "tard@example.org")
	o.stop()
	if len(o.relay.letters) != 0 {
		t.Error("a letter was sent twice")
	}
}
