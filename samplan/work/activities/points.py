"""The days that a county's activities are written of for, what has been written for each, and what lacks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import long_day, today
from samplan.foundation.core.offers import Event, Todo
from samplan.foundation.people.models import County, Organisation

from . import queries
from .models import Activity, ReportingPoint, Update
from .states import RUNNING, State

BEFORE = timedelta(days=14)
ASKED = (*RUNNING, State.PAUSED, State.CARRIED, State.ORDINARY)  # what is going on, or is meant to
USUAL = ((5, 31), (10, 31), (12, 31))


def usual(year: int) -> list[tuple[str, date]]:
    """Spring, autumn and the whole year: what many counties report for."""
    names = (_("Maj %(year)d"), _("Oktober %(year)d"), _("Helår %(year)d"))
    return [(name % {"year": year}, date(year, month, day)) for name, (month, day) in zip(names, USUAL, strict=True)]


def points_of(county: County) -> list[Any]:
    """Newest first, with how many activities have been written of. One query."""
    rows = ReportingPoint.objects.filter(county=county).annotate(written=Count("updates__activity", distinct=True))
    return list(rows.order_by("-on"))


def asked_now(county: County) -> ReportingPoint | None:
    """The latest that is near or has passed: what is written now is written for that one."""
    rows = ReportingPoint.objects.filter(county=county, on__lte=today() + BEFORE)
    return rows.order_by("-on").first()


def to_choose(county: County) -> list[ReportingPoint]:
    """The one asked for now, the two before it and the next."""
    rows = list(ReportingPoint.objects.filter(county=county).order_by("-on"))
    ahead = [row for row in rows if row.on > today() + BEFORE]
    return [*ahead[-1:], *[row for row in rows if row.on <= today() + BEFORE][:3]]


@dataclass(frozen=True)
class Asked:
    """An activity that a point asks for."""

    activity: Any
    update: Update | None


def asked_of(point: ReportingPoint, owners: Collection[int] | None = None) -> list[Asked]:
    """What goes on, and what has been written for the point anyway, by owner. Two queries."""
    written = {row.activity_id: row for row in point.updates.order_by("pk")}
    rows: Any = queries.with_state(Activity.objects.filter(county=point.county_id).select_related("owner"))
    if owners is not None:
        rows = rows.filter(owner__in=owners)
    found = rows.defer("text", "folded", "meaning").order_by("owner__name_key", "position", "pk")
    return [Asked(a, written.get(a.pk)) for a in found if a.pk in written or _is_asked(a, point)]


def _is_asked(activity: Any, point: ReportingPoint) -> bool:
    """What began after the day has nothing to tell of it."""
    begun = activity.starts_on is None or activity.starts_on <= point.on
    return activity.state in ASKED and begun


def lacking(county: County, owners: Collection[int]) -> tuple[ReportingPoint | None, list[Any]]:
    """What these organisations have not written for the point asked for now."""
    point = asked_now(county)
    if point is None:
        return None, []
    return point, [each.activity for each in asked_of(point, owners) if each.update is None]


def todo(county: County, owners: Collection[int]) -> list[Todo]:
    """One for each organisation, with how many lack: leads to the first."""
    point, rows = lacking(county, owners) if owners else (None, [])
    if point is None:
        return []
    by_owner: dict[Organisation, list[Any]] = {}
    for activity in rows:
        by_owner.setdefault(activity.owner, []).append(activity)
    return [
        Todo(
            due=point.on,
            text=_waiting(len(waiting), point),
            why=_("%(name)s har inte skrivit om dem än.") % {"name": owner.short_name},
            url=reverse("activities:report", args=[county.slug, waiting[0].pk]) + f"?tillfalle={point.pk}",
            action=_("Skriv"),
        )
        for owner, waiting in by_owner.items()
    ]


def _waiting(number: int, point: ReportingPoint) -> str:
    words = ngettext(
        "En aktivitet väntar på några rader för %(point)s",
        "%(n)d aktiviteter väntar på några rader för %(point)s",
        number,
    )
    return words % {"n": number, "point": point.name}


def events(county: County, year: int) -> list[Event]:
    rows = ReportingPoint.objects.filter(county=county, on__year=year)
    return [
        Event(
            row.on,
            row.on,
            _("Skriv om aktiviteterna: %(point)s") % {"point": row.name},
            "deadline",
            reverse("activities:point", args=[county.slug, row.pk]),
        )
        for row in rows
    ]


@dataclass(frozen=True)
class Missing:
    """A point that has passed with nothing written, or one that comes."""

    point: ReportingPoint
    has_passed: bool

    @property
    def words(self) -> str:
        if self.has_passed:
            return _("Inget skrivet för %(point)s.") % {"point": self.point.name}
        return _("%(point)s: skriv senast %(day)s.") % {"point": self.point.name, "day": long_day(self.point.on)}


def missing(activity: Any, points: Iterable[ReportingPoint], updates: Iterable[Update]) -> list[Missing]:
    """Of the last year's points, those that nothing is written for; and the next one. In order, the latest first."""
    written, day = {update.point_id for update in updates}, today()
    lacks = [p for p in points if p.pk not in written and _is_asked(activity, p)]
    ahead = sorted((p for p in lacks if p.on > day), key=lambda p: p.on)[:1]
    passed = sorted((p for p in lacks if day - timedelta(days=365) <= p.on <= day), key=lambda p: p.on, reverse=True)
    return [*(Missing(p, False) for p in ahead), *(Missing(p, True) for p in passed)]


def points_with(activity: Any) -> list[ReportingPoint]:
    """Those of the last year and the next one, of a county that has any."""
    if not getattr(activity, "has_points", True):
        return []
    since = today() - timedelta(days=365)
    return list(ReportingPoint.objects.filter(county=activity.county_id, on__gte=since).order_by("on"))
