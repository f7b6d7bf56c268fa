"""The organisation reads what was entered on its behalf: yes, or mend it itself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import actions
from ..access import Purpose, VisitRequest, open_session, visiting
from ..actions.behalf import SOURCES
from ..models import RequestState
from ..paper import Paper
from ..states import Refused, latest
from ..words import genitive


@visiting(Purpose.CONFIRM)
@require_http_methods(["GET", "POST"])
def confirm(http: VisitRequest) -> HttpResponse:
    asked, problem = http.visit.request, ""
    if http.method == "POST":
        try:
            if http.POST.get("go") == "correct":
                return _correct(http)
            actions.confirm_on_behalf(request=asked, by=http.visit.writer)
        except Refused as refused:
            problem = str(refused)
        else:
            return render(http, "rounds/confirmed.html", {"visit": http.visit, "asked": asked})
    row = latest(asked)
    context = {
        "visit": http.visit,
        "asked": asked,
        "paper": Paper(asked),
        "row": row,
        "waiting": row is not None and row.state == RequestState.State.ON_BEHALF,
        "whose": genitive(asked.organisation.short_name),
        "source": SOURCES.get(asked.source, ""),
        "problem": problem,
    }
    return render(http, "rounds/confirm.html", context, status=409 if problem else 200)


def _correct(http: VisitRequest) -> HttpResponse:
    link = actions.correct_on_behalf(request=http.visit.request, by=http.visit.writer)
    open_session(http, link)
    messages.success(http, _("Nu är det ert eget utkast. Ändra det som behövs och skicka till chefen."))
    return redirect("rounds:answer", http.visit.request.pk)
