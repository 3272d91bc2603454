package demo

// drawMap draws a practice map: a living place in the middle, and around it what each house does, alike or not.
func (h *hall) drawMap(by *person, c cast) {
	e := h.easel(by, "La carte de nos pratiques")
	amadou, karim := c.get("amadou"), c.get("karim")
	e.pace = 3 * second
	e.area(by, box{0, 40, 500, 330}, moss, "#dce7dd")
	e.area(amadou, box{840, 30, 520, 340}, river, "#dfe8ea")
	e.area(c.get("yolande"), box{10, 560, 500, 330}, "#6b4d28", "#efe3cb")
	e.area(karim, box{850, 560, 510, 330}, "#5a4a8c", "#e6e1ec")
	e.drawHouse(by)
	e.title(by, 24, 56, 34, leaf, "Accueillir")
	e.title(amadou, 866, 46, 34, river, "Être ensemble")
	e.title(c.get("yolande"), 34, 576, 34, "#6b4d28", "Décider ensemble")
	e.title(karim, 874, 576, 31, "#5a4a8c", "Agir dans le quartier")
	e.pace = 6 * second
	e.note(c.get("ginette"), 30, 140, 205, butter, "La porte ouverte, sans rendez-vous")
	coffee := e.note(c.get("solange"), 262, 120, 205, butter, "Un café avant toute question")
	e.note(c.get("denis"), 150, 255, 215, sky, "Une marraine pour les nouvelles familles")
	meal := e.note(c.get("benoit"), 880, 130, 200, butter, "Le repas du mercredi")
	elders := e.note(c.get("aicha"), 1112, 112, 215, sky, "Les grands-parents du vendredi")
	e.note(c.get("maxime"), 886, 252, 236, rose, "Jouer dehors, même l’hiver")
	e.note(c.get("yolande"), 36, 662, 215, butter, "Des parents au conseil")
	budget := e.note(karim, 280, 648, 200, rose, "Le budget expliqué à tout le monde")
	e.note(c.get("ginette"), 150, 782, 220, sky, "Les règles écrites par les enfants")
	street := e.note(c.get("solange"), 884, 660, 210, rose, "La ruelle fermée le samedi")
	garden := e.note(c.get("aicha"), 1126, 652, 205, butter, "Le jardin avec les voisins")
	e.note(c.get("benoit"), 985, 782, 235, sky, "Écrire ensemble à la municipalité")
	e.arrow(c.get("solange"), coffee, meal, moss, 44)
	e.arrow(c.get("benoit"), elders, garden, river, 40)
	e.arrow(karim, budget, street, plum, -40)
	e.trail(amadou)
	e.legend(by)
	h.does(by, "boards.show", args{"board": ""})
}

// drawHouse draws the house, a smoke and its words.
func (e *easel) drawHouse(by *person) {
	walls := joined(between(pt{558, 420}, pt{554, 578}), between(pt{554, 578}, pt{800, 580}), between(pt{800, 580}, pt{798, 420}), between(pt{798, 420}, pt{558, 420}))
	e.stroke(by, bark, 1.2, wobble(walls, 1.4, 3), "#fffcf6")
	roof := joined(between(pt{524, 428}, pt{678, 306}), between(pt{678, 306}, pt{832, 428}), between(pt{832, 428}, pt{524, 428}))
	e.stroke(by, bark, 1.2, wobble(roof, 1.6, 8), "#f3d3cb")
	e.stroke(by, bark, 0.9, wobble(joined(between(pt{652, 579}, pt{651, 515}), bezier(pt{651, 515}, pt{657, 492}, pt{696, 492}, pt{702, 515}), between(pt{702, 515}, pt{703, 580})), 0.8, 5), "")
	e.stroke(by, river, 0.7, wobble(bezier(pt{752, 352}, pt{778, 322}, pt{736, 296}, pt{770, 258}), 1.5, 6), "")
	e.line(by, 591, 446, 24, ink, "Un milieu de vie")
}

// trail is the way that families take from one place to another.
func (e *easel) trail(by *person) {
	for _, way := range [][]pt{
		{{506, 262}, {552, 296}, {590, 350}}, {{776, 356}, {800, 300}, {836, 262}},
		{{516, 640}, {556, 628}, {592, 594}}, {{762, 594}, {800, 628}, {846, 640}},
	} {
		e.path(by, bark, 2, "dashed", way)
	}
}

// legend tells what the colours of notes mean.
func (e *easel) legend(by *person) {
	const y = 935.0
	for i, one := range []struct{ colour, words string }{
		{butter, "presque tout le monde"}, {sky, "une maison, à s’inspirer"}, {rose, "à essayer ensemble"},
	} {
		x := 260 + float64(i)*310
		_, op := e.put("rectangle", x, y, args{
			"width": 34, "height": 26, "strokeColor": "transparent", "backgroundColor": one.colour, "roundness": args{"type": 3, "value": 6},
		})
		e.ops(by, op)
		e.line(by, x+46, y, 20, ink, one.words)
	}
}
