package demo

import (
	"context"
	"fmt"

	"palabre/server/community"
)

// facts are what a community says of itself.
type facts struct {
	name, intention, network, region string
	kind                             community.Kind
	charter                          []string
}

// rocfmFacts tells what ROCFM published of its community of practice.
func rocfmFacts() facts {
	return facts{
		name: "CDP du ROCFM", kind: community.CDP, network: "ROCFM", region: "Montréal",
		intention: "Dialogue, échange et entraide pour les travailleuses et travailleurs du milieu communautaire Famille à Montréal. " +
			"Réfléchir à des pratiques et à des actions pour mieux soutenir les familles montréalaises.",
		charter: []string{
			"On parle de soi et de sa pratique; ce qui est dit ici reste ici.",
			"Chacune, chacun parle à son tour. On peut toujours passer, sans dire pourquoi.",
			"On écoute sans corriger ni conseiller, sauf si on nous le demande.",
			"On partage ses ressources et ses outils, et on dit d’où ils viennent.",
			"On prend soin du plaisir d’être ensemble.",
		},
	}
}

// agoraFacts tells what FQOCF published of its communities of practices and knowledge, here one of a territory.
func agoraFacts() facts {
	return facts{
		name: "CPS de la Montérégie", kind: community.CPS, network: "AGORA (FQOCF)", region: "Montérégie",
		intention: "Un espace de parole, de réflexion et de partage pour enrichir les pratiques d’action communautaire autonome Famille\u00a0: " +
			"valoriser notre expertise, partager nos expériences, nous outiller ensemble, de façon créative, dans le plaisir et le pouvoir de la parole.",
		charter: []string{
			"Les rapports sont égalitaires\u00a0: directions, travailleuses, travailleurs, bénévoles et membres de conseils, une place chacun.",
			"On respecte les choix et le rythme de chaque personne.",
			"On peut passer son tour. Le silence est bienvenu.",
			"Ce qui se vit à l’atelier reste à l’atelier; ce qu’on produit ensemble se partage avec l’accord de tout le monde.",
		},
	}
}

// step is one phase of a run of show.
func step(id, title, kind string, minutes int, more ...any) community.Phase {
	p := community.Phase{ID: id, Title: title, Kind: kind, Minutes: minutes}
	for _, m := range more {
		switch m := m.(type) {
		case string:
			p.Question = m
		case int:
			p.TurnS = m
		}
	}
	return p
}

// The questions of the rounds.
const (
	askPortrait = "Qui êtes-vous, et qu’est-ce qui vous a menée ou mené jusqu’ici?"
	askLeaving  = "Avec quoi repartez-vous?"
	askArriving = "Comment arrivez-vous ce matin?"
	askSupport  = "Quel geste vous a aidé à tenir quand une famille traversait une crise?"
	askWord     = "Un mot, un seul."
	askWeather  = "Quelle est votre météo?"
	askLiving   = "Qu’est-ce qui fait de votre organisme un milieu de vie?"
	askPledge   = "Qu’est-ce que je change dès lundi?"
)

// welcomeShow is a welcome meeting's run of show, 180 min.
func welcomeShow() []community.Phase {
	return []community.Phase{
		step("essai", "Arrivée et essai du son", "plenary", 10), step("cadre", "Ce qu’est une communauté de pratique", "plenary", 10),
		step("portraits", "Portraits", "stick", 25, askPortrait, 110), step("charte", "Notre charte", "plenary", 25),
		step("relecture", "Relire la charte", "write", 5), step("pause", "Pause", "break", 15),
		step("attentes", "Nos attentes", "board", 20), step("themes", "Nos thèmes", "board", 30),
		step("roles", "Rôles et calendrier", "plenary", 10), step("souffle", "Souffler", "break", 5),
		step("mots", "Mots de la fin", "stick", 15, askLeaving, 60), step("bilan", "Évaluation", "closing", 10),
	}
}

// monthlyShow is a monthly meeting's run of show, 180 min.
func monthlyShow(theme, question string) []community.Phase {
	return []community.Phase{
		step("arrivee", "Ronde d’arrivée", "stick", 15, askArriving, 45), step("suivis", "Suivis", "plenary", 15),
		step("theme", theme, "stick", 55, question, 150), step("pause", "Pause", "break", 15),
		step("tableau", "Dessiner ensemble", "board", 45), step("souffle", "Souffler", "break", 5),
		step("recolte", "Récolte et accords", "plenary", 15), step("fermeture", "Ronde de fermeture", "closing", 15, askWord, 30),
	}
}

// reviewShow is the review's run of show, 180 min.
func reviewShow() []community.Phase {
	return []community.Phase{
		step("meteo", "Météo", "stick", 10, askWeather, 40), step("chiffres", "Notre année en chiffres", "plenary", 10),
		step("fil", "Le fil de l’année", "write", 20), step("moments", "Les moments qui comptent", "stick", 25, "Quel moment garderez-vous?", 110),
		step("pause", "Pause", "break", 15), step("recits", "Récits de valeur", "plenary", 30),
		step("lecons", "Garder, changer, laisser", "board", 20), step("souffle", "Souffler", "break", 5),
		step("suite", "Le prochain cycle", "plenary", 15), step("mots", "Ronde de fermeture", "stick", 20, askLeaving, 80),
		step("evaluation", "Évaluation et accords", "closing", 10),
	}
}

// workshopShow is a reflection workshop's run of show, 180 min.
func workshopShow() []community.Phase {
	return []community.Phase{
		step("meteo", "Météo", "stick", 20, askWeather, 75), step("lecture", "Lire le fondement", "write", 15),
		step("vecu", "Un moment vécu, à trois", "plenary", 35), step("pause", "Pause", "break", 15),
		step("carte", "La carte de nos pratiques", "board", 25), step("coeur", "Au cœur de nos milieux de vie", "stick", 25, askLiving, 105),
		step("souffle", "Souffler", "break", 5), step("collage", "Collage", "board", 15),
		step("engagements", "Engagements", "stick", 15, askPledge, 45), step("recolte", "Récolte et accords", "closing", 10),
	}
}

// planCycle plans the eight meetings of three hours.
func (w *world) planCycle(ctx context.Context, c cast, cdp community.Community, dates [8]date) ([8]community.Meeting, error) {
	var out [8]community.Meeting
	for i, d := range dates {
		in := community.NewMeeting{
			Title: "Rencontre " + d.month, Kind: community.Monthly, StartsAt: d.at, Zone: zoneName,
			Intention: "Le thème sera choisi ensemble à la rencontre d’avant.", Phases: monthlyShow("Le thème du mois", "À choisir ensemble"),
		}
		switch i {
		case 0:
			in.Title, in.Kind, in.Phases = "Rencontre d’accueil", community.Welcome, welcomeShow()
			in.Intention = "Faire connaissance, nous donner une charte, choisir les thèmes de l’année."
		case 1:
			in.Title, in.Phases = "Rencontre "+d.month+"\u00a0: ce qui nous soutient", monthlyShow("Ce qui nous soutient", askSupport)
			in.Intention = "Nommer ce qui nous soutient quand une famille traverse une crise, et repérer les gestes à transmettre aux nouvelles intervenantes et aux nouveaux intervenants."
		case 2:
			in.Title = "Rencontre " + d.month + "\u00a0: dire non sans fermer la porte"
			in.Phases = monthlyShow("Dire non sans fermer la porte", "Quand avez-vous dit non, et qu’est-ce que ça a ouvert?")
			in.Intention = "Apprendre à nommer nos limites sans perdre le lien avec les familles."
		case 7:
			in.Title, in.Kind, in.Phases = "Rencontre bilan", community.Review, reviewShow()
			in.Intention = "Regarder le chemin parcouru, garder ce qui a porté fruit, décider de la suite."
		}
		m, err := w.Communities.PlanMeeting(ctx, c.lead().actor(), cdp.ID, in)
		if err != nil {
			return out, fmt.Errorf("plan %s: %w", in.Title, err)
		}
		out[i] = m
	}
	return out, nil
}
