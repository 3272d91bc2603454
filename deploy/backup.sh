#!/bin/sh
# One backup by compose, now, into backups/; then those older than BACKUP_DAYS go, with what was destroyed since. How it went, and
# when one last succeeded, is told where node_exporter reads it. As root, every night, from cron:
#   17 3 * * *  …/deploy/backup.sh                        with compose.yaml
#   17 3 * * *  …/deploy/backup.sh compose.scale.yaml
# Once, before: install -d -o 65532 -m 700 backups. Copy the folder elsewhere too: a backup on the same disk dies with it.
set -eu
cd "$(dirname "$0")"
SERVICE_RESULT=failed
if docker compose -f "${1:-compose.yaml}" run --rm -T backup; then
	find backups/ -maxdepth 1 -type f -name 'palabre-*.tar*' -mtime "+${BACKUP_DAYS:-30}" -delete
	SERVICE_RESULT=success
fi
export SERVICE_RESULT
systemd/palabre-backup told
[ "$SERVICE_RESULT" = success ]
