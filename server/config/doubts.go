package config

import (
	"net/netip"
	"net/url"
	"slices"
)

// Doubts are settings that can be used and yet are hardly what was meant, for a site at that address: what would fail is
// said at the start, to whoever set them, rather than by the first meeting.
func (c Config) Doubts(public *url.URL) []Problem {
	var out Problems
	outside := public.Scheme == "https" || !Loopback(public.Hostname())
	if outside && c.mediaStaysHere() {
		out.add("media-public-ips", "Le site est ouvert à d’autres machines, mais le son et l’image ne sont annoncés que sur celle-ci : personne d’ailleurs n’entendra. "+
			"Attendu PALABRE_MEDIA_ADDR=0.0.0.0:7882 et, ici, l’adresse IP par laquelle les navigateurs joignent cette machine, par exemple 203.0.113.7.",
			"The site is open to other machines, but sound and picture are announced on this one alone: nobody elsewhere will hear. "+
				"Expected PALABRE_MEDIA_ADDR=0.0.0.0:7882 and, here, the IP address by which browsers reach this machine, such as 203.0.113.7.")
	}
	if c.Node.Many() && c.SMTP == nil {
		out.add("smtp-url", "Parmi plusieurs nœuds, sans serveur de courriel, chaque nœud pose les lettres dans son propre dossier : les liens de connexion ne parviennent à personne. "+
			"Attendu smtps://personne:secret@hôte:465, le même sur tous.",
			"Among several nodes, without a mail server, each lays letters in a folder of its own: links for signing in reach nobody. "+
				"Expected smtps://user:secret@host:465, the same on all.")
	}
	if outside && c.Node.Many() {
		c.doubtMany(&out)
	}
	if c.databaseInClear() {
		out.add("database-url", "La base est sur une autre machine, et rien ne dit comment lui parler : si elle n’offre pas TLS, tout passe en clair. "+
			"Attendu, à la fin de l’adresse et après un point d’interrogation : sslmode=verify-full; ou sslmode=disable, sur un réseau qui n’est qu’à vous.",
			"The database is on another machine, and nothing says how to speak to it: if it offers no TLS, everything passes in clear. "+
				"Expected ?sslmode=verify-full at the end of the address; or sslmode=disable, on a network that is yours alone.")
	}
	return out
}

// doubtMany is about nodes on several machines.
func (c Config) doubtMany(out *Problems) {
	if c.PublicURL == nil {
		out.add("public-url", "Parmi plusieurs nœuds, chacun tire ici l’adresse du site de la sienne : ce qui ouvre sur l’un est refusé par les autres. "+
			"Attendu l’adresse que les gens tapent, par exemple https://palabre.example.org, la même sur tous.",
			"Among several nodes, each makes up an address of its own here: what opens at one is refused by the others. "+
				"Expected the address that people type, such as https://palabre.example.org, the same on all.")
	}
	if c.S3 == nil {
		out.add("s3-url", "Parmi plusieurs nœuds, les fichiers restent ici sur la machine qui les reçoit, et les autres ne les ont pas. "+
			"Attendu s3://clé:secret@hôte:9000/seau, le même sur tous.",
			"Among several nodes, files stay here on the machine that is given them, and the others do not have them. "+
				"Expected s3://key:secret@host:9000/bucket, the same on all.")
	}
}

// databaseInClear tells whether the database may be spoken to in clear over a network, and nobody has said that it should: what
// libpq does of an address without sslmode ("prefer") is TLS if offered, whoever offers it.
func (c Config) databaseInClear() bool {
	u, err := url.Parse(c.DatabaseURL)
	if err != nil || u.Hostname() == "" || Loopback(u.Hostname()) {
		return false
	}
	return !u.Query().Has("sslmode")
}

// mediaStaysHere tells whether no other machine is told where sound and picture are.
func (c Config) mediaStaysHere() bool {
	if len(c.MediaIPs) > 0 {
		return !slices.ContainsFunc(c.MediaIPs, func(ip netip.Addr) bool { return !ip.IsLoopback() })
	}
	return c.MediaAddr.Addr().IsLoopback()
}
