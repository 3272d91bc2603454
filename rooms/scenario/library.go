package scenario

import (
	"embed"
	"fmt"
	"strings"
)

//go:embed files/*.yaml
var files embed.FS

const order = "TT, CP, CD, QT, TR, CC, BO, WC, AP, AR, RA, RB, RM"

// Library gives the thirteen scenarios that Palabre comes with, in the order in which they are shown.
func Library() ([]Scenario, error) {
	var all []Scenario
	for name := range strings.SplitSeq(order, ", ") {
		s, err := Find(ID(name))
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}

// File gives the file of one of the library's scenarios.
func File(id ID) ([]byte, error) {
	file, err := files.ReadFile("files/" + strings.ToLower(string(id)) + ".yaml")
	if err != nil {
		return nil, fmt.Errorf("scenario: no file for %q: %w", id, err)
	}
	return file, nil
}

// Find gives one of the library's scenarios.
func Find(id ID) (Scenario, error) {
	file, err := File(id)
	if err != nil {
		return Scenario{}, err
	}
	s, err := Read(file)
	if err != nil {
		return Scenario{}, fmt.Errorf("scenario: file of %s: %w", id, err)
	}
	return s, nil
}
