"""A programme and its sub-projects. Each is an activity of its own: what they are together is counted, never written."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from samplan.foundation.history.actions import record
from samplan.foundation.people.models import County

from ..models import Activity
from ..states import BECAME, NotAllowed, latest

PROGRAMME = Activity.Kind.PROGRAMME


def hold_all(county: County) -> None:
    """All activities of a county, in the order of their ids: whoever changes what belongs to what waits for the one before."""
    rows = Activity.objects.select_for_update(of=("self",)).filter(county=county).order_by("pk")
    list(rows.values_list("pk", flat=True))


def require_kind(activity: Activity) -> None:
    """Of one that is about to be saved: what has sub-projects is a programme."""
    if activity.kind != PROGRAMME and activity.sub_activities.exists():
        raise NotAllowed(_("Den har delprojekt och är därför ett program. Ta ut delprojekten först."))


@transaction.atomic
def set_sub_activities(*, programme: Activity, chosen: Iterable[int], shown: Iterable[int], by: Any) -> tuple[int, int]:
    """Of those that were `shown`, the chosen ones are part of the programme from now on. Gives how many came and went.

    What another programme took meanwhile is refused, and so is a circle.
    """
    hold_all(programme.county)
    programme = Activity.objects.select_related("county").get(pk=programme.pk)
    if programme.kind != PROGRAMME:
        raise NotAllowed(_("Bara ett program kan ha delprojekt. Ändra sorten först."))
    if latest(programme).state in BECAME:
        raise NotAllowed(_("Den finns inte kvar som en egen aktivitet."))
    wanted, above = set(chosen), _above(programme)
    came = went = 0
    for activity in Activity.objects.filter(county=programme.county, pk__in={*shown, *wanted}).order_by("pk"):
        if activity.pk in wanted and activity.parent_id != programme.pk:
            _require_free(activity, above)
            _place(activity, programme, by)
            came += 1
        elif activity.pk not in wanted and activity.parent_id == programme.pk:
            _place(activity, None, by)
            went += 1
    return came, went


def _above(programme: Activity) -> set[int]:
    """It and all that it is part of."""
    found: set[int] = set()
    at: Activity | None = programme
    while at is not None and at.pk not in found:
        found.add(at.pk)
        at = at.parent
    return found


def _require_free(activity: Activity, above: set[int]) -> None:
    words = {"title": activity.title}
    if activity.pk in above:
        raise NotAllowed(_("Programmet är redan en del av ”%(title)s”.") % words)
    if activity.parent_id is not None:
        words["programme"] = str(activity.parent)
        raise NotAllowed(_("”%(title)s” är redan en del av ”%(programme)s”.") % words)
    if latest(activity).state in BECAME:
        raise NotAllowed(_("”%(title)s” finns inte kvar som en egen aktivitet.") % words)


def _place(activity: Activity, programme: Activity | None, by: Any) -> None:
    before = str(activity.parent or "")
    activity.parent = programme
    activity.save(update_fields=["parent"])
    record(
        by=by,
        verb="activities.placed_in_programme" if programme else "activities.taken_out_of_programme",
        subject=activity,
        county=activity.county.code,
        before={"parent": before},
        after={"parent": str(programme or "")},
    )
