"""Days that lie ahead: what was expected, and how often that was moved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Activity, Forecast

Of = Forecast.Of
DAYS = tuple(Of.values)  # columns of Activity


def moved(before: Mapping[str, date | None], after: Mapping[str, date | None]) -> list[str]:
    """Days that were set and are another now. One that is set for the first time is not moved."""
    return [name for name in DAYS if before.get(name) is not None and before[name] != after.get(name)]


@dataclass(frozen=True)
class Course:
    """All that has been expected of one day, in order."""

    of: str
    moves: list[Forecast]
    now: date | None

    @property
    def first(self) -> date:
        return self.moves[0].was

    @property
    def label(self) -> str:
        return str(Of(self.of).label)

    @property
    def words(self) -> str:
        times = ngettext("flyttad en gång", "flyttad %(n)d gånger", len(self.moves)) % {"n": len(self.moves)}
        return _("%(what)s %(times)s") % {"what": self.label, "times": times}


def courses(activity: Activity, rows: Iterable[Forecast]) -> list[Course]:
    found: dict[str, list[Forecast]] = {}
    for row in rows:
        found.setdefault(row.of, []).append(row)
    return [Course(of, found[of], getattr(activity, of)) for of in DAYS if of in found]


def days_of(activity: Any) -> dict[str, date | None]:
    return {name: getattr(activity, name) for name in DAYS}
