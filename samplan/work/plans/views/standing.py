"""The edition's state: on referral and back, adopted, no longer in force."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samplan.foundation.core.dates import today

from .. import access, actions, deciding, queries, referring
from ..forms import AdoptForm, ReasonForm
from ..states import DECIDED, MOVES, NotAllowed, State


@access.as_coordinator
def state(request: HttpRequest, edition: int) -> HttpResponse:
    """What can happen next with the edition, and what each step means."""
    shown = access.edition_of(request, edition)
    return render(
        request,
        "plans/state.html",
        {
            "edition": shown,
            "states": list(shown.states.all()),
            "moves": MOVES[shown.state],
            "is_decided": shown.state in DECIDED,
        },
    )


@access.as_coordinator
@require_POST
def refer(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    return _try(request, shown.pk, lambda: actions.send_on_referral(edition=shown, by=request.user))


@access.as_coordinator
def take_back(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _try(request, shown.pk, lambda: actions.take_back(edition=shown, reason=reason, by=request.user))
    context = {"form": form, "edition": shown, "what": "take_back", "answering": referring.answering_now(shown)}
    return render(request, "plans/reason.html", context)


@access.as_coordinator
def adopt(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    others = [e for e in queries.editions_of(shown.plan) if e.pk != shown.pk and e.state == State.ADOPTED]  # type: ignore[attr-defined]
    earlier = others[0] if others else None
    form = AdoptForm(request.POST or None, earlier=earlier, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.adopt(edition=shown, by=request.user, **{"replaces": False, **form.cleaned_data})
            messages.success(request, _("Sparat. Planens läge är ändrat."))
            return redirect("plans:edition", request.county.slug, shown.pk)  # type: ignore[attr-defined]
        except NotAllowed as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "edition": shown, "earlier": earlier, "found": deciding.decisions_of(shown)}
    return render(request, "plans/adopt.html", context)


@access.as_coordinator
def supersede(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        return _try(
            request,
            shown.pk,
            lambda: actions.supersede(edition=shown, on=today(), reason=reason, by=request.user),
        )
    return render(request, "plans/reason.html", {"form": form, "edition": shown, "what": "supersede"})


def _try(request: HttpRequest, edition: int, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
        messages.success(request, _("Sparat. Planens läge är ändrat."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("plans:edition", request.county.slug, edition)  # type: ignore[attr-defined]
