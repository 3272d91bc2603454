package minutes_test

import (
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata"

	"palabre/assets/document"
	"palabre/assets/minutes"
	"palabre/assets/scene"
	"palabre/rooms"
	"palabre/rooms/roomtest"
	"palabre/rooms/session"
)

// lived is a meeting of the test's cast, played in the real session with a clock that the test moves.
type lived struct {
	*roomtest.World
	t *testing.T
	n uint64
}

func begin(t *testing.T, mode session.Mode) *lived {
	t.Helper()
	w, err := roomtest.NewWorld(session.Plan{
		Mode: mode,
		Phases: []session.Phase{
			{ID: "accueil", Title: "Accueil", Kind: "plenary", Minutes: 10},
			{ID: "ronde", Title: "Ce qui nous soutient", Kind: "stick", Minutes: 50, Question: "Quel geste vous a aidé à tenir?", TurnS: 120},
			{ID: "pause", Title: "Pause", Kind: "break", Minutes: 15},
			{ID: "arbre", Title: "Notre arbre", Kind: "board", Minutes: 45},
			{ID: "mots", Title: "Mots de la fin", Kind: "closing", Minutes: 10},
		},
		Boards: []session.PlanBoard{{Board: "arbre-1", Title: "Notre arbre"}},
	}, roomtest.Cast())
	if err != nil {
		t.Fatal(err)
	}
	return &lived{World: w, t: t}
}

// wait moves the clock; the session is told of what it waits for on the way.
func (l *lived) wait(d time.Duration) {
	l.t.Helper()
	until := l.Now + rooms.Millis(d.Milliseconds())
	for at := l.Live.Deadline(); at != 0 && at <= until; at = l.Live.Deadline() {
		l.Now = max(l.Now, at)
		if _, _, err := l.Do(l.Host(rooms.CmdTick, "")); err != nil {
			l.t.Fatal(err)
		}
	}
	l.Now = until
}

func (l *lived) host(name, args string) {
	l.t.Helper()
	if _, no, err := l.Do(l.Host(name, args)); err != nil || no != nil {
		l.t.Fatalf("%s: %v %v", name, no, err)
	}
}

func (l *lived) does(m rooms.MemberID, name string, args any) {
	l.t.Helper()
	raw, err := json.Marshal(args)
	if err != nil {
		l.t.Fatal(err)
	}
	l.n++
	c := rooms.Command{Client: rooms.ClientID("tab-" + string(m)), N: l.n, At: l.Now, Name: name, Args: raw, Actor: rooms.Actor{Member: m}}
	for _, p := range l.Watchers {
		if p.Member == m {
			c.Actor.Standing = p.Standing
		}
	}
	if _, no, err := l.Do(c); err != nil || no != nil {
		l.t.Fatalf("%s %s: %v %v", m, name, no, err)
	}
}

type args = map[string]any

func (l *lived) next(from int) { l.t.Helper(); l.does("ana", "agenda.next", args{"from": from}) }

func (l *lived) takes(m rooms.MemberID) uint64 {
	l.t.Helper()
	l.does(m, "stick.take", args{"round": l.See("ana").Round.ID})
	return l.See("ana").Round.Holder.Grant
}

// afternoon plays the whole meeting: consents of every kind, a round with a take, a pass, a nudge, a stick taken back
// and a late arrival, chat that is kept and chat that is not, decisions and follow-ups.
func afternoon(t *testing.T, mode session.Mode) *lived {
	l := begin(t, mode)
	l.does("ana", "people.enter", args{"listed": true})
	l.does("bea", "people.enter", args{"listed": true})
	l.does("cleo", "people.enter", args{})
	l.does("fay", "people.enter", args{"listed": true})
	l.does("ana", "people.admit", args{"member": "fay"})
	l.wait(4 * time.Minute)
	l.next(-1)
	l.does("cleo", "chat.say", args{"id": "m-dite", "text": "canari-dit: voir https://example.org/dit"})
	l.does("bea", "chat.say", args{"id": "m-gardee", "text": "Le guide du café du jeudi: https://example.org/guide?a=1&b=2."})
	l.does("bea", "chat.keep", args{"id": "m-gardee", "on": true})
	l.does("cleo", "chat.say", args{"id": "m-reprise", "text": "canari-repris https://example.org/repris"})
	l.does("cleo", "chat.keep", args{"id": "m-reprise", "on": true})
	l.does("cleo", "chat.keep", args{"id": "m-reprise", "on": false})
	l.does("fay", "chat.say", args{"id": "m-retiree", "text": "canari-retire https://example.org/retire"})
	l.does("fay", "chat.keep", args{"id": "m-retiree", "on": true})
	l.does("fay", "chat.retract", args{"id": "m-retiree"})
	l.wait(12 * time.Minute)
	l.next(0)
	l.does("ana", "stick.prepare", args{"round": "r1", "question": "Quel geste vous a aidé à tenir?", "turn_s": 120})
	l.does("ana", "stick.order", args{"order": []string{"cleo", "fay", "bea", "ana"}})
	l.does("ana", "stick.begin", args{})
	grant := l.takes("cleo")
	l.wait(4 * time.Minute)
	l.does("ana", "stick.nudge", args{"grant": grant, "text": "canari-mot doux"})
	l.does("ana", "stick.take_back", args{"grant": grant, "reason": "canari-raison"})
	l.does("fay", "stick.pick", args{})
	l.does("dina", "people.enter", args{"listed": true}) // late: seated at the end
	l.does("fay", "stick.release", args{"grant": l.See("ana").Round.Holder.Grant})
	l.does("bea", "stick.pass", args{"round": "r1"})
	l.does("ana", "stick.release", args{"grant": l.takes("ana")})
	l.does("dina", "stick.release", args{"grant": l.takes("dina")})
	l.wait(3 * time.Minute) // the second offer goes by; the round ends
	l.does("ana", "stick.prepare", args{"round": "r2", "question": "Une ronde retirée?"})
	l.does("ana", "stick.end", args{})
	l.next(1)
	l.wait(15 * time.Minute)
	l.next(2)
	l.does("ana", "agenda.extend", args{"minutes": 10})
	l.does("ana", "boards.rename", args{"board": "arbre-1", "title": "Notre arbre des appuis"})
	l.does("ana", "boards.open", args{"board": "vide-1", "title": "À garder pour mars"})
	l.does("cleo", "people.list", args{"on": true})
	l.does("cleo", "people.list", args{"on": false})
	l.host(rooms.CmdDropped, `{"member":"fay"}`)
	l.host(rooms.CmdBack, `{"member":"fay"}`)
	l.wait(52 * time.Minute)
	l.does("bea", "record.add", args{"id": "d1", "kind": "decision", "text": "Le café du jeudi aura lieu toutes les deux semaines."})
	l.does("bea", "record.add", args{"id": "s1", "kind": "follow_up", "text": "Rédiger la fiche", "who": "dina", "due": "2027-03-01"})
	l.does("bea", "record.add", args{"id": "s0", "kind": "follow_up", "text": "Garder le café du jeudi", "due": "2027-12-01"})
	l.does("dina", "record.add", args{"id": "s2", "kind": "follow_up", "text": "canari-efface"})
	l.does("dina", "record.remove", args{"id": "s2"})
	l.does("ana", "record.add", args{"id": "s3", "kind": "follow_up", "text": "Inviter une direction", "who": "cleo"})
	l.choose()
	l.next(3)
	l.does("ana", "agenda.back", args{"from": 4})
	l.wait(20 * time.Second)
	l.does("ana", "session.close", args{})
	return l
}

// choose lets them choose in each way, and offer sentences.
func (l *lived) choose() {
	everyone := []rooms.MemberID{"ana", "bea", "cleo", "dina", "fay"}
	vote := func(id string, ballots ...args) {
		l.does("ana", "poll.open", args{"poll": id})
		for i, b := range ballots {
			l.does(everyone[i], "poll.vote", args{"poll": id, "ballot": b})
		}
		l.does("ana", "poll.close", args{"poll": id, "few": true})
	}
	l.does("ana", "poll.prepare", args{
		"poll": "p1", "kind": "dots", "question": "Quel appui travailler en mars?", "points": 3, "stack": true, "propose": true,
		"options": []args{{"id": "a", "text": "Écouter"}, {"id": "b", "text": "Appeler"}},
	})
	l.does("cleo", "poll.propose", args{"poll": "p1", "option": args{"id": "c", "text": "canari-choix"}})
	l.does("cleo", "poll.take_back", args{"poll": "p1", "option": "c"})
	vote("p1", args{"dots": args{"b": 3}}, args{"dots": args{"a": 1, "b": 2}}, args{"dots": args{"a": 1}})
	l.does("ana", "poll.prepare", args{"poll": "p2", "kind": "consent", "question": "On se revoit chaque mois."})
	vote("p2", args{"stance": "agree"}, args{"stance": "reserve", "text": "canari-reserve"}, args{"stance": "agree"})
	l.does("ana", "poll.prepare", args{"poll": "p3", "kind": "consent", "question": "On change de salle."})
	vote("p3", args{"stance": "agree"}, args{"stance": "object", "text": "canari-objection"})
	l.does("ana", "poll.prepare", args{
		"poll": "p4", "kind": "ballot", "question": "Qui anime en mars?", "options": []args{{"id": "a", "member": "dina"}, {"id": "b", "member": "cleo"}},
	})
	vote("p4", args{"choice": "a"}, args{"choice": "b"}, args{"choice": "a"}, args{})
	l.does("ana", "poll.prepare", args{
		"poll": "p5", "kind": "rank", "question": "Dans quel ordre?", "options": []args{{"id": "a", "text": "Le répit"}, {"id": "b", "text": "Le deuil"}},
	})
	vote("p5", args{"rank": []string{"b", "a"}}, args{"rank": []string{"b"}})
	l.does("ana", "poll.prepare", args{"poll": "p6", "kind": "survey", "question": "Comment repartez-vous?", "asks": []args{
		{"id": "q1", "text": "D’énergie?", "kind": "scale"}, {"id": "q2", "text": "Un mot?", "kind": "own"},
	}})
	answer := func(n int) args {
		return args{"answers": args{"q1": args{"scale": n}, "q2": args{"own": "canari-mot libre"}}}
	}
	vote("p6", answer(3), answer(4), answer(4), answer(5), answer(2))
	l.does("ana", "poll.prepare", args{"poll": "p7", "kind": "consent", "question": "canari-pour l’animation seule", "told": "facilitators"})
	vote("p7", args{"stance": "agree"})
	l.does("ana", "poll.prepare", args{"poll": "p8", "kind": "consent", "question": "canari-abandon"})
	l.does("ana", "poll.give_up", args{"poll": "p8"})
	l.does("bea", "harvest.offer", args{"id": "h1", "text": "J’ai appris à ne pas corriger.", "for": "community"})
	l.does("cleo", "harvest.offer", args{"id": "h2", "text": "Je repars moins seule.", "for": "community"})
	l.does("dina", "harvest.offer", args{"id": "h3", "text": "On tient parce qu’on est plusieurs.", "for": "community", "unsigned": true})
	l.does("fay", "harvest.offer", args{"id": "h4", "text": "canari-entre nous", "for": "room"})
	l.does("fay", "harvest.offer", args{"id": "h5", "text": "canari-retiree", "for": "community"})
	l.does("fay", "harvest.withdraw", args{"id": "h5"})
	l.does("ana", "cards.open", args{"sheet": "f1", "prompt": "canari-feuille"})
	l.does("cleo", "cards.write", args{"sheet": "f1", "card": "c1", "text": "canari-carte"})
	l.does("ana", "cards.reveal", args{"sheet": "f1", "seed": 1})
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func names() map[rooms.MemberID]string {
	return map[rooms.MemberID]string{
		"ana": "Odile Personnage", "bea": "Émile Lalégende", "cleo": "Mariama Exemple", "dina": "Réjean Duprétexte",
		"elie": "Yvon Duconte", "fay": "Camille Lafable", "gus": "Nadia Inventée", "hector": "Lucille Roman",
	}
}

// input is the lived meeting as the server would give it.
func input(t *testing.T, log []rooms.Event) minutes.Input {
	t.Helper()
	drafter, err := scene.NewDrafter(1)
	if err != nil {
		t.Fatal(err)
	}
	word := func(id, index, text string, y float64) (string, json.RawMessage) {
		raw, err := json.Marshal(args{
			"id": id, "type": "text", "index": index, "x": 10, "y": y, "width": 220, "height": 30, "text": text, "originalText": text,
			"fontSize": 20, "fontFamily": 6, "lineHeight": 1.35, "strokeColor": "#24211b", "seed": 7, "by": "cleo",
		})
		if err != nil {
			t.Fatal(err)
		}
		return id, raw
	}
	els := map[string]json.RawMessage{}
	for i, text := range []string{"Écouter sans corriger", "Appeler avant d’être à bout"} {
		id, raw := word("e"+text[:3], "a"+string(rune('0'+i)), text, float64(50*i))
		els[id] = raw
	}
	return minutes.Input{
		Room: roomtest.Room, LogID: "journal-1", Log: log,
		Community: "CDP de l’exemple", Title: "Rencontre de janvier", Intention: "Nommer ce qui nous soutient.\nRepérer les gestes à transmettre.",
		Zone: zone(t, "Europe/Paris"), Minutes: 180, Names: names(),
		Boards: []minutes.Board{
			{ID: "arbre-1", Title: "ancien titre", LogID: "journal-2", Seq: 12, At: roomtest.Start + 100*60_000, Elements: els},
			{ID: "vide-1", Title: "À garder pour mars"},
		},
		Next: &minutes.Next{Title: "Rencontre de février", StartsAt: roomtest.Start + 28*86_400_000, Minutes: 180},
		Draw: func(e []scene.Element) (scene.Drawing, error) { return drafter.Draw(t.Context(), e) },
	}
}

func build(t *testing.T, in minutes.Input) document.Document {
	t.Helper()
	d, err := minutes.Build(in)
	if err != nil {
		t.Fatal(err)
	}
	return d
}
