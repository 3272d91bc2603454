package sfu

// Refusal is what the SFU answers no with: a code for machines, a sentence for people in each language.
type Refusal string

// The refusals.
const (
	ErrMalformed Refusal = "media_malformed"
	ErrTooMany   Refusal = "media_too_many"
	ErrClosed    Refusal = "media_closed"
	ErrNoStart   Refusal = "media_not_started"
	ErrSDP       Refusal = "media_sdp"
	ErrFailed    Refusal = "media_failed"
	ErrHasty     Refusal = "media_too_fast"
)

// Code is the machine's name of the refusal.
func (r Refusal) Code() string { return string(r) }

// Error is the English sentence.
func (r Refusal) Error() string { return r.Sentence("en") }

// Sentence says the refusal in "fr" or "en".
func (r Refusal) Sentence(lang string) string {
	fr, en := r.words()
	if lang == "fr" {
		return fr
	}
	return en
}

func (r Refusal) words() (fr, en string) {
	switch r {
	case ErrMalformed:
		return "Ce message de son et d’image n’est pas lisible.", "This media message cannot be read."
	case ErrTooMany:
		return "La salle ne peut pas accueillir plus de personnes avec le son.", "The room cannot take more people with sound."
	case ErrClosed:
		return "Le son et l’image de cette salle sont fermés.", "The media of this room is closed."
	case ErrNoStart:
		return "Le son n’est pas encore établi. Il reprend à partir du début.", "Media has not been started on this connection."
	case ErrSDP:
		return "Le navigateur a proposé un échange que la salle n’accepte pas.", "The browser’s description is not one the room accepts."
	case ErrFailed:
		return "Le son s’est interrompu de notre côté. Il se rétablit.", "Media failed on the server and is being restored."
	case ErrHasty:
		return "Le son recommence trop souvent. Attendez un moment.", "Media was begun again too often. Wait a moment."
	default:
		return "Le son et l’image ont un souci.", "Media has a problem."
	}
}
