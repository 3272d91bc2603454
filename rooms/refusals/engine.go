package refusals

// engine: what any room may answer.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var engine = map[string]Sentence{
	"repeated": {
		"C’est déjà fait. Votre premier geste a compté, une seule fois.",
		"This is already done. Your first gesture counted, once.",
	},
	"stale": {
		"Ce geste date de trop longtemps. Il n’a rien changé. Regardez où en est la salle et refaites-le au besoin.",
		"That gesture is too old. It changed nothing. See where the room is and do it again if needed.",
	},
	"unknown_type": {
		"Cette version de la page demande une chose que la salle ne connaît pas. Rien n’a changé. Rechargez la page.",
		"This version of the page asks for something the room does not know. Nothing has changed. Reload the page.",
	},
	"bad_args": {
		"Il manque quelque chose, ou une valeur ne convient pas. Rien n’a changé. Vérifiez et réessayez.",
		"Something is missing, or a value does not fit. Nothing has changed. Check it and try again.",
	},
	"not_allowed": {
		"Votre rôle dans cette rencontre ne permet pas ce geste. Rien n’a changé. L’animation peut vous aider.",
		"Your role in this meeting does not allow that. Nothing has changed. The facilitators can help.",
	},
	"not_admitted": {
		"Vous n’êtes pas dans la salle. Votre geste n’a rien changé. Entrez d’abord, ou attendez qu’on vous ouvre.",
		"You are not in the room. Your gesture changed nothing. Come in first, or wait to be let in.",
	},
	"room_closed": {
		"La rencontre est terminée. Tout ce qui était enregistré est gardé. Vous trouverez la suite dans la communauté.",
		"The meeting is over. Everything that was saved is kept. You will find it in the community.",
	},
	"not_open": {
		"La salle n’est pas encore ouverte. Cette page s’ouvrira d’elle-même.",
		"The room is not open yet. This page will open by itself.",
	},
	"already_open": {
		"La salle est déjà ouverte. Rien n’a changé.",
		"The room is already open. Nothing has changed.",
	},
}

// socket: what the connection itself may answer.
//
//nolint:gochecknoglobals // a constant: Go has no constant maps
var socket = map[string]Sentence{
	"malformed": {
		"La salle n’a pas compris ce message. Rien n’a changé. Rechargez la page; vos mots vous attendent.",
		"The room did not understand that message. Nothing has changed. Reload the page; your words are kept.",
	},
	"too_big": {
		"C’est trop grand pour passer d’un coup. Rien n’a changé. Envoyez-le en morceaux plus petits.",
		"That is too big to go through at once. Nothing has changed. Send it in smaller pieces.",
	},
	"not_followed": {
		"Cette page ne suit plus cette salle. Votre geste n’a rien changé. Rejoignez-la de nouveau.",
		"This page no longer follows that room. Your gesture changed nothing. Join it again.",
	},
	"no_such_room": {
		"Cette salle n’existe pas, ou ne vous est pas ouverte. Vérifiez le lien reçu.",
		"That room does not exist, or is not open to you. Check the link you received.",
	},
	"too_early": {
		"La porte ouvre quinze minutes avant l’heure de la rencontre. Revenez à ce moment-là.",
		"The door opens fifteen minutes before the meeting’s hour. Come back then.",
	},
	"taken_over": {
		"Vous êtes déjà dans la salle sur un autre appareil. Continuer ici?",
		"You are already in the room on another device. Continue here?",
	},
	"room_unavailable": {
		"La salle ne répond pas pour l’instant. Votre place est gardée. Cette page redit d’elle-même ce qui est resté sans réponse; cela comptera une seule fois.",
		"The room does not answer for now. Your seat is kept. This page says again by itself what had no answer; it will count once.",
	},
	"store_full": {
		"L’espace de rangement est plein\u00a0: la salle se lit, mais n’enregistre plus. Ce qui portait «\u00a0Enregistré\u00a0» l’est. Prévenez la personne qui s’occupe du serveur.",
		"Storage is full: the room can be read but saves nothing more. What said “Saved” is saved. Tell whoever looks after the server.",
	},
	"store_failed": {
		"L’enregistrement n’a pas marché de notre côté. Ce geste n’a pas compté; ce qui précède est gardé. Réessayez dans une minute.",
		"Saving did not work on our side. That gesture did not count; what came before is kept. Try again in a minute.",
	},
	"store_away": {
		"Le serveur ne peut rien garder pour l’instant. Vos mots restent ici; renvoyez-les quand ce message sera parti.",
		"The server cannot keep anything for now. Your words stay here; send them again once this message is gone.",
	},
	"store_writable": {
		"L’enregistrement est revenu. Vous pouvez continuer.",
		"Saving works again. You can go on.",
	},
	"host_moved": {
		"La salle change de serveur. Rien n’est perdu. On vous y ramène.",
		"The room is moving to another server. Nothing is lost. We are bringing you back.",
	},
	"busy": {
		"La salle a beaucoup à faire. Ce geste n’a pas compté. Réessayez dans un instant.",
		"The room has a lot to do. That gesture did not count. Try again in a moment.",
	},
	"restart": {
		"Le serveur redémarre. Votre place et vos mots sont gardés. Reconnexion en cours.",
		"The server is restarting. Your seat and your words are kept. Reconnecting.",
	},
	"resume": {
		"La liaison a pris du retard. Rien n’est perdu. On rattrape.",
		"The connection fell behind. Nothing is lost. Catching up.",
	},
	"rate": {
		"Trop de gestes à la fois. Ceux d’avant ont compté. Attendez quelques secondes.",
		"Too many gestures at once. The earlier ones counted. Wait a few seconds.",
	},
	"signed_out": {
		"Votre visite a pris fin sur cet appareil. Ce qui était enregistré est gardé. Entrez de nouveau avec un lien par courriel.",
		"Your visit has ended on this device. What was saved is kept. Come in again with a link by e-mail.",
	},
	"forbidden": {
		"Cette page n’a pas le droit de parler à la salle. Ouvrez Palabre par son adresse habituelle.",
		"This page may not talk to the room. Open Palabre at its usual address.",
	},
	"protocol": {
		"Cette page et le serveur ne parlent plus la même langue. Rien n’est perdu. Rechargez la page.",
		"This page and the server no longer speak the same language. Nothing is lost. Reload the page.",
	},
	"removed": {
		"L’animation vous a fait sortir de la salle. Ce que vous avez écrit est gardé. Vous pouvez lui écrire pour en parler.",
		"The facilitators have put you out of the room. What you wrote is kept. You can write to them about it.",
	},
}
