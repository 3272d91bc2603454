package config_test

import (
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"palabre/assets/blob/s3"
	"palabre/server/config"
)

func good() config.Raw {
	return config.Raw{
		Addr: "127.0.0.1:8080", Data: "./data", MailFrom: "Palabre <palabre@example.org>", MediaAddr: "127.0.0.1:7882",
		LogLevel: "info", LogFormat: "json",
	}
}

func TestDefaultsAreAccepted(t *testing.T) {
	c, err := config.Check(good())
	if err != nil {
		t.Fatal(err)
	}
	if c.PublicURL != nil || c.SMTP != nil || c.MediaAddr.Port() != 7882 {
		t.Fatalf("unexpected: %+v", c)
	}
}

// Each wrong value is refused by its own name, and its text is not repeated:
// it may hold a password.
func TestEachWrongValueIsRefusedByName(t *testing.T) {
	const secret = "s3cr3t"
	cases := []struct {
		name string
		set  func(*config.Raw)
	}{
		{"PALABRE_ADDR", func(r *config.Raw) { r.Addr = "8080" }},
		{"PALABRE_ADDR", func(r *config.Raw) { r.Addr = "127.0.0.1:99999" }},
		{"PALABRE_PUBLIC_URL", func(r *config.Raw) { r.PublicURL = "palabre.example.org" }},
		{"PALABRE_PUBLIC_URL", func(r *config.Raw) { r.PublicURL = "http://palabre.example.org" }},
		{"PALABRE_PUBLIC_URL", func(r *config.Raw) { r.PublicURL = "https://palabre.example.org/sous/dossier" }},
		{"PALABRE_PUBLIC_URL", func(r *config.Raw) { r.PublicURL = "https://u:" + secret + "@palabre.example.org" }},
		{"PALABRE_DATA", func(r *config.Raw) { r.Data = "  " }},
		{"PALABRE_DATABASE_URL", func(r *config.Raw) { r.DatabaseURL = "mysql://u:" + secret + "@h/b" }},
		{"PALABRE_DATABASE_URL", func(r *config.Raw) { r.DatabaseURL = "postgres://u:" + secret + "@h" }},
		{"PALABRE_REDIS_URL", func(r *config.Raw) { r.RedisURL = "localhost:6379" }},
		{"PALABRE_REDIS_URL", func(r *config.Raw) { r.RedisURL = "redis+cluster://:" + secret + "@h" }},
		{"PALABRE_REDIS_URL", func(r *config.Raw) { r.RedisURL = "redis+sentinel://:" + secret + "@h1,h2" }},
		{"PALABRE_REDIS_URL", func(r *config.Raw) { r.RedisURL = "redis://h,redis://:" + secret + "@h" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "https://k:" + secret + "@h/seau" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "s3://h/seau" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "s3://k@h/seau" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "s3://k:" + secret + "@h" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "s3://k:" + secret + "@h/Un_Seau" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "s3://k:" + secret + "@h:0/seau" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "s3://k:" + secret + "@h/seau?tls=maybe" }},
		{"PALABRE_S3_URL", func(r *config.Raw) { r.S3URL = "s3://k:" + secret + "@h/seau?" + secret + "=yes" }},
		{"PALABRE_S3_SECRET", func(r *config.Raw) { r.S3URL, r.S3Secret = "s3://k:x@h/seau", secret }},
		{"PALABRE_S3_SECRET", func(r *config.Raw) { r.S3Secret = secret }},
		{"PALABRE_SMTP_URL", func(r *config.Raw) { r.SMTPURL = "http://u:" + secret + "@h" }},
		{"PALABRE_SMTP_URL", func(r *config.Raw) { r.SMTPURL = "smtp://h?starttls=maybe" }},
		{"PALABRE_SMTP_URL", func(r *config.Raw) { r.SMTPURL = "smtp://h:0" }},
		{"PALABRE_MAIL_FROM", func(r *config.Raw) { r.MailFrom = "personne" }},
		{"PALABRE_MEDIA_ADDR", func(r *config.Raw) { r.MediaAddr = "localhost" }},
		{"PALABRE_MEDIA_PUBLIC_IPS", func(r *config.Raw) { r.MediaIPs = "203.0.113.7, ici" }},
		{"PALABRE_TRUSTED_PROXIES", func(r *config.Raw) { r.TrustedProxy = "127.0.0.1" }},
		{"PALABRE_LOG_LEVEL", func(r *config.Raw) { r.LogLevel = "verbose" }},
		{"PALABRE_LOG_FORMAT", func(r *config.Raw) { r.LogFormat = "xml" }},
	}
	for _, c := range cases {
		raw := good()
		c.set(&raw)
		_, err := config.Check(raw)
		var bad config.Problems
		if !errors.As(err, &bad) || len(bad) != 1 || bad[0].Name != c.name {
			t.Errorf("%s: got %v", c.name, err)
			continue
		}
		if !strings.Contains(bad[0].FR, "ttendu") || !strings.Contains(bad[0].EN, "xpected") {
			t.Errorf("%s: does not say what was expected: %+v", c.name, bad[0])
		}
		if strings.Contains(err.Error(), secret) {
			t.Errorf("%s: the refusal repeats a secret", c.name)
		}
	}
}

func TestAllProblemsAreToldAtOnce(t *testing.T) {
	raw := good()
	raw.Addr, raw.Data, raw.LogLevel = "x", "", "y"
	_, err := config.Check(raw)
	var bad config.Problems
	if !errors.As(err, &bad) || len(bad) != 3 {
		t.Fatalf("want three problems, got %v", err)
	}
}

func TestSMTPAddress(t *testing.T) {
	raw := good()
	raw.SMTPURL = "smtps://moi%40example.org:a%2Fb@relais.example.org"
	c, err := config.Check(raw)
	if err != nil {
		t.Fatal(err)
	}
	want := config.SMTP{Host: "relais.example.org", Port: 465, User: "moi@example.org", Password: "a/b", Implicit: true, StartTLS: "required"}
	if *c.SMTP != want {
		t.Fatalf("got %+v", *c.SMTP)
	}
}

func TestS3Address(t *testing.T) {
	raw := good()
	raw.S3URL = "s3://moi:a%2Fb@S3.example.org:9000/un-seau/pal/abre/?region=ca-central-1&tls=no&style=dns&create=yes"
	c, err := config.Check(raw)
	if err != nil {
		t.Fatal(err)
	}
	want := config.S3{
		Endpoint: "s3.example.org:9000", Region: "ca-central-1", Bucket: "un-seau", Prefix: "pal/abre/", Key: "moi", Secret: "a/b", DNS: true, Create: true,
	}
	if *c.S3 != want {
		t.Fatalf("got %+v", *c.S3)
	}
	raw.S3URL, raw.S3Secret = "s3://moi@s3.example.org/un-seau", "ailleurs"
	if c, err = config.Check(raw); err != nil {
		t.Fatal(err)
	}
	if want := (config.S3{Endpoint: "s3.example.org", TLS: true, Region: "us-east-1", Bucket: "un-seau", Key: "moi", Secret: "ailleurs"}); *c.S3 != want {
		t.Fatalf("got %+v", *c.S3)
	}
	_ = s3.Options(*c.S3) // the store takes it as it is
}

// The table of docs/operating.md has every setting with its default, and no other.
func TestTheTableOfSettingsIsWhole(t *testing.T) {
	page, err := os.ReadFile("../../docs/operating.md")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, line := range strings.Split(string(page), "\n") {
		if cells := strings.Split(line, " | "); strings.HasPrefix(line, "| `PALABRE_") && len(cells) == 3 {
			rows[strings.Trim(cells[0], "| `")] = strings.Trim(cells[1], "`")
		}
	}
	raw := reflect.TypeFor[config.Raw]()
	for i := range raw.NumField() {
		tag := raw.Field(i).Tag
		name := config.Variable(tag.Get("name"))
		row, ok := rows[name]
		delete(rows, name)
		if fallback := tag.Get("default"); !ok || fallback != "" && row != fallback {
			t.Errorf("%s: the table says %q, the program %q", name, row, fallback)
		}
	}
	for name := range rows {
		t.Errorf("the table has %s, which does not exist", name)
	}
}

func TestVariable(t *testing.T) {
	if got := config.Variable("media-public-ips"); got != "PALABRE_MEDIA_PUBLIC_IPS" {
		t.Fatal(got)
	}
}
