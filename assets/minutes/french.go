package minutes

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"palabre/rooms"
)

// nbsp keeps what belongs together on one line.
const nbsp = "\u00a0"

func days() [7]string {
	return [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"}
}

func months() [12]string {
	return [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"}
}

func at(ms rooms.Millis, zone *time.Location) time.Time { return time.UnixMilli(int64(ms)).In(zone) }

// hour is the time of day: "9 h", "12 h 04".
func hour(t time.Time) string {
	if t.Minute() == 0 {
		return strconv.Itoa(t.Hour()) + nbsp + "h"
	}
	return fmt.Sprintf("%d%sh%s%02d", t.Hour(), nbsp, nbsp, t.Minute())
}

// date is "10 février 2026", "1er mars 2026".
func date(t time.Time) string {
	d := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		d = "1er"
	}
	return d + nbsp + months()[t.Month()-1] + nbsp + strconv.Itoa(t.Year())
}

// day is the date of an instant.
func day(ms rooms.Millis, zone *time.Location) string { return date(at(ms, zone)) }

// meetingTime is "mardi 10 février 2026, 9 h à 12 h 04"; a night meeting says both days.
func meetingTime(from, until rooms.Millis, zone *time.Location) string {
	a, b := at(from, zone), at(until, zone)
	first := days()[a.Weekday()] + " " + date(a) + ", " + hour(a)
	if a.YearDay() == b.YearDay() && a.Year() == b.Year() {
		return first + " à " + hour(b)
	}
	return first + ", au " + days()[b.Weekday()] + " " + date(b) + ", " + hour(b)
}

// moment is "10 février 2026 à 11 h 42".
func moment(ms rooms.Millis, zone *time.Location) string {
	t := at(ms, zone)
	return date(t) + " à " + hour(t)
}

// zoneName says which hour it is, for zones that communities of practice have a word for; "" for others.
func zoneName(zone *time.Location) string {
	switch zone.String() {
	case "America/Montreal", "America/Toronto", "America/New_York":
		return " (heure de l’Est)"
	case "America/Moncton", "America/Halifax":
		return " (heure de l’Atlantique)"
	case "Europe/Paris":
		return " (heure de Paris)"
	case "Europe/Brussels":
		return " (heure de Bruxelles)"
	}
	return ""
}

// span is how long something lasted, to the minute: "4 min", "3 h", "3 h 04", as on screen.
func span(ms rooms.Millis) string {
	minutes := (ms + 30_000) / 60_000
	switch {
	case minutes < 1:
		return "moins d’une minute"
	case minutes < 60:
		return fmt.Sprintf("%d%smin", minutes, nbsp)
	case minutes%60 == 0:
		return fmt.Sprintf("%d%sh", minutes/60, nbsp)
	}
	return fmt.Sprintf("%d%sh%s%02d", minutes/60, nbsp, nbsp, minutes%60)
}

func minutesOf(n int) string {
	if n <= 0 {
		return "–"
	}
	return span(rooms.Millis(n) * 60_000)
}

// number is a count of people in words up to twenty.
func number(n int) string {
	words := [...]string{
		"aucune", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze",
		"treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt",
	}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n)
}

// persons is "une personne", "trois personnes"; word comes before: "une autre personne".
func persons(n int, word string) string {
	if word != "" {
		word += plural(n) + " "
	}
	return number(n) + " " + word + "personne" + plural(n)
}

func plural(n int) string {
	if n > 1 {
		return "s"
	}
	return ""
}

// enumerate is "A", "A et B", "A, B et C".
func enumerate(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " et " + list[len(list)-1]
}

// upper gives a sentence its capital.
func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// quoted is « words », whose spaces do not break.
func quoted(s string) string { return "«" + nbsp + s + nbsp + "»" }

// byName orders names as a directory does: accents and case do not count.
func byName(list []string) {
	slices.SortFunc(list, func(a, b string) int {
		return cmp.Or(strings.Compare(folded(a), folded(b)), strings.Compare(a, b))
	})
}

func folded(s string) string {
	return strings.NewReplacer("à", "a", "â", "a", "ä", "a", "é", "e", "è", "e", "ê", "e", "ë", "e", "î", "i", "ï", "i",
		"ô", "o", "ö", "o", "ù", "u", "û", "u", "ü", "u", "ç", "c", "œ", "oe", "æ", "ae", "-", " ", "’", " ", "'", " ").
		Replace(strings.ToLower(s))
}

// oneLine joins the lines of what someone wrote, and lets no line end before a colon or inside « ».
func oneLine(s string) string {
	s = strings.Join(strings.FieldsFunc(s, isBreak), " ")
	return strings.NewReplacer(" :", nbsp+":", "« ", "«"+nbsp, " »", nbsp+"»").Replace(s)
}

func isBreak(r rune) bool { return r == '\n' || r == '\r' || r == '\t' || r == ' ' }
