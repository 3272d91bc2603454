package config

import (
	"net/url"
	"strconv"
	"strings"
)

// S3 is where blobs are kept. Its fields are those of the store's own options.
type S3 struct {
	Endpoint string // host:port
	TLS      bool
	Region   string
	Bucket   string
	Prefix   string // before every name in the bucket, "" or ending in "/"
	Key      string
	Secret   string
	// DNS puts the bucket in the host's name instead of the path.
	DNS bool
	// Create makes the bucket at the start when it is not there.
	Create bool
}

// s3 reads s3://key:secret@host:port/bucket/prefix?region=&tls=&style=&create=.
func s3(s, secret string, bad *Problems) *S3 {
	if s == "" {
		if secret != "" {
			bad.add("s3-secret", "Attendu vide, puisque PALABRE_S3_URL l’est.", "Expected nothing, since PALABRE_S3_URL is empty.")
		}
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "s3" || u.Hostname() == "" || u.User.Username() == "" || u.Fragment != "" {
		bad.add("s3-url", "Attendu vide, ou s3://clé:secret@hôte:9000/seau.", "Expected nothing, or s3://key:secret@host:9000/bucket.")
		return nil
	}
	out := &S3{Endpoint: strings.ToLower(u.Host), TLS: true, Region: "us-east-1", Key: u.User.Username()}
	out.Secret, _ = u.User.Password()
	if p := u.Port(); p != "" || strings.HasSuffix(u.Host, ":") {
		if n, err := strconv.ParseUint(p, 10, 16); err != nil || n == 0 {
			bad.add("s3-url", "Attendu un port de 1 à 65535.", "Expected a port from 1 to 65535.")
		}
	}
	bucket, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if out.Bucket = bucket; !bucketName(bucket) {
		bad.add("s3-url", "Attendu le nom d’un seau après l’hôte\u00a0: s3://clé:secret@hôte:9000/seau.",
			"Expected a bucket's name after the host: s3://key:secret@host:9000/bucket.")
	}
	if out.Prefix = prefix; prefix != "" {
		out.Prefix += "/"
	}
	out.options(u, bad)
	out.secret(secret, bad)
	return out
}

// bucketName tells whether a name is a bucket's: 3 to 63 lower-case letters, digits, dots and hyphens.
func bucketName(s string) bool {
	return len(s) >= 3 && len(s) <= 63 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '-' && r != '.'
	}) && !strings.ContainsAny(s[:1]+s[len(s)-1:], "-.")
}

func (c *S3) options(u *url.URL, bad *Problems) {
	q, err := url.ParseQuery(u.RawQuery)
	for name, values := range q {
		value, ok := values[len(values)-1], false
		switch name {
		case "region":
			c.Region, ok = value, value != ""
		case "tls":
			c.TLS, ok = yes(value)
		case "style":
			c.DNS, ok = value == "dns", value == "dns" || value == "path"
		case "create":
			c.Create, ok = yes(value)
		}
		if !ok {
			err = url.EscapeError(name)
		}
	}
	if err != nil {
		bad.add("s3-url", "Attendu, après le point d’interrogation, region=nom, tls=yes ou no, style=path ou dns, create=yes ou no.",
			"Expected, after “?”, region=name, tls=yes or no, style=path or dns, create=yes or no.")
	}
}

func yes(s string) (is, ok bool) { return s == "yes", s == "yes" || s == "no" }

// secret takes the secret from where it is, in one place.
func (c *S3) secret(apart string, bad *Problems) {
	switch {
	case apart == "" && c.Secret == "":
		bad.add("s3-url", "Attendu un secret\u00a0: s3://clé:secret@hôte/seau, ou PALABRE_S3_SECRET.",
			"Expected a secret: s3://key:secret@host/bucket, or PALABRE_S3_SECRET.")
	case apart != "" && c.Secret != "":
		bad.add("s3-secret", "Attendu le secret à un seul endroit\u00a0: ici, ou dans PALABRE_S3_URL.", "Expected the secret in one place: here, or in PALABRE_S3_URL.")
	case apart != "":
		c.Secret = apart
	}
}
