// Package config turns the settings of the environment and of flags into a
// Config that the rest of the program can trust: every wrong value is refused by
// its name, with what was expected, all of them at once and in both languages.
package config

import (
	"net/netip"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"github.com/rs/zerolog"
)

// Raw is every setting as text, before it is believed. Its tags make the flags;
// the environment's names are those of Names.
type Raw struct {
	Addr         string `name:"addr"           help:"Adresse d’écoute HTTP / HTTP listen address (host:port)."                                     default:"127.0.0.1:8080"`
	PublicURL    string `name:"public-url"     help:"Adresse publique du site / public address of the site (https://…)."`
	Data         string `name:"data"           help:"Dossier des données / data folder."                                                          default:"./data"`
	DatabaseURL  string `name:"database-url"   help:"Vide pour SQLite, ou postgres://… / empty for SQLite, or postgres://…"`
	RedisURL     string `name:"redis-url"      help:"redis://…, rediss://…, unix://…, redis+sentinel://…, ou plusieurs séparées par des virgules; vide: dans le processus / or several, comma-separated; empty: in the process."`
	S3URL        string `name:"s3-url"         help:"s3://clé:secret@hôte:9000/seau ; vide: dossier data/blobs / s3://key:secret@host:9000/bucket ; empty: the data/blobs folder."`
	S3Secret     string `name:"s3-secret"      help:"Le secret de s3-url, s’il n’y est pas / the secret of s3-url, when it is not there."`
	SMTPURL      string `name:"smtp-url"       help:"smtp://, smtps:// ; vide: dossier data/mail / empty: the data/mail folder."`
	MailFrom     string `name:"mail-from"      help:"Expéditeur des courriels / sender of mails."                                                 default:"Palabre <palabre@localhost>"`
	MediaAddr    string `name:"media-addr"     help:"Adresse UDP et TCP du son et de l’image / UDP and TCP address of sound and picture."         default:"127.0.0.1:7882"`
	MediaIPs     string `name:"media-public-ips" help:"Adresses IP annoncées aux navigateurs, séparées par des virgules / IP addresses told to browsers, comma-separated."`
	NodeAddr     string `name:"node-addr"      help:"Plusieurs nœuds: où les autres entrent; vide: un nœud seul / many nodes: where the others come in; empty: a node alone (host:port)."`
	NodePublic   string `name:"node-public"    help:"Où les autres nœuds joignent celui-ci, si ce n’est node-addr / where the other nodes reach this one, when it is not node-addr (host:port)."`
	NodeSecret   string `name:"node-secret"    help:"Secret que tous les nœuds partagent; deux, un par ligne, le temps d’en changer / secret that all nodes share; two, a line each, while it is changed."`
	MetricsAddr  string `name:"metrics-addr"   help:"Adresse où /metrics répond, pour Prometheus; vide: nulle part / address where /metrics answers; empty: nowhere (host:port)."`
	LogLevel     string `name:"log-level"      help:"debug, info, warn ou error."                                                                 default:"info"`
	LogFormat    string `name:"log-format"     help:"json ou console."                                                                            default:"json"`
	TrustedProxy string `name:"trusted-proxies" help:"Réseaux des mandataires dont X-Forwarded-For est cru / networks of the proxies whose X-Forwarded-For is believed (CIDR, comma-separated)."`
}

// Keeping gives the settings of what reads or writes what is kept and serves nobody (a backup, a restore, a check): such a
// command speaks to no other node, and need be handed neither their secret nor Redis'. Those of a node among many without its
// database stay as they are, to be refused: what is kept on this machine is of the time before, and no backup of it.
func (r Raw) Keeping() Raw {
	if r.NodeAddr != "" && r.DatabaseURL == "" {
		return r
	}
	r.NodeAddr, r.NodePublic, r.NodeSecret, r.RedisURL = "", "", "", ""
	return r
}

// Config is what the program runs with. Every field was checked.
type Config struct {
	Addr           string
	PublicURL      *url.URL // nil: made from the address really listened on
	Data           string   // folder
	DatabaseURL    string   // "" for SQLite under Data; holds a password
	RedisURL       string   // "" for the bus inside the process; may hold a password
	S3             *S3      // nil for blobs in a folder under Data; holds a secret
	SMTP           *SMTP    // nil for .eml files under Data
	MailFrom       string
	MediaAddr      netip.AddrPort
	MediaIPs       []netip.Addr
	Node           Node
	MetricsAddr    string // "" for nowhere
	LogLevel       zerolog.Level
	LogConsole     bool
	TrustedProxies []netip.Prefix
}

// SMTP is where mails are handed over.
type SMTP struct {
	Host     string
	Port     int
	User     string
	Password string
	// Implicit is TLS from the first byte (smtps://).
	Implicit bool
	// StartTLS is "required", "optional" or "none" (smtp://…?starttls=).
	StartTLS string
}

// Policies of SMTP.StartTLS.
const (
	StartTLSRequired = "required"
	StartTLSOptional = "optional"
	StartTLSNone     = "none"
)

// Unknown names the variables of an environment ("NAME=value") that look like settings
// and are none, sorted: most are a slip of the keyboard. Values are not told.
func Unknown(environ []string) []string {
	known := map[string]bool{}
	raw := reflect.TypeFor[Raw]()
	for i := range raw.NumField() {
		name := Variable(raw.Field(i).Tag.Get("name"))
		known[name], known[name+InFile] = true, true
	}
	var out []string
	for _, one := range environ {
		if name, _, _ := strings.Cut(one, "="); strings.HasPrefix(name, "PALABRE_") && !known[name] {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// InFile ends the variable that names a file with a setting's value in it, in place of the value: PALABRE_SMTP_URL_FILE.
const InFile = "_FILE"

// Variable is the environment's name of a flag: "media-addr" → "PALABRE_MEDIA_ADDR".
func Variable(flag string) string {
	name := []byte("PALABRE_" + flag)
	for i, c := range name {
		switch {
		case c == '-':
			name[i] = '_'
		case c >= 'a' && c <= 'z':
			name[i] = c - 'a' + 'A'
		}
	}
	return string(name)
}
