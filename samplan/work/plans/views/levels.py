"""A draft's levels, and how its parts are numbered."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.queries import of as history_of

from .. import access, actions
from ..draft_forms import NumberingForm, TiersForm
from ..models import Edition
from ..states import NotAllowed

PREVIEWED = 40


@access.edits_plans
@access.told
def tiers(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    form = TiersForm(merging.posted(request), tiers=list(shown.tiers.all()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_tiers(edition=shown, levels=form.levels(), seen=merging.seen(request), by=request.user)
            messages.success(request, _("Nivåerna är sparade."))
            return redirect("plans:tiers", request.county.slug, shown.pk)  # type: ignore[attr-defined]
        except Stale:
            now = {name: field.initial for name, field in TiersForm(tiers=list(shown.tiers.all())).fields.items()}
            told: Any = {"now": now, "seen": actions.mark_of_tiers(shown), "events": history_of(shown)}
            return merging.page(request, form, title=_("Nivåer"), back=request.path, **told)
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    seen = merging.start(request, form, actions.mark_of_tiers(shown))
    return render(request, "plans/tiers.html", {"form": form, "edition": shown, "seen": seen})


@access.edits_plans
@access.told
def numbering(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.open_edition_of(request, edition)
    form = NumberingForm(request.POST or None, initial={"how": "made" if shown.numbers_itself else "kept"})
    if request.method == "POST" and form.is_valid():
        return _number(request, shown, form.cleaned_data["how"] == "made")
    changes = [] if shown.numbers_itself else actions.numbering_preview(shown)
    context = {"form": form, "edition": shown, "changes": changes[:PREVIEWED], "more": len(changes) - PREVIEWED}
    return render(request, "plans/numbering.html", context)


def _number(request: HttpRequest, edition: Edition, itself: bool) -> HttpResponse:
    try:
        if actions.set_numbering(edition=edition, itself=itself, by=request.user):
            messages.success(request, _("Numreringen är ändrad. Du kan ångra det här."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("plans:draft", request.county.slug, edition.pk)  # type: ignore[attr-defined]
