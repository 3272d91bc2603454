#!/usr/bin/env bash
# The property tests with seed after seed, until the time is up or one fails.
#   SEED=1     the first seed; a failure says the one to begin with again
#   MINUTES=10 how long
set -euo pipefail
cd "$(dirname "$0")/.."

seed=${SEED:-$RANDOM}
minutes=${MINUTES:-10}
checks=100 # of each property, for each seed
until=$((SECONDS + minutes * 60))
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# The packages whose tests draw from rapid.
dirs=$(git grep -l '"pgregory.net/rapid"' -- '*_test.go' ':!bench' | xargs -n1 dirname | sort -u)
for dir in $dirs; do
	go test -race -c -o "$out/${dir//\//.}" "./$dir"
done

# properties lists the tests that draw: the others say the same with every seed.
properties() {
	git grep -hE '^func Test|rapid\.Check\(' -- "$1/*_test.go" ":!$1/*/*" |
		awk '/^func Test/ { sub(/^func /, ""); sub(/\(.*/, ""); name = $0; next } { print name }' | sort -u | paste -sd'|'
}

while [ $SECONDS -lt $until ]; do
	for dir in $dirs; do
		more=()
		[ "$dir" = rooms/roomtest ] && more=(-first "$((seed * 8))")
		names=$(properties "$dir")
		[ "$dir" = rooms/roomtest ] && names="$names|TestSeededHistories"
		echo "seed $seed: $dir"
		if ! (cd "$dir" && "$out/${dir//\//.}" -test.run "^($names)\$" -test.timeout 30m \
			-rapid.seed "$seed" -rapid.checks "$checks" -rapid.nofailfile "${more[@]}"); then
			echo "failed: SEED=$seed MINUTES=$minutes make soak" >&2
			exit 1
		fi
		[ $SECONDS -lt $until ] || break
	done
	seed=$((seed + 1))
done
