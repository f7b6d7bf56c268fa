from django.http import HttpResponse
from django.shortcuts import redirect, render

from samplan.foundation.history.queries import of as history_of
from samplan.foundation.people.access import CountyRequest, as_coordinator, in_county

from .. import access, queries, sentences
from ..forms import ExtendForm


@in_county
def list_(request: CountyRequest) -> HttpResponse:
    context = {
        "lines": queries.round_lines(request.county),
        "can_start": bool(queries.editions_to_follow(request.county)),
    }
    return render(request, "followup/list.html", context)


@as_coordinator
def detail(request: CountyRequest, pk: int) -> HttpResponse:
    round = access.get_round(request, pk)
    if not round.state_now:
        return redirect("followup:questions", request.county.slug, pk)
    shown = queries.progress_of(round)
    is_open = round.state_now == "open"
    groups = queries.grouped(shown)
    context = {
        "round": round,
        "is_open": is_open,
        "title": sentences.heading(shown, is_open=is_open),
        "lead": sentences.lead(shown),
        "segments": sentences.segments(shown),
        "progress": shown,
        "groups": groups,
        "vacant": [r for r in groups["not_begun"] if r.is_vacant],
        "reminders": round.reminders.all(),
        "extend_form": ExtendForm(),
        "history": history_of(round)[:10],
    }
    return render(request, "followup/round.html", context)
