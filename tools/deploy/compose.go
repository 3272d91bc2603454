package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/compose-spec/compose-go/v2/cli"
)

// composeFiles reads compose files as `docker compose config` does: the schema, what refers to what, the variables.
func composeFiles(ctx context.Context, paths []string, out io.Writer) error {
	for _, path := range paths {
		options, err := cli.NewProjectOptions([]string{path}, cli.WithEnv([]string{"SITE=palabre.example.org", "PUBLIC_IP=203.0.113.7"}), cli.WithProfiles([]string{"*"}))
		if err != nil {
			return err
		}
		project, err := options.LoadProject(ctx)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := without(ctx, path, "SITE=palabre.example.org"); err != nil {
			return err
		}
		fmt.Fprintf(out, "%s: %d services\n", path, len(project.Services))
	}
	return nil
}

// without makes sure that a file is refused while a value that only the operator knows is missing.
func without(ctx context.Context, path string, env ...string) error {
	options, err := cli.NewProjectOptions([]string{path}, cli.WithEnv(env))
	if err != nil {
		return err
	}
	if _, err := options.LoadProject(ctx); err == nil {
		return fmt.Errorf("%s: %w", path, errors.New("accepted without PUBLIC_IP"))
	}
	return nil
}
