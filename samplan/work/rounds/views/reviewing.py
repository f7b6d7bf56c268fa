"""The contact person reads everything through and sends it to the manager."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from .. import actions
from ..access import Purpose, VisitRequest, visiting
from ..forms import SubmitForm
from ..models import Request
from ..paper import Paper
from ..states import WRITABLE, Refused, latest
from .steps import steps_of


@visiting(Purpose.ANSWER)
@require_http_methods(["GET", "POST"])
def review(http: VisitRequest) -> HttpResponse:
    asked, row = http.visit.request, latest(http.visit.request)
    state = row.state if row else None
    form = SubmitForm(http.POST or None, initial=_manager(asked))
    if http.method == "POST" and form.is_valid():
        try:
            actions.submit(request=asked, by=http.visit.writer, **form.cleaned_data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            name = form.cleaned_data["manager_name"]
            messages.success(http, _("Svaret är skickat. %(name)s har fått ett mejl.") % {"name": name})
            return redirect("rounds:answer", asked.pk)
    context = {
        "visit": http.visit,
        "asked": asked,
        "paper": Paper(asked),
        "form": form,
        "row": row,
        "state": state,
        "writable": state in WRITABLE,
        "steps": steps_of(asked, state),
    }
    return render(http, "rounds/review.html", context)


def _manager(asked: Request) -> dict[str, str]:
    return {
        "manager_name": asked.manager_name,
        "manager_title": asked.manager_title,
        "manager_email": asked.manager_email,
    }


@visiting(Purpose.ANSWER)
@require_POST
def take_back(http: VisitRequest) -> HttpResponse:
    try:
        actions.take_back(request=http.visit.request, by=http.visit.writer)
    except Refused as problem:
        messages.error(http, str(problem))
    else:
        messages.success(http, _("Nu kan ni ändra igen. Skicka på nytt när ni är klara."))
    return redirect("rounds:answer", http.visit.request.pk)
