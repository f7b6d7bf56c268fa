"""The last seal's hash, kept outside the database: whoever rewrites the whole chain can't rewrite that too."""

from pathlib import Path

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Seal
from .verifying import Verdict


def compare(verdict: Verdict, path: Path) -> int:
    """Every line of the file against the chain; returns how many there were."""
    lines = path.read_text().splitlines() if path.exists() else []
    for place, line in enumerate(lines, start=1):
        parts = line.split()
        if len(parts) != 3 or not parts[0].isdecimal():
            verdict.wrong(_("Rad %(n)d i ankarfilen går inte att läsa.") % {"n": place})
            continue
        seal = Seal.objects.filter(number=int(parts[0])).first()
        if seal is None or seal.hash != parts[1]:
            said = _("Försegling %(n)s är inte den som stod i ankarfilen %(at)s.")
            verdict.wrong(said % {"n": parts[0], "at": parts[2]}, seal=int(parts[0]))
    return len(lines)


def write(verdict: Verdict, path: Path) -> bool:
    """Adds the last seal, once; never changes a line."""
    line = f"{verdict.last_number} {verdict.last_hash} "
    if verdict.last_number == 0 or (path.exists() and any(x.startswith(line) for x in path.read_text().splitlines())):
        return False
    with path.open("a") as file:
        file.write(f"{line}{timezone.now().isoformat(timespec='seconds')}\n")
    return True
