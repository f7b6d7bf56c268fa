"""The days that the county's activities are written of for, and what hindered and helped."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from samplan.foundation.core import merging
from samplan.foundation.core.dates import today
from samplan.foundation.core.stale import Stale
from samplan.foundation.core.tables import Sheet, write_xlsx
from samplan.foundation.core.text import whole_number
from samplan.foundation.history.queries import of as history_of

from .. import access, obstacles
from .. import points as reading
from ..actions import points as writing
from ..models import ReportingPoint
from ..report_forms import FindObstaclesForm, PointForm
from ..states import NotAllowed
from .listing_files import XLSX


def _point(request: HttpRequest, pk: int) -> ReportingPoint:
    return get_object_or_404(ReportingPoint.objects.select_related("county"), county=request.county, pk=pk)  # type: ignore[attr-defined]


@access.in_county
def points(request: HttpRequest) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    rows = reading.points_of(county)
    year = today().year + (today().month > 10)
    had = {row.on for row in rows}
    context = {
        "rows": rows,
        "now": reading.asked_now(county),
        "year": year,
        "usual": [name for name, on in reading.usual(year) if on not in had],
        "form": PointForm(),
    }
    return render(request, "activities/points.html", context)


@access.as_coordinator
def new(request: HttpRequest) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    form = PointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name, on = form.cleaned_data["name"], form.cleaned_data["on"]
        if writing.add_points(county=county, points=[(name, on)], by=request.user):
            messages.success(request, _("Tillfället är tillagt. Två veckor innan kommer det som en uppgift."))
            return redirect("activities:points", county.slug)
        form.add_error("on", _("Länet har redan ett tillfälle den dagen."))
    return render(request, "activities/point_form.html", {"form": form}, status=422 if form.errors else 200)


@access.as_coordinator
@require_POST
def usual(request: HttpRequest) -> HttpResponse:
    """Spring, autumn and the whole year in one press."""
    county = request.county  # type: ignore[attr-defined]
    year = whole_number(request.POST.get("ar", "")) or today().year
    made = writing.add_points(county=county, points=reading.usual(min(max(year, 2000), 2100)), by=request.user)
    words = ngettext("%(n)d tillfälle är tillagt.", "%(n)d tillfällen är tillagda.", len(made)) % {"n": len(made)}
    messages.success(request, words)
    return redirect("activities:points", county.slug)


@access.in_county
def point(request: HttpRequest, point: int) -> HttpResponse:
    """What is written and what lacks, owner by owner."""
    shown = _point(request, point)
    rows = reading.asked_of(shown)
    by_owner: dict[Any, list[Any]] = {}
    for row in rows:
        by_owner.setdefault(row.activity.owner, []).append(row)
    context = {
        "point": shown,
        "groups": list(by_owner.items()),
        "number": len(rows),
        "written": sum(row.update is not None for row in rows),
    }
    return render(request, "activities/point.html", context)


@access.as_coordinator
def change(request: HttpRequest, point: int) -> HttpResponse:
    shown = _point(request, point)
    form = PointForm(merging.posted(request), initial={"name": shown.name, "on": shown.on})
    back = reverse("activities:point", args=[request.county.slug, shown.pk])  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            writing.change_point(point=shown, seen=merging.seen(request) or "", by=request.user, **form.cleaned_data)
            messages.success(request, _("Sparat."))
            return redirect(back)
        except Stale:
            shown = _point(request, point)
            now = {"name": shown.name, "on": shown.on}
            told = {"now": now, "seen": writing.mark_of_point(shown), "events": history_of(shown)}
            return merging.page(request, form, title=shown.name, back=back, **told)
        except NotAllowed as refusal:
            form.add_error("on", str(refusal))
    start = merging.start(request, form, writing.mark_of_point(shown))
    context = {"form": form, "point": shown, "seen": start}
    return render(request, "activities/point_form.html", context)


@access.as_coordinator
@require_POST
def remove(request: HttpRequest, point: int) -> HttpResponse:
    try:
        writing.remove_point(point=_point(request, point), by=request.user)
        messages.success(request, _("Tillfället är borttaget."))
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect("activities:points", request.county.slug)  # type: ignore[attr-defined]


@access.in_county
def hindered_and_helped(request: HttpRequest) -> HttpResponse:
    county = request.county  # type: ignore[attr-defined]
    years = obstacles.years_in(county)
    form = FindObstaclesForm(request.GET or None, years=years)
    words, year = request.GET.get("ord", "").strip(), whole_number(request.GET.get("ar", ""))
    rows = obstacles.said_in(county, words, year)
    if "excel" in request.GET:
        return _as_excel(rows)
    by_year: dict[int, list[Any]] = {}
    for row in rows:
        by_year.setdefault(row.year, []).append(row)
    query = request.GET.urlencode()
    context = {"form": form, "groups": list(by_year.items()), "number": len(rows), "query": query, "any": bool(years)}
    return render(request, "activities/obstacles.html", context)


def _as_excel(rows: list[obstacles.Said]) -> HttpResponse:
    heads = (_("Till och med"), _("Aktivitet"), _("Område"), _("Vad hindrade"), _("Vad hjälpte"))
    sheet = Sheet(_("Hinder och hjälp"), heads, list(obstacles.table(rows)))
    return HttpResponse(
        write_xlsx([sheet], title=_("Hinder och hjälp")),
        content_type=XLSX,
        headers={"Content-Disposition": 'attachment; filename="hinder-och-hjalp.xlsx"'},
    )
