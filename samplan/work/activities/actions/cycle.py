"""Marking how far the systematic work has come."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.core.dates import today
from samplan.foundation.history.actions import record
from samplan.work.plans.models import Edition, Node

from .. import cycle
from ..models import Activity, CycleMark
from ..states import NotAllowed


@transaction.atomic
def mark(*, subject: cycle.Subject, phase: str, evidence: str, on: date, by: Any) -> CycleMark:
    """A new dated row. Never of a day before the row that holds, nor of one to come; what shows it must be said."""
    held: Any = type(subject)._default_manager.select_for_update(of=("self",)).get(pk=subject.pk)
    marks = cycle.marks_of(held)
    if not evidence.strip():
        raise NotAllowed(_("Skriv vad som visar det. Den som läser senare undrar."))
    if on > today():
        raise NotAllowed(_("Dagen ligger framåt i tiden. Skriv in det när ni är där."))
    if marks and on < marks[-1].on:
        raise NotAllowed(_("Dagen ligger före det steg som gäller nu. Välj en senare dag."))
    name = {Edition: "edition", Node: "node", Activity: "activity"}[type(held)]
    row = CycleMark.objects.create(
        phase=phase,
        on=on,
        evidence=evidence.strip(),
        by_id=getattr(by, "pk", None),
        by_name=str(by)[:120],
        **{name: held},
    )
    before = {"phase": marks[-1].phase} if marks else None
    _tell(held, by, "activities.cycle_marked", before, {"phase": phase, "on": str(on), "evidence": row.evidence})
    return row


@transaction.atomic
def take_back(*, mark: CycleMark, by: Any) -> None:
    """One that was written by mistake. What stood is in the history."""
    row = CycleMark.objects.select_for_update(of=("self",)).filter(pk=mark.pk).first()
    if row is None:
        raise NotAllowed(_("Någon annan har redan tagit bort raden."))
    subject: Any = row.activity or row.node or row.edition
    _tell(subject, by, "activities.cycle_mark_removed", {"phase": row.phase, "evidence": row.evidence}, None)
    row.delete()


def county_of(subject: Any) -> Any:
    if isinstance(subject, Activity):
        return subject.county
    return (subject.edition if isinstance(subject, Node) else subject).plan.county


def _tell(subject: Any, by: Any, verb: str, before: Any, after: Any) -> None:
    record(by=by, verb=verb, subject=subject, county=county_of(subject).code, before=before, after=after)
