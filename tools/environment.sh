#!/usr/bin/env bash
# environment.sh run|dev: makes .venv with the locked versions, or does nothing when it has them already.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}
stamp=".venv/.$kind-$(sha256sum "lock/$kind.txt" pyproject.toml | sha256sum | cut -c1-16)"
[ -e "$stamp" ] && exit 0

python=$(command -v python3.11 || command -v python3 || true)
if [ -z "$python" ] || ! "$python" -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  bash tools/packages.sh python3 python3-venv
  python=$(command -v python3.11 || command -v python3)
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
grep -o '^uv==[^ ;]*' lock/tools.txt | xargs .venv/bin/python -m pip install --quiet --disable-pip-version-check
# A later run of `make run` must not take away what `make test` installed.
if [ "$kind" = run ] && ls .venv/.dev-* >/dev/null 2>&1; then kind=dev; fi
.venv/bin/uv pip sync --quiet --require-hashes "lock/$kind.txt"
.venv/bin/uv pip install --quiet --no-deps --no-build-isolation --editable . 2>/dev/null || .venv/bin/uv pip install --quiet --no-deps --editable .
rm -f .venv/."$kind"-*
touch "$stamp" ".venv/.$kind-$(sha256sum "lock/$kind.txt" pyproject.toml | sha256sum | cut -c1-16)"
