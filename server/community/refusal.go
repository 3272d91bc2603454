package community

import "errors"

// Nature is the kind of a refusal; only the edge knows which HTTP status it is.
type Nature string

// The natures of refusals.
const (
	Invalid   Nature = "invalid"   // what was given does not hold: Field says which part
	Forbidden Nature = "forbidden" // it exists for the asker, but she may not do this
	Missing   Nature = "missing"   // it does not exist, or not for her: the same answer
	Conflict  Nature = "conflict"  // it holds no more, or not yet
	Gone      Nature = "gone"      // a link of no use any more
	Unsigned  Nature = "unsigned"  // nobody is signed in
	Full      Nature = "full"      // the disk is full: nothing was written
)

// Refusal says no, with a code and a sentence in both languages.
type Refusal struct {
	Code   string
	Nature Nature
	Field  string // JSON name of the faulty part, for Invalid
	FR, EN string
}

// Error makes a refusal an error.
func (r *Refusal) Error() string { return "community: " + r.Code + ": " + r.EN }

// Is makes refusals of one code equal for errors.Is, whatever the field.
func (r *Refusal) Is(target error) bool {
	other := &Refusal{}
	return errors.As(target, &other) && other.Code == r.Code
}

// in names the faulty part of what was given.
func (r *Refusal) in(field string) *Refusal {
	named := *r
	named.Field = field
	return &named
}

func refusal(code string, n Nature, fr, en string) *Refusal {
	return &Refusal{Code: code, Nature: n, FR: fr, EN: en}
}

// The refusals of this package. They are values, not errors of a type each: what
// differs is the sentence.
//
//nolint:gochecknoglobals // constants: Go has no constant structs
var (
	RefuseSignIn = refusal("sign_in", Unsigned,
		"Il faut d’abord se connecter.", "Please sign in first.")
	RefuseAccountExists = refusal("account_exists", Conflict,
		"Cette adresse a déjà un compte. Connectez-vous avec votre courriel, puis ouvrez de nouveau cette invitation\u00a0: elle reste valable.",
		"This address has an account already. Sign in with your e-mail, then open this invitation again: it stays good.")
	RefuseNotFound = refusal("not_found", Missing,
		"Cette page n’existe pas, ou elle ne vous est pas ouverte.", "This page does not exist, or is not open to you.")
	RefuseNotAllowed = refusal("not_allowed", Forbidden,
		"Votre rôle ne permet pas de faire cela.", "Your role does not allow this.")
	RefuseEmpty = refusal("empty", Invalid,
		"Ce champ est nécessaire.", "This field is needed.")
	RefuseTooLong = refusal("too_long", Invalid,
		"Ce texte est trop long.", "This text is too long.")
	RefuseBadText = refusal("bad_text", Invalid,
		"Ce texte contient des caractères qui ne s’affichent pas.", "This text has characters that cannot be shown.")
	RefuseBadEmail = refusal("bad_email", Invalid,
		"Cette adresse de courriel n’est pas valable.", "This e-mail address is not valid.")
	RefuseTooMany = refusal("too_many", Invalid,
		"Il y en a trop à la fois.", "There are too many at once.")
	RefuseBadChoice = refusal("bad_choice", Invalid,
		"Ce choix n’existe pas.", "There is no such choice.")
	RefuseBadZone = refusal("bad_zone", Invalid,
		"Ce fuseau horaire n’est pas connu.", "This time zone is not known.")
	RefuseBadTime = refusal("bad_time", Invalid,
		"Cette date n’est pas possible.", "This date is not possible.")
	RefuseBadMinutes = refusal("bad_minutes", Invalid,
		"Cette durée n’est pas possible.", "This duration is not possible.")
	RefuseBadPhase = refusal("bad_phase", Invalid,
		"Une étape du déroulement n’est pas valable.", "A phase of the run of show is not valid.")
	RefuseStarted = refusal("meeting_started", Conflict,
		"La rencontre est commencée\u00a0: elle ne se change plus d’ici.", "The meeting has started: it can no longer be changed from here.")
	RefuseCancelled = refusal("meeting_cancelled", Gone,
		"Cette rencontre est annulée.", "This meeting is cancelled.")
	RefuseOver = refusal("meeting_closed", Conflict,
		"Cette rencontre est terminée.", "This meeting is over.")
	RefuseSpent = refusal("link_spent", Gone,
		"Ce lien ne fonctionne plus. Demandez-en un nouveau.", "This link no longer works. Please ask for a new one.")
	RefuseLastFacilitator = refusal("last_facilitator", Conflict,
		"Une communauté garde au moins une personne à l’animation.", "A community keeps at least one facilitator.")
	RefuseEmailTaken = refusal("email_taken", Conflict,
		"Cette adresse de courriel sert déjà.", "This e-mail address is in use already.")
	RefuseOtherBrowser = refusal("other_browser", Conflict,
		"Ouvrez ce lien dans le navigateur où vous êtes connectée ou connecté.", "Open this link in the browser where you are signed in.")
	RefuseElsewhere = refusal("board_elsewhere", Invalid,
		"Ce tableau appartient à une autre communauté.", "This board belongs to another community.")
	RefuseEmptied = refusal("board_emptied", Conflict,
		"Ce tableau a été vidé à la fermeture d’une rencontre. Il ne sert plus.",
		"This board was emptied when a meeting closed. It is of no use any more.")
	RefuseNoNetwork = refusal("no_network", Conflict,
		"Cette communauté n’appartient à aucun réseau\u00a0: il n’y a personne avec qui partager.",
		"This community belongs to no network: there is nobody to share with.")
	RefuseScenariosFull = refusal("too_many_scenarios", Conflict,
		"Cette communauté garde déjà beaucoup de scénarios. Supprimez-en un pour en ajouter.",
		"This community keeps many scenarios already. Delete one to add another.")
	RefuseGroups = refusal("board_in_group", Forbidden,
		"Un sous-groupe travaille sur ce tableau. Il revient à tout le monde à la fin des sous-groupes.",
		"A small group is working on this board. It comes back to everyone when groups end.")
	RefuseDiskFull = refusal("disk_full", Full,
		"Le disque est plein\u00a0: rien n’est enregistré pour le moment.", "The disk is full: nothing can be saved for now.")
)
