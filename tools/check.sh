#!/usr/bin/env bash
# The fast part of the tests: formats, types, linters that are already built, short tests.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n— %s\n' "$*"; }

step "gofmt"
bad=$(git ls-files '*.go' | xargs gofmt -l)
[ -z "$bad" ] || { echo "not formatted: $bad" >&2; exit 1; }

step "go vet"
go vet ./...

step "client: types and linter"
npm --prefix client run --silent types
npm --prefix client run --silent lint

step "client: unit tests"
npm --prefix client run --silent test

step "client: weight of each first screen"
npm --prefix client run --silent size

step "Go tests"
go test -short ./...
