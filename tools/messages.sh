#!/usr/bin/env bash
# messages.sh: collects the interface's texts into the English .po file and compiles it. Swedish is the source.
set -euo pipefail
cd "$(dirname "$0")/.."
bash tools/packages.sh gettext
folder=samplan/locale/en/LC_MESSAGES
po=$folder/django.po
pot=samplan/locale/django.pot
mkdir -p "$folder"
before=$(mktemp)
trap 'rm -f "$before" "$pot"' EXIT
[ ! -e "$po" ] || cp "$po" "$before"
DJANGO_SETTINGS_MODULE=samplan.settings .venv/bin/python -m samplan makemessages -l en --keep-pot \
  -i .venv -i var -i tests -i tools -i build -i docs --add-location file --no-wrap >/dev/null
# Merged again without guessing: a text that is new is empty, never a likeness of another one's translation.
if [ -s "$before" ]; then
  msgmerge --quiet --no-fuzzy-matching --add-location=file --no-wrap "$before" "$pot" -o "$po"
  msgattrib --no-obsolete --add-location=file --no-wrap "$po" -o "$po"
fi
# The day it was collected says nothing and differs each time.
sed -i '/^"POT-Creation-Date:/d; /^"PO-Revision-Date:/d' "$po"
msgfmt --check-format --statistics "$po" -o "$folder/django.mo"
