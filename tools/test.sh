#!/usr/bin/env bash
# Everything that must hold before a change lands.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { printf '\n— %s (%ss)\n' "$*" "$SECONDS"; }

step "build: client and binary"
make --no-print-directory build

step "formats"
bad=$(git ls-files '*.go' | xargs gofmt -l)
[ -z "$bad" ] || { echo "not formatted: $bad" >&2; exit 1; }

step "client: unit tests"
npm --prefix client run --silent test

step "client: weight of each first screen"
npm --prefix client run --silent size

step "Go: unit, property, contract and journey tests with the race detector"
go test -race -timeout 15m ./...

step "bench: its module builds and its own tests pass"
(cd bench && go vet ./... && go test ./...)

# People pause, and linters do not mind: they work in those pauses, behind everyone, and are heard afterwards.
step "people in Chromium; linters and types meanwhile"
said=$(mktemp)
nice -n 19 make --no-print-directory lint >"$said" 2>&1 &
linters=$!
trap 'kill "$linters" 2>/dev/null || true; rm -f "$said"' EXIT
npm --prefix client run --silent e2e

step "linters and types"
status=0
wait "$linters" || status=$?
cat "$said"
[ "$status" -eq 0 ] || exit "$status"

step "done"
