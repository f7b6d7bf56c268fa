import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from samplan.foundation.core.tables import ReadTable, TableRefused, read_table
from samplan.foundation.people.models import County, Role, User
from samplan.insight.followup import importing, queries
from samplan.work.plans.models import Edition
from samplan.work.questionnaires.models import Question
from samplan.work.rounds import inviting


class Command(BaseCommand):
    help = "Läser in en tidigare omgång från XLSX eller CSV: en rad per organisation, en kolumn per fråga."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--county", required=True, help="länets kod, till exempel 17")
        parser.add_argument("--edition", type=int, help="planutgåvans nummer; annars den som gäller")
        parser.add_argument("--year", type=int, required=True)
        parser.add_argument("--mapping", help="namnet på en sparad koppling av kolumner")
        parser.add_argument("--dry-run", action="store_true", help="visa vad som skulle läsas in, spara inget")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        county = County.objects.filter(code=options["county"]).first()
        if county is None:
            raise CommandError(f"Länet {options['county']} finns inte.")
        edition = self._edition(county, options["edition"])
        table = self._table(options["file"])
        questions = importing.questions_to_map(edition)
        reading = self._reading(county, options["mapping"], table, questions)
        register = importing.Register(inviting.candidates(county))
        outcome = importing.read_rows(table, reading, register, questions, options["year"])
        if outcome.answers and not outcome.errors and not options["dry_run"]:
            self._save(county, edition, outcome, reading, options)
        self._tell(outcome, reading, options)

    def _save(
        self,
        county: County,
        edition: Edition,
        outcome: importing.Outcome,
        reading: importing.Reading,
        options: dict[str, Any],
    ) -> None:
        owner, name = self._owner(county), options["file"].name
        try:
            importing.save_earlier(
                edition=edition,
                year=options["year"],
                title=f"Årsuppföljning {options['year']}",
                answered_on=importing.default_day(options["year"]),
                outcome=outcome,
                by=owner,
                file_name=name,
            )
        except importing.AlreadyThere:
            raise CommandError(f"Det finns redan en omgång för {options['year']}. Inget är sparat.") from None
        importing.remember(county=county, name=options["mapping"] or name, reading=reading, by=owner)

    def _owner(self, county: County) -> User:
        """The round's owner is the county's coordinator: somebody the organisations can write to."""
        role = county.roles.filter(kind=Role.Kind.COORDINATOR, valid_to=None).select_related("user").first()
        if role is None:
            raise CommandError("Länet har ingen samordnare. Lägg till en med «samplan user».")
        return role.user

    def _edition(self, county: County, pk: int | None) -> Edition:
        editions = [e for e in queries.editions_to_follow(county) if pk in (None, e.pk)]
        if not editions:
            raise CommandError("Länet har ingen plan med uppföljningsfrågor.")
        return editions[0]

    def _table(self, path: Path) -> ReadTable:
        if not path.is_file():
            raise CommandError(f"{path} finns inte.")
        if path.stat().st_size > settings.UPLOAD_LIMIT:
            raise CommandError("Filen är för stor. Högst 25 MB.")
        try:
            return read_table(path.read_bytes(), path.name)
        except TableRefused as refusal:
            raise CommandError("\n".join([refusal.message, *[e.message for e in refusal.errors]])) from None

    def _reading(
        self, county: County, name: str | None, table: ReadTable, questions: list[Question]
    ) -> importing.Reading:
        kept = county.column_mappings.filter(name=name).first() if name else importing.remembered(county, table.columns)
        if name and kept is None:
            raise CommandError(f"Ingen koppling heter «{name}».")
        return (
            importing.as_kept(kept, table.columns)
            if kept
            else importing.Reading(importing.guess(table.columns, questions))
        )

    def _tell(self, outcome: importing.Outcome, reading: importing.Reading, options: dict[str, Any]) -> None:
        if options["json"]:
            rows = {o.name: a for o, a in outcome.answers.items()}
            errors = [{"row": e.row, "message": e.message} for e in outcome.errors]
            self.stdout.write(
                json.dumps({"mapping": reading.columns, "organisations": rows, "errors": errors}, ensure_ascii=False)
            )
        else:
            for error in outcome.errors:
                self.stderr.write(f"Rad {error.row}: {error.message}")
            self.stdout.write(f"{len(outcome.answers)} organisationer, {len(outcome.errors)} fel.")
        if outcome.errors:
            raise CommandError("Inget är sparat. Rätta filen, eller koppla kolumner, namn och ord på webben.")
        if not outcome.answers:
            raise CommandError("Ingen rad i filen gäller det året. Inget är sparat.")
