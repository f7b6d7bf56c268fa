from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.work.plans.access import edition_of

from .. import access, ages, sorting
from ..actions.sorting import assess as save_assessments
from ..models import Activity
from ..sorting_forms import AssessmentForm

MOST = 30  # activities named in a row of a table, or in a list of what lacks something


@access.changing
def assess(request: HttpRequest, activity: int) -> HttpResponse:
    """The perspectives of its plans, one row each."""
    shown = access.changeable(request, activity)
    terms = sorting.perspectives_of(shown)
    form = AssessmentForm(merging.posted(request), terms=terms, initial=_now(shown))
    back = reverse("activities:detail", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            n = save_assessments(activity=shown, chosen=form.chosen(), seen=merging.seen(request), by=request.user)
            said = ngettext("%(n)d bedömning är sparad.", "%(n)d bedömningar är sparade.", n) % {"n": n}
            messages.success(request, said if n else _("Inget var ändrat."))
            return redirect(back)
        except Stale:
            told: dict[str, Any] = {"seen": sorting.mark_of_assessments(shown), "events": history_of(shown)}
            return merging.page(request, form, now=_now(shown), title=shown.title, back=back, **told)
    seen = merging.start(request, form, sorting.mark_of_assessments(shown))
    context = {"form": form, "activity": shown, "seen": seen, "terms": terms, "back": back, "button": _("Spara")}
    return render(request, "activities/assess.html", context)


def _now(shown: Activity) -> dict[str, str]:
    rows = sorting.assessments_of(shown)
    outcomes = {f"outcome_{pk}": row.outcome for pk, row in rows.items()}
    return outcomes | {f"note_{pk}": row.note for pk, row in rows.items()}


@access.in_county
def perspectives(request: HttpRequest, edition: int) -> HttpResponse:
    """Which perspectives the plan's activities meet, area by area, and which nobody meets."""
    shown = edition_of(request, edition)
    found = sorting.matrix(shown)
    context = {"edition": shown, "found": found, "unseen": found.unseen[:MOST], "more": len(found.unseen) - MOST}
    return render(request, "activities/perspectives.html", context)


@access.in_county
def by_age(request: HttpRequest, edition: int) -> HttpResponse:
    shown = edition_of(request, edition)
    found = ages.coverage(shown)
    for each in found.stretches:
        each.shown, each.more = each.activities[:MOST], len(each.activities) - MOST  # type: ignore[attr-defined]
    context = {"edition": shown, "found": found}
    return render(request, "activities/ages.html", context)
