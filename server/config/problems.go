package config

import "strings"

// Problem is one setting that cannot be used, in words for whoever set it. It
// never repeats the value: an address of this kind often carries a password.
type Problem struct {
	Name string // PALABRE_…
	FR   string
	EN   string
}

// Problems is everything wrong with the settings, told at once.
type Problems []Problem

// Error lists the problems, French first, a line each.
func (p Problems) Error() string {
	var b strings.Builder
	b.WriteString("Réglages refusés / settings refused:\n")
	for _, one := range p {
		b.WriteString("  " + one.Name + "\n    " + one.FR + "\n    " + one.EN + "\n")
	}
	return strings.TrimRight(b.String(), "\n")
}

// Refuse is the refusal of a flag's value that was found wrong when it was used.
func Refuse(flag, fr, en string) Problems {
	return Problems{{Name: Variable(flag), FR: fr, EN: en}}
}

func (p *Problems) add(flag, fr, en string) {
	*p = append(*p, Problem{Name: Variable(flag), FR: fr, EN: en})
}
