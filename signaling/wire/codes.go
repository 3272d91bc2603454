package wire

// Close is a WebSocket close code of ours. Codes from 4400 on mean: do not come back by yourself.
type Close int

// The close codes.
const (
	CloseRestart   Close = 4000 // the server stops: come back after Bye.RetryMs
	CloseBehind    Close = 4001 // too slow to read: come back and resume, nothing is lost
	CloseRate      Close = 4002 // too many messages: come back after Bye.RetryMs
	CloseSignedOut Close = 4401 // nobody is signed in any more
	CloseForbidden Close = 4403 // not from here
	CloseTakenOver Close = 4409 // the same tab opened another connection
	CloseProtocol  Close = 4410 // what was said is not this protocol
)

// CloseEntry describes one close code for generators and documents.
type CloseEntry struct {
	Code      Close
	Name      string
	Reconnect bool
}

// Closes lists the close codes.
func Closes() []CloseEntry {
	return []CloseEntry{
		{CloseRestart, "restart", true},
		{CloseBehind, "resume", true},
		{CloseRate, "rate", true},
		{CloseSignedOut, "signed_out", false},
		{CloseForbidden, "forbidden", false},
		{CloseTakenOver, "taken_over", false},
		{CloseProtocol, "protocol", false},
	}
}

// Sentence is a code's words for people.
type Sentence struct{ Fr, En string }

// Codes of refusals that the hub itself gives; those of the rooms have their own catalogue.
const (
	CodeMalformed   = "malformed"
	CodeTooBig      = "too_big"
	CodeUnknownType = "unknown_type"
	CodeNotFollowed = "not_followed"
	CodeNoRoom      = "no_such_room"
	CodeNotAdmitted = "not_admitted"
	CodeTakenOver   = "taken_over"
	CodeUnavailable = "room_unavailable"
	CodeStoreFull   = "store_full"
	CodeStoreFailed = "store_failed"
	CodeMoved       = "host_moved"
	CodeBusy        = "busy"
	CodeRestart     = "restart"
	CodeBehind      = "resume"
	CodeRate        = "rate"
	CodeSignedOut   = "signed_out"
	CodeForbidden   = "forbidden"
	CodeProtocol    = "protocol"
	CodeRemoved     = "removed"
	CodeWritable    = "store_writable"
)

// Sentences gives the words of the hub's own codes.
func Sentences() map[string]Sentence {
	return map[string]Sentence{
		CodeMalformed:   {"Ce message n’a pas pu être lu.", "This message could not be read."},
		CodeTooBig:      {"Ce message est trop gros pour être envoyé.", "This message is too big to be sent."},
		CodeUnknownType: {"Ce message n’est pas connu ici.", "This message is not known here."},
		CodeNotFollowed: {"Il faut d’abord entrer dans la salle.", "Join the room first."},
		CodeNoRoom:      {"Cette salle n’existe pas.", "There is no such room."},
		CodeNotAdmitted: {"Cette salle ne vous est pas ouverte.", "This room is not open to you."},
		CodeTakenOver: {
			"Vous êtes déjà dans la salle sur un autre appareil. Continuer ici?",
			"You are already in the room on another device. Continue here?",
		},
		CodeUnavailable: {"La salle n’est pas joignable pour l’instant. Réessayez dans un moment.", "The room cannot be reached for now. Try again in a moment."},
		CodeStoreFull:   {"Il n’y a plus de place pour enregistrer. Rien n’a été enregistré.", "There is no space left to save. Nothing was saved."},
		CodeStoreFailed: {"L’enregistrement a échoué. Rien n’a été enregistré.", "Saving failed. Nothing was saved."},
		CodeMoved:       {"La salle a changé de serveur. Rien n’a été enregistré, réessayez.", "The room moved to another server. Nothing was saved, try again."},
		CodeBusy:        {"Trop de choses arrivent à la fois dans cette salle. Réessayez dans un moment.", "Too much is happening in this room at once. Try again in a moment."},
		CodeRestart:     {"Le serveur redémarre. Vous serez de retour dans un instant.", "The server restarts. You will be back in a moment."},
		CodeBehind:      {"La connexion est trop lente. Elle reprend où elle en était.", "The connection is too slow. It resumes where it was."},
		CodeRate:        {"Trop de messages ont été envoyés. La connexion reprend dans un moment.", "Too many messages were sent. The connection resumes in a moment."},
		CodeSignedOut:   {"Votre session a pris fin. Connectez-vous de nouveau.", "You are signed out. Sign in again."},
		CodeForbidden:   {"Cette page ne peut pas se connecter d’ici.", "This page may not connect from here."},
		CodeProtocol:    {"Cette page n’est plus à jour. Rechargez-la.", "This page is out of date. Reload it."},
		CodeRemoved:     {"Vous n’êtes plus dans cette salle.", "You are no longer in this room."},
		CodeWritable:    {"L’enregistrement fonctionne de nouveau.", "Saving works again."},
	}
}
