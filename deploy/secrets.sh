#!/bin/sh
# Makes what the compose files read from secrets/, from the kernel's chance. What is there already stays as it is, so that it
# may be run again. The folder is closed to others; the files in it are readable, for they are handed to containers whose
# users have no name on this machine.
set -eu
cd "$(dirname "$0")"
dir=${1:-secrets}
umask 077
mkdir -p "$dir"
chmod 700 "$dir"
cd "$dir"

hex() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }

# keep NAME: what comes in is kept under that name, unless it exists.
keep() {
	if [ -e "$1" ]; then
		cat >/dev/null
	else
		cat >"$1.new"
		chmod 444 "$1.new"
		mv "$1.new" "$1"
		echo "made $dir/$1"
	fi
}

[ -e postgres_password ] || hex 24 | keep postgres_password
[ -e redis_password ] || hex 24 | keep redis_password
[ -e node_secret ] || hex 32 | keep node_secret
if [ ! -e garage.env ]; then
	printf 'GARAGE_RPC_SECRET=%s\nGARAGE_DEFAULT_ACCESS_KEY=GK%s\nGARAGE_DEFAULT_SECRET_KEY=%s\nGARAGE_DEFAULT_BUCKET=palabre\n' \
		"$(hex 32)" "$(hex 12)" "$(hex 32)" | keep garage.env
fi

# The addresses follow from those.
printf 'postgres://palabre:%s@postgres:5432/palabre?sslmode=disable' "$(cat postgres_password)" | keep database_url
printf 'redis://palabre:%s@redis:6379/0' "$(cat redis_password)" | keep redis_url
key=$(sed -n 's/^GARAGE_DEFAULT_ACCESS_KEY=//p' garage.env)
secret=$(sed -n 's/^GARAGE_DEFAULT_SECRET_KEY=//p' garage.env)
printf 's3://%s:%s@garage:3900/palabre?region=garage&tls=no' "$key" "$secret" | keep s3_url
keep redis_conf <<CONF
# Nothing is kept, and Palabre may speak on its own channels alone: no key, no script, no setting.
save ""
appendonly no
maxmemory 256mb
user default off
user palabre on >$(cat redis_password) resetkeys resetchannels &palabre:* -@all +@connection -@dangerous +info +publish +subscribe +unsubscribe
CONF

if [ ! -e smtp_url ]; then
	keep smtp_url </dev/null
	chmod 644 smtp_url # yours to write
fi
# Said each time, until it is mended: several nodes would lay letters, people's ways in among them, in folders of their own.
if [ ! -s smtp_url ]; then
	cat >&2 <<-SAID

		  !!  $dir/smtp_url is empty: NO LETTER LEAVES. On one machine they are laid in a folder; of several nodes, each has its
		  !!  own, which ends with its container, and nobody can sign in. Write there, in one line:
		  !!      smtp://user:password@mail.example.org:587
	SAID
fi
