package demo

// drawTree draws what holds us (roots), what we do (trunk) and what bore fruit (crown).
func (h *hall) drawTree(by *person, c cast) {
	e := h.easel(by, "Notre arbre des appuis")
	odile, samir := c.get("odile"), c.get("samir")
	thuy, yvon, mariama, marc := c.get("thuy"), c.get("yvon"), c.get("mariama"), c.get("marc")
	e.drawCrown(samir)
	e.drawWood(odile, samir)
	e.title(odile, -84, 6, 30, moss, "Ce qui a porté fruit")
	e.title(odile, -84, 394, 30, bark, "Nos gestes")
	e.title(odile, -84, 540, 30, root, "Ce qui nous tient")
	e.pace = 9 * second
	e.note(yvon, 545, 20, 200, butter, "Café du jeudi, sans ordre du jour")
	e.note(odile, 342, 78, 172, mint, "Appeler avant d’être à bout")
	e.note(samir, 786, 78, 165, mint, "Un duo pour les visites")
	e.note(thuy, 318, 205, 212, sky, "Se relayer auprès d’une famille")
	e.note(c.get("isabelle"), 800, 205, 160, rose, "Dire «\u00a0je ne sais pas\u00a0»")
	e.note(c.get("lucille"), 395, 405, 168, lilac, "Écouter sans corriger")
	e.note(mariama, 724, 402, 204, butter, "Noter un bon coup par semaine")
	e.note(c.get("helene"), 262, 548, 160, butter, "La confiance")
	e.note(marc, 446, 556, 204, sky, "Le droit à l’erreur")
	e.note(c.get("gisele"), 674, 550, 262, mint, "Une direction à l’écoute")
	// What the group underlined together.
	e.stroke(mariama, plum, 0.9, wobble(oval(box{526, 2, 238, 112}, 3.4, 1.04), 2, 4), "")
	h.does(by, "boards.show", args{"board": ""})
}

func (e *easel) drawCrown(by *person) {
	edge := scallop(0.34,
		pt{548, 372}, pt{430, 352}, pt{330, 312}, pt{284, 205}, pt{328, 98}, pt{460, 30}, pt{640, -12}, pt{820, 22},
		pt{955, 100}, pt{1002, 208}, pt{960, 318}, pt{850, 360}, pt{735, 372})
	e.drawn(by, moss, 0.1, 100, wobble(joined(edge, between(pt{735, 372}, pt{548, 372})), 0.8, 2), "#e4eedd")
	e.stroke(by, moss, 1, wobble(edge, 1.8, 0), "")
	e.drawn(by, moss, 0.5, 45, wobble(moved(edge, 6, 5), 2.6, 9), "")
}

func (e *easel) drawWood(one, other *person) {
	e.path(other, root, 2, "dotted", []pt{{235, 500}, {430, 497}, {640, 500}, {860, 498}, {1010, 503}})
	left := joined(bezier(pt{586, 498}, pt{600, 430}, pt{602, 380}, pt{580, 345}), bezier(pt{580, 345}, pt{565, 318}, pt{545, 312}, pt{518, 300}))
	right := joined(bezier(pt{700, 498}, pt{678, 430}, pt{676, 385}, pt{700, 345}), bezier(pt{700, 345}, pt{722, 318}, pt{760, 312}, pt{806, 300}))
	for _, s := range [][]pt{
		left, right,
		bezier(pt{616, 352}, pt{608, 290}, pt{590, 210}, pt{556, 150}),
		bezier(pt{640, 356}, pt{642, 280}, pt{643, 200}, pt{645, 120}),
		bezier(pt{664, 352}, pt{674, 290}, pt{712, 210}, pt{770, 150}),
	} {
		e.stroke(one, bark, 1.3, wobble(s, 1.2, float64(len(s))), "")
	}
	for _, s := range [][]pt{
		bezier(pt{586, 502}, pt{530, 512}, pt{455, 512}, pt{405, 545}),
		bezier(pt{616, 504}, pt{600, 525}, pt{580, 535}, pt{560, 552}),
		bezier(pt{660, 504}, pt{678, 525}, pt{690, 535}, pt{706, 550}),
		bezier(pt{700, 502}, pt{760, 512}, pt{820, 510}, pt{880, 546}),
	} {
		e.stroke(other, root, 1, wobble(s, 1.2, float64(len(s))), "")
	}
}
