"""The plan, a part of it and the document as they stood on a day: ?dag=2025-03-01 on their own addresses."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.dateparse import parse_date

from samplan.foundation.core.dates import today
from samplan.foundation.core.documents.web import render_web

from .. import access, outline, over_time, printing, queries
from ..as_document import build
from ..as_of_forms import DayForm
from ..over_time import Day

View = Callable[..., HttpResponse]


def day_of(request: HttpRequest) -> date | None:
    """The day asked for; none when there is no such day, or it has not come."""
    try:
        day = parse_date(request.GET.get("dag", "").strip())
    except ValueError:
        return None
    return day if day and day <= today() else None


def or_on_a_day(then: Callable[[HttpRequest, int, date], HttpResponse]) -> Callable[[View], View]:
    """For a page that shows the plan as it is: with ?dag= it shows it as it was, by `then`. Stands inside the door."""

    def around(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            day = day_of(request)
            return then(request, next(iter(kwargs.values())), day) if day else view(request, **kwargs)

        return inner

    return around


def edition_then(request: HttpRequest, edition: int, day: date) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = _on(request, shown, day)
    context = {
        "edition": shown,
        "then": found,
        "form": DayForm(initial={"dag": day}, auto_id="day-%s"),
        "rows": list(outline.build(shown).by_node.values()) if found.found else [],
        "begun": over_time.begun_on(shown),
        "is_in_force": found.in_force is not None and found.in_force.pk == shown.pk,
    }
    return render(request, "plans/as_of.html", context)


def node_then(request: HttpRequest, node: int, day: date) -> HttpResponse:
    now = access.node_of(request, node)
    shown = access.edition_of(request, now.edition_id)
    found = _on(request, shown, day)
    row = outline.build(shown).by_node.get(node) if found.found else None
    context = {"edition": shown, "then": found, "now": now, "row": row, "path": _above(row)}
    return render(request, "plans/as_of_node.html", context)


def document_then(request: HttpRequest, edition: int, day: date) -> HttpResponse:
    shown = access.edition_of(request, edition)
    found = _on(request, shown, day)
    if not found.found:
        raise Http404
    made = build(printing.material_on(found))
    context = {
        "edition": shown,
        "plan": shown.plan,
        "publication": queries.publication_of(shown),
        "document": render_web(made, with_head=False, key=f"p{shown.pk}"),
        "then": found,
    }
    return render(request, "plans/as_of_document.html", context)


@access.reading_decided
def on_day(request: HttpRequest, edition: int) -> HttpResponse:
    """Where the day is chosen; without one, how it stands today."""
    if request.GET.get("dag") and day_of(request) is None:
        shown = access.edition_of(request, edition)
        form = DayForm(request.GET, auto_id="day-%s")
        form.is_valid()
        context = {"edition": shown, "form": form, "begun": over_time.begun_on(shown)}
        return render(request, "plans/as_of.html", context, status=422)
    return edition_then(request, edition, day_of(request) or today())


def _on(request: HttpRequest, shown: Any, day: date) -> Day:
    return over_time.on_day(shown, day, decided_only=request.decided_only)  # type: ignore[attr-defined]


def _above(row: outline.Row | None) -> list[Any]:
    above = []
    while row is not None and row.parent is not None:
        row = row.parent
        above.append(row.node)
    return above[::-1]
