#!/usr/bin/env bash
# Everything that must hold before a change lands.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n— %s (%ss)\n' "$*" "$SECONDS"; }

step "build: client and binary"
make --no-print-directory build

step "formats, linters, types"
bad=$(git ls-files '*.go' | xargs gofmt -l)
[ -z "$bad" ] || { echo "not formatted: $bad" >&2; exit 1; }
make --no-print-directory lint

step "client: unit tests"
npm --prefix client run --silent test

step "client: weight of each first screen"
npm --prefix client run --silent size

step "Go: unit, property, contract and journey tests with the race detector"
go test -race -timeout 15m ./...

step "bench: its module builds and its own tests pass"
(cd bench && go vet ./... && go test ./...)

step "people in Chromium"
npm --prefix client run --silent e2e

step "done"
