"""What a programme asks, where it is carried out, and how each place meets it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.history.actions import record
from samplan.foundation.people.models import Organisation, User
from samplan.work.activities.models import Activity
from samplan.work.activities.states import NotAllowed

from ..models import Criterion, CriterionTick, Site


def mark_of_criteria(activity: Activity) -> str:
    return mark_of(*activity.criteria.values_list("text", flat=True))


@transaction.atomic
def set_criteria(*, activity: Activity, texts: Sequence[str], seen: str, by: Any) -> list[Criterion]:
    """In order. One that somebody has looked at stays as it is. Raises Stale when they are not as they were shown."""
    activity = _held(activity)
    if mark_of_criteria(activity) != seen:
        raise Stale
    had = {row.text: row for row in activity.criteria.all()}
    wanted = list(dict.fromkeys(texts))
    gone = [row for text, row in had.items() if text not in wanted]
    looked_at = CriterionTick.objects.filter(criterion__in=gone).select_related("criterion").first()
    if looked_at is not None:
        words = _("”%(text)s” är bedömt på någon plats och kan inte tas bort eller skrivas om.")
        raise NotAllowed(words % {"text": looked_at.criterion.text})
    Criterion.objects.filter(pk__in=[row.pk for row in gone]).delete()
    rows = []
    for position, text in enumerate(wanted):
        row = had.get(text) or Criterion(activity=activity, text=text)
        row.position = position
        row.save()
        rows.append(row)
    if list(had) != wanted:
        _tell(activity, by, "delivery.criteria_set", {"criteria": "; ".join(had)}, {"criteria": "; ".join(wanted)}, "")
    return rows


def mark_of_site(site: Site) -> str:
    return mark_of(*_facts(site).values())


@transaction.atomic
def add_site(*, activity: Activity, organisation: Organisation, name: str, by: Any, **facts: Any) -> Site:
    activity = _held(activity)
    if activity.sites.filter(organisation=organisation, name=name).exists():
        raise NotAllowed(_("Platsen finns redan."))
    site = Site.objects.create(activity=activity, organisation=organisation, name=name, **facts)
    _tell(activity, by, "delivery.site_added", None, _facts(site), str(site))
    return site


@transaction.atomic
def edit_site(*, site: Site, organisation: Organisation, name: str, seen: str, by: Any, **facts: Any) -> Site:
    activity = _held(site.activity)
    row = activity.sites.select_related("organisation").filter(pk=site.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort platsen."))
    if mark_of_site(row) != seen:
        raise Stale
    if activity.sites.filter(organisation=organisation, name=name).exclude(pk=row.pk).exists():
        raise NotAllowed(_("Platsen finns redan."))
    before = _facts(row)
    row.organisation, row.name = organisation, name
    for key, value in facts.items():
        setattr(row, key, value)
    row.save()
    if _facts(row) != before:
        _tell(activity, by, "delivery.site_changed", before, _facts(row), str(row))
    return row


@transaction.atomic
def remove_site(*, site: Site, by: Any) -> None:
    """Only one that nobody has looked at: another is given its end."""
    activity = _held(site.activity)
    row = activity.sites.filter(pk=site.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har tagit bort platsen."))
    if row.ticks.exists():
        raise NotAllowed(_("Platsen är bedömd och kan inte tas bort. Skriv när den slutade i stället."))
    _tell(activity, by, "delivery.site_removed", _facts(row), None, str(row))
    row.delete()


@transaction.atomic
def look(*, site: Site, found: Mapping[int, tuple[str, str]], by: Any) -> int:
    """`found`: outcome and note by criterion. A new dated row for each that is another than the latest. Gives how many."""
    activity = _held(site.activity)
    latest = {tick.criterion_id: tick for tick in site.ticks.order_by("on", "pk")}
    who = {"by_id": getattr(by, "pk", None), "by_name": str(by)[:120]}
    rows = []
    for criterion in activity.criteria.filter(pk__in=found):
        outcome, note = found[criterion.pk]
        before = latest.get(criterion.pk)
        if outcome and (before is None or (before.outcome, before.note) != (outcome, note)):
            rows.append(CriterionTick(site=site, criterion=criterion, outcome=outcome, note=note, on=today(), **who))
    CriterionTick.objects.bulk_create(rows)
    if rows:
        after = {row.criterion.text: str(row.get_outcome_display()) for row in rows}
        _tell(activity, by, "delivery.site_looked_at", None, after, str(site))
    return len(rows)


@transaction.atomic
def pass_site(*, site: Site, to: Organisation, by: User) -> None:
    activity = _held(site.activity)
    if activity.sites.filter(organisation=to, name=site.name).exists():
        raise NotAllowed(_("Platsen finns redan."))
    before = str(site.organisation)
    site.organisation = to
    site.save(update_fields=["organisation"])
    _tell(activity, by, "delivery.site_passed_on", {"from": before}, {"to": str(to)}, str(site))


def _held(activity: Activity) -> Activity:
    return Activity.objects.select_for_update(of=("self",)).select_related("county").get(pk=activity.pk)


def _facts(site: Site) -> dict[str, str]:
    def day(value: date | None) -> str:
        return value.isoformat() if value else ""

    return {
        "organisation": str(site.organisation),
        "title": site.name,
        "pilot": _("ja") if site.is_pilot else "",
        "lesson": site.lesson,
        "started_on": day(site.started_on),
        "ended_on": day(site.ended_on),
    }


def _tell(activity: Activity, by: Any, verb: str, before: Any, after: Any, note: str) -> None:
    record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=after, note=note)
