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
		"Sans les noms, il faut les cartes d’au moins {min} personnes, une voix relais comptant avec qui la porte\u00a0: avec moins, on saurait qui a écrit. La feuille reste ouverte. Celle d’un petit groupe paraît en plénière, mêlée à d’autres.",
		"Without names, cards of at least {min} people are needed, a relayed voice counting with whoever carries it: with fewer, it would be known who wrote. The sheet stays open. A small group’s is shown in plenary, mixed with others.",
	},
	"sheets_not_together": {
		"Ces feuilles ne se mêlent pas\u00a0: il faut qu’elles soient toutes sans noms, et revenues en plénière. Rien n’a été montré.",
		"These sheets do not mix: all must be without names, and back in plenary. Nothing was shown.",
	},
	"too_many_cards_at_once": {
		"Ensemble, ces feuilles ont plus de {max} cartes. Rien n’a été montré. Montrez-en moins à la fois.",
		"Together these sheets have more than {max} cards. Nothing was shown. Show fewer of them at once.",
	},
}

// polls: points, consent, ranking, secret ballot, survey.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var polls = map[string]Sentence{
	"poll_already_there": {
		"Ce vote est déjà préparé. Rien n’a changé.",
		"That vote is already prepared. Nothing has changed.",
	},
	"no_such_poll": {
		"Ce vote n’est pas dans cette rencontre. Rien n’a changé.",
		"That vote is not in this meeting. Nothing has changed.",
	},
	"too_many_polls": {
		"La rencontre a déjà beaucoup de votes. Aucun n’est perdu. Décidez plutôt de vive voix, et notez la décision.",
		"The meeting already has many votes. None is lost. Decide aloud instead, and write the decision down.",
	},
	"poll_options_fixed": {
		"Le vote est déjà ouvert, ou terminé\u00a0: ses choix ne changent plus. Ils restent comme chaque personne les a vus.",
		"The vote is open already, or over: its choices no longer change. They stay as everyone saw them.",
	},
	"poll_not_open": {
		"Le vote n’est pas encore ouvert. Rien n’a changé. Votre choix vous attend.",
		"The vote is not open yet. Nothing has changed. Your choice is waiting for you.",
	},
	"poll_over": {
		"Ce vote est terminé. Rien n’a changé.",
		"That vote is over. Nothing has changed.",
	},
	"no_such_option": {
		"Ce choix n’est pas, ou n’est plus, dans ce vote. Rien n’a changé. Regardez la liste et choisissez de nouveau.",
		"That choice is not, or no longer, in this vote. Nothing has changed. See the list and choose again.",
	},
	"option_already_there": {
		"Ce choix est déjà dans la liste. Rien n’a changé.",
		"That choice is already in the list. Nothing has changed.",
	},
	"option_empty": {
		"Il manque les mots de ce choix. Rien n’a été ajouté.",
		"That choice has no words. Nothing was added.",
	},
	"option_too_long": {
		"Ce choix dépasse {max} caractères. Il n’est pas ajouté, vos mots sont encore là. Raccourcissez-le.",
		"That choice is longer than {max} characters. It is not added, your words are still there. Shorten it.",
	},
	"too_many_options": {
		"La liste a déjà {max} choix. Ils sont tous gardés. Regroupez-en quelques-uns.",
		"The list already has {max} choices. All are kept. Merge some of them.",
	},
	"too_few_options": {
		"Il faut au moins {min} choix pour ouvrir ce vote. Ce qui est écrit est gardé. Complétez la liste.",
		"At least {min} choices are needed to open this vote. What is written is kept. Complete the list.",
	},
	"survey_without_questions": {
		"Il faut au moins une question pour ouvrir ce sondage. Écrivez-la, puis ouvrez-le.",
		"This survey needs at least one question to open. Write it, then open it.",
	},
	"too_many_points": {
		"Vous avez {max} points à poser. Votre vote précédent compte toujours. Reprenez-en un pour le poser ailleurs.",
		"You have {max} points to give. Your earlier vote still counts. Take one back to put it elsewhere.",
	},
	"points_one_each": {
		"Ici, on pose un seul point par choix. Votre vote précédent compte toujours.",
		"Here each choice takes one point of yours. Your earlier vote still counts.",
	},
	"objection_without_words": {
		"Une objection se dit en mots, pour que le groupe puisse y répondre. Écrivez-la, ou choisissez la réserve.",
		"An objection is put in words, so that the group can answer it. Write it, or choose the reservation.",
	},
	"reason_too_long": {
		"Ces mots dépassent {max} caractères. Votre vote n’a pas changé, vos mots sont encore là. Raccourcissez-les.",
		"These words are longer than {max} characters. Your vote has not changed, your words are still there. Shorten them.",
	},
	"answer_too_long": {
		"Cette réponse dépasse {max} caractères. Rien n’a changé, vos mots sont encore là. Raccourcissez-la.",
		"This answer is longer than {max} characters. Nothing has changed, your words are still there. Shorten it.",
	},
	"ballot_unreadable": {
		"Ce bulletin ne se lit pas pour ce vote. Votre vote précédent compte toujours. Refaites votre choix.",
		"This ballot cannot be read for this vote. Your earlier vote still counts. Choose again.",
	},
	"ballots_too_few": {
		"Il y a moins de {min} bulletins, une voix relais comptant avec qui la porte\u00a0: les sommes diraient qui a choisi quoi. Attendez d’autres votes, ou fermez sans les montrer.",
		"There are fewer than {min} ballots, a relayed voice counting with whoever carries it: the sums would say who chose what. Wait for other votes, or close without showing them.",
	},
}

// harvest: sentences offered to the minutes.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var harvest = map[string]Sentence{
	"sentence_empty": {
		"La phrase est vide. Rien n’a été offert. Pour l’enlever, utilisez Retirer.",
		"The sentence is empty. Nothing was offered. To take it away, use Withdraw.",
	},
	"sentence_too_long": {
		"Cette phrase dépasse {max} caractères. Elle n’est pas offerte, vos mots sont encore là. Gardez-en l’essentiel.",
		"This sentence is longer than {max} characters. It is not offered, your words are still there. Keep the essential.",
	},
	"too_many_sentences": {
		"Vous avez offert {max} phrases. Elles sont gardées. Retirez-en une pour en offrir une autre.",
		"You have offered {max} sentences. They are kept. Withdraw one to offer another.",
	},
	"harvest_full": {
		"La récolte est pleine. Tout ce qui est offert est gardé.",
		"The harvest is full. All that is offered is kept.",
	},
	"no_such_sentence": {
		"Il n’y a pas ici de phrase de vous à retirer. Rien n’a changé.",
		"There is no sentence of yours to withdraw here. Nothing has changed.",
	},
	"sentence_already_there": {
		"Cette phrase est déjà offerte. Rien n’a changé.",
		"That sentence is already offered. Nothing has changed.",
	},
	"sentences_of_too_few": {
		"Sans nom, les phrases paraissent ensemble quand au moins {min} personnes en ont offert. Celles qui attendent paraîtront au plus tard à la clôture.",
		"Without names, sentences appear together once at least {min} people have offered some. Those that wait appear at the close at the latest.",
	},
}
