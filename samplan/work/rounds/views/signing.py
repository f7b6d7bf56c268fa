"""The responsible manager reads, then approves or sends back with a note."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from .. import actions
from ..access import Purpose, VisitRequest, visiting
from ..forms import ReturnForm
from ..models import RequestState
from ..paper import Paper
from ..states import Refused, latest
from ..words import genitive

State = RequestState.State


@visiting(Purpose.APPROVE)
@require_http_methods(["GET", "POST"])
def approve(http: VisitRequest) -> HttpResponse:
    asked, problem = http.visit.request, ""
    if http.method == "POST":
        try:
            actions.approve(request=asked, by=http.visit.writer)
        except Refused as refused:
            problem = str(refused)
        else:
            return redirect("rounds:approve", asked.pk)
    row = latest(asked)
    state = row.state if row else None
    context = {
        "visit": http.visit,
        "asked": asked,
        "paper": Paper(asked),
        "row": row,
        "state": state,
        "whose": genitive(asked.organisation.short_name),
        "waiting": state == State.WITH_MANAGER,
        "sender_whose": genitive(row.by_name.split()[0]) if row and row.by_name else "",
        "problem": problem,
    }
    return render(http, "rounds/approve.html", context, status=409 if problem else 200)


@visiting(Purpose.APPROVE)
@require_http_methods(["GET", "POST"])
def send_back(http: VisitRequest) -> HttpResponse:
    asked = http.visit.request
    form = ReturnForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        try:
            actions.return_with_note(request=asked, note=form.cleaned_data["note"], by=http.visit.writer)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            return render(http, "rounds/sent_back.html", {"visit": http.visit, "asked": asked})
    return render(http, "rounds/send_back.html", {"visit": http.visit, "asked": asked, "form": form})
