"""Reads two versions of a plan to be compared: two editions, or an edition against what it was on a day."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from . import comparing, difference, versions
from .comparing import Comparison, Line
from .difference import NODE
from .models import Edition, Lineage


@dataclass(frozen=True)
class Side:
    """One of the two: an edition, as it is or as it was at the end of a day."""

    edition: Any
    day: date | None = None


def compare(old: Side, new: Side) -> Comparison:
    before, after = (versions.version_of(side.edition, _rows(side)) for side in (old, new))
    keys = {str(key): pk for key, pk in new.edition.nodes.values_list("key", "pk")}
    made = comparing.compare(before, after, difference.between(before, after), keys)
    _tell_lineage(made, new.edition, before.by_key(NODE).keys())
    return made


def _rows(side: Side) -> versions.Rows:
    return versions.rows_of(side.edition)


def _tell_lineage(made: Comparison, edition: Edition, known: Any) -> None:
    """What was split off or joined: told where it is news, that is where the older version has what it came from."""
    lines: dict[str, Line] = {line.key: line for line in made.lines}
    for row in Lineage.objects.filter(edition=edition):
        line = lines.get(str(row.to_key))
        if line is not None and str(row.from_key) in known and line.changed:
            line.notes.append(f"{row.get_kind_display()} ”{row.from_title}”")
