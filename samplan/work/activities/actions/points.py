"""The days that the county's activities are written of for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County

from ..models import ReportingPoint
from ..states import NotAllowed


@transaction.atomic
def add_points(*, county: County, points: Iterable[tuple[str, date]], by: Any) -> list[ReportingPoint]:
    """Those whose day the county does not have already."""
    list(County.objects.select_for_update(of=("self",)).filter(pk=county.pk))
    had = set(ReportingPoint.objects.filter(county=county).values_list("on", flat=True))
    wanted = {on: name for name, on in points if on not in had}
    made = ReportingPoint.objects.bulk_create(
        ReportingPoint(county=county, name=name, on=on) for on, name in sorted(wanted.items())
    )
    for row in made:
        record(by=by, verb="activities.point_added", subject=row, county=county.code, after={"on": str(row.on)})
    return made


def mark_of_point(point: ReportingPoint) -> str:
    return mark_of(point.name, point.on)


@transaction.atomic
def change_point(*, point: ReportingPoint, name: str, on: date, seen: str, by: Any) -> ReportingPoint:
    row = ReportingPoint.objects.select_for_update(of=("self",)).select_related("county").filter(pk=point.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort tillfället."))
    if mark_of_point(row) != seen:
        raise Stale
    if ReportingPoint.objects.filter(county=row.county, on=on).exclude(pk=row.pk).exists():
        raise NotAllowed(_("Länet har redan ett tillfälle den dagen."))
    before, after = {"title": row.name, "on": str(row.on)}, {"title": name, "on": str(on)}
    row.name, row.on = name, on
    row.save()
    if after != before:
        record(by=by, verb="activities.point_changed", subject=row, county=row.county.code, before=before, after=after)
    return row


@transaction.atomic
def remove_point(*, point: ReportingPoint, by: Any) -> None:
    """Only one that nothing is written for."""
    row = ReportingPoint.objects.select_for_update(of=("self",)).select_related("county").filter(pk=point.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort tillfället."))
    if row.updates.exists():
        raise NotAllowed(_("Det är skrivet om aktiviteter för tillfället. Därför kan det inte tas bort."))
    record(by=by, verb="activities.point_removed", subject=row, county=row.county.code, before={"on": str(row.on)})
    row.delete()
