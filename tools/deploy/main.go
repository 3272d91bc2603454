// Command deploy checks samples for operators with the libraries that their own tools are made of: compose files with Docker's
// reader, the chart with Helm's engine and Kubernetes' types, strictly. It lives apart: those libraries are many, and none of
// them is Palabre's.
//
//	deploy compose FILE…
//	deploy helm CHART VALUES…
//	deploy rules CHART VALUES     prints the chart's alerts, for promtool
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

var errUsage = errors.New("usage: deploy compose FILE…, deploy helm CHART VALUES…, or deploy rules CHART VALUES")

func main() {
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out io.Writer) error {
	if len(args) < 2 {
		return errUsage
	}
	switch args[0] {
	case "compose":
		return composeFiles(ctx, args[1:], out)
	case "helm":
		return chart(args[1], args[2:], out)
	case "rules":
		if len(args) != 3 {
			return errUsage
		}
		return rules(args[1], args[2], out)
	default:
		return errUsage
	}
}
