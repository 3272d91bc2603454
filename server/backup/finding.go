package backup

import (
	"fmt"

	"palabre/rooms"
)

// Finding is one thing that is wrong in an installation. It names a room, a document or
// a file, and never what is in it.
type Finding struct {
	What    What
	Subject string
	Seq     rooms.Seq // where, 0 for nowhere
}

// What is wrong.
type What int

// What can be wrong.
const (
	Gap         What = iota // events are missing after Seq (I2)
	Unreadable              // the segment that holds Seq is no list of events
	Misnumbered             // another event stands where Seq should (I2)
	Refused                 // the event does not follow from what was before
	OldTerm                 // the segment after Seq was written by a host that had been replaced (I3)
	HeadMoved               // the room's row and its log end at different places
	Stale                   // the snapshot is not the state that the log leads to
	Ahead                   // a projector has read more than there is
	Undestroyed             // words that were destroyed are still there (I10)
	NoKind                  // no kind of room has this name
	Changed                 // the document is not made of what it was made of (I9)
	Unmade                  // the document cannot be made again
	BadBlob                 // the file's bytes are not those of its name
	LostBlob                // a document names a file that is not there
	whats
)

// sentences of What, French and English; %d is the place.
func (w What) sentences() (fr, en string) {
	switch w {
	case Gap:
		return "il manque des événements après le n° %d", "events are missing after no. %d"
	case Unreadable:
		return "le segment qui suit le n° %d ne se lit pas", "the segment after no. %d cannot be read"
	case Misnumbered:
		return "un autre événement est à la place du n° %d", "another event stands in the place of no. %d"
	case Refused:
		return "l’événement n° %d ne peut pas suivre ce qui précède", "event no. %d cannot follow what is before it"
	case OldTerm:
		return "le segment qui suit le n° %d est d’un nœud qui n’avait plus la salle", "the segment after no. %d is of a node that no longer had the room"
	case HeadMoved:
		return "la tête notée n’est pas la fin du journal (n° %d)", "the head on record is not the end of the log (no. %d)"
	case Stale:
		return "l’instantané du n° %d n’est pas l’état auquel mène le journal", "the snapshot at no. %d is not the state that the log leads to"
	case Ahead:
		return "un projecteur a lu au-delà de la fin du journal (n° %d)", "a projector has read beyond the end of the log (no. %d)"
	case Undestroyed:
		return "des paroles détruites sont encore à l’événement n° %d", "destroyed words are still at event no. %d"
	case NoKind:
		return "aucune salle ne porte un tel nom", "no kind of room has such a name"
	case Changed:
		return "le document n’est plus fait de ce dont il a été fait", "the document is no longer made of what it was made of"
	case Unmade:
		return "le document ne peut pas être refait", "the document cannot be made again"
	case BadBlob:
		return "le contenu du fichier n’est pas celui de son nom", "the file's bytes are not those of its name"
	case LostBlob:
		return "un fichier nommé par le document manque", "a file that the document names is missing"
	default:
		return "?", "?"
	}
}

// Line is the finding in one line, French first.
func (f Finding) Line() string {
	fr, en := f.What.sentences()
	return f.Subject + "\u00a0: " + f.with(fr) + " / " + f.with(en)
}

func (f Finding) with(sentence string) string {
	switch f.What {
	case NoKind, Changed, Unmade, BadBlob, LostBlob:
		return sentence
	default:
		return fmt.Sprintf(sentence, f.Seq)
	}
}
