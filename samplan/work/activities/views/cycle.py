"""How far the systematic work has come: with an activity, a part of the plan, a whole edition."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samplan.foundation.core.dates import today
from samplan.work.plans.access import edition_of, node_of
from samplan.work.plans.models import Edition, Node

from .. import access
from .. import cycle as reading
from ..actions import cycle as writing
from ..cycle_forms import CycleForm
from ..models import Activity, CycleMark
from ..states import NotAllowed


@access.in_county
@require_safe
def of_activity(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.activity_of(request, activity)
    return _page(request, shown, may_mark=access.may_change(request, shown))


@access.in_county
@require_safe
def of_node(request: HttpRequest, node: int) -> HttpResponse:
    return _page(request, node_of(request, node), may_mark=request.is_coordinator)  # type: ignore[attr-defined]


@access.in_county
@require_safe
def of_edition(request: HttpRequest, edition: int) -> HttpResponse:
    """The whole plan, and area by area: those that never left the map are told first."""
    return _page(request, edition_of(request, edition), may_mark=request.is_coordinator)  # type: ignore[attr-defined]


@access.changing
@require_POST
def mark_activity(request: HttpRequest, activity: int) -> HttpResponse:
    return _mark(request, access.changeable(request, activity))


@access.as_coordinator
@require_POST
def mark_node(request: HttpRequest, node: int) -> HttpResponse:
    return _mark(request, node_of(request, node))


@access.as_coordinator
@require_POST
def mark_edition(request: HttpRequest, edition: int) -> HttpResponse:
    return _mark(request, edition_of(request, edition))


@access.changing
@require_POST
def take_back_activity(request: HttpRequest, activity: int, mark: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    return _take_back(request, get_object_or_404(CycleMark, pk=mark, activity=shown), shown)


@access.as_coordinator
@require_POST
def take_back(request: HttpRequest, mark: int) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    here = Q(node__edition__plan__county=county) | Q(edition__plan__county=county)
    row = get_object_or_404(CycleMark.objects.filter(here), pk=mark)
    return _take_back(request, row, row.node or row.edition)


def _mark(request: HttpRequest, subject: Any) -> HttpResponse:
    form = CycleForm(request.POST)
    if form.is_valid():
        try:
            writing.mark(subject=subject, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_address(request, subject))
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    return _page(request, subject, may_mark=True, form=form)


def _take_back(request: HttpRequest, row: CycleMark, subject: Any) -> HttpResponse:
    try:
        writing.take_back(mark=row, by=request.user)
        messages.success(request, _("Borttaget. Det som stod finns kvar i historiken."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(request, subject))


def _address(request: HttpRequest, subject: Any, name: str = "cycle_of") -> str:
    what = {Activity: "activity", Node: "node", Edition: "edition"}[type(subject)]
    return reverse(f"activities:{name}_{what}", args=[request.county.slug, subject.pk])  # type: ignore[attr-defined]


def _page(request: HttpRequest, subject: Any, *, may_mark: bool, form: CycleForm | None = None) -> HttpResponse:
    overview = reading.overview(subject) if isinstance(subject, Edition) else None
    course = overview.course if overview else reading.course_of(subject)
    page = {Activity: "activities:detail", Node: "plans:node", Edition: "plans:edition"}[type(subject)]
    context = {
        "form": form or CycleForm(initial={"phase": course.next, "on": today()}),
        "subject": subject,
        "title": getattr(subject, "title", str(subject)) or str(subject),
        "is_activity": isinstance(subject, Activity),
        "course": course,
        "overview": overview,
        "may_mark": may_mark,
        "back": reverse(page, args=[request.county.slug, subject.pk]),  # type: ignore[attr-defined]
        "mark_url": _address(request, subject, "mark"),
    }
    return render(request, "activities/cycle.html", context, status=422 if form and form.errors else 200)
