package template

import "strconv"

// one, two… numbered areas without words of their own.
func numbered(n int, name words, tints ...tint) []area {
	areas := make([]area, 0, n)
	for i := range n {
		no := " " + strconv.Itoa(i+1)
		areas = append(areas, area{tint: tints[i%len(tints)], label: words{name.fr + no, name.en + no}})
	}
	return areas
}

func subjects(p *page) {
	p.title(words{"Les sujets proposés", "The subjects proposed"}, words{"Une phrase par papillon, et vos initiales si vous voulez.", "One sentence per note, and your initials if you wish."})
	p.grid(3, 500,
		area{clay, words{"Préoccupations", "Concerns"}, words{"Ce qui me tracasse", "What worries me"}},
		area{sky, words{"Problèmes", "Problems"}, words{"Ce qui bloque", "What is stuck"}},
		area{green, words{"Projets", "Projects"}, words{"Ce que je veux faire naître", "What I want to bring about"}})
}

func situation(p *page) {
	p.title(words{"La situation", "The situation"}, words{"La personne qui raconte remplit, ou quelqu’un écrit pour elle.", "The one who tells fills it in, or someone writes for them."})
	p.grid(2, 260,
		area{sand, words{"Le contexte", "The context"}, words{"Où, depuis quand, avec qui", "Where, since when, with whom"}},
		area{sky, words{"Ce qui s’est passé", "What happened"}, words{"Les faits, dans l’ordre", "The facts, in order"}},
		area{mauve, words{"Ce que ça me fait", "How it touches me"}, words{"Ce que je ressens, ce que j’ai tenté", "What I feel, what I tried"}},
		area{green, words{"Ma question", "My question"}, words{"Ce que j’aimerais comprendre", "What I would like to understand"}})
}

func facts(p *page) {
	p.title(words{"Les faits", "The facts"}, words{"Ce qui se voit et s’entend, sans l’interpréter.", "What can be seen and heard, without interpreting it."})
	w := (right - left - gap) * 2 / 3
	p.zone(left, top, w, 524, area{sky, words{"Ce que nous savons", "What we know"}, words{}})
	p.zone(left+w+gap, top, right-left-gap-w, 524, area{plain, words{"Ce que nous ne savons pas", "What we do not know"}, words{"Et que nous laissons ainsi", "And leave as it is"}})
}

func contract(p *page) {
	p.title(words{"Le contrat", "The contract"}, words{"La demande reste sous les yeux de tout le monde pendant la suite.", "The request stays before everyone’s eyes for what follows."})
	p.grid(2, 420,
		area{green, words{"Ce que je demande au groupe", "What I ask of the group"}, words{"En une phrase", "In one sentence"}},
		area{sand, words{"Ce que le groupe peut offrir", "What the group can offer"}, words{"Et ce qu’il n’offrira pas", "And what it will not offer"}})
}

func leads(p *page) {
	p.title(words{"Les pistes", "The leads"}, words{"Une piste par papillon. La personne choisira ce qui lui sert.", "One lead per note. The client will choose what helps."})
	p.grid(3, 524,
		area{mauve, words{"Regarder autrement", "Look at it otherwise"}, words{"D’autres façons de comprendre", "Other ways to understand"}},
		area{sky, words{"Dire", "Say"}, words{"À qui, quand, comment", "To whom, when, how"}},
		area{green, words{"Faire", "Do"}, words{"Un geste, même petit", "Something to do, even small"}})
}

func actionPlan(p *page) {
	p.title(words{"Mon plan d’action", "My action plan"}, words{"Trois lignes suffisent. La première se fait cette semaine.", "Three lines are enough. The first is done this week."})
	p.grid(4, 524,
		area{green, words{"Quoi", "What"}, words{"Le geste", "The step"}},
		area{sky, words{"Avec qui", "With whom"}, words{"Les appuis", "Who supports it"}},
		area{sand, words{"Quand", "When"}, words{"Une date", "A date"}},
		area{mauve, words{"Comment je saurai", "How I will know"}, words{"Le signe que ça avance", "The sign that it moves"}})
}

func learnings(p *page) {
	p.title(words{"Nos apprentissages", "Our learnings"}, words{"Sans nom, sans lieu, sans détail qui désigne quelqu’un.", "Without names, places or details that point to someone."})
	p.grid(3, 524,
		area{green, words{"Pour ma pratique", "For my practice"}, words{"Ce que je vais essayer", "What I will try"}},
		area{sky, words{"Pour nos milieux", "For our settings"}, words{"Ce qui vaut ailleurs", "What holds elsewhere"}},
		area{mauve, words{"Sur notre façon de faire", "On our way of working"}, words{"Ce qui nous a aidés ensemble", "What helped us together"}})
}

func sharedNote(p *page) {
	p.title(words{"Notre note", "Our note"}, words{"À plusieurs mains, sans chercher la belle phrase.", "With several hands, without looking for the fine sentence."})
	w := (right - left - gap) * 2 / 3
	p.zone(left, top, w, 480, area{plain, words{"Nos idées", "Our ideas"}, words{}})
	p.zone(left+w+gap, top, right-left-gap-w, 480, area{green, words{"Ce que nous gardons", "What we keep"}, words{"Une idée ou deux", "One idea or two"}})
}

func clusters(p *page) {
	p.title(words{"Nos idées, rapprochées", "Our ideas, brought together"}, words{"Posez les idées qui se ressemblent au même endroit, puis nommez l’endroit.", "Put ideas that are alike in one place, then name the place."})
	p.grid(3, 260, numbered(6, words{"Famille", "Family"}, green, sky, sand, mauve, clay, soft)...)
}

func agreements(p *page) {
	p.title(words{"Nos six ententes", "Our six agreements"}, words{"Elles valent pour toutes les tables. Ajoutez un mot là où il vous en faut un.", "They hold for every table. Add a word where you need one."})
	p.grid(3, 220,
		area{green, words{"Suspendre son jugement", "Suspend judgment"}, words{"Écouter avant de trancher", "Listen before deciding"}},
		area{sky, words{"Respecter", "Respect"}, words{"Chercher à comprendre l’autre", "Seek to understand each other"}},
		area{sand, words{"Cultiver la curiosité", "Be curious"}, words{"Chercher à apprendre\nplutôt qu’à convaincre", "Seek to learn\nrather than to convince"}},
		area{mauve, words{"Accueillir la différence", "Welcome difference"}, words{"Faire place à ce que\nl’on n’attendait pas", "Make room for\nthe unexpected"}},
		area{clay, words{"Parler vrai", "Speak truly"}, words{"Dire ce qui compte pour soi", "Say what matters to you"}},
		area{soft, words{"Faire court", "Be brief"}, words{"Laisser du temps aux autres", "Leave time to others"}})
}

func takeaways(p *page) {
	p.title(words{"Ce que nous emportons", "What we take with us"}, words{"Un papillon par personne, ou plus.", "One note per person, or more."})
	p.grid(3, 500,
		area{sky, words{"Une idée", "An idea"}, words{}}, area{mauve, words{"Une question", "A question"}, words{}}, area{green, words{"Un geste", "Something to do"}, words{}})
}

func tableWall(p *page) {
	p.title(words{"Le mur des tables", "The wall of tables"}, words{"Une table, une phrase ou deux que les autres devraient entendre.", "One table, a sentence or two that the others should hear."})
	p.grid(3, 260, numbered(6, words{"Table", "Table"}, sand, sky, green, mauve, clay, soft)...)
}

func synthesis(p *page) {
	p.title(words{"La synthèse", "The synthesis"}, words{"Ce que nous avons compris ensemble, y compris nos désaccords.", "What we understood together, our disagreements included."})
	p.grid(3, 524,
		area{green, words{"Ce qui converge", "What converges"}, words{"Nous sommes d’accord que", "We agree that"}},
		area{clay, words{"Ce qui diverge", "What diverges"}, words{"Nous voyons différemment", "We see differently"}},
		area{sky, words{"Ce qui reste ouvert", "What stays open"}, words{"Nous ne savons pas encore", "We do not know yet"}})
}

func situations(p *page) {
	p.title(words{"Les situations", "The situations"}, words{"Un titre par situation, sans nom ni lieu. Le groupe en choisit une.", "One title per situation, without names or places. The group chooses one."})
	p.zone(left, top, right-left, 524, area{soft, words{"Ce qui nous travaille encore", "What still works on us"}, words{}})
}

func hypotheses(p *page) {
	p.title(words{"Les hypothèses", "The hypotheses"}, words{"Au conditionnel, sur la situation et non sur la personne.", "As maybes, on the situation and not on the person."})
	p.grid(3, 524,
		area{sky, words{"Entre les personnes", "Between people"}, words{"Liens, attentes, malentendus", "Bonds, hopes, misunderstandings"}},
		area{sand, words{"Dans l’organisme", "In the organisation"}, words{"Rôles, règles, moyens", "Roles, rules, means"}},
		area{mauve, words{"Dans la société", "In society"}, words{"Lois, histoire, conditions de vie", "Laws, history, living conditions"}})
}

func foundation(p *page) {
	p.title(words{"Un fondement", "A foundation"}, words{"Le texte au centre, vos mots autour.", "The text in the centre, your words around it."})
	side := (right - left) * .28
	p.zone(left, top, side, 524, area{green, words{"Ce qui me parle", "What speaks to me"}, words{}})
	p.zone(left+side+gap, top, right-left-2*side-2*gap, 524, area{plain, words{"Le texte", "The text"}, words{"Collez-le ici", "Paste it here"}})
	p.zone(right-side, top, side, 524, area{clay, words{"Ce qui me résiste", "What resists me"}, words{}})
}

func commitments(p *page) {
	p.title(words{"Nos engagements", "Our commitments"}, words{"Un petit geste à sa mesure. On y reviendra sans demander de comptes.", "Something small, within reach. We will come back to it without calling to account."})
	p.grid(3, 524,
		area{green, words{"Je vais essayer", "I will try"}, words{"D’ici la prochaine rencontre", "Before the next meeting"}},
		area{sky, words{"Avec l’appui de", "With the support of"}, words{"Une personne, un outil", "A person, a tool"}},
		area{sand, words{"Ce que ça a donné", "What came of it"}, words{"À remplir la prochaine fois", "To fill in next time"}})
}

func portraits(p *page) {
	p.title(words{"Nos portraits", "Our portraits"}, words{"Prénom, milieu, ce que vous aimez y faire. Vous choisissez ce que vous montrez.", "First name, setting, what you like to do there. You choose what you show."})
	p.grid(4, 190, numbered(12, words{"Siège", "Seat"}, soft, green, sky, sand, mauve, clay)...)
}

func nextCycle(p *page) {
	p.title(words{"Le prochain cycle", "The next cycle"}, words{"Les propositions d’abord, les points ensuite.", "Proposals first, dots afterwards."})
	p.grid(3, 524,
		area{sky, words{"Nous proposons", "We propose"}, words{"Une phrase chaque fois", "One sentence each time"}},
		area{green, words{"Nous décidons", "We decide"}, words{"Ce qui a été retenu", "What was kept"}},
		area{sand, words{"À reprendre plus tard", "To take up later"}, words{"Sans le perdre", "Without losing it"}})
}
