"""Writes docs/permissions.md: who may do what at every address, made from the doors in the code.

.venv/bin/python tools/permissions.py [--check]
"""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs/permissions.md"
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samplan.settings")

SIGNS = {"in": "●", "sign_in": "→", "refused": "✕", "hidden": "–"}
INTRO = """# Vem får göra vad

Den här sidan är gjord av koden (`make permissions`) och ändras inte för hand. Varje adress går genom en dörr i något
rums `access.py`. Ett prov hämtar varje adress som varje besökare, med GET och POST, och jämför med tabellerna
(`tests/permissions`).

● kommer in · → skickas till inloggningen (eller får 401) · ✕ får veta att de inte får (403) · – finns inte för dem (404)

| Kolumn | Besökare |
|---|---|
"""


def visitors_shown() -> tuple[list[Any], list[Any]]:
    """Each visitor has a column; a role in another county has one together, since all such roles meet the same."""
    from samplan.foundation.people.visitors import VISITORS

    return [v for v in VISITORS if v.place != "elsewhere"], [v for v in VISITORS if v.place == "elsewhere"]


PLACES = {"own": "i organisationen det gäller", "neighbour": "i en annan organisation i länet", "county": "i länet"}


def columns() -> list[tuple[str, list[str]]]:
    here, elsewhere = visitors_shown()
    found = [(str(v.title) + (f", {PLACES[v.place]}" if v.place else ""), [v.key]) for v in here]
    coordinators = [v.key for v in elsewhere if v.kind == "coordinator"]
    others = [v.key for v in elsewhere if v.kind != "coordinator"]
    return [*found, ("Samordnare i ett annat län", coordinators), ("Annat uppdrag i ett annat län", others)]


def sign_of(outcomes: Mapping[str, Any], keys: Iterable[str]) -> str:
    met = {str(outcomes[key]) for key in keys}
    return "/".join(sorted({SIGNS[outcome] for outcome in met}))


def rows_of(address: Any, doors: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """A row per address, one more where saving is another thing than reading, and one for each other situation."""
    door = doors[address.door]
    yield f"`{route_of(address)}`", door.about, door.outcomes
    if door.saves is not None:
        yield "", "… att spara", door.saves
    for key, situation in door.situations.items():
        if key == "absent":  # goes without saying
            continue
        yield "", f"… {situation.about}", situation.outcomes


def route_of(address: Any) -> str:
    route = "/" + address.route.replace("^", "").replace("$", "").replace("\\.", ".").replace("|", "\\|")
    return route.replace("(?P<", "<").replace(">[-\\w]+)", ">").replace(">\\d+)", ">")


def page() -> str:
    import django

    django.setup()
    from django.conf import settings
    from django.utils import translation

    from samplan.foundation.core.doors import addresses, gather

    with translation.override("sv"):
        shown, doors = columns(), gather(settings.ROOMS)
        text = INTRO + "".join(f"| {n} | {title} |\n" for n, (title, _keys) in enumerate(shown, 1))
        found = sorted(addresses(settings.ROOMS), key=lambda a: (room_of(a), a.route, a.name))
        for room, its in groupby(found, key=room_of):
            text += f"\n## {room}\n\n" + table(its, doors, shown)
    return text


def room_of(address: Any) -> str:
    module = address.view.__module__.split(".")
    return module[2] if module[0] == "samplan" else "people"


def table(addresses: Iterable[Any], doors: Mapping[str, Any], shown: list[tuple[str, list[str]]]) -> str:
    head = ["Adress", "Dörr", *map(str, range(1, len(shown) + 1))]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for address in addresses:
        for route, about, outcomes in rows_of(address, doors):
            lines.append(f"| {' | '.join([route, str(about), *(sign_of(outcomes, keys) for _t, keys in shown)])} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    text = page()
    if "--check" in sys.argv:
        if TARGET.exists() and TARGET.read_text() == text:
            return 0
        print("docs/permissions.md is old: make permissions")
        return 1
    TARGET.write_text(text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
