from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from samplan.foundation.core.tables import TableRefused, write_xlsx
from samplan.foundation.core.workbooks import write_csv_zip
from samplan.foundation.people.actions.register_import import FileHasErrors, import_register
from samplan.foundation.people.models import County
from samplan.foundation.people.register_files import Comparison, RegisterFile, compare, read_file, sheets_of


class Command(BaseCommand):
    help = (
        "Länets register över organisationer och personer som fil: export skriver, import läser in (.xlsx, .zip, .csv)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["export", "import"])
        parser.add_argument("file", type=Path)
        parser.add_argument("--county", required=True, help="länets kod")
        parser.add_argument("--dry-run", action="store_true", help="visa vad som skulle ändras, spara inget")

    def handle(self, *args: Any, **options: Any) -> None:
        county = County.objects.filter(code=options["county"]).first()
        if county is None:
            raise CommandError(f"Det finns inget län med koden {options['county']}.")
        if options["what"] == "export":
            sheets, path = sheets_of(county), options["file"]
            path.write_bytes(write_csv_zip(sheets) if path.suffix.lower() == ".zip" else write_xlsx(sheets))
            self.stdout.write(f"Registret för {county} är skrivet i {path}.")
            return
        self._import(county, options)

    def _import(self, county: County, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            given = read_file(path.read_bytes(), path.name)
        except OSError as error:
            raise CommandError(f"Filen {path} går inte att öppna.") from error
        except TableRefused as refusal:
            raise CommandError("\n".join([refusal.message, *[e.message for e in refusal.errors]])) from refusal
        try:
            found = self._found(county, given, options["dry_run"], path.name)
        except FileHasErrors as errors:
            raise CommandError(
                "\n".join([*[e.message for e in errors.comparison.errors], "Inget är sparat."])
            ) from errors
        for sheet, made, changed, same in found.counts():
            self.stdout.write(f"{sheet}: {made} nya, {changed} ändras, {same} som förut")
        self.stdout.write("Inget är sparat." if options["dry_run"] else "Inläst.")

    def _found(self, county: County, given: RegisterFile, dry_run: bool, name: str) -> Comparison:
        if not dry_run:
            return import_register(county=county, file=given, seen=None, name=name, by=None)
        found = compare(county, given)
        if found.errors:
            raise FileHasErrors(found)
        return found
