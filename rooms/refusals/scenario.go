package refusals

// file: what is wrong with a scenario's file, or with an edit of it. A file's line comes first.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var file = map[string]Sentence{
	"file_line": {
		"Ligne {line}.",
		"Line {line}.",
	},
	"file_too_large": {
		"Ce fichier dépasse {max} Kio. Il n’a pas été lu. Raccourcissez les textes.",
		"This file exceeds {max} KiB. It was not read. Shorten its texts.",
	},
	"file_unreadable": {
		"Le fichier ne se lit pas à partir d’ici. Vérifiez le retrait, les guillemets et les deux-points.",
		"The file cannot be read from here on. Check indents, quotes and colons.",
	},
	"file_anchor": {
		"Les renvois et les étiquettes (& et *) n’ont pas de place dans un scénario. Écrivez la valeur elle-même.",
		"References and tags (& and *) have no place in a scenario. Write the value itself.",
	},
	"file_second": {
		"Un fichier contient un seul scénario. Retirez ce qui suit cette ligne.",
		"A file holds one scenario. Remove what follows this line.",
	},
	"file_field": {
		"«\u00a0{name}\u00a0» n’est pas un champ connu ici. Vérifiez l’orthographe, ou retirez-le.",
		"“{name}” is not a field known here. Check the spelling, or remove it.",
	},
	"file_twice": {
		"«\u00a0{name}\u00a0» est déjà pris. Gardez-en un seul, ou donnez un autre nom.",
		"“{name}” is already taken. Keep one of them, or give another name.",
	},
	"file_missing": {
		"Il manque «\u00a0{name}\u00a0». Ajoutez-le.",
		"“{name}” is missing. Add it.",
	},
	"file_shape": {
		"«\u00a0{name}\u00a0» n’a pas la forme attendue. Regardez comment un autre scénario l’écrit.",
		"“{name}” does not have the shape expected. See how another scenario writes it.",
	},
	"file_number": {
		"«\u00a0{name}\u00a0» est un nombre entier de {min} à {max}. Corrigez-le.",
		"“{name}” is a whole number from {min} to {max}. Correct it.",
	},
	"file_text": {
		"«\u00a0{name}\u00a0» est un texte de 1 à {max} caractères, sur une seule ligne. Corrigez-le.",
		"“{name}” is a text of 1 to {max} characters, on one line. Correct it.",
	},
	"file_id": {
		"«\u00a0{name}\u00a0» commence par une lettre, puis des lettres sans accent, des chiffres ou _, {max} au plus. Corrigez-le.",
		"“{name}” begins with a letter, then plain letters, digits or _, {max} at most. Correct it.",
	},
	"file_value": {
		"«\u00a0{name}\u00a0» a une de ces valeurs\u00a0: {allowed}. Choisissez-en une.",
		"“{name}” has one of these values: {allowed}. Choose one.",
	},
	"file_too_many": {
		"«\u00a0{name}\u00a0» en compte trop, {max} au plus. Retirez-en.",
		"“{name}” has too many, {max} at most. Remove some.",
	},
	"file_unknown": {
		"«\u00a0{name}\u00a0» nomme «\u00a0{value}\u00a0», qui n’est pas dans ce scénario. Ajoutez-le, ou corrigez le nom.",
		"“{name}” names “{value}”, which is not in this scenario. Add it, or correct the name.",
	},
	"file_sum": {
		"«\u00a0{name}\u00a0» dit {want} min, et ses parties en font {have}. Accordez les deux.",
		"“{name}” says {want} min, and its parts make {have}. Make the two agree.",
	},
	"file_round": {
		"La ronde de {seats} sièges demande {want} min et l’étape en a {have}. Donnez-lui plus de temps, ou des tours plus courts.",
		"The round of {seats} seats takes {want} min and the phase has {have}. Give it more time, or shorter turns.",
	},
	"file_seats": {
		"Le nombre de sièges va du plus petit au plus grand, et celui pour lequel le scénario est écrit est entre les deux. Corrigez-le.",
		"Seats go from the fewest to the most, and the number that the scenario is written for lies between. Correct them.",
	},
	"file_rule": {
		"«\u00a0{name}\u00a0» ne va pas avec «\u00a0{rule}\u00a0». Retirez l’un, ou changez l’autre.",
		"“{name}” does not go with “{rule}”. Remove one, or change the other.",
	},
	"file_loop": {
		"Les étapes de la boucle «\u00a0{name}\u00a0» se suivent, et il y en a au moins une. Rapprochez-les.",
		"The rows of the loop “{name}” follow each other, and there is at least one. Bring them together.",
	},
	"file_too_long": {
		"Le scénario donne plus de {max} étapes. Retirez-en, ou passez moins souvent dans les boucles.",
		"The scenario makes more than {max} phases. Remove some, or go through its loops less often.",
	},
	"file_more": {
		"Il reste autre chose à corriger après cette ligne. Corrigez d’abord ce qui précède.",
		"There is more to correct after this line. Correct what comes before it first.",
	},
	"no_such_row": {
		"Cette étape n’est plus dans le scénario. Rien n’a changé. Regardez où il en est.",
		"That row is no longer in the scenario. Nothing has changed. See how it stands.",
	},
	"last_row": {
		"Un scénario garde au moins une étape. Rien n’a changé. Ajoutez-en une autre d’abord.",
		"A scenario keeps at least one row. Nothing has changed. Add another one first.",
	},
	"edit_not_known": {
		"Ce changement n’existe pas. Le scénario reste comme il était. Rechargez la page.",
		"There is no such change. The scenario stays as it was. Reload the page.",
	},
}
