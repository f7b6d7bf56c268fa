from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from .. import actions, queries
from ..access import as_administrator
from ..documents import record as record_document
from ..forms import ControllerForm, DecideForm, TimeForm
from ..models import RetentionProposal
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
    form = TimeForm(
        request.POST or None,
        initial={"days": kept.days, "decision": kept.time.decision if kept.time else ""},
    )
    if request.method == "POST" and form.is_valid():
        actions.set_time(key=key, by=request.user, **form.cleaned_data)
        messages.success(request, _("Tiden är ändrad."))
        return redirect("privacy:keeping")
    return render(request, "privacy/time.html", {"kept": kept, "form": form})


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
    row = queries.controller()
    form = ControllerForm(request.POST or None, instance=row if row.pk else None)
    if request.method == "POST" and form.is_valid():
        actions.set_controller(by=request.user, **form.cleaned_data)
        messages.success(request, _("Uppgifterna är sparade."))
        return redirect("privacy:record")
    return render(request, "privacy/controller.html", {"form": form})
