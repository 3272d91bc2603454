package refusals

// cards: silent writing.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var cards = map[string]Sentence{
	"sheet_already_there": {
		"Cette feuille est déjà ouverte. Rien n’a changé.",
		"That sheet is already open. Nothing has changed.",
	},
	"no_such_sheet": {
		"Cette feuille n’est pas dans cette rencontre. Rien n’a changé.",
		"That sheet is not in this meeting. Nothing has changed.",
	},
	"too_many_sheets": {
		"La rencontre a déjà beaucoup de feuilles. Aucune n’est perdue. Continuez plutôt sur le tableau.",
		"The meeting already has many sheets. None is lost. Go on with the board instead.",
	},
	"sheet_over": {
		"L’écriture est terminée sur cette feuille. Vos mots sont encore devant vous. Vous pouvez les porter au tableau.",
		"Writing is over on this sheet. Your words are still before you. You can take them to the board.",
	},
	"sheet_full": {
		"Cette feuille est pleine. Toutes ses cartes sont gardées. La vôtre pourra aller au tableau.",
		"This sheet is full. All its cards are kept. Yours can go to the board.",
	},
	"sheet_not_revealed": {
		"Les cartes de cette feuille ne vont pas à un tableau pour l’instant. Rien n’a changé.",
		"The cards of this sheet do not go to a board for now. Nothing has changed.",
	},
	"no_such_card": {
		"Il n’y a pas ici de carte de vous à retirer. Dévoilée sans nom, une carte n’est plus à personne.",
		"There is no card of yours to withdraw here. Once shown without a name, a card is nobody’s.",
	},
	"card_already_there": {
		"Cette carte existe déjà. Rien n’a changé. Écrivez-en une autre.",
		"That card is already there. Nothing has changed. Write another one.",
	},
	"card_empty": {
		"La carte est vide. Rien n’a été gardé. Pour l’enlever, utilisez Retirer.",
		"The card is empty. Nothing was kept. To take it away, use Withdraw.",
	},
	"card_too_long": {
		"Cette carte dépasse {max} caractères. Elle n’est pas encore gardée, vos mots sont là. Raccourcissez-la.",
		"This card is longer than {max} characters. It is not kept yet, your words are here. Shorten it.",
	},
	"too_many_cards": {
		"On écrit ici {max} cartes au plus par personne. Les vôtres sont gardées. Vous pouvez en changer une.",
		"Here each person writes {max} cards at most. Yours are kept. You can change one of them.",
	},
	"no_card_to_show": {
		"Il n’y a aucune carte à dévoiler pour l’instant. La feuille reste ouverte.",
		"There is no card to reveal for now. The sheet stays open.",
	},
	"cards_of_too_few": {
		"Sans les noms, il faut les cartes d’au moins {min} personnes\u00a0: avec moins, on saurait qui a écrit. La feuille reste ouverte.",
		"Without names, cards of at least {min} people are needed: with fewer, it would be known who wrote. The sheet stays open.",
	},
}
