package document_test

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"palabre/assets/document"
)

func TestLinksThatMayBeFollowed(t *testing.T) {
	for href, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c#d", "http://example.org": "http://example.org", "mailto:courriel@example.org": "mailto:courriel@example.org",
		"/tableaux/1": "/tableaux/1", " https://example.org ": "https://example.org", "HTTPS://example.org": "https://example.org",
		"": "", "javascript:alert(1)": "", "JaVaScRiPt:alert(1)": "", "java\nscript:alert(1)": "", "data:text/html,x": "", "//example.org": "", "/%2fexample.org": "", "/%2fé": "", `/\example.org`: "", `\\example.org`: "",
		"https://": "", "https://qui:mot@example.org": "", "tableaux/1": "", "#ancre": "", "mailto:": "", "file:///etc/passwd": "", "vbscript:x": "",
	} {
		if got := document.SafeHref(href); got != want {
			t.Errorf("%q gives %q, want %q", href, got, want)
		}
	}
}

// Whatever is given, a link that may be followed has one of the schemes allowed, and passes again unchanged.
func TestSafeLinksStaySafe(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([]string{"http", "https", "mailto", "javascript", ":", "/", "//", "\\", "@", "example.org", "?", "#", "%2f", "%0a", "\t", " ", "é", "<", "\""}), 0, 8).Draw(t, "parts")
		got := document.SafeHref(strings.Join(parts, ""))
		if got == "" {
			return
		}
		u, err := url.Parse(got)
		if err != nil || (u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" && u.Scheme != "mailto") || (u.Scheme == "" && (u.Host != "" || strings.HasPrefix(got, "//"))) {
			t.Fatalf("%q: %v", got, err)
		}
		if again := document.SafeHref(got); again != got {
			t.Fatalf("%q, then %q", got, again)
		}
	})
}

// [I9] a source names its room, the range of its log and its head.
func TestASourceSaysWhereItComesFrom(t *testing.T) {
	s := document.Source{Room: "ses_1", Label: "Rencontre", Log: "k3", From: 1, Upto: 412, Head: "9f2c"}
	if got := s.Sentence(); got != "Rencontre\u00a0: salle ses_1, événements 1 à 412, journal k3, empreinte 9f2c." {
		t.Error(got)
	}
}

func TestEveryKindAndStatusHasAName(t *testing.T) {
	for _, k := range []document.Kind{document.Minutes, document.PracticeSheet, document.PracticeStory, document.Charter, document.Tool, document.Synthesis, document.Review} {
		if k.Label() == "Document" {
			t.Errorf("%s has no name", k)
		}
	}
	for status, project := range map[document.Status]bool{document.Draft: true, document.Rereading: true, document.Validated: false, document.Published: false, "inconnu": true} {
		if status.Project() != project || status.Label() == "" {
			t.Errorf("%s: project %v", status, status.Project())
		}
	}
}

// A file is read far from Palabre: its paths become addresses, and nothing else changes.
func TestPathsBecomeAddressesOfTheSite(t *testing.T) {
	for _, c := range []struct {
		site       document.Site
		href, want string
	}{
		{"https://palabre.example.org", "/tableaux/1", "https://palabre.example.org/tableaux/1"},
		{"https://palabre.example.org/", "/tableaux/1", "https://palabre.example.org/tableaux/1"},
		{"", "/tableaux/1", "/tableaux/1"},
		{"https://palabre.example.org", "https://example.org/a", "https://example.org/a"},
		{"https://palabre.example.org", "//example.org", ""},
		{"https://palabre.example.org", "", ""},
	} {
		if got := c.site.Href(c.href); got != c.want {
			t.Errorf("%q at %q gives %q, want %q", c.href, c.site, got, c.want)
		}
	}
}
