package postgres

import (
	"context"
	"errors"
	"fmt"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Refused is why a database cannot be opened, in words for whoever set it. They name
// the setting and hold no password.
type Refused struct {
	code, fr, en string
	cause        error
}

// Codes of refusals.
const (
	CodeInUse       = "database_in_use"          // a Palabre alone on it holds it
	CodeInUseByMany = "database_in_use_by_many"  // nodes hold it, and this one would be alone
	CodeAddress     = "database_address"         // the URL cannot be read
	CodeUnreachable = "database_unreachable"     // nothing answers there, or no PostgreSQL
	CodePassword    = "database_password"        // or the person may not come in from here
	CodeMissing     = "database_missing"         // the server has no such database
	CodeOld         = "database_too_old"         // older than oldest
	CodeEncoding    = "database_encoding"        // it cannot keep every letter
	CodeRights      = "database_rights"          // no schema may be made in it
	CodeReadOnly    = "database_read_only"       // a replica, perhaps
	CodeCrowded     = "database_no_connection"   // the server has none left
	CodeClocks      = "clocks_apart"             // this machine's from the database's
	CodeNodes       = "nodes_without_postgresql" // several nodes on SQLite
)

// oldest is the oldest PostgreSQL that Palabre runs on.
const oldest = 13

// Code is the refusal's code.
func (r *Refused) Code() string { return r.code }

// FR is the refusal in French.
func (r *Refused) FR() string { return r.fr }

// EN is the refusal in English.
func (r *Refused) EN() string { return r.en }

func (r *Refused) Error() string {
	if r.cause == nil {
		return r.en
	}
	return r.en + ": " + r.cause.Error()
}

func (r *Refused) Unwrap() error { return r.cause }

func refuseInUse() *Refused {
	return &Refused{
		code: CodeInUse,
		fr:   "Un autre Palabre se sert déjà de cette base de données, et il y est seul. Arrêtez-le, ou donnez une autre base (PALABRE_DATABASE_URL).",
		en:   "Another Palabre already uses this database, and is alone on it. Stop it, or give another database (PALABRE_DATABASE_URL).",
	}
}

func refuseInUseByMany() *Refused {
	return &Refused{
		code: CodeInUseByMany,
		fr:   "Plusieurs nœuds de Palabre se servent déjà de cette base de données, et ce qui est demandé veut y être seul. Arrêtez d’abord tous les nœuds; pour servir avec eux, réglez celui-ci comme un nœud parmi eux; ou donnez une autre base (PALABRE_DATABASE_URL).",
		en:   "Several nodes of Palabre already use this database, and what is asked must be alone on it. Stop all nodes first; to serve beside them, set this one up as one of them; or give another database (PALABRE_DATABASE_URL).",
	}
}

// refuseAddress does not say what could not be read: it may hold a password.
func refuseAddress() *Refused {
	return &Refused{
		code: CodeAddress,
		fr:   "L’adresse de la base de données ne peut pas être lue. Attendu postgres://personne:secret@hôte:5432/base (PALABRE_DATABASE_URL).",
		en:   "The database's address cannot be read. Expected postgres://user:secret@host:5432/database (PALABRE_DATABASE_URL).",
	}
}

func refuseOld(version string) *Refused {
	return &Refused{
		code: CodeOld,
		fr:   fmt.Sprintf("Cette base de données est servie par PostgreSQL %s. Il en faut la version %d, ou une plus récente (PALABRE_DATABASE_URL).", version, oldest),
		en:   fmt.Sprintf("This database is served by PostgreSQL %s. Version %d or a newer one is needed (PALABRE_DATABASE_URL).", version, oldest),
	}
}

func refuseEncoding(encoding string) *Refused {
	return &Refused{
		code: CodeEncoding,
		fr:   fmt.Sprintf("Cette base de données écrit en %s, où tous les noms et tous les mots n’ont pas de place. Faites-en une en UTF8 (createdb --encoding=UTF8 --template=template0), et donnez-la (PALABRE_DATABASE_URL).", encoding),
		en:   fmt.Sprintf("This database is encoded in %s, which has no place for every name and word. Make one in UTF8 (createdb --encoding=UTF8 --template=template0), and give it (PALABRE_DATABASE_URL).", encoding),
	}
}

func refuseClocks(apart time.Duration) *Refused {
	d := apart.Abs().Round(100 * time.Millisecond)
	fr, en := "en avance", "ahead of"
	if apart < 0 {
		fr, en = "en retard", "behind"
	}
	return &Refused{
		code: CodeClocks,
		fr:   fmt.Sprintf("L’horloge de cette machine est %s de %s sur celle de la base de données. Plusieurs nœuds ont besoin d’horloges à une seconde près\u00a0: réglez-les (NTP).", fr, d),
		en:   fmt.Sprintf("This machine's clock is %s %s the database's. Several nodes need clocks within a second of it: set them (NTP).", d, en),
	}
}

// RefuseSQLite refuses several nodes without PostgreSQL.
func RefuseSQLite() *Refused {
	return &Refused{
		code: CodeNodes,
		fr:   "Plusieurs nœuds ont besoin d’une base PostgreSQL\u00a0: les fichiers SQLite ne servent qu’un Palabre à la fois. Donnez-en l’adresse (PALABRE_DATABASE_URL).",
		en:   "Several nodes need a PostgreSQL database: SQLite files serve one Palabre at a time. Give its address (PALABRE_DATABASE_URL).",
	}
}

// refuse gives an error of opening its sentences, when it is one that whoever set the
// address can do something about.
func refuse(err error, c *pgx.ConnConfig) error {
	if err == nil || errors.As(err, new(*Refused)) || errors.Is(err, context.Canceled) {
		return err
	}
	r := &Refused{cause: err}
	switch state(err) {
	case "28P01", "28000":
		r.code = CodePassword
		r.fr = fmt.Sprintf("La base de données ne laisse pas entrer «\u00a0%s\u00a0»\u00a0: le mot de passe est faux, ou l’accès n’est pas permis d’ici (PALABRE_DATABASE_URL).", c.User)
		r.en = fmt.Sprintf("The database does not let %q in: the password is wrong, or access from here is not allowed (PALABRE_DATABASE_URL).", c.User)
	case "3D000":
		r.code = CodeMissing
		r.fr = fmt.Sprintf("La base «\u00a0%s\u00a0» n’existe pas sur ce serveur. Faites-la (createdb), ou corrigez son nom (PALABRE_DATABASE_URL).", c.Database)
		r.en = fmt.Sprintf("The database %q does not exist on this server. Make it (createdb), or mend its name (PALABRE_DATABASE_URL).", c.Database)
	case "42501":
		r.code = CodeRights
		r.fr = fmt.Sprintf("«\u00a0%s\u00a0» n’a pas le droit de faire des tables dans la base «\u00a0%s\u00a0». Donnez-le-lui (GRANT CREATE ON DATABASE), ou changez de personne (PALABRE_DATABASE_URL).", c.User, c.Database)
		r.en = fmt.Sprintf("%q may not make tables in the database %q. Allow it (GRANT CREATE ON DATABASE), or change the user (PALABRE_DATABASE_URL).", c.User, c.Database)
	case "25006":
		r.code = CodeReadOnly
		r.fr = "Rien ne peut être écrit dans cette base de données\u00a0: c’est peut-être une copie. Donnez l’adresse du serveur principal (PALABRE_DATABASE_URL)."
		r.en = "Nothing can be written to this database: it may be a replica. Give the address of the primary server (PALABRE_DATABASE_URL)."
	case "53300":
		r.code = CodeCrowded
		r.fr = fmt.Sprintf("Le serveur de la base de données n’a plus de connexion libre. Un nœud en demande jusqu’à %d (PALABRE_DATABASE_URL; max_connections).", conns)
		r.en = fmt.Sprintf("The database server has no connection left. A node needs up to %d (PALABRE_DATABASE_URL; max_connections).", conns)
	default:
		if !errors.As(err, new(*pgconn.ConnectError)) {
			return err
		}
		at, why := place(c), deepest(err)
		r.code = CodeUnreachable
		r.fr = fmt.Sprintf("La base de données ne répond pas à %s (%s). Voyez si elle est en marche, et si l’adresse est la bonne (PALABRE_DATABASE_URL).", at, why)
		r.en = fmt.Sprintf("The database does not answer at %s (%s). See whether it is running, and whether the address is right (PALABRE_DATABASE_URL).", at, why)
	}
	return r
}

// place says where a database is looked for.
func place(c *pgx.ConnConfig) string {
	if len(c.Host) > 0 && c.Host[0] == '/' {
		return c.Host
	}
	return net.JoinHostPort(c.Host, strconv.Itoa(int(c.Port)))
}

// deepest is the first cause, which has none of the rest's words.
func deepest(err error) string {
	for {
		switch e := err.(type) { //nolint:errorlint // goes down one by one
		case interface{ Unwrap() error }:
			if e.Unwrap() == nil {
				return err.Error()
			}
			err = e.Unwrap()
		case interface{ Unwrap() []error }:
			if len(e.Unwrap()) == 0 {
				return err.Error()
			}
			err = e.Unwrap()[0]
		default:
			return err.Error()
		}
	}
}
