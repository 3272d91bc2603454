package app

import (
	"errors"
	"io/fs"
	"os"

	"github.com/rs/zerolog"

	"palabre/server/config"
)

// makeData makes the data folder, or refuses the setting that names it.
func makeData(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(dir, ".palabre-*"); err == nil {
			return errors.Join(probe.Close(), os.Remove(probe.Name()))
		}
		if !errors.Is(err, fs.ErrPermission) {
			return nil // a full disk, say: the store knows better what to do of it
		}
	}
	return errors.Join(config.Refuse("data",
		"Ce dossier ne peut pas être fait ou écrit. Attendu un dossier où Palabre a le droit d’écrire, ou un chemin où en faire un, par exemple ./data.",
		"This folder cannot be made or written to. Expected a folder Palabre may write to, or a path where one can be made, such as ./data."), err)
}

// cannotListen refuses the setting of an address that cannot be listened on.
func cannotListen(flag, example string, err error) error {
	return errors.Join(config.Refuse(flag,
		"Impossible d’écouter à cette adresse\u00a0: un autre programme s’en sert peut-être. Attendu une adresse de cette machine et un port libre, par exemple "+example+".",
		"This address cannot be listened on: another program may be using it. Expected an address of this machine and a free port, such as "+example+"."), err)
}

// warnUnknown names the variables that look like settings and are none.
func warnUnknown(log zerolog.Logger, environ []string) {
	if names := config.Unknown(environ); len(names) > 0 {
		log.Warn().Strs("variables", names).
			Msg("variables inconnues, sans effet: voyez palabre help / unknown variables, without effect: see palabre help")
	}
}
