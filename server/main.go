// Command palabre is the whole product in one binary: the server, its store and
// the web application inside it.
package main

import (
	"context"
	"os"

	"palabre/server/app"
	"palabre/server/demo"
)

func main() {
	slacken()
	ctx := context.Background()
	go newSteward().run(ctx)
	err := app.Run(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr, app.WithDemo(demo.Load), app.WithEnvironment(os.Environ()))
	if code := app.ExitCode(err); code != 0 {
		os.Exit(code)
	}
}
