from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samplan.foundation.core.tables import TableRefused, write_xlsx
from samplan.foundation.core.text import fold
from samplan.foundation.core.workbooks import write_csv
from samplan.foundation.terms.actions import read_in
from samplan.foundation.terms.models import Vocabulary
from samplan.foundation.terms.word_files import read_words, sheet_of


class Command(BaseCommand):
    help = "En ordlista som fil: export skriver, import läser in (.xlsx, .csv)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["export", "import"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--list", required=True, help="listans namn")
        parser.add_argument("--county", default="", help="länets kod; utan den gäller det en lista för hela landet")
        parser.add_argument("--dry-run", action="store_true", help="visa vad som skulle ändras, spara inget")

    def handle(self, *args: Any, **options: Any) -> None:
        vocabulary = _vocabulary(options["county"], options["list"])
        path: Path = options["file"]
        if options["what"] == "export":
            sheet = sheet_of(vocabulary)
            path.write_bytes(write_csv(sheet) if path.suffix.lower() == ".csv" else write_xlsx([sheet]))
            self.stdout.write(f"{vocabulary} är skriven i {path}.")
            return
        try:
            given = read_words(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"Filen {path} går inte att öppna.") from error
        except TableRefused as refusal:
            raise CommandError("\n".join([refusal.message, *[e.message for e in refusal.errors]])) from refusal
        dry_run = options["dry_run"]
        done = read_in(vocabulary=vocabulary, file=given, seen=None, by=None, dry_run=dry_run)
        if done.errors:
            raise CommandError("\n".join([*done.errors, "Inget är sparat."]))
        self.stdout.write(f"{len(done.added)} nya, {len(done.changed)} ändras, {done.same} som förut")
        self.stdout.write("Inget är sparat." if dry_run else "Inläst.")


def _vocabulary(county: str, name: str) -> Vocabulary:
    place = {"county__code": county} if county else {"county": None}
    found = Vocabulary.objects.filter(folded=fold(name), **place).first()
    if found is None:
        raise CommandError(f"Det finns ingen lista som heter {name}.")
    return found
