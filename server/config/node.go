package config

import (
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// Node is this process among many; the zero Node is one that is alone.
type Node struct {
	Addr   string // where the other nodes' links come in; "" for a node that is alone
	Public string // where the other nodes reach it, host:port
	// Secrets are what all nodes share: one, or two while it is changed. The first is used, both are taken of others.
	Secrets []string
}

// Many tells whether this process is one of many.
func (n Node) Many() bool { return n.Addr != "" }

// What a secret must have at least, so that nobody guesses it: 32 characters of which 10 differ.
const (
	secretLength = 32
	secretKinds  = 10
)

// node believes the settings of a node among many, and refuses what many nodes cannot do without.
func node(raw Raw, bad *Problems) Node {
	if raw.NodeAddr == "" {
		if raw.NodePublic != "" || raw.NodeSecret != "" {
			bad.add("node-addr", "Attendu aussi l’adresse où les autres nœuds entrent, par exemple 10.0.0.1:7946; ou ni PALABRE_NODE_PUBLIC ni PALABRE_NODE_SECRET.",
				"Expected the address where the other nodes come in as well, such as 10.0.0.1:7946; or neither PALABRE_NODE_PUBLIC nor PALABRE_NODE_SECRET.")
		}
		return Node{}
	}
	n := Node{Addr: raw.NodeAddr, Public: raw.NodePublic, Secrets: secrets(raw.NodeSecret, bad)}
	host, err := hostPort(raw.NodeAddr)
	if err != nil {
		bad.add("node-addr", "Attendu hôte:port, par exemple 10.0.0.1:7946.", "Expected host:port, such as 10.0.0.1:7946.")
		return Node{}
	}
	if n.Public == "" {
		n.Public = raw.NodeAddr
		if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
			bad.add("node-public", "Attendu l’adresse où les autres nœuds joignent celui-ci, par exemple 10.0.0.1:7946\u00a0: PALABRE_NODE_ADDR n’en dit aucune.",
				"Expected the address where the other nodes reach this one, such as 10.0.0.1:7946: PALABRE_NODE_ADDR tells none.")
		}
	} else if host, err := hostPort(n.Public); err != nil || host == "" {
		bad.add("node-public", "Attendu hôte:port, par exemple 10.0.0.1:7946.", "Expected host:port, such as 10.0.0.1:7946.")
	}
	if raw.DatabaseURL == "" {
		bad.add("database-url", "Plusieurs nœuds ne peuvent se partager SQLite. Attendu postgres://personne:secret@hôte/base, la même base pour tous.",
			"Several nodes cannot share SQLite. Expected postgres://user:secret@host/database, the same database for all.")
	}
	if raw.RedisURL == "" {
		bad.add("redis-url", "Plusieurs nœuds se parlent par Redis. Attendu redis://hôte:6379/0, le même pour tous.",
			"Several nodes speak to each other through Redis. Expected redis://host:6379/0, the same for all.")
	}
	return n
}

func hostPort(s string) (host string, err error) {
	host, port, err := net.SplitHostPort(s)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	return host, err
}

// secrets reads one, or two on a line each.
func secrets(s string, bad *Problems) []string {
	var out []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			out = append(out, line)
		}
	}
	if len(out) == 0 || slices.ContainsFunc(out, func(one string) bool { return !secret(one) }) {
		bad.add("node-secret", "Attendu un secret à vous, tiré au hasard, de 32 caractères au moins dont 10 différents, sans mot d’exemple («\u00a0secret\u00a0», «\u00a0palabre\u00a0»…), le même sur tous les nœuds\u00a0: ce que dit «\u00a0openssl rand -hex 32\u00a0».",
			"Expected a secret of your own, made by chance, of 32 characters at least of which 10 differ, without a word of examples (“secret”, “palabre”…), the same on all nodes: what “openssl rand -hex 32” says.")
		return nil
	}
	if len(out) > 2 || len(slices.Compact(slices.Clone(out))) != len(out) {
		bad.add("node-secret", "Attendu un secret, ou deux, un par ligne, le temps d’en changer\u00a0: le premier sert, les deux sont acceptés.",
			"Expected one secret, or two, a line each, while it is changed: the first is used, both are accepted.")
		return nil
	}
	return out
}

// secret refuses what is short, what repeats itself, and what documents show as an example.
func secret(s string) bool {
	kinds := map[rune]bool{}
	for _, c := range s {
		kinds[c] = true
	}
	low := strings.ToLower(s)
	for _, example := range []string{"change", "secret", "example", "exemple", "palabre", "0123456789abcdef", "placeholder"} {
		if strings.Contains(low, example) {
			return false
		}
	}
	return len(s) >= secretLength && len(kinds) >= secretKinds
}

func metrics(s string, bad *Problems) string {
	if s == "" {
		return ""
	}
	if _, err := hostPort(s); err != nil {
		bad.add("metrics-addr", "Attendu vide, ou hôte:port, par exemple 127.0.0.1:9464.", "Expected nothing, or host:port, such as 127.0.0.1:9464.")
	}
	return s
}
