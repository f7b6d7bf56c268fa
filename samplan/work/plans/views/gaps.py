"""What the plan lacks: what it refers to that nobody has found, and what its text leaves open."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access, gaps
from ..actions import gaps as writing
from ..gap_forms import FoundForm, MissingPartForm
from ..models import Edition, MissingPart
from ..states import NotAllowed

MOST = 8  # parts told at once, of each sort of gap


@access.in_county
def gaps_of(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    rows = list(gaps.missing_of(shown))
    context = {
        "edition": shown,
        "missing": [row for row in rows if row.found_on is None],
        "found": [row for row in rows if row.found_on],
        "open": gaps.open_in(shown, request.county.slug),  # type: ignore[attr-defined]
        "most": MOST,
        "may_write": access.may_sort(request, shown),
    }
    return render(request, "plans/gaps.html", context)


@access.edits_plans
def add(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    start = {"kind": MissingPart.Kind.ANNEX, "node": access.given_node(request, shown)}
    form = MissingPartForm(request.POST or None, edition=shown, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            writing.add_missing(edition=shown, by=request.user, **form.cleaned_data)
            messages.success(request, _("Nu står det i planen att den saknas."))
            return redirect(_back(request, shown))
        except NotAllowed as refusal:
            form.add_error("title", str(refusal))
    return render(request, "plans/gap_form.html", {"form": form, "edition": shown})


@access.edits_plans
def edit(request: HttpRequest, edition: int, part: int) -> HttpResponse:
    shown, row = _row(request, edition, part)
    form = MissingPartForm(merging.posted(request), edition=shown, initial=_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            writing.edit_missing(part=row, seen=merging.seen(request), by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(_back(request, shown))
        except NotAllowed as refusal:
            form.add_error("title", str(refusal))
        except Stale:
            row.refresh_from_db()
            told: dict[str, Any] = {"now": _now(row), "seen": writing.mark_of_missing(row)}
            told["events"] = history_of(shown).filter(verb__startswith="plans.missing")
            return merging.page(request, form, title=str(row), back=_back(request, shown), **told)
    start = merging.start(request, form, writing.mark_of_missing(row))
    return render(request, "plans/gap_form.html", {"form": form, "edition": shown, "row": row, "seen": start})


@access.edits_plans
def found(request: HttpRequest, edition: int, part: int) -> HttpResponse:
    shown, row = _row(request, edition, part)
    form = FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            writing.find_missing(part=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("”%(title)s” saknas inte längre.") % {"title": row.title})
        except NotAllowed as refusal:
            messages.error(request, str(refusal))
        return redirect(_back(request, shown))
    return render(request, "plans/gap_found.html", {"form": form, "edition": shown, "row": row})


@access.edits_plans
@require_POST
def deed(request: HttpRequest, edition: int, part: int) -> HttpResponse:
    """Not found after all, or noted by mistake."""
    shown, row = _row(request, edition, part)
    try:
        if request.POST.get("gor") == "saknas":
            writing.lose_again(part=row, by=request.user)
            messages.success(request, _("”%(title)s” står som saknad igen.") % {"title": row.title})
        else:
            writing.remove_missing(part=row, by=request.user)
            messages.success(request, _("Borttaget. Vad det sade finns kvar bland ändringarna."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(_back(request, shown))


def _row(request: HttpRequest, edition: int, part: int) -> tuple[Edition, MissingPart]:
    shown = access.edition_of(request, edition)
    return shown, get_object_or_404(shown.missing_parts.select_related("node__tier"), pk=part)


def _now(row: MissingPart) -> dict[str, Any]:
    return {name: getattr(row, name) for name in writing.FIELDS} | {"node": row.node_id}


def _back(request: HttpRequest, shown: Edition) -> str:
    return reverse("plans:gaps", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
