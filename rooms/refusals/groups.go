package refusals

// groups: small groups.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var groups = map[string]Sentence{
	"groups_open": {
		"Des sous-groupes sont ouverts. Rien n’a changé. Rappelez-les d’abord en plénière.",
		"Groups are open. Nothing has changed. Call them back to the plenary first.",
	},
	"no_groups": {
		"Il n’y a pas de sous-groupes ouverts pour ce geste. Rien n’a changé.",
		"There are no open groups for that gesture. Nothing has changed.",
	},
	"groups_too_few": {
		"Il n’y a pas assez de monde à répartir. Rien n’a changé. Attendez une arrivée, ou restez en plénière.",
		"There are not enough people to place. Nothing has changed. Wait for someone, or stay in plenary.",
	},
	"groups_too_many": {
		"Cela ferait trop de sous-groupes pour le monde qui est là\u00a0: {max} au plus. Rien n’a changé.",
		"That would be too many groups for those who are here: {max} at most. Nothing has changed.",
	},
	"groups_unknown": {
		"La répartition nomme une personne deux fois, ou une personne qui n’a pas de place ici. Elle n’a pas changé. Vérifiez qui est là.",
		"The groups name someone twice, or someone who has no place here. They have not changed. Check who is here.",
	},
	"groups_unasked": {
		"Cette personne anime et n’a pas demandé de place dans un sous-groupe. Rien n’a changé. Elle peut la demander elle-même.",
		"That person facilitates and did not ask for a place in a group. Nothing has changed. They can ask for it themselves.",
	},
	"no_such_group": {
		"Ce sous-groupe n’est plus là. Rien n’a changé. Choisissez-en un autre.",
		"That group is no longer there. Nothing has changed. Choose another one.",
	},
	"group_full": {
		"Ce sous-groupe est complet ({max} places). Votre place n’a pas changé. Choisissez-en un autre.",
		"That group is full ({max} places). Your place has not changed. Choose another one.",
	},
	"stay_in_group": {
		"Votre sous-groupe compte sur vous. Rien n’a changé. L’animation peut vous déplacer.",
		"Your group counts on you. Nothing has changed. The facilitators can move you.",
	},
	"group_done": {
		"Ce sous-groupe a terminé et est revenu en plénière. Rien n’a changé.",
		"That group is done and back in the plenary. Nothing has changed.",
	},
	"not_in_group": {
		"Il faut être dans un sous-groupe pour ce geste. Rien n’a changé. Joignez-en un, ou demandez à l’animation.",
		"One must be in a group for that gesture. Nothing has changed. Join one, or ask the facilitators.",
	},
	"groups_no_time": {
		"Cette durée ne convient pas aux sous-groupes. Rien n’a changé. Choisissez-en une autre.",
		"That length does not fit the groups. Nothing has changed. Choose another one.",
	},
	"tables_turned": {
		"Les tables ont changé juste avant votre geste. On n’a changé qu’une fois.",
		"The tables changed just before your gesture. They changed only once.",
	},
}
