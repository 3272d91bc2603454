package demo

import (
	"context"
	"fmt"

	"palabre/rooms"
	"palabre/server/community"
)

// liveWelcome is the welcome meeting: portraits, a charter, needs and themes.
func (w *world) liveWelcome(ctx context.Context, m community.Meeting, c cast) error {
	h := w.open(ctx, m, 9*minute)
	odile, samir, nadia := c.get("odile"), c.get("samir"), c.get("nadia")
	h.enter(c.but("nadia", "gisele")...)
	h.next(odile)
	h.until(12 * minute)
	h.enter(c.get("gisele"))
	h.next(odile)
	h.says(odile, "Bienvenue! Le document de présentation\u00a0: https://example.org/presentation-cdp", true)
	h.says(c.get("marc"), "Est-ce que le son est bon pour tout le monde?", false)
	h.until(23 * minute)
	h.next(odile)
	h.plays(round{
		by: odile, question: askPortrait, turn: 110, first: []*person{samir},
		acts: map[string][]act{
			"samir": {take(75)}, "helene": {take(98)}, "yvon": {later(), take(84)}, "mariama": {take(118)}, "thuy": {take(64)},
			"rejean": {passes(), take(52)}, "isabelle": {passes(), passes()}, "marc": {take(121)}, "gisele": {take(90)}, "odile": {take(60)},
		},
		during: map[int]func(){6: func() { h.enter(nadia) }}, // late: seated at the end
	})
	h.until(52 * minute)
	h.next(odile)
	h.until(76 * minute)
	h.next(samir)
	h.until(81 * minute)
	h.next(odile)
	h.decides(odile, "La charte est adoptée telle que relue; on la reprend à la rencontre bilan.")
	h.until(96 * minute)
	h.next(odile)
	board := h.drawNeeds(odile, c)
	h.until(118 * minute)
	h.next(odile)
	board.drawThemes(odile, c)
	h.until(149 * minute)
	h.does(odile, "boards.show", args{"board": ""})
	h.next(odile)
	h.decides(samir, "Le premier thème est «\u00a0Ce qui nous soutient, nous\u00a0».")
	h.follows(odile, samir, "Envoyer le calendrier de l’année et le lien de la salle", 7)
	h.follows(odile, c.get("mariama"), "Apporter un geste qui l’a aidée à tenir, pour lancer la ronde", 28)
	h.follows(samir, c.get("nadia"), "Trouver une halte-garderie pour les rencontres en présence", 21)
	h.until(157 * minute)
	h.next(odile)
	h.until(162 * minute)
	h.next(odile)
	h.plays(round{
		by: odile, question: askLeaving, turn: 60,
		acts: map[string][]act{"isabelle": {passes(), passes()}, "lucille": {take(58)}, "yvon": {toCentre(33)}},
	})
	h.until(175 * minute)
	h.next(odile)
	h.says(c.get("helene"), "Merci, ça fait du bien.", false)
	h.says(c.get("gisele"), "La liste des ressources d’entraide dont je parlais\u00a0: https://example.org/ressources-entraide", true)
	h.until(181 * minute)
	h.close(odile)
	return h.err
}

// liveSupports is the first monthly meeting, whose tree is in its minutes. A guest comes by a link.
func (w *world) liveSupports(ctx context.Context, m community.Meeting, c cast) error {
	h := w.open(ctx, m, 8*minute)
	odile, samir, mariama := c.get("odile"), c.get("samir"), c.get("mariama")
	h.enter(c.but("marc")...)
	guest := h.guest(odile, "Camille Mirage")
	h.next(odile)
	h.until(2 * minute)
	h.plays(round{
		by: odile, question: askArriving, turn: 45,
		acts: map[string][]act{"thuy": {passes(), passes()}, "gisele": {take(41)}},
	})
	h.until(16 * minute)
	h.next(odile)
	h.says(samir, "Le calendrier de l’année est ici\u00a0: https://example.org/calendrier-cdp", true)
	h.until(32 * minute)
	h.next(samir)
	h.plays(round{
		by: samir, question: askSupport, turn: 150, first: []*person{mariama},
		acts: map[string][]act{
			"mariama": {take(140)}, "helene": {take(133)}, "yvon": {take(171)}, "thuy": {later(), take(126)}, "lucille": {take(149)},
			"rejean": {passes(), passes()}, "isabelle": {take(95)}, "nadia": {passes(), take(88)}, "gisele": {toCentre(137)},
			"odile": {take(118)}, "samir": {take(102)},
		},
		during: map[int]func(){4: func() { h.enter(c.get("marc")) }},
	})
	h.until(89 * minute)
	h.next(odile)
	h.says(mariama, "Le guide du café du jeudi, à copier librement\u00a0: https://example.org/guide-cafe-du-jeudi", true)
	h.says(c.get("nadia"), "Je reviens dans deux minutes.", false)
	h.until(104 * minute)
	h.next(odile)
	h.drawTree(odile, c)
	h.until(151 * minute)
	h.next(odile)
	h.until(156 * minute)
	h.next(odile)
	h.decides(odile, "Le café du jeudi aura lieu toutes les deux semaines, de 12\u00a0h\u00a015 à 13\u00a0h, sans ordre du jour.")
	h.decides(samir, "On essaie le duo de visites à domicile jusqu’à la rencontre bilan.")
	h.follows(samir, samir, "Essayer le duo de visites à domicile", 21)
	h.follows(mariama, mariama, "Rédiger la fiche «\u00a0Le café du jeudi\u00a0»", 18)
	h.follows(odile, c.get("helene"), "Inviter une direction à la prochaine rencontre, et lui dire ce qu’on attend d’elle", 24)
	h.until(171 * minute)
	h.next(odile)
	h.plays(round{by: odile, question: askWord, turn: 30, acts: map[string][]act{"rejean": {passes(), passes()}}})
	h.says(guest, "Merci de m’avoir accueillie.", false)
	h.until(184 * minute)
	h.close(odile)
	return h.err
}

// guest comes by the meeting's link, waits at the door and is admitted.
func (h *hall) guest(by *person, name string) *person {
	p := &person{key: "camille", name: name, guest: true}
	if h.err != nil {
		return p
	}
	secret, err := h.Communities.MakeGuestLink(h.ctx, by.actor(), h.meeting.ID)
	h.fail("guest link", err)
	in, err := h.Communities.Enter(h.ctx, community.Actor{}, secret, name)
	h.fail("guest", err)
	p.id = in.Member
	h.enter(p)
	h.wait(15 * second)
	h.does(by, "people.admit", args{"member": p.id})
	h.settle()
	return p
}

// liveWorkshop is a reflection workshop that goes on now: its map is drawn, its second round is under way. Nobody but who
// comes to look is on line, so it is caught in a pause, its people away from their screens: the round waits for who resumes it.
func (w *world) liveWorkshop(ctx context.Context, cps community.Community, c cast) error {
	const last, before = 12 * minute, 110 * minute // of the round so far; of the phases before it
	start := quarter(w.now - before - last)
	m, err := w.Communities.PlanMeeting(ctx, c.lead().actor(), cps.ID, community.NewMeeting{
		Title: "Atelier de réflexion\u00a0: les OCF, des milieux de vie", Kind: community.Workshop, StartsAt: start, Zone: zoneName,
		Phases: workshopShow(), Mode: community.Open,
		Intention: "Réfléchir ensemble au fondement «\u00a0Les OCF, des milieux de vie\u00a0»\u00a0: ce qui le rend vrai chez nous, ce que nous voulons transmettre.",
	})
	if err != nil {
		return fmt.Errorf("plan: %w", err)
	}
	h := w.open(ctx, m, 7*minute)
	florence, amadou := c.get("florence"), c.get("amadou")
	// The phases before take what is there: up to a quarter of an hour more than planned.
	part := func(at rooms.Millis) { h.until((w.now - last - start) * at / before) }
	h.enter(c.but("maxime")...)
	h.next(florence)
	h.plays(round{
		by: florence, question: askWeather, turn: 75,
		acts: map[string][]act{"denis": {passes(), passes()}, "solange": {later(), take(40)}},
	})
	h.enter(c.get("maxime"))
	part(20 * minute)
	h.next(florence)
	h.says(florence, "Le texte du fondement, pour lire en silence\u00a0: https://example.org/fondement-milieux-de-vie", true)
	part(35 * minute)
	h.next(amadou)
	part(70 * minute)
	h.next(florence)
	part(85 * minute)
	h.next(florence)
	h.drawMap(florence, c)
	part(before)
	h.next(florence)
	h.plays(round{
		by: florence, question: askLiving, turn: 105, first: []*person{c.get("ginette"), amadou, c.get("solange"), c.get("benoit")},
		acts: map[string][]act{
			"ginette": {take(101)}, "amadou": {take(88)}, "solange": {passes()}, "benoit": {take(97)}, "karim": {later()},
			"yolande": {toCentre(92)},
		},
		stop: 4,
	})
	h.wait(8 * second)
	h.does(florence, "stick.pause", args{})
	h.says(florence, "On souffle cinq minutes, loin de l’écran. Le bâton nous attend au centre.", false)
	h.disperse()
	return h.err
}
