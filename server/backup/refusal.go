package backup

import "fmt"

// Refusal is why a backup is not made or not restored. It never says what is in it.
type Refusal struct{ code, fr, en string }

// Code is the refusal's code.
func (r *Refusal) Code() string { return r.code }

// FR is the refusal in French.
func (r *Refusal) FR() string { return r.fr }

// EN is the refusal in English.
func (r *Refusal) EN() string { return r.en }

func (r *Refusal) Error() string { return r.en }

// NotEmpty refuses to restore where somebody's data are.
func NotEmpty() *Refusal {
	return &Refusal{
		"restore_not_empty",
		"Cette installation contient déjà des données\u00a0: rien n’a été changé. Restaurez dans un dossier de données neuf (PALABRE_DATA) ou dans une base neuve (PALABRE_DATABASE_URL).",
		"This installation holds data already: nothing was changed. Restore into a new data folder (PALABRE_DATA) or a new database (PALABRE_DATABASE_URL).",
	}
}

// Unfinished refuses an installation whose restoring was interrupted.
func Unfinished(dir string) *Refusal {
	return &Refusal{
		"restore_unfinished",
		fmt.Sprintf("Une restauration a été interrompue dans %s. Recommencez-la avec palabre restore.", dir),
		fmt.Sprintf("A restore was interrupted in %s. Begin it again with palabre restore.", dir),
	}
}

// Nothing refuses to read an installation that is not there.
func Nothing(where string) *Refusal {
	return &Refusal{
		"no_installation",
		fmt.Sprintf("Il n’y a pas d’installation de Palabre ici\u00a0: %s. Vérifiez PALABRE_DATA et PALABRE_DATABASE_URL.", where),
		fmt.Sprintf("There is no installation of Palabre here: %s. Check PALABRE_DATA and PALABRE_DATABASE_URL.", where),
	}
}

// Older refuses to verify tables that an older program made.
func Older() *Refusal {
	return &Refusal{
		"tables_older",
		"Les tables sont d’une version plus ancienne que ce programme. Lancez d’abord palabre serve, qui les met à jour, ou vérifiez avec le programme qui les a faites.",
		"The tables are of an older version than this program. Start palabre serve first, which brings them up to date, or verify with the program that made them.",
	}
}

// Newer refuses what a newer program made.
func Newer() *Refusal {
	return &Refusal{
		"made_by_newer",
		"Ces données ont été faites par un Palabre plus récent que celui-ci. Servez-vous de cette version-là, ou d’une plus récente.",
		"These data were made by a newer Palabre than this one. Use that version, or a newer one.",
	}
}

func damaged(path, what string) *Refusal {
	return &Refusal{
		"backup_damaged",
		fmt.Sprintf("La sauvegarde %s est abîmée ou incomplète (%s)\u00a0: rien n’a été écrit. Prenez-en une autre.", path, what),
		fmt.Sprintf("The backup %s is damaged or incomplete (%s): nothing was written. Take another one.", path, what),
	}
}

func notThere(path string) *Refusal {
	return &Refusal{
		"no_backup",
		fmt.Sprintf("Il n’y a pas de sauvegarde ici\u00a0: %s.", path),
		fmt.Sprintf("There is no backup here: %s.", path),
	}
}

func noFolder(path string) *Refusal {
	return &Refusal{
		"no_folder",
		fmt.Sprintf("Ce dossier n’existe pas\u00a0: %s. Créez-le, ou donnez-en un autre.", path),
		fmt.Sprintf("This folder does not exist: %s. Make it, or give another.", path),
	}
}

func taken(path string) *Refusal {
	return &Refusal{
		"backup_exists",
		path + " existe déjà\u00a0: une sauvegarde n’en remplace pas une autre. Donnez un autre nom, ou un dossier.",
		path + " exists already: a backup does not replace another. Give another name, or a folder.",
	}
}
