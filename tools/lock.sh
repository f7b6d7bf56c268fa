#!/usr/bin/env bash
# lock.sh: writes lock/*.txt from pyproject.toml, with hashes and without the address of any package index (docs/adr/0008).
set -euo pipefail
cd "$(dirname "$0")/.."
common=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate)
.venv/bin/uv pip compile "${common[@]}" pyproject.toml -o lock/run.txt "$@"
.venv/bin/uv pip compile "${common[@]}" pyproject.toml --group dev -o lock/dev.txt -c lock/run.txt "$@"
