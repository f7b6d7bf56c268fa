from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from samplan.foundation.core import merging
from samplan.foundation.core.stale import Stale
from samplan.foundation.history.models import Event
from samplan.foundation.history.queries import of as history_of

from .. import actions, queries
from ..access import as_administrator
from ..documents import record as record_document
from ..forms import ControllerForm, DecideForm, TimeForm
from ..models import Controller, RetentionProposal
from .files import printed

MANY = 500  # of a proposal's lines on the page; the count says how many there are


@as_administrator
def keeping(request: HttpRequest) -> HttpResponse:
    """The classes of what is kept for a time, what is proposed for deletion, and what has been decided."""
    if request.method == "POST":
        made = actions.propose(by=request.user)
        words = _("%(n)d nya förslag.") % {"n": made} if made else _("Inget nytt har sparats för länge.")
        messages.success(request, words)
        return redirect("privacy:keeping")
    kept = queries.kept_for_a_time()
    titles = {one.offer.key: one.offer.title for one in kept}
    decided = list(RetentionProposal.objects.exclude(decided_at=None)[:20])
    context = {
        "kept": kept,
        "waiting": [one for one in kept if one.proposal],
        "decided": [(titles.get(one.key, one.key), one) for one in decided],
    }
    return render(request, "privacy/keeping.html", context)


@as_administrator
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    held = get_object_or_404(RetentionProposal, pk=pk, decided_at=None)
    kept = queries.kept_as(held.key)
    if kept is None:
        raise Http404
    form = DecideForm(request.POST or None, initial={"seen": held.count})
    if request.method == "POST" and form.is_valid():
        approve = "gallra" in request.POST
        try:
            actions.decide(proposal=held, approve=approve, by=request.user, **form.cleaned_data)
        except actions.Hindered as why:
            messages.error(request, str(why))
        else:
            messages.success(request, _("Beslutat. De tas bort inom några minuter.") if approve else _("De står kvar."))
        return redirect("privacy:keeping")
    lines = [text for row, text in kept.due() if row in set(held.ids)]
    context = {"proposal": held, "kept": kept, "lines": lines[:MANY], "form": form}
    return render(request, "privacy/proposal.html", context)


@as_administrator
def time(request: HttpRequest, key: str) -> HttpResponse:
    kept = queries.kept_as(key)
    if kept is None:
        raise Http404
    form = TimeForm(merging.posted(request), initial=_time_now(kept))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_time(kept=kept, seen=merging.seen(request), by=request.user, **form.cleaned_data)
        except Stale:
            return _time_told(request, form, key)
        messages.success(request, _("Tiden är ändrad."))
        return redirect("privacy:keeping")
    seen = merging.start(request, form, actions.mark_of_time(kept))
    return render(request, "privacy/time.html", {"kept": kept, "form": form, "seen": seen})


def _time_now(kept: queries.Kept) -> dict[str, Any]:
    return {"days": kept.days, "decision": kept.decision}


def _time_told(request: HttpRequest, form: TimeForm, key: str) -> HttpResponse:
    kept = queries.kept_as(key)
    if kept is None:
        raise Http404
    told = {"now": _time_now(kept), "seen": actions.mark_of_time(kept), "events": _told_of(kept.time)}
    return merging.page(request, form, title=str(kept.offer.title), back=reverse("privacy:keeping"), **told)


def _told_of(row: Model | None) -> Iterable[Event]:
    return history_of(row) if row and row.pk else ()


@as_administrator
def record(request: HttpRequest) -> HttpResponse:
    context = {
        "controller": queries.controller(),
        "processing": queries.processing(),
        "kept": queries.kept_for_a_time(),
    }
    return render(request, "privacy/record.html", context)


@as_administrator
def record_file(request: HttpRequest, kind: str) -> HttpResponse:
    return printed(record_document(queries.controller()), kind)


@as_administrator
def controller(request: HttpRequest) -> HttpResponse:
    row = _written()
    form = ControllerForm(merging.posted(request), initial=_controller_now(row))
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_controller(seen=merging.seen(request), by=request.user, **form.cleaned_data)
        except Stale:
            row = _written()
            now, seen = _controller_now(row), actions.mark_of_controller(row)
            told = {"title": _("Personuppgiftsansvarig"), "back": reverse("privacy:record"), "events": _told_of(row)}
            return merging.page(request, form, now=now, seen=seen, **told)
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("privacy:record")
    seen = merging.start(request, form, actions.mark_of_controller(row))
    return render(request, "privacy/controller.html", {"form": form, "seen": seen})


def _written() -> Controller:
    row = queries.controller()
    return row if row.pk else Controller()


def _controller_now(row: Controller) -> dict[str, Any]:
    return {name: getattr(row, name) for name in actions.FACTS}
