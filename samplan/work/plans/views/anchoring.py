"""Where an edition is to be taken up before it is adopted, and what was said there."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.people.actions.registers import RegisterRefused
from samplan.foundation.people.views.forms_shown import refused
from samplan.work.governance import actions as governance
from samplan.work.governance.models import Anchoring
from samplan.work.governance.queries import anchorings_in, choosable

from .. import access, actions, queries
from ..deciding_forms import AnchoringForm


@access.in_county
def anchoring(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    rows = anchorings_in(shown.matter)
    context = {
        "edition": shown,
        "planned": [row for row in rows if row.held_on is None],
        "held": [row for row in rows if row.held_on],
        "today": today(),
    }
    return render(request, "plans/anchoring.html", context)


@access.as_coordinator
def add(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form = AnchoringForm(request.POST or None, county=request.county)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_anchoring(edition=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, shown.pk))
        except RegisterRefused as refusal:
            refused(form, refusal)
    return _form(request, form, shown, title=_("Var ska planen tas upp?"))


@access.as_coordinator
def edit(request: HttpRequest, edition: int, anchoring: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    row = access.anchoring_of(shown, anchoring)
    county = request.county  # type: ignore[attr-defined]
    form = AnchoringForm(merging.posted(request), county=county, anchoring=row, initial=_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            seen = merging.seen(request)
            governance.edit_anchoring(anchoring=row, seen=seen, by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_page(request, shown.pk))
        except Stale:
            row.refresh_from_db()
            told: dict[str, Any] = {"now": _now(row), "seen": governance.mark_of_anchoring(row)}
            told["events"] = queries.events_of_edition(shown).filter(verb__startswith="governance.anchoring")
            return merging.page(request, form, title=row.body.name, back=_page(request, shown.pk), **told)
        except RegisterRefused as refusal:
            refused(form, refusal)
    start = merging.start(request, form, governance.mark_of_anchoring(row))
    return _form(request, form, shown, title=_("Förankring i %(body)s") % {"body": row.body}, row=row, seen=start)


def _now(row: Anchoring) -> dict[str, Any]:
    names = ("kind", "planned_on", "held_on", "note")
    return {"body": row.body_id, **{name: getattr(row, name) for name in names}}


@access.as_coordinator
@require_POST
def remove(request: HttpRequest, edition: int, anchoring: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    try:
        governance.remove_anchoring(anchoring=access.anchoring_of(shown, anchoring), by=request.user)
        messages.success(request, _("Borttaget."))
    except RegisterRefused as refusal:
        messages.error(request, str(refusal))
    return redirect(_page(request, shown.pk))


def _page(request: HttpRequest, edition: int) -> str:
    return reverse("plans:anchoring", args=[request.county.slug, edition])  # type: ignore[attr-defined]


def _form(request: HttpRequest, form: AnchoringForm, shown: Any, **more: Any) -> HttpResponse:
    bodies = choosable(request.county).exists()  # type: ignore[attr-defined]
    context = {"form": form, "edition": shown, "back": _page(request, shown.pk), "bodies": bodies, **more}
    return render(request, "plans/anchoring_form.html", context, status=422 if form.errors else 200)
