package config_test

import (
	"net/url"
	"strings"
	"testing"

	"palabre/server/config"
)

// What can be used, and yet would fail the first meeting, is said at the start.
func TestDoubtsAreSaid(t *testing.T) {
	for _, c := range []struct {
		story, public string
		more          func(*config.Raw)
		named         string
	}{
		{"on this machine", "http://127.0.0.1:8080", func(*config.Raw) {}, ""},
		{"the world hears nothing", "https://palabre.example.org", func(*config.Raw) {}, "PALABRE_MEDIA_PUBLIC_IPS"},
		{"another machine hears nothing", "http://192.0.2.7:8080", func(*config.Raw) {}, "PALABRE_MEDIA_PUBLIC_IPS"},
		{"this machine is announced to the world", "https://palabre.example.org", func(r *config.Raw) { r.MediaAddr, r.MediaIPs = "0.0.0.0:7882", "127.0.0.1" }, "PALABRE_MEDIA_PUBLIC_IPS"},
		{"the world hears", "https://palabre.example.org", func(r *config.Raw) { r.MediaIPs = "203.0.113.7" }, ""},
		{"it listens to all", "https://palabre.example.org", func(r *config.Raw) { r.MediaAddr = ":7882" }, ""},
		{"letters in three folders", "http://127.0.0.1:8080", among, "PALABRE_SMTP_URL"},
		{"an origin for each, files on each", "https://palabre.example.org", func(r *config.Raw) { among(r); r.SMTPURL, r.MediaIPs = "smtp://mail.example.org", "203.0.113.7" }, "PALABRE_PUBLIC_URL PALABRE_S3_URL"},
		{"one of all things", "https://palabre.example.org", func(r *config.Raw) {
			among(r)
			r.SMTPURL, r.MediaIPs = "smtp://mail.example.org", "203.0.113.7"
			r.PublicURL, r.S3URL = "https://palabre.example.org", "s3://key:secret@files.example.org:9000/palabre"
		}, ""},
		{"a database far away, in clear if it wants", "http://127.0.0.1:8080", func(r *config.Raw) { r.DatabaseURL = "postgres://u:p@192.0.2.20/palabre" }, "PALABRE_DATABASE_URL"},
		{"a database far away, as was decided", "http://127.0.0.1:8080", func(r *config.Raw) { r.DatabaseURL = "postgres://u:p@192.0.2.20/palabre?sslmode=disable" }, ""},
		{"a database on this machine", "http://127.0.0.1:8080", func(r *config.Raw) { r.DatabaseURL = "postgres://u:p@localhost/palabre" }, ""},
		{"a database by its socket", "http://127.0.0.1:8080", func(r *config.Raw) { r.DatabaseURL = "postgres:///palabre?host=/run/postgresql" }, ""},
		{"one post for all", "http://127.0.0.1:8080", func(r *config.Raw) { among(r); r.SMTPURL = "smtp://mail.example.org" }, ""},
	} {
		raw := config.Raw{
			Addr: "127.0.0.1:8080", Data: "./data", MailFrom: "Palabre <palabre@localhost>", MediaAddr: "127.0.0.1:7882", LogLevel: "info", LogFormat: "json",
		}
		c.more(&raw)
		settings, err := config.Check(raw)
		if err != nil {
			t.Fatalf("%s: %v", c.story, err)
		}
		public, err := url.Parse(c.public)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, one := range settings.Doubts(public) {
			names = append(names, one.Name)
			if !strings.Contains(one.FR, "Attendu") || !strings.Contains(one.EN, "Expected") {
				t.Errorf("%s: does not say what to set: %+v", c.story, one)
			}
		}
		if got := strings.Join(names, " "); got != c.named {
			t.Errorf("%s: %q, expected %q", c.story, got, c.named)
		}
	}
}

func among(r *config.Raw) {
	r.NodeAddr, r.NodeSecret = "10.0.0.1:7946", "d41d8cd98f00b204e9800998ecf8427e"
	r.DatabaseURL, r.RedisURL = "postgres://u:p@db/palabre?sslmode=verify-full", "redis://redis:6379/0"
}
