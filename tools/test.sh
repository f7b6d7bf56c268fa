#!/usr/bin/env bash
# test.sh: lint, types and the whole suite on both databases, side by side: while one waits for a browser the others work.
set -uo pipefail
cd "$(dirname "$0")/.."
logs=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null; rm -rf "$logs"' EXIT
# On PostgreSQL all that touches a database; reading documents does not, and one browser is enough for the pages.
no_database=(--ignore-glob='samplan/work/plans/tests/test_recognition_*' --ignore-glob='samplan/work/plans/tests/test_readers_*')
pytest=(.venv/bin/pytest -q -n 2 --dist worksteal)

part() { # part NAME COMMAND...: runs beside the others; its words are shown when it has ended
  local name=$1 start=$SECONDS code=0
  shift
  "$@" >"$logs/$name" 2>&1 </dev/null || code=$?
  { echo "=== $name: ended with $code after $((SECONDS - start)) s" && cat "$logs/$name"; } >"$logs/$name.told"
  cat "$logs/$name.told"
  return "$code"
}

part "lint and types" make --no-print-directory lint types &
parts=($!)
part "SQLite" "${pytest[@]}" -m "not postgresql_only" &
parts+=($!)
part "PostgreSQL" env SECOND_DATABASE=1 bash tools/with-postgres.sh "${pytest[@]}" "${no_database[@]}" -m "not sqlite_only and (not browser or both_databases)" &
parts+=($!)
failed=0
for one in "${parts[@]}"; do wait "$one" || failed=1; done
exit "$failed"
