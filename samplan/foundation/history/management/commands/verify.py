import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.history import anchors
from samplan.foundation.history.verifying import Verdict, verify

FEW = 10


class Command(BaseCommand):
    help = "Kontrollerar att ingenting i historiken är ändrat, borttaget eller tillagt i efterhand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="svaret som JSON")
        parser.add_argument(
            "--anchor",
            type=Path,
            metavar="FIL",
            help="jämför med, och skriv till, en fil utanför databasen. Lägg den där databasens förvaltare inte kan ändra den.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict, compared, added = verify(), None, False
        if path := options["anchor"]:
            compared = anchors.compare(verdict, path)
            added = verdict.holds and anchors.write(verdict, path)
        if options["json"]:
            facts = {"holds": verdict.holds, **asdict(verdict), "anchors_compared": compared, "anchor_added": added}
            self.stdout.write(json.dumps(facts, ensure_ascii=False, indent=2))
        else:
            self._tell(verdict)
            if compared is not None:
                said = ngettext(
                    "Jämfört med %(n)d rad i ankarfilen.", "Jämfört med %(n)d rader i ankarfilen.", compared
                )
                self.stdout.write(said % {"n": compared})
            if added:
                self.stdout.write(_("Försegling %(n)d är inskriven i ankarfilen.") % {"n": verdict.last_number})
        if not verdict.holds:
            raise SystemExit(1)

    def _tell(self, verdict: Verdict) -> None:
        for problem in verdict.problems:
            self.stdout.write(f"FEL  {problem.text}")
        for remark in verdict.remarks[:FEW]:
            self.stdout.write(f"SE   {remark.text}")
        if len(verdict.remarks) > FEW:
            self.stdout.write(_("SE   … och %(n)d till (--json visar dem).") % {"n": len(verdict.remarks) - FEW})
        counted = {"sealed": verdict.sealed, "seals": verdict.seals, "erased": verdict.erased}
        if verdict.holds:
            self.stdout.write(_("Historiken stämmer."))
        else:
            self.stdout.write(_("Historiken stämmer inte. Någon har ändrat i databasen vid sidan av Samplan."))
        self.stdout.write(_("%(sealed)d rader i %(seals)d förseglingar, %(erased)d med borttaget innehåll.") % counted)
        if verdict.unsealed:
            said = ngettext(
                "%(n)d rad är inte förseglad än. Arbetaren gör det inom en halv minut.",
                "%(n)d rader är inte förseglade än. Arbetaren gör det inom en halv minut.",
                verdict.unsealed,
            )
            self.stdout.write(said % {"n": verdict.unsealed})
