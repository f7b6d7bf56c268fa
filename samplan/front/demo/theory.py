"""How the first county's plan is thought to work in the demonstration. Invented, and what speaks for it says so."""

from typing import Any

from samplan.work.plans.models import Contribution, Edition, Input, InputUse

COUNTY = "17"
# Sub-area: target visions and other sub-areas it contributes to; with what speaks for it, else assumed.
CONTRIBUTIONS: list[tuple[str, str, str]] = [
    ("1.1", "malbild 5", "Demonstration: föräldrar som gått kurs svarar i en enkät att de orkar mer (påhittad)."),
    ("1.1", "malbild 2", ""),
    ("1.2", "malbild 10", ""),
    ("1.3", "malbild 3", "Demonstration: brukarrevision före och efter utbildningen (påhittad)."),
    ("1.3", "3.1", ""),
    ("1.4", "1.5", ""),
    ("1.5", "2.1", "Demonstration: skolor som fick siffror agerade tidigare (påhittad)."),
    ("2.1", "2.2", "Demonstration: journalgranskning i två kommuner (påhittad)."),
    ("2.2", "malbild 2", ""),
    ("3.1", "malbild 7", "Demonstration: intervjuer med tolv personer som har en plan (påhittad)."),
    ("3.1", "malbild 4", ""),
    ("3.2", "malbild 1", ""),
    ("3.2", "malbild 9", ""),
    ("3.3", "malbild 5", ""),
    ("3.4", "3.2", ""),
    ("3.4", "malbild 1", "Demonstration: samtal till den gemensamma ingången (påhittad)."),
    ("4.1", "4.3", ""),
    ("4.2", "malbild 6", ""),
    ("4.3", "malbild 8", "Demonstration: uppföljning av överlämningar under ett år (påhittad)."),
    ("4.3", "malbild 4", ""),
    ("5.1", "5.2", ""),
]
# Kind, title, kronor a year, percent of full time, what it is put into.
INPUTS: list[tuple[str, str, int | None, int | None, tuple[str, ...]]] = [
    ("money", "Gemensamma medel (påhittat belopp)", 4_200_000, None, ("6", "2.2", "1.3")),
    ("post", "Processledare (påhittad tjänst)", None, 100, ("7", "8", "4.3")),
    ("post", "Samordnare för brukarinflytande (påhittad tjänst)", None, 50, ("7", "4.2")),
    ("other", "Föreningarnas tid (påhittad)", None, None, ()),
]


def think(edition: Edition) -> None:
    """While the edition is still a draft: what is adopted keeps its thinking."""
    if edition.plan.county.code != COUNTY:
        return
    nodes: dict[str, Any] = {}
    for node in edition.nodes.select_related("tier"):
        nodes[f"malbild {node.number}" if node.tier.is_target_vision else node.number] = node
    Contribution.objects.bulk_create(
        [Contribution(source=nodes[a], target=nodes[b], evidence=evidence) for a, b, evidence in CONTRIBUTIONS]
    )
    for position, (kind, title, kronor, percent, into) in enumerate(INPUTS, 1):
        row = Input.objects.create(
            edition=edition, kind=kind, title=title, kronor=kronor, percent=percent, position=position
        )
        InputUse.objects.bulk_create([InputUse(input=row, node=nodes[number]) for number in into])
