#!/usr/bin/env bash
# Checks what operators are given (deploy/, Dockerfile) with the tools it is for. Says what was checked and what was not, for
# want of a tool; `tools/setup.sh deploy` installs those that Debian has. Fails when something is wrong.
set -uo pipefail
cd "$(dirname "$0")/.." || exit

checked=() missing=() failed=()
work=$(mktemp -d)
pids=()
finish() {
	for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null; done
	wait 2>/dev/null
	rm -rf "$work"
}
trap finish EXIT

# try WHAT COMMAND…: what it says is shown when it fails.
try() {
	local what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		checked+=("$what")
		printf '  ok      %s\n' "$what"
	else
		failed+=("$what")
		printf '  FAILED  %s\n' "$what"
		sed 's/^/          /' "$work/said"
	fi
}
# need TOOL WHAT: whether the tool is here; what goes unchecked is told at the end.
need() {
	command -v "$1" >/dev/null && return 0
	missing+=("$2 ($1 is not here)")
	return 1
}
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }
# until_answers URL: waits until something answers there, ten seconds at most.
until_answers() { curl -fsk --retry 50 --retry-delay 0 --retry-connrefused --retry-all-errors --retry-max-time 10 -o /dev/null "$@"; }

# until_says CODE URL: waits until that is what is answered.
until_says() {
	local code=$1 i
	shift
	for i in {1..100}; do
		[ "$(curl -sk --max-time 5 -o /dev/null -w '%{http_code}' "$@")" != "$code" ] || return 0
		sleep 0.05
	done
	echo "after $i looks: not $code"
	return 1
}

bare() { [ "$(stat -c %u:%g "$1/data")" = 65532:65532 ] && [ "$(find "$1" -type f -perm /111 | wc -l)" = 1 ]; }
# A word that systemd does not know is only warned of: here it is wrong.
verified() { ! { systemd-analyze verify --man=no --recursive-errors=no "$@" 2>&1 || echo "systemd-analyze verify failed"; } | grep .; }
figures_of() { curl -fsS "http://127.0.0.1:$1/metrics" >"$work/figures" && promtool check metrics <"$work/figures"; }

echo "— what needs no tool (go test ./deploy)"
try "settings, figures, hardening, ports, scripts" go test -count=1 ./deploy

echo "— compose and Helm, with their own libraries"
cp -r deploy "$work/deploy"
rm -rf "$work/deploy/secrets" "$work/deploy/.env"
"$work/deploy/secrets.sh" >/dev/null 2>&1 # it warns that no letter leaves
checker=$work/checker
if (cd tools/deploy && GOFLAGS="" go build -o "$checker" .) 2>"$work/said"; then
	try "compose files" "$checker" compose "$work/deploy/compose.yaml" "$work/deploy/compose.scale.yaml"
	try "Helm chart: lint, templates, each object by its type" "$checker" helm deploy/helm/palabre deploy/helm/palabre/ci/*.yaml
else
	failed+=("tools/deploy does not build")
	cat "$work/said"
fi

echo "— scripts"
if need shellcheck "scripts by shellcheck"; then
	try "scripts (shellcheck)" shellcheck deploy/secrets.sh deploy/backup.sh deploy/systemd/palabre-backup tools/deploy-check.sh
fi

echo "— alerts"
if need promtool "alert rules"; then
	cp -r deploy/prometheus "$work/prometheus"
	try "Prometheus' settings and rules" promtool check config "$work/prometheus/prometheus.yaml"
	if [ -x "$checker" ]; then
		"$checker" rules deploy/helm/palabre deploy/helm/palabre/ci/hostport-values.yaml >"$work/chart-rules.yaml" 2>/dev/null
		try "the chart's alerts" promtool check rules "$work/chart-rules.yaml"
	fi
	try "each alert, firing and quiet" promtool test rules deploy/prometheus/alerts_test.yaml
fi

echo "— systemd"
if need systemd-analyze "systemd units"; then
	units=$work/units
	mkdir -p "$units"
	cp -r deploy/systemd/*.service deploy/systemd/*.service.d deploy/systemd/*.timer "$units"
	# The programs are elsewhere here; that they exist is verified too.
	sed -i "s#/usr/local/bin/palabre#/bin/true#; s#/usr/local/lib/palabre/palabre-backup#/bin/true#" "$units"/*.service
	try "systemd units (verify)" verified "$units"/palabre.service "$units"/palabre-backup.service "$units"/palabre-backup.timer "$units"/palabre-restore.service
	for unit in palabre palabre-backup palabre-restore; do
		try "$unit.service: exposure at most 2.0 of 10" systemd-analyze security --offline=true --threshold=20 --no-pager "$units/$unit.service"
		tail -n 3 "$work/said" | sed -n 's/^.*Overall/          Overall/p'
	done
fi

echo "— the image"
binary=bin/palabre
if [ ! -x "$binary" ]; then
	missing+=("the image and the proxies with Palabre behind them (make build first)")
fi
if [ -x "$binary" ] && need buildah "the image's last step"; then
	# The two first steps need images from a registry. The last is built as it is written, from the program that was built here.
	mkdir -p "$work/image/out/data" "$work/image/etc/ssl/certs"
	cp "$binary" "$work/image/out/palabre"
	cp /etc/ssl/certs/ca-certificates.crt "$work/image/etc/ssl/certs/" 2>/dev/null || : >"$work/image/etc/ssl/certs/ca-certificates.crt"
	echo 'palabre:x:65532:65532:Palabre:/data:/sbin/nologin' >"$work/image/out/passwd"
	sed -n '/^FROM scratch/,$p' Dockerfile >"$work/Dockerfile"
	store=(--root "$work/containers" --runroot "$work/run" --storage-driver vfs)
	try "the image's last step" buildah "${store[@]}" build --isolation chroot --build-context "build=$work/image" --format docker -q -t palabre:check -f "$work/Dockerfile" "$work/image"
	container=$(buildah "${store[@]}" from --pull-never palabre:check 2>"$work/said") && {
		root=$(buildah "${store[@]}" mount "$container")
		try "its folder is of the user 65532, and there is nothing else to run" bare "$root"
		try "it runs" buildah "${store[@]}" run --isolation chroot "$container" -- /palabre version
		buildah "${store[@]}" umount "$container" >/dev/null
		buildah "${store[@]}" rm "$container" >/dev/null
	}
	missing+=("the image's first two steps (they need node and golang from a registry)")
fi

echo "— proxies, with a real Palabre behind them"
if [ -x "$binary" ] && need curl "proxies" && need openssl "proxies"; then
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=palabre.example.org \
		-addext subjectAltName=DNS:palabre.example.org -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
	# serves PORT FIGURES: a Palabre of its own, which the proxy takes for one node of several.
	serves() {
		PALABRE_ADDR=127.0.0.1:$1 PALABRE_METRICS_ADDR=127.0.0.1:$2 PALABRE_MEDIA_ADDR=127.0.0.1:0 PALABRE_DATA=$work/data-$1 \
			PALABRE_PUBLIC_URL=https://palabre.example.org PALABRE_TRUSTED_PROXIES=127.0.0.1/32 "$binary" serve >"$work/palabre-$1.log" 2>&1 &
		node=$!
		pids+=("$node")
		until_answers "http://127.0.0.1:$1/readyz"
	}
	app=$(free_port) figures=$(free_port) second=$(free_port)
	try "Palabre is ready" serves "$app" "$figures"
	first=$node
	try "palabre health" env PALABRE_ADDR="0.0.0.0:$app" "$binary" health

	if command -v promtool >/dev/null; then
		try "its figures are well told (promtool check metrics)" figures_of "$figures"
	fi

	# through PORT: what a browser does at the proxy, over TLS and by its name.
	through() {
		local port=$1
		local ask=(curl -sk --max-time 10 --resolve "palabre.example.org:$port:127.0.0.1")
		local site=https://palabre.example.org:$port
		[ "$("${ask[@]}" -o /dev/null -w '%{http_code}' "$site/readyz")" = 200 ] || { echo "no page"; return 1; }
		"${ask[@]}" -D - -o /dev/null "$site/" | grep -qi '^strict-transport-security: max-age' || { echo "no HSTS"; return 1; }
		[ "$("${ask[@]}" -D - -o /dev/null "$site/api/me" | grep -ci '^cache-control: no-store')" = 1 ] || { echo "the API may be kept"; return 1; }
		# The socket opens over HTTP/1.1; a wrong origin is refused by Palabre itself, through the proxy.
		local upgrade=(--http1.1 -H 'Connection: Upgrade' -H 'Upgrade: websocket' -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==' -H 'Sec-WebSocket-Protocol: palabre.v1')
		"${ask[@]}" "${upgrade[@]}" -H 'Origin: https://palabre.example.org' -D - -o /dev/null "$site/ws" | head -1 | grep -q ' 101 ' || { echo "no socket"; return 1; }
		"${ask[@]}" "${upgrade[@]}" -H 'Origin: https://elsewhere.example.org' -D - -o /dev/null "$site/ws" | head -1 | grep -q ' 403 ' || { echo "a foreign page gets a socket"; return 1; }
		# Refused by whoever is first, Palabre or the proxy: with an answer, or cut off (000).
		case $(head -c 3000000 /dev/zero | "${ask[@]}" -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -H 'Origin: https://palabre.example.org' --data-binary @- "$site/api/auth/link") in
		4?? | 5?? | 000) ;;
		*) echo "a large body goes through"; return 1 ;;
		esac
	}

	# outlives PORT PID: nobody who asks for a page sees that a node is told to stop.
	outlives() {
		local i
		for i in {1..80}; do
			[ "$i" != 10 ] || kill -TERM "$2"
			curl -fsk --max-time 10 --resolve "palabre.example.org:$1:127.0.0.1" -o /dev/null "https://palabre.example.org:$1/" || { echo "request $i failed"; return 1; }
		done
		timeout 70 tail --pid="$2" -f /dev/null || { echo "the node did not stop"; return 1; }
	}

	# soon PORT: no node can be reached, and whoever asks is told so in words, once and again.
	soon() {
		local i
		for i in 1 2; do
			curl -sk --max-time 30 --resolve "palabre.example.org:$1:127.0.0.1" -D "$work/head" -o "$work/body" "https://palabre.example.org:$1/" || { echo "no answer"; return 1; }
			local line
			for line in 'HTTP/[0-9.]* 503' 'retry-after: 5' 'cache-control: no-store' 'content-type: text/plain; *charset=utf-8'; do
				grep -qi "^$line" "$work/head" || { cat "$work/head"; return 1; }
			done
			grep -q 'Palabre revient dans un instant. / Palabre will be back in a moment.' "$work/body" || { cat "$work/body"; return 1; }
		done
	}

	if need nginx "nginx"; then
		try "a second node" serves "$second" 0
		tls=$(free_port) plain=$(free_port)
		mkdir -p "$work/nginx"
		sed -e "s#/etc/letsencrypt/live/palabre.example.org/fullchain.pem#$work/cert.pem#; s#/etc/letsencrypt/live/palabre.example.org/privkey.pem#$work/key.pem#" \
			-e "s#listen 443 #listen 127.0.0.1:$tls #; s#listen 80;#listen 127.0.0.1:$plain;#; /listen \[::\]/d; s#127.0.0.1:8080#127.0.0.1:$app#" \
			-e "s#\# server 10.0.0.12:8080#server 127.0.0.1:$second#; s#\# server 10.0.0.13:8080#server 127.0.0.1:1#" deploy/nginx/palabre.conf >"$work/nginx/palabre.conf"
		printf 'pid %s/nginx/pid;\nerror_log stderr;\ndaemon off;\nevents {}\nhttp {\n client_body_temp_path %s/nginx/b;\n proxy_temp_path %s/nginx/p;\n fastcgi_temp_path %s/nginx/f;\n uwsgi_temp_path %s/nginx/u;\n scgi_temp_path %s/nginx/s;\n include %s/nginx/palabre.conf;\n}\n' \
			"$work" "$work" "$work" "$work" "$work" "$work" "$work" >"$work/nginx/nginx.conf"
		chmod 755 "$work"
		try "nginx -t" nginx -t -c "$work/nginx/nginx.conf"
		nginx -c "$work/nginx/nginx.conf" >"$work/nginx.log" 2>&1 &
		pids+=($!)
		try "nginx answers (one of its three nodes is dead)" until_answers --resolve "palabre.example.org:$tls:127.0.0.1" "https://palabre.example.org:$tls/livez"
		try "nginx: pages, socket, origins, HSTS, bodies" through "$tls"
		try "nginx: a node stops, and nobody sees it" outlives "$tls" "$node"

		# own PORT: every node says 503, as all do while the database is away. Their words come through, and none is put aside.
		own() {
			local i
			for i in {1..12}; do
				[ "$(curl -sk --max-time 10 --resolve "palabre.example.org:$1:127.0.0.1" -w ' %{http_code}' "https://palabre.example.org:$1/api/me")" = "no database 503" ] || { echo "request $i: other words"; return 1; }
			done
		}
		unable=$(free_port) tls_unable=$(free_port)
		python3 - "$unable" >"$work/unable.log" 2>&1 <<-'PY' &
			import http.server, sys
			class Unable(http.server.BaseHTTPRequestHandler):
			    def do_GET(self):
			        said = b"no database"
			        self.send_response(503)
			        self.send_header("Content-Length", str(len(said)))
			        self.end_headers()
			        self.wfile.write(said)
			http.server.ThreadingHTTPServer(("", int(sys.argv[1])), Unable).serve_forever()
		PY
		pids+=($!)
		# The same machine by three addresses: three nodes.
		sed -e "s#127.0.0.1:$app#127.0.0.1:$unable#; s#server 127.0.0.1:$second#server 127.0.0.2:$unable#; s#server 127.0.0.1:1 #server 127.0.0.3:$unable #" \
			-e "s#127.0.0.1:$tls #127.0.0.1:$tls_unable #; s#listen 127.0.0.1:$plain;#listen 127.0.0.1:$(free_port);#" "$work/nginx/palabre.conf" >"$work/nginx/unable.conf"
		sed -e "s#palabre.conf#unable.conf#; s#nginx/pid#nginx/pid-unable#" "$work/nginx/nginx.conf" >"$work/nginx/nginx-unable.conf"
		nginx -c "$work/nginx/nginx-unable.conf" >"$work/nginx-unable.log" 2>&1 &
		unable_nginx=$!
		pids+=("$unable_nginx")
		try "nodes that say 503" until_says 503 "http://127.0.0.1:$unable/"
		try "nginx before them" until_says 503 --resolve "palabre.example.org:$tls_unable:127.0.0.1" "https://palabre.example.org:$tls_unable/"
		try "nginx: all nodes say 503, and what they say comes through" own "$tls_unable"
	fi

	if need nginx "nginx without nodes"; then
		# Nobody listens at any of the three.
		tls=$(free_port)
		sed -E "s#server 127\.0\.0\.[0-9]:[0-9]+ max_fails#server 127.0.0.1:1 max_fails#; s#listen 127.0.0.1:$tls_unable #listen 127.0.0.1:$tls #; s#listen 127.0.0.1:[0-9]+;#listen 127.0.0.1:$(free_port);#" "$work/nginx/unable.conf" >"$work/nginx/none.conf"
		sed -e "s#unable.conf#none.conf#; s#pid-unable#pid-none#" "$work/nginx/nginx-unable.conf" >"$work/nginx/nginx-none.conf"
		nginx -c "$work/nginx/nginx-none.conf" >"$work/nginx-none.log" 2>&1 &
		pids+=($!)
		try "nginx without nodes" until_says 503 --resolve "palabre.example.org:$tls:127.0.0.1" "https://palabre.example.org:$tls/"
		try "nginx: no node, and people are told in words" soon "$tls"
	fi

	if need caddy "Caddy"; then
		for file in Caddyfile Caddyfile.nodes; do
			tls=$(free_port)
			to="127.0.0.1:$app"
			if [ "$file" = Caddyfile.nodes ]; then
				second=$(free_port)
				try "a second node" serves "$second" 0
				to="127.0.0.1:1 127.0.0.1:$second 127.0.0.1:$app"
			fi
			# Its own authority signs here; ports are others than 80 and 443.
			awk -v port="$tls" -v dir="$work/caddy" '{ print } NR > 1 && $0 == "{" && !done { done = 1
				printf "\tlocal_certs\n\tskip_install_trust\n\thttps_port %s\n\tauto_https disable_redirects\n\tstorage file_system %s\n", port, dir }' \
				"deploy/caddy/$file" >"$work/$file"
			try "caddy validate $file" env HOME="$work" SITE="palabre.example.org" UPSTREAMS="$to" caddy validate --adapter caddyfile --config "$work/$file"
			HOME=$work SITE=palabre.example.org UPSTREAMS=$to caddy run --adapter caddyfile --config "$work/$file" >"$work/caddy.log" 2>&1 &
			pids+=($!)
			try "caddy answers with $file" until_answers --resolve "palabre.example.org:$tls:127.0.0.1" "https://palabre.example.org:$tls/livez"
			try "caddy with $file: pages, socket, origins, HSTS, bodies" through "$tls"
			[ "$file" = Caddyfile ] || try "caddy with $file: a node stops, and nobody sees it" outlives "$tls" "$node"
			if [ "$file" = Caddyfile.nodes ]; then
				kill -TERM "$first"
				timeout 70 tail --pid="$first" -f /dev/null
				try "caddy with $file: no node, and people are told in words" soon "$tls"
			fi
		done
	fi
fi

echo
printf '%s checked' "${#checked[@]}"
[ ${#missing[@]} -eq 0 ] || printf '; not checked: %s' "$(printf '%s; ' "${missing[@]}" | sed 's/; $//')"
echo
if [ ${#failed[@]} -gt 0 ]; then
	printf 'failed: %s\n' "${failed[@]}" >&2
	exit 1
fi
