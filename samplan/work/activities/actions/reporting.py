"""What is written of an activity at one point in time, put right afterwards, and how many it reached."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of

from ..models import Activity, ReportingPoint, Update, Volume
from ..states import NotAllowed
from .changes import lock, tell, touch

PARTS = ("background", "result", "analysis", "obstacles", "success_factors")


@dataclass(frozen=True)
class Count:
    """A line of numbers."""

    what: str
    low: int
    high: int
    starts_on: date
    ends_on: date
    women: int | None = None
    men: int | None = None
    source: str = ""


@transaction.atomic
def add_update(
    *,
    activity: Activity,
    on: date,
    by: Any,
    point: ReportingPoint | None = None,
    volumes: Sequence[Count] = (),
    **said: str,
) -> Update:
    """`said`: background, result, analysis, obstacles, success_factors. Something of it must be written."""
    activity = lock(activity)
    texts = _texts(said)
    _require(on, texts)
    update = Update.objects.create(activity=activity, on=on, point=point, **texts, **_who(by))
    for count in volumes:
        _count(activity, count, by)
    touch(activity)
    tell(activity, by, "activities.reported", None, {"on": str(on), **_told(texts, point)})
    return update


def mark_of_update(update: Update) -> str:
    return mark_of(update.on, update.point_id, *(getattr(update, name) for name in PARTS))


@transaction.atomic
def change_update(
    *, update: Update, on: date, seen: str, by: Any, point: ReportingPoint | None = None, **said: str
) -> Update:
    """Raises Stale when it is not as it was shown. What it said stays in the history."""
    activity = lock(update.activity)
    row = Update.objects.select_for_update(of=("self",)).filter(pk=update.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort det som stod."))
    if mark_of_update(row) != seen:
        raise Stale
    texts = _texts(said)
    _require(on, texts)
    before = {"on": str(row.on), **_told({name: getattr(row, name) for name in PARTS}, row.point)}
    row.on, row.point = on, point
    for name, text in texts.items():
        setattr(row, name, text)
    after = {"on": str(on), **_told(texts, point)}
    if after != before:
        row.save()
        touch(activity)
        tell(activity, by, "activities.report_changed", before, after)
    return row


@transaction.atomic
def remove_update(*, update: Update, by: Any) -> None:
    activity = lock(update.activity)
    row = Update.objects.filter(pk=update.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort det som stod."))
    said = {name: getattr(row, name) for name in PARTS}
    tell(activity, by, "activities.report_removed", {"on": str(row.on), **_told(said, row.point)}, None)
    row.delete()


@transaction.atomic
def keep_count(*, activity: Activity, given: Count, by: Any, seen: Volume | None = None) -> Volume:
    """A new line, or another number in the place of one that was seen."""
    activity = lock(activity)
    if seen is not None:
        before = Volume.objects.filter(pk=seen.pk, activity=activity).first()
        if before is None or _facts(before) != _facts(seen):
            raise NotAllowed(_("Någon annan har ändrat raden. Titta på den igen."))
        before.delete()
        made = _count(activity, given, by)
        tell(activity, by, "activities.volume_changed", _facts(before), _facts(made), made.what)
    else:
        made = _count(activity, given, by)
        tell(activity, by, "activities.volume_added", None, _facts(made), made.what)
    touch(activity)
    return made


@transaction.atomic
def drop_count(*, volume: Volume, by: Any) -> None:
    activity = lock(volume.activity)
    row = Volume.objects.filter(pk=volume.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort raden."))
    tell(activity, by, "activities.volume_removed", _facts(row), None, row.what)
    row.delete()


def _count(activity: Activity, given: Count, by: Any) -> Volume:
    """The same thing counted again for the same time takes the earlier number's place."""
    same: dict[str, Any] = {"what": given.what, "starts_on": given.starts_on, "ends_on": given.ends_on}
    values: dict[str, Any] = {
        "low": given.low,
        "high": given.high,
        "women": given.women,
        "men": given.men,
        "source": given.source,
    }
    row, _made = Volume.objects.update_or_create(activity=activity, **same, defaults={**values, **_who(by)})
    return row


def _facts(row: Volume) -> dict[str, str]:
    """Nothing of how many: the history is read by all in the county, and small numbers are not."""
    return {"what": row.what, "starts_on": str(row.starts_on), "ends_on": str(row.ends_on), "source": row.source}


def _texts(said: dict[str, str]) -> dict[str, str]:
    return {name: (said.get(name) or "").strip() for name in PARTS}


def _require(on: date, texts: dict[str, str]) -> None:
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden."))
    if not any(texts.values()):
        raise NotAllowed(
            _("Skriv åtminstone något av det: bakgrund, resultat, analys, vad som hindrade eller hjälpte.")
        )


def _told(texts: dict[str, str], point: ReportingPoint | None) -> dict[str, str]:
    told = {name: text for name, text in texts.items() if text}
    return {**told, "point": point.name} if point else told


def _who(by: Any) -> dict[str, Any]:
    return {"by_name": str(by)[:120], "by_id": getattr(by, "pk", None)}
