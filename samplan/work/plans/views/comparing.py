"""What differs between two editions of a plan, or between an edition and what it was on a day."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from samplan.foundation.core.text import whole_number

from .. import access, over_time
from ..as_of_forms import DayForm
from ..over_time import Side
from .over_time import day_of


@access.reading_decided
def compare(request: HttpRequest, edition: int) -> HttpResponse:
    shown = access.edition_of(request, edition)
    others = [other for other in access.editions_of(request, shown) if other.pk != shown.pk]
    other, day = _other(request, shown, others)
    older, newer = (other, shown) if other.number <= shown.number else (shown, other)
    hidden = bool(day) and request.decided_only  # type: ignore[attr-defined]  # what a draft was is not decided
    made = None if hidden else over_time.compare(Side(older, day if older.pk == other.pk else None), Side(newer))
    whole = request.GET.get("visa") == "allt"
    context: dict[str, Any] = {
        "edition": shown,
        "others": others,
        "other": other,
        "older": older,
        "newer": newer,
        "day": day,
        "whole": whole,
        "made": made,
        "form": DayForm(initial={"dag": day}, auto_id="day-%s"),
        "begun": over_time.begun_on(shown),
    }
    if made is not None:
        context["lines"] = [(line, False) for line in made.lines] if whole else made.only_changed()
    return render(request, "plans/difference.html", context)


def _other(request: HttpRequest, shown: Any, others: list[Any]) -> tuple[Any, date | None]:
    """The one asked for, on the day asked for; else the nearest earlier, else the edition itself as it was."""
    asked, day = request.GET.get("med"), day_of(request)
    other = access.edition_of(request, whole_number(asked)) if asked else None
    if other is None:
        other = next((one for one in others if one.number < shown.number), others[-1] if others else shown)
    if other.pk == shown.pk and day is None:
        day = over_time.worth_comparing_with(shown)
    return other, day
