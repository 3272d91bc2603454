package template

import (
	"math"
	"strings"
)

// weather: six skies, where each person puts a note.
func weather(p *page) {
	p.title(words{"Météo du cercle", "Weather of the circle"}, words{"Posez un papillon, un mot ou un trait là où vous êtes aujourd’hui.", "Put a note, a word or a stroke where you are today."})
	const h = 284.0
	p.grid(3, h,
		area{sand, words{"", ""}, words{}}, area{green, words{"", ""}, words{}}, area{sky, words{"", ""}, words{}},
		area{soft, words{"", ""}, words{}}, area{mauve, words{"", ""}, words{}}, area{clay, words{"", ""}, words{}})
	names := []words{{"Grand soleil", "Full sun"}, {"Éclaircies", "Bright spells"}, {"Nuageux", "Cloudy"}, {"Brume", "Mist"}, {"Pluie", "Rain"}, {"Orage", "Storm"}}
	signs := []func(*page, float64, float64){sun, brightSpell, cloudy, mist, rain, storm}
	w := (right - left - 2*gap) / 3
	for i, name := range names {
		x, y := left+float64(i%3)*(w+gap), top+float64(i/3)*(h+gap)
		box := p.els[2+i]
		bind(box, p.text(x+132, y+40, w-132-inset, 26, "left", box.ink(), name))
		signs[i](p, x+74, y+62)
	}
}

// ink is the colour of words on one of the tints.
func (e Element) ink() string {
	for _, t := range []tint{green, sand, sky, mauve, clay} {
		if e["backgroundColor"] == strings.ToLower(t.fill) {
			return t.ink
		}
	}
	return ink
}

var (
	gold  = tint{"#FBE7A6", "#B59A55", ink} //nolint:gochecknoglobals // a constant: Go has no constant structs
	white = tint{"#FFFCF6", "#8FA6AD", ink} //nolint:gochecknoglobals // a constant: Go has no constant structs
)

func sun(p *page, x, y float64) {
	for i := range 8 {
		a := float64(i) * math.Pi / 4
		p.path(x+32*math.Cos(a), y+32*math.Sin(a), gold.line, 3, x+42*math.Cos(a), y+42*math.Sin(a))
	}
	p.disc(x, y, 22, gold)
}

func brightSpell(p *page, x, y float64) {
	for i := range 5 {
		a := math.Pi*.9 + float64(i)*math.Pi/4.4
		p.path(x-10+30*math.Cos(a), y-10+30*math.Sin(a), gold.line, 3, x-10+39*math.Cos(a), y-10+39*math.Sin(a))
	}
	p.disc(x-10, y-10, 20, gold)
	cloud(p, x+6, y+10, white)
}

func cloudy(p *page, x, y float64) {
	cloud(p, x+12, y-10, tint{"#C9D8DC", "#8FA6AD", ink})
	cloud(p, x-4, y+10, white)
}

func mist(p *page, x, y float64) {
	for i, half := range []float64{30, 40, 34, 22} {
		dy := float64(i)*14 - 21
		p.path(x-half, y+dy, edge, 3, x-half/3, y+dy-5, x+half/3, y+dy+5, x+half, y+dy)["roundness"] = map[string]any{"type": 2}
	}
}

func rain(p *page, x, y float64) {
	for i := range 3 {
		dx := float64(i-1) * 20
		p.path(x+dx+4, y+18, "#5F6FA0", 3, x+dx-4, y+38)
	}
	cloud(p, x, y-6, white)
}

func storm(p *page, x, y float64) {
	p.path(x+6, y+6, "#8A5A2B", 3, x-8, y+26, x+6, y+26, x-6, y+46)
	cloud(p, x, y-6, tint{"#DCCFD8", "#8F7686", ink})
}

// cloud is one outline, some 76 px wide, centred at (x, y).
func cloud(p *page, x, y float64, t tint) {
	points := []float64{}
	put := func(cx, cy, r, from, to float64) {
		for i := range 9 {
			a := (from + (to-from)*float64(i)/8) * math.Pi / 180
			points = append(points, x+cx+r*math.Cos(a), y+cy+r*math.Sin(a))
		}
	}
	put(-22, 6, 14, 90, 250)
	put(-6, -6, 18, 195, 320)
	put(20, 4, 16, 285, 450)
	points = append(points, points[0], points[1])
	e := p.path(points[0], points[1], t.line, 2, points[2:]...)
	e["backgroundColor"] = strings.ToLower(t.fill)
}

func (p *page) disc(x, y, r float64, t tint) {
	p.circle(x, y, r, t)["strokeWidth"] = 2.0
}

// wordWall: bricks in five courses, each wide enough for a word or two.
func wordWall(p *page) {
	p.title(words{"Mur de mots", "Word wall"}, words{"Un mot par brique, le vôtre ou celui de quelqu’un d’autre.", "One word per brick, yours or someone else’s."})
	tints := []tint{soft, green, soft, sky, soft, sand, mauve, soft, clay}
	const w, h, space, courses = 214.0, 88.0, 20.0, 5
	k := 0
	for row := range courses {
		x, y := left, top+12+float64(row)*(h+space)
		if row%2 == 1 {
			half := (w - space) / 2
			p.box(x, y, half, h, soft)
			x += half + space
		}
		for x < right-1 {
			p.box(x, y, math.Min(w, right-x), h, tints[k%len(tints)])
			x += w + space
			k++
		}
	}
}

// practiceMap: three rings, from what all share to what is one setting's own.
func practiceMap(p *page) {
	p.title(words{"La carte de nos pratiques", "The map of our practices"}, words{"Plus c’est partagé, plus c’est près du cœur. Rapprochez ce qui se ressemble, reliez ce qui se répond.", "The more it is shared, the nearer to the heart. Bring together what is alike, link what answers each other."})
	const cx, cy = 640.0, 470.0
	rings := []struct {
		w, h, label float64
		t           tint
		said        words
	}{
		{1152, 640, 32, soft, words{"Propre à un milieu", "One setting’s own"}},
		{800, 440, 28, green, words{"Partagé par plusieurs", "Shared by several"}},
		{400, 216, 28, tint{"#CFE0D2", "#9DBBA4", leaf}, words{"Commun à tout le monde", "Common to us all"}},
	}
	for _, r := range rings {
		p.ellipse(cx-r.w/2, cy-r.h/2, r.w, r.h, r.t)
	}
	for _, r := range rings {
		p.text(cx-160, cy-r.h/2+r.label, 320, 22, "center", leaf, r.said)
	}
}

// timeline: the cycle's meetings on a line, what carried above, what weighed below.
func timeline(p *page) {
	p.title(words{"La ligne du temps", "The timeline"}, words{"Placez vos moments. En haut ce qui nous a portés, en bas ce qui a pesé.", "Place your moments. Above what carried us, below what weighed."})
	const y = 436.0
	p.zone(left, top, right-left, y-top-44, area{green, words{"Ce qui nous a portés", "What carried us"}, words{}})
	p.zone(left, y+44, right-left, y-top-44, area{mauve, words{"Ce qui a pesé", "What weighed"}, words{}})
	p.arrow(left, y, leaf, right, y)
	names := []words{
		{"Accueil", "Welcome"}, {"Janvier", "January"}, {"Février", "February"}, {"Mars", "March"}, {"Avril", "April"}, {"Mai", "May"}, {"Juin", "June"}, {"Bilan", "Review"},
	}
	step := (right - left - 120) / 7
	for i, name := range names {
		x := left + 50 + float64(i)*step
		if i == len(names)-1 {
			p.disc(x, y, 15, plain)
		}
		p.disc(x, y, 9, tint{"#DCE7DD", leaf, ink})
		p.text(x-60, y+16, 120, 17, "center", ink2, name)
	}
}

func keepChangeDrop(p *page) {
	p.title(words{"Garder, changer, laisser", "Keep, change, drop"}, words{"On parle de nos façons de faire, pas des personnes.", "We speak of our ways of working, not of people."})
	p.grid(3, 540,
		area{green, words{"Garder", "Keep"}, words{"Ce qui nous fait du bien", "What does us good"}},
		area{sand, words{"Changer", "Change"}, words{"Ce qui demande un ajustement", "What needs adjusting"}},
		area{mauve, words{"Laisser", "Drop"}, words{"Ce dont nous n’avons plus besoin", "What we no longer need"}})
}

func charter(p *page) {
	p.title(words{"Notre charte", "Our charter"}, words{"Des phrases courtes, au présent, qui commencent par «\u00a0nous\u00a0».", "Short sentences, in the present, that begin with “we”."})
	p.grid(5, 300,
		area{green, words{"Raison d’être", "Purpose"}, words{"Pourquoi nous\nnous réunissons", "Why we meet"}},
		area{green, words{"Valeurs", "Values"}, words{"Ce qui nous tient\nà cœur", "What we care about"}},
		area{green, words{"Engagements", "Commitments"}, words{"Ce sur quoi on peut\ncompter", "What can be\ncounted on"}},
		area{sky, words{"Confidentialité", "Confidentiality"}, words{"Ce qui reste ici", "What stays here"}},
		area{sky, words{"Prise de parole", "Speaking"}, words{"Bâton, silence,\ndroit de passer", "Stick, silence,\nthe right to pass"}},
		area{sand, words{"Rôles, rotation", "Roles, rotation"}, words{"Qui fait quoi, jusqu’à\nquand", "Who does what,\nuntil when"}},
		area{sand, words{"Non-membres", "Non-members"}, words{"Comment nous les\naccueillons", "How we welcome\nthem"}},
		area{sand, words{"Décisions", "Decisions"}, words{"Comment nous\ntranchons", "How we decide"}},
		area{mauve, words{"Traces", "Traces"}, words{"Ce qui reste, où,\net jusqu’à quand", "What we keep,\nwhere, how long"}},
		area{mauve, words{"Révision", "Revision"}, words{"Quand nous la\nrelirons", "When we read it\nagain"}})
}

// roleWheel: six parts of a wheel, and the calendar of the cycle at its side.
func roleWheel(p *page) {
	p.title(words{"La roue des rôles", "The role wheel"}, words{"Un prénom par part, écrit au crayon. À chaque rencontre, la roue avance d’une part.", "One first name per part, in pencil. At each meeting the wheel moves one part on."})
	const cx, cy, r, hub = 372.0, 450.0, 292.0, 84.0
	p.circle(cx, cy, r, soft)
	roles := []words{
		{"Animation", "Facilitator"}, {"Coanimation", "Co-facilitator"}, {"Garde du temps\net du climat", "Guardian of time\nand of feelings"},
		{"Veille\ntechnique", "Technical\nwatch"}, {"Compte rendu", "Minutes"}, {"Accueil", "Welcome"},
	}
	for i := range roles {
		a := float64(i)*math.Pi/3 - math.Pi/2 - math.Pi/6
		p.path(cx+hub*math.Cos(a), cy+hub*math.Sin(a), edge, 1, cx+r*math.Cos(a), cy+r*math.Sin(a))
	}
	p.circle(cx, cy, hub, green)
	p.text(cx-76, cy-28, 152, 21, "center", leaf, words{"Ce\nmois-ci", "This\nmonth"})
	for i, role := range roles {
		a := float64(i)*math.Pi/3 - math.Pi/2
		x, y := cx+(r*.69)*math.Cos(a), cy+(r*.74)*math.Sin(a)
		p.text(x-78, y-34, 156, 19, "center", ink, role)
	}
	x, w := 724.0, right-724.0
	p.zone(x, top, w, 592, area{sky, words{"Le calendrier", "The calendar"}, words{}})
	rows := []words{
		{"Accueil", "Welcome"}, {"Rencontre 1", "Meeting 1"}, {"Rencontre 2", "Meeting 2"}, {"Rencontre 3", "Meeting 3"},
		{"Rencontre 4", "Meeting 4"}, {"Rencontre 5", "Meeting 5"}, {"Rencontre 6", "Meeting 6"}, {"Bilan", "Review"},
	}
	for i, row := range rows {
		y := top + 76 + float64(i)*64
		p.text(x+inset, y+14, 150, 18, "left", sky.ink, row)
		if i > 0 {
			p.path(x+inset, y, sky.line, 1, x+w-inset, y)
		}
	}
}

// tablecloth: a cloth with its stitched edge, the question in the middle, places around it.
func tablecloth(p *page) {
	p.title(words{"Notre nappe", "Our tablecloth"}, words{"Écrivez, dessinez, reliez, pendant que les autres parlent. La nappe est à toute la table.", "Write, draw and link while others speak. The cloth belongs to the whole table."})
	const x, y, w, h = left, top, right - left, 572.0
	p.box(x, y, w, h, sand)
	p.add("rectangle", x+14, y+14, tint{"#FFFCF6", "#C9AE78", ink}, Element{"width": w - 28, "height": h - 28, "strokeStyle": "dashed", "strokeWidth": 2.0, "roundness": map[string]any{"type": 3, "value": 12.0}})
	corners := []struct {
		x, y  float64
		align string
		said  words
	}{
		{x + 44, y + 40, "left", words{"Des idées", "Ideas"}}, {right - 44 - 320, y + 40, "right", words{"Des étonnements", "What surprises us"}},
		{x + 44, y + h - 74, "left", words{"Des liens", "Links"}}, {right - 44 - 320, y + h - 74, "right", words{"Des questions", "Questions"}},
	}
	for _, c := range corners {
		p.text(c.x, c.y, 320, 22, c.align, sand.ink, c.said)
	}
	e := p.ellipse(640-200, y+h/2-92, 400, 184, tint{"#F6F1E6", "#C9AE78", ink})
	bind(e, p.text(640-150, y+h/2-15, 300, 22, "center", sand.ink, words{"La question de la table", "The question of the table"}))
}

// fishbowlGrid: the bowl as it is, and four ways to observe it.
func fishbowlGrid(p *page) {
	p.title(words{"La grille du bocal", "The fishbowl grid"}, words{"Choisissez un coin. Notez des faits d’abord, des impressions ensuite.", "Choose a corner. Note facts first, impressions afterwards."})
	const cx, cy = 214.0, 392.0
	p.circle(cx, cy, 150, soft)
	p.circle(cx, cy, 118, plain)
	for i := range 5 {
		a := float64(i)*2*math.Pi/5 - math.Pi/2
		seat := p.circle(cx+76*math.Cos(a), cy+76*math.Sin(a), 24, tint{"#CFE0D2", "#9DBBA4", leaf})
		if i == 0 {
			seat["backgroundColor"], seat["strokeStyle"], seat["strokeColor"], seat["strokeWidth"] = clear, "dashed", strings.ToLower(edge), 2.0
		}
	}
	p.text(left, 566, 300, 18, "center", ink2, words{"Quatre places au centre,\nune place libre", "Four seats in the centre,\none free seat"})
	x, w, h := 404.0, (right-404.0-gap)/2, 274.0
	for i, a := range []area{
		{sky, words{"Ce que je vois", "What I see"}, words{"Gestes, silences, regards", "Gestures, silences, looks"}},
		{green, words{"Ce que j’entends", "What I hear"}, words{"Mots qui reviennent", "Words that come back"}},
		{mauve, words{"Ce que je ressens", "What I feel"}, words{"En écoutant", "While listening"}},
		{sand, words{"Ce que je me demande", "What I wonder"}, words{"Ce qui manque encore", "What is still missing"}},
	} {
		p.zone(x+float64(i%2)*(w+gap), top+float64(i/2)*(h+gap), w, h, a)
	}
}

// storyFrame: the six moments of a practice story, read like a page.
func storyFrame(p *page) {
	p.title(words{"Le fil du récit", "The thread of the story"}, words{"Les questions guident, elles n’obligent à rien. Commencez où vous voulez.", "The questions guide and oblige to nothing. Begin where you like."})
	areas := []area{
		{sky, words{"1. La situation", "1. The situation"}, words{"Où, quand, avec qui", "Where, when, with whom"}},
		{clay, words{"2. L’épreuve", "2. The test"}, words{"Ce qui bloquait, ce qui était en jeu", "What was stuck, what was at stake"}},
		{sand, words{"3. Ce que j’ai fait", "3. What I did"}, words{"Fait, pensé, ressenti", "Did, thought, felt"}},
		{green, words{"4. Le dénouement", "4. How it turned"}, words{"Ce qui a changé, pour qui", "What changed, for whom"}},
		{mauve, words{"5. Ce que j’en retiens", "5. What I keep of it"}, words{"Ce que je referais", "What I would do again"}},
		{soft, words{"6. La question ouverte", "6. The open question"}, words{"Ce que je me demande encore", "What I still wonder"}},
	}
	const h, space = 272.0, 48.0
	w := (right - left - 2*space) / 3
	for i, a := range areas {
		x, y := left+float64(i%3)*(w+space), top+float64(i/3)*(h+gap)
		p.zone(x, y, w, h, a)
		if i%3 < 2 {
			p.arrow(x+w+10, y+h/2, edge, x+w+space-10, y+h/2)
		}
	}
}

// collage: a sheet to fill, and cut paper to fill it with. The paper can be taken; all the rest stays.
func collage(p *page) {
	p.title(words{"Collage", "Collage"}, words{"Prenez les papiers, copiez-les, dessinez par-dessus. Il n’y a rien à réussir.", "Take the papers, copy them, draw over them. There is nothing to get right."})
	x := left + 232.0
	p.zone(x, top, right-x, 580, area{plain, words{"Notre image", "Our image"}, words{}})
	p.zone(left, top, 208, 580, area{soft, words{"Papiers", "Papers"}, words{}})
	p.loose = true
	papers := []tint{{"#FBE7A6", clear, ink}, {"#CDE5CF", clear, ink}, {"#CFE0EC", clear, ink}, {"#F3D3CB", clear, ink}, {"#E0D8EE", clear, ink}}
	for i, t := range papers {
		y := top + 72 + float64(i)*98
		switch i % 3 {
		case 0:
			p.circle(left+60, y+36, 34, t)
			p.box(left+112, y+8, 72, 56, t)["angle"] = -.09
		case 1:
			p.add("diamond", left+24, y, t, Element{"width": 72.0, "height": 76.0})
			p.ellipse(left+112, y+10, 76, 52, t)
		default:
			p.box(left+28, y+4, 60, 66, t)["angle"] = .12
			p.path(left+112, y+68, t.fill, 1, left+150, y+4, left+188, y+68, left+112, y+68)["backgroundColor"] = strings.ToLower(t.fill)
		}
	}
}

// needs: what I need and what I can offer, where the two meet.
func needs(p *page) {
	p.title(words{"Besoins et offres", "Needs and offers"}, words{"Un papillon par besoin, un papillon par offre. Au milieu, ce qui peut se rencontrer.", "One note per need, one note per offer. In the middle, what may meet."})
	const w, h, y = 720.0, 560.0, 156.0
	one := p.ellipse(left, y, w, h, tint{"#DFE8EA", "#AFC6CC", sky.ink})
	two := p.ellipse(right-w, y, w, h, tint{"#E4EBDD", "#BFD0BB", leaf})
	one["opacity"], two["opacity"] = 85.0, 70.0
	p.text(left+118, y+86, 330, 24, "center", sky.ink, words{"J’ai besoin de", "I need"})
	p.text(right-118-330, y+86, 330, 24, "center", leaf, words{"Je peux offrir", "I can offer"})
	p.text(640-115, y+168, 230, 22, "center", ink, words{"On se rejoint", "We meet here"})
}

// themes: ideas as they come at the left, families of them at the right, each with its row for dots.
func themes(p *page) {
	p.title(words{"Les thèmes de l’année", "The themes of the year"}, words{"Les idées arrivent mêlées à gauche. On les regroupe, on nomme chaque thème, puis on vote.", "Ideas arrive mixed at the left. We group them, name each theme, then vote."})
	p.zone(left, top, 300, 592, area{soft, words{"Nos idées", "Our ideas"}, words{}})
	x := left + 300 + gap
	const h = 284.0
	w := (right - x - 2*gap) / 3
	for i, a := range numbered(6, words{"Thème", "Theme"}, green, sky, sand, mauve, clay, plain) {
		zx, zy := x+float64(i%3)*(w+gap), top+float64(i/3)*(h+gap)
		p.zone(zx, zy, w, h, a)
		p.path(zx+inset, zy+h-50, a.tint.line, 1, zx+w-inset, zy+h-50)
		for k := range 8 {
			p.circle(zx+inset+10+float64(k)*((w-2*inset-20)/7), zy+h-26, 8, tint{"#FFFCF6", a.tint.line, ink})
		}
	}
}
