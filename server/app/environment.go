package app

import (
	"errors"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"palabre/server/config"
)

// environment gives flags their value from PALABRE_… when they are not on the line. Any of them may be in a file instead, whose
// path is in PALABRE_…_FILE: containers and systemd hand secrets over so. An empty file is nothing set.
func environment(getenv func(string) string) kong.Resolver {
	return kong.ResolverFunc(func(_ *kong.Context, _ *kong.Path, flag *kong.Flag) (any, error) {
		variable := config.Variable(flag.Name)
		v, path := getenv(variable), getenv(variable+config.InFile)
		if path != "" {
			if v != "" {
				return nil, config.Refuse(flag.Name, "Donné deux fois\u00a0: par la variable et par "+variable+config.InFile+". Gardez l’une.",
					"Set twice: by the variable and by "+variable+config.InFile+". Keep one.")
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return nil, errors.Join(config.Refuse(flag.Name+"-file", "Ce fichier ne peut pas être lu. Attendu un fichier que Palabre a le droit de lire.",
					"This file cannot be read. Expected a file that Palabre may read."), err)
			}
			v = strings.TrimSpace(string(data))
		}
		if v == "" {
			return nil, nil // kong's way to say "not here"
		}
		return v, nil
	})
}
