package mail

import (
	"fmt"
	"strconv"
	"time"
)

type french struct{}

func (french) meetingWord() string { return "Rencontre sur Palabre" }

func (french) guestsNote() string {
	return "On entre par le lien de l’invitation, reçue par courriel."
}

func (french) signIn() body {
	return body{
		Lang: "fr", Subject: "Votre lien pour entrer dans Palabre", Hello: "Bonjour",
		Before: []string{"Voici le lien que vous avez demandé. Il sert une seule fois, dans les dix prochaines minutes."},
		Button: "Entrer dans Palabre",
		After:  []string{"Vous n’avez rien demandé? Laissez ce courriel de côté\u00a0: sans votre geste, rien ne s’ouvre."},
		Sign:   "Palabre",
	}
}

func (french) joinCommunity(community, host string) body {
	name := "«" + nb + community + nb + "»"
	first := "Vous êtes invitée ou invité dans la communauté de pratique " + name + "."
	if host != "" {
		first = host + " vous invite dans la communauté de pratique " + name + "."
	}
	return body{
		Lang: "fr", Subject: "Invitation dans la communauté " + name, Hello: "Bonjour",
		Before: []string{first, "Entrez avec cette adresse de courriel\u00a0: il n’y a pas de mot de passe à retenir."},
		Button: "Rejoindre la communauté",
		After:  []string{"Cette invitation est pour vous. Merci de ne pas la transférer."},
		Sign:   "Palabre",
	}
}

func (french) inviteGuest(m Meeting, when string) body {
	first, subject := "Vous êtes invitée ou invité à une rencontre sur Palabre, "+when+".", "Invitation à une rencontre"
	if m.Title != "" {
		first = "Vous êtes invitée ou invité à la rencontre «" + nb + m.Title + nb + "», " + when + "."
		subject = "Invitation" + nb + ": " + m.Title
	}
	before := []string{first}
	if m.Host != "" && m.Community != "" {
		before = append(before, m.Host+" vous y accueillera, avec la communauté «"+nb+m.Community+nb+"».")
	}
	return body{
		Lang: "fr", Subject: subject, Hello: "Bonjour",
		Before: append(before, "Rien à installer, pas de compte à créer\u00a0: donnez le nom que les autres verront, et on vous ouvrira la porte."),
		Button: "Aller à la rencontre",
		After:  []string{"Cette invitation est à votre nom. Merci de ne pas la transférer."},
		Sign:   "Palabre",
	}
}

func quoted(s string) string { return "«" + nb + s + nb + "»" }

func (french) planned(m Meeting, when string) body {
	b := body{
		Lang: "fr", Subject: "Une rencontre est prévue", Hello: "Bonjour", Sign: "Palabre",
		Before: []string{"Une rencontre est prévue sur Palabre " + when + "."},
		Button: "Voir la rencontre", After: []string{"Le fichier joint l’inscrit à votre agenda."},
	}
	if m.Title != "" {
		b.Subject = "Rencontre prévue" + nb + ": " + m.Title
		b.Before = []string{"La communauté " + quoted(m.Community) + " vous attend à la rencontre " + quoted(m.Title) + ", " + when + "."}
	}
	if m.Intention != "" {
		b.Before = append(b.Before, m.Intention)
	}
	return b
}

func (french) moved(m Meeting, at move) body {
	changes, fresh, since := "change d’heure", "Nouvelle heure", ""
	if at.otherDay {
		changes, fresh = "change de date", "Nouvelle date"
	}
	if at.since != "" {
		since = " " + at.since
	}
	b := body{
		Lang: "fr", Subject: "Une rencontre " + changes, Hello: "Bonjour", Sign: "Palabre",
		Before: []string{"Une rencontre prévue sur Palabre" + since + " " + changes + ". Elle aura lieu " + at.to + "."},
		Button: "Voir la rencontre", After: []string{"Le fichier joint la déplace dans votre agenda."},
	}
	if m.Title != "" {
		if since != "" {
			since = ", prévue" + since + ","
		}
		b.Subject = fresh + nb + ": " + m.Title
		b.Before = []string{"La rencontre " + quoted(m.Title) + " de la communauté " + quoted(m.Community) + since + " " + changes + ". Elle aura lieu " + at.to + "."}
	}
	return b
}

func (french) cancelled(m Meeting, when string) body {
	b := body{
		Lang: "fr", Subject: "Une rencontre est annulée", Hello: "Bonjour", Sign: "Palabre",
		Before: []string{"La rencontre qui devait avoir lieu sur Palabre " + when + " est annulée."},
		Button: "Ouvrir Palabre", After: []string{"Le fichier joint la retire de votre agenda."},
	}
	if m.Title != "" {
		b.Subject = "Rencontre annulée" + nb + ": " + m.Title
		b.Before = []string{"La rencontre " + quoted(m.Title) + " de la communauté " + quoted(m.Community) + ", qui devait avoir lieu " + when + ", est annulée."}
	}
	return b
}

func (french) guestsWay(news News) []string {
	if news == Cancelled {
		return []string{"Votre invitation n’ouvre plus rien; vous n’avez rien à faire. Le fichier joint retire la rencontre de votre agenda."}
	}
	return []string{
		"Votre invitation reste bonne. Pour venir, rouvrez le lien du premier courriel\u00a0: il est à vous, et n’est pas envoyé une autre fois.",
		"Le fichier joint déplace la rencontre dans votre agenda.",
	}
}

func (french) when(t time.Time, zone string) (string, error) {
	at, err := local(t, zone)
	if err != nil {
		return "", err
	}
	days := [...]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
	months := [...]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
	day := strconv.Itoa(at.Day())
	if at.Day() == 1 {
		day = "1er"
	}
	hour := fmt.Sprintf("%d%sh", at.Hour(), nb)
	if at.Minute() != 0 {
		hour += fmt.Sprintf("%s%02d", nb, at.Minute())
	}
	name := "heure de " + city(zone)
	switch {
	case eastern(zone):
		name = "heure de l’Est"
	case universal(zone):
		name = "UTC"
	}
	return fmt.Sprintf("le %s %s %s %d à %s (%s)", days[at.Weekday()], day, months[at.Month()-1], at.Year(), hour, name), nil
}
