"""What a programme's sub-projects are together: counted each time it is asked, in one place."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.people.models import County

from . import queries
from .models import Activity
from .states import OVER, State


@dataclass(frozen=True)
class Parts:
    """The sub-projects of one programme, in the plan's order."""

    lines: list[Any]

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def by_state(self) -> list[tuple[State, int]]:
        return [(s, n) for s in State if (n := sum(line.state == s for line in self.lines))]

    @property
    def words(self) -> str:
        """«4 delprojekt: 3 pågår, 1 pausad.»"""
        states = ", ".join(f"{n} {state.label.lower()}" for state, n in self.by_state)
        number = count_words(len(self.lines))
        return _("%(number)s: %(states)s.") % {"number": number, "states": states} if states else number


def count_words(number: int) -> str:
    return ngettext("%(n)d delprojekt", "%(n)d delprojekt", number) % {"n": number}


def parts_of(programme: Activity) -> Parts:
    """One query."""
    rows = queries.with_state(Activity.objects.filter(parent=programme).select_related("owner"))
    return Parts(list(rows.defer("text", "folded", "meaning").order_by("position", "pk")))


def counts(activities: Iterable[int]) -> dict[int, int]:
    """How many sub-projects each of these has, for those that have any. One query."""
    found = Activity.objects.filter(parent__in=list(activities)).order_by().values_list("parent")
    return dict(found.annotate(n=Count("pk")))


def can_be_parts(programme: Activity) -> QuerySet[Any]:
    """Its sub-projects, and what is free to become one: no part of another, not above it, still an activity of its own."""
    above, at = {programme.pk}, programme.parent
    while at is not None and at.pk not in above:
        above.add(at.pk)
        at = at.parent
    free = queries.with_state(Activity.objects.filter(county=programme.county, parent=None)).exclude(pk__in=above)
    free = free.exclude(state__in=OVER).values("pk")
    rows = Activity.objects.filter(pk__in=free) | Activity.objects.filter(parent=programme)
    return rows.select_related("owner").order_by("title_key", "pk")


def programmes_of(county: County) -> QuerySet[Any]:
    """Those that something new can be a part of."""
    rows = queries.with_state(county.activities.filter(kind=Activity.Kind.PROGRAMME))
    return rows.exclude(state__in=OVER).order_by("title_key", "pk")
