package demo

// drawNeeds gathers what people came for and what they want to speak of, which they mark with dots.
func (h *hall) drawNeeds(by *person, c cast) *easel {
	e := h.easel(by, "Nos attentes, nos thèmes")
	e.title(by, 20, 0, 36, leaf, "Ce que je viens chercher")
	e.pace = 12 * second
	for _, n := range []struct {
		by     string
		x, y   float64
		colour string
		words  string
	}{
		{"helene", 10, 85, butter, "Ne plus porter ça toute seule"}, {"yvon", 248, 78, mint, "Des trucs concrets pour les visites"},
		{"mariama", 12, 210, sky, "Retrouver le sens de ce qu’on fait"}, {"thuy", 250, 212, rose, "Un endroit pour le dire quand ça va mal"},
		{"lucille", 6, 352, lilac, "Rire avec des gens qui comprennent"}, {"marc", 246, 352, butter, "Apprendre des autres organismes"},
		{"gisele", 120, 482, mint, "Transmettre avant de partir"},
	} {
		e.note(c.get(n.by), n.x, n.y, 218, n.colour, n.words)
	}
	// Between what we came for and what we choose.
	e.stroke(c.get("samir"), root, 0.9, wobble(bezier(pt{492, 20}, pt{512, 200}, pt{478, 400}, pt{498, 580}), 2.5, 1), "")
	e.title(by, 530, 0, 36, leaf, "De quoi parler ensemble?")
	h.says(c.get("samir"), "Le gabarit de charte dont on s’est inspirés\u00a0: https://example.org/gabarit-de-charte", true)
	return e
}

// theme is a proposal with its dots: a colour a person.
type theme struct {
	words string
	dots  []string
}

// drawThemes writes the themes and lets everyone place three dots.
func (e *easel) drawThemes(by *person, c cast) {
	colours := map[string]string{
		"helene": moss, "yvon": river, "mariama": plum, "thuy": "#5a4a8c", "lucille": "#7a4a20", "rejean": "#14508c",
		"isabelle": "#7a3b63", "nadia": "#4a4f1e", "marc": "#6b4d28", "gisele": leaf,
	}
	list := []theme{
		{"Ce qui nous soutient, nous", []string{"helene", "mariama", "thuy", "lucille", "rejean", "nadia", "gisele", "isabelle", "yvon"}},
		{"Dire non sans fermer la porte", []string{"yvon", "marc", "thuy", "isabelle", "helene", "rejean"}},
		{"Accueillir un père seul", []string{"gisele", "marc", "lucille", "mariama"}},
		{"Le deuil dans une famille qu’on suit", []string{"nadia", "helene", "thuy", "mariama", "lucille"}},
		{"Le téléphone qui ne répond plus", []string{"rejean", "yvon", "gisele"}},
		{"Le plaisir au travail", []string{"marc", "isabelle", "nadia"}},
	}
	const x, top, step = 540.0, 92.0, 78.0
	for i, t := range list {
		e.line(by, x, top+float64(i)*step, 24, ink, t.words)
	}
	e.pace = 2 * second
	for i, t := range list {
		for j, who := range t.dots {
			e.dot(c.get(who), x+6+float64(j)*27+float64((i*7+j*5)%5), top+float64(i)*step+38+float64((j*3+i)%5), colours[who])
		}
	}
	e.pace = 6 * second
	first := box{x - 26, top - 18, 352, 90}
	e.stroke(c.get("samir"), moss, 1.1, wobble(oval(first, 2.9, 1.06), 3, 2), "")
	goal := e.note(by, 1010, 96, 232, butter, "En premier, à la prochaine rencontre")
	e.boxes["first"] = first
	e.pointer(by, first, goal)
	e.title(by, 968, 262, 30, leaf, "Pour être bien ensemble")
	e.note(c.get("lucille"), 962, 330, 230, sky, "Ce qui est dit ici reste ici")
	e.note(c.get("nadia"), 1120, 432, 214, lilac, "On peut toujours passer")
	e.note(c.get("mariama"), 958, 520, 236, mint, "Une pause dès que quelqu’un la demande")
}

// pointer is an arrow from a place to a note.
func (e *easel) pointer(by *person, from box, to string) {
	b := e.boxes[to]
	start, end := pt{from.x + from.w + 22, from.y + from.h/2 - 2}, pt{b.x - 10, b.centre().y + 2}
	_, op := e.put("arrow", start.x, start.y, args{
		"strokeColor": moss, "strokeWidth": 1.5, "roughness": 1.2, "roundness": args{"type": 2},
		"points":         relative([]pt{start, {(start.x + end.x) / 2, start.y - 9}, end}),
		"startArrowhead": nil, "endArrowhead": "arrow", "startBinding": nil,
		"endBinding": args{"elementId": to, "focus": 0, "gap": 10}, "elbowed": false,
	})
	e.ops(by, op)
}
