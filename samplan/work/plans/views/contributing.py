"""How the parts of a draft contribute to each other, and what the plan starts from."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access, actions, contributing
from ..contributing_forms import FROM, TO, ContributionForm, EvidenceForm, InputForm
from ..states import NotAllowed


@access.edits_plans
@access.told
def add(request: HttpRequest, node: int) -> HttpResponse:
    shown = access.node_of(request, node)
    edition = access.open_edition_of(request, shown.edition_id)
    start = {"way": FROM if request.GET.get("hall") == FROM else TO}
    form = ContributionForm(request.POST or None, node=shown, initial=start)
    if request.method == "POST" and form.is_valid():
        other, evidence = form.cleaned_data["other"], form.cleaned_data["evidence"]
        source, target = (other, shown) if form.cleaned_data["way"] == FROM else (shown, other)
        try:
            actions.add_contribution(source=source, target=target, evidence=evidence, by=request.user)
            words = {"source": source, "target": target}
            messages.success(request, _("Nu står det att ”%(source)s” bidrar till ”%(target)s”.") % words)
            return redirect(_node_page(request, shown.pk))
        except NotAllowed as refusal:
            form.add_error("other", str(refusal))
    context = {"form": form, "edition": edition, "node": shown, "back": _node_page(request, shown.pk)}
    return render(request, "plans/contribution_form.html", context)


@access.edits_plans
@access.told
def edit(request: HttpRequest, contribution: int) -> HttpResponse:
    shown = contributing.contribution_of(request, contribution)
    edition = access.open_edition_of(request, shown.source.edition_id)
    form = EvidenceForm(merging.posted(request), initial=EvidenceForm.now(shown))
    back = _node_page(request, shown.source_id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_contribution(
                contribution=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data
            )
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            shown.refresh_from_db()
            told: dict[str, Any] = {"now": EvidenceForm.now(shown), "seen": actions.mark_of_contribution(shown)}
            about = history_of(shown.source).filter(verb="plans.contribution_changed", note=str(shown.target))
            return merging.page(request, form, title=str(shown), back=back, events=about, **told)
    start = merging.start(request, form, actions.mark_of_contribution(shown))
    context = {"form": form, "edition": edition, "node": shown.source, "contribution": shown, "back": back}
    return render(request, "plans/contribution_form.html", {**context, "seen": start})


@access.edits_plans
@access.told
@require_POST
def remove(request: HttpRequest, contribution: int) -> HttpResponse:
    shown = contributing.contribution_of(request, contribution)
    access.open_edition_of(request, shown.source.edition_id)
    actions.remove_contribution(contribution=shown, by=request.user)
    messages.success(request, _("Bidraget är borttaget."))
    return redirect(_node_page(request, shown.source_id))


@access.edits_plans
@access.told
def add_input(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    node = access.given_node(request, shown)
    form = InputForm(request.POST or None, edition=shown, initial={"nodes": [node.pk] if node else []})
    if request.method == "POST" and form.is_valid():
        made = actions.add_input(edition=shown, by=request.user, **_given(form))
        messages.success(request, _("”%(title)s” är tillagd.") % {"title": made})
        return redirect(_node_page(request, node.pk) if node else _theory(request, shown.pk))
    back = _node_page(request, node.pk) if node else _theory(request, shown.pk)
    context = {"form": form, "edition": shown, "node": node, "back": back}
    return render(request, "plans/input_form.html", context)


@access.edits_plans
@access.told
def edit_input(request: HttpRequest, input: int) -> HttpResponse:
    shown = contributing.input_of(request, input)
    edition = access.open_edition_of(request, shown.edition_id)
    form = InputForm(merging.posted(request), edition=edition, initial=InputForm.now(shown))
    back = _theory(request, edition.pk)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_input(row=shown, seen=merging.seen(request), by=request.user, **_given(form))
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            shown.refresh_from_db()
            told: dict[str, Any] = {"now": InputForm.now(shown), "seen": actions.mark_of_input(shown)}
            about = history_of(edition).filter(verb="plans.input_changed", note=shown.title)
            return merging.page(request, form, title=str(shown), back=back, events=about, **told)
    start = merging.start(request, form, actions.mark_of_input(shown))
    context = {"form": form, "edition": edition, "input": shown, "back": back}
    return render(request, "plans/input_form.html", {**context, "seen": start})


@access.edits_plans
@access.told
@require_POST
def remove_input(request: HttpRequest, input: int) -> HttpResponse:
    shown = contributing.input_of(request, input)
    access.open_edition_of(request, shown.edition_id)
    actions.remove_input(row=shown, by=request.user)
    messages.success(request, _("”%(title)s” är borttagen.") % {"title": shown})
    return redirect(_theory(request, shown.edition_id))


def _given(form: InputForm) -> dict[str, Any]:
    return {**form.cleaned_data, "nodes": list(form.cleaned_data["nodes"])}


def _node_page(request: Any, node: int) -> str:
    return reverse("plans:node", args=[request.county.slug, node])


def _theory(request: Any, edition: int) -> str:
    return reverse("activities:theory", args=[request.county.slug, edition])
