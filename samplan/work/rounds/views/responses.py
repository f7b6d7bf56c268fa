"""An approved answer for those who may read it, and a user's own answers."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from samplan.foundation.core import offers
from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.access import CountyRequest, in_county
from samplan.foundation.people.queries import organisations_of

from ..access import handed_in
from ..actions.behalf import SOURCES
from ..models import Request
from ..next_steps import Tasks
from ..paper import Paper
from ..queries import requests_of
from ..states import latest
from ..words import state_words


@handed_in
@require_safe
def response(http: CountyRequest) -> HttpResponse:
    asked: Request = http.asked  # type: ignore[attr-defined]
    row = latest(asked)
    context = {"asked": asked, "paper": Paper(asked), "row": row, "source": SOURCES.get(asked.source, "")}
    context["events"] = history_of(asked, own=organisations_of(http.user).values_list("pk", flat=True))
    context["panels"] = offers.collect("panels", asked, http.user)
    return render(http, "rounds/response.html", context)


@in_county
@require_safe
def mine(http: CountyRequest) -> HttpResponse:
    rows = [r for r in requests_of(http.user) if r.round.county_id == http.county.pk]
    tasks = Tasks(http.user)
    listed = [(r, state_words(r.state_now), tasks.next_step(r)) for r in rows]
    return render(http, "rounds/mine.html", {"listed": listed})
