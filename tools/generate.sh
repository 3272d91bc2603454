#!/usr/bin/env bash
# Makes the generated files again: the queries (sqlc), and the client's types of REST and of the socket,
# from the description that the server itself gives. --list names the files.
set -euo pipefail
cd "$(dirname "$0")/.."

files=(server/store/db client/src/api/generated.ts)
if [ "${1:-}" = --list ]; then printf '%s\n' "${files[@]}"; exit; fi

(cd server/store && go tool -modfile=../../tools/sqlc/go.mod sqlc generate)

[ -d tools/types/node_modules ] || npm ci --prefix tools/types --ignore-scripts --no-fund --no-audit --silent
dir=$(mktemp -d)
go build -o "$dir/palabre" ./server
PALABRE_LOG_LEVEL=info PALABRE_ADDR=127.0.0.1:0 PALABRE_MEDIA_ADDR=127.0.0.1:0 PALABRE_DATA="$dir/data" "$dir/palabre" serve >"$dir/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null || true; wait $server 2>/dev/null || true; rm -rf "$dir"' EXIT
for _ in $(seq 200); do
  addr=$(grep -oE '"addr":"127\.0\.0\.1:[0-9]+' "$dir/log" | grep -oE '127[0-9.:]+' | head -n 1 || true)
  [ -n "$addr" ] && curl -sf "http://$addr/readyz" >/dev/null && break
  kill -0 $server || { cat "$dir/log" >&2; exit 1; }
  sleep 0.1
done
curl -sf "http://$addr/api/openapi.json" >"$dir/openapi.json"
mkdir -p client/src/api
{
  echo '// Generated from the server'"'"'s own description by tools/generate.sh. Do not edit.'
  tools/types/node_modules/.bin/openapi-typescript "$dir/openapi.json" --default-non-nullable false
} >client/src/api/generated.ts
