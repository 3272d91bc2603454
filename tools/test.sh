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

# Real servers, processes and clocks share two cores here: a package that fails beside the others is tried once more alone,
# and that is said. What fails twice is broken.
step "Go: unit, property, contract and journey tests with the race detector"
told=$(mktemp)
if ! go test -race -timeout 15m ./... | tee "$told"; then
	failed=$(awk '$1 == "FAIL" && $2 ~ /^palabre\// { print $2 }' "$told" | sort -u)
	[ -n "$failed" ] || exit 1
	step "failed beside the others, tried once more alone: $(echo "$failed" | paste -sd' ')"
	# shellcheck disable=SC2086 # they are several
	go test -race -timeout 15m -count=1 -p 1 $failed
fi
rm -f "$told"

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
