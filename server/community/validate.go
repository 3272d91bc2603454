package community

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"palabre/rooms"
)

// Bounds of what people write, in characters unless said otherwise.
const (
	maxName      = 120
	maxTitle     = 160
	maxText      = 2000
	maxQuestion  = 400
	maxRegion    = 80
	maxEmail     = 254
	maxPhases    = 40
	maxCharter   = 20
	maxEmails    = 50  // invited in one go
	maxMinutes   = 720 // of a meeting, and of a phase
	maxTurnS     = 1800
	maxBoards    = 20 // of one meeting
	maxPhaseID   = 64
	latestMillis = rooms.Millis(253402300799000) // the end of the year 9999
)

// line cleans a text of one line: trimmed, inner white space made single spaces.
func line(field, s string, most int, needed bool) (string, error) {
	s = strings.Join(strings.FieldsFunc(strings.TrimSpace(s), blank), " ")
	return s, check(field, s, most, needed)
}

// blank is white space, save the no-break spaces that a sentence's typography needs.
func blank(r rune) bool { return unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' }

// prose cleans a text that may have several lines.
func prose(field, s string, most int) (string, error) {
	s = strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
	return s, check(field, s, most, false)
}

func check(field, s string, most int, needed bool) error {
	switch {
	case !utf8.ValidString(s) || strings.ContainsFunc(s, unshowable):
		return RefuseBadText.in(field)
	case s == "" && needed:
		return RefuseEmpty.in(field)
	case utf8.RuneCountInString(s) > most:
		return RefuseTooLong.in(field)
	default:
		return nil
	}
}

// unshowable: control characters, and the marks that reverse the direction of
// what follows, with which a name could pass for another.
func unshowable(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' ||
		r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069
}

// Email cleans an address: bare (no display name), lower case, bounded.
func Email(s string) (string, error) {
	s = strings.ToLower(strings.TrimSpace(s))
	if s == "" {
		return "", RefuseEmpty.in("email")
	}
	parsed, err := mail.ParseAddress(s)
	if err != nil || parsed.Address != s || len(s) > maxEmail || strings.ContainsAny(s, "\"\\ \r\n") {
		return "", RefuseBadEmail.in("email")
	}
	return s, nil
}

// Name cleans the name a person or a guest gives herself.
func Name(s string) (string, error) { return line("name", s, maxName, true) }

// ParseLang reads a language.
func ParseLang(s string) (Lang, error) {
	switch Lang(s) {
	case French, English:
		return Lang(s), nil
	default:
		return "", RefuseBadChoice.in("lang")
	}
}

func zone(s string) (string, error) {
	// time.LoadLocation takes "" for UTC and "Local" for the server's own zone;
	// neither is a choice somebody made.
	if s == "" || s == "Local" {
		return "", RefuseBadZone.in("zone")
	}
	if _, err := time.LoadLocation(s); err != nil {
		return "", RefuseBadZone.in("zone")
	}
	return s, nil
}

func phases(in []Phase) ([]Phase, error) {
	if len(in) > maxPhases {
		return nil, RefuseTooMany.in("phases")
	}
	out := make([]Phase, 0, len(in))
	seen := make(map[string]bool, len(in))
	for _, p := range in {
		clean, err := phase(p)
		if err != nil {
			return nil, err
		}
		if seen[clean.ID] {
			return nil, RefuseBadPhase.in("phases")
		}
		seen[clean.ID] = true
		out = append(out, clean)
	}
	return out, nil
}

func phase(p Phase) (Phase, error) {
	var err error
	if p.Title, err = line("phases", p.Title, maxTitle, true); err != nil {
		return p, err
	}
	if p.Question, err = prose("phases", p.Question, maxQuestion); err != nil {
		return p, err
	}
	kinds := []string{"plenary", "stick", "board", "write", "break", "closing"}
	switch {
	case p.ID == "" || len(p.ID) > maxPhaseID || strings.ContainsFunc(p.ID, unshowable),
		len(p.Board) > maxPhaseID,
		!slices.Contains(kinds, p.Kind),
		p.Minutes < 0 || p.Minutes > maxMinutes,
		p.TurnS < 0 || p.TurnS > maxTurnS:
		return p, RefuseBadPhase.in("phases")
	}
	return p, nil
}
