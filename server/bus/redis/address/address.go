// Package address reads the setting that says which Redis servers carry the bus:
//
//	redis://user:secret@host:6379/0          one server; rediss:// is the same over TLS
//	unix://user:secret@/run/redis.sock       one server, by its socket
//	redis+sentinel://user:secret@s1:26379,s2:26379/name?db=0
//	                                         whichever server the sentinels call name; rediss+sentinel:// over TLS
//
// Several of these, separated by commas, are independent servers that share the rooms among them.
package address

import (
	"cmp"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// Server is one server of the bus, or the sentinels that know it.
type Server struct {
	Addrs    []string // host:port of the server; the sentinels', sorted, when Master is set; or the path of a socket
	Unix     bool
	TLS      bool
	Master   string // what the sentinels call it; "" without sentinels
	DB       int
	User     string
	Password string
	// SentinelUser and SentinelPassword are for the sentinels themselves (?sentinel_user=, ?sentinel_password=).
	SentinelUser     string
	SentinelPassword string
}

// Name tells the server from others, the same on every node and without a secret.
func (s Server) Name() string {
	if s.Master != "" {
		return s.Master + "@" + strings.Join(s.Addrs, ",")
	}
	return s.Addrs[0]
}

// Wrong says what was expected instead. It never repeats the setting, which may hold a password.
type Wrong struct{ FR, EN string }

func (w *Wrong) Error() string { return w.EN }

func expected() *Wrong {
	return &Wrong{
		"Attendu vide, redis://hôte:6379/0, rediss://…, unix:///chemin, redis+sentinel://hôte1:26379,hôte2:26379/nom, ou plusieurs de ces adresses séparées par des virgules.",
		"Expected nothing, redis://host:6379/0, rediss://…, unix:///path, redis+sentinel://host1:26379,host2:26379/name, or several of these addresses separated by commas.",
	}
}

// Parse reads the setting. The servers are in the order of their names, however they were listed. The error is a *Wrong.
func Parse(setting string) ([]Server, error) {
	var out []Server
	for _, one := range split(setting) {
		s, err := parse(one)
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	if len(out) == 0 {
		return nil, expected()
	}
	slices.SortFunc(out, func(a, b Server) int { return cmp.Compare(a.Name(), b.Name()) })
	for i := range out[1:] {
		if out[i].Name() == out[i+1].Name() {
			return nil, &Wrong{"Attendu chaque serveur une seule fois.", "Expected each server once."}
		}
	}
	return out, nil
}

// split cuts at the commas before a scheme: the others stand between sentinels.
func split(s string) []string {
	var out []string
	for _, piece := range strings.Split(s, ",") {
		if strings.Contains(piece, "://") || len(out) == 0 {
			out = append(out, strings.TrimSpace(piece))
		} else {
			out[len(out)-1] += "," + strings.TrimSpace(piece)
		}
	}
	return out
}

func parse(s string) (Server, error) {
	scheme, rest, _ := strings.Cut(s, "://")
	switch scheme {
	case "redis", "rediss":
		return plain(s)
	case "unix":
		return socket(s)
	case "redis+sentinel", "rediss+sentinel":
		return sentinel(scheme, rest)
	default:
		return Server{}, expected()
	}
}

func plain(s string) (Server, error) {
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" || u.Fragment != "" {
		return Server{}, expected()
	}
	addr, ok := endpoint(u.Host, "6379")
	if !ok {
		return Server{}, expected()
	}
	db := strings.Trim(u.Path, "/")
	return options(Server{Addrs: []string{addr}, TLS: u.Scheme == "rediss"}, u, db)
}

func socket(s string) (Server, error) {
	u, err := url.Parse(s)
	if err != nil || u.Host != "" || strings.Trim(u.Path, "/") == "" || u.Fragment != "" {
		return Server{}, expected()
	}
	return options(Server{Addrs: []string{u.Path}, Unix: true}, u, "")
}

func sentinel(scheme, rest string) (Server, error) {
	end := len(rest)
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		end = i
	}
	who, hosts := "", rest[:end]
	if i := strings.LastIndex(hosts, "@"); i >= 0 {
		who, hosts = hosts[:i+1], hosts[i+1:]
	}
	// The list of hosts is none that net/url knows.
	u, err := url.Parse("redis://" + who + "sentinels" + rest[end:])
	if err != nil || u.Fragment != "" {
		return Server{}, expected()
	}
	out := Server{TLS: scheme == "rediss+sentinel", Master: strings.Trim(u.Path, "/")}
	for _, host := range strings.Split(hosts, ",") {
		addr, ok := endpoint(strings.TrimSpace(host), "26379")
		if !ok {
			return Server{}, expected()
		}
		out.Addrs = append(out.Addrs, addr)
	}
	slices.Sort(out.Addrs)
	out.Addrs = slices.Compact(out.Addrs)
	if out.Master == "" || strings.Contains(out.Master, "/") {
		return Server{}, &Wrong{
			"Attendu, après les sentinelles, le nom du serveur qu’elles surveillent\u00a0: redis+sentinel://hôte1:26379,hôte2:26379/nom.",
			"Expected, after the sentinels, the name of the server they watch: redis+sentinel://host1:26379,host2:26379/name.",
		}
	}
	return options(out, u, "")
}

// endpoint completes host[:port].
func endpoint(s, port string) (string, bool) {
	u := url.URL{Host: s}
	host := u.Hostname()
	if p := u.Port(); p != "" {
		port = p
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if host == "" || strings.HasSuffix(s, ":") || strings.ContainsAny(host, " @,") || err != nil || n == 0 {
		return "", false
	}
	return net.JoinHostPort(strings.ToLower(host), port), true
}

// options reads who asks, the database and what else the address says; anything unknown is a slip of the keyboard.
func options(s Server, u *url.URL, db string) (Server, error) {
	s.User = u.User.Username()
	s.Password, _ = u.User.Password()
	q, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return Server{}, expected()
	}
	for name, values := range q {
		value := values[len(values)-1]
		switch {
		case name == "db" && db == "":
			db = value
		case name == "sentinel_user" && s.Master != "":
			s.SentinelUser = value
		case name == "sentinel_password" && s.Master != "":
			s.SentinelPassword = value
		default:
			return Server{}, &Wrong{
				"Option inconnue dans l’adresse. Attendu db, et avec Sentinel sentinel_user et sentinel_password.",
				"Unknown option in the address. Expected db, and with Sentinel sentinel_user and sentinel_password.",
			}
		}
	}
	if db != "" {
		n, err := strconv.ParseUint(db, 10, 16)
		if err != nil {
			return Server{}, &Wrong{"Attendu un numéro de base, par exemple redis://hôte:6379/0.", "Expected a database's number, such as redis://host:6379/0."}
		}
		s.DB = int(n)
	}
	return s, nil
}
