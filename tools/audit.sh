#!/usr/bin/env bash
# audit.sh: asks the public advisory database about every locked package. Needs the network; says so when there is none.
set -uo pipefail
cd "$(dirname "$0")/.."
said=$(mktemp)
trap 'rm -f "$said"' EXIT
.venv/bin/pip-audit --requirement lock/run.txt --require-hashes --disable-pip --strict --progress-spinner off >"$said" 2>&1
code=$?
if grep -qiE "ConnectionError|Max retries|SSLError|ServiceError|Failed to resolve|ProxyError|Connection refused|Dependency not found on PyPI" "$said"; then
  echo "audit: the advisory database could not be asked about every package, so nothing is known. Run it again where there is a network." >&2
  exit 2
fi
cat "$said"
exit "$code"
