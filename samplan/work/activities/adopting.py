"""Reads which local plans have taken up an activity, how far each has come, and what a local plan has taken up."""

from collections import Counter
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.work.plans.access import local_planners
from samplan.work.plans.models import Plan

from .models import Activity, ActivityState, Adoption, AdoptionState
from .states import BADGE


def with_state(adoptions: QuerySet[Adoption]) -> QuerySet[Adoption]:
    latest = AdoptionState.objects.filter(adoption=OuterRef("pk")).order_by("-on", "-id")
    names = ("state", "on", "reason")
    return adoptions.annotate(**{f"{n}_now": Subquery(latest.values(n)[:1]) for n in names})


def adoptions_of(activity: Activity) -> list[Any]:
    rows = with_state(Adoption.objects.filter(activity=activity)).select_related("plan__organisation")
    return _labelled(rows.order_by("plan__organisation__name_key"))


def taken_up_in(plan: Plan) -> list[Any]:
    rows = with_state(Adoption.objects.filter(plan=plan)).select_related("activity", "plan__organisation")
    return _labelled(rows.order_by("activity__position", "pk"))


def _labelled(rows: QuerySet[Adoption]) -> list[Any]:
    found: list[Any] = list(rows)
    for row in found:
        state = ActivityState.State(row.state_now)
        row.state_label, row.badge = state.label, BADGE[state]
    return found


def count_words(adoptions: list[Any]) -> str:
    """«3 har tagit upp den: 2 pågår, 1 förbereds»."""
    if not adoptions:
        return ""
    counts = Counter(str(row.state_label).lower() for row in adoptions)
    states = ", ".join(f"{n} {label}" for label, n in counts.most_common())
    number = len(adoptions)
    first = ngettext("%(n)d har tagit upp den", "%(n)d har tagit upp den", number) % {"n": number}
    return _("%(first)s: %(states)s.") % {"first": first, "states": states}


def local_plans_for(request: HttpRequest, activity: Activity) -> QuerySet[Plan]:
    """The local plans that the visitor writes in and that have not taken it up."""
    plans = Plan.objects.filter(organisation__in=local_planners(request)).exclude(adoptions__activity=activity)
    own = activity.edition.plan_id if activity.edition else 0
    return plans.exclude(pk=own).order_by("title_key")
