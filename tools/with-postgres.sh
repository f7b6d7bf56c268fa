#!/usr/bin/env bash
# with-postgres.sh COMMAND...: runs a command against a PostgreSQL cluster of its own, made in a temporary folder and removed after.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || { echo "PostgreSQL is missing: run tools/packages.sh postgresql" >&2; exit 1; }
dir=$(mktemp -d /tmp/samplan-pg.XXXXXX)
chmod 700 "$dir"
as=()
if [ "$(id -u)" = 0 ]; then # PostgreSQL refuses to run as root
  chown postgres:postgres "$dir"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
stop() { "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$dir"; }
trap stop EXIT
cd "$dir"
"${as[@]}" "$bin/initdb" -D "$dir/data" -U samplan --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/log" \
  -o "-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off -c max_connections=60" start >/dev/null
cd - >/dev/null
export DATABASE_URL="postgresql://samplan@/postgres?host=$dir"
"$@"
