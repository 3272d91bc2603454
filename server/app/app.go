// Package app wires everything: it is the only place that knows all the parts, and
// it holds no rule of its own.
package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // meetings have zones; machines may have no tables of them

	"github.com/alecthomas/kong"

	"palabre/assets/blob/s3"
	"palabre/server/bus/redis"
	"palabre/server/config"
	"palabre/server/store/postgres"
)

// commands is what may be asked of the program.
type commands struct {
	config.Raw

	Serve  struct{} `cmd:"" help:"Servir Palabre / serve Palabre."`
	Backup struct {
		To string `arg:"" name:"vers" help:"Fichier à faire, ou dossier où le mettre / file to make, or folder to put it in."`
	} `cmd:"" help:"Tout sauvegarder, même pendant que Palabre sert / back everything up, also while Palabre serves."`
	Restore struct {
		From string `arg:"" name:"de" help:"Sauvegarde, ou dossier dont prendre la plus récente / backup, or folder to take the latest of."`
	} `cmd:"" help:"Refaire d’une sauvegarde une installation vide / make an empty installation again from a backup."`
	Verify struct{} `cmd:"" help:"Relire tous les journaux et dire ce qui est abîmé / read all logs again and tell what is damaged."`
	Demo   struct {
		Load struct {
			IntoExisting bool `help:"Même à côté d’autres communautés / even beside other communities."`
		} `cmd:"" help:"Charger la démonstration / load the demonstration."`
	} `cmd:"" help:"La démonstration / the demonstration."`
	Health  struct{} `cmd:"" help:"Demander au nœud de cette machine s’il est prêt / ask this machine's node whether it is ready."`
	Version struct{} `cmd:"" help:"Dire la version / tell the version."`
	Help    struct{} `cmd:"" help:"Montrer cette aide / show this help."`
}

// errTold means that the problem was already said on stderr.
var errTold = errors.New("app: refused")

// The exit codes of the program, beside 0.
const (
	ExitFailed = 1
	// ExitSettings is that of settings or words of the command that are wrong by themselves (EX_CONFIG of sysexits.h): what keeps
	// the program running need not start it again before somebody has mended them. A database that is away, a port that is taken
	// or a file that cannot be read may be otherwise in a moment: ExitFailed.
	ExitSettings = 78
)

// ExitCode is what the program ends with after Run gave err.
func ExitCode(err error) int {
	var wrong wrongSettings
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		return ExitSettings
	default:
		return ExitFailed
	}
}

// wrongSettings is an error that stays as long as the settings do.
type wrongSettings struct{ error }

// Unwrap gives the error itself.
func (w wrongSettings) Unwrap() error { return w.error }

// Run runs one command until it ends, or until the process is told to stop. What is
// wrong is said on stderr in both languages; the error is for the exit code (ExitCode).
func Run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer, options ...Option) error {
	var more extras
	for _, option := range options {
		option(&more)
	}
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	err := run(ctx, args, getenv, stdout, stderr, more)
	if err != nil && !errors.Is(err, errTold) {
		_, _ = fmt.Fprintln(stderr, explain(err)) // there is nowhere else to say it
	}
	return err
}

func run(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer, more extras) error {
	var asked commands
	done := false // kong's own --help has answered
	parser, err := kong.New(&asked, kong.Name("palabre"),
		kong.Description("L’espace des communautés de pratique. / The workspace of communities of practice.\n\n"+
			"Chaque réglage a sa variable\u00a0: --media-addr est PALABRE_MEDIA_ADDR. / Each flag has its variable: --media-addr is PALABRE_MEDIA_ADDR."),
		kong.Writers(stdout, stderr), kong.Exit(func(int) { done = true }),
		kong.Resolvers(environment(getenv)), kong.UsageOnError())
	if err != nil {
		return fmt.Errorf("app: %w", err)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if done {
		return nil
	}
	var unread *fs.PathError
	switch {
	case errors.As(err, &unread):
		return err
	case err != nil:
		return wrongSettings{err}
	}
	switch parsed.Command() {
	case "health":
		return health(ctx, asked.Addr, stdout)
	case "version":
		_, err := fmt.Fprintln(stdout, "palabre "+Version())
		return err
	case "help":
		_, err := parser.Parse([]string{"--help"})
		if done {
			return nil
		}
		return err
	}
	switch parsed.Command() {
	case "backup <vers>", "restore <de>", "verify":
		asked.Raw = asked.Keeping()
	}
	settings, err := config.Check(asked.Raw)
	if err != nil {
		_, _ = fmt.Fprintln(stderr, err.Error()+"\n"+nothingLost) // there is nowhere else to say it
		return wrongSettings{errTold}
	}
	warnUnknown(logger(settings, stderr), more.environ)
	switch parsed.Command() {
	case "backup <vers>":
		return makeBackup(ctx, settings, asked.Backup.To, stdout, stderr)
	case "restore <de>":
		return restore(ctx, settings, asked.Restore.From, stdout, stderr)
	case "verify":
		return verify(ctx, settings, stdout, stderr)
	case "demo load":
		return loadDemo(ctx, settings, more.demo, asked.Demo.Load.IntoExisting, stdout, stderr)
	default:
		return serve(ctx, settings, stdout, stderr)
	}
}

// nothingLost ends every refusal of a setting: what is safe.
const nothingLost = "Rien n’est perdu, et ce qui sert déjà continue. / Nothing is lost, and what serves already goes on."

// spoken is an error that has its own sentences.
type spoken interface {
	error
	FR() string
	EN() string
}

func explain(err error) string {
	var refused config.Problems
	if errors.As(err, &refused) {
		return "palabre: " + err.Error() + "\n" + nothingLost
	}
	var s spoken
	if errors.As(err, &s) {
		said := s.FR() + "\n" + s.EN()
		if errors.As(err, new(*postgres.Refused)) || errors.As(err, new(anotherSecret)) {
			said += "\n" + nothingLost
		}
		return said
	}
	var bus *redis.Refusal
	if errors.As(err, &bus) {
		return refusedSetting(bus.Setting, bus.FR, bus.EN, bus.Unwrap())
	}
	var files *s3.Refusal
	if errors.As(err, &files) {
		return refusedSetting(files.Setting, files.FR, files.EN, files.Unwrap())
	}
	return "palabre: " + err.Error()
}

// refusedSetting tells of a setting that what it leads to does not suit, with what was said there.
func refusedSetting(name, fr, en string, cause error) string {
	told := "palabre: " + config.Problems{{Name: name, FR: fr, EN: en}}.Error()
	if cause != nil {
		told += "\n    (" + cause.Error() + ")"
	}
	return told + "\n" + nothingLost
}

// release is set by the linker (see the Makefile), to what git says of the tree.
//
//nolint:gochecknoglobals // the linker sets variables alone
var release string

// Version is the version that was built: a release's tag, or the commit.
func Version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "dev"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "dev"
}
