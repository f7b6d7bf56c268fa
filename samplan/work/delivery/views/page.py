from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .. import access
from ..sections import sections_of


@access.in_county
def carrying_through(request: HttpRequest, activity: int) -> HttpResponse:
    """Milestones, questions, messages, criteria, guides and the final report of one activity."""
    shown = access.activity_of(request, activity)
    may_change = access.may_change(request, shown)
    told = {"activity": shown, "may_change": may_change}
    drawn = [render_to_string(s.template, {**told, **s.context}, request) for s in sections_of(shown, request)]
    return render(request, "delivery/page.html", {**told, "sections": drawn})
