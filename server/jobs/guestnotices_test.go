package jobs_test

import (
	"strings"
	"testing"

	"palabre/server/community"
)

// invite invites a guest by e-mail; mailed, her letter left and told the meeting as it was.
func (o *office) invite(m community.Meeting, email, name string, lang community.Lang) community.Sent {
	o.t.Helper()
	sent, err := o.use.InviteGuest(o.t.Context(), o.lead, m.ID, email, name, lang)
	if err != nil {
		o.t.Fatal(err)
	}
	return sent
}

func (o *office) mailed(sent community.Sent, was community.Meeting) {
	o.t.Helper()
	if err := o.use.Mailed(o.t.Context(), sent.Invitation, was); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) move(m community.Meeting) {
	o.t.Helper()
	starts := m.StartsAt + aDay
	if _, err := o.use.ChangeMeeting(o.t.Context(), o.lead, m.ID, community.MeetingChange{StartsAt: &starts}); err != nil {
		o.t.Fatal(err)
	}
}

func (o *office) cancel(m community.Meeting) {
	o.t.Helper()
	if _, err := o.use.CancelMeeting(o.t.Context(), o.lead, m.ID); err != nil {
		o.t.Fatal(err)
	}
}

// A guest was told an hour by e-mail, and nothing when it changed: she came to a door that did not open. She hears of it
// once, in the language of her invitation; who was never mailed, who is told as a member, and who was turned out do not.
func TestInvitedGuestsHearOfTheirMeeting(t *testing.T) {
	for _, mode := range []community.Mode{community.Open, community.Confidential} {
		o := newOffice(t)
		o.run()
		m := o.plan(mode)
		o.receive("odile@example.org", "lea@example.org")
		o.mailed(o.invite(m, "camille@example.org", "Camille", community.English), m)
		o.mailed(o.invite(m, "camille@example.org", "Camille", community.English), m) // again: the first letter was lost
		o.mailed(o.invite(m, "lea@example.org", "Lea", community.French), m)
		o.invite(m, "echec@example.org", "Son courriel n’est pas parti", community.French)
		out := o.invite(m, "sortie@example.org", "Sortie", community.French)
		o.mailed(out, m)
		came, err := o.use.Enter(t.Context(), community.Actor{}, out.Secret, "")
		if err != nil {
			t.Fatal(err)
		}
		if err := o.use.RevokeGuest(t.Context(), o.lead, m.ID, came.Member); err != nil {
			t.Fatal(err)
		}

		o.move(m)
		moved := o.receive("odile@example.org", "lea@example.org", "camille@example.org")["camille@example.org"]
		wants(t, "her calendar", moved.calendar, "METHOD:REQUEST", "SEQUENCE:1", "UID:"+string(m.ID)+"@palabre", "mailto:camille@example.org")
		wants(t, "her letter", moved.text, "Your invitation is still good", "open the link of the first e-mail again")
		wants(t, "which meeting", moved.text, "September 28, 2026", "has a new date. It will take place on Tuesday, September 29, 2026")
		o.cancel(m)
		cancelled := o.receive("odile@example.org", "lea@example.org", "camille@example.org")["camille@example.org"]
		wants(t, "her calendar", cancelled.calendar, "METHOD:CANCEL", "SEQUENCE:2", "UID:"+string(m.ID)+"@palabre")
		wants(t, "her letter", cancelled.text, "cancelled", "Your invitation opens nothing any more")
		for _, l := range []letter{moved, cancelled} {
			told := l.subject + l.text + l.calendar
			if strings.Contains(told, "Deuil") != (mode == community.Open) {
				t.Errorf("%s: the title: %s", mode, told)
			}
			if mode == community.Confidential && (strings.Contains(told, "CDP du Nord") || strings.Contains(l.text, "Camille")) {
				t.Errorf("a name is told: %s", told)
			}
			if strings.Contains(told, "/invitation") {
				t.Errorf("an address that lets in: %s", told)
			}
			if strings.Contains(l.text, "https://") { // the antechamber knows nobody who has not opened her own link
				t.Errorf("a button that leads nowhere: %s", l.text)
			}
		}
		o.stop()
		if len(o.relay.letters) != 0 {
			t.Errorf("%s: somebody else is written to: %+v", mode, <-o.relay.letters)
		}
	}
}

// The meeting moves while the letter of an invitation is on its way, which tells the old hour: she is owed the new one,
// whatever crashed in between.
func TestAGuestInvitedWhileTheMeetingMovesHearsOfIt(t *testing.T) {
	o := newOffice(t)
	m := o.plan(community.Open)
	late := o.invite(m, "camille@example.org", "Camille", community.French)
	o.move(m)
	o.mailed(late, m)
	o.open() // the program stops here
	o.run()
	moved := o.receive("odile@example.org", "lea@example.org", "camille@example.org")["camille@example.org"]
	wants(t, "her letter", moved.subject+moved.text, "Nouvelle date", "Votre invitation reste bonne")
	o.stop()
	if len(o.relay.letters) != 0 {
		t.Error("more was sent")
	}
}
