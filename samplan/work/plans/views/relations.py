"""How a plan hangs together with others: ties, plans under it, and the picture of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access, relating
from ..actions import relations as writing
from ..models import Edition, Relation
from ..relation_forms import LocalPlanForm, RelationForm, SubPlanForm


@access.reading_decided
def relations(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    ties = relating.ties_of(shown.plan, decided_only=request.decided_only)  # type: ignore[attr-defined]
    panels = sorted(access.offered(request, "panels", shown.plan), key=lambda panel: panel.place)
    context = {
        "edition": shown,
        "plan": shown.plan,
        "ties": ties,
        "picture": relating.picture_of(shown.plan, ties),
        "panels": [
            (p.title, p.context.get("note", ""), render_to_string(p.template, p.context, request)) for p in panels
        ],
        "may_relate": access.may_sort(request, shown),
        "may_begin_local": access.may_begin_local_plan(request),
    }
    return render(request, "plans/relations.html", context)


@access.edits_plans
def add(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form = RelationForm(request.POST or None, plan=shown.plan)
    if request.method == "POST" and form.is_valid():
        try:
            writing.add_relation(plan=shown.plan, by=request.user, **form.cleaned_data)
        except writing.RelationRefused as refused:
            form.add_error("to_plan", str(refused))
        else:
            messages.success(request, _("Sambandet är tillagt."))
            return redirect(_back(request, shown))
    return render(request, "plans/relation_form.html", {"form": form, "edition": shown})


@access.edits_plans
def edit(request: HttpRequest, edition: int, relation: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    tie = _relation(shown, relation)
    form = RelationForm(merging.posted(request), plan=shown.plan, initial=_now(tie))
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_relation(relation=tie, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_back(request, shown))
        except writing.RelationRefused as refused:
            form.add_error("to_plan", str(refused))
        except Stale:
            tie = _relation(shown, relation)
            told: dict[str, Any] = {
                "now": _now(tie),
                "seen": writing.mark_of_relation(tie),
                "events": history_of(shown.plan),
            }
            return merging.page(request, form, title=str(tie), back=_back(request, shown), **told)
    start = merging.start(request, form, writing.mark_of_relation(tie))
    context = {"form": form, "edition": shown, "relation": tie, "seen": start}
    return render(request, "plans/relation_form.html", context)


@access.edits_plans
@require_POST
def remove(request: HttpRequest, edition: int, relation: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    writing.remove_relation(relation=_relation(shown, relation), by=request.user)
    messages.success(request, _("Sambandet är borttaget. Vad det sade finns kvar i historiken."))
    return redirect(_back(request, shown))


def _relation(shown: Edition, pk: int) -> Relation:
    return get_object_or_404(shown.plan.relations.select_related("plan__county", "to_plan"), pk=pk)


def _now(tie: Relation) -> dict[str, Any]:
    return {name: getattr(tie, name) for name in writing.FIELDS}


def _back(request: HttpRequest, shown: Edition) -> str:
    return reverse("plans:relations", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]


@access.as_coordinator
def sub_plan(request: HttpRequest, edition: int) -> HttpResponse:
    """A plan for one area of the county's plan."""
    shown = access.edition_of(request, edition)
    start = {"valid_from": shown.valid_from, "valid_to": shown.valid_to}
    return _begin(request, shown, SubPlanForm(request.POST or None, initial=start))


@access.begins_local_plans
def local_plan(request: HttpRequest, edition: int) -> HttpResponse:
    """An organisation's own plan under the county's."""
    shown = access.edition_of(request, edition)
    start = {"valid_from": shown.valid_from, "valid_to": shown.valid_to}
    mine = access.local_planners(request)
    return _begin(request, shown, LocalPlanForm(request.POST or None, initial=start, organisations=mine))


def _begin(request: HttpRequest, shown: Edition, form: SubPlanForm | LocalPlanForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        data, begun = form.cleaned_data, form.beginning()
        made = writing.create_plan_under(
            parent=shown.plan,
            title=data["title"],
            area=data.get("area", ""),
            organisation=data.get("organisation"),
            valid_from=data["valid_from"],
            valid_to=data["valid_to"],
            lead=data["lead"],
            tiers=begun.tiers,
            nodes=begun.nodes,
            numbers_itself=begun.numbers_itself,
            terms=begun.terms,
            by=request.user,
        )
        messages.success(request, _("Planen är upplagd som arbetsutkast. Lägg till den första delen."))
        return redirect("plans:edition", request.county.slug, made.pk)  # type: ignore[attr-defined]
    return render(
        request, "plans/plan_under.html", {"form": form, "edition": shown, "is_local": "organisation" in form.fields}
    )
