"""How an activity meets the perspectives of its plans."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from samplan.foundation.core.stale import Stale
from samplan.foundation.history.actions import record
from samplan.foundation.terms.models import Term

from .. import sorting
from ..models import Activity, Assessment


@transaction.atomic
def assess(*, activity: Activity, chosen: Mapping[Term, tuple[str, str]], seen: str | None, by: Any) -> int:
    """Several perspectives at once; an empty outcome means that nobody has looked. Gives how many were changed."""
    activity = Activity.objects.select_for_update(of=("self",)).select_related("county").get(pk=activity.pk)
    if seen is not None and seen != sorting.mark_of_assessments(activity):
        raise Stale
    now = sorting.assessments_of(activity)
    before, after = {}, {}
    for term, (outcome, note) in chosen.items():
        row = now.get(term.pk)
        was = (row.outcome, row.note) if row else ("", "")
        if was == (outcome, note.strip()):
            continue
        before[term.text], after[term.text] = _words(*was), _words(outcome, note.strip())
        if outcome:
            values = {"outcome": outcome, "note": note.strip(), "by_id": getattr(by, "pk", None), "by_name": str(by)}
            Assessment.objects.update_or_create(activity=activity, term=term, defaults=values)
        elif row:
            row.delete()
    if after:
        verb = "activities.assessed"
        record(by=by, verb=verb, subject=activity, county=activity.county.code, before=before, after=after)
    return len(after)


def _words(outcome: str, note: str) -> str:
    label = str(Assessment.Outcome(outcome).label) if outcome else ""
    return f"{label}: {note}" if note else label
