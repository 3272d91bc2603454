#!/usr/bin/env bash
# The property tests and simulated nodes with seed after seed, then three real nodes under faults, until the time is up or
# something fails.
#   SEED=1     the first seed; a failure says the one to begin with again
#   MINUTES=10 how long, a third of it for each
#   ONLY=nodes, ONLY=sim or ONLY=properties, for the whole time; SEEDS=100000 with ONLY=sim, however long they take
#   PLANTED=all with ONLY=sim: the bugs that the simulation must find, first
#   PEOPLE=24 ROOMS=3 KINDS="kill,part store" on the nodes; more with FLAGS, see `go run ./server/app/nemesis/soak -h`
set -euo pipefail
cd "$(dirname "$0")/.."

seed=${SEED:-$RANDOM}
minutes=${MINUTES:-10}
checks=100 # of each property, for each seed
only=${ONLY:-}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT

# nodes harms three nodes on real PostgreSQL and Redis: faults by kind, operations, violations (none).
nodes() { # seconds
	go build -o "$out/soak" ./server/app/nemesis/soak
	# shellcheck disable=SC2086 # FLAGS are several words
	if ! "$out/soak" -seed "$seed" -minutes "$(awk "BEGIN { print $1 / 60 }")" -people "${PEOPLE:-24}" -rooms "${ROOMS:-3}" -kinds "${KINDS:-}" ${FLAGS:-}; then
		echo "failed: ONLY=nodes SEED=$seed MINUTES=$minutes make soak" >&2
		exit 1
	fi
}

# simulated plays nodes that are not there (signaling/sim): faults by kind, operations, violations (none).
simulated() { # seconds
	go test -c -o "$out/sim" ./signaling/sim
	if [ -n "${PLANTED:-}" ]; then
		(cd signaling/sim && "$out/sim" -test.run '^TestPlanted$' -test.v -test.timeout 0)
	fi
	if ! (cd signaling/sim && SEED=$seed LONG="$1s" "$out/sim" -test.run '^TestSeeds$' -test.v -test.timeout 0); then
		echo "failed: the seed above, or ONLY=sim SEED=$seed MINUTES=$minutes make soak" >&2
		exit 1
	fi
}

case $only in
nodes) nodes $((minutes * 60)); exit ;;
sim) simulated $((minutes * 60)); exit ;;
properties) until=$((SECONDS + minutes * 60)) ;;
*) until=$((SECONDS + minutes * 20)) ;;
esac

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

[ "$only" != properties ] || exit 0
simulated $((minutes * 20))
nodes $((minutes * 20))
