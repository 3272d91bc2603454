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

step "Go: unit, property, contract and journey tests with the race detector"
go test -race -timeout 15m ./...

step "rooms: the stick's oracle on ten thousand histories"
go test -count=1 -run '^TestManyHistories$' ./rooms/roomtest -histories 10000 -v | grep -v '^=== '

# More seeds, and other ones, are `make soak`'s.
step "simulated nodes: two hundred seeds, and bugs planted that must be found"
SEEDS=200 go test -count=1 -timeout 15m -v ./signaling/sim | grep -v '^=== '

step "bench: its module builds and its own tests pass"
(cd bench && go vet ./... && go test ./...)

# People pause, and these do not mind: they work in those pauses, behind everyone, and are heard afterwards.
step "people in Chromium; linters, types, client's units and weight meanwhile"
said=$(mktemp)
meanwhile() {
	make --no-print-directory lint
	npm --prefix client run --silent test
	npm --prefix client run --silent size
}
(set -e; renice -n 19 "$BASHPID" >/dev/null; meanwhile) >"$said" 2>&1 &
others=$!
trap 'kill "$others" 2>/dev/null || true; rm -f "$said"' EXIT
npm --prefix client run --silent e2e

step "linters, types, client's units and weight"
status=0
wait "$others" || status=$?
cat "$said"
[ "$status" -eq 0 ] || exit "$status"

step "done"
