"""A local plan takes up an activity of the county's plan."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.work.plans.access import begins_local_plans

from .. import access
from ..actions import adopting as writing
from ..adopting import local_plans_for
from ..adoption_forms import AdoptionForm, AdoptionStateForm, TakeUpForm
from ..states import NotAllowed


@begins_local_plans
def take_up(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    plans = local_plans_for(request, shown)
    form = TakeUpForm(request.POST or None, plans=plans)
    if request.method == "POST" and form.is_valid():
        try:
            writing.take_up(activity=shown, by=request.user, **form.cleaned_data)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Aktiviteten är upptagen i er lokala plan."))
            return redirect(_back(request, shown.pk))
    context = {"form": form, "activity": shown, "has_plans": plans.exists(), "back": _back(request, shown.pk)}
    return render(request, "activities/take_up.html", context)


@access.keeps_adoption
def edit(request: HttpRequest, adoption: int) -> HttpResponse:
    found = access.adoption_of(request, adoption)
    form = AdoptionForm(merging.posted(request), initial={"text": found.text})
    back = _back(request, found.activity_id)
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_adoption(adoption=found, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            return redirect(back)
        except Stale:
            found = access.adoption_of(request, adoption)
            about = history_of(found.activity)
            told: dict[str, Any] = {
                "now": {"text": found.text},
                "seen": writing.mark_of_adoption(found),
                "events": about,
            }
            return merging.page(request, form, title=str(found.plan), back=back, **told)
    start = merging.start(request, form, writing.mark_of_adoption(found))
    return render(request, "activities/adoption.html", {"form": form, "adoption": found, "back": back, "seen": start})


@access.keeps_adoption
def state(request: HttpRequest, adoption: int) -> HttpResponse:
    found = access.adoption_of(request, adoption)
    now = found.states.order_by("-on", "-id")[0]
    form = AdoptionStateForm(request.POST or None, now=now.state)
    back = _back(request, found.activity_id)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            writing.change_adoption_state(
                adoption=found, to=data["state"], on=data["on"], reason=data["reason"], by=request.user
            )
            return redirect(back)
        except NotAllowed as refused:
            form.add_error("on", str(refused))
    context = {"form": form, "adoption": found, "back": back, "states": list(found.states.all())}
    return render(request, "activities/adoption.html", context)


def _back(request: HttpRequest, activity: int) -> str:
    address = reverse("activities:detail", args=[request.county.slug, activity])  # type: ignore[attr-defined]
    return f"{address}#lokalt"
