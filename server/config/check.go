package config

import (
	"net"
	"net/mail"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"github.com/rs/zerolog"
)

// Check believes the settings or says everything that is wrong with them; the
// error is then a Problems.
func Check(raw Raw) (Config, error) {
	var bad Problems
	c := Config{
		Addr:           address(raw.Addr, &bad),
		PublicURL:      publicURL(raw.PublicURL, &bad),
		Data:           folder(raw.Data, &bad),
		DatabaseURL:    database(raw.DatabaseURL, &bad),
		RedisURL:       redis(raw.RedisURL, &bad),
		S3:             s3(raw.S3URL, raw.S3Secret, &bad),
		SMTP:           smtp(raw.SMTPURL, &bad),
		MailFrom:       sender(raw.MailFrom, &bad),
		MediaAddr:      media(raw.MediaAddr, &bad),
		MediaIPs:       publicIPs(raw.MediaIPs, &bad),
		TrustedProxies: networks(raw.TrustedProxy, &bad),
		Node:           node(raw, &bad),
		MetricsAddr:    metrics(raw.MetricsAddr, &bad),
	}
	c.LogLevel = level(raw.LogLevel, &bad)
	c.LogConsole = console(raw.LogFormat, &bad)
	if len(bad) > 0 {
		return Config{}, bad
	}
	return c, nil
}

func address(s string, bad *Problems) string {
	_, port, err := net.SplitHostPort(s)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		bad.add("addr", "Attendu hôte:port, par exemple 127.0.0.1:8080.", "Expected host:port, such as 127.0.0.1:8080.")
	}
	return s
}

// publicURL refuses plain http elsewhere than on this machine: cookies, the
// microphone and the camera are given by browsers to secure origins alone.
func publicURL(s string, bad *Problems) *url.URL {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" ||
		u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		bad.add("public-url", "Attendu une origine seule, par exemple https://palabre.example.org.",
			"Expected an origin alone, such as https://palabre.example.org.")
		return nil
	}
	if u.Scheme == "http" && !Loopback(u.Hostname()) {
		bad.add("public-url", "Attendu https:// (http:// ne convient qu’à cette machine\u00a0: 127.0.0.1 ou localhost).",
			"Expected https:// (http:// only suits this machine: 127.0.0.1 or localhost).")
		return nil
	}
	return &url.URL{Scheme: u.Scheme, Host: strings.ToLower(u.Host)}
}

// Loopback tells whether a host name is this machine, as browsers see it when
// they decide that an origin is trustworthy without https.
func Loopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

func folder(s string, bad *Problems) string {
	if strings.TrimSpace(s) == "" {
		bad.add("data", "Attendu le chemin d’un dossier, par exemple ./data.", "Expected the path of a folder, such as ./data.")
	}
	return s
}

func database(s string, bad *Problems) string {
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	// A server reached by a socket is named by ?host=/its/folder.
	if err != nil || (u.Scheme != "postgres" && u.Scheme != "postgresql") || (u.Host == "" && u.Query().Get("host") == "") ||
		(strings.Trim(u.Path, "/") == "" && u.Query().Get("dbname") == "") {
		bad.add("database-url", "Attendu vide (SQLite) ou postgres://personne:secret@hôte/base.",
			"Expected nothing (SQLite) or postgres://user:secret@host/database.")
		return ""
	}
	return s
}

func smtp(s string, bad *Problems) *SMTP {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	ok := err == nil && (u.Scheme == "smtp" || u.Scheme == "smtps") && u.Hostname() != "" && strings.Trim(u.Path, "/") == ""
	if !ok {
		bad.add("smtp-url", "Attendu smtp://personne:secret@hôte:587 ou smtps://personne:secret@hôte:465.",
			"Expected smtp://user:secret@host:587 or smtps://user:secret@host:465.")
		return nil
	}
	out := &SMTP{Host: u.Hostname(), Port: 587, User: u.User.Username(), Implicit: u.Scheme == "smtps", StartTLS: u.Query().Get("starttls")}
	out.Password, _ = u.User.Password()
	if out.Implicit {
		out.Port = 465
	}
	if out.StartTLS == "" {
		out.StartTLS = StartTLSRequired
	}
	if out.StartTLS != StartTLSRequired && out.StartTLS != StartTLSOptional && out.StartTLS != StartTLSNone {
		bad.add("smtp-url", "starttls: attendu required, optional ou none.", "starttls: expected required, optional or none.")
	}
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 {
			bad.add("smtp-url", "Attendu un port de 1 à 65535.", "Expected a port from 1 to 65535.")
		}
		out.Port = int(n)
	}
	return out
}

func sender(s string, bad *Problems) string {
	if _, err := mail.ParseAddress(s); err != nil {
		bad.add("mail-from", "Attendu une adresse, par exemple Palabre <palabre@example.org>.",
			"Expected an address, such as Palabre <palabre@example.org>.")
	}
	return s
}

func media(s string, bad *Problems) netip.AddrPort {
	if strings.HasPrefix(s, ":") {
		s = "0.0.0.0" + s
	}
	addr, err := netip.ParseAddrPort(s)
	if err != nil {
		bad.add("media-addr", "Attendu une adresse IP et un port, par exemple 0.0.0.0:7882.",
			"Expected an IP address and a port, such as 0.0.0.0:7882.")
	}
	return addr
}

func publicIPs(s string, bad *Problems) []netip.Addr {
	var out []netip.Addr
	for _, one := range fields(s) {
		ip, err := netip.ParseAddr(one)
		if err != nil || ip.IsUnspecified() || ip.IsMulticast() {
			bad.add("media-public-ips", "Attendu des adresses IP séparées par des virgules, par exemple 203.0.113.7.",
				"Expected IP addresses separated by commas, such as 203.0.113.7.")
			return nil
		}
		out = append(out, ip)
	}
	return out
}

func networks(s string, bad *Problems) []netip.Prefix {
	var out []netip.Prefix
	for _, one := range fields(s) {
		p, err := netip.ParsePrefix(one)
		if err != nil {
			bad.add("trusted-proxies", "Attendu des réseaux séparés par des virgules, par exemple 127.0.0.1/32,172.16.0.0/12.",
				"Expected networks separated by commas, such as 127.0.0.1/32,172.16.0.0/12.")
			return nil
		}
		out = append(out, p)
	}
	return out
}

func level(s string, bad *Problems) zerolog.Level {
	switch s {
	case "debug", "info", "warn", "error":
		l, err := zerolog.ParseLevel(s)
		if err == nil {
			return l
		}
	}
	bad.add("log-level", "Attendu debug, info, warn ou error.", "Expected debug, info, warn or error.")
	return zerolog.InfoLevel
}

func console(s string, bad *Problems) bool {
	if s != "json" && s != "console" {
		bad.add("log-format", "Attendu json ou console.", "Expected json or console.")
	}
	return s == "console"
}

func fields(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return r == ',' || r == ' ' })
}
