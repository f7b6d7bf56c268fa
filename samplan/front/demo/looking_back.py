"""What the demonstration's first county has found out about its plan, and what the plan lacks. Invented, and says so."""

from datetime import date
from typing import Any

from samplan.work.plans.actions.evaluating import add_evaluation, add_finding
from samplan.work.plans.actions.gaps import add_missing
from samplan.work.plans.models import Edition

COUNTY = "17"
FINDINGS = [
    ("Vägen in är olika i olika kommuner.", "Demonstration: nio av sexton svarade delvis eller nej (påhittat).", "3.2"),
    ("Anhöriga kommer in sent.", "Demonstration: samtal med åtta anhöriga (påhittat).", "1.1"),
    ("Ingen samlar in vad brukarna själva tycker.", "", ""),
]


def look_back(edition: Edition, by: Any) -> None:
    if edition.plan.county.code != COUNTY:
        return
    nodes = {node.number: node for node in edition.nodes.exclude(tier__is_target_vision=True)}
    evaluation = add_evaluation(
        edition=edition,
        title="Halvtidsutvärdering (påhittad)",
        on=date(2026, 6, 1),
        by_whom="Demonstrationens samverkansråd",
        basis="Två års uppföljningar och samtal med brukarorganisationen. Allt är påhittat.",
        url="",
        by=by,
    )
    for text, basis, number in FINDINGS:
        add_finding(evaluation=evaluation, text=text, basis=basis, node=nodes.get(number), by=by)
    add_missing(
        edition=edition,
        kind="annex",
        title="Bilaga 3, ansvarsfördelning (påhittad)",
        where="Under Stöd och insats",
        node=nodes.get("3"),
        by=by,
    )
