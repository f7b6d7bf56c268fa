# make run: a demo on this machine · make test: everything · make check: the inner loop · make lint · make format
.PHONY: permissions run test check lint format types environment packages screens coverage messages prove sbom audit
BIN := .venv/bin
export DJANGO_SETTINGS_MODULE := samplan.settings
# Compiled once, beside nobody's sources: the tests start some hundred processes, and each is up in half the time.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX := $(CURDIR)/.venv/pycache

run:
	@bash tools/environment.sh run
	@SAMPLAN_DEMO=1 $(BIN)/python -m samplan run --demo

test: environment packages
	@bash tools/test.sh

check: environment
	$(MAKE) --no-print-directory lint types
	$(BIN)/pytest -q -n 2 -m "not browser and not slow"

lint:
	$(BIN)/ruff check samplan tests tools conftest.py
	$(BIN)/ruff format --check samplan tests tools conftest.py
	$(BIN)/djlint --quiet --lint samplan
	$(BIN)/lint-imports
	$(BIN)/python -m samplan makemigrations --check --dry-run >/dev/null

types:
	$(BIN)/mypy --no-error-summary $$(git ls-files 'samplan/foundation/core/*.py' '*/actions.py' '*/queries.py' '*/actions/*.py' '*/queries/*.py' | grep -v /tests/)

format:
	$(BIN)/ruff format samplan tests tools conftest.py
	$(BIN)/ruff check --fix samplan tests tools conftest.py

screens: environment packages
	$(BIN)/python tools/screens.py

# The long proofs: every page in both languages, light and dark, wide and narrow; every form with much more rubbish.
prove: environment packages
	SAMPLAN_PROVE=1 $(BIN)/pytest -q -n 2 tests/site tests/permissions tests/security tests/durability tests/two_people \
		samplan/work/rounds/tests/test_durability.py samplan/*/*/tests/test_browser.py

messages: environment
	bash tools/messages.sh

coverage: environment
	$(BIN)/python tools/coverage.py

environment:
	@bash tools/environment.sh dev

packages:
	@bash tools/packages.sh chromium fonts-open-sans postgresql poppler-utils

# What the product is made of (CycloneDX), and what is known to be weak in it (asks a public database).
sbom: environment
	$(BIN)/python tools/sbom.py

audit: environment
	@bash tools/audit.sh

# docs/permissions.md: who may do what at every address, made from the doors in the code.
permissions: environment
	$(BIN)/python tools/permissions.py
