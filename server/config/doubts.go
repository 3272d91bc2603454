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
	return out
}

// mediaStaysHere tells whether no other machine is told where sound and picture are.
func (c Config) mediaStaysHere() bool {
	if len(c.MediaIPs) > 0 {
		return !slices.ContainsFunc(c.MediaIPs, func(ip netip.Addr) bool { return !ip.IsLoopback() })
	}
	return c.MediaAddr.Addr().IsLoopback()
}
