package refusals

// person: coming in, and roles.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var person = map[string]Sentence{
	"no_such_person": {
		"Cette personne n’est pas, ou n’est plus, là où vous la cherchez. Rien n’a changé.",
		"That person is not, or no longer, where you look for them. Nothing has changed.",
	},
	"stay_until": {
		"On s’est entendu pour rester ensemble jusqu’à « {phase} ». Si vous devez partir, quittez encore une fois.",
		"We agreed to stay together until “{phase}”. If you have to go, leave once more.",
	},
	"turned_away": {
		"L’animation n’a pas pu vous ouvrir cette fois. Écrivez à la personne qui vous a invitée ou invité.",
		"The facilitators could not let you in this time. Write to the person who invited you.",
	},
	"room_full": {
		"La salle est pleine. Votre invitation reste valable. Réessayez quand une personne sera sortie.",
		"The room is full. Your invitation stays valid. Try again when someone has left.",
	},
	"last_facilitator": {
		"Il ne resterait personne à l’animation. Rien n’a changé. Donnez d’abord ce rôle à quelqu’un d’autre.",
		"Nobody would be left to facilitate. Nothing has changed. Give that role to someone else first.",
	},
	"not_yourself": {
		"Ce geste est pour les autres. Rien n’a changé. Pour sortir, utilisez Quitter.",
		"That gesture is for others. Nothing has changed. To go out, use Leave.",
	},
}

// round: the stick.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var round = map[string]Sentence{
	"no_round": {
		"Cette ronde est terminée, ou n’a pas commencé. Votre geste n’a rien changé.",
		"That round is over, or has not begun. Your gesture changed nothing.",
	},
	"round_running": {
		"Une ronde est en cours. Rien n’a changé. Terminez-la d’abord, pour que personne ne soit oublié.",
		"A round is under way. Nothing has changed. End it first, so that nobody is forgotten.",
	},
	"order_fixed": {
		"L’ordre ne change plus une fois la ronde commencée. Il reste comme chaque personne l’a vu.",
		"The order no longer changes once the round has begun. It stays as everyone saw it.",
	},
	"nobody_seated": {
		"Personne n’a de siège dans cette ronde pour l’instant. Attendez une arrivée, ou prenez un siège.",
		"Nobody has a seat in this round for now. Wait for someone, or take a seat.",
	},
	"order_unknown": {
		"L’ordre nomme une personne deux fois, ou une personne qui n’a pas de siège. Il n’a pas changé. Vérifiez qui est là.",
		"The order names someone twice, or someone who has no seat. It has not changed. Check who is here.",
	},
	"not_offered": {
		"Le bâton n’est pas devant vous. Votre geste n’a rien changé. Il viendra à votre tour.",
		"The stick is not before you. Your gesture changed nothing. It will come at your turn.",
	},
	"not_holder": {
		"Ce tour de parole est déjà terminé. Votre geste n’a rien changé.",
		"That turn is already over. Your gesture changed nothing.",
	},
	"nobody_after": {
		"Vous êtes la dernière personne à entendre. Vous pouvez prendre le bâton, ou passer.",
		"You are the last person to be heard. You can take the stick, or pass.",
	},
	"second_offer": {
		"C’est une seconde offre, à la fin de la ronde. Vous pouvez prendre le bâton, ou passer.",
		"This is a second offer, at the end of the round. You can take the stick, or pass.",
	},
	"round_paused": {
		"La ronde est en pause. Chacune et chacun garde sa place et son temps. Votre geste sera possible à la reprise.",
		"The round is paused. Everyone keeps their place and their time. You can do this when it resumes.",
	},
	"round_not_paused": {
		"La ronde n’est pas en pause. Rien n’a changé.",
		"The round is not paused. Nothing has changed.",
	},
	"not_in_centre": {
		"Le bâton n’est plus au centre. Votre geste n’a rien changé.",
		"The stick is no longer in the centre. Your gesture changed nothing.",
	},
	"not_next": {
		"Le bâton est d’abord pour la personne qui suit dans l’ordre. Votre tour vient.",
		"The stick is first for the next person in order. Your turn is coming.",
	},
	"stick_held": {
		"Quelqu’un tient le bâton. Rien n’a changé.",
		"Someone holds the stick. Nothing has changed.",
	},
	"offer_pending": {
		"Le bâton vient d’être offert. Laissez le temps de répondre\u00a0: la ronde continuera ensuite.",
		"The stick has just been offered. Leave time to answer: the round will go on after that.",
	},
	"nobody_holds": {
		"Personne ne tient le bâton en ce moment. Rien n’a été envoyé.",
		"Nobody holds the stick right now. Nothing was sent.",
	},
	"nothing_to_wait": {
		"La ronde n’attend personne en ce moment. Rien n’a changé.",
		"The round is waiting for nobody right now. Nothing has changed.",
	},
	"bell_length": {
		"Une cloche dure de 15 à 60 secondes. Elle n’a pas sonné.",
		"A bell lasts 15 to 60 seconds. It has not rung.",
	},
	"not_ringer": {
		"Ce moment n’est plus le vôtre. Rien n’a changé.",
		"This moment is no longer yours. Nothing has changed.",
	},
	"asks_herself": {
		"Vous tenez le bâton : la parole est à vous.",
		"You hold the stick: the floor is yours.",
	},
	"too_many_ask": {
		"Plusieurs personnes demandent déjà une précision. Gardez votre question pour votre tour.",
		"Several people already ask for a clarification. Keep your question for your turn.",
	},
	"not_asking": {
		"Cette demande de précision n’est plus là. Rien n’a changé.",
		"That request for a clarification is no longer there. Nothing has changed.",
	},
	"clarifying": {
		"Une précision est déjà en cours. Les autres demandes attendent.",
		"A clarification is already under way. The other requests wait.",
	},
	"not_clarifying": {
		"Aucune précision n’est en cours. Rien n’a changé.",
		"No clarification is under way. Nothing has changed.",
	},
	"not_to_name": {
		"Cette personne ne peut pas recevoir le bâton maintenant. Vous le tenez encore : nommez quelqu’un d’autre, ou transmettez-le.",
		"That person cannot receive the stick now. You still hold it: name someone else, or hand it on.",
	},
	"not_carried": {
		"Cette personne ne participe pas par votre appareil. Rien n’a changé.",
		"That person does not take part through your device. Nothing has changed.",
	},
	"too_many_at_device": {
		"Beaucoup de personnes participent déjà par cet appareil. Ouvrez la rencontre sur un second appareil pour les suivantes.",
		"Many people already take part through this device. Open the meeting on a second device for the next ones.",
	},
	"nothing_to_read": {
		"Il n’y a pas encore de texte à lire. Rien n’a changé.",
		"There is no text to read yet. Nothing has changed.",
	},
	"reads_already": {
		"Quelqu’un lit déjà ce texte à voix haute.",
		"Someone is already reading this text aloud.",
	},
	"not_reading": {
		"Cette lecture n’est pas à vous de la faire ou de la finir. Rien n’a changé.",
		"That reading is not yours to begin or to end. Nothing has changed.",
	},
	"had_occasion": {
		"Vous avez déjà eu le bâton dans cette ronde. Il attend les personnes qui ne l’ont pas eu.",
		"You have already had the stick in this round. It waits for those who have not.",
	},
	"strict_not_adopted": {
		"La charte de la communauté n’adopte pas le temps strict. Le temps souple reste en place.",
		"The community’s charter does not adopt the strict clock. The soft clock stays.",
	},
}

// meeting: phases, hands, chat, decisions, boards of a session, closing.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var meeting = map[string]Sentence{
	"already_moved": {
		"L’étape a changé juste avant votre geste, qui n’a rien changé de plus.",
		"The phase changed just before your gesture, which changed nothing more.",
	},
	"last_phase": {
		"C’est la dernière étape. Vous pouvez la prolonger, ou fermer la rencontre.",
		"This is the last phase. You can extend it, or close the meeting.",
	},
	"first_phase": {
		"C’est la première étape. Il n’y en a pas avant.",
		"This is the first phase. There is none before it.",
	},
	"phase_past": {
		"Cette étape est en cours, ou déjà passée. Rien n’a changé.",
		"That phase is under way, or already over. Nothing has changed.",
	},
	"time_moved": {
		"Quelqu’un vient de changer cette durée\u00a0: votre geste n’a rien ajouté ni retiré. Au besoin, recommencez.",
		"Someone has just changed this time: your gesture added and took away nothing. Press again if it is still needed.",
	},
	"meeting_paused": {
		"La rencontre est en pause. Reprenez-la d’abord\u00a0: chaque étape garde son temps.",
		"The meeting is paused. Resume it first: every phase keeps its time.",
	},
	"meeting_not_paused": {
		"La rencontre n’est pas en pause. Rien n’a changé.",
		"The meeting is not paused. Nothing has changed.",
	},
	"no_such_phase": {
		"Cette étape n’est pas dans le déroulement. Rien n’a changé.",
		"That phase is not in the run of show. Nothing has changed.",
	},
	"no_time_there": {
		"L’étape ne peut pas prendre ces minutes. Rien n’a changé. Commencez une étape, ou choisissez une autre durée.",
		"The phase cannot take those minutes. Nothing has changed. Start a phase, or choose another length.",
	},
	"hands_closed": {
		"Pendant une ronde, le bâton vient à chaque personne. Gardez votre idée pour votre tour.",
		"During a round the stick comes to everyone. Keep your idea for your turn.",
	},
	"message_empty": {
		"Le message est vide. Rien n’est parti.",
		"The message is empty. Nothing was sent.",
	},
	"message_too_long": {
		"Ce message dépasse {max} caractères. Rien n’est parti, vos mots sont encore là. Raccourcissez-le, ou envoyez-le en deux.",
		"This message is longer than {max} characters. Nothing was sent, your words are still there. Shorten it, or send it in two.",
	},
	"message_already_there": {
		"Ce message est déjà dans le clavardage.",
		"That message is already in the chat.",
	},
	"no_such_message": {
		"Ce message n’est plus dans le clavardage. Rien n’a changé.",
		"That message is no longer in the chat. Nothing has changed.",
	},
	"chat_closed": {
		"Le clavardage est fermé pendant cette étape, qui ne laisse pas de traces. Vos mots sont encore dans votre champ.",
		"The chat is closed during this phase, which leaves no traces. Your words are still in your field.",
	},
	"chat_elsewhere": {
		"Vous n’êtes plus avec les personnes à qui vous écriviez. Personne n’a lu ces mots : ils sont encore dans votre champ.",
		"You are no longer with the people you were writing to. Nobody has read these words: they are still in your field.",
	},
	"chat_not_kept": {
		"De cette étape, seul ce que le groupe produit est gardé. Ce message ne l’est pas. Notez l’essentiel dans les décisions.",
		"Of this phase only what the group makes is kept. This message is not. Write the essential as a decision.",
	},
	"too_many_kept": {
		"Beaucoup de messages sont déjà gardés. Celui-ci ne l’est pas. Retirez-en un, ou notez l’essentiel dans les décisions.",
		"Many messages are already kept. This one is not. Let one go, or write the essential as a decision.",
	},
	"item_already_there": {
		"Cette note est déjà là. Rien n’a changé.",
		"That note is already there. Nothing has changed.",
	},
	"no_such_item": {
		"Cette décision ou ce suivi n’est plus là. Rien n’a changé.",
		"That decision or follow-up is no longer there. Nothing has changed.",
	},
	"record_full": {
		"La liste des décisions et des suivis est pleine. Rien n’est perdu. Regroupez-en quelques-uns.",
		"The list of decisions and follow-ups is full. Nothing is lost. Merge some of them.",
	},
	"bad_due_date": {
		"Cette date ne se lit pas. Le reste est encore là. Écrivez-la comme 2026-12-01.",
		"That date cannot be read. The rest is still there. Write it like 2026-12-01.",
	},
	"no_such_board": {
		"Ce tableau n’est pas dans cette rencontre. Rien n’a changé.",
		"That board is not in this meeting. Nothing has changed.",
	},
	"board_already_open": {
		"Ce tableau est déjà ouvert dans la rencontre.",
		"That board is already open in the meeting.",
	},
	"too_many_boards": {
		"La rencontre a déjà beaucoup de tableaux. Aucun n’est perdu. Reprenez-en un plutôt que d’en ouvrir un autre.",
		"The meeting already has many boards. None is lost. Use one of them rather than opening another.",
	},
	"two_to_close": {
		"Vous avez demandé la fermeture. Une autre personne doit la confirmer.",
		"You have asked to close. Another person has to confirm.",
	},
}
