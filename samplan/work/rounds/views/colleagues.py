"""Asking a colleague for help, and handing over to the right person."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from samplan.work.questionnaires.queries import sections_of

from .. import actions
from ..access import SESSION, Purpose, VisitRequest, visiting
from ..forms import HandOverForm, HelperForm
from ..models import Helper
from ..queries import helpers_of
from ..states import Refused


@visiting(Purpose.ANSWER)
@require_http_methods(["GET", "POST"])
def helper(http: VisitRequest) -> HttpResponse:
    asked = http.visit.request
    sections = sections_of(asked.response.form, asked.organisation.kind)
    chosen = http.GET.get("avsnitt", "")
    form = HelperForm(http.POST or None, sections=sections, initial={"sections": [chosen]})
    if http.method == "POST" and form.is_valid():
        data = form.cleaned_data
        picked = [s for s in sections if str(s.pk) in data["sections"]]
        try:
            actions.ask_helper(
                request=asked,
                name=data["name"],
                email=data["email"],
                sections=picked,
                note=data["note"],
                by=http.visit.writer,
            )
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(http, _("%(name)s har fått ett mejl med en egen länk.") % {"name": data["name"]})
            return redirect("rounds:answer", asked.pk)
    context = {"visit": http.visit, "asked": asked, "form": form, "helpers": helpers_of(asked)}
    return render(http, "rounds/helper.html", context)


@visiting(Purpose.ANSWER)
@require_POST
def end_helper(http: VisitRequest, helper_pk: int) -> HttpResponse:
    helper = get_object_or_404(Helper, pk=helper_pk, request=http.visit.request, ended_at=None)
    actions.end_helper(helper=helper, by=http.visit.writer)
    messages.success(http, _("%(name)s hjälper inte till längre.") % {"name": helper.name})
    return redirect("rounds:answer", http.visit.request.pk)


@visiting(Purpose.ANSWER)
@require_http_methods(["GET", "POST"])
def hand_over(http: VisitRequest) -> HttpResponse:
    asked = http.visit.request
    form = HandOverForm(http.POST or None)
    if http.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.hand_over(request=asked, by=http.visit.writer, **data)
        except Refused as problem:
            form.add_error(None, str(problem))
        else:
            _forget(http)
            return render(http, "rounds/handed_over.html", {"asked": asked, "name": data["name"]})
    return render(http, "rounds/hand_over.html", {"visit": http.visit, "asked": asked, "form": form})


def _forget(http: VisitRequest) -> None:
    opened = dict(http.session.get(SESSION, {}))
    opened.pop(f"{http.visit.request.pk}:{Purpose.ANSWER}", None)
    http.session[SESSION] = opened
