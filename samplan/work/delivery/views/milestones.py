"""Milestones, gates and deliverables of an activity: planned, moved, reached, decided, taken back."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of
from samplan.work.activities.states import NotAllowed

from .. import access, milestones
from ..actions import milestones as writing
from ..milestone_forms import DoneForm, EditMilestoneForm, GateForm, MilestoneForm
from ..models import Milestone


@access.changing
def new(request: HttpRequest, activity: int) -> HttpResponse:
    shown = access.changeable(request, activity)
    suggested = milestones.SUGGESTIONS.get(request.GET.get("forslag", ""))
    initial = {"title": str(suggested), "kind": Milestone.Kind.DELIVERABLE} if suggested else {}
    form = MilestoneForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = writing.add_milestone(activity=shown, by=request.user, **form.cleaned_data)
        messages.success(request, _("Tillagd. En vecka innan kommer den som en uppgift till er."))
        return redirect(_place(request, made))
    context = {"form": form, "activity": shown}
    return render(request, "delivery/milestone_form.html", context, status=422 if form.errors else 200)


@access.changing
def edit(request: HttpRequest, activity: int, milestone: int) -> HttpResponse:
    shown, row = _milestone(request, activity, milestone)
    form = EditMilestoneForm(merging.posted(request), was=row.due, initial=_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_milestone(milestone=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_place(request, row))
        except NotAllowed as refusal:
            return _refused(request, row, refusal)
        except Stale:
            row.refresh_from_db()
            told = {"now": _now(row), "seen": writing.mark_of_milestone(row), "events": history_of(shown)}
            return merging.page(request, form, title=row.title, back=_place(request, row), **told)
    if row.done_on is not None:
        return _refused(request, row, _("Den är markerad som klar. Ta tillbaka det först, om något ska ändras."))
    start = merging.start(request, form, writing.mark_of_milestone(row))
    context = {"form": form, "activity": shown, "row": row, "seen": start}
    return render(request, "delivery/milestone_form.html", context, status=422 if form.errors else 200)


@access.changing
def done(request: HttpRequest, activity: int, milestone: int) -> HttpResponse:
    """How it went. Of a gate: what was decided, and by whom."""
    shown, row = _milestone(request, activity, milestone)
    if row.done_on is not None:
        return _refused(request, row, _("Någon har redan skrivit hur det gick."))
    is_gate = row.kind == Milestone.Kind.GATE
    form = (GateForm if is_gate else DoneForm)(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        write = writing.pass_gate if is_gate else writing.mark_done
        try:
            write(milestone=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect(_place(request, row))
    context = {"form": form, "activity": shown, "row": row, "is_gate": is_gate}
    return render(request, "delivery/milestone_done.html", context, status=422 if form.errors else 200)


@access.changing
@require_POST
def deed(request: HttpRequest, activity: int, milestone: int) -> HttpResponse:
    """A mark taken back, or a milestone that nothing has happened to removed."""
    _shown, row = _milestone(request, activity, milestone)
    try:
        if request.POST.get("gor") == "tabort":
            writing.remove_milestone(milestone=row, by=request.user)
            messages.success(request, _("Borttagen. Vad den sade finns kvar bland ändringarna."))
        elif request.POST.get("gor") == "tillbaka":
            writing.take_back(milestone=row, by=request.user)
            messages.success(request, _("Markeringen är tillbakatagen. Vad den sade finns kvar bland ändringarna."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_place(request, row))


def _milestone(request: HttpRequest, activity: int, milestone: int) -> tuple[Any, Milestone]:
    shown = access.changeable(request, activity)
    return shown, get_object_or_404(shown.milestones, pk=milestone)


def _now(row: Milestone) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in writing.FIELDS}, "reason": ""}


def _place(request: HttpRequest, row: Milestone) -> str:
    page = reverse("delivery:page", args=[request.county.slug, row.activity_id])  # type: ignore[attr-defined]
    return f"{page}#milstolpe-{row.pk}" if row.pk else f"{page}#milstolpar"


def _refused(request: HttpRequest, row: Milestone, refusal: NotAllowed | str) -> HttpResponse:
    messages.error(request, str(refusal))
    return redirect(_place(request, row))
