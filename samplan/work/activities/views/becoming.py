"""Activities that become one, or several; a programme's sub-projects; a new scope."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samplan.foundation.core.dates import today
from samplan.foundation.core.text import whole_number

from .. import access, programmes
from .. import becoming as reading
from ..actions import becoming, moving
from ..actions import programmes as placing
from ..becoming_forms import MergeForm, ScopeForm, SplitForm, SubActivitiesForm, TakeBackForm
from ..states import NotAllowed


def _back(request: HttpRequest, activity: Any) -> HttpResponse:
    return redirect("activities:detail", request.county.slug, activity.pk)  # type: ignore[attr-defined]


def _page(request: HttpRequest, template: str, form: Any, activity: Any, **more: Any) -> HttpResponse:
    context = {"form": form, "activity": activity, **more}
    return render(request, template, context, status=422 if form.errors else 200)


@access.as_coordinator
def merge(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    form = MergeForm(request.POST or None, activity=shown, others=reading.can_be_merged_with(shown))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        is_new, others = data["into"] == form.NEW, list(data["others"])
        sources, into = ([shown, *others], data["title"]) if is_new else (others, shown)
        try:
            target = becoming.merge(sources=sources, into=into, on=data["on"], reason=data["reason"], by=request.user)
            messages.success(request, _("Sparat. Det som skrivits om de tidigare finns kvar på deras sidor."))
            return _back(request, target)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    likely, rest = form.split_by_likeness(shown.title)
    return _page(request, "activities/merge.html", form, shown, likely=likely, rest=rest)


@access.as_coordinator
def split(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = becoming.split(activity=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat. De %(n)d nya finns nu var för sig.") % {"n": len(made)})
            return _back(request, shown)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "activities/split.html", form, shown)


@access.as_coordinator
def take_back(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    form = TakeBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            becoming.take_back(activity=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat. Den är en egen aktivitet igen."))
            return _back(request, shown)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "activities/take_back.html", form, shown, became=reading.lineage_of(shown)[1])


@access.changing
def sub_activities(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    free = programmes.can_be_parts(shown)
    now = [one.pk for one in free if one.parent_id == shown.pk]
    initial = {"chosen": now, "shown": " ".join(str(one.pk) for one in free)}
    form = SubActivitiesForm(request.POST or None, activities=free, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = [one.pk for one in form.cleaned_data["chosen"]]
        seen = [pk for text in form.cleaned_data["shown"].split() if (pk := whole_number(text))]
        try:
            came, went = placing.set_sub_activities(programme=shown, chosen=chosen, shown=seen, by=request.user)
            messages.success(request, _came_and_went(came, went))
            return _back(request, shown)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "activities/sub_activities.html", form, shown)


def _came_and_went(came: int, went: int) -> str:
    words = []
    if came:
        words.append(ngettext("%(n)d delprojekt lades till.", "%(n)d delprojekt lades till.", came) % {"n": came})
    if went:
        words.append(ngettext("%(n)d togs ut.", "%(n)d togs ut.", went) % {"n": went})
    return " ".join(words) or _("Ingenting ändrades.")


@access.changing
def rescope(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    form = ScopeForm(request.POST or None, initial={"now": shown.text, "on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            moving.rescope(activity=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat. Det den var förut finns kvar under Läge över tid."))
            return _back(request, shown)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _page(request, "activities/rescope.html", form, shown)
