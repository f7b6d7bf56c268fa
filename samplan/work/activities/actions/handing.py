"""Several activities that nobody has taken on get an owner, or are asked of an organisation, in one step."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from samplan.foundation.people.models import Organisation

from ..models import Activity, Asking
from .asking import ask
from .changes import set_owner


@transaction.atomic
def hand_over(
    *, activities: Iterable[int], owner: Organisation, owner_person: str, by: Any
) -> tuple[int, list[Activity]]:
    """How many got the owner; and those that somebody else took on meanwhile, which are left with them."""
    free, taken = _held(activities, owner)
    for activity in free:
        set_owner(activity=activity, owner=owner, owner_person=owner_person, by=by)
    return len(free), taken


@transaction.atomic
def ask_about(
    *, activities: Iterable[int], organisation: Organisation, message: str, by: Any
) -> tuple[int, list[Activity]]:
    """The same as questions. One that the organisation is asked about already is not asked again."""
    free, taken = _held(activities, organisation)
    waiting = set(Asking.objects.filter(organisation=organisation, outcome="").values_list("activity_id", flat=True))
    asked = [activity for activity in free if activity.pk not in waiting]
    for activity in asked:
        ask(activity=activity, organisations=[organisation], unit="", message=message, by=by)
    return len(asked), taken


def _held(activities: Iterable[int], owner: Organisation) -> tuple[list[Activity], list[Activity]]:
    """Those nobody has, and those somebody has, held until the step is done."""
    rows = Activity.objects.select_for_update(of=("self",)).filter(pk__in=list(activities), county=owner.county_id)
    found = list(rows.select_related("county", "owner").order_by("pk"))
    return [a for a in found if a.owner is None], [a for a in found if a.owner is not None]
