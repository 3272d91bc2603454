package refusals

// part: who plays which part.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var part = map[string]Sentence{
	"no_such_part": {
		"Ce scénario n’a pas ce rôle, ou pas dans votre cercle. Rien n’a changé. Regardez les rôles de l’étape.",
		"This scenario has no such part, or not in your circle. Nothing has changed. See the parts of the phase.",
	},
	"part_taken": {
		"Quelqu’un a déjà pris ce rôle. Rien n’a changé. Vous pourrez le prendre quand il sera libre.",
		"Someone has already taken that part. Nothing has changed. You may take it once it is free.",
	},
	"part_not_held": {
		"Vous ne tenez pas ce rôle, ou ne le tenez plus. Rien n’a changé.",
		"You do not play that part, or no longer do. Nothing has changed.",
	},
	"part_cannot": {
		"Cette personne ne peut pas prendre ce rôle ici\u00a0: elle est ailleurs, ou elle écoute seulement. Rien n’a changé. Choisissez quelqu’un de ce cercle.",
		"That person cannot take that part here: they are elsewhere, or only listen. Nothing has changed. Choose someone of this circle.",
	},
	"part_given": {
		"Ce rôle est confié par l’animation. Rien n’a changé. Demandez-le.",
		"The facilitators give that part. Nothing has changed. Ask them for it.",
	},
}
