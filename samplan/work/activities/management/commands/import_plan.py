import io
import json
from pathlib import Path
from typing import Any, NoReturn

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError

from samplan.foundation.people.models import County
from samplan.foundation.people.queries import ActorRegister
from samplan.work.activities.importing import save_proposal
from samplan.work.plans.recognition import Proposal, read, recognise
from samplan.work.plans.recognition.proposal import NodeProposal
from samplan.work.plans.recognition.readers.errors import ReadRefused
from samplan.work.plans.recognition.readers.sniff import check_size

BAD_INPUT = 2


class Command(BaseCommand):
    help = "Läser in en plan från ett dokument (docx, odt, pdf, txt, md) som arbetsutkast."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FIL")
        parser.add_argument("--county", required=True, metavar="KOD", help="länets kod, till exempel 17")
        parser.add_argument("--dry-run", action="store_true", help="visa förslaget, spara inget")
        parser.add_argument("--json", action="store_true", help="skriv förslaget som JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        county = self._county(options["county"])
        path: Path = options["file"]
        try:
            proposal = self._proposal(path, county)
        except ReadRefused as refusal:
            self._refuse(refusal.message_sv)
        if options["json"]:
            self.stdout.write(json.dumps(proposal.to_json(), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(summary(proposal)))
        if not options["dry_run"]:
            edition = save_proposal(proposal=proposal, county=county, file_name=path.name, by=None)
            # With --json only JSON goes to stdout, so that a program can read it.
            told = self.stderr if options["json"] else self.stdout
            told.write(f"Inläst som arbetsutkast: {edition.title} ({county.name}).", ending="\n")

    def _proposal(self, path: Path, county: County) -> Proposal:
        try:
            if not path.is_file():
                self._refuse(f"Filen {path} finns inte.")
            check_size(path.stat().st_size)
            data = path.read_bytes()
        except OSError:
            self._refuse(f"Filen {path} går inte att öppna. Kontrollera att du får läsa den.")
        return recognise(read(data, path.name), match_actor=ActorRegister(county).name)

    def _county(self, code: str) -> County:
        if not _is_prepared():
            call_command("setup", stdout=io.StringIO())
        county = County.objects.filter(code=code).first()
        if county is None:
            known = ", ".join(f"{c.code} {c.name}" for c in County.objects.order_by("code"))
            self._refuse(f"Det finns inget län med koden {code}. Länen är: {known}.")
        return county

    def _refuse(self, message: str) -> NoReturn:
        self.stderr.write(message)
        raise SystemExit(BAD_INPUT)


def _is_prepared() -> bool:
    try:
        return County.objects.exists()
    except DatabaseError:
        return False


def summary(proposal: Proposal) -> list[str]:
    """What was read, for a person: counts, the tree, what to check, and what was not understood."""
    lines = [proposal.title, f"Gäller: {proposal.valid_from or 'okänt'} till {proposal.valid_to or 'okänt'}", ""]
    lines += [f"{tier.count:>4} {tier.name}" for tier in proposal.tiers]
    lines += [
        f"{len(proposal.activities):>4} aktiviteter",
        f"{len(proposal.questions):>4} uppföljningsfrågor",
        f"{len(proposal.measures):>4} mått på befolkningsnivå",
        "",
    ]
    lines += _outline(proposal)
    lines += _to_check(proposal)
    if proposal.not_understood:
        lines += ["", "Inte förstått (rad och text):"]
        lines += [f"{unclear.line:>5}  {_short(unclear.text)}" for unclear in proposal.not_understood]
    else:
        lines += ["", "Allt i dokumentet har fått en plats."]
    return lines


def _outline(proposal: Proposal) -> list[str]:
    children: dict[str | None, list[NodeProposal]] = {}
    for node in proposal.nodes:
        children.setdefault(node.parent, []).append(node)
    held: dict[str, int] = {}
    for activity in proposal.activities:
        for ref in activity.nodes:
            held[ref] = held.get(ref, 0) + 1
    lines: list[str] = []
    waiting = [(node, 0) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        count = f"  [{held[node.id]} {'aktivitet' if held[node.id] == 1 else 'aktiviteter'}]" if node.id in held else ""
        lines.append(f"{'  ' * depth}{f'{node.number} ' if node.number else ''}{_short(node.title)}{count}")
        waiting += [(child, depth + 1) for child in reversed(children.get(node.id, []))]
    return lines


def _to_check(proposal: Proposal) -> list[str]:
    unsure = [(i.lines, i.text if isinstance(i.text, str) else i.title, i.why) for i in proposal.items() if not i.sure]
    if not unsure:
        return []
    found = [f"{lines[0]:>5}  {_short(str(text))}\n       {why}" for lines, text, why in unsure]
    return ["", "Att kontrollera (rad, text och varför):", *found]


def _short(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:99].rstrip()}…"
