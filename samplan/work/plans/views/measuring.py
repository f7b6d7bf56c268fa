"""What the plan says is followed in the population, written in by hand; also when the edition has been adopted, and then told as added later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access, actions
from ..forms import MeasureForm
from ..models import Node


@access.edits_plans
@access.told
def add(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.measured_edition_of(request, edition)
    node = access.given_node(request, shown)
    form = MeasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_measure(edition=shown, node=node, by=request.user, **form.cleaned_data)
        messages.success(request, _("Måttet är tillagt."))
        return _back(request, shown.pk, node)
    return render(request, "plans/measure_form.html", {"form": form, "edition": shown, "node": node})


@access.edits_plans
@access.told
def edit(request: HttpRequest, measure: int) -> HttpResponse:
    shown = access.measure_of(request, measure)
    edition = access.measured_edition_of(request, shown.edition_id, shown)
    form = MeasureForm(merging.posted(request), initial={"text": shown.text})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_measure(measure=shown, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return _back(request, edition.pk, shown.node)
        except Stale:
            shown.refresh_from_db()
            told = {"now": {"text": shown.text}, "seen": actions.mark_of_measure(shown)}
            about = history_of(shown.node or edition).filter(verb="plans.measure_changed", note=shown.text)
            back = _back(request, edition.pk, shown.node).url  # type: ignore[attr-defined]
            return merging.page(request, form, title=shown.text, back=back, events=about, **told)
    context = {"form": form, "edition": edition, "node": shown.node, "measure": shown}
    start = merging.start(request, form, actions.mark_of_measure(shown))
    return render(request, "plans/measure_form.html", {**context, "seen": start})


@access.edits_plans
@access.told
@require_POST
def remove(request: HttpRequest, measure: int) -> HttpResponse:
    shown = access.measure_of(request, measure)
    edition = access.measured_edition_of(request, shown.edition_id, shown)
    actions.remove_measure(measure=shown, by=request.user)
    messages.success(request, _("Måttet är borttaget."))
    return _back(request, edition.pk, shown.node)


def _back(request: HttpRequest, edition: int, node: Node | None) -> HttpResponse:
    slug = request.county.slug  # type: ignore[attr-defined]
    return redirect("plans:node", slug, node.pk) if node else redirect("plans:edition", slug, edition)
