#!/usr/bin/env bash
# test.sh: the whole suite on SQLite, with lint and types beside it, then on PostgreSQL all that asks a database.
set -uo pipefail
cd "$(dirname "$0")/.."
told=$(mktemp)
trap 'rm -f "$told"' EXIT
make --no-print-directory lint types >"$told" 2>&1 &
looking=$!
pytest=(.venv/bin/pytest -q -n 3 --dist load --maxschedchunk 4)
failed=0
"${pytest[@]}" -m "not postgresql_only" || failed=1
wait "$looking" || failed=1
cat "$told"
# Reading documents asks no database, and one browser is enough for the pages.
SECOND_DATABASE=1 bash tools/with-postgres.sh "${pytest[@]}" \
  --ignore-glob='samplan/work/plans/tests/test_recognition_*' --ignore-glob='samplan/work/plans/tests/test_readers_*' \
  -m "not sqlite_only and (not browser or both_databases)" || failed=1
exit "$failed"
