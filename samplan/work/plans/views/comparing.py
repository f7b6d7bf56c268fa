"""What differs between two editions of a plan, or between an edition and what it was."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samplan.foundation.core.text import whole_number

from .. import access, over_time
from ..over_time import Side


@access.reading_decided
def compare(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    others = [other for other in access.editions_of(request, shown) if other.pk != shown.pk]
    other = _other(request, shown, others)
    whole = "visa" in request.GET and request.GET["visa"] == "allt"
    context: dict[str, Any] = {"edition": shown, "others": others, "other": other, "whole": whole}
    if other is not None:
        older, newer = sorted((shown, other), key=lambda one: one.number)
        made = over_time.compare(Side(older), Side(newer))
        lines = [(line, False) for line in made.lines] if whole else made.only_changed()
        context |= {"older": older, "newer": newer, "made": made, "lines": lines}
    return render(request, "plans/difference.html", context)


def _other(request: HttpRequest, shown: Any, others: list[Any]) -> Any:
    """The one asked for; else the nearest earlier, else any."""
    if asked := request.GET.get("med"):
        return access.edition_of(request, whole_number(asked))
    earlier = [other for other in others if other.number < shown.number]
    return next(iter(earlier), others[-1] if others else None)
