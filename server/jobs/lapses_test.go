package jobs_test

import (
	"testing"
	"time"

	"palabre/rooms"
	"palabre/rooms/session"
	"palabre/server/community"
	"palabre/server/jobs"
)

// SE-11: everybody shut a laptop after a confidential meeting and nobody closed it. Its chat stayed, in the log and in every
// backup; there were no minutes, and no gesture was ever to come. It closes by itself, and what is promised for the close
// happens, on the same machine or after a restart.
func TestAMeetingThatNobodyCloses(t *testing.T) {
	p := converse(t, session.ModeConfidential)
	p.do("cleo", "chat.say", `{"id":"m1","text":"canari-oublie"}`)
	if err := p.store.Records.Write(t.Context(), func(tx community.Records) error { return tx.MarkOpened(t.Context(), p.meeting.ID, p.Now()) }); err != nil {
		t.Fatal(err)
	}
	for _, m := range []rooms.MemberID{"ana", "cleo"} {
		if _, no, err := p.host.Do(t.Context(), p.room, rooms.Command{
			Client: "host", Actor: rooms.Actor{System: true}, Name: rooms.CmdDropped, Args: []byte(`{"member":"` + string(m) + `"}`),
		}); no != nil || err != nil {
			t.Fatal(no, err)
		}
	}
	lapses := func() *jobs.Lapses { return &jobs.Lapses{Store: p.store.Records, Rooms: p.host, Now: p.Now} }
	closedAfter := func(d time.Duration) bool {
		t.Helper()
		p.now.Store(int64(max(0, p.meeting.EndsAt()-p.Now()+rooms.Millis(p.now.Load()))) + d.Milliseconds())
		if err := lapses().Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		p.shred()
		return p.found("canari-oublie") == ""
	}
	if closedAfter(time.Hour) {
		t.Fatal("closed while somebody may still come back")
	}
	p.down()
	p.up()
	if !closedAfter(3 * time.Hour) {
		list, _ := p.store.Log.Read(t.Context(), p.room, 0, 1<<24)
		log, err := jobs.ReadAll(t.Context(), p.store.Log, p.room, list[len(list)-1].To)
		for _, e := range log {
			t.Logf("%d %d %s %s", e.Seq, e.At, e.Name, e.Data)
		}
		t.Errorf("the words are still in %s: %v", p.found("canari-oublie"), err)
	}
	if err := lapses().Sweep(t.Context()); err != nil { // again does nothing
		t.Fatal(err)
	}
}
