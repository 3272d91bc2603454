package document

import "fmt"

// What every form of a document says in the same words.
const (
	Watermark     = "PROJET"
	NothingToNote = "Rien à noter."
	OutlineTitle  = "Le tableau en mots"
	SourcesTitle  = "Provenance"
	OpenBoard     = "Ouvrir le tableau"
	EmptyBoard    = "Tableau vide"
)

// Notice is the sentence a project bears; "" for what is validated.
func (d Document) Notice() string {
	if !d.Status.Project() {
		return ""
	}
	if d.Status == Rereading {
		return "Projet en relecture\u00a0: ce document n’est pas encore validé."
	}
	return "Projet\u00a0: ce document n’est pas encore validé."
}

// Sentence says what a source is, and which part of its log the document was made from.
func (s Source) Sentence() string {
	name := s.Label
	if name == "" {
		name = string(s.Room)
	}
	text := fmt.Sprintf("%s\u00a0: salle %s, événements %d à %d", name, s.Room, s.From, s.Upto)
	if s.Log != "" {
		text += ", journal " + s.Log
	}
	if s.Head != "" {
		text += ", empreinte " + s.Head
	}
	return text + "."
}
