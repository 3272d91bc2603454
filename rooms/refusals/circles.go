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
	"groups_moved": {
		"Quelqu’un vient de changer le retour des sous-groupes\u00a0: votre geste n’y a rien changé. Au besoin, recommencez.",
		"Someone has just changed when groups come back: your gesture changed nothing. Press again if it is still needed.",
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

// floor: who is heard where no stick runs.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var floor = map[string]Sentence{
	"floor_not_given": {
		"La parole ne se donne pas dans cette étape. Rien n’a changé. L’animation peut changer la règle.",
		"The floor is not given in this phase. Nothing has changed. The facilitators can change the rule.",
	},
	"floor_moved": {
		"La parole a été donnée juste avant votre geste. On ne l’a donnée qu’une fois.",
		"The floor was given just before your gesture. It was given only once.",
	},
	"nobody_asks": {
		"Personne ne demande la parole pour l’instant. Rien n’a changé. Vous pouvez nommer quelqu’un.",
		"Nobody asks for the floor for now. Nothing has changed. You can name someone.",
	},
	"not_in_circle": {
		"Cette personne n’est pas ici en ce moment. Rien n’a changé. Attendez son retour, ou choisissez quelqu’un d’autre.",
		"That person is not here at this moment. Nothing has changed. Wait for their return, or choose someone else.",
	},
	"floor_over": {
		"Cette prise de parole est déjà terminée. Votre geste n’a rien changé.",
		"That turn to speak is already over. Your gesture changed nothing.",
	},
	"no_inner_circle": {
		"Il n’y a pas de cercle intérieur dans cette étape. Rien n’a changé.",
		"There is no inner circle in this phase. Nothing has changed.",
	},
	"circle_full": {
		"Toutes les places du cercle intérieur sont prises ({max}). Rien n’a changé. Une place se libère dès que quelqu’un sort.",
		"All the seats of the inner circle are taken ({max}). Nothing has changed. A seat is free as soon as someone goes out.",
	},
	"floor_rule": {
		"Il manque quelque chose à cette règle de parole. Celle d’avant tient toujours. Vérifiez et réessayez.",
		"Something is missing from that rule of speech. The one before still holds. Check it and try again.",
	},
}

// team: who leads, and who helps.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var team = map[string]Sentence{
	"not_lead": {
		"Ce geste revient à la personne qui mène la rencontre. Rien n’a changé. Vous pouvez le lui demander.",
		"That gesture belongs to the person who leads the meeting. Nothing has changed. You can ask them.",
	},
	"team_unable": {
		"Cette personne n’anime pas cette rencontre, ou n’est pas là en ce moment. Rien n’a changé. Choisissez quelqu’un d’autre.",
		"That person does not facilitate this meeting, or is not here at this moment. Nothing has changed. Choose someone else.",
	},
	"team_no_claim": {
		"La conduite de la rencontre a été confiée à quelqu’un d’autre depuis. Rien n’a changé. Cette personne peut vous la passer.",
		"The lead of the meeting has been handed to someone else since. Nothing has changed. That person can hand it to you.",
	},
}
