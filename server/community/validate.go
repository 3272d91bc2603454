package community

import (
	"net/mail"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"palabre/rooms"
	"palabre/rooms/agenda"
	"palabre/rooms/cast"
	"palabre/rooms/scenario"
)

// Bounds of what people write, in characters unless said otherwise.
const (
	maxName      = 120
	maxTitle     = 160
	maxText      = 2000
	maxQuestion  = 600
	maxSay       = 1200
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

// runOfShow cleans a plan. What a phase takes from a scenario is checked as its file would be.
func runOfShow(in []Phase, from *Origin) ([]Phase, *Origin, error) {
	if len(in) > maxPhases {
		return nil, nil, RefuseTooMany.in("phases")
	}
	from, err := origin(from)
	if err != nil {
		return nil, nil, err
	}
	out := make([]Phase, 0, len(in))
	seen := make(map[string]bool, len(in))
	var ruled []scenario.Phase
	for _, p := range in {
		clean, err := phase(p)
		if err != nil {
			return nil, nil, err
		}
		if seen[clean.ID] {
			return nil, nil, RefuseBadPhase.in("phases")
		}
		seen[clean.ID] = true
		out = append(out, clean)
		if clean.Rule != nil {
			ruled = append(ruled, clean.Scenario())
		}
	}
	var parts []cast.Part
	if from != nil {
		parts = from.Parts
	}
	if wrong := scenario.Sound(ruled, parts); len(wrong) > 0 {
		return nil, nil, wrong
	}
	return out, from, nil
}

func origin(from *Origin) (*Origin, error) {
	if from == nil {
		return nil, nil //nolint:nilnil // a plan that was made by hand has none
	}
	clean := *from
	var err error
	if clean.Title, err = line("origin", clean.Title, maxTitle, true); err != nil {
		return nil, err
	}
	if clean.Lang == "" {
		clean.Lang = French
	}
	if _, err := ParseLang(string(clean.Lang)); err != nil {
		return nil, err
	}
	if len(clean.Scenario) > maxPhaseID {
		return nil, RefuseTooLong.in("origin")
	}
	clean.Parts = slices.Clone(clean.Parts)
	for i, p := range clean.Parts {
		if clean.Parts[i].Title, err = line("origin", p.Title, maxTitle, false); err != nil {
			return nil, err
		}
	}
	return &clean, nil
}

func phase(p Phase) (Phase, error) {
	var err error
	if p.Title, err = line("phases", p.Title, maxTitle, true); err != nil {
		return p, err
	}
	if p.Question, err = prose("phases", p.Question, maxQuestion); err != nil {
		return p, err
	}
	if p.Say, err = prose("phases", p.Say, maxSay); err != nil {
		return p, err
	}
	if p.Artifact, err = line("phases", p.Artifact, maxTitle, false); err != nil {
		return p, err
	}
	if p.Rule != nil {
		p.TurnS = p.Rule.TurnS
	}
	switch {
	case p.ID == "" || len(p.ID) > maxPhaseID || strings.ContainsFunc(p.ID, unshowable),
		len(p.Board) > maxPhaseID, len(p.Row) > maxPhaseID, len(p.Cast) > scenario.MaxCast,
		!slices.Contains(agenda.Kinds(), agenda.Kind(p.Kind)),
		p.Minutes < 0 || p.Minutes > maxMinutes,
		p.Loop != nil && (len(p.Loop.ID) > maxPhaseID || p.Loop.Pass < 1 || p.Loop.Of < p.Loop.Pass || p.Loop.Of > maxPhases || p.Loop.Step < 0),
		p.TurnS < 0 || p.TurnS > maxTurnS:
		return p, RefuseBadPhase.in("phases")
	}
	return p, nil
}
