package app_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"palabre/server/app/apptest"
)

// again plans another meeting of the same community, that begins so long after the first.
func (m meeting) again(t *testing.T, after time.Duration, origin map[string]any) meeting {
	t.Helper()
	var made struct{ ID string }
	asked := map[string]any{
		"title": "Rencontre suivante", "starts_at": time.Now().UTC().Add(time.Hour + after).Format(time.RFC3339), "zone": "America/Montreal",
		"minutes": 60, "phases": []map[string]any{{"id": "p1", "title": "Ronde", "kind": "stick", "minutes": 30}},
	}
	if origin != nil {
		asked["origin"] = origin
	}
	m.lead.Must(http.MethodPost, "/api/communities/"+m.community+"/meetings", asked, &made)
	m.id, m.room = made.ID, "ses_"+made.ID
	return m
}

// holds lets somebody have the stick for a moment; it gives her time of this session, in ms.
func (m meeting) holds(t *testing.T, lead, tab *apptest.Socket, who string) float64 {
	t.Helper()
	round := uuid.NewString()
	lead.Must(m.room, "stick.prepare", map[string]any{
		"round": round, "question": "Qui parle?", "order": []string{who}, "seat": "none", "gate": "holder", "clock": "soft", "turn_s": 90,
	})
	lead.Must(m.room, "stick.begin", nil)
	tab.See(m.room, "the stick offered", func(at func(string) any) bool { return at("round.offer.to") == who })
	tab.Must(m.room, "stick.take", map[string]any{"round": round})
	tab.See(m.room, "that she holds it", func(at func(string) any) bool { return at("round.holder.member") == who })
	grant := tab.Look(m.room, "round.holder.grant")
	tab.Must(m.room, "stick.centre", map[string]any{"grant": grant})
	var heard float64
	tab.See(m.room, "her time", func(at func(string) any) bool {
		heard, _ = at("share.heard_ms").(float64)
		return heard > 0 && at("share.since") == nil
	})
	return heard
}

// isClosed waits until the community knows that the meeting is over.
func (m meeting) isClosed(t *testing.T) {
	t.Helper()
	waitFor(t, "the meeting to be known as closed", func() bool {
		var is struct{ Status string }
		m.lead.Must(http.MethodGet, "/api/meetings/"+m.id, nil, &is)
		return is.Status == "closed"
	})
}

// EQ-5, EQ-7, EQ-8, EQ-10: what somebody was heard in a meeting is hers to see in the next one of the season, after a restart too, and
// nobody else's; a group that switched the count off meets without it the next time; after the review a new season begins; and no
// document tells any of it.
func TestTimeGoesOnAcrossTheSeason(t *testing.T) {
	a := apptest.Start(t)
	first := plan(t, a)
	lea := first.member(t, "lea@example.org", "Léa")
	lead, tab := first.enter(t, first.lead), first.enter(t, lea)
	heard := first.holds(t, lead, tab, lea.ID)
	if was := tab.Look(first.room, "share.season_ms"); was != float64(0) {
		t.Fatalf("a season that begins has %v", was)
	}
	lead.Must(first.room, "session.close", nil)
	document := first.document(t, lea)
	first.isClosed(t)
	a.Stop()
	a.Again("")

	second := first.again(t, time.Hour, nil)
	lead, tab = second.enter(t, first.lead), second.enter(t, lea)
	if is := tab.Look(second.room, "share.season_ms"); is != heard {
		t.Errorf("of her season she sees %v, and was heard %v", is, heard)
	}
	if is := lead.Look(second.room, "share.season_ms"); is != float64(0) {
		t.Errorf("who said nothing has %v", is)
	}
	more := second.holds(t, lead, tab, lea.ID)
	lead.Must(second.room, "session.close", nil)
	second.isClosed(t)

	third := first.again(t, 2*time.Hour, nil)
	lead, tab = third.enter(t, first.lead), third.enter(t, lea)
	if is := tab.Look(third.room, "share.season_ms"); is != heard+more {
		t.Errorf("of her season she sees %v, and was heard %v and %v", is, heard, more)
	}
	lead.Must(third.room, "equity.switch", map[string]any{"on": false})
	tab.See(third.room, "that nothing is counted", func(at func(string) any) bool { return at("share") == nil })
	lead.Must(third.room, "session.close", nil)
	third.isClosed(t)

	fourth := first.again(t, 3*time.Hour, map[string]any{"scenario": "RB", "title": "Rencontre bilan", "lang": "fr"})
	lead, tab = fourth.enter(t, first.lead), fourth.enter(t, lea)
	if is := tab.Look(fourth.room, "share"); is != nil {
		t.Errorf("the group had it switched off, and sees %v", is)
	}
	lead.Must(fourth.room, "equity.switch", map[string]any{"on": true})
	tab.See(fourth.room, "her season", func(at func(string) any) bool { return at("share.season_ms") == heard+more })
	lead.Must(fourth.room, "session.close", nil)
	fourth.isClosed(t)

	fifth := first.again(t, 4*time.Hour, nil)
	fifth.enter(t, first.lead)
	tab = fifth.enter(t, lea)
	if is := tab.Look(fifth.room, "share.season_ms"); is != float64(0) {
		t.Errorf("after the review a season begins with %v", is)
	}
	first.tellsNoTime(t, lea, document)
}

// ofTime is what the count of time is called, on the wire and by people. (The charter speaks of the time to speak.)
var ofTime = regexp.MustCompile(`(?i)season|heard|saison|top_three|median|équité|equity`)

// tellsNoTime reads all that REST gives of a meeting that was held: neither its minutes nor any other page has the time of anyone.
func (m meeting) tellsNoTime(t *testing.T, who *apptest.Person, document string) {
	t.Helper()
	for _, path := range []string{
		"/api/documents/" + document, "/api/documents/" + document + "/file.html", "/api/documents/" + document + "/file.md",
		"/api/communities/" + m.community, "/api/meetings/" + m.id, "/api/me",
	} {
		status, text := who.Do(http.MethodGet, path, nil, nil)
		if status != http.StatusOK || ofTime.MatchString(text) {
			t.Errorf("%s is answered %d and tells of somebody’s time: %s", path, status, ofTime.FindString(text))
		}
	}
}

// The season of a community is the same on another installation, on the other engine, made from a backup: what each was heard, or that
// the group has it switched off. Minutes, there too, tell none of it.
func TestTheSeasonGoesOnElsewhere(t *testing.T) {
	for name, off := range map[string]bool{"counted": false, "switched off": true} {
		t.Run(name, func(t *testing.T) {
			here, there, to := settings(t, off), settings(t, !off), t.TempDir()
			a := started(t, here)
			m := plan(t, a)
			lea := m.member(t, "lea@example.org", "Léa")
			m.lead.Must(http.MethodPatch, "/api/me", map[string]string{"email": "odile@example.org"}, nil)
			_, proof, _ := strings.Cut(a.Letter("odile@example.org"), "#")
			m.lead.Redeem(proof)
			lead, tab := m.enter(t, m.lead), m.enter(t, lea)
			heard := m.holds(t, lead, tab, lea.ID)
			if off {
				lead.Must(m.room, "equity.switch", map[string]any{"on": false})
			}
			lead.Must(m.room, "session.close", nil)
			document := m.document(t, lea)
			m.isClosed(t)
			must(t, here, "backup", to)
			a.Stop()
			must(t, there, "restore", to)

			b := started(t, there)
			m.app, m.lead, lea = b, b.SignIn("odile@example.org", ""), b.SignIn("lea@example.org", "")
			next := m.again(t, time.Hour, nil)
			lead, tab = next.enter(t, m.lead), next.enter(t, lea)
			if is := tab.Look(next.room, "share"); off && is != nil {
				t.Errorf("the group had it switched off, and sees %v", is)
			}
			if is := tab.Look(next.room, "share.season_ms"); !off && is != heard {
				t.Errorf("of her season she sees %v, and was heard %v", is, heard)
			}
			if is := lead.Look(next.room, "share.season_ms"); !off && is != float64(0) {
				t.Errorf("who said nothing has %v", is)
			}
			m.tellsNoTime(t, lea, document)
		})
	}
}
