package refusals

// board: what a board does not take. Data that names a property is for the client,
// not for people.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var board = map[string]Sentence{
	"board_type": {
		"Ce genre d’élément ne va pas sur les tableaux. Il n’a pas été ajouté; le reste du tableau est enregistré.",
		"That kind of element does not go on boards. It was not added; the rest of the board is saved.",
	},
	"board_property": {
		"Un élément du tableau n’est pas complet. Il est revenu à son dernier état enregistré.",
		"An element of the board is not complete. It is back to its last saved state.",
	},
	"board_number": {
		"Un nombre de cet élément ne convient pas. Il est revenu à son dernier état enregistré.",
		"A number of that element does not fit. It is back to its last saved state.",
	},
	"board_text": {
		"Ce texte est trop long pour un élément du tableau. Il est revenu à son dernier état enregistré. Partagez-le en deux.",
		"That text is too long for an element of the board. It is back to its last saved state. Split it in two.",
	},
	"board_link": {
		"Ce lien n’est pas d’un genre permis. L’élément est gardé sans lui. Utilisez une adresse qui commence par https.",
		"That link is not of an allowed kind. The element is kept without it. Use an address that begins with https.",
	},
	"board_value": {
		"Une valeur de cet élément ne convient pas. Il est revenu à son dernier état enregistré.",
		"A value of that element does not fit. It is back to its last saved state.",
	},
	"board_group": {
		"Cet élément a été changé à moitié. Il est revenu à son dernier état enregistré. Refaites le geste.",
		"That element was changed by half. It is back to its last saved state. Do it again.",
	},
	"board_too_many": {
		"Ce tableau est plein. Tout ce qui s’y trouve est enregistré. Ouvrez un autre tableau pour continuer.",
		"This board is full. Everything on it is saved. Open another board to go on.",
	},
	"board_point_gap": {
		"Une partie de ce trait n’est pas arrivée. Le début est enregistré. Le reste est renvoyé tout seul.",
		"Part of that stroke did not arrive. Its beginning is saved. The rest is sent again by itself.",
	},
	"board_exists": {
		"Cet élément est déjà sur le tableau. Rien n’a changé.",
		"That element is already on the board. Nothing has changed.",
	},
	"board_missing": {
		"Cet élément n’est plus sur le tableau. Votre geste n’a rien changé d’autre.",
		"That element is no longer on the board. Your gesture changed nothing else.",
	},
	"board_locked": {
		"Le tableau est fermé à l’écriture pour l’instant. Tout ce qui s’y trouve est enregistré.",
		"The board is closed to writing for now. Everything on it is saved.",
	},
	"board_emptied": {
		"Ce tableau était celui d’une étape sans traces. Il est vide, et personne n’y écrit plus.",
		"This board was that of a phase without traces. It is empty, and nobody writes on it any more.",
	},
	"board_shed": {
		"La rencontre qui travaillait sur ce tableau est finie, et une de ses étapes ne laisse pas de traces. Ce qui a été fait avant n’y revient pas.",
		"The meeting that worked on this board is over, and one of its phases leaves no traces. What was done before does not come back to it.",
	},
	"board_outrun": {
		"Quelqu’un a écrit sur ce tableau entre-temps. Rien n’a changé; le geste se refait tout seul.",
		"Somebody wrote on this board meanwhile. Nothing has changed; it is tried again by itself.",
	},
	"board_read_only": {
		"Vous pouvez regarder ce tableau, pas y écrire. Il est tel que le groupe l’a laissé.",
		"You can look at this board, not write on it. It is as the group left it.",
	},
	"board_lent": {
		"Ce tableau est ouvert dans une rencontre en cours. Vous pouvez le lire; l’écriture revient à la fin de la rencontre.",
		"This board is open in a meeting under way. You can read it; writing comes back when the meeting ends.",
	},
	"board_writers": {
		"D’autres ont le crayon pour l’instant. Vous pouvez regarder; l’animation peut vous le passer.",
		"Others have the pen for now. You can look; the facilitators can hand it to you.",
	},
	"board_not_yours": {
		"Il n’y a pas ici de mots de vous à retirer. Chaque personne retire les siens; rien n’a changé.",
		"There are no words of yours to withdraw here. Each person withdraws her own; nothing has changed.",
	},
	"board_withdrawn": {
		"Des mots ont été retirés de cet élément : son texte ne change plus. Pour écrire la suite, ajoutez un autre papillon.",
		"Words were withdrawn from this element: its text no longer changes. To write on, add another note.",
	},
}
