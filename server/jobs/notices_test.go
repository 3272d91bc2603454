package jobs_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-message"
	gosmtp "github.com/emersion/go-smtp"
	"github.com/rs/zerolog"

	"palabre/rooms"
	"palabre/server/community"
	"palabre/server/config"
	"palabre/server/jobs"
	"palabre/server/mail"
	"palabre/server/store"
)

const aDay rooms.Millis = 24 * 3600 * 1000

// relay is a real SMTP server that may refuse, repeating the address as servers do.
type relay struct {
	mu      sync.Mutex
	refuses bool
	tries   int
	letters chan letter
}

type letter struct{ to, subject, text, calendar, id string }

func (r *relay) NewSession(*gosmtp.Conn) (gosmtp.Session, error) { return &talk{r: r}, nil }

type talk struct {
	r  *relay
	to string
}

func (*talk) Reset()                                 {}
func (*talk) Logout() error                          { return nil }
func (*talk) Mail(string, *gosmtp.MailOptions) error { return nil }

func (s *talk) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.tries++
	if s.r.refuses {
		return &gosmtp.SMTPError{Code: 451, EnhancedCode: gosmtp.EnhancedCode{4, 7, 1}, Message: "greylisted <" + to + ">"}
	}
	s.to = to
	return nil
}

func (s *talk) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	subject, err := entity.Header.Text("Subject")
	if err != nil {
		return err
	}
	l := letter{to: s.to, subject: subject, id: entity.Header.Get("Message-Id")}
	err = entity.Walk(func(_ []int, e *message.Entity, err error) error {
		kind, _, _ := e.Header.ContentType()
		if err != nil || strings.HasPrefix(kind, "multipart/") {
			return err
		}
		body, err := io.ReadAll(e.Body)
		switch kind {
		case "text/plain", "text/html":
			l.text += string(body)
		case "text/calendar":
			l.calendar = strings.ReplaceAll(string(body), "\r\n ", "")
		}
		return err
	})
	s.r.letters <- l
	return err
}

func startRelay(t *testing.T) (*relay, mail.SMTP) {
	t.Helper()
	r := &relay{letters: make(chan letter, 100)}
	server := gosmtp.NewServer(r)
	server.Domain = "relais.example.org"
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
		<-done
	})
	port := l.Addr().(*net.TCPAddr).Port
	return r, mail.SMTP{
		From: "Palabre <palabre@example.org>", Now: time.Now, NewID: id,
		Server: config.SMTP{Host: "127.0.0.1", Port: port, StartTLS: config.StartTLSNone},
	}
}

// handClock is moved by the test; what is to wake later is told on a channel.
type handClock struct {
	mu    sync.Mutex
	now   rooms.Millis
	rests chan rest
}

type rest struct {
	d    time.Duration
	wake func()
}

func (c *handClock) Now() rooms.Millis {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *handClock) After(d time.Duration, f func()) func() {
	c.rests <- rest{d, f}
	return func() {}
}

func (c *handClock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now += rooms.Millis(d.Milliseconds())
}

// byPost writes the announcements with the real post, as the program does.
type byPost struct{ post *mail.Post }

func (p byPost) Announce(ctx context.Context, to community.Person, a jobs.Announcement) error {
	m := a.Meeting
	var was time.Time
	if a.Was != 0 {
		was = time.UnixMilli(int64(a.Was))
	}
	return p.post.Announce(ctx, mail.Person{Email: to.Email, Name: to.Name, Lang: string(to.Lang)}, mail.Meeting{
		ID: string(m.ID), Title: m.Title, Community: a.Community, Intention: m.Intention, Confidential: m.Mode == community.Confidential,
		Start: time.UnixMilli(int64(m.StartsAt)), Length: time.Duration(m.Minutes) * time.Minute, Zone: m.Zone, Version: m.Version, Guest: a.Guest, Was: was,
	}, mail.News(a.News), a.ID, time.Now())
}

// office is a community whose meetings are announced by a real SMTP server.
type office struct {
	t      *testing.T
	store  *store.Store
	clock  *handClock
	relay  *relay
	post   *mail.Post
	log    *bytes.Buffer
	use    *community.Service
	lead   community.Actor
	c      community.Community
	sender *jobs.Notices
	stop   func()
}

func newOffice(t *testing.T) *office {
	t.Helper()
	s, err := store.Open(t.Context(), t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	o := &office{t: t, store: s, clock: &handClock{now: 1_790_000_000_000, rests: make(chan rest, 100)}, log: &bytes.Buffer{}, stop: func() {}}
	t.Cleanup(func() {
		o.stop()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	var smtp mail.SMTP
	o.relay, smtp = startRelay(t)
	if o.post, err = mail.NewPost(smtp, "https://palabre.example.org", smtp.From); err != nil {
		t.Fatal(err)
	}
	o.open()
	o.lead = o.person("odile@example.org", "Odile", community.French)
	o.c, err = o.use.CreateCommunity(t.Context(), o.lead, community.NewCommunity{Name: "CDP du Nord", Kind: community.CDP})
	if err != nil {
		t.Fatal(err)
	}
	o.join("lea@example.org", "Lea", community.English)
	return o
}

func (o *office) person(email, name string, lang community.Lang) community.Actor {
	o.t.Helper()
	p := community.Person{ID: rooms.MemberID(id()), Email: email, Name: name, Lang: lang, CreatedAt: 1}
	if err := o.store.Records.AddPerson(o.t.Context(), p); err != nil {
		o.t.Fatal(err)
	}
	return community.Actor{Member: p.ID}
}

func (o *office) join(email, name string, lang community.Lang) {
	o.t.Helper()
	who := o.person(email, name, lang)
	m := community.Membership{Community: o.c.ID, Member: who.Member, Role: community.Member, Since: 2}
	if err := o.store.Records.AddMembership(o.t.Context(), m); err != nil {
		o.t.Fatal(err)
	}
}

// open makes a sender that does not run yet, as after a crash.
func (o *office) open() {
	o.stop()
	o.sender = jobs.NewNotices(o.store.Records, byPost{o.post}, o.clock, zerolog.New(o.log))
	o.use = community.NewService(o.store.Records, o.clock, ids{}, community.Table{}).Announcing(o.sender.Wake)
	o.stop = func() {}
}

func (o *office) run() {
	ctx, cancel := context.WithCancel(o.t.Context())
	done := make(chan struct{})
	go func() { defer close(done); o.sender.Run(ctx) }()
	o.stop = func() { cancel(); <-done }
}

func (o *office) plan(mode community.Mode) community.Meeting {
	o.t.Helper()
	m, err := o.use.PlanMeeting(o.t.Context(), o.lead, o.c.ID, community.NewMeeting{
		Title: "Deuil et équipes", Intention: "Se soutenir", Zone: "America/Montreal", StartsAt: o.clock.Now() + 7*aDay, Mode: mode,
	})
	if err != nil {
		o.t.Fatal(err)
	}
	return m
}

// receive waits for the letters of a change: one for each address, none besides.
func (o *office) receive(to ...string) map[string]letter {
	o.t.Helper()
	got := map[string]letter{}
	for range to {
		select {
		case l := <-o.relay.letters:
			if _, twice := got[l.to]; twice {
				o.t.Fatalf("two letters to %s", l.to)
			}
			got[l.to] = l
		case <-time.After(20 * time.Second):
			o.t.Fatalf("letters to %v never came; got %v\n%s", to, got, o.log)
		}
	}
	for _, one := range to {
		if _, ok := got[one]; !ok {
			o.t.Fatalf("no letter to %s: %v", one, got)
		}
	}
	return got
}

func (o *office) rest() rest {
	o.t.Helper()
	select {
	case r := <-o.clock.rests:
		return r
	case <-time.After(20 * time.Second):
		o.t.Fatal("the sender does not rest")
		return rest{}
	}
}

func wants(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(text, p) {
			t.Errorf("%s lacks %q:\n%s", what, p, text)
		}
	}
}

// Planned while the server refuses, moved, then cancelled while the program is down:
// each news reaches each member once, the last one only those who had heard.
func TestMembersHearOfTheirMeetings(t *testing.T) {
	o := newOffice(t)
	o.relay.refuses = true
	o.run()
	m := o.plan(community.Open)
	if m.Told != 2 {
		t.Fatalf("%d are told", m.Told)
	}
	for tries, wait := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute} {
		r := o.rest()
		// Planning wakes a sender that may have seen the letters by itself already: it then
		// looks twice, and the same rest is begun again.
		for r.d != wait {
			r.wake()
			r = o.rest()
		}
		o.clock.move(r.d)
		if tries == 2 {
			o.relay.mu.Lock()
			o.relay.refuses = false
			if o.relay.tries != 6 {
				t.Errorf("%d tries", o.relay.tries)
			}
			o.relay.mu.Unlock()
		}
		r.wake()
	}
	o.sender.Wake() // the rest that was woken may have been one that had been begun again
	got := o.receive("odile@example.org", "lea@example.org")
	wants(t, "French", got["odile@example.org"].subject+got["odile@example.org"].text, "Deuil et équipes", "Rencontre prévue", "Se soutenir", "/r/"+string(m.ID))
	wants(t, "English", got["lea@example.org"].subject+got["lea@example.org"].text, "Deuil et équipes", "Meeting planned", "Hello Lea")
	for _, l := range got {
		wants(t, "calendar", l.calendar, "METHOD:REQUEST", "SEQUENCE:0", "UID:"+string(m.ID)+"@palabre", "mailto:palabre@example.org", "mailto:"+l.to)
	}

	title := "Deuil en équipe"
	if changed, err := o.use.ChangeMeeting(t.Context(), o.lead, m.ID, community.MeetingChange{Title: &title}); err != nil || changed.Told != 0 {
		t.Fatalf("a title alone is told to %d: %v", changed.Told, err)
	}
	starts := m.StartsAt + aDay
	if changed, err := o.use.ChangeMeeting(t.Context(), o.lead, m.ID, community.MeetingChange{StartsAt: &starts}); err != nil || changed.Told != 2 {
		t.Fatalf("told %d, %v", changed.Told, err)
	}
	for _, l := range o.receive("odile@example.org", "lea@example.org") {
		wants(t, "moved", l.calendar, "METHOD:REQUEST", "SEQUENCE:1", "UID:"+string(m.ID)+"@palabre")
	}

	o.open() // the program dies; what is decided now is told by the next one
	o.join("tard@example.org", "Tard", community.French)
	if cancelled, err := o.use.CancelMeeting(t.Context(), o.lead, m.ID); err != nil || cancelled.Told != 2 {
		t.Fatalf("told %d, %v", cancelled.Told, err)
	}
	o.open()
	o.run()
	for _, l := range o.receive("odile@example.org", "lea@example.org") {
		wants(t, "cancelled", l.calendar, "METHOD:CANCEL", "SEQUENCE:2", "STATUS:CANCELLED", "UID:"+string(m.ID)+"@palabre")
	}
	o.stop()
	if due, err := o.store.Records.ListNoticesDue(t.Context(), o.clock.Now()+aDay, 10); err != nil || len(due) != 0 {
		t.Errorf("still owed: %v %v", due, err)
	}
	if len(o.relay.letters) != 0 {
		t.Error("a letter was sent twice")
	}
	for _, secret := range []string{"odile@", "lea@", "Deuil", "Odile", "CDP du Nord", "Se soutenir"} {
		if strings.Contains(o.log.String(), secret) {
			t.Errorf("the log says %q:\n%s", secret, o.log)
		}
	}
	if !strings.Contains(o.log.String(), string(m.ID)) {
		t.Errorf("failures were not logged: %s", o.log)
	}
}

// A confidential meeting has no title, no name and no intention in any letter.
func TestAConfidentialMeetingIsAnnouncedWithoutItsWords(t *testing.T) {
	o := newOffice(t)
	o.run()
	m := o.plan(community.Confidential)
	all := o.receive("odile@example.org", "lea@example.org")
	starts := m.StartsAt + aDay
	if _, err := o.use.ChangeMeeting(t.Context(), o.lead, m.ID, community.MeetingChange{StartsAt: &starts}); err != nil {
		t.Fatal(err)
	}
	moved := o.receive("odile@example.org", "lea@example.org")
	if _, err := o.use.CancelMeeting(t.Context(), o.lead, m.ID); err != nil {
		t.Fatal(err)
	}
	cancelled := o.receive("odile@example.org", "lea@example.org")
	for _, some := range []map[string]letter{all, moved, cancelled} {
		for _, l := range some {
			for _, secret := range []string{"Deuil", "soutenir", "CDP du Nord", "Odile", "Lea"} {
				if strings.Contains(l.subject+l.text+l.calendar, secret) {
					t.Errorf("to %s: %q is told: %s %s %s", l.to, secret, l.subject, l.text, l.calendar)
				}
			}
		}
	}
}

// What was overtaken before it could leave is not sent: planned then cancelled is
// nothing, planned then moved is one letter.
func TestOnlyTheLastNewsLeaves(t *testing.T) {
	o := newOffice(t)
	gone, moved := o.plan(community.Open), o.plan(community.Open)
	if _, err := o.use.CancelMeeting(t.Context(), o.lead, gone.ID); err != nil {
		t.Fatal(err)
	}
	starts := moved.StartsAt + aDay
	if _, err := o.use.ChangeMeeting(t.Context(), o.lead, moved.ID, community.MeetingChange{StartsAt: &starts}); err != nil {
		t.Fatal(err)
	}
	o.run()
	for _, l := range o.receive("odile@example.org", "lea@example.org") {
		wants(t, "letter", l.calendar, "UID:"+string(moved.ID)+"@palabre", "SEQUENCE:1")
		if strings.Contains(l.subject, "Nouvelle") || strings.Contains(l.subject, "New ") {
			t.Errorf("somebody who knew nothing reads %q", l.subject)
		}
	}
	o.stop()
	if len(o.relay.letters) != 0 {
		t.Error("more was sent")
	}
}

// fullOnce is a store whose disk fills just when a letter has left.
type fullOnce struct {
	community.Store
	full bool
}

func (f *fullOnce) SaveNotice(ctx context.Context, n community.Notice) error {
	if f.full {
		f.full = false
		return fmt.Errorf("write: %w", community.ErrFull)
	}
	return f.Store.SaveNotice(ctx, n)
}

func TestALetterThatCouldNotBeRecordedIsNotSentAgain(t *testing.T) {
	o := newOffice(t)
	o.sender = jobs.NewNotices(&fullOnce{o.store.Records, true}, byPost{o.post}, o.clock, zerolog.New(o.log))
	o.plan(community.Open)
	o.run()
	r := o.rest()
	o.clock.move(r.d)
	r.wake()
	o.receive("odile@example.org", "lea@example.org")
	o.stop()
	if len(o.relay.letters) != 0 {
		t.Error("a letter was sent twice")
	}
	if due, err := o.store.Records.ListNoticesDue(t.Context(), o.clock.Now()+aDay, 10); err != nil && !errors.Is(err, community.ErrNotFound) || len(due) != 0 {
		t.Errorf("still owed: %v %v", due, err)
	}
}

// Two nodes have a sender each, and both are woken by the same letters: each letter is
// sent by one of them. One that dies with a letter in hand leaves it to the other.
func TestTheSendersOfTwoNodesSendEachLetterOnce(t *testing.T) {
	o := newOffice(t)
	to := []string{"odile@example.org", "lea@example.org"}
	for i := range 20 {
		to = append(to, fmt.Sprintf("m%d@example.org", i))
		o.join(to[len(to)-1], "Membre", community.French)
	}
	m := o.plan(community.Open)
	dead, err := o.store.Records.ListNoticesDue(t.Context(), o.clock.Now(), 1)
	if err != nil || len(dead) != 1 {
		t.Fatalf("%v, %v", dead, err)
	}
	if err := o.store.Records.TakeNotice(t.Context(), dead[0], o.clock.Now()+60_000); err != nil {
		t.Fatal(err)
	}
	first := o.sender
	other := jobs.NewNotices(o.store.Records, byPost{o.post}, o.clock, zerolog.New(io.Discard))
	ctx, cancel := context.WithCancel(t.Context())
	var both sync.WaitGroup
	for _, s := range []*jobs.Notices{first, other} {
		both.Go(func() { s.Run(ctx) })
	}
	o.stop = func() { cancel(); both.Wait() }
	got := map[string]int{}
	receive := func(n int) {
		t.Helper()
		for range n {
			select {
			case l := <-o.relay.letters:
				if got[l.to]++; got[l.to] > 1 {
					t.Fatalf("two letters to %s", l.to)
				}
			case <-time.After(20 * time.Second):
				t.Fatalf("%d letters came for %d people", len(got), len(to))
			}
		}
	}
	receive(len(to) - 1)
	if r := o.rest(); r.d != time.Minute { // until the dead one's letter is due again
		t.Fatalf("a sender rests for %v", r.d)
	}
	o.clock.move(time.Minute)
	first.Wake()
	other.Wake()
	receive(1)
	cancel()
	both.Wait()
	if len(o.relay.letters) != 0 {
		t.Error("a letter was sent twice")
	}
	for _, a := range to {
		if got[a] != 1 {
			t.Errorf("%d letters to %s of %s", got[a], a, m.ID)
		}
	}
}
