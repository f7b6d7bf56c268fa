"""Where a matter is to be taken, and what was said when it was."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale, mark_of
from samplan.foundation.people.actions.registers import RegisterRefused, iso

from ..models import Anchoring, Body, Matter
from .deciding import lock_matter, tell


@transaction.atomic
def plan_anchoring(
    *, matter: Matter, body: Body, kind: str, planned_on: date | None, held_on: date | None, note: str, by: Any
) -> Anchoring:
    matter = lock_matter(matter)
    row = Anchoring(matter=matter, body=body, kind=kind, planned_on=planned_on, held_on=held_on, note=note.strip())
    _check(row)
    row.save()
    tell("anchoring_held" if held_on else "anchoring_planned", matter, by=by, after=_facts(row), note=row.note)
    return row


def mark_of_anchoring(row: Anchoring) -> str:
    return mark_of(row.body_id, row.kind, row.planned_on, row.held_on, row.note)


@transaction.atomic
def edit_anchoring(
    *,
    anchoring: Anchoring,
    seen: str | None,
    body: Body,
    kind: str,
    planned_on: date | None,
    held_on: date | None,
    note: str,
    by: Any,
) -> Anchoring:
    matter = lock_matter(anchoring.matter)
    row = Anchoring.objects.select_related("body", "matter").get(pk=anchoring.pk)
    if seen is not None and seen != mark_of_anchoring(row):
        raise Stale
    _refuse_decided(row)
    before, was_held = _facts(row), row.held_on
    row.body, row.kind, row.planned_on, row.held_on, row.note = body, kind, planned_on, held_on, note.strip()
    _check(row)
    if before != _facts(row):
        row.save()
        verb = "anchoring_held" if held_on and not was_held else "anchoring_changed"
        tell(verb, matter, by=by, before=before, after=_facts(row), note=row.note)
    return row


@transaction.atomic
def remove_anchoring(*, anchoring: Anchoring, by: Any) -> None:
    matter = lock_matter(anchoring.matter)
    row = Anchoring.objects.select_related("body", "matter").get(pk=anchoring.pk)
    _refuse_decided(row)
    tell("anchoring_removed", matter, by=by, before=_facts(row), note=row.note)
    row.delete()


def _refuse_decided(row: Anchoring) -> None:
    if row.decision_id:
        raise RegisterRefused(_("Det här kommer ur ett beslut. Är beslutet fel? Ta tillbaka det i stället."))


def _check(row: Anchoring) -> None:
    if row.body.county_id != row.matter.county_id:
        raise RegisterRefused(_("Organet finns inte i länet."), "body")
    if not row.planned_on and not row.held_on:
        raise RegisterRefused(_("Skriv vilken dag det är planerat, eller vilken dag det var."), "planned_on")
    if row.held_on and row.held_on > today():
        raise RegisterRefused(_("Den dagen har inte varit än. Skriv den som planerad."), "held_on")
    if row.kind != Anchoring.Kind.ADOPTED:
        return
    if not row.body.is_deciding:
        words = _("%(body)s beslutar inte åt någon organisation. Välj ”%(endorse)s” i stället.")
        raise RegisterRefused(words % {"body": row.body.whose, "endorse": Anchoring.Kind.ENDORSED.label}, "kind")
    if row.held_on:
        raise RegisterRefused(_("Skriv in det som ett beslut: då räknas det."), "held_on")


def _facts(row: Anchoring) -> dict[str, Any]:
    return {
        "body": row.body.whose,
        "kind": row.kind,
        "planned_on": iso(row.planned_on),
        "held_on": iso(row.held_on),
        "said": row.note,
    }
