#!/usr/bin/env bash
# messages.sh: collects the interface's texts into the English .po file and compiles it. Swedish is the source.
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/packages.sh gettext
folder=samplan/locale/en/LC_MESSAGES
mkdir -p "$folder"
DJANGO_SETTINGS_MODULE=samplan.settings .venv/bin/python - <<'PYTHON'
import django
from django.core.management import call_command
from django.core.management.commands.makemessages import Command

django.setup()
Command.xgettext_options = [*Command.xgettext_options, "--keyword=_l"]
# A new text is left empty, never given the translation of one that looks like it.
Command.msgmerge_options = [*Command.msgmerge_options, "--no-fuzzy-matching"]
call_command(
    Command(),
    locale=["en"],
    ignore_patterns=[".venv", "var", "tests", "tools", "build", "docs"],
    add_location="file",
    no_wrap=True,
    no_obsolete=True,
    verbosity=0,
)
PYTHON
# The day it was collected says nothing and differs each time.
sed -i '/^"POT-Creation-Date:/d; /^"PO-Revision-Date:/d' "$folder/django.po"
msgfmt --check-format --statistics "$folder/django.po" -o "$folder/django.mo"
