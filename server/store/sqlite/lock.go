package sqlite

import "fmt"

// InUse refuses a data folder that another process holds.
type InUse struct{ Dir string }

// Code is the refusal's code.
func (*InUse) Code() string { return "data_in_use" }

// FR is the refusal in French.
func (e *InUse) FR() string {
	return fmt.Sprintf("Un autre Palabre se sert déjà du dossier %s. Arrêtez-le, ou donnez un autre dossier (PALABRE_DATA).", e.Dir)
}

// EN is the refusal in English.
func (e *InUse) EN() string {
	return fmt.Sprintf("Another Palabre already uses the folder %s. Stop it, or give another folder (PALABRE_DATA).", e.Dir)
}

func (e *InUse) Error() string { return e.EN() }

const lockName = "palabre.lock"
