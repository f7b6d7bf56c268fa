"""What hindered and what helped, gathered from everything that has been written of the county's activities."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from samplan.foundation.core.text import fold
from samplan.foundation.people.models import County
from samplan.work.plans import queries as plans
from samplan.work.plans.models import Node

from .models import Activity, Update


@dataclass(frozen=True)
class Said:
    update: Update
    area: Node | None

    @property
    def year(self) -> int:
        return self.update.on.year


def said_in(county: County, words: str = "", year: int = 0) -> list[Said]:
    """Newest first. Four queries, however much has been written."""
    wanted = Update.objects.filter(activity__county=county).exclude(obstacles="", success_factors="")
    if year:
        wanted = wanted.filter(on__year=year)
    areas = _area_by_activity(county)
    rows = wanted.select_related("activity").order_by("-on", "-pk")
    folded = fold(words)
    return [Said(row, areas.get(row.activity_id)) for row in rows if not folded or folded in _folded(row)]


def _folded(row: Update) -> str:
    return fold(f"{row.obstacles} {row.success_factors} {row.activity.title}")


def years_in(county: County) -> list[int]:
    rows = Update.objects.filter(Q(activity__county=county)).exclude(obstacles="", success_factors="")
    return sorted({on.year for on in rows.values_list("on", flat=True)}, reverse=True)


def _area_by_activity(county: County) -> dict[int, Node]:
    editions = plans.current_editions(county)
    nodes = Node.objects.filter(edition__in=editions).select_related("tier").order_by("edition", "position")
    _roots, rows = plans.rows_of(nodes.defer("text", "folded", "source_lines"))
    placed = Activity.nodes.through.objects.filter(node__edition__in=editions).values_list("activity_id", "node_id")
    found: dict[int, Node] = {}
    for activity_id, node_id in sorted(placed, key=lambda pair: rows[pair[1]].node.position):
        found.setdefault(activity_id, plans.area_of(rows[node_id]))
    return found


def table(rows: list[Said]) -> Iterator[list[Any]]:
    for each in rows:
        update = each.update
        yield [
            update.on,
            update.activity.title,
            str(each.area) if each.area else "",
            update.obstacles,
            update.success_factors,
        ]
